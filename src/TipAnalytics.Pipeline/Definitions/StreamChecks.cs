namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks a stream against code lists and indicators.</summary>
internal static class StreamChecks
{
    public static void Check(DefinitionFile<StreamDefinition> file, Catalogue catalogue)
    {
        var stream = file.Value;
        DefinitionChecks.FileName(file, stream.Id);
        DefinitionChecks.Name(file, stream.Id, "stream id", Vocabulary.SqlName(), "lower-case letters, digits and _", "id");
        if (stream.Id == Vocabulary.RegisterStream)
            file.Fault($"the name \"{Vocabulary.RegisterStream}\" is taken: it stands for the context register", "id");
        DefinitionChecks.Text(file, stream.Title, "title");
        Admission(file, stream);
        Tables(file, stream);
        Impossible(file, stream, stream.Impossible, catalogue);
        for (var i = 0; i < stream.Fields.Count; i++)
            Field(file, stream, i, catalogue);
    }

    private static void Admission(DefinitionFile<StreamDefinition> file, StreamDefinition stream)
    {
        if (stream.OnByDefault && stream.Kind is StreamKind.Incidents or StreamKind.Cases && file.Has("kind"))
            file.Fault("streams of incidents or cases are off by default; set on_by_default: false and name who approves in approval_by", "on_by_default");
        if (!stream.OnByDefault && string.IsNullOrEmpty(stream.ApprovalBy))
            file.Fault("a stream that is off by default has to name who approves a source of it in approval_by", "on_by_default");
        if (stream.OnByDefault && stream.ApprovalBy is not null)
            file.Fault("\"approval_by\" is for streams with on_by_default: false", "approval_by");
        if (stream.LowestLevel is < 0 or > 2)
            file.Fault("\"lowest_level\" has to be 0 (country), 1 or 2", "lowest_level");
        if (stream.Kind == StreamKind.Reference && stream.Threshold is not null)
            file.Fault("a reference stream has no people behind it and takes no threshold", "threshold");
        else if (stream.Kind != StreamKind.Reference && stream.Threshold is null && file.Has("kind") && !file.Has("threshold"))
            file.Fault("missing key \"threshold\": the smallest count a released cell may rest on, 5 or more", "kind");
        else if (stream.Threshold < 5)
            file.Fault("\"threshold\" is never below 5", "threshold");
    }

    private static void Tables(DefinitionFile<StreamDefinition> file, StreamDefinition stream)
    {
        if (stream.Kind == StreamKind.Reference && stream.Tables.Count > 0)
            file.Fault("a reference stream releases every level cell and plans no tables", "tables");
        Plan(file, stream, stream.Tables);
    }

    /// <summary>Tables of a publication plan, of the stream or of an indicator on it.</summary>
    public static void Plan<T>(DefinitionFile<T> file, StreamDefinition stream, List<PlannedTable> tables)
    {
        for (var i = 0; i < tables.Count; i++)
        {
            var (table, at) = (tables[i], FormattableString.Invariant($"{i}"));
            if (table.Level < 0 || table.Level > stream.LowestLevel)
                file.Fault(FormattableString.Invariant($"a table at level {table.Level} cannot be made; records carry level 0 to {stream.LowestLevel}"), "tables", at, "level");
            foreach (var split in table.Splits)
            {
                Split(file, stream, split, "tables", at, "splits");
                Guarded(file, stream, table, split, at);
            }
        }
    }

    /// <summary>Rule P10: what tells of perpetrators, kinds of places, nationality, disability or sexual orientation is shown for large areas and whole years only.</summary>
    private static void Guarded<T>(DefinitionFile<T> file, StreamDefinition stream, PlannedTable table, string split, string at)
    {
        var field = stream.Fields.Find(candidate => candidate.Name == split);
        var names = string.Join(' ', split, field?.Codes, field?.Label).ToLowerInvariant();
        if (!Vocabulary.GuardedSplits.Any(stem => names.Contains(stem, StringComparison.Ordinal)))
            return;
        if (table.Level > 1 || table.Grain != PeriodGrain.Year)
            file.Fault($"\"{split}\" is shown for the country or admin 1 and by year only (rule P10)", "tables", at, "splits");
        else if (stream.Threshold < Vocabulary.GuardedThreshold)
            file.Fault(FormattableString.Invariant($"\"{split}\" needs a threshold of {Vocabulary.GuardedThreshold} or more (rule P10); {stream.Id} has {stream.Threshold}"), "tables", at, "splits");
    }

    /// <summary>Structural zeros: fields and codes of splits.</summary>
    public static void Impossible<T>(DefinitionFile<T> file, StreamDefinition stream, List<Dictionary<string, string>> combinations, Catalogue catalogue)
    {
        for (var i = 0; i < combinations.Count; i++)
        {
            var at = FormattableString.Invariant($"{i}");
            if (combinations[i].Count == 0)
                file.Fault("an empty combination would say that nothing can be", "impossible", at);
            foreach (var (name, code) in combinations[i])
            {
                Split(file, stream, name, "impossible", at, name);
                if (stream.Fields.Find(field => field.Name == name)?.Codes is { } list && catalogue.CodeLists.TryGetValue(list, out var codes) && !codes.Contains(code))
                    file.Fault($"\"{code}\" is no code of {name}.{Suggestion.For(code, codes.Entries.Select(entry => entry.Code))}", "impossible", at, name);
            }
        }
    }

