namespace TipAnalytics.Pipeline.Sources;

/// <summary>A JSON export: its records, or as a section the items of one of their lists.</summary>
internal sealed class JsonContainer(string path) : SourceContainer(Path.GetFileName(path))
{
    public override string Kind => "json";

    public override IReadOnlyList<string> Sections => [""];

    public override string Section(string? wanted) => wanted ?? "";

    public override SourceTable Open(string section, TableStart start) => JsonTable.OfFile(path, section.Length > 0 ? section : null);

    /// <summary>Keys name themselves: there is no header to look for.</summary>
    public override (SourceTable Table, FileSigns Signs) OpenData(string section, int headerRows = 1, Func<string, bool>? isName = null)
    {
        var table = Open(section, TableStart.Unknown);
        return (table, new FileSigns(Name, Kind, null, [], table.Headers, []));
    }
}
