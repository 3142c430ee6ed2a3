using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>More than one driver family in an area: families elevated as a level (CO-08), and families that rose, by a test; apart from each other.</summary>
internal static class Convergence
{
    private static readonly string[] Families = ["children", "pressure", "work", "movement", "violations", "context"];

    // Context scores are reviewers' judgements without sampling error: shown as a level, never tested.
    private static readonly string[] TestedFamilies = Families[..^1];

    public static IReadOnlyList<AreaConvergence> Of(
        IReadOnlyList<ReleasedTable> tables, AreaCells[][] cells, IReadOnlyList<Judged> judged, TrendContext context, double falseClaimRate)
    {
        var quarter = LatestQuarter(context.LastMonth);
        var elevated = DriverLevels.Read(tables, cells, context, quarter);
        var byArea = judged.ToLookup(j => j.Series.AreaCode, StringComparer.Ordinal);
        var result = new List<AreaConvergence>();
        foreach (var level in context.Areas.All.GroupBy(area => area.Level).OrderBy(group => group.Key))
        {
            var areas = level.Select(area => new FamilyTests(area, [.. byArea[area.Code]])).ToArray();
            var several = ManyTests.BenjaminiHochberg([.. areas.Select(area => area.PartialConjunction(2))]);
            var most = ManyTests.BenjaminiHochberg([.. areas.Select(area => area.PartialConjunction(area.Most))]);
            var falls = ManyTests.BenjaminiHochberg([.. areas.SelectMany(area => TestedFamilies.Select(family => area.PDown[family]))]);
            for (var i = 0; i < areas.Length; i++)
            {
                var falling = TestedFamilies.Where((_, f) => falls[i * TestedFamilies.Length + f] <= falseClaimRate).ToArray();
                result.Add(Conclude(areas[i], elevated, quarter, several[i], most[i], falling, falseClaimRate));
            }
        }

        return result;
    }

    private static AreaConvergence Conclude(
        FamilyTests area, ILookup<(string, string), bool> elevated, Period quarter, double several, double most, string[] falling, double falseClaimRate)
    {
        var states = Families.ToDictionary(family => family, family => StateOf([.. elevated[(area.Area.Code, family)]]), StringComparer.Ordinal);
        var rising = TestedFamilies.Where(family => area.Judged.Any(j => j.Series.Indicator.Family == family && FamilyTests.IsConcernRise(j))).ToArray();
        bool? severalRise = area.Assessable < 3 ? null : several <= falseClaimRate;
        var isMixed = falling.Length > 0 && (severalRise == true || rising.Except(falling, StringComparer.Ordinal).Any());
        bool? mostRise = area.Assessable < 3 ? null : most <= falseClaimRate && !isMixed;
        var solid = area.Judged.Where(j => j.IsSolid && FamilyTests.IsConcernRise(j)).ToArray();
        var verified = solid.Where(j => j.Effort != EffortCheck.RiseHiddenByChangeOfPoints && !j.Series.Flags.HasFlag(Cautions.StrongCarryOver));
        var grade = mostRise == true && CountFamilies(verified) >= area.Most ? EvidenceGrade.A
            : severalRise == true && CountFamilies(solid) >= 2 ? EvidenceGrade.B
            : area.Assessable > 0 ? EvidenceGrade.C : EvidenceGrade.D;
        return new(
            area.Area.Code, area.Area.Level, quarter, states,
            states.Values.Count(state => state == FamilyState.Elevated), states.Values.Count(state => state != FamilyState.Unknown),
            rising, severalRise, mostRise, isMixed, grade);

        static int CountFamilies(IEnumerable<Judged> rises) =>
            rises.Select(j => j.Series.Indicator.Family).Where(TestedFamilies.Contains).Distinct(StringComparer.Ordinal).Count();
    }

    /// <param name="determined">One entry a determined indicator of the family.</param>
    public static FamilyState StateOf(IReadOnlyCollection<bool> determined) => determined.Count < 2 ? FamilyState.Unknown
        : determined.Count(isElevated => isElevated) >= 2 ? FamilyState.Elevated : FamilyState.NotElevated;

    // The last quarter that is closed whole.
    private static Period LatestQuarter(Period lastMonth)
    {
        var holding = Period.Containing(lastMonth.Start, PeriodGrain.Quarter);
        return holding.End == lastMonth.End ? holding : new(PeriodGrain.Quarter, holding.Index - 1);
    }

