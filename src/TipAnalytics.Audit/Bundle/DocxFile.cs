using System.Text;
using System.Xml.Linq;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Reads a DOCX: every part of the package, hidden text, comments, properties, alt texts, pictures.</summary>
internal static class DocxFile
{
    // Elements whose attributes hold sizes, places and references inside the document. Attributes of any other element are read as text.
    private static readonly HashSet<string> Layout = new(StringComparer.Ordinal)
    {
        "document", "body", "p", "pPr", "pStyle", "r", "rPr", "rStyle", "b", "i", "bCs", "iCs", "color", "sz", "szCs", "shd", "lang", "rtl", "bidi", "vertAlign", "u", "t", "tab", "tabs", "br", "jc", "ind", "spacing", "keepNext", "keepLines",
        "pageBreakBefore", "outlineLvl", "numPr", "numId", "ilvl", "tbl", "tblPr", "tblStyle", "tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblHeader", "tblGrid", "gridCol", "bidiVisual", "top", "left", "bottom", "right",
        "start", "end", "insideH", "insideV", "tr", "trPr", "trHeight", "cantSplit", "tc", "tcPr", "tcW", "tcBorders", "tcMar", "vAlign", "gridSpan", "vMerge", "noWrap", "drawing", "inline", "extent", "effectExtent", "graphicFrameLocks",
        "graphic", "graphicData", "pic", "blip", "stretch", "fillRect", "spPr", "xfrm", "off", "ext", "prstGeom", "avLst", "cNvGraphicFramePr", "cNvPicPr", "nvPicPr", "blipFill", "fldChar", "instrText", "fldSimple", "sectPr", "pgSz", "pgMar",
        "cols", "docGrid", "headerReference", "footerReference", "titlePg", "pgNumType", "hdr", "ftr", "styles", "style", "docDefaults", "rPrDefault", "pPrDefault", "rFonts", "name", "basedOn", "next", "qFormat", "uiPriority", "semiHidden",
        "unhideWhenUsed", "link", "latentStyles", "pBdr", "numbering", "abstractNum", "num", "abstractNumId", "lvl", "numFmt", "lvlText", "lvlJc", "multiLevelType", "nsid", "tmpl", "startOverride", "settings", "compat", "compatSetting",
        "themeFontLang", "zoom", "defaultTabStop", "evenAndOddHeaders", "widowControl", "contextualSpacing", "caps", "smallCaps", "kern", "between", "bar", "suppressAutoHyphens", "Relationship", "Default", "Override", "Types", "Relationships", "coreProperties",
        "bookmarkEnd", "updateFields", "snapToGrid", "noProof", "tblInd", "tblpPr", "tblOverlap", "tblStylePr", "hideMark", "tcFitText", "textAlignment", "mirrorMargins", "autoHyphenation", "doNotHyphenateCaps", "hyphenationZone", "cs",
    };

    private static readonly string[] TextAttributes = ["descr", "title", "alt"];

    public static BundleFile Read(string name, byte[] bytes)
    {
        var file = new BundleFile(name);
        foreach (var (part, data) in ZipParts.Read(file, bytes))
        {
            if (part.EndsWith(".png", StringComparison.OrdinalIgnoreCase) || part.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
                file.Inside.Add((part, data));
            else if (ZipParts.Xml(file, part, data) is { } root)
                Part(file, part, root);
        }

        return file;
    }

    private static void Part(BundleFile file, string part, XElement root)
    {
        foreach (var comment in root.DescendantNodes().OfType<XComment>())
            file.Say($"{part}, XML comment", comment.Value);
        if (part.StartsWith("docProps/", StringComparison.Ordinal) || part.Contains("comments", StringComparison.Ordinal))
        {
            foreach (var leaf in root.Descendants().Where(element => !element.HasElements))
                file.Say($"{part}, {leaf.Name.LocalName}", leaf.Value);
        }
        else
        {
            Blocks(file, part, root);
        }

        foreach (var element in root.DescendantsAndSelf())
            Attributes(file, part, element);
    }

    private static void Attributes(BundleFile file, string part, XElement element)
    {
        if (element.Name.LocalName is "vanish" or "webHidden" or "specVanish" && element.Attributes().All(value => value.Value is not ("0" or "false")))
            file.Unknown.Add($"hidden text in {part}");
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            var isText = TextAttributes.Contains(attribute.Name.LocalName) || !Layout.Contains(element.Name.LocalName);
            // Ids and picture names are of the document's own making; a name is read as the name of a file.
            if (isText && !(element.Name.LocalName is "docPr" or "cNvPr" or "bookmarkStart" && attribute.Name.LocalName == "id") && !(element.Name.LocalName is "bookmarkStart" or "hyperlink" && IsAnchor(attribute.Value)))
                file.Say($"{part}, <{element.Name.LocalName} {attribute.Name.LocalName}>", attribute.Value);
        }
    }

    // Bookmarks of headings: words and the number of a heading, e.g. hno-4-1.
    private static bool IsAnchor(string value) => value.Length <= 40 && value.All(letter => char.IsAsciiLetterLower(letter) || letter is '-' or '_') || AnchorOfHeading(value);

    private static bool AnchorOfHeading(string value) => value.Split('-') is [var start, { Length: 1 } first, { Length: 1 } second] && start.All(char.IsAsciiLetterLower) && char.IsAsciiDigit(first[0]) && char.IsAsciiDigit(second[0]);

    private static void Blocks(BundleFile file, string part, XElement parent)
    {
        foreach (var element in parent.Elements())
        {
            switch (element.Name.LocalName)
            {
                case "p":
                    file.Say($"{part} «{HtmlFile.Start(TextOf(element))}»", TextOf(element));
                    break;
                case "tbl":
                    Table(file, element, Caption(element));
                    break;
                default:
                    Blocks(file, part, element);
                    break;
            }
        }
    }

    private static void Table(BundleFile file, XElement table, string caption)
    {
        var text = new TableText(caption);
        foreach (var row in table.Elements().Where(element => element.Name.LocalName == "tr"))
        {
            var isHead = row.Descendants().Any(element => element.Name.LocalName == "tblHeader");
            string[] cells = [.. row.Elements().Where(element => element.Name.LocalName == "tc").Select(cell => string.Join(' ', cell.Descendants().Where(element => element.Name.LocalName == "p").Select(TextOf)).Trim())];
            text.EndRow(cells, file, isHead);
        }
    }

    /// <summary>The paragraph before a table.</summary>
    private static string Caption(XElement table) => table.ElementsBeforeSelf().LastOrDefault() is { Name.LocalName: "p" } before ? TextOf(before) : "";

    private static string TextOf(XElement paragraph)
    {
        var text = new StringBuilder();
        foreach (var element in paragraph.Descendants())
        {
            switch (element.Name.LocalName)
            {
                case "t" or "delText":
                    text.Append(element.Value);
                    break;
                case "tab" or "br" or "cr":
                    text.Append(' ');
                    break;
            }
        }

        return text.ToString();
    }
}
