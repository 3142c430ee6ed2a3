namespace TipAnalytics.Pipeline.Sources;

/// <summary>An SPSS system file: one table, whose variables name themselves.</summary>
internal sealed class SavContainer(string path) : SourceContainer(Path.GetFileName(path))
{
    public override string Kind => "spss";

    public override IReadOnlyList<string> Sections => [""];

    protected override SourceTable OpenTable(string section, TableStart start) => new SavTable(path);

    protected override (SourceTable Table, FileSigns Signs) Data(string section, int headerRows, Func<string, bool>? isName)
    {
        var table = Open(section, TableStart.Unknown);
        return (table, new FileSigns(Name, Kind, null, [], table.Headers, []));
    }
}
