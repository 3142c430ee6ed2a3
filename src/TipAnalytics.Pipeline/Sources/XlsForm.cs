namespace TipAnalytics.Pipeline.Sources;

/// <summary>A questionnaire as its authors wrote it (XLSForm, XLSX): questions with their labels in every language, and the choices.</summary>
/// <param name="Languages">As named in the headers of the labels (<c>English (en)</c>); empty text for labels without a language.</param>
/// <param name="Questions">In the order of the form; no groups, notes or metadata.</param>
/// <param name="Spoken">Notes and headings of groups: read out or shown, and not answered.</param>
/// <param name="Choices">By list.</param>
/// <param name="Settings">form_title, form_id, version, default_language; empty where the form has no such sheet.</param>
internal sealed record XlsForm(
    string FileName, IReadOnlyList<string> Languages, IReadOnlyList<FormQuestion> Questions, IReadOnlyList<FormQuestion> Spoken, IReadOnlyDictionary<string, IReadOnlyList<FormChoice>> Choices,
    IReadOnlyDictionary<string, string> Settings)
{
    private static readonly string[] FormSheets = ["survey", "choices"];
    private static readonly string[] SpokenTypes = ["note", "begin"];

    /// <summary>True for a workbook with the sheets of a form.</summary>
    public static bool Is(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (!XlsxPackage.Is(file))
                return false;
            using var package = new XlsxPackage(file);
            return FormSheets.All(name => package.Sheets.Any(sheet => string.Equals(sheet.Name, name, StringComparison.OrdinalIgnoreCase)));
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or InvalidOperationException or System.Xml.XmlException)
        {
            return false;
        }
    }

    /// <exception cref="SourceDataException">The workbook cannot be read, or is no form.</exception>
    public static XlsForm Read(string path)
    {
        var name = Path.GetFileName(path);
        if (!Is(path))
            throw new SourceDataException($"{name}: is no XLSForm (a workbook with the sheets survey and choices).");
        var survey = Sheet(path, "survey");
        var choices = Sheet(path, "choices").Where(row => row.ContainsKey("name") || row.ContainsKey("value"))
            .GroupBy(row => row.GetValueOrDefault("list_name") ?? row.GetValueOrDefault("list name") ?? "", StringComparer.Ordinal)
            .ToDictionary(list => list.Key, list => (IReadOnlyList<FormChoice>)[.. list.Select(row => new FormChoice(row.GetValueOrDefault("name") ?? row["value"], Labels(row, "label")))], StringComparer.Ordinal);
        var rows = RowsOf(survey).ToList();
        var questions = rows.Where(row => !SpokenTypes.Contains(row.Type)).ToList();
        var settings = HasSheet(path, "settings") ? Sheet(path, "settings").FirstOrDefault() ?? [] : [];
        var languages = questions.SelectMany(question => question.Labels.Keys).Distinct(StringComparer.Ordinal).ToList();
        return new(name, languages, questions, [.. rows.Where(row => SpokenTypes.Contains(row.Type))], choices, settings);
    }

    public IReadOnlyList<FormChoice> ChoicesOf(FormQuestion question) => Choices.GetValueOrDefault(question.List ?? "") ?? [];

    private static IEnumerable<FormQuestion> RowsOf(IEnumerable<Dictionary<string, string>> survey)
    {
        var groups = new Stack<(string Name, bool IsRepeat)>();
        // A note that ends with a colon begins the sentences that the questions after it end.
        var beginning = new Dictionary<string, string>();
        foreach (var row in survey)
        {
            var type = row.GetValueOrDefault("type", "").Replace('_', ' ');
            var name = row.GetValueOrDefault("name", "");
            if (type is "note" or "begin group" or "begin repeat" or "end group" or "end repeat")
                beginning = Labels(row, "label").Where(label => label.Value.TrimEnd().EndsWith(':')).ToDictionary(label => label.Key, label => label.Value.TrimEnd().TrimEnd(':'), StringComparer.OrdinalIgnoreCase);
            if (type is "begin group" or "begin repeat")
                groups.Push((name, type == "begin repeat"));
            if (type is "end group" or "end repeat")
                groups.TryPop(out _);
            else if (type is "note" or "begin group" or "begin repeat")
                yield return new(
                    type.Split(' ')[0], name, string.Join('/', groups.Reverse().Select(group => group.Name).Concat(type == "note" ? [name] : [])), null, null, Labels(row, "label"), Labels(row, "hint"),
                    new Dictionary<string, string>());
            else if (name.Length > 0 && type is not ("" or "audit"))
            {
                var words = row["type"].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var list = words.Length > 1 && words[0].StartsWith("select", StringComparison.Ordinal) ? words[1] : null;
                yield return new(
                    words[0], name, string.Join('/', groups.Reverse().Select(group => group.Name).Append(name)), groups.FirstOrDefault(group => group.IsRepeat).Name, list, Labels(row, "label"), Labels(row, "hint"), beginning);
            }
        }
    }

    /// <summary><c>label</c>, <c>label::English (en)</c>, <c>label:fr</c>.</summary>
    private static Dictionary<string, string> Labels(Dictionary<string, string> row, string column) =>
        row.Where(cell => cell.Key == column || cell.Key.StartsWith($"{column}:", StringComparison.Ordinal))
            .ToDictionary(cell => cell.Key[column.Length..].TrimStart(':').Trim(), cell => cell.Value, StringComparer.OrdinalIgnoreCase);

    private static bool HasSheet(string path, string sheet)
    {
        using var file = File.OpenRead(path);
        using var package = new XlsxPackage(file);
        return package.Sheets.Any(candidate => string.Equals(candidate.Name, sheet, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Rows as column → text; empty cells are left out.</summary>
    private static List<Dictionary<string, string>> Sheet(string path, string sheet)
    {
        using var container = SourceContainers.Open(path, null);
        using var table = container.OpenData(container.Section(sheet)).Table;
        var headers = table.Headers.Select(header => header.Trim()).ToList();
        var rows = new List<Dictionary<string, string>>();
        while (table.Read())
        {
            var row = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            for (var column = 0; column < headers.Count; column++)
            {
                if (headers[column].Length > 0 && table.Cell(column) is { IsEmpty: false } text)
                    row.TryAdd(headers[column], text.ToString());
            }

            if (row.Count > 0)
                rows.Add(row);
        }

        return rows;
    }
}

/// <summary>A question.</summary>
/// <param name="Type">select_one, select_multiple, integer, text, calculate …; note, begin (of a group or repeat)</param>
/// <param name="Path">With its groups: <c>group/question</c>.</param>
/// <param name="Repeat">Name of the repeat it stands in; null: asked once.</param>
/// <param name="List">Choice list of a select.</param>
/// <param name="Labels">Language → words; empty text for no language.</param>
/// <param name="Hints">The same of what stands below the question.</param>
/// <param name="Beginnings">The same of the note before it, where that begins its sentence: «How often were you concerned about:».</param>
internal sealed record FormQuestion(
    string Type, string Name, string Path, string? Repeat, string? List, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Hints,
    IReadOnlyDictionary<string, string> Beginnings)
{
    /// <summary>Language → all that whoever is asked hears: beginning, label and hint.</summary>
    public IReadOnlyDictionary<string, string> Words { get; } = Labels.Keys.Concat(Hints.Keys).Distinct(StringComparer.OrdinalIgnoreCase).ToDictionary(
        language => language, language => $"{Beginnings.GetValueOrDefault(language)} {Labels.GetValueOrDefault(language)}\n{Hints.GetValueOrDefault(language)}".Trim(), StringComparer.OrdinalIgnoreCase);
}

internal sealed record FormChoice(string Name, IReadOnlyDictionary<string, string> Labels);
