using DuckDB.NET.Data;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Recount;

/// <summary>Everything the vault says of one share indicator, counted by the auditor's own statement at the finest cells.</summary>
internal sealed class IndicatorCount
{
    private readonly Dictionary<(string Area, Period Period, string Split, string Category), CellCount> cells = [];

    private IndicatorCount(IndicatorDefinition indicator, StreamDefinition stream, IReadOnlyList<string> splits, IReadOnlyList<IReadOnlyList<string>> categories)
    {
        (Indicator, Stream, Splits, Categories) = (indicator, stream, splits, categories);
        HasPanel = stream.Kind is not (StreamKind.Survey or StreamKind.Reference);
    }

    public IndicatorDefinition Indicator { get; }

    public StreamDefinition Stream { get; }

    /// <summary>Fields crossed, by name.</summary>
    public IReadOnlyList<string> Splits { get; }

    /// <summary>Codes of each split, <c>unknown</c> among them.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Categories { get; }

    public bool HasPanel { get; }

    public bool IsCaseload => Stream.Kind is StreamKind.Incidents or StreamKind.Cases;

    public required IReadOnlyList<CountedRow> Rows { get; init; }

    /// <summary>Areas and months with a row of the model, in months in which the stream was heard from.</summary>
    public required IReadOnlyList<(string AreaCode, DateOnly Month)> Places { get; init; }

    /// <summary>Months in which the stream was heard from anywhere.</summary>
    public required IReadOnlySet<DateOnly> Heard { get; init; }

    /// <summary>Count of a cell; empty where no record stands in it.</summary>
    public CellCount Cell(string area, Period period, string split, string category) => cells.GetValueOrDefault((area, period, split, category)) ?? new CellCount();

    /// <summary>Counts one indicator. The views stand, with the sources that may enter it.</summary>
    /// <param name="splits">Splits that were ever released, besides the plan's; a crossing is written <c>a*b</c>.</param>
    /// <param name="grains">Period lengths of the figures that will be asked for.</param>
    /// <param name="panel">Sources and points of the panel of the stream.</param>
    /// <param name="kept">By the order of splits: rows that take the place of whole periods.</param>
    public static IndicatorCount Read(
        DuckDBConnection vault, OperationSetup setup, IndicatorDefinition indicator, DateOnly asOf, IReadOnlyCollection<string> splits, IReadOnlyCollection<PeriodGrain> grains, string panel,
        Func<IReadOnlyList<string>, IReadOnlyList<(Period Period, CountedRow Row)>> kept)
    {
        var stream = setup.Catalogue.Streams[indicator.Stream!];
        List<string> crossed = [.. indicator.DisaggregateBy.Concat(splits).SelectMany(split => split.Split('*')).Where(split => split is not ("all" or "panel")).Distinct().Order(StringComparer.Ordinal)];
        var categories = crossed.ConvertAll(split => Codes(split, stream, setup.Catalogue));
        var window = new (string, object?)[] { ("first", AuditViews.FirstMonth(setup)), ("last", AuditViews.LastMonth(setup, asOf)) };
        var heard = Query.Read(vault, Fill("heard.sql", ("stream", stream.Id)), row => row.GetFieldValue<DateOnly>(0), window).ToHashSet();
        var instead = kept(crossed);
        var gone = instead.Select(row => row.Period).Distinct().SelectMany(Months).ToHashSet();
        var count = new IndicatorCount(indicator, stream, crossed, categories)
        {
            Rows =
            [
                .. Query.Read(
                vault,
                Fill(
                    "counts.sql", ("universe", indicator.Universe ?? "true"), ("base", indicator.BaseFilter ?? "true"), ("signal", indicator.SignalFilter!),
                    ("missing", Missing(indicator, stream, setup.Catalogue)), ("panel", stream.Kind is StreamKind.Survey ? "''" : panel),
                    ("categories", $"[{string.Join(", ", crossed.Zip(categories, (split, codes) => $"case when {split} in ({List(codes)}) then {split} else 'unknown' end"))}]::varchar[]")),
                Row, window).Where(row => !gone.Contains(row.Month)),
                .. instead.Select(row => row.Row),
            ],
            Places =
            [
                .. Query.Read(vault, Fill("places.sql"), row => (row.GetString(0), row.GetFieldValue<DateOnly>(1)), window).Where(place => heard.Contains(place.Item2)),
                .. instead.Select(row => (row.Row.AreaCode, row.Row.Month)).Distinct(),
            ],
            Heard = heard.Union(gone).ToHashSet(),
        };
        var known = splits.Concat(crossed).Append("all").Concat(count.HasPanel ? ["panel"] : Array.Empty<string>()).Distinct().ToList();
        foreach (var row in count.Rows)
        {
            foreach (var key in count.Keys(setup.Areas, row.AreaCode, row.Month, row.Panel, row.Categories, known, grains))
            {
                if (!count.cells.TryGetValue(key, out var cell))
                    count.cells[key] = cell = new();
                cell.Add(row);
            }
        }

        return count;
    }

