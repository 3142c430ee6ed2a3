using System.Globalization;
using System.Text;

namespace TipAnalytics.Reports.Pdf;

/// <summary>An element of the structure of the document: what a passage is, and in which order it is read.</summary>
/// <param name="kind">Standard structure type (ISO 32000-1, 14.8.4): H1, P, Table, TD, Figure.</param>
/// <param name="attributes">Entries such as /Alt or /A; empty for none.</param>
internal sealed class PdfTag(string kind, string attributes = "")
{
    private readonly List<Kid> kids = [];

    /// <summary>A child, a marked passage of a page, or a link.</summary>
    private sealed record Kid(PdfTag? Tag, PdfPage? Page, int Mark, int Link);

    public string Kind => kind;

    public PdfTag Child(string childKind, string childAttributes = "")
    {
        var child = new PdfTag(childKind, childAttributes);
        kids.Add(new(child, null, 0, 0));
        return child;
    }

    public void Has(PdfPage page, int mark) => kids.Add(new(null, page, mark, 0));

    public void HasLink(PdfPage page, int link) => kids.Add(new(null, page, 0, link));

    /// <summary>Writes the element and all below it.</summary>
    /// <param name="objects">Filled with the object of every element.</param>
    public int Write(PdfFile pdf, int parent, Dictionary<PdfTag, int> objects)
    {
        var id = objects[this] = pdf.Reserve();
        var page = kids.Find(kid => kid.Page is not null)?.Page;
        var content = new StringBuilder();
        foreach (var kid in kids)
        {
            if (kid.Tag is { } tag)
                content.Append(CultureInfo.InvariantCulture, $"{tag.Write(pdf, id, objects)} 0 R ");
            else if (kid.Link > 0)
                content.Append(CultureInfo.InvariantCulture, $"<</Type/OBJR/Obj {kid.Link} 0 R/Pg {kid.Page!.Id} 0 R>>");
            else if (ReferenceEquals(kid.Page, page))
                content.Append(CultureInfo.InvariantCulture, $"{kid.Mark} ");
            else
                content.Append(CultureInfo.InvariantCulture, $"<</Type/MCR/Pg {kid.Page!.Id} 0 R/MCID {kid.Mark}>>");
        }
        pdf.Set(id, string.Create(CultureInfo.InvariantCulture,
            $"<</S/{kind}/P {parent} 0 R{(page is null ? "" : $"/Pg {PdfFile.Reference(page.Id)}")}{attributes}/K[{content.ToString().TrimEnd()}]>>"));
        return id;
    }
}
