namespace TipAnalytics.Reports.Documents;

/// <summary>One piece of a document, independent of the file format.</summary>
internal abstract record Block;

/// <param name="Level">1–3; the document's title is no heading.</param>
/// <param name="Anchor">Unique within the document; target of the contents list.</param>
internal sealed record Heading(int Level, string Text, string Anchor) : Block;

internal enum ParagraphLook { Normal, Lead, Caveat, Small }

/// <param name="Start">Words set in bold before the text; empty for none.</param>
internal sealed record Paragraph(string Text, ParagraphLook Look = ParagraphLook.Normal, string Start = "") : Block;

/// <param name="Items">Bold start (may be empty) and text of each item.</param>
internal sealed record Bullets(IReadOnlyList<(string Start, string Text)> Items) : Block;

/// <summary>A framed passage that has to be read, such as «How to read this».</summary>
internal sealed record Box(string Title, IReadOnlyList<Block> Content) : Block;

/// <param name="File">File name under <c>charts/</c>.</param>
/// <param name="Drawing">Picture (PNG) at twice its printed size; drawn while the rest is composed.</param>
/// <param name="WidthPoints">Printed width; the height follows.</param>
/// <param name="Alt">What it shows, the trend, the caveat.</param>
internal sealed record Figure(string File, Task<byte[]> Drawing, int WidthPoints, int HeightPoints, string Alt, string Caption) : Block
{
    public byte[] Png => Drawing.GetAwaiter().GetResult();

    /// <summary>The values drawn; empty where a table of the same content stands beside the picture.</summary>
    public IReadOnlyList<DataTable> Values { get; init; } = [];
}

/// <summary>How a cell looks; never the only carrier of its meaning.</summary>
internal enum CellLook { Plain, Number, Hidden, NotAssessed, NoData, Elevated, NotElevated, Unknown, Rise, Fall, Warning }

internal sealed record TableCell(string Text, CellLook Look = CellLook.Plain);

/// <param name="Share">Relative width.</param>
internal sealed record Column(string Title, double Share);

/// <param name="Note">Line under the table (source, base, legend); empty for none.</param>
internal sealed record DataTable(string Caption, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<TableCell>> Rows, string Note = "") : Block;

/// <summary>Words are for the reader and no field.</summary>
internal enum FieldKind { Fixed, Text, Choice, Date, Words }

/// <summary>A field of a form.</summary>
/// <param name="Tag">Key by which it is found when the form is read.</param>
/// <param name="Value">What it says already, as printed; empty: to be filled in.</param>
internal sealed record EntryField(string Tag, string Label, string Value, FieldKind Kind = FieldKind.Text)
{
    /// <summary>Codes and words of a choice.</summary>
    public IReadOnlyList<(string Code, string Word)> Choices { get; init; } = [];
}

/// <summary>An entry to be filled in, one or two fields a row; Word only. A copy of it is a further entry.</summary>
internal sealed record FormTable(IReadOnlyList<IReadOnlyList<EntryField>> Rows) : Block;

/// <summary>Entries to be filled in, one a row under labels; Word only. A copy of a row is a further entry.</summary>
/// <param name="Columns">Labels; of words that are printed for the reader alone, empty.</param>
internal sealed record FormRows(IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<EntryField>> Rows) : Block;

/// <summary>List of the headings of level 1, with links.</summary>
/// <param name="Depth">2: those of level 2 under each, where the format can (HTML, Markdown).</param>
internal sealed record ContentsList(string Title, int Depth = 1) : Block
{
    /// <summary>Headings of level 1, each with those of level 2 under it where the list is so deep.</summary>
    public IEnumerable<(Heading Heading, IReadOnlyList<Heading> Below)> Entries(Document document)
    {
        var headings = document.Blocks.OfType<Heading>().ToList();
        for (var at = 0; at < headings.Count; at++)
        {
            if (headings[at].Level == 1)
                yield return (headings[at], [.. headings.Skip(at + 1).TakeWhile(heading => heading.Level > 1).Where(heading => heading.Level <= Depth)]);
        }
    }
}

/// <summary>Text as written, such as SQL; HTML and Markdown only.</summary>
internal sealed record Code(string Text) : Block;

/// <summary>A document before it becomes a file.</summary>
/// <param name="HeaderLine">Operation, period and audience, repeated on each printed page.</param>
/// <param name="FooterLine">As-of date and release id.</param>
/// <param name="PageWords">«Page {page} of {pages}», split around the two numbers.</param>
internal sealed record Document(
    string FileName, string Language, string Title, string Subtitle, string HeaderLine, string FooterLine, (string Before, string Between, string After) PageWords,
    string TableWord, string FigureWord, IReadOnlyList<Block> Blocks)
{
    /// <summary>The language is written from right to left.</summary>
    public bool IsRightToLeft { get; init; }
}
