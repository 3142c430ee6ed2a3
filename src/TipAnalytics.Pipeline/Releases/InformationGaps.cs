using System.Globalization;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>What the data cannot tell, written from lineage: no source, silent areas, breaks, withheld series, open questions of the register.</summary>
internal static class InformationGaps
{
    /// <summary>Gaps in the order they are printed: silence first.</summary>
    /// <param name="waiting">Titles of sources with records that wait for a revision.</param>
    public static IReadOnlyList<InformationGap> Of(
        OperationSetup setup, IReadOnlyList<ReleasedTable> tables, IReadOnlyList<Finding> findings, IReadOnlyList<CoverageLine> coverage,
        IReadOnlyList<SeriesBreak> breaks, IReadOnlyList<ContextItem> context, IReadOnlyList<HeldSource> held, IReadOnlyList<ErasedRecords> erased,
        IReadOnlyList<string> waiting, IEnumerable<PastRevision> revisions, DateOnly asOf) =>
        [
            .. SilentAreas(setup, coverage),
            .. held.Select(Held),
            .. Late(waiting),
            .. revisions.Select(Restated),
            .. NoSource(setup, asOf),
            .. ProtocolGaps.Of(setup, erased, asOf),
            .. breaks.Where(item => item.Kind == BreakKind.Boundary).GroupBy(item => (item.From, item.Reason)).Select(group => new InformationGap(
                "series_break", group.Select(item => item.AreaCode!).Order(StringComparer.Ordinal).First(),
                string.Create(CultureInfo.InvariantCulture,
                    $"{group.Key.Reason.TrimEnd('.')}. From {group.Key.From.Start:MMMM yyyy} {string.Join(", ", group.Select(item => item.AreaCode!).Distinct().Order(StringComparer.Ordinal).Select(code => $"{setup.Areas.Find(code)?.Name ?? code} ({code})"))} {(group.Select(item => item.AreaCode).Distinct().Count() == 1 ? "is" : "are")} other ground than before: figures are not comparable with earlier ones."))),
            .. breaks.Where(item => item.Stops && item.Kind != BreakKind.Boundary).Select(item => new InformationGap(
                "series_break", item.IndicatorId,
                string.Create(CultureInfo.InvariantCulture,
                    $"{item.IndicatorId} «{setup.Catalogue.Indicators[item.IndicatorId].Title}»: {item.Reason.TrimEnd('.')}. From {item.From.Start:MMMM yyyy} figures are not comparable with earlier ones ({item.SourceTitle})."))),
            .. breaks.Where(item => !item.Stops).GroupBy(item => (item.SourceTitle, item.From, item.Reason, item.AreaCode)).Select(group => new InformationGap(
                "series_change", group.Key.AreaCode ?? group.First().IndicatorId,
                string.Create(CultureInfo.InvariantCulture,
                    $"{group.Key.Reason.TrimEnd('.')}{(group.Key.AreaCode is { } code ? $" in {setup.Areas.Find(code)?.Name ?? code} ({code})" : "")} in {group.Key.From.Start:MMMM yyyy} ({group.Key.SourceTitle}): levels before and after rest on different sources or places; read {string.Join(", ", group.Select(item => item.IndicatorId).Distinct().Order(StringComparer.Ordinal))} with that in mind."))),
            .. Withheld(setup, tables, findings),
            .. Register(context),
            .. Expired(setup, asOf),
        ];

    private static IEnumerable<InformationGap> SilentAreas(OperationSetup setup, IReadOnlyList<CoverageLine> coverage)
    {
        if (coverage.Count == 0)
            yield break;
        var latest = coverage.Max(line => line.Period);
        foreach (var area in coverage.Where(line => line.Period == latest && line.State is "silent" or "missing").GroupBy(line => line.AreaCode).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var earliest = area.Min(line => coverage
                .Where(earlier => earlier.AreaCode == area.Key && earlier.Stream == line.Stream).OrderByDescending(earlier => earlier.Period).TakeWhile(earlier => earlier.State is "silent" or "missing").Last().Period);
            var streams = string.Join("; ", area.OrderBy(line => line.Stream, StringComparer.Ordinal).Select(line => line.StreamTitle));
            yield return new InformationGap(
                "silent_area", area.Key,
                string.Create(CultureInfo.InvariantCulture,
                    $"Nothing received from {setup.Areas.Find(area.Key)?.Name ?? area.Key} ({area.Key}) since {earliest.Start:MMMM yyyy} by: {streams}. No report does not mean that there is no risk."));
        }
    }

