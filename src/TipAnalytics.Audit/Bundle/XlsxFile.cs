using System.Globalization;
using System.Xml.Linq;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Reads a workbook: every sheet, hidden or not, with cached values and formulas; shared texts, comments, defined names, properties, headers.</summary>
internal static class XlsxFile
{
    // A row with two of these is the head of a table of data.
    private static readonly string[] Heads = ["figure_id", "indicator_id", "area_code", "period", "state", "column", "stream", "kind"];

    public static BundleFile Read(string name, byte[] bytes)
    {
        var file = new BundleFile(name);
        var parts = ZipParts.Read(file, bytes);
        var texts = new List<string>();
        var dates = new HashSet<string>(StringComparer.Ordinal);
        var sheets = new List<(string Name, XElement Root)>();
        foreach (var (part, data) in parts)
        {
            if (part.EndsWith(".png", StringComparison.OrdinalIgnoreCase) || part.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
            {
                file.Inside.Add((part, data));
                continue;
            }

            if (ZipParts.Xml(file, part, data) is not { } root)
                continue;
            foreach (var comment in root.DescendantNodes().OfType<XComment>())
                file.Say($"{part}, XML comment", comment.Value);
            if (part == "xl/sharedStrings.xml")
                texts.AddRange(root.Elements().Where(element => element.Name.LocalName == "si").Select(TextOf));
            else if (part.StartsWith("xl/worksheets/", StringComparison.Ordinal) && part.EndsWith(".xml", StringComparison.Ordinal))
                sheets.Add((part, root));
            else if (part == "xl/styles.xml")
                dates.UnionWith(DateStyles(root));
            else if (part == "xl/workbook.xml")
                Workbook(file, root);
            else if (part.StartsWith("docProps/", StringComparison.Ordinal) || part.Contains("comments", StringComparison.OrdinalIgnoreCase) || part.Contains("drawing", StringComparison.Ordinal) && !part.EndsWith(".rels", StringComparison.Ordinal))
                Leaves(file, part, root);
            else if (part.Contains("pivot", StringComparison.OrdinalIgnoreCase) || part.Contains("externalLink", StringComparison.Ordinal) || part.Contains("vba", StringComparison.OrdinalIgnoreCase) || part.Contains("customXml", StringComparison.Ordinal) || part.Contains("chart", StringComparison.Ordinal))
                file.Unknown.Add($"a part that no reader looks through ({part})");
        }

        foreach (var (part, root) in sheets)
            Sheet(file, part, root, texts, dates);
        return file;
    }

    private static void Workbook(BundleFile file, XElement root)
    {
        foreach (var sheet in root.Descendants().Where(element => element.Name.LocalName == "sheet"))
            file.Say("name of a sheet", (string?)sheet.Attribute("name") ?? "");
        foreach (var defined in root.Descendants().Where(element => element.Name.LocalName == "definedName"))
        {
            file.Say("defined name", (string?)defined.Attribute("name") ?? "");
            // A reference names cells; anything else is a value.
            if (!defined.Value.Contains('!', StringComparison.Ordinal))
                file.Say("value of a defined name", defined.Value);
        }
    }

    private static void Leaves(BundleFile file, string part, XElement root)
    {
        foreach (var leaf in root.Descendants().Where(element => !element.HasElements && element.Value.Length > 0 && element.Name.LocalName is not ("from" or "to" or "col" or "row" or "colOff" or "rowOff")))
            file.Say($"{part}, {leaf.Name.LocalName}", leaf.Value);
        foreach (var attribute in root.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "descr" or "title" or "name"))
            file.Say($"{part}, {attribute.Name.LocalName}", attribute.Value);
    }

