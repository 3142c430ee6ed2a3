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
        OperationSetup setup, CatalogueTexts texts, IReadOnlyList<ReleasedTable> tables, IReadOnlyList<Finding> findings, IReadOnlyList<CoverageLine> coverage,
        IReadOnlyList<SeriesBreak> breaks, IReadOnlyList<ContextItem> context, IReadOnlyList<HeldSource> held, IReadOnlyList<ErasedRecords> erased,
        IReadOnlyList<string> waiting, IEnumerable<PastRevision> revisions, DateOnly asOf) =>
        [
            .. SilentAreas(setup, texts, coverage),
            .. held.Select(source => Held(texts, source)),
            .. Late(texts, waiting),
            .. revisions.Select(revision => Restated(texts, revision)),
            .. NoSource(setup, texts, asOf),
            .. ProtocolGaps.Of(setup, texts, erased, asOf),
            .. breaks.Where(item => item.Kind == BreakKind.Boundary).GroupBy(item => (item.From, item.Reason)).Select(group => new InformationGap(
                "series_break", group.Select(item => item.AreaCode!).Order(StringComparer.Ordinal).First(),
                texts.Words.Say(
                    "boundary", ("reason", group.Key.Reason.TrimEnd('.')), ("month", texts.Words.Month(group.Key.From)),
                    ("areas", texts.Words.Comma(group.Select(item => item.AreaCode!).Distinct().Order(StringComparer.Ordinal).Select(code => $"{Name(setup, code)} ({code})")))))),
            .. breaks.Where(item => item.Stops && item.Kind != BreakKind.Boundary).Select(item => new InformationGap(
                "series_break", item.IndicatorId,
                texts.Words.Say(
                    "break", ("id", item.IndicatorId), ("title", Title(setup, texts, item.IndicatorId)), ("reason", item.Reason.TrimEnd('.')), ("month", texts.Words.Month(item.From)),
                    ("source", item.SourceTitle)))),
            .. breaks.Where(item => !item.Stops).GroupBy(item => (item.SourceTitle, item.From, item.Reason, item.AreaCode)).Select(group => new InformationGap(
                "series_change", group.Key.AreaCode ?? group.First().IndicatorId,
                texts.Words.Say(
                    group.Key.AreaCode is null ? "change" : "change_in_area", ("reason", group.Key.Reason.TrimEnd('.')), ("area", Name(setup, group.Key.AreaCode ?? "")), ("code", group.Key.AreaCode ?? ""),
                    ("month", texts.Words.Month(group.Key.From)), ("source", group.Key.SourceTitle),
                    ("indicators", texts.Words.Comma(group.Select(item => item.IndicatorId).Distinct().Order(StringComparer.Ordinal)))))),
            .. Withheld(setup, texts, tables, findings),
            .. Register(texts, context),
            .. Expired(setup, texts, asOf),
        ];

    private static IEnumerable<InformationGap> SilentAreas(OperationSetup setup, CatalogueTexts texts, IReadOnlyList<CoverageLine> coverage)
    {
        if (coverage.Count == 0)
            yield break;
        var latest = coverage.Max(line => line.Period);
        foreach (var area in coverage.Where(line => line.Period == latest && line.State is "silent" or "missing").GroupBy(line => line.AreaCode).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var earliest = area.Min(line => coverage
                .Where(earlier => earlier.AreaCode == area.Key && earlier.Stream == line.Stream).OrderByDescending(earlier => earlier.Period).TakeWhile(earlier => earlier.State is "silent" or "missing").Last().Period);
            yield return new InformationGap("silent_area", area.Key, texts.Words.Say(
                "silent_area", ("area", Name(setup, area.Key)), ("code", area.Key), ("month", texts.Words.Month(earliest)),
                ("streams", texts.Words.Semicolon(area.OrderBy(line => line.Stream, StringComparer.Ordinal).Select(line => line.StreamTitle)))));
        }
    }

    /// <summary>Indicators without a source; those whose sources may not be used say why under the protocols.</summary>
    private static IEnumerable<InformationGap> NoSource(OperationSetup setup, CatalogueTexts texts, DateOnly asOf)
    {
        var used = setup.Used(asOf);
        return setup.Indicators.Where(indicator => !SourcePermissions.HasSource(used, indicator)).Select(indicator => new InformationGap(
            "no_source", indicator.Id,
            texts.Words.Say(setup.Sources.Any(source => source.Stream == indicator.Stream) ? "no_source_used" : "no_source", ("id", indicator.Id), ("title", texts.Of(indicator).Title))));
    }

    /// <summary>That something waits, and of whom; neither how much nor where.</summary>
    private static IEnumerable<InformationGap> Late(CatalogueTexts texts, IReadOnlyList<string> waiting)
    {
        if (waiting.Count > 0)
            yield return new InformationGap("late", "revision", texts.Words.Say("late", ("sources", texts.Words.Semicolon(waiting.Select(texts.Own)))));
    }

    private static InformationGap Restated(CatalogueTexts texts, PastRevision revision) => new(
        "restated", revision.ReleaseId,
        texts.Words.Say("restated", ("date", texts.Words.Date(revision.AsOf)), ("reason", texts.Own(revision.Reason).TrimEnd('.')), ("release", revision.ReleaseId)));

    private static InformationGap Held(CatalogueTexts texts, HeldSource held) => new("held", held.SourceId, texts.Words.Say(
        held.LastMonth is null ? "held_first" : "held", ("source", texts.Own(held.SourceTitle)), ("month", texts.Words.Month(held.Since)),
        ("last", held.LastMonth is { } last ? texts.Words.Month(last) : "")));

    private static IEnumerable<InformationGap> Withheld(OperationSetup setup, CatalogueTexts texts, IReadOnlyList<ReleasedTable> tables, IReadOnlyList<Finding> findings)
    {
        foreach (var table in tables.Where(table => table.Cells.Count > 0 && table.Cells.All(cell => cell.Value is Cell.Hidden or Cell.NoData)))
            yield return new InformationGap("withheld", table.IndicatorId, texts.Words.Say("withheld", ("id", table.IndicatorId), ("title", Title(setup, texts, table.IndicatorId))));

        foreach (var group in findings.Where(finding => finding.Status is TrendStatus.Withheld && finding.AreaLevel <= 1).GroupBy(finding => finding.IndicatorId).OrderBy(group => group.Key, StringComparer.Ordinal))
            yield return new InformationGap("withheld", group.Key, texts.Words.Say(
                "withheld_change", ("id", group.Key), ("areas", texts.Words.Comma(group.Select(finding => Name(setup, finding.AreaCode)).Order(StringComparer.Ordinal)))));
    }

    private static IEnumerable<InformationGap> Register(CatalogueTexts texts, IReadOnlyList<ContextItem> context)
    {
        var open = context.Where(item => item.Answer == "unknown").ToList();
        if (open.Count > 0)
            yield return new InformationGap("register", "context", texts.Words.Say(
                "register", ("count", open.Count.ToString(CultureInfo.InvariantCulture)), ("all", context.Count.ToString(CultureInfo.InvariantCulture)),
                ("questions", texts.Words.Comma(open.Select(item => item.QuestionId)))));
    }

    private static IEnumerable<InformationGap> Expired(OperationSetup setup, CatalogueTexts texts, DateOnly asOf) =>
        setup.Sources.Where(source => source.Protocol.ExpiresOn < asOf && !SourcePermissions.IsWithdrawn(source, asOf)).Select(source => new InformationGap(
            "expired", source.Id, texts.Words.Say("expired", ("source", texts.Own(source.Title)), ("date", texts.Words.Date(source.Protocol.ExpiresOn)))));

    private static string Title(OperationSetup setup, CatalogueTexts texts, string indicator) => texts.Of(setup.Catalogue.Indicators[indicator]).Title;

    private static string Name(OperationSetup setup, string code) => setup.Areas.Find(code)?.Name ?? code;
}

/// <summary>A source of which a newer file is held back.</summary>
/// <param name="LastMonth">Of what was taken before; null: nothing was.</param>
internal sealed record HeldSource(string SourceId, string SourceTitle, DateOnly Since, Period? LastMonth);
