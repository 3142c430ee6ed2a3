using System.IO.Compression;
using System.Text;
using TipAnalytics.Audit.Bundle;
using TipAnalytics.Audit.Ledger;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Audit.Tests.Bundle;

/// <summary>A bundle of a few files on two indicators and three areas of the invented operation, written by hand.</summary>
internal sealed class SmallRelease : IDisposable
{
    private static readonly string Catalogue = Path.Combine(AppContext.BaseDirectory, "catalogue");

    private static readonly OperationSetup Setup = OperationLoader.Load(Path.Combine(Catalogue, "operations", "lake-region"), Catalogue, PlaceTables.Read);

    private static readonly LedgerRelease Release = new(1, "2026-08-15-0a1b2c3d", new(2026, 8, 15), null);

    private readonly string folder = Directory.CreateTempSubdirectory("audit").FullName;

    public SmallRelease()
    {
        Write("report.html", Html(""));
        Write("tables/cells-CH-01.csv", Csv());
        Write("report.docx", Docx(""));
        Write("charts/areas-CH-01.png", Png());
        Write("tables.xlsx", Xlsx(""));
    }

    /// <summary>Shares of the latest quarter: Lake Region 24, Nordmere 21, Reedmark withheld.</summary>
    public static IReadOnlyDictionary<string, LedgerFigure> Figures { get; } = new[]
    {
        Shown("CH-01", "LR", 24, 21, 27, 1000, 1999), Shown("CH-01", "LR01", 21, 15, 28, 100, 199), Withheld("CH-01", "LR02"), Shown("CH-03", "LR", 33, 30, 36, 1000, 1999),
    }.ToDictionary(figure => figure.FigureId, StringComparer.Ordinal);

    public string Folder => folder;

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    /// <returns>What the audit says; null when it passes.</returns>
    public AuditFailure? Audit(AuditReport? report = null) =>
        new CoverageAudit(Setup, Catalogue, Release, Figures, KnownTexts.Read(Catalogue)).Check(folder, null, report ?? new AuditReport(Release.Id));

    public static string Html(string more) => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><title>Trends</title></head><body>
        <h2 id="values">Latest values</h2>
        <p>«Child work as a household coping strategy», Q2 2026: Lake Region 24% (21–27), Nordmere 21%. As of 15 August 2026.</p>
        <table><caption>Table 1. Latest value</caption>
        <thead><tr><th>Indicator</th><th>Lake Region</th><th>Nordmere</th><th>Reedmark</th></tr></thead>
        <tbody><tr><th>CH-01 · Q2 2026</th><td>24% (21–27)</td><td>21% (15–28)</td><td>Not shown to protect people.</td></tr></tbody></table>
        {more}
        </body></html>
        """;

    public static string Csv(string share = "21", string hidden = "") =>
        "figure_id,indicator_id,area_code,area_level,period,split,category,state,share_percent,low_percent,high_percent,bound,base_low,base_high\n"
        + "CH-01:LR:2026-Q2:all,CH-01,LR,0,2026-Q2,all,all,shown,24,21,27,,1000,1999\n"
        + $"CH-01:LR01:2026-Q2:all,CH-01,LR01,1,2026-Q2,all,all,shown,{share},15,28,,100,199\n"
        + $"CH-01:LR02:2026-Q2:all,CH-01,LR02,1,2026-Q2,all,all,{(hidden.Length > 0 ? $"shown,{hidden},10,20,,100,199" : "hidden,,,,,,")}\n";

    public static byte[] Docx(string more, string property = "Trends", string alt = "A chart.") => Zip(
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"),
        ("word/document.xml", $"""
            <w:document xmlns:w="urn:w" xmlns:wp="urn:wp"><w:body>
            <w:p><w:r><w:t>Child work as a household coping strategy, Nordmere: 21% in Q2 2026.</w:t></w:r></w:p>
            <w:p><w:r><wp:docPr id="1" name="areas-CH-01.png" descr="{alt}"/></w:r></w:p>{more}</w:body></w:document>
            """),
        ("docProps/core.xml", $"<cp xmlns=\"urn:cp\"><title>{property}</title></cp>"));

    public static byte[] Xlsx(string hiddenSheet, string comment = "") => Zip(
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"Values\" sheetId=\"1\"/><sheet name=\"More\" sheetId=\"2\" state=\"veryHidden\"/></sheets></workbook>"),
        ("xl/worksheets/sheet1.xml", """
            <worksheet><sheetData>
            <row r="1"><c r="A1" t="inlineStr"><is><t>indicator_id</t></is></c><c r="B1" t="inlineStr"><is><t>area_code</t></is></c><c r="C1" t="inlineStr"><is><t>latest</t></is></c></row>
            <row r="2"><c r="A2" t="inlineStr"><is><t>CH-01</t></is></c><c r="B2" t="inlineStr"><is><t>LR01</t></is></c><c r="C2"><v>21</v></c></row>
            </sheetData></worksheet>
            """),
        ("xl/worksheets/sheet2.xml", $"<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>CH-01 Nordmere</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>{hiddenSheet}</t></is></c></row></sheetData></worksheet>"),
        ("xl/comments1.xml", $"<comments><t>{comment}</t></comments>"));

    /// <summary>A workbook of one sheet whose cells have no references; the style 1 is that of days.</summary>
    public static byte[] Sheet(string rows) => Zip(
        ("xl/styles.xml", "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
        ("xl/worksheets/sheet1.xml", $"<worksheet><sheetData>{rows}</sheetData></worksheet>"));

    /// <param name="text">A text chunk; empty: none.</param>
    public static byte[] Png(string text = "")
    {
        using var stream = new MemoryStream();
        stream.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk("IHDR", new byte[13]);
        if (text.Length > 0)
            Chunk("tEXt", Encoding.Latin1.GetBytes($"Comment\0{text}"));
        Chunk("IDAT", [1, 2, 3]);
        Chunk("IEND", []);
        return stream.ToArray();

        void Chunk(string kind, byte[] data)
        {
            Span<byte> length = stackalloc byte[4];
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
            stream.Write(length);
            stream.Write(Encoding.ASCII.GetBytes(kind));
            stream.Write(data);
            stream.Write(new byte[4]);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static LedgerFigure Shown(string indicator, string area, double share, double low, double high, double baseLow, double baseHigh) =>
        Figure(indicator, area, ("base", 500, 500), ("signal", 120, 120), ("share", share, share), ("interval", low, high), ("base_band", baseLow, baseHigh));

    private static LedgerFigure Withheld(string indicator, string area) => Figure(indicator, area, ("withheld", null, null));

    private static LedgerFigure Figure(string indicator, string area, params (string What, double? Low, double? High)[] facts)
    {
        var period = Period.Containing(new(2026, 4, 1), PeriodGrain.Quarter);
        List<LedgerFact> all = [.. facts.Select(fact => new LedgerFact(1, indicator, Setup.Catalogue.Indicators[indicator].Hash, area, period, "all", "all", fact.What, fact.Low, fact.High))];
        return new(all[0].FigureId, 1, indicator, all[0].DefinitionHash, area, period, "all", "all", all);
    }

    private static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in parts)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return memory.ToArray();
    }
}
