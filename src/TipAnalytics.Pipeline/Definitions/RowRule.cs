namespace TipAnalytics.Pipeline.Definitions;

/// <summary>A rule by which the program itself ends a row (an entry of <c>row-rules.yaml</c>).</summary>
internal sealed class RowRule
{
    public required string Id { get; init; }

    /// <summary>What it means, for a person.</summary>
    public required string Says { get; init; }

    /// <summary>What a person does about it.</summary>
    public required string Do { get; init; }

    /// <summary>Nothing is wrong with the file: such rows do not count towards the limit of rejected rows, and nobody has to correct them.</summary>
    public bool OnPurpose { get; init; }

    /// <summary>An agreed correction of month or area mends it.</summary>
    public bool Place { get; init; }
}

/// <summary>The program's own row rules; no rule of a definition may take their names.</summary>
internal static class RowRules
{
    public const string FileName = "row-rules.yaml";

    /// <summary>Rule of a row that an agreed correction drops.</summary>
    public const string Correction = "correction";

    public const string PastRetention = "past_retention";

    // The program ends rows by them, so they come with it; a folder that can be edited cannot make a mistake look like a purpose.
    private static readonly Lazy<IReadOnlyList<RowRule>> Shipped = new(() =>
    {
        var faults = new DefinitionFaults();
        using var reader = new StreamReader(typeof(RowRules).Assembly.GetManifestResourceStream(FileName)!);
        var rules = YamlNode.Parse(reader.ReadToEnd(), FileName, faults) is { } root ? ((RowRuleList)new YamlBinder(FileName, faults).Bind(typeof(RowRuleList), root)!).Rules : [];
        faults.ThrowIfAny();
        return rules;
    });

    public static IReadOnlyList<RowRule> All => Shipped.Value;

    /// <returns>Null for a name that is none of them: a quality rule, or one that a source or dialect refuses rows under.</returns>
    public static RowRule? Find(string id) => All.FirstOrDefault(rule => rule.Id == id);

    private sealed class RowRuleList
    {
        public required List<RowRule> Rules { get; init; }
    }
}
