using System.Globalization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks the mapping of every field of a source: it exists, is permitted, has one origin that fits its type, and ends in canonical codes.</summary>
internal static class MappingChecks
{
    private static readonly string[] Origins = ["column", "columns", "items", "age", "days", "constant"];
    private static readonly string[] Keys = [.. Origins, "codes", "band", "format"];

    /// <summary>Keys a mapping may have, by type of the field.</summary>
    private static readonly Dictionary<FieldType, string[]> Allowed = new()
    {
        [FieldType.Code] = ["column", "codes", "band", "age", "days", "format", "constant"],
        [FieldType.Codes] = ["column", "columns", "codes", "constant"],
        [FieldType.Answers] = ["items", "codes"],
        [FieldType.Integer] = ["column", "constant"],
        [FieldType.Decimal] = ["column", "constant"],
        [FieldType.Month] = ["column", "format", "constant"],
    };

    public static void Check(DefinitionFile<SourceDefinition> file, StreamDefinition stream, Catalogue catalogue, bool hasProtocol)
    {
        foreach (var (name, mapping) in file.Value.Fields)
        {
            var field = stream.Fields.Find(known => known.Name == name);
            if (field is null)
            {
                DefinitionChecks.Existing(file, name, $"field of {stream.Id}", stream.Fields.Select(known => known.Name), "fields", name);
                continue;
            }
            if (hasProtocol && !file.Value.Protocol.Fields.Contains(name))
                file.Fault($"the protocol does not permit \"{name}\"; take the mapping out, or have the protocol changed and add it to protocol.fields", "fields", name);
            Origin(file, field);
            Columns(file, name, mapping, catalogue.Identifiers);
            Codes(file, field, mapping, catalogue);
            Constant(file, field, mapping.Constant, catalogue);
        }
    }

    private static void Origin(DefinitionFile<SourceDefinition> file, FieldDefinition field)
    {
        var written = Keys.Where(key => file.Has("fields", field.Name, key)).ToList();
        foreach (var key in written.Where(key => !Allowed[field.Type].Contains(key)))
            file.Fault($"\"{key}\" does not go with \"{field.Name}\", a field of the type {YamlBinder.Word(field.Type)}; it takes {string.Join(", ", Allowed[field.Type])}", "fields", field.Name, key);
        // A select-multiple comes as a summary column and as 0/1 columns; both may be named, the 0/1 columns win.
        var origins = written.Where(Origins.Contains).Where(key => key != "column" || !written.Contains("columns")).ToList();
        if (origins.Count != 1)
            file.Fault($"\"{field.Name}\" needs exactly one of {string.Join(", ", Origins.Where(Allowed[field.Type].Contains))}", "fields", field.Name);
        if (written.Contains("band") && !written.Contains("column"))
            file.Fault($"\"band\" needs \"column\", the column with the number", "fields", field.Name, "band");
        if (field.Type == FieldType.Code && written.Contains("format") && !written.Contains("age") && !written.Contains("days"))
            file.Fault("\"format\" is for dates: with age, days or a field of the type month", "fields", field.Name, "format");
    }

    private static void Columns(DefinitionFile<SourceDefinition> file, string name, FieldMapping mapping, Identifiers identifiers)
    {
        void Guard(string? column, string? allowed, params string[] keys) =>
            GuardRule.Column(column, identifiers, message => file.Fault(message + "; never map it", ["fields", name, .. keys]), allowed);

        Guard(mapping.Column, null, "column");
        // A 0/1 column is named after an answer («documents_lost/passport») and takes nothing but yes and no.
        foreach (var column in mapping.Columns.Keys)
        {
            if (PrevalenceGuard.Identifier(column) is { } reason)
                file.Fault($"the column {reason}; never map it", "fields", name, "columns", column);
        }
        foreach (var column in mapping.Items.Keys)
            Guard(column, null, "items", column);
        Guard(mapping.Age?.From, Identifiers.DateOfBirth, "age", "from");
        Guard(mapping.Age?.To, Identifiers.DateOfBirth, "age", "to");
        Guard(mapping.Days?.From, null, "days", "from");
        Guard(mapping.Days?.To, null, "days", "to");
    }

    private static void Codes(DefinitionFile<SourceDefinition> file, FieldDefinition field, FieldMapping mapping, Catalogue catalogue)
    {
        if (catalogue.CodeLists.GetValueOrDefault(field.Codes ?? "") is { } codes)
        {
            foreach (var (raw, code) in mapping.Codes)
            {
                Code(file, code, codes, "fields", field.Name, "codes", raw);
                // A single option of a field may be joined with others; one that mixes two things may not.
                if (PrevalenceGuard.Merged(raw) is { } reason)
                    file.Fault($"the value {reason}; leave it out, it is counted as not known", "fields", field.Name, "codes", raw);
            }
            foreach (var (column, code) in mapping.Columns)
                Code(file, code, codes, "fields", field.Name, "columns", column);
            var banded = mapping.Band || mapping.Age is not null || mapping.Days is not null;
            if (banded && codes.Entries.All(entry => entry.From is null && entry.To is null))
                file.Fault($"the code list \"{codes.Id}\" of \"{field.Name}\" has no bands (from, to)", "fields", field.Name);
        }
        if (catalogue.CodeLists.GetValueOrDefault(field.Items ?? "") is { } items)
        {
            foreach (var (column, item) in mapping.Items)
                Code(file, item, items, "fields", field.Name, "items", column);
        }
    }

    private static void Code(DefinitionFile<SourceDefinition> file, string code, CodeList list, params string[] keys) =>
        DefinitionChecks.Existing(file, code, $"code of the code list \"{list.Id}\"", list.Entries.Select(entry => entry.Code), keys);

    private static void Constant(DefinitionFile<SourceDefinition> file, FieldDefinition field, string? constant, Catalogue catalogue)
    {
        if (constant is not { Length: > 0 })
            return;
        string[] keys = ["fields", field.Name, "constant"];
        if (field.Type is FieldType.Integer or FieldType.Decimal)
        {
            var style = field.Type == FieldType.Integer ? NumberStyles.AllowLeadingSign : NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
            if (!decimal.TryParse(constant, style, CultureInfo.InvariantCulture, out var number) || number < field.Minimum || number > field.Maximum)
                file.Fault($"\"{constant}\" is not a number within the limits of \"{field.Name}\"", keys);
        }
        else if (field.Type == FieldType.Month && !(Period.TryParse(constant, out var month) && month.Grain == PeriodGrain.Month))
        {
            file.Fault($"\"{constant}\" is not a month of the form 2026-09", keys);
        }
        else if (field.Type is FieldType.Code or FieldType.Codes && catalogue.CodeLists.GetValueOrDefault(field.Codes ?? "") is { } codes)
        {
            foreach (var code in field.Type == FieldType.Codes ? constant.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [constant])
                Code(file, code, codes, keys);
        }
    }
}
