namespace TipAnalytics.Pipeline.Sources;

/// <summary>Columns of an export, of a form, or of both matched by name and by label in every language.</summary>
internal static class ProposedColumns
{
    private static readonly char[] Separators = ['/', '.', '-'];

    /// <param name="headers">Null: there is only the form.</param>
    /// <param name="multiples">Names of questions that are known to have several answers, without groups.</param>
    public static IReadOnlyList<ProposedColumn> Of(IReadOnlyList<string>? headers, XlsForm? form, IReadOnlySet<string> multiples)
    {
        if (headers is null)
            return [.. form!.Questions.Select(question => new ProposedColumn(question.Path, question.Name, question, new Dictionary<string, string>()))];
        var written = headers.Select(header => header.Trim()).Where(header => header.Length > 0).DistinctBy(ColumnNames.Key).ToList();
        var separator = Separators.MaxBy(candidate => written.Count(header => header.Contains(candidate, StringComparison.Ordinal)));
        var names = written.Select(ColumnNames.Key).ToHashSet(StringComparer.Ordinal);
        var choices = new Dictionary<string, Dictionary<string, string>>(StringComparer.OrdinalIgnoreCase);
        var questions = new List<string>();
        foreach (var header in written)
        {
            var at = Cut(header, separator);
            var question = at > 0 ? header[..at] : "";
            if (at > 0 && (names.Contains(ColumnNames.Key(question)) || multiples.Contains(Last(question, separator)) || IsMultiple(form, Last(question, separator))))
                (choices.TryGetValue(question, out var own) ? own : choices[question] = new(StringComparer.OrdinalIgnoreCase)).TryAdd(header[(at + 1)..], header);
            else
                questions.Add(header);
        }

        // A select-multiple may come as its 0/1 columns alone.
        return [.. questions.Concat(choices.Keys.Where(question => !names.Contains(ColumnNames.Key(question)))).Select(header =>
            new ProposedColumn(header, Last(header, separator), Question(form, header, Last(header, separator)), choices.GetValueOrDefault(header) ?? []))];
    }

    private static string Last(string header, char separator) => header[(Cut(header, separator) + 1)..];

    /// <summary>The last separator; a stroke, dot or hyphen of a label («CAMP / TOWN») is none.</summary>
    private static int Cut(string header, char separator)
    {
        var at = header.LastIndexOf(separator);
        return at <= 0 || at == header.Length - 1 || header[at - 1] == ' ' || header[at + 1] == ' ' || (separator != '/' && header.Contains(' ', StringComparison.Ordinal)) ? -1 : at;
    }

    private static bool IsMultiple(XlsForm? form, string name) => form?.Questions.Any(question => question.Type == "select_multiple" && string.Equals(question.Name, name, StringComparison.OrdinalIgnoreCase)) == true;

    /// <summary>By name, else by its label in one language where that is the label of no other question.</summary>
    private static FormQuestion? Question(XlsForm? form, string header, string name)
    {
        if (form is null)
            return null;
        var same = form.Questions.FirstOrDefault(question => string.Equals(question.Path, header, StringComparison.OrdinalIgnoreCase))
            ?? form.Questions.FirstOrDefault(question => string.Equals(question.Name, name, StringComparison.OrdinalIgnoreCase));
        if (same is not null)
            return same;
        var key = ColumnNames.Key(header);
        var labelled = form.Questions.Where(question => question.Labels.Values.Any(label => ColumnNames.Key(label) == key)).Take(2).ToList();
        return labelled.Count == 1 ? labelled[0] : null;
    }
}
