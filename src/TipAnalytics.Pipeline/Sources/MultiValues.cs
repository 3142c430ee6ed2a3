using System.Text;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Fields with several values in one text: select-multiple questions, and answers to a list of items.</summary>
internal static class MultiValues
{
    /// <summary>0/1 columns where all of them are in the file and one is answered, else the summary column. An answered «none» is empty text.</summary>
    public static FieldReader Codes(Dialect cells, CodeLookup lookup, FieldMapping mapping, MappedColumns columns)
    {
        var summary = mapping.Column is { } named ? columns.Optional(named) : -1;
        var isWhole = mapping.Columns.Count > 0 && mapping.Columns.Keys.All(columns.Has);
        if (summary < 0 && !isWhole)
        {
            // Some of the choices without the summary would read as «not chosen».
            foreach (var name in mapping.Columns.Keys.DefaultIfEmpty(mapping.Column!))
                columns.Needed(name);
        }

        // Without the whole set the rest are read by nobody, but they are mapped and not to be reported as unknown.
        var positions = mapping.Columns.Select(pair => (Position: columns.Optional(pair.Key), Code: pair.Value)).ToList();
        string[] codes = [.. mapping.Columns.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        (int Position, int Code)[] flags = isWhole ? [.. positions.Select(flag => (flag.Position, Array.IndexOf(codes, flag.Code)))] : [];
        var isChosen = new bool[codes.Length];
        return (SourceTable row, out int invalid) =>
        {
            invalid = 0;
            var isAnswered = false;
            Array.Clear(isChosen);
            foreach (var (position, code) in flags)
            {
                var text = cells.Of(row, position);
                if (text.IsEmpty)
                    continue;
                isAnswered = true;
                if (IsYes(text))
                    isChosen[code] = true;
                else if (!IsNo(text))
                    invalid++;
            }

            return isAnswered ? Joined(codes, isChosen) : summary >= 0 ? Summary(cells.Of(row, summary), lookup, ref invalid) : null;
        };
    }

    /// <summary><c>item:answer</c>, sorted by item; of several columns of one item the first answered counts.</summary>
    public static FieldReader Answers(Dialect cells, CodeLookup lookup, IEnumerable<(int Position, string Item)> items)
    {
        var ordered = items.OrderBy(item => item.Item, StringComparer.Ordinal).ToArray();
        var answers = new StringBuilder();
        return (SourceTable row, out int invalid) =>
        {
            invalid = 0;
            answers.Clear();
            var answered = "";
            foreach (var (position, item) in ordered)
            {
                var text = cells.Of(row, position);
                if (text.IsEmpty || item == answered)
                    continue;
                if ((lookup.Find(text) ?? lookup.Find(row.Label(position))) is { } answer)
                    answers.Append(answers.Length > 0 ? " " : "").Append(answered = item).Append(':').Append(answer);
                else
                    invalid++;
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
        var unknown = 0;
        // Labels of a workbook hold spaces; what parts them is never found in the last one.
        var areLabels = rest.Contains("|||", StringComparison.Ordinal);
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

    private static bool IsYes(ReadOnlySpan<char> text) => text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("yes", StringComparison.OrdinalIgnoreCase);

    private static bool IsNo(ReadOnlySpan<char> text) => text is "0" || text.Equals("false", StringComparison.OrdinalIgnoreCase) || text.Equals("no", StringComparison.OrdinalIgnoreCase);
}
