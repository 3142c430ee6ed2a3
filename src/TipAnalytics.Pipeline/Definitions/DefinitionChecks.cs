using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks several kinds of definition share. Empty text means «missing» and has been reported at reading.</summary>
internal static class DefinitionChecks
{
    public static void FileName<T>(DefinitionFile<T> file, string id)
    {
        var name = Path.GetFileNameWithoutExtension(file.Path);
        if (id.Length > 0 && id != name)
            file.Fault($"the id \"{id}\" and the file name \"{name}\" have to be the same", "id");
    }

    /// <summary>Form and guard of a name.</summary>
    public static void Name<T>(DefinitionFile<T> file, string name, string what, Regex form, string formInWords, params string[] keys)
    {
        if (name.Length == 0)
            return;
        if (!form.IsMatch(name))
            file.Fault($"the {what} \"{name}\" has to be {formInWords}", keys);
        GuardRule.Name(name, what, message => file.Fault(message, keys));
    }

    /// <summary>Text that may be printed.</summary>
    public static void Text<T>(DefinitionFile<T> file, string? text, params string[] keys) =>
        GuardRule.Text(text, keys[^1], message => file.Fault(message, keys));

    /// <summary>Text that people write about the context: no single case, no count of persons, no person.</summary>
    public static void Context<T>(DefinitionFile<T> file, string? text, params string[] keys)
    {
        Text(file, text, keys);
        foreach (var reason in CaseText.Reasons(text ?? ""))
            file.Fault($"\"{keys[^1]}\" {reason}", keys);
        if (WrittenReason.Identifier(text ?? "") is { } kind)
            Identifier(file, kind, keys);
    }

    /// <summary>Where something comes from: no person.</summary>
    public static void Source<T>(DefinitionFile<T> file, string? text, params string[] keys)
    {
        Text(file, text, keys);
        if (CaseText.NamesPerson(text ?? ""))
            Identifier(file, Identifiers.NameOfPerson, keys);
    }

    private static void Identifier<T>(DefinitionFile<T> file, string kind, string[] keys) =>
        file.Fault($"\"{keys[^1]}\" holds what reads like an identifier ({kind}); it is printed: name roles and organisations, never persons", keys);

    /// <summary>Who did something: a role, and nothing that identifies a person.</summary>
    public static void Role<T>(DefinitionFile<T> file, string role, params string[] keys)
    {
        Text(file, role, keys);
        if (WrittenReason.Identifier(role) is { } kind)
            file.Fault($"\"{keys[^1]}\" holds what reads like an identifier ({kind}): name a role, never a person", keys);
    }

    public static void OneOf<T>(DefinitionFile<T> file, string word, IReadOnlyCollection<string> known, params string[] keys)
    {
        if (word.Length > 0 && !known.Contains(word))
            file.Fault($"\"{word}\" is none of {string.Join(", ", known)}.{Suggestion.For(word, known)}", keys);
    }

    /// <summary>Every item known, none twice.</summary>
    public static void AllOf<T>(DefinitionFile<T> file, IReadOnlyList<string> words, IReadOnlyCollection<string> known, string key)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var at = FormattableString.Invariant($"{i}");
            OneOf(file, words[i], known, key, at);
            if (words.Take(i).Contains(words[i]))
                file.Fault($"\"{words[i]}\" stands twice in \"{key}\"", key, at);
        }
    }

    /// <summary>Every item an existing id; for lists too long to print.</summary>
    public static void Existing<T>(DefinitionFile<T> file, string word, string what, IEnumerable<string> known, params string[] keys)
    {
        var words = known as ICollection<string> ?? [.. known];
        if (word.Length > 0 && !words.Contains(word))
            file.Fault($"\"{word}\" is no {what}.{Suggestion.For(word, words)}", keys);
    }
}
