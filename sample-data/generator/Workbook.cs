using System.Globalization;
using System.Text;
using ICSharpCode.SharpZipLib.Zip;

namespace TipAnalytics.SampleData;

/// <summary>A minimal XLSX writer: text cells as shared strings, nothing that changes from run to run.</summary>
public static class Workbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    /// <param name="sheets">Name → rows; an empty cell text is left out, as exporters do.</param>
    public static void Write(string path, IReadOnlyList<(string Name, IReadOnlyList<IReadOnlyList<string>> Rows)> sheets)
    {
        ArgumentNullException.ThrowIfNull(sheets);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        using var zip = new ZipOutputStream(file) { UseZip64 = UseZip64.Off };
        zip.SetLevel(9);
        var shared = new Dictionary<string, int>(StringComparer.Ordinal);
        var bodies = sheets.Select(sheet => Sheet(sheet.Rows, shared)).ToList();

        Put(zip, "[Content_Types].xml", $"<Types xmlns=\"{Package}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
            + Part("workbook", "sheet.main") + string.Concat(sheets.Select((_, i) => Part($"worksheets/sheet{i + 1}", "worksheet"))) + Part("styles", "styles") + Part("sharedStrings", "sharedStrings") + "</Types>");
        Put(zip, "_rels/.rels", $"<Relationships xmlns=\"{Package}/relationships\"><Relationship Id=\"rId1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
        Put(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><sheets>"
            + string.Concat(sheets.Select((sheet, i) => $"<sheet name=\"{Escaped(sheet.Name)}\" sheetId=\"{i + 1}\" r:id=\"rId{i + 1}\"/>")) + "</sheets></workbook>");
        Put(zip, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}/relationships\">"
            + string.Concat(sheets.Select((_, i) => $"<Relationship Id=\"rId{i + 1}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{i + 1}.xml\"/>"))
            + $"<Relationship Id=\"rId{sheets.Count + 1}\" Type=\"{Office}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId{sheets.Count + 2}\" Type=\"{Office}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>");
        Put(zip, "xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><fonts count=\"1\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts><fills count=\"1\"><fill><patternFill patternType=\"none\"/></fill></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"1\"><xf/></cellXfs></styleSheet>");
        for (var i = 0; i < bodies.Count; i++)
            Put(zip, $"xl/worksheets/sheet{i + 1}.xml", bodies[i]);
        Put(zip, "xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\" uniqueCount=\"{shared.Count}\">"
            + string.Concat(shared.OrderBy(entry => entry.Value).Select(entry => $"<si><t xml:space=\"preserve\">{Escaped(entry.Key)}</t></si>")) + "</sst>");
    }

    private static string Part(string name, string type) =>
        $"<Override PartName=\"/xl/{name}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{type}+xml\"/>";

    private static string Sheet(IReadOnlyList<IReadOnlyList<string>> rows, Dictionary<string, int> shared)
    {
        var text = new StringBuilder($"<worksheet xmlns=\"{Main}\"><sheetData>");
        for (var row = 0; row < rows.Count; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<row r=\"{row + 1}\">");
            for (var column = 0; column < rows[row].Count; column++)
            {
                var cell = rows[row][column];
                if (cell.Length == 0)
                    continue;
                if (!shared.TryGetValue(cell, out var index))
                    shared.Add(cell, index = shared.Count);
                text.Append(CultureInfo.InvariantCulture, $"<c r=\"{Letters(column)}{row + 1}\" t=\"s\"><v>{index}</v></c>");
            }
            text.Append("</row>");
        }
        return text.Append("</sheetData></worksheet>").ToString();
    }

    private static string Letters(int column) =>
        column < 26 ? ((char)('A' + column)).ToString() : Letters(column / 26 - 1) + (char)('A' + column % 26);

    private static string Escaped(string text) => System.Security.SecurityElement.Escape(text).Replace("\n", "&#10;", StringComparison.Ordinal);

    private static void Put(ZipOutputStream zip, string name, string content)
    {
        // A fixed time: the archive must not say when it was made.
        zip.PutNextEntry(new ZipEntry(name) { DateTime = new DateTime(2026, 8, 1, 0, 0, 0, DateTimeKind.Unspecified) });
        var bytes = Encoding.UTF8.GetBytes(Declaration + content);
        zip.Write(bytes, 0, bytes.Length);
        zip.CloseEntry();
    }
}
