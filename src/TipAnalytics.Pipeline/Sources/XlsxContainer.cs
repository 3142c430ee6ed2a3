namespace TipAnalytics.Pipeline.Sources;

/// <summary>An XLSX workbook: a section is a sheet. Its shared texts are read once for all of its sheets.</summary>
internal sealed class XlsxContainer : SourceContainer
{
    private readonly FileStream file;
    private readonly XlsxPackage package;

    public XlsxContainer(string path)
        : base(Path.GetFileName(path))
    {
        file = File.OpenRead(path);
        try
        {
            package = new XlsxPackage(file);
            Sections = [.. package.Sheets.Select(sheet => sheet.Name)];
        }
        catch
        {
            package?.Dispose();
            file.Dispose();
            throw;
        }
    }

    public override string Kind => "workbook";

    public override IReadOnlyList<string> Sections { get; }

    protected override SourceTable OpenTable(string section, TableStart start) => new XlsxTable(Name, package, package.Sheets.First(sheet => sheet.Name == section).Part, start, Format(section));

    protected override void Dispose(bool disposing)
    {
        package.Dispose();
        file.Dispose();
        base.Dispose(disposing);
    }
}
