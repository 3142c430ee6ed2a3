using System.Text;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Fields with several values in one text: select-multiple questions, and answers to a list of items.</summary>
internal static class MultiValues
{
    /// <summary>0/1 columns where all of them are in the file and one is answered, else the summary column. An answered «none» is empty text. One that is neither
    /// yes nor no leaves open what was chosen: then the summary counts, or nothing is known. Where a summary says something else than the 0/1 columns, these
    /// count, and the contradiction is counted as an invalid value.</summary>
    public static FieldReader Codes(Dialect cells, CodeLookup lookup, FieldMapping mapping, MappedColumns columns, IdentifierWatch watch)
    {
        var isWhole = mapping.Columns.Count > 0 && mapping.Columns.Keys.All(columns.HasChoice);
        var summary = mapping.Column is { } named ? columns.Optional(named) : -1;
        if (summary < 0 && !isWhole)
        {
            // Some of the choices without the summary would read as «not chosen».
            foreach (var name in mapping.Columns.Keys)
                columns.Needed(name, isChoice: true);
            if (mapping.Columns.Count == 0)
                columns.Needed(mapping.Column!);
        }

        // The tool writes 0 for a question that nobody asked, and nothing into its summary.
        if (summary < 0 && isWhole && cells.ZeroWhenUnasked)
            summary = Question(mapping.Columns.Keys, columns);
        // Without the whole set the rest are read by nobody, but they are mapped and not to be reported as unknown.
        var positions = mapping.Columns.Select(pair => (Position: columns.Optional(pair.Key, isChoice: true), Name: pair.Key, Code: pair.Value)).ToList();
        string[] codes = [.. mapping.Columns.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        (int Position, string Name, int Code)[] flags = isWhole ? [.. positions.Select(flag => (flag.Position, flag.Name, Array.IndexOf(codes, flag.Code)))] : [];
        var (isChosen, isNamed) = (new bool[codes.Length], new bool[codes.Length]);
        return (SourceTable row, out int invalid) =>
        {
            invalid = 0;
            var (isAnswered, isAny, isOpen) = (false, false, false);
            Array.Clear(isChosen);
            foreach (var (position, name, code) in flags)
            {
                var text = cells.Of(row, position);
                if (text.IsEmpty)
                    continue;
                isAnswered = true;
                if (IsYes(text))
                    isAny = isChosen[code] = true;
                else if (!IsNo(text))
                {
                    isOpen = true;
                    Unknown(row, name, text, ref invalid);
                }
            }

            if (!isAnswered || isOpen)
            {
                if (summary < 0)
                    return null;
                var whole = cells.Of(row, summary);
                var before = invalid;
                var chosen = Summary(whole, lookup, ref invalid);
                if (invalid > before)
                    watch.Unknown(row, mapping.Column ?? "summary", whole, ValuePlace.Answers, isColumnTested: chosen is null);
                return chosen;
            }

            if (!isAny && cells.ZeroWhenUnasked && (summary < 0 || cells.Of(row, summary).IsEmpty))
                return null;
            if (summary >= 0 && Contradicts(cells.Of(row, summary), lookup, codes, isChosen, isNamed))
                invalid++;
            return Joined(codes, isChosen);
        };

        void Unknown(SourceTable row, string name, ReadOnlySpan<char> text, ref int invalid)
        {
            invalid++;
            watch.Unknown(row, name, text, ValuePlace.Answers);
        }
    }

    /// <summary><c>item:answer</c>, sorted by item; of several columns of one item the first answered counts.</summary>
    public static FieldReader Answers(Dialect cells, CodeLookup lookup, IdentifierWatch watch, IEnumerable<(int Position, string Name, string Item)> items)
    {
        var ordered = items.OrderBy(item => item.Item, StringComparer.Ordinal).ToArray();
        var answers = new StringBuilder();
        return (SourceTable row, out int invalid) =>
        {
            invalid = 0;
            answers.Clear();
            var answered = "";
            foreach (var (position, name, item) in ordered)
            {
                var text = cells.Of(row, position);
                if (text.IsEmpty || item == answered)
                    continue;
                if ((lookup.Find(text) ?? lookup.Find(row.Label(position))) is { } answer)
                {
                    answers.Append(answers.Length > 0 ? " " : "").Append(answered = item).Append(':').Append(answer);
                }
                else
                {
                    invalid++;
                    watch.Unknown(row, name, text, ValuePlace.Answers);
                }
            }

            return answers.Length > 0 ? answers.ToString() : null;
        };
    }

    /// <summary>Codes separated by spaces, in the order of the store.</summary>
    public static string Sorted(string codes) => string.Join(' ', new SortedSet<string>(codes.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal));

    private static string? Summary(ReadOnlySpan<char> rest, CodeLookup lookup, ref int invalid)
    {
        if (rest.IsEmpty)
            return null;
        // A label may hold spaces; a code does not.
        if (lookup.Find(rest) is { } whole)
            return whole;
        var chosen = new SortedSet<string>(StringComparer.Ordinal);
        // Labels of a workbook hold spaces; what parts them is never found in the last one.
        var areLabels = rest.Contains("|||", StringComparison.Ordinal);
        if (!areLabels && lookup.HasSpaces && rest[0] != '[')
        {
            // Where labels are joined by the space that they hold themselves, a text is read as a whole or not at all.
            if (Labels(rest, lookup, chosen))
                return string.Join(' ', chosen);
            invalid++;
            return null;
        }

        var unknown = 0;
        for (var part = Part(ref rest, areLabels); !part.IsEmpty; part = Part(ref rest, areLabels))
        {
            if (lookup.Find(part) is { } code)
                chosen.Add(code);
            else
                unknown++;
        }

        invalid += unknown;
        return chosen.Count == 0 && unknown > 0 ? null : string.Join(' ', chosen);
    }

    /// <summary>Labels one after the other, the longest that is known first.</summary>
    /// <returns>False when the text is not made of known labels.</returns>
    private static bool Labels(ReadOnlySpan<char> text, CodeLookup lookup, SortedSet<string> chosen)
    {
        if (text.IsEmpty)
            return true;
        for (var end = text.Length; end > 0; end = text[..end].LastIndexOf(' '))
        {
            if (lookup.Find(text[..end].TrimEnd(' ')) is not { } code)
                continue;
            var isNew = chosen.Add(code);
            if (Labels(text[end..].TrimStart(' '), lookup, chosen))
                return true;
            if (isNew)
                chosen.Remove(code);
        }

        return false;
    }

    /// <summary>Whether a summary names other codes than the 0/1 columns. One that holds anything unknown says nothing about the codes that are known.</summary>
    private static bool Contradicts(ReadOnlySpan<char> rest, CodeLookup lookup, string[] codes, bool[] isChosen, bool[] isNamed)
    {
        if (rest.IsEmpty)
            return false;
        Array.Clear(isNamed);
        if (lookup.Find(rest) is { } whole)
        {
            if (Array.IndexOf(codes, whole) is >= 0 and var only)
                isNamed[only] = true;
            return !isNamed.AsSpan().SequenceEqual(isChosen);
        }

        if (lookup.HasSpaces)
            return false;
        while (Dialect.NextPart(ref rest) is { IsEmpty: false } part)
        {
            var place = lookup.Find(part) is { } code ? Array.IndexOf(codes, code) : -1;
            if (place < 0)
                return false;
            isNamed[place] = true;
        }

        return !isNamed.AsSpan().SequenceEqual(isChosen);
    }

    /// <summary>The summary column of a question whose choices have columns; -1 for none.</summary>
    private static int Question(IEnumerable<string> choices, MappedColumns columns)
    {
        var name = choices.First();
        return name.LastIndexOf('/') is > 0 and var slash ? columns.Optional(name[..slash]) : -1;
    }

    private static ReadOnlySpan<char> Part(ref ReadOnlySpan<char> rest, bool areLabels)
    {
        if (!areLabels)
            return Dialect.NextPart(ref rest);
        ReadOnlySpan<char> label = default;
        while (label.IsEmpty && !rest.IsEmpty)
        {
            var end = rest.IndexOf("|||");
            label = (end < 0 ? rest : rest[..end]).Trim();
            rest = end < 0 ? default : rest[(end + 3)..];
        }

        return label;
    }

    private static string Joined(string[] codes, bool[] isChosen)
    {
        string? only = null;
        for (var i = 0; i < codes.Length; i++)
        {
            if (isChosen[i])
                only = only is null ? codes[i] : $"{only} {codes[i]}";
        }

        return only ?? "";
    }

    private static bool IsYes(ReadOnlySpan<char> text) => text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("yes", StringComparison.OrdinalIgnoreCase) || (NumberText.TryWhole(text, out var number) && number == 1);

    private static bool IsNo(ReadOnlySpan<char> text) => text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase) || text.Equals("no", StringComparison.OrdinalIgnoreCase) || (NumberText.TryWhole(text, out var number) && number == 0);
}