    /// <summary>Family p of one area. Where lower is more concern a fall of the share is the rise of the concern.</summary>
    private sealed class FamilyTests
    {
        public FamilyTests(Area area, IReadOnlyList<Judged> judged)
        {
            Area = area;
            Judged = judged;
            PUp = TestedFamilies.ToDictionary(f => f, f => ManyTests.Simes(Of(f).Select(j => IsLower(j) ? j.PDown : j.PUp)), StringComparer.Ordinal);
            PDown = TestedFamilies.ToDictionary(f => f, f => ManyTests.Simes(Of(f).Select(j => IsLower(j) ? j.PUp : j.PDown)), StringComparer.Ordinal);
        }

        public Area Area { get; }
        public IReadOnlyList<Judged> Judged { get; }
        public Dictionary<string, double> PUp { get; }
        public Dictionary<string, double> PDown { get; }
        public int Assessable => PUp.Values.Count(p => !double.IsNaN(p));

        /// <summary>How many families are «most» here.</summary>
        public int Most => Math.Max(2, (Assessable + 1) / 2);

        public double PartialConjunction(int u) => ManyTests.PartialConjunction(PUp.Values, u);

        public static bool IsConcernRise(Judged judged) => judged.Series.Indicator.Direction != "none" && (IsLower(judged) ? judged.IsFall : judged.IsRise);

        private IEnumerable<Judged> Of(string family) =>
            Judged.Where(j => j.Series.Indicator.Family == family && j.Series.Indicator.Direction != "none");

        private static bool IsLower(Judged judged) => judged.Series.Indicator.Direction == "lower_is_more_concern";
    }
}

/// <summary>Which indicators are elevated against their reference band, from what is printed.</summary>
internal static class DriverLevels
{
    /// <returns>Area and family → one entry an indicator that is determined: its latest released value is at most one quarter old. Of an indicator and its variants one
    /// counts, the indicator itself where it is determined. An area never borrows the value of the area above it.</returns>
    public static ILookup<(string AreaCode, string Family), bool> Read(IReadOnlyList<ReleasedTable> tables, AreaCells[][] cells, TrendContext context, Period quarter)
    {
        var oldest = new Period(PeriodGrain.Quarter, quarter.Index - 1).Start;
        var entries = new List<(string AreaCode, IndicatorDefinition Indicator, bool IsElevated)>[tables.Count];
        Parallel.For(0, entries.Length, i => entries[i] =
            context.Indicators.TryGetValue(tables[i].IndicatorId, out var known) && known is { ElevatedFrom: not null, Direction: not "none" }
                ? OfTable(cells[i], known, oldest, quarter.End) : []);
        return entries.SelectMany(entry => entry)
            .GroupBy(entry => (entry.AreaCode, entry.Indicator.Family, Principal: entry.Indicator.VariantOf ?? entry.Indicator.Id))
            .ToLookup(
                entry => (entry.Key.AreaCode, entry.Key.Family),
                entry => entry.OrderBy(form => form.Indicator.VariantOf is not null).ThenBy(form => form.Indicator.Id, StringComparer.Ordinal).First().IsElevated);
    }

    private static List<(string AreaCode, IndicatorDefinition Indicator, bool IsElevated)> OfTable(AreaCells[] areas, IndicatorDefinition indicator, DateOnly oldest, DateOnly latest)
    {
        var entries = new List<(string, IndicatorDefinition, bool)>(areas.Length);
        foreach (var area in areas)
        {
            var (last, lastEnd) = (default(ReleasedCell), oldest);
            foreach (var cell in area.Cells)
            {
                if (ValueOf(cell.Value) is null)
                    continue;
                var end = cell.Period.End;
                if (end <= latest && end >= lastEnd && (last is null || end > lastEnd || cell.Period.Grain > last.Period.Grain))
                    (last, lastEnd) = (cell, end);
            }

            if (last is not null)
                entries.Add((area.AreaCode, indicator, IsElevated(indicator, ValueOf(last.Value)!.Value)));
        }

        return entries;
    }

    /// <summary>Share in per cent, or level, as printed; null for what is not shown.</summary>
    public static decimal? ValueOf(Cell value) => value switch
    {
        Cell.Level level => level.Value,
        Cell.Shown shown => shown.Share.Value,
        _ => null,
    };

    public static bool IsElevated(IndicatorDefinition indicator, decimal value) =>
        indicator.Direction == "lower_is_more_concern" ? value <= indicator.ElevatedFrom : value >= indicator.ElevatedFrom;
}
