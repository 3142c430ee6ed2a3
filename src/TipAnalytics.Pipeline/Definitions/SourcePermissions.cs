namespace TipAnalytics.Pipeline.Definitions;

/// <summary>What the protocols let stand behind what: sources for the audience of the operation, and records of a source for an indicator.</summary>
internal static class SourcePermissions
{
    /// <summary>The operation with only those sources that may be used in what is made for its audience on a day, and none for indicators whose approval does not hold.</summary>
    public static OperationSetup Used(this OperationSetup setup, DateOnly asOf) => setup with
    {
        Sources = [.. setup.Sources.Where(source => !IsWithdrawn(source, asOf) && Names(source, setup.Operation.Audience))],
        Unapproved = setup.Indicators.Where(indicator => indicator.ApprovalBy is not null && !Holds(setup.Operation.Approvals.GetValueOrDefault(indicator.Id), asOf)).Select(indicator => indicator.Id).ToHashSet(StringComparer.Ordinal),
    };

    private static bool Holds(ApprovalDefinition? approval, DateOnly asOf) => approval is not null && approval.On <= asOf && !(approval.Until < asOf);

    public static bool IsWithdrawn(SourceDefinition source, DateOnly asOf) => source.Withdrawn is { } withdrawn && withdrawn.On <= asOf;

    /// <summary>The protocol names the audience.</summary>
    public static bool Names(SourceDefinition source, string audience) => source.Protocol.Audiences.Contains(audience);

    /// <summary>Fields of the source that the indicator rests on and that the protocol does not permit for it. With one of them, no record of the source
    /// enters the indicator: a record without the answer would still be in its base.</summary>
    public static IEnumerable<string> Refused(OperationSetup setup, SourceDefinition source, IndicatorDefinition indicator) =>
        from field in setup.Catalogue.Streams[source.Stream].Fields
        where field.Indicators.Contains(indicator.Id) && source.Maps(field.Name)
            && source.Protocol.Indicators.TryGetValue(field.Name, out var permitted) && !permitted.Contains(indicator.Id)
        select field.Name;

    /// <summary>Sources of the indicator's stream whose records may not enter it, by id.</summary>
    public static IReadOnlyList<string> RefusedSources(OperationSetup setup, IndicatorDefinition indicator) =>
        [.. setup.Sources.Where(source => source.Stream == indicator.Stream && Refused(setup, source, indicator).Any()).Select(source => source.Id).Order(StringComparer.Ordinal)];

    /// <summary>Sources whose records may enter an indicator.</summary>
    public static IEnumerable<SourceDefinition> SourcesOf(OperationSetup setup, IndicatorDefinition indicator) =>
        setup.Unapproved.Contains(indicator.Id) ? [] : setup.Sources.Where(source => source.Stream == indicator.Stream && !Refused(setup, source, indicator).Any());

    /// <summary>Whether survey weights stand behind an indicator. One source without makes the whole series unweighted: a mixture would be neither.</summary>
    public static bool IsWeighted(OperationSetup setup, IndicatorDefinition indicator) => SourcesOf(setup, indicator).SelectMany(source => source.Mappings).All(mapping => mapping.Weight is not null);

    /// <summary>A source of the indicator's stream whose records may enter it. The context register is always there; coverage and convergence are made
    /// from the rest: these have no stream.</summary>
    public static bool HasSource(OperationSetup setup, IndicatorDefinition indicator) =>
        indicator.Stream is null || SourcesOf(setup, indicator).Any();
}
