using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

public sealed class QualityRuleTests : IDisposable
{
    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void A_flagged_record_is_counted_and_stays()
    {
        using var vault = given.Open();
        var batch = Load(vault, [Rule("is_yes", "answer = 'yes'")], ("a", "yes", null), ("b", "no", null), ("c", "yes", null));

        Assert.Equal(new QualityFlag("is_yes", "Is yes", "flag", 2, 3), Assert.Single(batch.Quality.Flags));
        Assert.Equal(["yes", "no", "yes"], TestVault.Rows(vault, "select answer from stg_visit order by record_id"));
    }

    [Fact]
    public void A_rejecting_rule_ends_the_row_under_its_name()
    {
        using var vault = given.Open();
        var batch = Load(vault, [Rule("is_yes", "answer = 'yes'", RuleAction.Reject)], ("a", "yes", null), ("b", "no", null));

        Assert.Equal((1, 1), (batch.Outcomes["accepted"], batch.Outcomes["rejected"]));
        Assert.Equal(new RejectedRow("file", null, 2, null, "is_yes"), Assert.Single(batch.FirstRejections));
        Assert.Equal(["no"], TestVault.Rows(vault, "select answer from stg_visit"));
    }

    [Fact]
    public void A_rejecting_rule_names_the_row_of_a_table_of_counts_and_not_the_record()
    {
        using var vault = given.Open();
        var source = TestVault.Source(rejectLimit: 1);
        var counted = new SourceDefinition
        {
            Id = source.Id, Title = "", Stream = source.Stream, Provider = "", Protocol = source.Protocol, Record = new() { Count = "n" }, Period = source.Period, Area = source.Area,
            Fields = [], RejectLimit = 1,
        };
        var rows = Enumerable.Range(0, 3).Select(i => TestVault.Row(vault, 30_000, $"r{i}", "yes") with { Count = 3 });
        var batch = BatchLoader.Load(
            vault, counted, TestVault.Stream(), new SourceFile("file", "file", "table", [], [], rows, new Dictionary<string, int>()), new DateOnly(2026, 1, 1), [Rule("is_yes", "answer = 'yes'", RuleAction.Reject)]);
        Assert.Equal([30_000, 30_000, 30_000], batch.FirstRejections.Select(row => row.Row));
    }

    [Fact]
    public void A_rule_of_the_door_leaves_its_name_with_the_record_and_not_the_time()
    {
        using var vault = given.Open();
        var batch = Load(vault, [Rule("backwards", "minutes < 0"), Rule("short", "minutes between 0 and 4")], ("a", "yes", -3), ("b", "yes", 2), ("c", "yes", 40), ("d", "yes", null));

        Assert.Equal(["backwards 1 of 3", "short 1 of 3"], batch.Quality.Flags.Select(flag => $"{flag.Rule} {flag.Records} of {flag.Checked}"));
        Assert.Equal(["backwards", "short", "", "null"], TestVault.Rows(vault, "select coalesce(flags, 'null') from rec_visit order by record_id"));
    }

    [Fact]
    public void A_rule_that_cannot_be_worked_out_for_a_record_does_not_hold_and_stops_nothing()
    {
        using var vault = given.Open();
        Assert.Equal(0, Load(vault, [Rule("is_number", "cast(answer as integer) > 1")], ("a", "secret", null)).Quality.Flags.Single().Records);
    }

    private static BatchSummary Load(Vault vault, IReadOnlyList<QualityRule> rules, params (string Id, string Answer, int? Minutes)[] rows) => BatchLoader.Load(
        vault, TestVault.Source(rejectLimit: 1), TestVault.Stream(),
        new SourceFile("file", "file", "table", [], [], rows.Select((row, at) => TestVault.Row(vault, at + 2, row.Id, row.Answer) with { Minutes = row.Minutes }), new Dictionary<string, int>()),
        new DateOnly(2026, 1, 1), rules);

    private static QualityRule Rule(string id, string when, RuleAction action = RuleAction.Flag) =>
        new() { Id = id, Title = id == "is_yes" ? "Is yes" : id, Streams = ["visit"], Says = "", When = when, Action = action, Source = "" };
}
