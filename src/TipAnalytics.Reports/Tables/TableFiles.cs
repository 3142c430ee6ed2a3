using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Reports.Sections;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Tables;

/// <summary>The tables of a release as CSV, values as printed, with a codebook.</summary>
internal static class TableFiles
{
    // Names and values as in the table cell of indicators.duckdb.
    private static readonly string[] CellColumns =
    [
        "figure_id", "indicator_id", "area_code", "area_name", "area_level", "period", "period_start", "period_end", "split", "category", "state",
        "share_percent", "low_percent", "high_percent", "bound", "base_low", "base_high", "is_weighted", "level_value", "level_known", "level_out_of", "not_asked_band", "not_applicable_band", "dont_know_band", "refused_band",
    ];

    /// <param name="isWhole">Also the tables of codes and numbers, which are the same in every language.</param>
    /// <returns>File name under <c>tables/</c> and content, in the order they are listed.</returns>
    public static IEnumerable<(string File, byte[] Bytes)> Make(ReleaseView view, bool isWhole)
    {
        if (isWhole)
            foreach (var table in view.Content.Tables.OrderBy(table => table.IndicatorId, StringComparer.Ordinal))
                yield return ($"cells-{table.IndicatorId}.csv", Cells(view, table));
        yield return ("findings.csv", Findings(view).ToBytes());
        if (isWhole)
            yield return ("convergence.csv", Convergence(view).ToBytes());
        yield return ("evidence.csv", Evidence(view).ToBytes());
        yield return ("coverage.csv", Coverage(view));
        yield return ("gaps.csv", Gaps(view).ToBytes());
        if (view.Content.Revision is { } revision)
            yield return ("restatement.csv", Restatements(view, revision));
        yield return ("indicators.csv", Indicators(view).ToBytes());
        yield return ("codebook.csv", Codebook.Make(view).ToBytes());
    }

    private static byte[] Cells(ReleaseView view, ReleasedTable table)
    {
        var csv = new CsvTable(CellColumns);
        foreach (var cell in table.Cells)
        {
            var (shown, level) = (cell.Value as Cell.Shown, cell.Value as Cell.Level);
            csv.Row([
                cell.FigureId, table.IndicatorId, cell.AreaCode, view.AreaName(cell.AreaCode), cell.AreaLevel, cell.Period.ToString(), cell.Period.Start, cell.Period.End, cell.Split, cell.Category,
                .. Printed(cell.Value), shown?.IsWeighted, level?.Value, level?.Known, level?.OutOf, .. shown is null ? new object?[4] : Missing(shown)]);
        }
        return csv.ToBytes();
    }

    /// <summary>State, share, interval, bound and base band. With a bound the share is the bound itself: 5 for under 5 %, 95 for over 95 %.</summary>
    private static object?[] Printed(Cell value) => value switch
    {
        Cell.Shown { Bound: not ShareBound.Exact } bound => ["shown", bound.Bound == ShareBound.Under5 ? 5 : 95, bound.Low?.Value, bound.High?.Value, Bound(bound.Bound), bound.Base.Low, bound.Base.High],
        Cell.Shown shown => ["shown", shown.Share.Value, shown.Low?.Value, shown.High?.Value, null, shown.Base.Low, shown.Base.High],
        Cell.Level => ["level", .. new object?[6]],
        Cell.Hidden => ["hidden", .. new object?[6]],
        Cell.NotAssessed => ["not_assessed", .. new object?[6]],
        _ => ["no_data", .. new object?[6]],
    };

    private static byte[] Restatements(ReleaseView view, Revision revision)
    {
        string[] printed = ["state", "share_percent", "low_percent", "high_percent", "bound", "base_low", "base_high", "level_value"];
        var csv = new CsvTable([
            "figure_id", "indicator_id", "area_code", "area_name", "area_level", "period", "split", "category",
            .. printed.Select(column => $"{column}_before"), .. printed.Select(column => $"{column}_after"), "why"]);
        foreach (var figure in revision.Restatements)
        {
            csv.Row([
                figure.FigureId, figure.IndicatorId, figure.AreaCode, view.AreaName(figure.AreaCode), figure.AreaLevel, figure.Period.ToString(), figure.Split, figure.Category,
                .. Printed(figure.Before), (figure.Before as Cell.Level)?.Value, .. Printed(figure.After), (figure.After as Cell.Level)?.Value, figure.Why]);
        }
        return csv.ToBytes();
    }

    private static object?[] Missing(Cell.Shown shown) => [shown.Missing.NotAsked, shown.Missing.NotApplicable, shown.Missing.DontKnow, shown.Missing.Refused];

