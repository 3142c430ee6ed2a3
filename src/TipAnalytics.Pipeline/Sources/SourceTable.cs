namespace TipAnalytics.Pipeline.Sources;

/// <summary>Rows of one table of an export file as text, whatever its format. Cells are given only while their row is current.</summary>
/// <param name="start">Where its data begin; <see cref="TableStart.Unknown"/> gives every row, the header too. Null for a table that names its columns itself.</param>
internal abstract class SourceTable(TableStart? start = null) : IDisposable
{
    private IDisposable? owned;
    private bool isDisposed;

    public virtual IReadOnlyList<string> Headers => start?.Headers ?? [];

    /// <summary>HXL tags of the columns; null for a table without.</summary>
    public virtual IReadOnlyList<string>? Tags => start?.Tags;

    /// <summary>What was recognised, e.g. «CSV, separator ;».</summary>
    public abstract string Format { get; }

    /// <summary>Of a spreadsheet, where a number may be a day that lost its format: days by which it counts them later than from 1900 on. Null for any other file.</summary>
    public virtual int? DayOffset => null;

    /// <summary>A record leaves out what was not answered: a column that a field needs may be missing.</summary>
    public virtual bool MayOmit => false;

    /// <summary>Row of the spreadsheet, or record of the CSV; the header is row 1. In JSON the first record is row 1.</summary>
    public int Row { get; protected set; }

    /// <summary>Cells of the current row, empty ones too.</summary>
    public virtual int Width => Headers.Count;

    /// <summary>Rule by which the current row ends before it is looked at (<c>malformed</c>: it cannot be read and has no cells); null: it is whole.</summary>
    public string? Broken { get; protected set; }

    /// <summary>Place of the row among those of its parent, from 1; 0 for a row that has none.</summary>
    public virtual int Place => 0;

    /// <summary>A column whose value is the same for all rows of one parent.</summary>
    public virtual bool IsOfParent(int column) => false;

    /// <summary>Goes to the next row, malformed ones too.</summary>
    /// <exception cref="SourceDataException">The file cannot be read any further.</exception>
    public abstract bool Read();

    /// <summary>Trimmed text of a cell, empty for an empty or missing one. Valid until the next cell or row is asked for: the same memory is used again,
    /// so that a file costs no string a cell.</summary>
    public abstract ReadOnlySpan<char> Cell(int column);

    /// <summary>Label of the value in a cell, where the format keeps labels beside the values (SPSS); empty for none.</summary>
    public virtual ReadOnlySpan<char> Label(int column) => default;

    /// <summary>Says that from the next row on only these columns will be asked for; a format whose cells cost time passes over the others.</summary>
    public virtual void Need(IReadOnlySet<int> columns)
    {
    }

    /// <summary>What the table reads from is closed with it.</summary>
    public void Closes(IDisposable container) => owned = container;

    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        Dispose(disposing: true);
        owned?.Dispose();
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