    private static void Sheet(BundleFile file, string part, XElement root, List<string> texts, HashSet<string> dates)
    {
        foreach (var words in root.Descendants().Where(element => element.Name.LocalName is "oddHeader" or "oddFooter" or "evenHeader" or "evenFooter" or "firstHeader" or "firstFooter"))
            file.Say($"{part}, {words.Name.LocalName}", words.Value);
        var rows = root.Descendants().Where(element => element.Name.LocalName == "row").Select(row => Cells(file, part, row, texts, dates)).Where(row => row.Count > 0).ToList();
        var head = rows.FindIndex(row => row.Values.Count(Heads.Contains) >= 2);
        if (head < 0)
        {
            var columns = rows.Count > 0 ? rows.MaxBy(row => row.Count)! : [];
            foreach (var row in rows)
            {
                foreach (var (column, text) in row)
                    file.Say($"{part}, column {column}", text, [columns.GetValueOrDefault(column, ""), .. row.Where(other => other.Key != column).Select(other => other.Value)]);
            }

            return;
        }

        foreach (var text in rows.Take(head).SelectMany(row => row.Values))
            file.Say($"{part}, above its table", text);
        List<int> order = [.. rows.Skip(head).SelectMany(row => row.Keys).Distinct().Order()];
        // HXL tags name the columns once more.
        var data = rows.Skip(head + 1).Where(row => !row.Values.All(value => value.StartsWith('#'))).ToList();
        file.Tables.Add(new($"{file.Name}, {part}", [.. order.Select(column => rows[head].GetValueOrDefault(column, ""))], [.. data.Select(row => (IReadOnlyList<string>)[.. order.Select(column => row.GetValueOrDefault(column, ""))])]));
    }

    private static Dictionary<int, string> Cells(BundleFile file, string part, XElement row, List<string> texts, HashSet<string> dates)
    {
        var (cells, last) = (new Dictionary<int, string>(), 0);
        foreach (var cell in row.Elements().Where(element => element.Name.LocalName == "c"))
        {
            var reference = (string?)cell.Attribute("r") ?? "";
            var column = reference.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (sum, letter) => sum * 26 + letter - 'A' + 1);
            // A cell without a reference stands right of the one before it, empty or not.
            last = column = column == 0 ? last + 1 : column;
            if (cell.Elements().Any(element => element.Name.LocalName == "f"))
                file.Unknown.Add($"a formula in {part} ({reference}), which may compute anything");
            var value = cell.Elements().FirstOrDefault(element => element.Name.LocalName == "v")?.Value ?? "";
            var text = (string?)cell.Attribute("t") switch
            {
                "s" => int.TryParse(value, out var at) && at >= 0 && at < texts.Count ? texts[at] : value,
                "inlineStr" => TextOf(cell),
                "b" => value == "1" ? "true" : "false",
                _ => dates.Contains((string?)cell.Attribute("s") ?? "0") ? DayOf(value) : value,
            };
            if (text.Length > 0)
                cells[column] = text;
        }

        return cells;
    }

    /// <summary>Styles whose numbers are days: of a format that stands for a date, or is written with years.</summary>
    private static IEnumerable<string> DateStyles(XElement root)
    {
        var written = root.Descendants().Where(element => element.Name.LocalName == "numFmt" && ((string?)element.Attribute("formatCode") ?? "").Contains("yy", StringComparison.OrdinalIgnoreCase)).Select(element => (string?)element.Attribute("numFmtId")).ToHashSet();
        var styles = root.Elements().Where(element => element.Name.LocalName == "cellXfs").Elements().Select(element => (string?)element.Attribute("numFmtId")).ToList();
        return Enumerable.Range(0, styles.Count).Where(at => styles[at] is "14" or "15" or "16" or "17" or "22" || written.Contains(styles[at])).Select(at => at.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>A day as workbooks count it, from the last of 1899; what is no whole number stays as it is.</summary>
    private static string DayOf(string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is > 0 and < 100_000 ? new DateOnly(1899, 12, 30).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : number;

    private static string TextOf(XElement element) => string.Concat(element.Descendants().Where(inside => inside.Name.LocalName == "t").Select(inside => inside.Value));
}