    public static CsvTable Findings(ReleaseView view)
    {
        var words = new FindingWords(view);
        var csv = new CsvTable(
            "figure_id", "indicator_id", "area_code", "area_name", "area_level", "grain", "status", "grade", "reason", "before_percent", "before_low", "before_high", "before_bound", "before_periods",
            "after_percent", "after_low", "after_high", "after_bound", "after_periods", "difference_points", "difference_low", "difference_high", "smallest_visible_rise", "direction", "effort",
            "panel_difference_points", "panel_difference_low", "panel_difference_high", "break_from", "cautions", "sentence");
        foreach (var finding in view.Content.Findings.OrderBy(finding => finding.FigureId, StringComparer.Ordinal))
            csv.Row(
                finding.FigureId, finding.IndicatorId, finding.AreaCode, view.AreaName(finding.AreaCode), finding.AreaLevel, FindingWords.Key(finding.Grain), FindingWords.Key(finding.Status),
                finding.Grade.ToString(), FindingWords.Key(finding.Reason), finding.Before?.Share.Value, finding.Before?.Low?.Value, finding.Before?.High?.Value, Bound(finding.Before?.Bound), finding.Before?.Periods ?? finding.TooFew?.Before,
                finding.After?.Share.Value, finding.After?.Low?.Value, finding.After?.High?.Value, Bound(finding.After?.Bound), finding.After?.Periods ?? finding.TooFew?.Since, finding.Difference?.Points, finding.Difference?.Low, finding.Difference?.High,
                finding.SmallestVisibleRise, FindingWords.Key(finding.Direction), FindingWords.Key(finding.Effort), finding.PanelDifference?.Points, finding.PanelDifference?.Low, finding.PanelDifference?.High,
                finding.BreakFrom?.ToString(), string.Join(' ', FindingWords.FlagKeys(finding.Flags)), words.Sentence(finding));
        return csv;
    }

    private static string? Bound(ShareBound? bound) => bound switch { ShareBound.Under5 => "under_5", ShareBound.Over95 => "over_95", _ => null };

    public static CsvTable Convergence(ReleaseView view)
    {
        var csv = new CsvTable(
            ["area_code", "area_name", "area_level", "period", "elevated_families", "known_families", .. ReleaseView.DriverFamilies.Select(family => $"family_{family}"), "rising_families", "several_families_rise", "most_families_rise", "mixed", "grade"]);
        foreach (var area in view.Content.Convergence.OrderBy(area => area.AreaLevel).ThenBy(area => area.AreaCode, StringComparer.Ordinal).ThenBy(area => area.Period))
            csv.Row([
                area.AreaCode, view.AreaName(area.AreaCode), area.AreaLevel, area.Period.ToString(), area.Elevated, area.Known, .. ReleaseView.DriverFamilies.Select(family => FindingWords.Key(area.Families.GetValueOrDefault(family))),
                string.Join(' ', area.RisingFamilies), area.SeveralFamiliesRise, area.MostFamiliesRise, area.IsMixed, area.Grade.ToString()]);
        return csv;
    }

    public static CsvTable Evidence(ReleaseView view)
    {
        var cells = new CellWords(view);
        var csv = new CsvTable("area_code", "area_name", "area_level", "admin1_pcode", "admin1_name", "admin2_pcode", "admin2_name", "cluster", "risk_cluster", "description", "indicator_id", "indicator", "latest_period", "latest", "base_band", "change", "grade", "sources", "caveats");
        foreach (var line in HnoEvidenceSection.Lines(view, most: 2))
        {
            var first = line.Area.Level == 2 ? view.Content.Areas.FirstOrDefault(area => area.Code == line.Area.Parent) : line.Area.Level == 1 ? line.Area : null;
            var second = line.Area.Level == 2 ? line.Area : null;
            csv.Row(
                line.Area.Code, line.Area.Name, line.Area.Level, first?.Code, first?.Name, second?.Code, second?.Name, HnoEvidenceSection.Cluster(line.Indicator), "PRO-HTS",
                view.Texts.Say("hno.description", ("title", line.Indicator.Title)), line.Indicator.Id, line.Indicator.Title, line.Latest?.Period.ToString(), cells.Value(line.Latest?.Value).Text,
                line.Latest?.Value is Cell.Shown shown ? cells.Base(shown.Base) : null, line.Indicator.Kind == "level" ? view.Texts["cell.level_only"] : cells.Change(line.Finding).Text,
                line.Finding?.Grade.ToString(), line.Sources, line.Caveats.Count > 0 ? string.Join(' ', line.Caveats) : "CAV-0");
        }
        return csv;
    }

    private static byte[] Coverage(ReleaseView view)
    {
        var csv = new CsvTable("stream", "stream_title", "area_code", "area_name", "area_level", "period", "state");
        foreach (var line in view.Content.Coverage.OrderBy(line => line.Stream, StringComparer.Ordinal).ThenBy(line => line.AreaLevel).ThenBy(line => line.AreaCode, StringComparer.Ordinal).ThenBy(line => line.Period))
            csv.Row(line.Stream, line.StreamTitle, line.AreaCode, view.AreaName(line.AreaCode), line.AreaLevel, line.Period.ToString(), line.State);
        return csv.ToBytes();
    }

    public static CsvTable Gaps(ReleaseView view)
    {
        var csv = new CsvTable("kind", "subject", "text");
        foreach (var gap in view.Content.Gaps.OrderBy(gap => gap.Kind, StringComparer.Ordinal).ThenBy(gap => gap.Subject, StringComparer.Ordinal))
            csv.Row(gap.Kind, gap.Subject, gap.Text);
        return csv;
    }

    public static CsvTable Indicators(ReleaseView view)
    {
        var csv = new CsvTable("indicator_id", "title", "definition", "family", "kind", "unit", "direction", "caveat", "standing_caveats", "low_means", "minimum_base", "elevated_from", "has_source", "definition_hash");
        foreach (IndicatorInfo indicator in view.Content.Indicators.OrderBy(indicator => indicator.Id, StringComparer.Ordinal))
            csv.Row(
                indicator.Id, indicator.Title, indicator.Definition, indicator.Family, indicator.Kind, indicator.Unit, indicator.Direction, indicator.Caveat, string.Join(' ', indicator.StandingCaveats),
                indicator.LowMeans, indicator.MinimumBase, indicator.ElevatedFrom, indicator.HasSource, indicator.DefinitionHash);
        return csv;
    }
}
