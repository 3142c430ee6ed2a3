using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>The context register as it goes out to be filled in.</summary>
/// <param name="Country">P-code.</param>
/// <param name="Parts">Of the checklist, in its order.</param>
/// <param name="Factors">Contextual factors that reviewers score, by indicator; those that the operation does not use too.</param>
/// <param name="Events">Oldest first.</param>
/// <param name="HasStatements">Whether the register holds statements from verified cases. They were approved for classes of readers, and who fills in a form is none: not printed.</param>
/// <param name="Areas">P-codes with names, levels (0 country, 1 admin 1, 2 admin 2) and the area around; by level and code.</param>
public sealed record RegisterForm(
    string OperationName, LanguageWords Words, string Country, IReadOnlyList<RegisterPart> Parts, IReadOnlyList<RegisterFactor> Factors, IReadOnlyList<RegisterEntry> Events, bool HasStatements,
    IReadOnlyList<(string Code, string Name, int Level, string? Parent)> Areas);

/// <summary>A part of the checklist.</summary>
public sealed record RegisterPart(string Title, IReadOnlyList<RegisterQuestion> Questions);

/// <param name="IsSensitive">Answered for the country or an admin 1 only, in summary, for a restricted audience.</param>
/// <param name="AsksProvision">Asks for an article of law, or what of a treaty was ratified.</param>
/// <param name="Entries">What there is, one a place; one entry without answer where there is nothing.</param>
public sealed record RegisterQuestion(string Id, string Text, bool IsSensitive, bool AsksProvision, IReadOnlyList<RegisterEntry> Entries);

/// <param name="Id">Indicator.</param>
/// <param name="Definition">What 0, 1 and 2 mean.</param>
/// <param name="IsUsed">Switched on in the operation; scores of others are kept and not printed in reports.</param>
/// <param name="Areas">What there is and what is due, by area: quarters oldest first, then the quarters to be scored, with area and quarter only.</param>
public sealed record RegisterFactor(string Id, string Title, string Definition, bool IsUsed, IReadOnlyList<IReadOnlyList<RegisterEntry>> Areas);

/// <summary>An entry of the register: printed in a form, or read from one.</summary>
/// <param name="Where">Where it was read (file, sheet and row, or table), for messages; empty in a form that is written.</param>
/// <param name="Fields">Key (<see cref="RegisterKind.Fields"/>) → value as in the register's file, lists with commas; keys left out are empty.</param>
public sealed record RegisterEntry(RegisterKind Kind, string Where, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Set where there is a restricted answer: it is not printed, so <see cref="Fields"/> holds question and place only.</summary>
    public (DateOnly On, string Place)? Kept { get; init; }

    public string this[string field] => Fields.GetValueOrDefault(field, "");
}

/// <summary>What reading a form changed.</summary>
/// <param name="File">The register.</param>
/// <param name="Unchanged">Entries that say what the register says already.</param>
/// <param name="Empty">Entries that were not filled in.</param>
public sealed record RegisterSummary(string File, IReadOnlyList<RegisterChange> Added, IReadOnlyList<RegisterChange> Changed, int Unchanged, int Empty);

/// <param name="Section">answers, scores, events or statements.</param>
/// <param name="What">Question, factor with its quarter, or day.</param>
/// <param name="Geo">P-code; empty for a statement.</param>
/// <param name="Fields">Keys of the fields that are new or say something else; never their values.</param>
public sealed record RegisterChange(string Section, string What, string Geo, IReadOnlyList<string> Fields);
