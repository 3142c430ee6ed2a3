namespace TipAnalytics.Pipeline.Sources;

/// <summary>A CSV file: one section, named as the file.</summary>
internal sealed class CsvContainer : SourceContainer
{
    private readonly string path;
    private readonly CsvFormat format;

    public CsvContainer(string path)
        : base(Path.GetFileName(path))
    {
        this.path = path;
        format = CsvFormat.Recognise(Bytes);
        Sections = [Path.GetFileNameWithoutExtension(path)];
    }

    public override string Kind => "csv";

    public override char? Separator => format.Separator;

    public override IReadOnlyList<string> Sections { get; }

    public override SourceTable Open(string section, TableStart start) => new CsvTable(Name, Bytes(), format, start);

    private FileStream Bytes() => File.OpenRead(path);
}
