using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>How sure a proposal is. Low ones are shown, never made a mapping.</summary>
internal enum MappingConfidence
{
    /// <summary>A name that a tool is known to use for this, or the field's own.</summary>
    High,

    /// <summary>The same name in another spelling, or the same words and choices.</summary>
    Medium,

    /// <summary>Some words or choices in common.</summary>
    Low,
}

/// <summary>A column an export has, or a form will give it.</summary>
/// <param name="Header">As written in the export; the question's name where there is only a form.</param>
/// <param name="Name">Name without groups.</param>
/// <param name="Question">Of the form, where one was given and has it.</param>
/// <param name="Choices">Choice → its own 0/1 column, of a select-multiple in an export.</param>
internal sealed record ProposedColumn(string Header, string Name, FormQuestion? Question, IReadOnlyDictionary<string, string> Choices)
{
    /// <summary>Words of the header and of all labels.</summary>
    public IEnumerable<string> Wordings => Question is null ? [Header] : [Name, .. Question.Labels.Values];
}

/// <summary>What a field could be read from.</summary>
/// <param name="Item">Of an answers field: the item the column answers.</param>
/// <param name="Known">The known column it was recognised by.</param>
/// <param name="Score">Orders proposals of one confidence, 0–1.</param>
/// <param name="Reason">In words, for the reviewer.</param>
internal sealed record FieldProposal(
    FieldDefinition Field, ProposedColumn Column, MappingConfidence Confidence, string? Item, KnownColumn? Known, double Score, string Reason);

/// <summary>What a key of the source (period, area, record id …) could be read from.</summary>
internal sealed record KeyProposal(KnownKey Known, ProposedColumn Column);

/// <summary>Raw value → code of a field, and the raw values for which no code is known.</summary>
internal sealed record CodeProposal(IReadOnlyList<KeyValuePair<string, string>> Codes, IReadOnlyList<string> Gaps);

/// <summary>A proposed source definition.</summary>
/// <param name="Fields">Best proposals; several of one answers field.</param>
/// <param name="NotToBeTaken">Columns that identify people.</param>
/// <param name="Unused">Columns for which nothing is proposed.</param>
internal sealed record MappingProposal(
    StreamDefinition Stream, string? Tool, string? Sheet, IReadOnlyList<FieldProposal> Fields, IReadOnlyList<KeyProposal> Keys, IReadOnlyList<ProposedColumn> NotToBeTaken, int Unused)
{
    /// <summary>Known columns that no field can be read from, with the reason.</summary>
    public IReadOnlyList<(string Column, string Why)> Unusable { get; init; } = [];

    /// <summary>Rows of the header.</summary>
    public int HeaderRows { get; init; } = 1;

    /// <summary>Proposals that become a mapping.</summary>
    public IEnumerable<FieldProposal> Active => Fields.Where(proposal => proposal.Confidence != MappingConfidence.Low);

    /// <summary>Fields that would have a value; of an age or delay both its days are there.</summary>
    public IReadOnlySet<string> Fed => Active.Select(proposal => proposal.Field.Name).Concat(Spans.Keys).ToHashSet(StringComparer.Ordinal);

    /// <summary>Field → columns of the first and last day and the key that measures (age, days).</summary>
    public IReadOnlyDictionary<string, (string Measure, string From, string To)> Spans =>
        Keys.Where(key => key.Known.Span is not null).GroupBy(key => (key.Known.Span!.Value.Field, Measure: key.Known.Span.Value.Part.Split('.')[0]))
            .Select(span => (span.Key, From: span.FirstOrDefault(key => key.Known.Span!.Value.Part.EndsWith("from", StringComparison.Ordinal)), To: span.FirstOrDefault(key => key.Known.Span!.Value.Part.EndsWith("to", StringComparison.Ordinal))))
            .Where(span => span.From is not null && span.To is not null)
            .ToDictionary(span => span.Key.Field, span => (span.Key.Measure, span.From!.Column.Header, span.To!.Column.Header), StringComparer.Ordinal);
}
