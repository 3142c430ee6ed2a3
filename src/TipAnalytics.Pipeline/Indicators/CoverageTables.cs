using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>How many reporting points of those expected were heard from; read by Trends only.</summary>
/// <param name="Reporting">Points with a record in the area and period.</param>
/// <param name="Expected">Points seen before or now in the area, and either seen in the last twelve months, or in the panel.</param>
internal sealed record CoverageIndex(string Stream, string AreaCode, Period Period, int Reporting, int Expected)
{
    /// <summary>0–1; NaN where no point was expected.</summary>
    public double Share => Expected == 0 ? double.NaN : (double)Reporting / Expected;
}

/// <summary>RE-01: which sources were heard from where, and by how many points.</summary>
internal static class CoverageTables
{
    /// <summary>A point that was silent for longer than this many months is no longer expected, unless it is in the panel.</summary>
    private const int ExpectedForMonths = 12;

    private static readonly int[] CountryAndAdmin1 = [0, 1];

    /// <returns>Per stream with a source, area and quarter of the window, in that order: <c>received</c>; <c>missing</c> (nothing in this period);
    /// <c>silent</c> (nothing in two periods or more); <c>not_expected</c> (between the rounds of a source that comes less than once a quarter).
    /// Households, communities and services stand at the lowest level their protocol permits. Incident and case streams stand for the country
    /// alone: «no record here» would tell a zero of people.</returns>
    public static IReadOnlyList<CoverageLine> Read(DuckDBConnection vault, OperationSetup setup, DateOnly asOf)
    {
        RollUp.Create(vault, setup, asOf);
        var received = Enumerable.Range(0, 3).ToDictionary(
            level => level,
            level => Sql.Read(vault, Sql.Text("coverage_records"), row => (row.GetString(0), row.GetString(1), Period.Containing(row.GetFieldValue<DateOnly>(2), PeriodGrain.Quarter)), ("level", level))
                .ToHashSet());
        return [.. from stream in Derivation.SourcedStreams(setup)
                   let level = LevelOf(stream, setup)
                   let quarters = QuartersPerRound(stream, setup)
                   from area in setup.Areas.All
                   where area.Level == level
                   from period in Window.Periods(setup.Operation, asOf, PeriodGrain.Quarter)
                   select new CoverageLine(
                       stream.Id, stream.Title, area.Code, level, period,
                       State(back => received[level].Contains((stream.Id, area.Code, period with { Index = period.Index - back })), quarters))];
    }

    /// <returns>Source id → mean number of reporting points a period before and since the onset, country level, rounded half to even, over the
    /// periods in which the source was heard from. Sources without points, or heard from on one side only, are left out.</returns>
    public static IReadOnlyDictionary<string, ReportingPoints> ReportingPoints(DuckDBConnection vault, OperationSetup setup, DateOnly asOf)
    {
        RollUp.Create(vault, setup, asOf);
        var means = new SortedDictionary<string, ReportingPoints>(StringComparer.Ordinal);
        foreach (var stream in Derivation.SourcedStreams(setup).Where(Derivation.HasPanel))
        {
            foreach (var source in PointPeriods(vault, stream, 0, Window.GrainOf(stream)).GroupBy(row => row.Source))
            {
                var counts = source.GroupBy(row => row.Period).Select(period => (period.Key, Points: period.Select(row => row.Point).Distinct().Count())).ToList();
                var before = counts.Where(period => Window.IsBaseline(period.Key, setup.Operation.CrisisOnset.Date)).Select(period => period.Points).ToList();
                var since = counts.Where(period => Window.IsCrisis(period.Key, setup.Operation.CrisisOnset.Date)).Select(period => period.Points).ToList();
                if (before.Count > 0 && since.Count > 0)
                    means[source.Key] = new((int)Math.Round(before.Average()), (int)Math.Round(since.Average()));
            }
        }

        return means;
    }

    /// <returns>Per stream with reporting points, for the country and admin 1, by each period length the stream plans, where any point was expected;
    /// by stream, level, length, area, period.</returns>
    public static IReadOnlyList<CoverageIndex> Index(DuckDBConnection vault, OperationSetup setup, DateOnly asOf)
    {
        RollUp.Create(vault, setup, asOf);
        return [.. from stream in Derivation.SourcedStreams(setup).Where(Derivation.HasPanel)
                   from level in CountryAndAdmin1
                   from grain in stream.Tables.Concat(setup.Indicators.Where(indicator => indicator.Stream == stream.Id).SelectMany(indicator => indicator.Tables)).Select(table => table.Grain).Distinct().Order()
                   from area in PointPeriods(vault, stream, level, grain).GroupBy(row => row.Area)
                   from period in Window.Periods(setup.Operation, asOf, grain)
                   let index = IndexOf(stream.Id, area.Key, period, [.. area])
                   where index.Expected > 0
                   select index];
    }

    private static CoverageIndex IndexOf(string stream, string area, Period period, IReadOnlyList<PointPeriod> heard)
    {
        var reporting = heard.Where(row => row.Period == period).Select(row => (row.Source, row.Point)).Distinct().Count();
        var expected = heard
            .Where(row => row.Period <= period && (row.InPanel || row.Period.Start >= period.Start.AddMonths(-ExpectedForMonths)))
            .Select(row => (row.Source, row.Point)).Distinct().Count();
        return new(stream, area, period, reporting, expected);
    }

    /// <param name="wasReceived">Whether something came in the quarter so many before this one.</param>
    public static string State(Func<int, bool> wasReceived, int quartersPerRound)
    {
        if (wasReceived(0))
            return "received";
        if (Enumerable.Range(1, quartersPerRound - 1).Any(wasReceived))
            return "not_expected";
        return Enumerable.Range(quartersPerRound, quartersPerRound).Any(wasReceived) ? "missing" : "silent";
    }

    private static int LevelOf(StreamDefinition stream, OperationSetup setup) => stream.Kind is StreamKind.Incidents or StreamKind.Cases
        ? 0
        : Math.Min(stream.LowestLevel, setup.Sources.Where(source => source.Stream == stream.Id).Max(source => source.Protocol.LowestLevel));

    /// <summary>1 for a stream expected each quarter or more often; 2 for half-yearly rounds, and so on. The most frequent source counts.</summary>
    private static int QuartersPerRound(StreamDefinition stream, OperationSetup setup) =>
        setup.Sources.Where(source => source.Stream == stream.Id).Min(source => Math.Max(1, ((source.ExpectedEveryMonths ?? 1) + 2) / 3));

    private static IReadOnlyList<PointPeriod> PointPeriods(DuckDBConnection vault, StreamDefinition stream, int level, PeriodGrain grain) =>
        Sql.Read(
            vault, Sql.Text("point_periods"),
            row => new PointPeriod(row.GetString(1), row.GetString(2), row.GetString(3), Period.Containing(row.GetFieldValue<DateOnly>(4), grain), row.GetBoolean(5)),
            ("stream", stream.Id), ("level", level), ("grain", grain.ToString()));

    private readonly record struct PointPeriod(string Source, string Point, string Area, Period Period, bool InPanel);
}
