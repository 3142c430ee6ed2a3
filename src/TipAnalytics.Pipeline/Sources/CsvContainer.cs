namespace TipAnalytics.Pipeline.Sources;

/// <summary>A CSV file. A repeat group that was exported as a file of its own lies beside the file of its parent:
/// <c>survey-children.csv</c> beside <c>survey.csv</c> or <c>survey-main.csv</c>.</summary>
internal sealed class CsvContainer : SourceContainer
{
    private readonly string path;
    private readonly string? encoding;
    private readonly CsvFormat format;

    public CsvContainer(string path, string? encoding)
        : base(Path.GetFileName(path))
    {
        (this.path, this.encoding) = (path, encoding);
        format = CsvFormat.Of(Name, Bytes, encoding);
        Sections = [Path.GetFileName(path)];
    }

    public override string Kind => "csv";

    public override char? Separator => format.Separator;

    public override IReadOnlyList<string> Sections { get; }

    public override string Section(string? wanted) => Name;

    public override string ParentSection(string wanted, string? sheet)
    {
        if (CsvSiblings.ParentOf(path, wanted, sheet) is { } parent)
            return Path.GetFileName(parent);
        var names = CsvSiblings.ParentNames(path, wanted, sheet).ToList();
        throw new SourceDataException(names.Count == 0
            ? $"{Name}: the rows are to be those of the group \"{sheet}\", and this is no file of it. Its name has to end with \"{sheet}\", and the file of its parent has to lie beside it; or export both into one workbook."
            : $"{Name}: the file of its parent is not beside it. Put {string.Join(" or ", names)} into the same folder, and bring both again.");
    }

    protected override SourceTable OpenTable(string section, TableStart start)
    {
        if (section == Name)
            return new CsvTable(Name, Bytes(), format, start);
        FileStream Other() => File.OpenRead(Path.Combine(Path.GetDirectoryName(path)!, section));
        return new CsvTable(section, Other(), CsvFormat.Of(section, Other, encoding), start);
    }

    private FileStream Bytes() => File.OpenRead(path);
}
