using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>What stands between the periods of a series: form versions, changed definitions, sources that joined or left, changes of access and of
/// boundaries; from batches, protocols, the register and the reviewed changes of areas.</summary>
internal static class SeriesBreaks
{
    /// <returns>By indicator, then month; inside the window, its first month left out.</returns>
    public static IReadOnlyList<SeriesBreak> Of(OperationSetup setup, IReadOnlyList<SourceFacts> facts, Period first, Period last) =>
        [.. Forms(setup).Concat(Definitions(setup)).Concat(Partners(setup, facts, last)).Concat(Access(setup)).Concat(Boundaries(setup))
            .Where(change => change.From > first && change.From <= last)
            .OrderBy(change => change.IndicatorId, StringComparer.Ordinal).ThenBy(change => change.From).ThenBy(change => change.Kind)
            .ThenBy(change => change.SourceTitle, StringComparer.Ordinal).ThenBy(change => change.AreaCode, StringComparer.Ordinal)];

    /// <summary>A form version that changes a field breaks every indicator that rests on the field.</summary>
    private static IEnumerable<SeriesBreak> Forms(OperationSetup setup) =>
        from source in setup.Sources
        where source.Forms is not null
        from version in source.Forms!.Versions
        from change in version.Changes
        from field in setup.Catalogue.Streams[source.Stream].Fields
        where field.Name == change.Key
        from indicator in field.Indicators
        where setup.Operation.Indicators.Contains(indicator)
        select new SeriesBreak(indicator, source.Title, Month(version.From), change.Value);

    private static IEnumerable<SeriesBreak> Definitions(OperationSetup setup) =>
        from indicator in setup.Indicators
        from change in indicator.Changes
        where Period.TryParse(change.From, out _)
        select new SeriesBreak(indicator.Id, indicator.Title, Period.TryParse(change.From, out var month) ? month : default, change.What) { Kind = BreakKind.Definition };

    /// <summary>A source joined when others of its stream were heard from before it, and left when it was silent for two of its rounds while others
    /// went on, or when its protocol ended.</summary>
    private static IEnumerable<SeriesBreak> Partners(OperationSetup setup, IReadOnlyList<SourceFacts> facts, Period last)
    {
        var heard = facts.ToDictionary(fact => fact.SourceId, StringComparer.Ordinal);
        foreach (var source in setup.Sources)
        {
            if (heard.GetValueOrDefault(source.Id) is not { FirstMonth: { } began, LastMonth: { } ended })
                continue;
            var others = setup.Sources.Where(other => other.Stream == source.Stream && other.Id != source.Id).Select(other => heard.GetValueOrDefault(other.Id)).ToList();
            if (others.Exists(other => other?.FirstMonth < began))
            {
                foreach (var indicator in IndicatorsOf(setup, source))
                    yield return new SeriesBreak(indicator, source.Title, began, "") { Kind = BreakKind.PartnerJoined };
            }

            var silentFor = last.Index - ended.Index;
            var hasEnded = source.Protocol.ExpiresOn <= last.End && silentFor > 0;
            if (others.Exists(other => other?.LastMonth > ended) && (hasEnded || silentFor >= 2 * (source.ExpectedEveryMonths ?? 1)))
            {
                foreach (var indicator in IndicatorsOf(setup, source))
                    yield return new SeriesBreak(indicator, source.Title, new Period(PeriodGrain.Month, ended.Index + 1), "") { Kind = BreakKind.PartnerLeft };
            }
        }
    }

    private static IEnumerable<SeriesBreak> Access(OperationSetup setup) =>
        from item in setup.Context.Events
        where item.Kind == "access"
        from indicator in setup.Indicators
        where indicator.Stream is { } stream && setup.Catalogue.Streams[stream].Kind != StreamKind.Reference
        select new SeriesBreak(indicator.Id, item.Source, Month(item.Date), item.Title) { Kind = BreakKind.Access, AreaCode = item.Geo };

    /// <summary>A unit that was split or redrawn is other ground, and so is every area around it that does not hold all of the change.</summary>
    private static IEnumerable<SeriesBreak> Boundaries(OperationSetup setup) =>
        from change in setup.Places.Changes
        from area in setup.Places.OtherGround(change)
        from indicator in setup.Indicators
        select new SeriesBreak(indicator.Id, "", change.Month, change.Reason) { Kind = BreakKind.Boundary, AreaCode = area.Code };

    /// <summary>The same change in a language: what the program says itself, and what the operation has translated.</summary>
    public static SeriesBreak In(CatalogueTexts texts, OperationSetup setup, SeriesBreak change) => change.Kind switch
    {
        BreakKind.PartnerJoined => change with { SourceTitle = texts.Own(change.SourceTitle), Reason = texts.Words.Say("source_joined") },
        BreakKind.PartnerLeft => change with { SourceTitle = texts.Own(change.SourceTitle), Reason = texts.Words.Say("source_left") },
        BreakKind.Boundary => change with { SourceTitle = texts.Words.Say("places"), Reason = texts.Own(change.Reason) },
        BreakKind.Definition => change with { SourceTitle = texts.Of(setup.Catalogue.Indicators[change.IndicatorId]).Title, Reason = texts.Own(change.Reason) },
        _ => change with { SourceTitle = texts.Own(change.SourceTitle), Reason = texts.Own(change.Reason) },
    };

    private static IEnumerable<string> IndicatorsOf(OperationSetup setup, SourceDefinition source) =>
        setup.Indicators.Where(indicator => indicator.Stream == source.Stream).Select(indicator => indicator.Id);

    private static Period Month(DateOnly day) => Period.Containing(day, PeriodGrain.Month);
}
