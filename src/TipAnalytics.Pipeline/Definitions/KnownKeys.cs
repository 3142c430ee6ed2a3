namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Columns of known tools that make a row a record (<c>dialects/known-keys.csv</c>), with the key of a source definition that takes each.</summary>
internal static class KnownKeys
{
    private const string FileName = "dialects/known-keys.csv";
    private const string Refuse = "record.refuse.";

    private static readonly string[] Header = ["tool", "column", "streams", "key", "values", "note"];
    private static readonly string[] Keys =
        ["record.id", "record.version", "record.consent", "period", "area", "weight", "stratum", "cluster", "organisation", "reporting_point", "forms"];

    // Of two days only the years or days between them are kept.
    private static readonly string[] Spans = ["age.from", "age.to", "days.from", "days.to"];

    /// <exception cref="DefinitionException">With every fault of the file.</exception>
    public static IReadOnlyList<KnownKey> Load(string catalogueFolder, Catalogue catalogue)
    {
        var faults = new DefinitionFaults();
        var keys = new List<KnownKey>();
        foreach (var (line, fields) in DefinitionTable.Read(catalogueFolder, FileName, faults, Header))
        {
            var key = new KnownKey(fields[0], fields[1], Words(fields[2], ' '), fields[3], Words(fields[4], ';'), fields[5]);
            Check(key, catalogue, message => faults.Add(FileName, line, message));
            keys.Add(key);
        }

        faults.ThrowIfAny();
        return keys;
    }

    private static string[] Words(string text, char separator) => text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void Check(KnownKey key, Catalogue catalogue, Action<string> fault)
    {
        if (key.Tool.Length == 0 || key.Column.Length == 0 || key.Streams.Count == 0)
            fault("a known key needs a tool, a column and a stream");
        foreach (var id in key.Streams.Where(id => !catalogue.Streams.ContainsKey(id)))
            fault($"\"{id}\" is no stream.{Suggestion.For(id, catalogue.Streams.Keys)}");
        if (key.Span is { } span)
        {
            foreach (var id in key.Streams.Where(id => catalogue.Streams.GetValueOrDefault(id)?.Fields.Exists(field => field.Name == span.Field && field.Type == FieldType.Code) == false))
                fault($"\"{span.Field}\" is no field with one code of {id}");
            if (!Spans.Contains(span.Part))
                fault($"\"{span.Part}\" is none of {string.Join(", ", Spans)}");
            return;
        }

        if (!Keys.Contains(key.Key) && !(key.Key.StartsWith(Refuse, StringComparison.Ordinal) && Vocabulary.SqlName().IsMatch(key.Key[Refuse.Length..])))
            fault($"\"{key.Key}\" is no key of a source.{Suggestion.For(key.Key, Keys)}");
        if ((key.Values.Count > 0) != (key.Key == "record.consent" || key.Key.StartsWith(Refuse, StringComparison.Ordinal)))
            fault("values go with record.consent and record.refuse.RULE, and only with them");
        // The record id is hashed at the door.
        if (key.Key != "record.id")
            GuardRule.Name(key.Column, "column", fault);
    }
}

/// <summary>A column of a tool that says which record a row is, whether it counts, when or where.</summary>
/// <param name="Key">Path in a source definition: <c>record.id</c>, <c>period</c>, <c>record.refuse.RULE</c>, <c>fields.FIELD.age.from</c>.</param>
/// <param name="Values">Values that count as consent, or that refuse a row.</param>
/// <param name="Note">What a reviewer has to know; empty for nothing.</param>
internal sealed record KnownKey(string Tool, string Column, IReadOnlyList<string> Streams, string Key, IReadOnlyList<string> Values, string Note)
{
    /// <summary>For a column that bounds a span of days: the field that the span feeds, and its end.</summary>
    public (string Field, string Part)? Span => Key.Split('.', 3) is ["fields", var name, var part] ? (name, part) : null;
}
