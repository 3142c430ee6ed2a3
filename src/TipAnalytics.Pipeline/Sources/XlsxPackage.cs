using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Parts of an XLSX file (ECMA-376): its sheets by name, its shared texts, and which cell styles are dates.</summary>
internal sealed class XlsxPackage : IDisposable
{
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CheckCharacters = false };
    private readonly ZipArchive parts;
    private readonly List<(string Name, string Part)> sheets = [];

    public XlsxPackage(Stream file)
    {
        parts = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var workbook = Related("", "").First(part => part.Type == "officeDocument").Part;
        var related = Related(workbook[..(workbook.LastIndexOf('/') + 1)], workbook[(workbook.LastIndexOf('/') + 1)..]);
        using (var xml = Open(workbook))
        {
            while (xml.Read())
            {
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" })
                    StartsIn1904 = xml.GetAttribute("date1904") is "1" or "true";
                else if (xml is { NodeType: XmlNodeType.Element, LocalName: "sheet" } && RelationshipId(xml) is { } id)
                    sheets.AddRange(related.Where(part => part.Id == id && part.Type == "worksheet").Select(part => (xml.GetAttribute("name") ?? "", part.Part)));
            }
        }

        SharedTexts = related.FirstOrDefault(part => part.Type == "sharedStrings").Part is { } texts ? ReadTexts(texts) : [];
        DateStyles = related.FirstOrDefault(part => part.Type == "styles").Part is { } styles ? ReadStyles(styles) : [];
    }

    public IReadOnlyList<(string Name, string Part)> Sheets => sheets;

    /// <summary>Days are counted from 1904 on (old Excel for Macintosh).</summary>
    public bool StartsIn1904 { get; }

    public IReadOnlyList<string> SharedTexts { get; }

    /// <summary>By cell style: its number format shows a day.</summary>
    public IReadOnlyList<bool> DateStyles { get; }

    /// <summary>True for an XLSX; false for another archive (XLSB, ODS).</summary>
    public static bool Is(Stream file)
    {
        using var parts = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        return parts.Entries.Any(part => part.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) && part.FullName.StartsWith("xl/workbook", StringComparison.OrdinalIgnoreCase));
    }

    public XmlReader Open(string part) => XmlReader.Create((parts.GetEntry(part) ?? throw new InvalidDataException()).Open(), Settings);

    public void Dispose() => parts.Dispose();

    private static string? RelationshipId(XmlReader xml)
    {
        for (var found = xml.MoveToFirstAttribute(); found; found = xml.MoveToNextAttribute())
        {
            if (xml.LocalName == "id" && xml.Prefix.Length > 0)
            {
                var id = xml.Value;
                xml.MoveToElement();
                return id;
            }
        }

        xml.MoveToElement();
        return null;
    }

    private List<(string Id, string Type, string Part)> Related(string folder, string name)
    {
        var related = new List<(string, string, string)>();
        using var xml = Open($"{folder}_rels/{name}.rels");
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "Relationship" } && xml.GetAttribute("Target") is { Length: > 0 } target && xml.GetAttribute("Type") is { } type)
                related.Add((xml.GetAttribute("Id") ?? "", type[(type.LastIndexOf('/') + 1)..], target[0] == '/' ? target[1..] : folder + target));
        }

        return related;
    }

    private List<string> ReadTexts(string part)
    {
        var texts = new List<string>();
        var text = new StringBuilder();
        using var xml = Open(part);
        var isSpoken = false;
        while (xml.Read())
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && !isSpoken)
                text.Append(xml.Value);
            else if (xml.LocalName == "rPh")
                isSpoken = xml.NodeType == XmlNodeType.Element && !xml.IsEmptyElement;
            else if (xml.LocalName == "si" && (xml.NodeType == XmlNodeType.EndElement || xml.IsEmptyElement))
            {
                texts.Add(text.ToString().Trim());
                text.Clear();
            }
        }

        return texts;
    }

    private List<bool> ReadStyles(string part)
    {
        var own = new Dictionary<int, bool>();
        var styles = new List<bool>();
        var isInCells = false;
        using var xml = Open(part);
        while (xml.Read())
        {
            if (xml.LocalName == "cellXfs")
                isInCells = xml.NodeType == XmlNodeType.Element;
            else if (xml is { NodeType: XmlNodeType.Element, LocalName: "numFmt" })
                own[Number(xml, "numFmtId")] = ShowsDay(xml.GetAttribute("formatCode") ?? "");
            else if (isInCells && xml is { NodeType: XmlNodeType.Element, LocalName: "xf" } && Number(xml, "numFmtId") is var format)
                styles.Add(own.TryGetValue(format, out var isDay) ? isDay : format is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 50 and <= 58));
        }

        return styles;
    }

    private static int Number(XmlReader xml, string attribute) => int.TryParse(xml.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>A format with d or y outside of quotation marks, brackets and escapes.</summary>
    private static bool ShowsDay(string format)
    {
        var (isQuoted, isBracket) = (false, false);
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] == '\\')
                i++;
            else if (format[i] == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && format[i] is '[' or ']')
                isBracket = format[i] == '[';
            else if (!isQuoted && !isBracket && format[i] is 'd' or 'D' or 'y' or 'Y')
                return true;
        }

        return false;
    }
}
