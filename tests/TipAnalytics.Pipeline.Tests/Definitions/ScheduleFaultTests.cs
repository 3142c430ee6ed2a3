namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>Every kind of fault of a schedule with its whole message.</summary>
public sealed class ScheduleFaultTests : IDisposable
{
    private const string Operation = "operation/operation.yaml";

    private readonly ExampleOperation example = new();

    public void Dispose() => example.Dispose();

    [Theory]
    [InlineData("release: { cron: \"0 6 16 * *\" }", "line 16: missing key \"time_zone\" in \"schedules\"")]
    [InlineData("time_zone: Mars/Olympus", "line 16: \"Mars/Olympus\" is no time zone this machine knows. Give its IANA name, e.g. Africa/Nairobi")]
    [InlineData("time_zone: UTC\n  release: { cron: monthly }", "line 17: \"monthly\" is no time table. Give five fields, minute, hour, day of the month, month, day of the week: \"0 6 16 * *\" is 06:00 on the 16th of each month")]
    [InlineData("time_zone: UTC\n  release: { cron: \"0 0 6 16 * *\" }", "line 17: \"0 0 6 16 * *\" is no time table. Give five fields, minute, hour, day of the month, month, day of the week: \"0 6 16 * *\" is 06:00 on the 16th of each month")]
    [InlineData("time_zone: UTC\n  release: { cron: \"0 6 16 * *\", missed: later }", "line 17: \"schedules.release.missed\" is \"later\", which is none of once, skip, ask.")]
    [InlineData("time_zone: UTC\n  relaese: { cron: \"0 6 16 * *\" }", "line 17: unknown key \"relaese\". Did you mean \"release\"?")]
    [InlineData("time_zone: UTC\n  settle_seconds: 0", "line 17: \"settle_seconds\" has to be 1 or more")]
    [InlineData("time_zone: UTC\n  ingest: { monitorin: { watch: true } }", "line 17: \"monitorin\" is no source of this operation. Did you mean \"monitoring\"?")]
    [InlineData("time_zone: UTC\n  ingest:\n    monitoring: { watch: false }", "line 18: say when monitoring is taken: watch: true for its inbox, or cron")]
    [InlineData("time_zone: UTC\n  ingest:\n    monitoring: { watch: true, missed: ask }", "line 18: a watched inbox misses nothing: «missed» goes with cron")]
    [InlineData("time_zone: UTC\n  reminders: { cron: \"0 7 * * 1\", days_before: -1 }", "line 17: \"days_before\" cannot be negative")]
    [InlineData("time_zone: UTC\n  notices: { digest_minutes: 5 }", "line 17: say who is told: mail or webhook_env")]
    [InlineData("time_zone: UTC\n  notices: { mail: [office] }", "line 17: \"office\" is no mail address")]
    [InlineData("time_zone: UTC\n  notices: { webhook_env: \"https://chat.example.org/secret\" }", "line 17: \"webhook_env\" names an environment variable (capitals, digits and _); the address itself is a secret and does not stand here")]
    [InlineData("time_zone: UTC\n  notices: { mail: [imo@example.org], digest_minutes: 0 }", "line 17: \"digest_minutes\" has to be 1 or more")]
    public void A_fault_of_a_schedule_is_said_with_its_line(string schedule, string expected)
    {
        example.Replace(Operation, "  pm_hh: 6", $"  pm_hh: 6\nschedules:\n  {schedule}");
        Assert.Equal($"operation.yaml, {expected}", example.Faults());
    }

    [Fact]
    public void A_source_that_is_pulled_has_to_be_asked_at_set_times()
    {
        example.Replace("operation/sources/monitoring.yaml", "dialect: kobo", "dialect: kobo\napi: { kind: kobo, url: https://kobo.example.org, asset: aBcDeFgHiJkLmNoPqRsTuV, token_env: KOBO_TOKEN }")
            .Replace(Operation, "  pm_hh: 6", "  pm_hh: 6\nschedules:\n  time_zone: UTC\n  ingest:\n    monitoring: { watch: true }");
        Assert.Equal("operation.yaml, line 18: monitoring is pulled from KoboToolbox, whose records no inbox shows: give cron as well", example.Faults());
    }

    [Theory]
    [InlineData("\n# By itself.\nschedules:\n  time_zone: UTC\n  derive: { cron: \"0 4 * * *\" }\n", "")]
    [InlineData("\nschedules:\n  time_zone: UTC\n\n  derive:\n    cron: \"0 4 * * *\"\n\n# Who reads it.\naudience: cluster\n", "\n# Who reads it.\naudience: cluster\n")]
    public void When_a_host_works_is_no_part_of_what_a_release_stands_on(string schedules, string without)
    {
        var text = File.ReadAllText(Path.Combine(example.OperationFolderPath, "operation.yaml")).TrimEnd('\n') + "\n";
        var hash = example.Write(Operation, text + without).Load().Hash;
        Assert.Equal(hash, example.Write(Operation, text + schedules).Load().Hash);
        Assert.NotEqual(hash, example.Write(Operation, text.Replace("threshold", "# t\nthreshold", StringComparison.Ordinal) + schedules).Load().Hash);
    }
}
