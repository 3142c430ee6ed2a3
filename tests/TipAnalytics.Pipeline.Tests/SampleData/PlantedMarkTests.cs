namespace TipAnalytics.Pipeline.Tests.SampleData;

/// <summary>The marks are what later tests search for: a column of persons without them would make those tests pass for nothing.</summary>
public class PlantedMarkTests
{
    [Theory]
    [InlineData("pm-households", "respondent/name respondent/phone interview/enumerator location/gps location/_gps_latitude location/_gps_longitude comments/remarks deviceid _id _uuid _submitted_by meta/rootUuid")]
    [InlineData("pm-key-informants", "informant/name informant/phone location/gps ki/remarks _id _uuid _submitted_by meta/rootUuid")]
    [InlineData("fs-households", "HHID EnuName RESPPhone Remarks")]
    [InlineData("cp-cases", "id case_id_display name telephone_current protection_concern_detail_subform_section owned_by")]
    [InlineData("services", "focal_point contact")]
    public void Every_filled_cell_of_an_identifying_column_carries_a_mark(string source, string columns)
    {
        foreach (var path in Directory.GetFiles(Path.Combine(SampleFiles.Inbox, source), "*.csv"))
        {
            var marked = 0;
            foreach (var row in SampleFiles.Rows(path))
                foreach (var column in columns.Split(' '))
                {
                    if (row[column] is "" or "n/a")
                        continue;
                    Assert.True(IsMarked(row[column]), $"{Path.GetFileName(path)}, {column}: «{row[column]}»");
                    marked++;
                }
            Assert.True(marked > 100, $"{Path.GetFileName(path)} carries {marked} marks");
        }
    }

    [Fact]
    public void Every_broken_last_line_carries_a_mark_too() =>
        Assert.All(Directory.GetFiles(Path.Combine(SampleFiles.Inbox, "pm-households")), path => Assert.Contains("ZZMARK", File.ReadLines(path).Last(), StringComparison.Ordinal));

    private static bool IsMarked(string value) =>
        value.Contains("ZZMARK", StringComparison.Ordinal) || value.Contains("5a5a4d41-524b", StringComparison.Ordinal) || value.Contains("98765432", StringComparison.Ordinal);
}
