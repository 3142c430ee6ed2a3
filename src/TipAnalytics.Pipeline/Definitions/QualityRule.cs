using YamlDotNet.Serialization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>What a rule does to a record it holds for.</summary>
internal enum RuleAction
{
    /// <summary>Counted; lowers the grade of indicators of the stream. The record stays in the figures.</summary>
    Flag,

    /// <summary>Counted only: unusual, worth a look, no mistake by itself.</summary>
    Review,

    /// <summary>The row ends as rejected under the rule.</summary>
    Reject,
}

/// <summary>A logic rule of the field over the records of streams (<c>quality/*.yaml</c>).</summary>
internal sealed class QualityRule
{
    /// <summary>Column a rule may read besides the stream's own: whole minutes from <c>quality.start</c> to <c>quality.end</c> of the source, negative when the end
    /// comes first, null without them. Known at the door only; of it the vault keeps the names of the rules that held.</summary>
    public const string DoorColumn = "minutes";

    public required string Id { get; init; }
    public required string Title { get; init; }
    public required List<string> Streams { get; init; }

    /// <summary>What it means when the rule holds, for a person.</summary>
    public required string Says { get; init; }

    /// <summary>SQL, true for the records meant; null is not true.</summary>
    public required string When { get; init; }

    public RuleAction Action { get; init; }

    /// <summary>Where the rule comes from.</summary>
    public required string Source { get; init; }

    /// <summary>It can be asked at the door only.</summary>
    [YamlIgnore]
    public bool IsOfTheDoor => ModelFile.Words(When).Any(word => string.Equals(word.Word, DoorColumn, StringComparison.OrdinalIgnoreCase));

    [YamlIgnore]
    public string File { get; set; } = "";

    /// <summary>Line of <see cref="When"/>.</summary>
    [YamlIgnore]
    public int Line { get; set; } = 1;
}

/// <summary>Checks rules against the streams. Whether <c>when</c> binds is another stage's check.</summary>
internal static class QualityChecks
{
    public static void Check(DefinitionFile<QualityRule> file, Catalogue catalogue)
    {
        var rule = file.Value;
        DefinitionChecks.FileName(file, rule.Id);
        DefinitionChecks.Name(file, rule.Id, "rule", Vocabulary.SqlName(), "lower-case letters, digits and _", "id");
        if (RowRules.Find(rule.Id) is not null)
            file.Fault($"the name \"{rule.Id}\" is taken by a rule of the program", "id");
        DefinitionChecks.Text(file, rule.Title, "title");
        DefinitionChecks.Text(file, rule.Says, "says");
        DefinitionChecks.Text(file, rule.Source, "source");
        if (rule.Streams.Count == 0 && file.Has("streams"))
            file.Fault("\"streams\" names none: a rule is about the records of one stream or more", "streams");
        for (var i = 0; i < rule.Streams.Count; i++)
            DefinitionChecks.Existing(file, rule.Streams[i], "stream", catalogue.Streams.Keys, "streams", FormattableString.Invariant($"{i}"));
    }
}
