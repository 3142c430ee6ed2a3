namespace TipAnalytics.Cli.Tests;

/// <summary>A source with a server, on a machine without a network.</summary>
[Collection(SmallRun.Name)]
public class PulledSourceTests(SmallFixture small)
{
    [Fact]
    public void A_server_that_cannot_be_reached_is_said_each_run_and_keeps_nothing_else_from_being_done()
    {
        var folder = TestFolders.Fresh();
        TestFolders.Copy(small.Folder, folder);
        var token = Path.Combine(folder, "token");
        File.WriteAllText(token, "secret");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        // Port 9 (discard) is closed on any machine of today.
        File.AppendAllText(Path.Combine(folder, "sources", "pm-households.yaml"), "\napi: { kind: kobo, url: \"http://127.0.0.1:9\", asset: aBc123, token_file: token }\n");
        // A server is asked at set times; a host would watch the inbox in vain.
        var operation = Path.Combine(folder, "operation.yaml");
        File.WriteAllText(operation, File.ReadAllText(operation).Replace("pm-households: { watch: true }", "pm-households: { cron: \"0 3 * * *\" }", StringComparison.Ordinal));

        var first = Tip.Run("run", folder);
        var second = Tip.Run("run", folder);

        Assert.All(new[] { first, second }, output =>
        {
            Assert.Equal(11, output.Code);
            Assert.Contains("pm-households: not pulled from 127.0.0.1, it cannot be reached", output.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", output.All, StringComparison.Ordinal);
        });
        Assert.Contains("Release 2026-08-15-", first.Text, StringComparison.Ordinal);
    }
}
