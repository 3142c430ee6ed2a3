using System.Globalization;
using System.Text.Json;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Cli.Tests;

/// <summary>Back-up and restoration of a finished operation.</summary>
[Collection(SmallRun.Name)]
public class BackupTests(SmallFixture small)
{
    private static readonly string[] Passing = ["data/vault.lock", "data/vault.lock.holder"];

    [Fact]
    public void An_operation_comes_back_as_it_was_and_has_nothing_to_do()
    {
        var folder = TestFolders.CopyOf(small.Folder);
        Directory.CreateDirectory(Path.Combine(folder, "inbox", "cp-cases"));
        var (file, restored) = (Beside(folder, "lake.backup"), Beside(folder, "restored"));
        File.WriteAllText(Path.Combine(folder, "inbox", "cp-cases", "waits.csv"), "ZZMARK");

        var made = Tip.Run("backup", folder, "--to", file);

        Assert.True(made.Code == 0, made.All);
        Assert.Contains("The vault in it is encrypted, as it stands, and opens with the key that is here.", made.Text, StringComparison.Ordinal);
        Assert.Contains("The key is not in it (key ", made.Text, StringComparison.Ordinal);
        Assert.Contains("Left out: 1 files that wait in the inbox. They hold personal data in the clear", made.Text, StringComparison.Ordinal);
        // The first months of its data are of 2023-01, and its shortest retention is the one that ends first.
        var shortest = Directory.EnumerateFiles(Path.Combine(folder, "sources"), "*.yaml")
            .Select(path => int.Parse(File.ReadLines(path).First(line => line.Contains("retention_months:", StringComparison.Ordinal)).Split(':')[1], CultureInfo.InvariantCulture)).Min();
        Assert.Matches(@"Keep it until 20\d\d-\d\d-\d\d at the latest, then erase it: retention holds for back-ups too\.", made.Text);
        var until = DateOnly.ParseExact(made.Text[(made.Text.IndexOf("Keep it until ", StringComparison.Ordinal) + 14)..][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.InRange(until, new DateOnly(2022, 11, 30).AddMonths(shortest), new DateOnly(2023, 2, 28).AddMonths(60));
        Assert.Equal(DateTime.DaysInMonth(until.Year, until.Month), until.Day);

        var output = Tip.Run("restore", file, restored);
        Assert.True(output.Code == 0, output.All);
        Assert.Contains(", and opens with the key that is here.", output.Text, StringComparison.Ordinal);
        Assert.Contains("No record is past its retention or withdrawn.", output.Text, StringComparison.Ordinal);
        Assert.Contains("1 files that waited in the inbox were left out of the back-up.", output.Text, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(folder, "inbox"), recursive: true);
        var (before, after) = (TestFolders.Hashes(folder), TestFolders.Hashes(restored));
        foreach (var name in Passing)
            (before.Remove(name), after.Remove(name)).ToString();
        Assert.Equal(before, after);
        Assert.StartsWith("Nothing new", Tip.Run("run", restored).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_key_the_bytes_are_saved_and_restored_and_the_next_run_with_it_erases_what_is_due()
    {
        var folder = TestFolders.CopyOf(small.Folder);
        var (file, restored) = (Beside(folder, "lake.backup"), Beside(folder, "restored"));
        Change(folder, "services", "retention_months: 60", "retention_months: 30");
        WithoutKeys(() =>
        {
            var made = Tip.Run("backup", folder, "--to", file);
            Assert.True(made.Code == 0, made.All);
            Assert.Contains("whether it opens was not tried", made.Text, StringComparison.Ordinal);
            Assert.Contains("Without the key nobody can see how old the oldest records are", made.Text, StringComparison.Ordinal);
            var output = Tip.Run("restore", file, restored);
            Assert.True(output.Code == 0, output.All);
            Assert.Contains("The key of this vault is not here", output.Text, StringComparison.Ordinal);
            Assert.Contains("records past their retention still lie in it", output.Text, StringComparison.Ordinal);
            Assert.Matches("Its key file is [0-9a-f]{16}\\.key", output.Text);
        });
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "data", Vault.FileName)), File.ReadAllBytes(Path.Combine(restored, "data", Vault.FileName)));
        Assert.Contains("services  retention  2023-01 to 2024-01", Tip.Run("run", restored).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_erased_after_the_backup_does_not_come_back_with_it()
    {
        var folder = TestFolders.CopyOf(small.Folder);
        var file = Beside(folder, "lake.backup");
        Assert.Equal(0, Tip.Run("backup", folder, "--to", file).Code);
        Change(folder, "services", "retention_months: 60", "retention_months: 30");
        Change(folder, "gbv-incidents", "record:", "withdrawn: { on: 2026-08-01, by: Head of programme, reason: New data policy }\nrecord:");
        Assert.Equal(0, Tip.Run("purge", folder).Code);

        var output = Tip.Run("restore", file, folder, "--replace");

        Assert.True(output.Code == 0, output.All);
        Assert.Contains("Erased again, as past its retention or withdrawn:", output.Text, StringComparison.Ordinal);
        Assert.Contains("services       retention   2023-01 to 2024-01", output.Text, StringComparison.Ordinal);
        Assert.Contains("gbv-incidents  withdrawal", output.Text, StringComparison.Ordinal);
        Assert.Contains("Kept of what was there: sources/services.yaml: since the back-up its retention was shortened.", output.Text, StringComparison.Ordinal);
        Assert.Contains("Kept of what was there: sources/gbv-incidents.yaml: since the back-up its provider withdrew.", output.Text, StringComparison.Ordinal);
        Assert.StartsWith("Nothing to erase", Tip.Run("purge", folder).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vault_that_was_damaged_already_is_not_put_in_the_place_of_a_good_one()
    {
        var (folder, bad) = (TestFolders.CopyOf(small.Folder), TestFolders.CopyOf(small.Folder));
        var vault = Path.Combine(bad, "data", Vault.FileName);
        var bytes = File.ReadAllBytes(vault);
        bytes[^1] ^= 1;
        File.WriteAllBytes(vault, bytes);
        var made = Tip.Run("backup", bad, "--to", Beside(bad, "bad.backup"));
        Assert.Equal(0, made.Code);
        Assert.Contains("and does not open with the key that is here", made.Text, StringComparison.Ordinal);
        var before = TestFolders.Hashes(folder);
        var output = Tip.Run("restore", Beside(bad, "bad.backup"), folder, "--replace");
        Assert.Equal(13, output.Code);
        Assert.Contains("the vault is damaged", output.Error, StringComparison.Ordinal);
        Assert.Equal(before[$"data/{Vault.FileName}"], TestFolders.Hashes(folder)[$"data/{Vault.FileName}"]);
        Assert.False(Directory.Exists(folder + ".restore"));
    }

    [Fact]
    public void The_arguments_are_checked_and_the_summary_is_one_document()
    {
        var folder = TestFolders.CopyOf(small.Folder);
        var file = Beside(folder, "lake.backup");
        Assert.Equal((2, 2), (Tip.Run("backup", folder).Code, Tip.Run("restore", file, folder, "--forget-releases").Code));
        var made = JsonDocument.Parse(Tip.Run("backup", folder, "--to", file, "--json").Text).RootElement;
        Assert.Equal(("lake-region", true), (made.GetProperty("operation").GetString(), made.GetProperty("opens").GetBoolean()));
        Assert.Equal(13, Tip.Run("restore", file, folder).Code);
        var restored = JsonDocument.Parse(Tip.Run("restore", file, folder, "--replace", "--json").Text).RootElement;
        Assert.Equal(made.GetProperty("files").GetInt32(), restored.GetProperty("files").GetInt32());
    }

    private static string Beside(string folder, string name) => Path.Combine(Path.GetDirectoryName(folder)!, name);

    private static void Change(string folder, string source, string old, string now)
    {
        var path = Path.Combine(folder, "sources", $"{source}.yaml");
        var text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, now, StringComparison.Ordinal));
    }

    private static void WithoutKeys(Action work)
    {
        var keys = TestFolders.Keys;
        Environment.SetEnvironmentVariable("XDG_DATA_HOME", Directory.CreateTempSubdirectory("tip-test-nokeys-").FullName);
        try
        {
            work();
        }
        finally
        {
            Environment.SetEnvironmentVariable("XDG_DATA_HOME", keys);
        }
    }
}
