namespace TipAnalytics.Cli.Tests;

[Collection(DemoRun.Name)]
public class DemoTests(DemoFixture demo)
{
    private sealed record Truth(string Indicator, string Area, string Direction, bool IsRequired);

    private sealed record Trap(string Id, string Indicator, string Area, string MustBe);

    private static string SampleFolder => Path.Combine(AppContext.BaseDirectory, "sample-data", "lake-region");

    private static List<Truth> Truths =>
        [.. File.ReadLines(Path.Combine(SampleFolder, "planted-truths.csv")).Skip(1).Select(line => line.Split(',')).Select(cell => new Truth(cell[0], cell[1], cell[2], cell[6] == "yes"))];

    private static List<Trap> Traps =>
        [.. File.ReadLines(Path.Combine(SampleFolder, "planted-traps.csv")).Skip(1).Select(line => line.Split(',')).Select(cell => new Trap(cell[0], cell[1], cell[2], cell[^1]))];

    private Dictionary<(string, string), string> Statuses => demo.Query("select indicator_id, area_code, status from finding order by all")
        .ToDictionary(row => (row.GetProperty("indicator_id").GetString()!, row.GetProperty("area_code").GetString()!), row => row.GetProperty("status").GetString()!);

    [Fact]
    public void Both_packs_are_made_as_documents_pages_charts_and_tables()
    {
        foreach (var file in new[] { "hno-pack.docx", "hno-pack.pdf", "hno-pack.xlsx", "hno-pack.html", "trend-report.docx", "trend-report.pdf", "trend-report.html", "manifest.json" })
            Assert.True(new FileInfo(Path.Combine(demo.Release, file)).Length > 1000, file);
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(demo.Release, "charts"), "*.png"));
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(demo.Release, "tables"), "*.csv"));
        Assert.True(new FileInfo(Path.Combine(demo.Release, "trend-report.html")).Length <= 1_000_000);
    }

    [Fact]
    public void Every_planted_truth_that_is_required_is_found()
    {
        var statuses = Statuses;
        var missed = Truths.Where(truth => truth.IsRequired
            && !statuses[(truth.Indicator, truth.Area)].StartsWith(truth.Direction == "rise" ? "rising" : "falling", StringComparison.Ordinal));
        Assert.Empty(missed);
    }

    [Fact]
    public void No_rise_or_fall_is_claimed_that_was_not_planted()
    {
        var planted = Truths.Select(truth => (truth.Indicator, truth.Area, truth.Direction)).ToHashSet();
        var claimed = Statuses
            .Where(finding => finding.Value.StartsWith("rising", StringComparison.Ordinal) || finding.Value.StartsWith("falling", StringComparison.Ordinal))
            .Select(finding => (finding.Key.Item1, finding.Key.Item2, finding.Value.StartsWith("rising", StringComparison.Ordinal) ? "rise" : "fall"));
        Assert.Superset(claimed.ToHashSet(), planted);
    }

    [Fact]
    public void No_planted_trap_is_taken_for_a_rise()
    {
        var statuses = Statuses;
        Assert.All(Traps.Where(trap => trap.MustBe is "not_rise" or "not_comparable"), trap =>
        {
            var status = statuses[(trap.Indicator, trap.Area)];
            Assert.DoesNotContain("rising", status, StringComparison.Ordinal);
            if (trap.MustBe == "not_comparable")
                Assert.Equal("not_comparable", status);
        });
    }

    [Fact]
    public void New_service_points_and_a_partner_that_stops_are_named_as_artefacts()
    {
        Assert.Equal("reporting_artefact_possible", Statuses[("VI-03", "LR02")]);
        Assert.Equal("reporting_artefact_possible", Statuses[("MV-03", "LR06")]);
    }

    [Fact]
    public void The_silent_area_is_silent_and_the_stale_service_map_is_unknown()
    {
        var silent = demo.Query("select distinct state from coverage where area_code = 'LR0605' and period = '2026-Q2' and stream in ('pm_hh', 'pm_ki', 'fs_hh') order by 1");
        Assert.Equal("silent", Assert.Single(silent).GetProperty("state").GetString());
        Assert.NotEqual("level", Assert.Single(demo.Query("select state from cell where indicator_id = 'CX-07' and area_code = 'LR0404' and period = '2026-Q2'")).GetProperty("state").GetString());
    }

    [Fact]
    public void An_indicator_without_a_source_is_an_information_gap() =>
        Assert.Contains(demo.Query("select subject from information_gap where kind = 'no_source'"), row => row.GetProperty("subject").GetString() == "CH-02");

    [Fact]
    public void A_rise_at_the_same_places_throughout_is_said_to_be_verified() =>
        Assert.Equal("verified", Assert.Single(demo.Query("select effort from finding where indicator_id = 'VI-03' and area_code = 'LR01'")).GetProperty("effort").GetString());

    [Fact]
    public void Rows_of_every_file_are_accounted_for()
    {
        Assert.Contains("source             files  rows    accepted  duplicate  superseded  without consent  rejected", demo.Output.Text, StringComparison.Ordinal);
        foreach (var line in demo.Output.Text.Split('\n').SkipWhile(line => !line.StartsWith("----", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.Trim().Length > 0))
        {
            var numbers = line.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(2)
                .Select(cell => long.Parse(cell.Replace("\u00a0", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(numbers[0], numbers.Skip(1).Sum());
        }
    }

    [Fact]
    public void Running_again_with_nothing_new_changes_no_file()
    {
        var before = TestFolders.Hashes(demo.Folder);
        var again = Tip.Run("run", demo.Folder);
        Assert.Equal(0, again.Code);
        Assert.Equal($"Nothing new: release {demo.ReleaseId} stands.\n", again.Text);
        Assert.Equal(before, TestFolders.Hashes(demo.Folder));
    }

    [Fact]
    public void No_zero_share_and_no_small_count_stands_in_the_released_store()
    {
        Assert.Empty(demo.Query("select figure_id from cell where state = 'shown' and (share_percent < 5 or share_percent > 95)"));
        Assert.Empty(demo.Query("select figure_id from cell inner join indicator using (indicator_id) where state = 'shown' and base_low < 5"));
        Assert.Empty(demo.Query("select column_name from (describe cell) where column_name like '%count%' or column_name like '%signal%'"));
        Assert.Empty(demo.Query("select figure_id from cell where split = 'panel'"));
    }

    [Fact]
    public void Small_provinces_with_two_agencies_have_their_incidents_withheld() =>
        Assert.Equal("hidden", Assert.Single(demo.Query("select distinct state from cell where indicator_id = 'VI-05' and area_code in ('LR04', 'LR05', 'LR06') order by 1")).GetProperty("state").GetString());

    [Fact]
    public void A_survey_says_that_it_is_weighted_and_interviews_say_that_they_are_not()
    {
        Assert.Empty(demo.Query("select figure_id from cell where indicator_id = 'CH-05' and state = 'shown' and is_weighted"));
        Assert.NotEmpty(demo.Query("select figure_id from cell where indicator_id = 'EC-01' and area_level = 1 and state = 'shown' and is_weighted"));
    }
}
