using System.Text.Json;
using TipAnalytics.Cli.Commands;

namespace TipAnalytics.Cli.Tests;

/// <summary>From the demo's draft to a published and a withdrawn release, as typed; exit codes and words.</summary>
[Collection(DemoRun.Name)]
public sealed class ReleaseTests : IDisposable
{
    private const string Officer = "Information management officer";
    private const string Coordinator = "Protection Cluster coordinator";
    private const string Passphrase = "four quiet words here";

    private readonly DemoFixture demo;
    private readonly string folder;

    public ReleaseTests(DemoFixture demo)
    {
        this.demo = demo;
        folder = TestFolders.CopyOf(demo.Folder);
        Environment.SetEnvironmentVariable(PassphrasePrompt.Variable, Passphrase);
    }

    public void Dispose() => Environment.SetEnvironmentVariable(PassphrasePrompt.Variable, null);

    [Fact]
    public void The_demo_ends_with_a_draft_and_the_two_commands_that_publish_it()
    {
        Assert.Contains("It is a draft for Protection Cluster and partners. Before it is published, 2 different persons sign it, and then it is published:", demo.Output.Text, StringComparison.Ordinal);
        Assert.Contains($"  tip release {demo.Folder} approve {demo.ReleaseId} --as ROLE", demo.Output.Text, StringComparison.Ordinal);
        Assert.Contains($"  tip release {demo.Folder} publish {demo.ReleaseId}\n", demo.Output.Text, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(demo.Release, "DRAFT.txt")));
        Assert.Contains($"Release {demo.ReleaseId} is a draft: these figures are not to be handed on.", Tip.Run("query", demo.Folder, "select 1 as one").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_persons_sign_it_is_published_checked_by_a_recipient_and_withdrawn()
    {
        var blocked = Tip.Run("release", folder, "publish");
        Assert.Equal(12, blocked.Code);
        Assert.Contains("2 different persons have to sign", blocked.Error, StringComparison.Ordinal);
        Assert.Equal(10, Tip.Run("release", folder, "approve", "--as", Officer).Code);

        Done("key", "new", "--role", Officer);
        Done("key", "new", "--role", Coordinator);
        Assert.Equal(10, Tip.Run("release", folder, "approve", "--as", Officer).Code);
        Assert.Equal(10, Tip.Run("release", folder, "key", "review", Officer, "--by", Officer).Code);
        Done("key", "review", Officer, "--by", Coordinator);
        Done("key", "review", Coordinator, "--by", Officer);
        Assert.Contains("No faults.", Tip.Run("check", folder).Text, StringComparison.Ordinal);

        Environment.SetEnvironmentVariable(PassphrasePrompt.Variable, "four other words here");
        Assert.Equal(13, Tip.Run("release", folder, "approve", "--as", Officer).Code);
        Environment.SetEnvironmentVariable(PassphrasePrompt.Variable, null);
        var nobody = Tip.Run("release", folder, "approve", "--as", Officer);
        Assert.Equal((13, $"The passphrase cannot be asked for here: this is no terminal. Set {PassphrasePrompt.Variable}, or give --passphrase-file FILE.\n"), (nobody.Code, nobody.Error));
        var secret = Path.Combine(Path.GetDirectoryName(folder)!, "passphrase");
        File.WriteAllText(secret, Passphrase + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Contains("chmod 600", Tip.Run("release", folder, "approve", "--as", Officer, "--passphrase-file", secret).Error, StringComparison.Ordinal);
            File.SetUnixFileMode(secret, UnixFileMode.UserRead);
        }

        Assert.Contains("1 more of another role signs it", Done("approve", "--as", Officer, "--passphrase-file", secret), StringComparison.Ordinal);
        Environment.SetEnvironmentVariable(PassphrasePrompt.Variable, Passphrase);
        Assert.Contains("This key signed", Done("approve", "--as", Officer), StringComparison.Ordinal);
        Done("approve", demo.ReleaseId, "--as", Coordinator);
        Assert.StartsWith($"Published: release {demo.ReleaseId}, for Protection Cluster and partners.", Done("publish"), StringComparison.Ordinal);
        Assert.Contains($"{demo.ReleaseId}  published  Protection Cluster and partners  2026-08-15  2 of 2: {Officer}, {Coordinator}", Done("list"), StringComparison.Ordinal);
        Assert.Equal($"Nothing new: release {demo.ReleaseId} stands.\n", Tip.Run("run", folder).Text);

        using var shown = JsonDocument.Parse(Done("show", "--json"));
        Assert.Equal(("published", 0), (shown.RootElement.GetProperty("release").GetProperty("state").GetString(), shown.RootElement.GetProperty("file_faults").GetArrayLength()));
        var release = Path.Combine(folder, "releases", demo.ReleaseId);
        var keys = Directory.EnumerateFiles(Path.Combine(folder, "approvers"), "*.pem").Order(StringComparer.Ordinal).ToList();
        var verified = Tip.Run("release", "verify", release, "--key", keys[0], "--key", keys[1]);
        Assert.True(verified.Code == 0, verified.All);
        Assert.Contains($"Release {demo.ReleaseId}, for Protection Cluster and partners: all ", verified.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("not checked", verified.Text, StringComparison.Ordinal);

        File.AppendAllText(Path.Combine(release, "trend-report.html"), " ");
        var edited = Tip.Run("release", folder, "show");
        Assert.Equal(12, edited.Code);
        Assert.Contains("trend-report.html: was changed", edited.Text, StringComparison.Ordinal);
        Assert.Equal(12, Tip.Run("release", "verify", release, "--key", keys[0]).Code);

        Assert.Equal(2, Tip.Run("release", folder, "withdraw", demo.ReleaseId, "--by", Coordinator).Code);
        Assert.Equal(10, Tip.Run("release", folder, "withdraw", demo.ReleaseId, "--by", Coordinator, "--reason", "prevalence of trafficking victims").Code);
        Assert.Contains("withdrawal-notice.txt", Done("withdraw", demo.ReleaseId, "--by", Coordinator, "--reason", "A provider corrected its export"), StringComparison.Ordinal);
        Assert.Equal(12, Tip.Run("release", folder, "publish", demo.ReleaseId).Code);
        Assert.Contains("It was withdrawn", Tip.Run("run", folder).Text, StringComparison.Ordinal);
        Assert.Contains("was withdrawn: do not use these figures", Tip.Run("query", folder, "select 1 as one").Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories), path => File.ReadAllText(path).Contains(Passphrase, StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_typed_wrong_is_said_with_the_command_that_helps()
    {
        Assert.Equal((2, "Say what to do, e.g. «tip release my-operation list». «tip release --help» lists the commands.\n"), Said("release", folder));
        Assert.Equal((2, "Give the folder of the operation: tip release DIR list\nSee «tip release list --help».\n"), Said("release", "list"));
        Assert.Equal(12, Tip.Run("release", folder, "show", "2026-08-15-00000000").Code);
        Assert.Equal(13, Tip.Run("release", "verify", folder, "--key", "nothing.pem").Code);
    }

    private static (int Code, string Error) Said(params string[] arguments)
    {
        var output = Tip.Run(arguments);
        return (output.Code, output.Error);
    }

    private string Done(params string[] arguments)
    {
        var output = Tip.Run(["release", folder, .. arguments]);
        Assert.True(output.Code == 0, output.All);
        return output.Text;
    }
}
