using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>The context register as it goes out to be filled in.</summary>
/// <param name="Country">P-code.</param>
/// <param name="Parts">Of the checklist, in its order.</param>
public sealed record RegisterForm(string OperationName, LanguageWords Words, string Country, IReadOnlyList<RegisterPart> Parts);

/// <summary>A part of the checklist.</summary>
public sealed record RegisterPart(string Title, IReadOnlyList<RegisterQuestion> Questions);

/// <param name="IsSensitive">Answered for the country or an admin 1 only, in summary, for a restricted audience.</param>
/// <param name="AsksProvision">Asks for an article of law, or what of a treaty was ratified.</param>
/// <param name="Entries">What there is, one a place; one entry without answer where there is nothing.</param>
public sealed record RegisterQuestion(string Id, string Text, bool IsSensitive, bool AsksProvision, IReadOnlyList<RegisterEntry> Entries);

/// <summary>An entry for a question and a place: printed in a form, or read from one.</summary>
/// <param name="Where">Where it was read (file, sheet and row, or table), for messages; empty in a form that is written.</param>
/// <param name="Fields">Key (<see cref="RegisterFields"/>) → value as in the register's file; keys left out are empty.</param>
public sealed record RegisterEntry(string Where, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Set where there is a restricted answer: it is not printed, so <see cref="Fields"/> holds question and place only.</summary>
    public (DateOnly On, string Place)? Kept { get; init; }

    public string this[string field] => Fields.GetValueOrDefault(field, "");
}

/// <summary>Fields of an entry of the register, by their keys.</summary>
public static class RegisterFields
{
    public const string Question = "question";
    public const string Geo = "geo";

    /// <summary>In the order of writing.</summary>
    public static readonly IReadOnlyList<string> All =
        [Question, "answer", "detail", "provision", Geo, "as_of", "source_class", "source_ref", "confidence", "sensitivity", "review_due", "entered_by_role"];

    /// <summary>May be empty in an entry that is filled in.</summary>
    public static readonly IReadOnlyList<string> Optional = ["detail", "provision"];

    public static readonly IReadOnlyList<string> Dates = ["as_of", "review_due"];

    /// <summary>Fields whose values are chosen from a list → the codes.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyList<string>> Choices = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
    {
        ["answer"] = Definitions.Vocabulary.Answers,
        ["confidence"] = Definitions.Vocabulary.Confidences,
        ["sensitivity"] = Definitions.Vocabulary.RegisterSensitivities,
    };
}

/// <summary>What reading a form changed.</summary>
/// <param name="File">The register.</param>
/// <param name="Unchanged">Entries that say what the register says already.</param>
/// <param name="Empty">Entries without an answer.</param>
public sealed record RegisterSummary(string File, IReadOnlyList<RegisterChange> Added, IReadOnlyList<RegisterChange> Changed, int Unchanged, int Empty);

/// <param name="Fields">Keys of the fields that are new or say something else; never their values.</param>
public sealed record RegisterChange(string Question, string Geo, IReadOnlyList<string> Fields);
