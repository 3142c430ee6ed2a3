namespace TipAnalytics.Pipeline.Definitions;

/// <summary>A column that a tool is known to write and that no field can be read from, with what to map in its place.</summary>
internal sealed record KnownUnusable(string Tool, string Column, string Why)
{
    public const string FileName = "dialects/known-unusable.csv";
    private static readonly string[] Header = ["tool", "column", "why"];

    /// <exception cref="DefinitionException">The file is missing or faulty.</exception>
    public static IReadOnlyList<KnownUnusable> Load(string catalogueFolder)
    {
        var faults = new DefinitionFaults();
        var rows = DefinitionTable.Read(catalogueFolder, FileName, faults, Header);
        foreach (var (line, _) in rows.Where(row => Array.Exists(row.Fields, field => field.Length == 0)))
            faults.Add(FileName, line, "a known column that cannot be used needs a tool, a column and a reason");
        faults.ThrowIfAny();
        return [.. rows.Select(row => new KnownUnusable(row.Fields[0], row.Fields[1], row.Fields[2]))];
    }
}