    /// <summary>A split has to be a field of the stream with one code.</summary>
    public static void Split<T>(DefinitionFile<T> file, StreamDefinition stream, string split, params string[] keys)
    {
        var names = stream.Fields.Where(field => field.Type == FieldType.Code).Select(field => field.Name).ToList();
        if (!names.Contains(split))
            file.Fault($"\"{split}\" is no field of {stream.Id} with one code.{Suggestion.For(split, names)}", keys);
    }

    private static void Field(DefinitionFile<StreamDefinition> file, StreamDefinition stream, int i, Catalogue catalogue)
    {
        var (field, at) = (stream.Fields[i], FormattableString.Invariant($"{i}"));
        DefinitionChecks.Name(file, field.Name, "field", Vocabulary.SqlName(), "lower-case letters, digits and _", "fields", at, "name");
        DefinitionChecks.Text(file, field.Label, "fields", at, "label");
        if (Vocabulary.RecordColumns.Contains(field.Name))
            file.Fault($"the field name \"{field.Name}\" is taken by a column every record has", "fields", at, "name");
        if (field.Name.Length > 0 && stream.Fields.FindIndex(other => other.Name == field.Name) < i)
            file.Fault($"the field \"{field.Name}\" stands twice", "fields", at, "name");
        DefinitionChecks.OneOf(file, field.Sensitivity, Vocabulary.Sensitivities, "fields", at, "sensitivity");

        var coded = field.Type is FieldType.Code or FieldType.Codes or FieldType.Answers;
        CodeList(file, field, field.Codes, coded, "codes", at, catalogue);
        CodeList(file, field, field.Items, field.Type == FieldType.Answers, "items", at, catalogue);
        Element(file, stream, field, at, catalogue);
        if (field.Type is not (FieldType.Integer or FieldType.Decimal) && (field.Minimum ?? field.Maximum) is not null)
            file.Fault($"\"{field.Name}\" is no number and takes no minimum or maximum", "fields", at, field.Minimum is null ? "maximum" : "minimum");
        if (field.Minimum > field.Maximum)
            file.Fault($"the minimum of \"{field.Name}\" is above its maximum", "fields", at, "minimum");
        foreach (var indicator in field.Indicators.Where(id => !catalogue.Indicators.ContainsKey(id)))
            file.Fault($"\"{field.Name}\" names the indicator \"{indicator}\", which does not exist.{Suggestion.For(indicator, catalogue.Indicators.Keys)}", "fields", at, "indicators");
    }

    /// <summary>What a field tells of is said where the field is declared: a name can be changed, what it means cannot.</summary>
    private static void Element(DefinitionFile<StreamDefinition> file, StreamDefinition stream, FieldDefinition field, string at, Catalogue catalogue)
    {
        var isTyped = field.Codes is { } list && catalogue.CodeLists.GetValueOrDefault(list)?.Entries.Any(entry => entry.Element is not null) == true;
        if (field.Element is { } element)
        {
            DefinitionChecks.OneOf(file, element, [.. Vocabulary.Elements, Vocabulary.ElementByCode], "fields", at, "element");
            if (isTyped != (element == Vocabulary.ElementByCode))
                file.Fault(isTyped ? $"the codes of \"{field.Name}\" have an element each: set element: by_code" : $"the code list of \"{field.Name}\" has no column \"element\"", "fields", at, "element");
        }
        else if (stream.Kind != StreamKind.Reference
            && (field.Indicators.Count > 0 || (stream.Kind is StreamKind.Incidents or StreamKind.Cases && field.Type is FieldType.Code or FieldType.Codes or FieldType.Answers)))
        {
            file.Fault($"\"{field.Name}\" needs \"element\": what it tells of, one of {string.Join(", ", Vocabulary.Elements)}, or by_code", "fields", at);
        }
    }

    private static void CodeList(DefinitionFile<StreamDefinition> file, FieldDefinition field, string? list, bool needed, string key, string at, Catalogue catalogue)
    {
        if (needed && list is null)
            file.Fault($"\"{field.Name}\" needs \"{key}\", the name of a code list", "fields", at);
        else if (!needed && list is not null)
            file.Fault($"\"{field.Name}\" takes no \"{key}\"; only fields of codes do", "fields", at, key);
        else if (list is { Length: > 0 } && !catalogue.CodeLists.ContainsKey(list))
            file.Fault($"there is no code list \"{list}\" for \"{field.Name}\".{Suggestion.For(list, catalogue.CodeLists.Keys)}", "fields", at, key);
    }
}
