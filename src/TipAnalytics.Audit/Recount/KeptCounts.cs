using DuckDB.NET.Data;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Recount;

/// <summary>What the vault keeps of released counts, for periods that cannot be counted any more: records were erased, or may not enter the indicator now.</summary>
internal sealed class KeptCounts
{
    private sealed record KeptAtom(long Seq, long Vintage, Period Period, string Area, string Categories, string Panel, long Base, long Signal, double BaseWeight, double SignalWeight);

    private readonly ILookup<string, KeptAtom> atoms;
    private readonly IReadOnlyList<(string Stream, DateOnly First, DateOnly Last)> erased;
    private readonly HashSet<long> restating;

    private KeptCounts(ILookup<string, KeptAtom> atoms, IReadOnlyList<(string, DateOnly, DateOnly)> erased)
    {
        (this.atoms, this.erased) = (atoms, erased);
        restating = [.. atoms.SelectMany(indicator => indicator.Where(atom => atom.Vintage > 0).GroupBy(atom => atom.Vintage, atom => atom.Seq), (_, vintage) => vintage.Min())];
    }

    public static KeptCounts Read(DuckDBConnection vault) => new(
        Query.Read(
            vault, EmbeddedSql.Read(typeof(KeptCounts), "kept_atoms.sql"),
            row => (Id: row.GetString(2), Atom: new KeptAtom(
                row.GetInt64(0), row.GetInt64(1), Period.TryParse(row.GetString(4), out var period) ? period : throw new ReleaseBlockedException("Audit A1: a count that was kept with a release stands under a period that is none. Restore the vault from a back-up."),
                row.GetString(3), row.GetString(5), row.GetString(6), row.GetInt64(7), row.GetInt64(8), row.GetDouble(9), row.GetDouble(10))))
            .ToLookup(row => row.Id, row => row.Atom, StringComparer.Ordinal),
        Query.Read(vault, EmbeddedSql.Read(typeof(KeptCounts), "erased_months.sql"), row => (row.GetString(0), row.GetFieldValue<DateOnly>(1), row.GetFieldValue<DateOnly>(2))));

    public bool Has(string indicatorId) => atoms.Contains(indicatorId);

    /// <summary>Whether a release counted periods anew that were released before.</summary>
    public bool Restates(long seq) => restating.Contains(seq);

    /// <summary>Whether records of a period that were behind an indicator once may be missing now. Indicators without a stream rest on all.</summary>
    /// <param name="whole">Every source, those that may not be used among them.</param>
    public bool IsGone(OperationSetup whole, DateOnly asOf, IndicatorDefinition indicator, Period period) =>
        erased.Any(gone => (indicator.Stream is null || gone.Stream == indicator.Stream) && gone.First <= period.End && gone.Last >= period.Start) || HasLostSources(whole, asOf, indicator);

    private static bool HasLostSources(OperationSetup whole, DateOnly asOf, IndicatorDefinition indicator) => indicator.Stream is null
        ? whole.Sources.Count != whole.Used(asOf).Sources.Count
        : whole.Sources.Count(source => source.Stream == indicator.Stream) != SourcePermissions.SourcesOf(whole.Used(asOf), indicator).Count();

    /// <summary>Rows of the periods that are gone, as the releases up to one kept them, and of those that a later one counted anew: two releases of one day see the same records. Organisations
    /// and answers left out are not kept.</summary>
    /// <param name="seq">Last release whose counts are taken.</param>
    /// <param name="isNow">Records as they are seen now: what a later release counted anew is counted from them.</param>
    /// <param name="splits">Order of the categories of a row.</param>
    public IReadOnlyList<(Period Period, CountedRow Row)> Of(OperationSetup whole, DateOnly asOf, IndicatorDefinition indicator, long seq, bool isNow, IReadOnlyList<string> splits) =>
    [
        .. from period in atoms[indicator.Id].GroupBy(atom => atom.Period)
           let latest = period.Max(atom => (atom.Vintage, atom.Seq))
           let own = period.Where(atom => atom.Seq <= seq).ToList()
           let isRestated = latest.Seq > seq && latest.Vintage > own.Select(atom => atom.Vintage).DefaultIfEmpty().Max()
           where own.Count > 0 && (isRestated ? !isNow : IsGone(whole, asOf, indicator, period.Key))
           let last = own.Max(atom => (atom.Vintage, atom.Seq))
           from atom in own.Where(atom => (atom.Vintage, atom.Seq) == last)
           let codes = Codes(atom.Categories)
           select (period.Key, new CountedRow(
               atom.Area, period.Key.Start, "", atom.Panel, [.. splits.Select(split => codes.GetValueOrDefault(split, "unknown"))], atom.Base, atom.Signal, atom.BaseWeight, atom.SignalWeight, new long[4]) { IsKept = true }),
    ];

    private static Dictionary<string, string> Codes(string categories) =>
        categories.Split('*', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => part[^1], StringComparer.Ordinal);
}
