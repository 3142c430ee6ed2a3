using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Texts with digits in them that people have written and reviewed: definitions, code lists, the operation's own files, report texts. A number inside such a text, word for word, tells
/// nothing of the data.</summary>
/// <remarks>A piece counts only with six letters or more beside its digits, a whole text with five, so that no bare number can pass as one. Report texts have slots; the pieces between
/// them count. Worked examples hold invented counts and do not count.</remarks>
internal sealed partial class KnownTexts
{
    private const int LettersAtLeast = 6;

    private static readonly string[] Folders = ["sources", "streams", "codelists", "models", "indicators", "quality", "context", "corrections"];

    private readonly HashSet<string> whole = new(StringComparer.Ordinal);
    private readonly List<string> pieces = [];

    /// <param name="folders">Catalogue, operation and report texts; a folder that is missing adds nothing.</param>
    public static KnownTexts Read(params IReadOnlyList<string> folders)
    {
        var texts = new KnownTexts();
        foreach (var folder in folders.Where(Directory.Exists))
        {
            var files = Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder).Where(inside => Folders.Contains(Path.GetFileName(inside)) || Path.GetFileName(inside) is "texts" or "products")
                .SelectMany(inside => Directory.EnumerateFiles(inside, "*", SearchOption.AllDirectories)));
            foreach (var file in files.Order(StringComparer.Ordinal))
            {
                if (file.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase))
                    texts.AddYaml(file);
                else if (file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                    texts.AddAll(CsvFile.Rows(File.ReadAllText(file).TrimStart('\uFEFF')).SelectMany(row => row));
            }
        }

        texts.pieces.Sort((one, other) => other.Length != one.Length ? other.Length.CompareTo(one.Length) : string.CompareOrdinal(one, other));
        return texts;
    }

    public static KnownTexts Of(params IReadOnlyList<string> known)
    {
        var texts = new KnownTexts();
        texts.AddAll(known);
        return texts;
    }

    /// <summary>Puts blanks in the place of every known text; the rest stays where it is.</summary>
    /// <param name="words">The whole text.</param>
    /// <param name="text">The same, where numbers that are explained already are blanks.</param>
    public void Cover(string words, char[] text)
    {
        if (whole.Contains(words.Trim()))
        {
            Array.Fill(text, ' ');
            return;
        }

        foreach (var piece in pieces)
        {
            for (var at = words.IndexOf(piece, StringComparison.Ordinal); at >= 0; at = words.IndexOf(piece, at + piece.Length, StringComparison.Ordinal))
            {
                // «5 communities» is no part of «15 communities».
                if (at > 0 && char.IsLetterOrDigit(words[at - 1]) && char.IsLetterOrDigit(piece[0]))
                    continue;
                if (at + piece.Length < words.Length && char.IsLetterOrDigit(words[at + piece.Length]) && char.IsLetterOrDigit(piece[^1]))
                    continue;
                Array.Fill(text, ' ', at, piece.Length);
            }
        }
    }

    private void AddYaml(string file)
    {
        try
        {
            using var reader = new StreamReader(file);
            var yaml = new YamlStream();
            yaml.Load(reader);
            foreach (var document in yaml.Documents)
                AddAll(Scalars(document.RootNode));
        }
        catch (YamlException)
        {
            // A file that cannot be read says nothing here: its numbers have to come from facts. The loader of definitions names the fault.
            return;
        }
    }

    private static IEnumerable<string> Scalars(YamlNode node) => node switch
    {
        YamlScalarNode { Value: { } value } => [value],
        YamlSequenceNode list => list.Children.SelectMany(Scalars),
        YamlMappingNode map => map.Children.Where(pair => pair.Key is not YamlScalarNode { Value: "examples" }).SelectMany(pair => Scalars(pair.Value)),
        _ => [],
    };

    private void AddAll(IEnumerable<string> texts)
    {
        foreach (var text in texts.Select(LanguageForms.Plain))
        {
            if (text.Any(char.IsDigit) && text.Count(char.IsLetter) == LettersAtLeast - 1)
                whole.Add(text.Trim());
            foreach (var piece in Slot().Split(text).Select(piece => piece.Trim()))
            {
                if (piece.Any(char.IsDigit) && piece.Count(char.IsLetter) >= LettersAtLeast && whole.Add(piece))
                    pieces.Add(piece);
            }
        }
    }

    [GeneratedRegex(@"\{[a-z_0-9]+\}")]
    private static partial Regex Slot();
}
