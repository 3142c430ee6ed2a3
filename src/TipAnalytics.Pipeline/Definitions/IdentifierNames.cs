namespace TipAnalytics.Pipeline.Definitions;

/// <summary>A column name that identifies a person.</summary>
/// <param name="Kind">E.g. «telephone number».</param>
/// <param name="Pattern">Its words joined by <c>_</c>.</param>
internal sealed record IdentifierName(string Kind, string Pattern);

/// <summary>Names of columns that identify a person, in the languages of the field (<c>identifiers/names.csv</c>).</summary>
/// <remarks>A pattern fits words that stand in a row, in either order, anywhere in a name («words»), at its end («last»), or as the whole of it («whole»).
/// «skip» are words that join others (of, de la). «unless» takes a kind's names back: «passport» is a document, «passport_taken» a question about one.</remarks>
internal sealed class IdentifierNames
{
    public const string FileName = "identifiers/names.csv";
    private const int IndexedLetters = 2;
    private static readonly string[] Header = ["language", "kind", "match", "patterns"];
    private static readonly string[] Matches = ["words", "last", "whole", "unless", "skip"];

    private readonly List<Entry> entries;
    private readonly HashSet<string> skipped;
    private readonly ILookup<string, Entry> byStart;
    private readonly List<Entry> open;
    private readonly ILookup<string, Entry> unless;

    private IdentifierNames(List<Entry> entries)
    {
        this.entries = entries;
        skipped = [.. entries.Where(entry => entry.Match == "skip").Select(entry => entry.Joined.Text)];
        unless = entries.Where(entry => entry.Match == "unless").ToLookup(entry => entry.Kind, StringComparer.Ordinal);
        var patterns = entries.Where(entry => entry.Match is "words" or "last" or "whole").ToList();
        open = [.. patterns.Where(entry => entry.Stems[0].OpenStart)];
        // Any name that fits has a word which begins like the first word of the pattern, or like its only one.
        byStart = patterns.Where(entry => !entry.Stems[0].OpenStart).ToLookup(entry => Start(entry.Stems[0].Text), StringComparer.Ordinal);
    }

    public static IdentifierNames Parse(string text, DefinitionFaults faults)
    {
        var entries = new List<Entry>();
        foreach (var (line, fields) in DefinitionTable.Parse(text, FileName, faults, Header))
        {
            if (!Matches.Contains(fields[2]))
                faults.Add(FileName, line, $"\"match\" is \"{fields[2]}\", which is none of {string.Join(", ", Matches)}.{Suggestion.For(fields[2], Matches)}");
            if (fields[1].Length == 0 && fields[2] != "skip")
                faults.Add(FileName, line, "a pattern needs its kind");
            foreach (var pattern in fields[3].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (GuardText.Words(pattern).Count == 0)
                    faults.Add(FileName, line, $"the pattern \"{pattern}\" holds no word");
                else
                    entries.Add(new(fields[1], fields[2], pattern));
            }
        }
        return new(entries);
    }

    public IdentifierNames With(IdentifierNames added) => new([.. entries, .. added.entries]);

    public IdentifierName? Find(string column)
    {
        var question = column[(column.TrimEnd('/').LastIndexOf('/') + 1)..];
        var part = question.TrimEnd('.', ' ', ':');
        var dot = part.LastIndexOf('.');
        return Find(GuardText.IdentifierWords(question)) ?? (dot > 0 ? Find(GuardText.IdentifierWords(part[(dot + 1)..])) : null);
    }

    public IdentifierName? Find(List<string> all)
    {
        var words = all.Where(word => !skipped.Contains(word) && !word.All(char.IsDigit)).ToList();
        return words.SelectMany(word => byStart[Start(word)]).Concat(open)
            .Where(entry => entry.Fits(words) && !unless[entry.Kind].Any(back => back.IsIn(words)))
            .Select(entry => new IdentifierName(entry.Kind, entry.Pattern.Replace("*", "", StringComparison.Ordinal)))
            .FirstOrDefault();
    }

    private static string Start(string word) => word.Length <= IndexedLetters ? word : word[..IndexedLetters];

    private sealed class Entry(string kind, string match, string pattern)
    {
        public string Kind => kind;
        public string Match => match;
        public string Pattern => pattern;
        public Stem[] Stems { get; } = [.. pattern.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(Stem.Of)];
        public Stem Joined { get; } = Stem.Of(pattern.Replace("_", "", StringComparison.Ordinal));

        public bool Fits(List<string> words) => match switch
        {
            "whole" => words is [var only] && Joined.Fits(only) || (words.Count == Stems.Length && IsIn(words)),
            "last" => words.Count >= Stems.Length && (IsIn(words[^Stems.Length..]) || Joined.Fits(words[^1])),
            _ => IsIn(words),
        };

        /// <summary>In a row, in either order, or written together as one word.</summary>
        public bool IsIn(List<string> words) => words.Exists(Joined.Fits) || (Stems.Length > 1 && NameRule.InARow(words, Stems));
    }
}
