namespace TipAnalytics.Pipeline.Sources;

/// <summary>An SPSS system file: one table, whose variables name themselves.</summary>
internal sealed class SavContainer(string path) : SourceContainer(Path.GetFileName(path))
{
    public override string Kind => "spss";

    public override IReadOnlyList<string> Sections => [""];

    public override SourceTable Open(string section, TableStart start) => new SavTable(path);

    public override (SourceTable Table, FileSigns Signs) OpenData(string section, int headerRows = 1, Func<string, bool>? isName = null)
    {
        var table = Open(section, TableStart.Unknown);
        return (table, new FileSigns(Name, Kind, null, [], table.Headers, []));
    }
}
