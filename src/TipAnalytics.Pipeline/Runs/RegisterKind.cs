using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>A kind of entry of the context register, with its fields by their keys.</summary>
public sealed class RegisterKind
{
    /// <summary>Field of a form beside those of an event: tells which event of the register an entry was, as events have no key of their own.</summary>
    public const string Mark = "mark";

    /// <summary>Word for a score that is not known; the file leaves it out.</summary>
    public const string UnknownScore = "unknown";

    /// <summary>Begins the field that says whether a statement is for a class of readers; its end is the class.</summary>
    public const string ForReaders = "audience_";

    public static readonly RegisterKind Answers = new()
    {
        Section = "answers",
        Fields = ["question", "answer", "detail", "provision", "geo", "as_of", "source_class", "source_ref", "confidence", "sensitivity", "review_due", "entered_by_role"],
        Key = ["question", "geo"],
        Label = ["question"],
        Place = "geo",
        Signs = ["question", "geo", "answer"],
        Optional = ["detail", "provision"],
        Dates = ["as_of", "review_due"],
        Choices = new Dictionary<string, IReadOnlyList<string>> { ["answer"] = Vocabulary.Answers, ["confidence"] = Vocabulary.Confidences, ["sensitivity"] = Vocabulary.RegisterSensitivities },
    };

    public static readonly RegisterKind Scores = new()
    {
        Section = "scores",
        Fields = ["indicator", "area", "period", "score", "source_ref", "reason"],
        Key = ["indicator", "area", "period"],
        Label = ["indicator", "period"],
        Place = "area",
        Signs = ["indicator", "period", "score"],
        Choices = new Dictionary<string, IReadOnlyList<string>> { ["score"] = ["0", "1", "2", UnknownScore] },
    };

    public static readonly RegisterKind Events = new()
    {
        Section = "events",
        Fields = ["date", "geo", "kind", "title", "source"],
        Label = ["date"],
        Place = "geo",
        Signs = ["date", "kind", "title"],
        Dates = ["date"],
        Choices = new Dictionary<string, IReadOnlyList<string>> { ["kind"] = Vocabulary.EventKinds },
    };

    public static readonly RegisterKind Statements = new()
    {
        Section = "statements",
        Fields = ["text", "approved_by", "on", "reference", "audiences"],
        Label = ["on"],
        Signs = ["text", "approved_by", "on"],
        Dates = ["on"],
        Choices = Definitions.Audiences.Titles.Keys.ToDictionary(audience => ForReaders + audience, _ => (IReadOnlyList<string>)["yes", "no"]),
    };

    /// <summary>In the order of the form.</summary>
    public static readonly IReadOnlyList<RegisterKind> All = [Answers, Scores, Events, Statements];

    private RegisterKind()
    {
    }

    /// <summary>Key of the file under which the entries stand.</summary>
    public required string Section { get; init; }

    /// <summary>In the order of writing.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>Fields that say which entry it is: one that is filled in takes the place of the one with the same. None: only the mark does.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>Fields by which an entry is named to a person, beside its place.</summary>
    public required IReadOnlyList<string> Label { get; init; }

    /// <summary>Field with the P-code; null for none.</summary>
    public string? Place { get; init; }

    /// <summary>Fields by which a table or sheet of this kind is known.</summary>
    public required IReadOnlyList<string> Signs { get; init; }

    /// <summary>May be empty in an entry that is filled in.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];

    public IReadOnlyList<string> Dates { get; init; } = [];

    /// <summary>Fields of a form whose values are chosen from a list → the codes.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Choices { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Fields that a form has: those of the file, and what stands in for them.</summary>
    public IReadOnlyList<string> FormFields => this == Events ? [Mark, .. Fields] : this == Statements ? [.. Fields.SkipLast(1), .. Choices.Keys] : Fields;
}
