namespace TipAnalytics.Pipeline.Sources;

/// <summary>A JSON export: its records, or as a section the items of one of their lists.</summary>
internal sealed class JsonContainer(string path) : SourceContainer(Path.GetFileName(path))
{
    public override string Kind => "json";

    public override IReadOnlyList<string> Sections => [""];

    public override string Section(string? wanted) => wanted ?? "";

    protected override SourceTable OpenTable(string section, TableStart start) => JsonTable.OfFile(path, section.Length > 0 ? section : null);

    /// <summary>Keys name themselves: there is no header to look for.</summary>
    protected override (SourceTable Table, FileSigns Signs) Data(string section, int headerRows, Func<string, bool>? isName)
    {
        var table = Open(section, TableStart.Unknown);
        return (table, new FileSigns(Name, Kind, null, [], table.Headers, []));
    }
}
