namespace TipAnalytics.Pipeline.Sources;

/// <summary>An export file as its tool packed it: one CSV, the sheets of a workbook, the files of an archive. Each is a section, which opens as a table.
/// A new format is a class of its own here and a line in <see cref="SourceContainers"/>.</summary>
/// <param name="name">File name without folder, for messages.</param>
internal abstract class SourceContainer(string name) : IDisposable
{
    // A name of more than 31 letters is cut there, or at 28 and three dots follow.
    private const int ShortestCut = 28;

    private readonly List<SourceTable> opened = [];
    private bool isDisposed;

    public string Name => name;

    /// <summary>csv, workbook, json or spss: what the signs of a dialect may ask for.</summary>
    public abstract string Kind { get; }

    /// <summary>Separator of a CSV; null for any other format.</summary>
    public virtual char? Separator => null;

    /// <summary>Whether the name of a section may be shown: one that the definition has, or a tool gives. A provider may have called another one after a person.</summary>
    public Func<string, bool> MayShow { get; set; } = _ => false;

    /// <summary>Names of the sections, the main one first.</summary>
    public abstract IReadOnlyList<string> Sections { get; }

    /// <summary>Opens a section, which may be open more than once. Its first row is the header; with a start that is known, the first row is the first of the data.</summary>
    /// <param name="section">One of <see cref="Sections"/>.</param>
    public SourceTable Open(string section, TableStart start)
    {
        var table = OpenTable(section, start);
        opened.Add(table);
        return table;
    }

    /// <summary>A section by name, without regard to case; the main one without.</summary>
    /// <exception cref="SourceDataException">There is none of this name.</exception>
    public virtual string Section(string? wanted) => wanted is null
        ? Sections[0]
        : Sections.FirstOrDefault(section => string.Equals(section, wanted, StringComparison.OrdinalIgnoreCase)) ?? Cut(wanted)
            ?? throw new SourceDataException(FormattableString.Invariant($"{name}: there is no sheet \"{wanted}\" among its {Sections.Count}. Correct «sheet» in the source definition, or export again."));

    /// <summary>What stands for a section: its name, or its place among all.</summary>
    public string Shown(string section) => MayShow(section) ? section : FormattableString.Invariant($"{Sections.ToList().IndexOf(section) + 1} of {Sections.Count}");

    /// <summary>The same, as a part of a sentence.</summary>
    protected string Title(string section) => MayShow(section) ? $"sheet \"{section}\"" : $"sheet {Shown(section)}";

    /// <summary>What a sheet of a workbook is recognised as.</summary>
    protected string Format(string section) => Sections.Count == 1 && !MayShow(section) ? "workbook" : $"workbook, {Title(section)}";

    /// <summary>Names of the columns of a section; none for an empty one.</summary>
    public IReadOnlyList<string> HeadersOf(string section, int headerRows = 1, Func<string, bool>? isName = null) =>
        FirstRows(section) is { Count: > 0 } rows ? TableStart.Of(rows, headerRows, isName)?.Headers ?? [] : [];

    /// <summary>How many sections are no part of the export whose main section is read; none where it cannot be told.</summary>
    public virtual int Strangers => 0;

    /// <summary>The section that holds the parents of the rows.</summary>
    /// <param name="wanted">As the source definition names it.</param>
    /// <param name="sheet">Section of the rows, as the source definition names it.</param>
    public virtual string ParentSection(string wanted, string? sheet) => Section(wanted);

    /// <summary>Opens a section at its data, and says what it shows of its tool.</summary>
    /// <exception cref="SourceDataException">It cannot be read, or has no header.</exception>
    /// <param name="headerRows">Rows of the header.</param>
    /// <param name="isName">Whether a cell is a name; asked where there are several rows.</param>
    public (SourceTable Table, FileSigns Signs) OpenData(string section, int headerRows = 1, Func<string, bool>? isName = null)
    {
        try
        {
            return Data(section, headerRows, isName);
        }
        catch (Exception failure) when (failure is not TipException)
        {
            throw SourceContainers.Unreadable(name, failure);
        }
    }

    protected abstract SourceTable OpenTable(string section, TableStart start);

    protected virtual (SourceTable Table, FileSigns Signs) Data(string section, int headerRows, Func<string, bool>? isName)
    {
        var rows = FirstRows(section);
        var place = Kind == "workbook" || Sections.Count > 1 ? $"{name}, {Title(section)}" : name;
        if (rows.Count == 0)
            throw new SourceDataException($"{place}: the {(place == name ? "file" : "sheet")} is empty. Export it again.");
        if (TableStart.Of(rows, headerRows, isName) is not { } start)
            throw new SourceDataException($"{place}, row 1: the header cannot be read (a quotation mark is opened and not closed, or stands inside a name). Export it again.");
        return (Open(section, start), new FileSigns(name, Kind, Separator, Sections, start.Headers, rows));
    }

    /// <summary>The sheet whose name was shortened to the 31 letters that workbooks allow, with blanks or strokes for the marks that they do not.</summary>
    private string? Cut(string wanted)
    {
        var whole = Letters(wanted);
        var found = Sections.Where(section => Letters(section) is { Length: > 0 } kept && (kept == whole || (section.Length >= ShortestCut && whole.StartsWith(kept, StringComparison.Ordinal)))).ToList();
        return found.Count < 2 ? found.FirstOrDefault() : throw new SourceDataException($"{name}: the sheet \"{wanted}\" could be {string.Join(" or ", found.Select(section => $"\"{section}\""))}. Nothing of the file was taken. Name the one that is meant under «sheet» in the source definition.");
    }

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>The first rows of a section; null for one that cannot be read.</summary>
    private List<string[]?> FirstRows(string section)
    {
        var rows = new List<string[]?>();
        using var table = Open(section, TableStart.Unknown);
        while (rows.Count < TableStart.RowsLookedAt && table.Read())
        {
            var cells = table.Broken is null ? new string[table.Width] : null;
            for (var column = 0; column < cells?.Length; column++)
                cells[column] = table.Cell(column).ToString();
            rows.Add(cells);
        }

        return rows;
    }

    /// <summary>Closes its tables too.</summary>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        opened.ForEach(table => table.Dispose());
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