    /// <summary>Indicators without a source; those whose sources may not be used say why under the protocols.</summary>
    private static IEnumerable<InformationGap> NoSource(OperationSetup setup, DateOnly asOf)
    {
        var used = setup.Used(asOf);
        return setup.Indicators.Where(indicator => !SourcePermissions.HasSource(used, indicator)).Select(indicator => new InformationGap(
            "no_source", indicator.Id,
            setup.Sources.Any(source => source.Stream == indicator.Stream)
                ? $"{indicator.Id} «{indicator.Title}» is in the set, but no source of it may be used here: not assessed."
                : $"{indicator.Id} «{indicator.Title}» is in the set, but no source of this operation asks for it: not assessed."));
    }

    /// <summary>That something waits, and of whom; neither how much nor where.</summary>
    private static IEnumerable<InformationGap> Late(IReadOnlyList<string> waiting)
    {
        if (waiting.Count > 0)
        {
            yield return new InformationGap(
                "late", "revision",
                $"Late reports or corrections exist for months already released ({string.Join("; ", waiting)}). Figures of these months stay as released until a declared revision.");
        }
    }

    private static InformationGap Restated(PastRevision revision) => new(
        "restated", revision.ReleaseId,
        string.Create(CultureInfo.InvariantCulture, $"Figures of earlier months were revised on {revision.AsOf:yyyy-MM-dd} ({revision.Reason.TrimEnd('.')}); what changed is listed in release {revision.ReleaseId}."));

    private static InformationGap Held(HeldSource held) => new(
        "held", held.SourceId,
        string.Create(
            CultureInfo.InvariantCulture,
            $"{held.SourceTitle}: a new file is held since {held.Since:MMMM yyyy}; {(held.LastMonth is { } last ? string.Create(CultureInfo.InvariantCulture, $"figures rest on data up to {last.Start:MMMM yyyy}") : "nothing of this source has been taken yet")}."));

    private static IEnumerable<InformationGap> Withheld(OperationSetup setup, IReadOnlyList<ReleasedTable> tables, IReadOnlyList<Finding> findings)
    {
        foreach (var table in tables.Where(table => table.Cells.Count > 0 && table.Cells.All(cell => cell.Value is Cell.Hidden or Cell.NoData)))
        {
            yield return new InformationGap(
                "withheld", table.IndicatorId,
                $"{table.IndicatorId} «{setup.Catalogue.Indicators[table.IndicatorId].Title}»: no figure can be shown without risk to people, at any level of the plan.");
        }

        foreach (var group in findings.Where(finding => finding.Status is TrendStatus.Withheld && finding.AreaLevel <= 1).GroupBy(finding => finding.IndicatorId).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var areas = string.Join(", ", group.Select(finding => setup.Areas.Find(finding.AreaCode)?.Name ?? finding.AreaCode).Order(StringComparer.Ordinal));
            yield return new InformationGap("withheld", group.Key, $"{group.Key}: the change since the onset is not shown, to protect people, in {areas}.");
        }
    }

    private static IEnumerable<InformationGap> Register(IReadOnlyList<ContextItem> context)
    {
        var open = context.Where(item => item.Answer == "unknown").ToList();
        if (open.Count > 0)
        {
            yield return new InformationGap(
                "register", "context",
                string.Create(CultureInfo.InvariantCulture, $"Context register: {open.Count} of {context.Count} questions are open ({string.Join(", ", open.Select(item => item.QuestionId))})."));
        }
    }

    private static IEnumerable<InformationGap> Expired(OperationSetup setup, DateOnly asOf) =>
        setup.Sources.Where(source => source.Protocol.ExpiresOn < asOf && !SourcePermissions.IsWithdrawn(source, asOf)).Select(source => new InformationGap(
            "expired", source.Id,
            string.Create(CultureInfo.InvariantCulture, $"{source.Title}: the information-sharing protocol ended on {source.Protocol.ExpiresOn:yyyy-MM-dd}; nothing newer is taken.")));
}

/// <summary>A source of which a newer file is held back.</summary>
/// <param name="LastMonth">Of what was taken before; null: nothing was.</param>
internal sealed record HeldSource(string SourceId, string SourceTitle, DateOnly Since, Period? LastMonth);
