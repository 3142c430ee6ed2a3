using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>One line of evidence: an indicator in an area by P-code. Holds no number of people.</summary>
internal sealed record EvidenceLine(AreaInfo Area, IndicatorInfo Indicator, ReleasedCell? Latest, Finding? Finding, int Sources, IReadOnlyList<string> Caveats);

/// <summary>The evidence table by P-code; the document shows the lines with something to say, the CSV all.</summary>
internal static class HnoEvidenceSection
{
    public static IEnumerable<Block> Write(SectionContext context)
    {
        // Admin 1 first, then what can be shown below it; of the country only what no area says.
        var lines = Lines(context.View, most: 2).Where(line => Rank(line) < 3)
            .GroupBy(line => (line.Indicator.Id, line.Finding!.Status)).SelectMany(group => group.All(line => line.Area.Level == 0) ? group : Level(group))
            .OrderBy(line => Rank(line)).ThenBy(line => line.Area.Level).ThenBy(line => line.Finding?.Grade ?? EvidenceGrade.D).ThenByDescending(line => line.Finding?.Difference?.Points ?? 0)
            .ThenBy(line => line.Indicator.Id, StringComparer.Ordinal).ThenBy(line => line.Area.Code, StringComparer.Ordinal)
            .Take(context.Product.EvidenceRows)
            .OrderBy(line => line.Area.Code, StringComparer.Ordinal).ThenBy(line => line.Indicator.Id, StringComparer.Ordinal).ToList();
        yield return new Heading(1, context.Texts["hno.evidence_title"], "hno-evidence");
        if (lines.Count == 0)
        {
            yield return new Paragraph(context.Texts["findings.nothing_clear"]);
            yield break;
        }
        yield return new DataTable(
            context.Texts["hno.evidence_table"],
            [
                new(context.Texts["column.pcode"], 1.2), new(context.Texts["column.cluster"], 1), new(context.Texts["column.proxy"], 2.4), new(context.Texts["column.latest"], 1.2), new(context.Texts["column.base"], 0.9),
                new(context.Texts["column.change"], 1.5), new(context.Texts["column.grade"], 0.95), new(context.Texts["column.sources"], 0.95), new(context.Texts["column.caveat"], 0.95),
            ],
            [.. lines.Select(line => Row(context, line))],
            context.Texts["hno.evidence_note"]);
    }

    /// <summary>Every indicator with a source, by area down to a level.</summary>
    public static IEnumerable<EvidenceLine> Lines(ReleaseView view, int most) =>
        from area in view.Content.Areas.Where(area => area.Level <= most).OrderBy(area => area.Level).ThenBy(area => area.Code, StringComparer.Ordinal)
        from indicator in view.Content.Indicators.Where(indicator => indicator is { HasSource: true, Kind: "share" or "level" }).OrderBy(indicator => indicator.Id, StringComparer.Ordinal)
        let latest = view.Latest(indicator.Id, area.Code)
        let finding = view.FindingFor(indicator.Id, area.Code)
        where latest is not null || finding is not null
        select new EvidenceLine(area, indicator, latest, finding, view.SourcesOf(indicator).Count, [.. view.StandingOf(indicator)]);

    private static IReadOnlyList<TableCell> Row(SectionContext context, EvidenceLine line) =>
    [
        new($"{line.Area.Code} {line.Area.Name}"), new(Cluster(line.Indicator)), new($"{line.Indicator.Id} {line.Indicator.Title}"),
        context.Cells.Value(line.Latest?.Value),
        new(line.Latest?.Value is Cell.Shown shown ? context.Cells.Base(shown.Base) : "–"),
        line.Indicator.Kind == "level" ? new(context.Texts["cell.level_only"]) : context.Cells.Change(line.Finding),
        new(line.Finding is { } finding ? context.Texts[$"grade.{finding.Grade}.letter"] : "–"),
        new(ReleaseView.Number(line.Sources)),
        new(line.Caveats.Count > 0 ? context.View.Comma(line.Caveats) : "CAV-0"),
    ];

    /// <summary>Cluster code for joins (HDX needs-overview shape): who reads the proxy first. PRO-HTS, the risk itself, goes for every line.</summary>
    public static string Cluster(IndicatorInfo indicator) => indicator switch
    {
        { Family: "children" or "co_occurrence" } => "PRO-CPN",
        { StreamKind: "incidents" } when indicator.CanAct.Contains("PRO-GBV") => "PRO-GBV",
        { Family: "work" } => "PRO-HTS",
        _ => "PRO",
    };

    // «Not comparable» is one line an indicator, for the country or the first area; a table of the same sentence says nothing more.
    private static IEnumerable<EvidenceLine> Level(IEnumerable<EvidenceLine> group)
    {
        var lines = group.ToList();
        return lines[0].Finding!.Status == TrendStatus.NotComparable ? lines.OrderBy(line => line.Area.Level).Take(1) : lines.Where(line => line.Area.Level > 0);
    }

    private static int Rank(EvidenceLine line) => line.Finding?.Status switch
    {
        TrendStatus.RisingClear or TrendStatus.RisingProbable => line.Area.Level == 2 ? 2 : 0,
        TrendStatus.ReportingArtefactPossible or TrendStatus.NotComparable or TrendStatus.FallingClear or TrendStatus.FallingProbable => 1,
        _ => 3,
    };
}
