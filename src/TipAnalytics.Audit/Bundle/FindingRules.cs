using TipAnalytics.Audit.Ledger;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Bundle;

/// <summary>A8: numbers of a finding follow from released figures.</summary>
internal sealed class FindingRules(ReleaseValues values)
{
    public static readonly IReadOnlyList<string> Columns =
    [
        "before_percent", "before_low", "before_high", "before_periods", "after_percent", "after_low", "after_high", "after_periods", "difference_points", "difference_low", "difference_high", "smallest_visible_rise",
        "panel_difference_points", "panel_difference_low", "panel_difference_high",
    ];

    // Half a point of rounding; weighted shares are facts in whole per cent only, and their weights in the pool are not known.
    private const decimal Rounding = 0.500001m;
    private const decimal OfWeighted = 2;

    private const int CommunitiesAtLeast = 5;
    private const int PeopleAtLeast = 20;

    public string? Broken(DataRow row)
    {
        if (row.Number("difference_points") is { } difference)
        {
            if (!IsInside(row, "difference_low", difference, "difference_high"))
                return "its difference lies outside its own interval";
            if (row.Number("before_percent") is { } before && row.Number("after_percent") is { } after && row["before_bound"].Length == 0 && row["after_bound"].Length == 0 && Math.Abs(after - before - difference) > 1)
                return "its difference is not that of its two levels";
        }

        if (row.Number("panel_difference_points") is { } panel && !IsInside(row, "panel_difference_low", panel, "panel_difference_high"))
            return "its difference at points that reported throughout lies outside its own interval";
        if (row.Number("smallest_visible_rise") is < 0 or > 100)
            return "its smallest visible rise is no number of points";
        // indicators.duckdb gives the levels without their periods; they are held against facts where these stand.
        return row.Has("before_periods") ? Level(row, "before", isBefore: true) ?? Level(row, "after", isBefore: false) : null;
    }

    private static bool IsInside(DataRow row, string low, decimal value, string high) =>
        (row.Number(low) ?? value) is >= -100 and var least && (row.Number(high) ?? value) is <= 100 and var most && least <= value && value <= most;

    /// <summary>Pooled level of so many periods on one side of the onset, of facts; without a level, no more periods than there are.</summary>
    private string? Level(DataRow row, string side, bool isBefore)
    {
        if (row.Number($"{side}_percent") is not { } printed)
            return row.Number($"{side}_periods") is { } counted && counted > Released(row, isBefore).Count ? $"it counts more periods {side} than were released" : null;
        if (!IsInside(row, $"{side}_low", printed, $"{side}_high"))
            return $"its level {side} lies outside its own interval";
        if (row.Number($"{side}_periods") is not { } periods || KindOf(row) is not { } kind)
            return $"its level {side} has no periods or no indicator behind it";
        var points = Released(row, isBefore);
        for (var start = 0; start + (int)periods <= points.Count; start++)
        {
            if (IsLevel(points.GetRange(start, (int)periods), printed, row[$"{side}_bound"], kind == StreamKind.Survey ? OfWeighted : Rounding))
                return null;
        }

        return $"its level {side} follows from no {periods} released periods";
    }

    /// <summary>Periods on one side of the onset of the area whose base is large enough for a test, oldest first.</summary>
    private List<LedgerFigure> Released(DataRow row, bool isBefore)
    {
        if (KindOf(row) is not { } kind)
            return [];
        var indicator = values.Setup.Catalogue.Indicators[row["indicator_id"]];
        var onset = values.Setup.Operation.CrisisOnset.Of(row["area_code"], values.Setup.Areas);
        var smallest = kind == StreamKind.KeyInformants ? CommunitiesAtLeast : Math.Max(PeopleAtLeast, indicator.MinimumBase);
        return [.. values.At(indicator.Id, row["area_code"])
            .Where(figure => figure.Split == "all" && figure.Counts is { } counts && counts.Base >= smallest && IsOf(figure.Period.Grain, row["grain"]) && figure.Period.End < new DateOnly(onset.Year, onset.Month, 1) == isBefore)
            .OrderBy(figure => figure.Period)];
    }

    private StreamKind? KindOf(DataRow row) =>
        values.Setup.Catalogue.Indicators.GetValueOrDefault(row["indicator_id"]) is { Stream: { } stream } ? values.Setup.Catalogue.Streams[stream].Kind : null;

    private static bool IsLevel(List<LedgerFigure> points, decimal printed, string bound, decimal tolerance)
    {
        if (points.Count == 0)
            return false;
        var total = points.Sum(point => point.Counts!.Value.Base);
        var level = points.Sum(point => point.Of("weighted_share") is { } weighted && weighted.Low == weighted.High ? (decimal)weighted.Low!.Value * point.Counts!.Value.Base : 100m * point.Counts!.Value.Signal) / total;
        return bound switch
        {
            "under_5" => printed == 5 && level < 5 + tolerance,
            "over_95" => printed == 95 && level > 95 - tolerance,
            _ => Math.Abs(level - printed) <= tolerance,
        };
    }

    /// <summary>Whether a grain has this name in a table.</summary>
    public static bool IsOf(Pipeline.PeriodGrain grain, string name) => name == grain switch
    {
        Pipeline.PeriodGrain.Month => "month",
        Pipeline.PeriodGrain.Quarter => "quarter",
        Pipeline.PeriodGrain.HalfYear => "half_year",
        _ => "year",
    };
}
