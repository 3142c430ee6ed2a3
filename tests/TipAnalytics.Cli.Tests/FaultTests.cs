using System.Diagnostics;

namespace TipAnalytics.Cli.Tests;

/// <summary>What can go wrong on a real day: one clear message, the right exit code, the stores as they were.</summary>
[Collection(SmallRun.Name)]
public class FaultTests(SmallFixture small)
{
    /// <summary>A copy of a finished operation, so that a test may spoil it.</summary>
    private string Copy()
    {
        var folder = TestFolders.Fresh();
        TestFolders.Copy(small.Folder, folder);
        return folder;
    }

    private static string Drop(string folder, string source, string name, byte[] bytes)
    {
        var path = Path.Combine(folder, "inbox", source, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string Sample(string source) =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "sample-data", "lake-region", "inbox", source)).Order(StringComparer.Ordinal).Last();

    private static void StoresAreAsTheyWere(string folder, SortedDictionary<string, string> before)
    {
        var after = TestFolders.Hashes(Path.Combine(folder, "data"));
        Assert.Equal(before["vault.duckdb.aes"], after["vault.duckdb.aes"]);
        Assert.Equal(before["indicators.duckdb"], after["indicators.duckdb"]);
        Assert.DoesNotContain(after.Keys, name => name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    private static void Refused(string folder, string source, string name, byte[] bytes, params string[] message)
    {
        var before = TestFolders.Hashes(Path.Combine(folder, "data"));
        var path = Drop(folder, source, name, bytes);

        var output = Tip.Run("ingest", folder);

        Assert.Equal(11, output.Code);
        Assert.All(message, part => Assert.Contains(part, output.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("ZZMARK", output.All, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(path), "The refused file stays in the inbox.");
        StoresAreAsTheyWere(folder, before);
    }

    /// <summary>As refused, but the vault remembers which file is held and since when; told again, nothing changes any more.</summary>
    private static void HeldBack(string folder, string source, string name, byte[] bytes, params string[] message)
    {
        var before = TestFolders.Hashes(Path.Combine(folder, "data"));
        var path = Drop(folder, source, name, bytes);
        var first = Tip.Run("ingest", folder);
        var noted = TestFolders.Hashes(Path.Combine(folder, "data"));
        File.Delete(path);

        Refused(folder, source, name, bytes, message);

        Assert.Equal(11, first.Code);
        Assert.Equal(before["indicators.duckdb"], noted["indicators.duckdb"]);
    }

    [Fact]
    public void A_truncated_workbook_is_refused()
    {
        var whole = File.ReadAllBytes(Sample("gbv-incidents"));
        Refused(Copy(), "gbv-incidents", "cut.xlsx", whole[..(whole.Length / 2)], "cut.xlsx: ", "export it again");
    }

    [Fact]
    public void A_file_that_is_no_export_is_refused() =>
        HeldBack(Copy(), "pm-households", "notes.csv", "Dear all,\nplease find attached ZZMARKPMHHTEXT\n"u8.ToArray(), "notes.csv: columns that are needed are missing", "\"today\"");

    [Fact]
    public void A_missing_column_is_named_with_the_near_one_and_the_file_to_change()
    {
        var text = File.ReadAllText(Sample("pm-households")).Replace("location/admin2", "location/admin_2", StringComparison.Ordinal).Replace("location/admin1", "location/admin_1", StringComparison.Ordinal);
        HeldBack(Copy(), "pm-households", "renamed.csv", System.Text.Encoding.UTF8.GetBytes(text), "renamed.csv", "location/admin2", "location/admin_2", "pm-households.yaml");
    }

    [Fact]
    public void A_file_full_of_unknown_places_is_held_back_whole()
    {
        var text = File.ReadAllText(Sample("services")).Replace("LR0", "XX0", StringComparison.Ordinal);
        HeldBack(Copy(), "services", "elsewhere.csv", System.Text.Encoding.UTF8.GetBytes(text), "elsewhere.csv: held back, nothing of it was taken", "unknown_area");
    }

    [Fact]
    public void Under_an_expired_protocol_nothing_is_taken()
    {
        var folder = Copy();
        var definition = Path.Combine(folder, "sources", "pm-households.yaml");
        File.WriteAllText(definition, File.ReadAllText(definition).Replace("expires_on: 2027-12-31", "expires_on: 2026-06-30", StringComparison.Ordinal));
        Refused(folder, "pm-households", "new.csv", File.ReadAllBytes(Sample("pm-households")), "new.csv: not taken.", "ended on 2026-06-30", "expires_on in");
    }

    [Fact]
    public void Under_a_mapping_that_nobody_reviewed_nothing_is_taken()
    {
        var folder = Copy();
        var definition = Path.Combine(folder, "sources", "pm-households.yaml");
        File.WriteAllText(definition, File.ReadAllText(definition).Replace("reviewed: {", "reviewed: # {", StringComparison.Ordinal));
        Refused(folder, "pm-households", "new.csv", File.ReadAllBytes(Sample("pm-households")), "new.csv: not taken.", "Nobody has reviewed the mapping", "sources/pm-households.yaml");
        Assert.Contains("Note: Nobody has reviewed", Tip.Run("check", folder).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_bad_file_does_not_stop_a_good_one()
    {
        var folder = Copy();
        Drop(folder, "pm-households", "a-bad.csv", "nothing\n1\n"u8.ToArray());
        var good = Drop(folder, "services", "b-good.csv", [.. File.ReadAllBytes(Sample("services")), .. "\n"u8]);

        var output = Tip.Run("run", folder);

        Assert.Equal(11, output.Code);
        Assert.Contains("a-bad.csv", output.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(good));
        Assert.Contains("Release 2026-08-15-", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_in_the_inbox_that_no_source_owns_is_said()
    {
        var folder = Copy();
        Drop(folder, "pm-housholds", "file.csv", "x\n"u8.ToArray());
        var output = Tip.Run("ingest", folder);
        Assert.Equal(11, output.Code);
        Assert.Contains("inbox/pm-housholds: no source has this id.", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_inside_an_inbox_is_said()
    {
        var folder = Copy();
        Drop(folder, "services/more", "file.csv", "x\n"u8.ToArray());
        var output = Tip.Run("ingest", folder);
        Assert.Equal(11, output.Code);
        Assert.Contains("inbox/services/more: folders inside an inbox are not read.", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_released_as_of_a_day_before_the_crisis_months_have_closed()
    {
        var folder = Copy();
        var before = TestFolders.Hashes(Path.Combine(folder, "releases"));
        var output = Tip.Run("report", folder, "--as-of", "2024-06-30");
        Assert.Equal(12, output.Code);
        Assert.Contains("the last closed month is 2024-04, before the crisis onset (2025-01)", output.Error, StringComparison.Ordinal);
        Assert.Equal(before, TestFolders.Hashes(Path.Combine(folder, "releases")));
    }

    [Fact]
    public void A_day_given_once_does_not_stick_and_a_lost_document_comes_back()
    {
        var folder = Copy();
        Assert.Contains("Release 2026-05-20-", Tip.Run("run", folder, "--as-of", "2026-05-20").Text, StringComparison.Ordinal);
        Assert.Contains("Release 2026-08-15-", Tip.Run("run", folder).Text, StringComparison.Ordinal);

        var document = Path.Combine(folder, "releases", small.ReleaseId, "hno-pack.docx");
        var whole = File.ReadAllBytes(document);
        File.Delete(document);
        Assert.Contains($"Release {small.ReleaseId}", Tip.Run("run", folder).Text, StringComparison.Ordinal);
        Assert.Equal(whole, File.ReadAllBytes(document));
    }

    [Fact]
    public void A_wrong_key_and_a_missing_key_are_said_and_change_nothing()
    {
        var folder = Copy();
        var before = TestFolders.Hashes(Path.Combine(folder, "data"));
        var other = Path.Combine(folder, "other.key");
        Pipeline.Warehouse.VaultKey.CreateFile(other);
        WithVariable("TIP_KEY_FILE", other, () =>
        {
            var output = Tip.Run("derive", folder);
            Assert.Equal(13, output.Code);
            Assert.Contains("under another key", output.Error, StringComparison.Ordinal);
        });
        WithVariable("TIP_KEY_FILE", Path.Combine(folder, "lost.key"), () =>
        {
            var output = Tip.Run("derive", folder);
            Assert.Equal(13, output.Code);
            Assert.Contains("A lost key is final", output.Error, StringComparison.Ordinal);
        });
        StoresAreAsTheyWere(folder, before);
    }

    [Fact]
    public void Another_run_on_the_same_operation_waits_its_turn()
    {
        var folder = Copy();
        using (Pipeline.Warehouse.VaultLock.Take(Path.Combine(folder, "data")))
        {
            var output = Tip.Run("derive", folder);
            Assert.Equal(13, output.Code);
            Assert.Contains("another run is working on this operation", output.Error, StringComparison.Ordinal);
        }

        Assert.Equal(0, Tip.Run("derive", folder).Code);
    }

    [SmallDiskFact]
    public void A_full_disk_is_said_and_leaves_the_vault_as_it_was()
    {
        var folder = Copy();
        var disk = Directory.CreateTempSubdirectory("tip-test-disk-").FullName;
        // Room for the operation and a little more, not for a second vault.
        var size = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Sum(path => new FileInfo(path).Length + 4096) + (2 << 20);
        Assert.Equal(0, SmallDiskFactAttribute.Command("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={size}"), "tmpfs", disk));
        try
        {
            TestFolders.Copy(folder, Path.Combine(disk, "operation"));
            var operation = Path.Combine(disk, "operation");
            var before = TestFolders.Hashes(Path.Combine(operation, "data"));

            var output = Tip.Run("derive", operation);

            Assert.Equal(13, output.Code);
            Assert.Contains("no space is left there", output.Error, StringComparison.Ordinal);
            StoresAreAsTheyWere(operation, before);
            Assert.Equal(0, Tip.Run("query", operation, "select 1 as one").Code);
        }
        finally
        {
            SmallDiskFactAttribute.Command("umount", disk);
        }
    }

    [Fact]
    public void The_key_can_be_rotated_and_the_same_file_is_still_known()
    {
        var folder = Copy();
        var old = File.ReadAllText(Path.Combine(folder, "data", "key-id"));

        Assert.Equal(0, Tip.Run("key", "rotate", folder).Code);

        Assert.NotEqual(old, File.ReadAllText(Path.Combine(folder, "data", "key-id")));
        Drop(folder, "services", "again.csv", File.ReadAllBytes(Sample("services")));
        var output = Tip.Run("ingest", folder, "--json");
        Assert.Equal(0, output.Code);
        Assert.Contains("\"already_taken\": true", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_a_column_that_reads_like_a_value_is_counted_and_not_shown()
    {
        var folder = Copy();
        var lines = File.ReadAllLines(Sample("services"));
        var path = Path.Combine(Path.GetDirectoryName(folder)!, "wide.csv");
        File.WriteAllLines(path, lines.Select((line, i) => i == 0 ? $"{line},someone@example.org,+249 912 345 678,remarks of the year" : $"{line},1,2,3"));

        var output = Tip.Run("ingest", folder, "--source", "services", path, "--json");

        Assert.True(output.Code == 0, output.All);
        Assert.DoesNotContain("example.org", output.All, StringComparison.Ordinal);
        Assert.DoesNotContain("912 345", output.All, StringComparison.Ordinal);
        Assert.Contains("remarks of the year", output.Text, StringComparison.Ordinal);
        Assert.Contains("\"hidden_columns\": 2", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_file_is_said_again_by_every_run_and_nothing_else_is_done()
    {
        var folder = Copy();
        Drop(folder, "services", "broken.xlsx", [.. "PK"u8, 3, 4, 0, 0]);
        Assert.Equal(11, Tip.Run("run", folder).Code);
        var before = TestFolders.Hashes(folder);

        var again = Tip.Run("run", folder, "--json");

        Assert.Equal(11, again.Code);
        Assert.Contains("broken.xlsx", again.All, StringComparison.Ordinal);
        Assert.Contains("\"up_to_date\": true", again.Text, StringComparison.Ordinal);
        Assert.Equal(before, TestFolders.Hashes(folder));
    }

    [Fact]
    public void A_report_rests_on_no_record_past_its_retention()
    {
        var folder = Copy();
        var path = Path.Combine(folder, "sources", "fs-households.yaml");
        var text = File.ReadAllText(path);
        File.WriteAllText(path, System.Text.RegularExpressions.Regex.Replace(text, "retention_months: \\d+", "retention_months: 24"));

        var output = Tip.Run("report", folder);

        Assert.True(output.Code == 0, output.All);
        Assert.Contains("fs-households-retention.json", Assert.Single(Directory.EnumerateFiles(Path.Combine(folder, "data", "receipts"))), StringComparison.Ordinal);
        Assert.Equal("0", Tip.Run("query", folder, "select count(*) from cell where indicator_id = 'CH-01' and period < '2024-Q3' and state = 'shown'", "--format", "csv").Text.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public void A_file_that_was_taken_before_is_let_go_of()
    {
        var file = Path.Combine(Path.GetDirectoryName(TestFolders.Fresh())!, "again.csv");
        File.Copy(Sample("services"), file);
        var output = Tip.Run("ingest", Copy(), "--source", "services", file);
        Assert.Contains("taken before", output.Text, StringComparison.Ordinal);
        using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Equal(0, output.Code);
    }

    private static void WithVariable(string name, string value, Action test)
    {
        Environment.SetEnvironmentVariable(name, value);
        try
        {
            test();
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }
}

/// <summary>Needs a small file system of its own; skipped where one cannot be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    public SmallDiskFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !CanMount.Value)
            Skip = "Mounting a small tmpfs needs root on Linux.";
    }

    private static readonly Lazy<bool> CanMount = new(() =>
    {
        var folder = Directory.CreateTempSubdirectory("tip-test-disk-").FullName;
        var mounted = Command("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder) == 0;
        if (mounted)
            Command("umount", folder);
        return mounted;
    });

    internal static int Command(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
