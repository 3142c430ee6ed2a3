namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Columns that field tools are known to write (<c>dialects/known-columns.csv</c>), with the field each can feed. A proposal, never a mapping:
/// the same name can mean another thing in another country.</summary>
internal static class KnownColumns
{
    private const string Path = "dialects/known-columns.csv";

    private static readonly string[] Header = ["tool", "column", "stream", "field", "item", "codes"];

    /// <exception cref="DefinitionException">With every fault of the file.</exception>
    public static IReadOnlyList<KnownColumn> Load(string catalogueFolder, Catalogue catalogue)
    {
        var faults = new DefinitionFaults();
        var seen = new HashSet<(string, string, string)>();
        var columns = new List<KnownColumn>();
        foreach (var (line, fields) in DefinitionTable.Read(catalogueFolder, Path, faults, Header))
        {
            var codes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var pair in fields[5].Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (pair.Split('=') is not [var raw, var code] || !codes.TryAdd(raw, code))
                    faults.Add(Path, line, $"\"{pair}\" is not raw=code, or stands twice; several are separated by ;");
            }

            var column = new KnownColumn(fields[0], fields[1], fields[2], fields[3], fields[4].Length > 0 ? fields[4] : null, codes);
            Check(column, catalogue, message => faults.Add(Path, line, message));
            if (!seen.Add((column.Column, column.Stream, column.Tool)))
                faults.Add(Path, line, $"\"{column.Column}\" of {column.Tool} stands twice for {column.Stream}");
            columns.Add(column);
        }

        faults.ThrowIfAny();
        return columns;
    }

    private static void Check(KnownColumn column, Catalogue catalogue, Action<string> fault)
    {
        GuardRule.Name(column.Column, "column", fault);
        if (catalogue.Streams.GetValueOrDefault(column.Stream)?.Fields.Find(field => field.Name == column.Field) is not { } field)
        {
            fault($"there is no field \"{column.Field}\" in a stream \"{column.Stream}\"");
            return;
        }

        if ((field.Type == FieldType.Answers) != (column.Item is not null))
            fault(field.Type == FieldType.Answers ? $"\"{field.Name}\" holds answers: name the item the column stands for" : $"\"{field.Name}\" holds no answers and takes no item");
        if (column.Item is { } item && field.Items is { } items && !catalogue.CodeLists[items].Contains(item))
            fault($"\"{item}\" is no code of the code list \"{items}\"");
        if (field.Codes is null && column.Codes.Count > 0)
            fault($"\"{field.Name}\" takes no codes");
        foreach (var code in column.Codes.Values.Where(code => field.Codes is { } list && !catalogue.CodeLists[list].Contains(code)))
            fault($"\"{code}\" is no code of the code list \"{field.Codes}\"");
    }
}

/// <summary>A column of a tool.</summary>
/// <param name="Tool">wfp, msna, msna_older, unhcr_household, primero …</param>
/// <param name="Column">Its own name, without the groups it may stand in.</param>
/// <param name="Item">Of an answers field: the item it answers.</param>
/// <param name="Codes">Raw value → canonical code.</param>
internal sealed record KnownColumn(string Tool, string Column, string Stream, string Field, string? Item, IReadOnlyDictionary<string, string> Codes);
