using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>Corrections on rows as they are read, and the times of an interview.</summary>
public sealed class CorrectedRowTests : IDisposable
{
    private const string Rows = "id,month,place,n\na,2024-05-03,LR0101,1\nb,2024-05-03,Nowhere,2\nc,,LR0102,3\n";
    private readonly ExportFolder exports = new();

    public void Dispose() => exports.Dispose();

    [Fact]
    public void A_value_is_replaced_and_the_row_as_written_kept_for_comparing_versions()
    {
        var row = Read(new Correction("source", "", 2, "size", 7L, "", 0))[0];
        Assert.Equal((7L, 1L), (ExportFolder.Value(row, "size"), ExportFolder.Value(row.AsWritten!, "size")));
        Assert.Equal((1L, false), (row.Corrected.Single().Written, row.Corrected.Single().WasUnreadable));
    }

    [Fact]
    public void A_row_with_an_unknown_area_or_no_month_is_mended_by_a_correction_of_that()
    {
        var rows = Read(new Correction("source", "", 3, Correction.Area, "LR0102", "", 0), new Correction("source", "", 4, Correction.Period, new DateOnly(2024, 6, 1), "", 0));
        Assert.All(rows, row => Assert.Null(row.Ended));
        Assert.Equal(("LR0102", new DateOnly(2024, 6, 1)), (rows[1].AreaCode, rows[2].PeriodStart));
        Assert.All(rows.Skip(1), row => Assert.True(row.Corrected.Single().WasUnreadable));
        Assert.Equal(["unknown_area", "missing_period"], Read(new Correction("source", "", 3, "size", 7L, "", 0)).Skip(1).Select(row => row.Rule));
    }

    [Fact]
    public void A_dropped_row_is_rejected_as_a_correction() =>
        Assert.Equal([null, "correction", "missing_period"], Read(new Correction("source", "", 3, "", null, "", 0)).Select(row => row.Rule));

    [Theory]
    [InlineData("2024-05-03T10:00:00+03:00", "2024-05-03T07:25:30Z", 25L)]
    [InlineData("2024-05-03T10:00:00", "2024-05-03T09:59:30", -1L)]
    [InlineData("2024-05-03", "2024-05-02", -1440L)]
    [InlineData("2024-05-03T10:00:00", "", null)]
    [InlineData("ten", "2024-05-03", null)]
    public void Minutes_run_from_start_to_end_whatever_the_offset(string start, string end, long? minutes)
    {
        var source = Source(quality: new() { Start = "start", End = "end" });
        Assert.Equal(minutes, exports.Row(source, $"id,month,place,n,start,end\na,2024-05-03,LR0101,1,{start},{end}\n").Minutes);
    }

    private List<SourceRow> Read(params Correction[] corrections)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Rows)));
        return exports.Read(Source(), System.Text.Encoding.UTF8.GetBytes(Rows), corrections: [.. corrections.Select(correction => correction with { FileHash = hash })]).Rows;
    }

    private static SourceDefinition Source(QualityColumns? quality = null) => ExportFolder.Source(fields: new() { ["size"] = new() { Column = "n" } }, quality: quality);
}
