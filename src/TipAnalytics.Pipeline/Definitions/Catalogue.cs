namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Everything that says what to compute, loaded and checked.</summary>
/// <param name="Models">Name → SQL text (<c>models/*.sql</c>): a select over <c>stg_STREAM</c> and other models.</param>
internal sealed record Catalogue(
    IReadOnlyDictionary<string, StreamDefinition> Streams,
    IReadOnlyDictionary<string, CodeList> CodeLists,
    IReadOnlyDictionary<string, ModelDefinition> Models,
    IReadOnlyDictionary<string, IndicatorDefinition> Indicators)
{
    /// <summary>By id.</summary>
    public IReadOnlyList<QualityRule> QualityRules { get; init; } = [];

    /// <summary>Logic rules over the records of a stream, by id.</summary>
    public IReadOnlyList<QualityRule> RulesOf(string stream) => [.. QualityRules.Where(rule => rule.Streams.Contains(stream))];

    /// <summary>Languages of the GBV Incident Recorder, English first.</summary>
    public IReadOnlyList<IncidentRecorderLocale> IncidentRecorder { get; init; } = [];

    /// <summary>Dialects of export files, in the order in which they are asked.</summary>
    public IReadOnlyList<DialectDefinition> Dialects { get; init; } = [];

    /// <summary>What identifies a person, in names of columns and in values.</summary>
    public Identifiers Identifiers { get; init; } = Identifiers.BuiltIn;
}

/// <summary>A model: one select statement.</summary>
/// <param name="Grain">Its first comment line, which says what one row is.</param>
internal sealed record ModelDefinition(string Name, string Grain, string Sql, string File);

/// <summary>An operation with its sources, areas, register and the catalogue it uses.</summary>
/// <param name="Hash">SHA-256 (hex) over all definition files, by relative path.</param>
internal sealed record OperationSetup(
    OperationDefinition Operation,
    Catalogue Catalogue,
    IReadOnlyList<SourceDefinition> Sources,
    ContextDefinition Context,
    AreaTree Areas,
    string Hash)
{
    /// <summary>Corrections that are agreed: what stands in <c>corrections/</c> with another status does nothing.</summary>
    public IReadOnlyList<Correction> Corrections { get; init; } = [];

    /// <summary>What others published on the same records.</summary>
    public IReadOnlyList<ExternalFact> ExternalFacts { get; init; } = [];

    /// <summary>Who may stand behind releases.</summary>
    public IReadOnlyList<ApproverDefinition> Approvers { get; init; } = [];

    /// <summary>Source → what its provider agreed to.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Agreement>> Agreements { get; init; } = new Dictionary<string, IReadOnlyList<Agreement>>();

    /// <summary>Which area a place means; without more than the boundaries, by their codes and names.</summary>
    public Places Places { get => field ??= Places.Of(Areas, Operation.Country); init; }

    /// <summary>Last day a record can be of: the operation's own <c>as_of</c>, else the day of the run.</summary>
    public DateOnly LastDay { get => field == default ? Operation.AsOf ?? DateOnly.MaxValue : field; init; }

    /// <summary>Indicators whose approval does not hold on the day the setup is used for: no source feeds them.</summary>
    public IReadOnlySet<string> Unapproved { get; init; } = new HashSet<string>();

    /// <summary>Stream → highest threshold that a release so far was made under. What was withheld under it stays protected by it, so it is never lowered again.</summary>
    public IReadOnlyDictionary<string, int> ThresholdsSoFar { get; init; } = new Dictionary<string, int>();

    /// <summary>Indicators switched on, in catalogue order.</summary>
    public IEnumerable<IndicatorDefinition> Indicators =>
        Operation.Indicators.Order(StringComparer.Ordinal).Select(id => Catalogue.Indicators[id]);

    /// <summary>Ids of the sources that bring a field, in any version of their forms.</summary>
    public IReadOnlyList<string> SourcesOf(string stream, string field) =>
        [.. Sources.Where(source => source.Stream == stream && source.Maps(field)).Select(source => source.Id).Order(StringComparer.Ordinal)];

    /// <summary>Smallest count a released cell of the stream may rest on: that of the stream or, raised or lowered by a recorded decision, of the operation, raised by
    /// protocols; twice as much where a source of incidents or cases sends counts in place of records. Never below what releases so far were made under.</summary>
    /// <remarks>Incidents are not persons, and no stream has a key of persons: the 10 of incident streams is the 5 of persons, doubled. In a table of counts one person may even stand
    /// in several rows, so it is doubled once more.</remarks>
    public int Threshold(string stream) => Math.Max(DefinedThreshold(stream), ThresholdsSoFar.GetValueOrDefault(stream));

    /// <summary>The same by the definitions of today alone.</summary>
    public int DefinedThreshold(string stream)
    {
        var (definition, sources) = (Catalogue.Streams[stream], Sources.Where(source => source.Stream == stream).ToList());
        var least = Math.Max(
            Operation.Thresholds.GetValueOrDefault(stream, definition.Threshold ?? 5), sources.Select(source => source.Protocol.MinimumCell).DefaultIfEmpty(5).Max());
        return definition.Kind is StreamKind.Incidents or StreamKind.Cases && sources.Exists(source => source.Record.Count is not null) ? 2 * least : least;
    }
}
