namespace TipAnalytics.Pipeline.Sources;

/// <summary>An XLS workbook: a section is a sheet.</summary>
internal sealed class WorkbookContainer(string path) : SourceContainer(Path.GetFileName(path))
{
    public override string Kind => "workbook";

    public override IReadOnlyList<string> Sections { get; } = WorkbookTable.Sheets(path);

    protected override SourceTable OpenTable(string section, TableStart start) => new WorkbookTable(path, section, start, Format(section));
}
