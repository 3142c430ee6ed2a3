using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>A column of a file and what the mapping reads from it.</summary>
/// <param name="Kind">number, date, code, text (ids and names that are hashed), or empty for a column that is not taken.</param>
internal sealed record FileColumn(string Name, string Kind)
{
    public static IReadOnlyList<FileColumn> Of(IReadOnlyList<string> headers, IReadOnlyList<(SourceDefinition Mapping, ColumnNames Names)> mappings, StreamDefinition stream)
    {
        var kinds = new string[headers.Count];
        foreach (var (mapping, names) in mappings)
            Note(kinds, mapping, names, stream);
        foreach (var position in mappings.SelectMany(part => part.Mapping.RecordColumns.Select(name => part.Names.Find(name)).OfType<int>()))
            kinds[position] ??= "text";
        return [.. headers.Select((name, at) => new FileColumn(name.Trim(), kinds[at] ?? "")).Where(column => column.Name.Length > 0)];
    }

    private static void Note(string?[] kinds, SourceDefinition source, ColumnNames columns, StreamDefinition stream)
    {
        void Note(string? name, string kind)
        {
            if (name is not null && columns.Find(name) is { } position)
                kinds[position] ??= kind;
        }

        foreach (var (field, mapping) in source.Fields)
        {
            var kind = mapping.Age is not null || mapping.Days is not null ? "date" : mapping.Band ? "number" : KindOf(stream.Fields.Find(known => known.Name == field)?.Type);
            foreach (var name in mapping.AllColumns)
                Note(name, kind);
        }

        foreach (var name in source.Period.AllColumns)
            Note(name, "date");
        Note(source.Weight, "number");
        foreach (var name in source.Area.AllColumns.Append(source.Record.Consent?.Column ?? "").Concat(source.Record.Refuse.Values.Select(refused => refused.Column)))
            Note(name, "code");
    }

    private static string KindOf(FieldType? type) => type switch
    {
        FieldType.Integer or FieldType.Decimal => "number",
        FieldType.Month => "date",
        _ => "code",
    };
}