    /// <summary>Every cell a record stands in.</summary>
    public IEnumerable<(string Area, Period Period, string Split, string Category)> Keys(
        AreaTree areas, string areaCode, DateOnly month, string panel, string[] categories, IReadOnlyList<string> splits, IReadOnlyCollection<PeriodGrain> grains)
    {
        List<string> above = [.. Enumerable.Range(0, 3).Select(level => areas.At(areaCode, level)?.Code).OfType<string>().Distinct()];
        List<(string, string)> kinds = [.. splits.Select(split => (split, split == "all" ? "all" : string.Join('*', split.Split('*').Select(part => part == "panel" ? panel : categories[Place(part)]))))];
        return from grain in grains
               let period = Period.Containing(month, grain)
               from area in above
               from kind in kinds
               select (area, period, kind.Item1, kind.Item2);
    }

    private static IEnumerable<DateOnly> Months(Period period)
    {
        for (var month = period.Start; month <= period.End; month = month.AddMonths(1))
            yield return month;
    }

    private int Place(string split)
    {
        for (var at = 0; at < Splits.Count; at++)
        {
            if (Splits[at] == split)
                return at;
        }

        throw new InvalidOperationException($"{Indicator.Id} was released by {split}, which is no field of its stream.");
    }

    private static CountedRow Row(DuckDBDataReader row) => new(
        row.GetString(0), row.GetFieldValue<DateOnly>(1), row.GetString(2), row.GetString(3), [.. row.GetFieldValue<List<string>>(4)],
        row.GetInt64(5), row.GetInt64(6), row.GetDouble(7), row.GetDouble(8), [row.GetInt64(9), row.GetInt64(10), row.GetInt64(11), row.GetInt64(12)]);

    private static IReadOnlyList<string> Codes(string split, StreamDefinition stream, Catalogue catalogue) =>
        stream.Fields.Find(field => field.Name == split) is { Codes: { } list }
            ? [.. catalogue.CodeLists[list].Entries.Where(entry => entry.Missing is null).Select(entry => entry.Code), "unknown"]
            : throw new DefinitionException($"{stream.File}: {split} was released as a split and is no coded field of the stream now. Put it back: its figures cannot be counted again without it.");

    /// <summary>Why a record is not in the base: refused before do not know before not applicable before not asked, over all the answers it rests on.</summary>
    private static string Missing(IndicatorDefinition indicator, StreamDefinition stream, Catalogue catalogue)
    {
        var ranks = new List<string> { "0" };
        foreach (var column in indicator.Answers)
        {
            var fields = stream.Fields.Exists(field => field.Name == column) ? stream.Fields.Where(field => field.Name == column) : stream.Fields;
            var codes = fields.Where(field => field.Codes is not null).SelectMany(field => catalogue.CodeLists[field.Codes!].Entries).ToList();
            foreach (var (kind, rank) in new[] { (MissingKind.NotApplicable, 1), (MissingKind.DontKnow, 2), (MissingKind.Refused, 3) })
            {
                List<string> ofKind = [.. codes.Where(entry => entry.Missing == kind).Select(entry => entry.Code).Distinct()];
                if (ofKind.Count > 0)
                    ranks.Add(FormattableString.Invariant($"case when list_has_any(string_split(coalesce(cast({column} as varchar), ''), ' '), [{List(ofKind)}]) then {rank} else 0 end"));
            }
        }

        return ranks.Count == 1 ? "0" : $"greatest({string.Join(", ", ranks)})";
    }

    internal static string List(IEnumerable<string> codes) => string.Join(", ", codes.Select(code => $"'{code.Replace("'", "''", StringComparison.Ordinal)}'"));

    internal static string Fill(string file, params (string Slot, string Text)[] slots) =>
        slots.Aggregate(EmbeddedSql.Read(typeof(IndicatorCount), file), (sql, slot) => sql.Replace($"{{{slot.Slot}}}", slot.Text, StringComparison.Ordinal));
}
