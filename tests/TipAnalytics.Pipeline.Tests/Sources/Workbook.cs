using System.Globalization;
using System.IO.Compression;
using System.Security;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>A small XLSX by hand. Cells are separated by «;»: a number stands as a number, <c>day:45352</c> in a date style, <c>shared:x</c> in the
/// shared texts, nothing leaves the cell out, anything else is inline text.</summary>
internal static class Workbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    public static byte[] Of(params (string Name, string[] Lines)[] sheets) => Of(CompressionLevel.Optimal, false, sheets);

    public static byte[] Of(CompressionLevel compression, bool startsIn1904, params (string Name, string[] Lines)[] sheets)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Part(string name, string text)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name, compression).Open());
                writer.Write(text);
            }

            var shared = new List<string>();
            Part("_rels/.rels", $"<Relationships xmlns=\"{Package}\"><Relationship Id=\"r1\" Type=\"{Office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Part("xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Office}\"><workbookPr date1904=\"{(startsIn1904 ? 1 : 0)}\"/><sheets>{string.Concat(sheets.Select((sheet, i) => Text($"<sheet name=\"{sheet.Name}\" sheetId=\"{i + 1}\" r:id=\"s{i}\"/>")))}</sheets></workbook>");
            Part("xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts><numFmt numFmtId=\"170\" formatCode=\"[$-409]d/mmm/yyyy;@\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/></cellXfs></styleSheet>");
            for (var i = 0; i < sheets.Length; i++)
                Part(Text($"xl/worksheets/sheet{i}.xml"), $"<worksheet xmlns=\"{Main}\"><sheetData>{string.Concat(sheets[i].Lines.Select((line, row) => Row(line, row + 1, shared)))}</sheetData></worksheet>");
            Part("xl/sharedStrings.xml", $"<sst xmlns=\"{Main}\">{string.Concat(shared.Select(text => $"<si><r><t>{text[..1]}</t></r><r><t>{text[1..]}</t></r><rPh><t>spoken</t></rPh></si>"))}</sst>");
            Part("xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"{Package}\">{string.Concat(sheets.Select((_, i) => Text($"<Relationship Id=\"s{i}\" Type=\"{Office}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>")))}<Relationship Id=\"t\" Type=\"{Office}/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/><Relationship Id=\"y\" Type=\"{Office}/styles\" Target=\"styles.xml\"/></Relationships>");
        }

        return memory.ToArray();
    }

    private static string Row(string line, int number, List<string> shared) =>
        line.Length == 0 ? "" : Text($"<row r=\"{number}\">{string.Concat(line.Split(';').Select((cell, column) => Cell(cell, Text($"{(char)('A' + column)}{number}"), shared)))}</row>");

    private static string Cell(string cell, string place, List<string> shared)
    {
        if (cell.Length == 0)
            return "";
        if (cell.StartsWith("day:", StringComparison.Ordinal))
            return $"<c r=\"{place}\" s=\"1\"><v>{cell[4..]}</v></c>";
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return $"<c r=\"{place}\"><v>{cell}</v></c>";
        if (!cell.StartsWith("shared:", StringComparison.Ordinal))
            return $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{SecurityElement.Escape(cell)}</t></is></c>";
        shared.Add(SecurityElement.Escape(cell[7..]));
        return Text($"<c r=\"{place}\" t=\"s\"><v>{shared.Count - 1}</v></c>");
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
