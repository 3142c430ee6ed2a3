using System.Text;

namespace TipAnalytics.Cli.Tests;

/// <summary>A partner changes the form: the new file is held, the data taken before keep serving, the report says so, and a person may accept.</summary>
[Collection(SmallRun.Name)]
public class HeldFileTests(SmallFixture small)
{
    private const string Dropped = "household/own_children";

    [Fact]
    public void A_file_without_a_needed_column_is_held_said_in_the_report_and_taken_once_a_person_accepts()
    {
        var folder = TestFolders.Fresh();
        TestFolders.Copy(small.Folder, folder);
        var file = Path.Combine(folder, "inbox", "pm-households", "new_form.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, NewForm());

        var held = Tip.Run("run", folder);
        Assert.Equal(11, held.Code);
        Assert.Contains($"new_form.csv: columns that are needed are missing: \"{Dropped}\"", held.Error, StringComparison.Ordinal);
        Assert.Contains("The data taken before keep serving.", held.Error, StringComparison.Ordinal);
        Assert.Contains("Protection monitoring, household interviews: a new file is held since August 2026; figures rest on data up to June 2026.", Report(folder, held.Text), StringComparison.Ordinal);

        Says("\"no_such\": no file of pm-households is held for this column or field.", "accept", folder, "--source", "pm-households", "--column", "no_such", "--by", "IMO", "--reason", "x");
        Says($"other.csv: is not held. Held of pm-households: {Label(file)}.", "accept", folder, "--source", "pm-households", "--file", "other.csv", "--by", "IMO", "--reason", "x");
        Says("services: no file of this source is held", "accept", folder, "--source", "services", "--by", "IMO", "--reason", "x");

        var accepted = Tip.Run("accept", folder, "--source", "pm-households", "--by", "Information management officer", "--reason", "The question was dropped from the form");
        Assert.True(accepted.Code == 0, accepted.All);
        Assert.Contains($"column: {Dropped}", File.ReadAllText(Path.Combine(folder, "sources", "accepted", "pm-households.yaml")), StringComparison.Ordinal);

        var taken = Tip.Run("run", folder);
        Assert.True(taken.Code == 0, taken.All);
        Assert.False(File.Exists(file));
        Assert.DoesNotContain("a new file is held", Report(folder, taken.Text), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_named_by_hand_and_held_is_remembered_until_a_better_file_comes()
    {
        var folder = TestFolders.Fresh();
        TestFolders.Copy(small.Folder, folder);
        var file = Path.Combine(Path.GetDirectoryName(folder)!, "by_hand.csv");
        File.WriteAllText(file, NewForm());

        Assert.Equal(11, Tip.Run("ingest", folder, "--source", "pm-households", file).Code);
        Says($"{Label(file)}: held since 2026-08-15 (pm-households; columns that are needed are missing: \"household/own_children\").", "ingest", folder);

        File.WriteAllText(file, Whole() + "\n");
        Assert.Equal(0, Tip.Run("ingest", folder, "--source", "pm-households", file).Code);
        Assert.Equal(0, Tip.Run("ingest", folder).Code);
    }

    /// <summary>What stands for a file whose name is not kept.</summary>
    private static string Label(string file) => $"file {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))[..8]}";

    private static void Says(string message, params string[] arguments)
    {
        var output = Tip.Run(arguments);
        Assert.Equal(11, output.Code);
        Assert.Contains(message, output.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("ZZMARK", output.All, StringComparison.Ordinal);
    }

    private static string Whole() => File.ReadAllText(Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "sample-data", "lake-region", "inbox", "pm-households")).Order(StringComparer.Ordinal).Last());

    private static string NewForm() => Whole().Replace($"\"{Dropped}\"", "\"household/number_of_children\"", StringComparison.Ordinal);

    private static string Report(string folder, string output)
    {
        var id = output.Split("Release ", 2)[1].Split('\n')[0].Trim();
        return File.ReadAllText(Path.Combine(folder, "releases", id, "trend-report.html"), Encoding.UTF8);
    }
}
