using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Tests.Indicators;

public class CoverageTests
{
    [Fact]
    public void A_quarter_without_records_is_missing_and_the_second_in_a_row_is_silent()
    {
        var lines = Given.Stream("pm_hh", """
            period  | area
            2024-01 | X11
            2025-02 | X11
            """).Derived((vault, setup) => CoverageTables.Read(vault, setup, TestCatalogue.AsOf)).Where(line => line is { Stream: "pm_hh", AreaCode: "X11" });

        Assert.Equal(
            ["silent", "silent", "silent", "silent", "received", "missing", "silent", "silent", "received", "missing", "silent", "silent"],
            lines.Select(line => line.State));
    }

    [Fact]
    public void Incident_streams_are_told_for_the_country_only() =>
        Assert.All(
            Given.Stream("gbv_ir", "area\nX1").Derived((vault, setup) => CoverageTables.Read(vault, setup, TestCatalogue.AsOf)).Where(line => line.Stream is "gbv_ir" or "cp_cm"),
            line => Assert.Equal(("X", 0), (line.AreaCode, line.AreaLevel)));

    [Fact]
    public void Reporting_points_are_counted_before_and_since_the_onset() =>
        Assert.Equal(
            new ReportingPoints(1, 3),
            Given.Stream("pm_ki", """
                period  | reporting_point
                2024-01 | a
                2024-02 | a
                2024-04 | a
                2025-01 | a
                2025-02 | b
                2025-03 | c
                2025-04 | a
                2025-04 | b
                2025-04 | d
                """).Derived((vault, setup) => CoverageTables.ReportingPoints(vault, setup, TestCatalogue.AsOf))["pm_ki"]);

    [Fact]
    public void A_point_is_expected_for_a_year_after_it_was_last_heard_from()
    {
        var index = Given.Stream("pm_hh", """
            period  | area | reporting_point
            2024-01 | X11  | a
            2024-01 | X12  | b
            2024-04 | X11  | a
            2025-01 | X11  | a
            2025-04 | X11  | a
            """).Derived((vault, setup) => CoverageTables.Index(vault, setup, TestCatalogue.AsOf))
            .Where(one => one is { Stream: "pm_hh", AreaCode: "X1" }).ToDictionary(one => one.Period.ToString(), one => (one.Reporting, one.Expected));

        Assert.Equal((2, 2), index["2024-Q1"]);
        Assert.Equal((1, 2), index["2024-Q2"]);
        Assert.Equal((0, 2), index["2024-Q3"]);
        Assert.Equal((1, 2), index["2025-Q1"]);
        Assert.Equal((1, 1), index["2025-Q2"]);
        Assert.False(index.ContainsKey("2023-Q4"));
    }

    [Theory]
    [InlineData("2024-06-01", "2024-06-01", false)]
    [InlineData("2024-02-10", "2024-06-01", true)]
    [InlineData("2024-02-10", "2024-03-10", false)]
    public void Records_taken_after_their_month_had_closed_are_late_unless_the_source_is_new(string first, string second, bool isLate)
    {
        var facts = Given.Stream("pm_hh", """
            period  | batch_id | form_version
            2024-01 | 1        | v2
            2024-01 | 2        | v1
            2024-02 | 2        | v2
            """)
            .Derived((vault, setup) =>
            {
                Sql.Run(vault, $"""
                    create table batch as select * from (values
                        (1, 'pm_hh', date '{first}', date '2024-01-01'),
                        (2, 'pm_hh', date '{second}', date '2024-02-01')) as taken(batch_id, source_id, ingested_on, last_month)
                    """);
                return SourceFacts.Read(vault, setup);
            }).Single(one => one.SourceId == "pm_hh");

        Assert.Equal(("2024-01", "2024-02", isLate), (facts.FirstMonth.ToString(), facts.LastMonth.ToString(), facts.HasLateReports));
        Assert.Equal(["v1", "v2"], facts.FormVersions);
    }
}
