using System.Text;
using System.Text.Json;
using ExcelDataReader;

namespace TipAnalytics.Pipeline.Tests.SampleData;

public class ExportShapeTests
{
    static ExportShapeTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    [Fact]
    public void An_incident_workbook_has_two_sheets_the_42_columns_and_text_dates()
    {
        using var file = File.OpenRead(Path.Combine(SampleFiles.Inbox, "gbv-incidents", "incident_recorder_2025H1.xlsx"));
        using var workbook = ExcelReaderFactory.CreateReader(file);

        Assert.Equal("Incident Data", workbook.Name);
        workbook.Read();
        Assert.Equal(42, workbook.FieldCount);
        Assert.Equal("INCIDENT ID", workbook.GetString(0));
        Assert.Equal("MONEY, GOODS, BENEFITS AND / OR SERVICES EXCHANGED ?", workbook.GetString(21));
        Assert.Equal("REPORTING AGENCY CODE", workbook.GetString(41));
        workbook.Read();
        Assert.Matches("^[0-9]{2}-(Jan|Feb|Mar|Apr|May|Jun)-2025$", workbook.GetString(3));
        Assert.True(workbook.NextResult());
        Assert.Equal("Menu Data", workbook.Name);
        Assert.False(workbook.NextResult());
    }

    [Fact]
    public void A_Kobo_export_separates_by_semicolon_quotes_every_field_and_ends_lines_with_CRLF_some_with_a_byte_order_mark()
    {
        var exports = Directory.GetFiles(Path.Combine(SampleFiles.Inbox, "pm-households"), "*.csv").Select(File.ReadAllBytes).ToList();

        Assert.Equal(14, exports.Count);
        Assert.Equal(3, exports.Count(bytes => bytes is [0xEF, 0xBB, 0xBF, ..]));
        Assert.All(exports, bytes => Assert.Matches("^\uFEFF?\"today\";\"consent\";.*\"meta/rootUuid\"\r\n\"", Encoding.UTF8.GetString(bytes)));
    }

    [Theory]
    [InlineData("pm-households", "today", 14_000)]
    [InlineData("fs-households", "HHID", 19_000)]
    [InlineData("cp-cases", "id", 9_500)]
    [InlineData("services", "area", 9_500)]
    public void A_source_holds_rows_enough_for_its_planted_changes(string source, string column, int atLeast) =>
        Assert.InRange(Directory.GetFiles(Path.Combine(SampleFiles.Inbox, source)).Sum(path => SampleFiles.Rows(path).Count(row => row.ContainsKey(column))), atLeast, 2 * atLeast);

    /// <summary>A border that two areas draw differently shows as a gap on the map, and makes neighbourhood unknowable.</summary>
    [Fact]
    public void Neighbours_share_their_border_point_by_point()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(SampleFiles.Operation, "boundaries", "lake-region-adm2.geojson")));
        var rings = json.RootElement.GetProperty("features").EnumerateArray()
            .Select(feature => feature.GetProperty("geometry").GetProperty("coordinates")[0].EnumerateArray().Select(point => $"{point[0]} {point[1]}").ToList()).ToList();
        var segments = rings.SelectMany(ring => ring.Zip(ring.Skip(1), (from, to) => (From: from, To: to))).ToList();
        var shared = segments.Count(segment => segments.Contains((segment.To, segment.From)));

        Assert.Equal(30, rings.Count);
        Assert.All(rings, ring => Assert.Equal(ring[0], ring[^1]));
        Assert.Equal(segments.Count, segments.Distinct().Count());
        // Every segment is shared but those on the lake shore (12 edges) and on the outline (18 edges), of 16 segments each.
        Assert.Equal(segments.Count - 30 * 16, shared);
    }
}
