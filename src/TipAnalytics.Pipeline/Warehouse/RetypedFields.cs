using System.Globalization;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Fields of which so many values are understood no longer that the form, its language or its codes must have changed.</summary>
internal static class RetypedFields
{
    // A few odd values in a small file are typing errors.
    private const int FewestValues = 10;

    /// <summary>Looks at the rows that are waiting in <c>incoming</c>, after all of them have been read.</summary>
    /// <returns>Field, values not understood, and all values given; none that a person accepted.</returns>
    public static IReadOnlyList<(string Name, int Emptied, long Given)> Find(DuckDBConnection connection, SourceDefinition source, StreamDefinition stream, SourceFile file)
    {
        var found = new List<(string, int, long)>();
        foreach (var field in stream.Fields)
        {
            if (file.Emptied.GetValueOrDefault(field.Name) is var emptied && emptied < FewestValues)
                continue;
            if (source.Accepted.Any(drift => drift.Field == field.Name && (drift.File is null || drift.File == file.FileHash)))
                continue;
            var given = emptied + Understood(connection, field);
            if (emptied > source.EmptiedLimit * given)
                found.Add((field.Name, emptied, given));
        }

        return found;
    }

    public static string Message(SourceDefinition source, string fileName, IEnumerable<(string Name, int Emptied, long Given)> fields)
    {
        var listed = fields.Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Name} {field.Emptied} of {field.Given}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{fileName}: held back, nothing of it was taken. More than {source.EmptiedLimit:P0} of the values are not understood: {string.Join(", ", listed)}. The form, its language or its codes may have changed: correct the mapping in {source.File}, or accept the loss with «tip accept».");
    }

    /// <summary>Values that were understood; of a field with several in one text, each.</summary>
    private static long Understood(DuckDBConnection connection, FieldDefinition field)
    {
        var name = StreamTables.Quote(field.Name);
        var values = field.Type is FieldType.Codes or FieldType.Answers ? $"case when {name} = '' then 1 else length({name}) - length(replace({name}, ' ', '')) + 1 end" : "1";
        using var command = connection.CreateCommand();
        command.CommandText = EmbeddedSql.Read(typeof(RetypedFields), "understood.sql").Replace("{values}", values, StringComparison.Ordinal).Replace("{field}", name, StringComparison.Ordinal);
        return (long)command.ExecuteScalar()!;
    }
}
