using System.IO.Compression;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Tests.Warehouse;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Backups;

public sealed class BackupTests : IDisposable
{
    private readonly TestOperation given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void What_was_backed_up_comes_back_byte_for_byte_without_waiting_exports_locks_and_half_files()
    {
        var made = Make(given, "a.backup");
        Assert.Equal(("lake", 9, 1, null), (made.Operation, made.Files, made.InboxFilesLeftOut, made.Opens));
        var restored = OperationBackup.Restore(new RunOptions(given.Beside("new")), given.Beside("a.backup"));
        Assert.Equal(("lake", 9, null), (restored.Operation, restored.Files, restored.Opens));
        File.Delete(Path.Combine(given.Root, TestOperation.PersonsFile));
        File.Delete(Path.Combine(given.Root, "data", "vault.duckdb.aes.tmp"));
        Assert.Equal(TestOperation.Tree(given.Root), TestOperation.Tree(given.Beside("new")));
        Assert.False(Directory.Exists(given.Beside("new.restore")));
    }

    [Fact]
    public void Neither_a_waiting_export_nor_its_name_is_in_the_file_and_only_the_owner_may_read_it()
    {
        Make(given, "a.backup");
        using (var zip = ZipFile.OpenRead(given.Beside("a.backup")))
            Assert.All(zip.Entries, entry => Assert.False(Text(entry).Contains("QZ-NAME-81C4", StringComparison.Ordinal) || entry.FullName.Contains("inbox", StringComparison.Ordinal)));
        Assert.False(TestOperation.Holds(given.Beside("a.backup"), "QZ-NAME-81C4"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(given.Beside("a.backup")));
    }

    [Fact]
    public void Files_with_a_token_password_or_the_key_are_left_out_and_named()
    {
        given.Write("sources/kobo.yaml", "api: { kind: kobo, token_file: secrets/kobo.token, page_size: 5 }\n# token_file: operation.yaml\n");
        given.Write("secrets/kobo.token", "abc");
        var (keyPath, key) = (Path.Combine(given.Root, "my.key"), "");
        using (var vault = new TestVault())
        {
            using (var open = vault.Open())
                open.Commit();
            File.Copy(vault.File, Path.Combine(given.Root, "data", "vault.duckdb.aes"), overwrite: true);
            File.Copy(vault.KeyFile, keyPath);
            key = File.ReadAllText(keyPath).Trim();
        }

        var made = Make(given, "a.backup");
        Assert.Equal(["my.key", "secrets/kobo.token"], made.SecretsLeftOut);
        using var zip = ZipFile.OpenRead(given.Beside("a.backup"));
        Assert.All(zip.Entries, entry => Assert.DoesNotContain(key, Text(entry), StringComparison.Ordinal));
        Assert.Contains(zip.Entries, entry => entry.FullName == "operation.yaml");
    }

    [Fact]
    public void A_backup_waits_for_no_run_and_is_not_made_beside_one()
    {
        using (VaultLock.Take(Path.Combine(given.Root, "data")))
            Assert.Contains("another run is working on this operation", Assert.Throws<MachineException>(() => Make(given, "a.backup")).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(given.Beside("a.backup")));
        Make(given, "a.backup");
        Assert.Equal($"{given.Beside("a.backup")}: it exists already. A back-up replaces nothing: give another name.", Assert.Throws<MachineException>(() => Make(given, "a.backup")).Message);
        Assert.Contains("inside the operation's folder", Assert.Throws<MachineException>(() => Make(given, "operation/a.backup")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_none_is_cut_off_or_has_a_changed_byte_is_refused_or_gives_the_same_operation()
    {
        Make(given, "a.backup");
        var (bytes, whole) = (File.ReadAllBytes(given.Beside("a.backup")), given.Beside("whole"));
        OperationBackup.Restore(new RunOptions(whole), given.Beside("a.backup"));
        var (tree, random, bad) = (TestOperation.Tree(whole), new Random(7), given.Beside("bad.backup"));
        var changed = Enumerable.Range(0, 120).Select(i => i < 40 ? bytes.Length - 1 - i * 7 : random.Next(bytes.Length)).Select(at =>
        {
            var copy = bytes.ToArray();
            copy[at] ^= (byte)(1 + random.Next(255));
            return copy;
        });
        var cut = Enumerable.Range(0, 20).Select(_ => bytes[..random.Next(bytes.Length)]);
        var refused = 0;
        foreach (var candidate in changed.Concat(cut).Append("not a zip"u8.ToArray()).Append([]))
        {
            File.WriteAllBytes(bad, candidate);
            var target = given.Beside("target");
            try
            {
                OperationBackup.Restore(new RunOptions(target), bad);
                Assert.Equal(tree, TestOperation.Tree(target));
                Directory.Delete(target, recursive: true);
            }
            catch (MachineException failure)
            {
                Assert.Equal($"{bad}: this is no back-up of tip, or it is cut off or was changed. Nothing was changed; take another copy of it.", failure.Message);
                Assert.False(Directory.Exists(target) || Directory.Exists(target + ".restore"));
                refused++;
            }
        }

        // The others hit times and flags of the ZIP that nobody reads.
        Assert.InRange(refused, 100, 142);
    }

    [Fact]
    public void A_backup_of_a_later_program_is_refused_with_the_program_it_needs()
    {
        Craft("later.backup", "operation.yaml", manifest => manifest with { Program = "3.1.0", VaultTables = 99 });
        Assert.Equal(
            FormattableString.Invariant($"{given.Beside("later.backup")}: made by tip 3.1.0 (format 1, vault tables 99, released tables {Releases.ReleasedTables}); this is tip {ProgramVersion.Text}, which knows 1, {Vault.Schema.Current} and {Releases.ReleasedTables}. Use tip 3.1.0 or later. Nothing was changed."),
            Assert.Throws<MachineException>(() => OperationBackup.Restore(new RunOptions(given.Beside("new")), given.Beside("later.backup"))).Message);
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("data/../../outside.txt")]
    [InlineData("/tmp/outside.txt")]
    public void A_name_that_leads_out_of_the_folder_is_refused(string name)
    {
        Craft("crafted.backup", name, manifest => manifest);
        Assert.Contains("this is no back-up of tip", Assert.Throws<MachineException>(() => OperationBackup.Restore(new RunOptions(given.Beside("new")), given.Beside("crafted.backup"))).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(given.Beside("outside.txt")));
    }

    [Fact]
    public void Nothing_is_replaced_unasked_nor_what_is_another_operation_or_none()
    {
        Make(given, "a.backup");
        using var other = new TestOperation("river");
        var before = TestOperation.Tree(other.Root);
        string Refusal(string folder, bool replace) => Assert.Throws<MachineException>(() => OperationBackup.Restore(new RunOptions(folder), given.Beside("a.backup"), replace)).Message;
        Assert.Contains("the folder is not empty", Refusal(other.Root, replace: false), StringComparison.Ordinal);
        Assert.EndsWith("this is the operation «river», and the back-up is of «lake». It is not replaced.", Refusal(other.Root, replace: true), StringComparison.Ordinal);
        File.Delete(Path.Combine(other.Root, "operation.yaml"));
        Assert.Contains("this is no operation", Refusal(other.Root, replace: true), StringComparison.Ordinal);
        other.Write("operation.yaml", "id: river\n");
        Assert.Equal(before, TestOperation.Tree(other.Root));
    }

    [Fact]
    public void A_replaced_operation_leaves_its_waiting_exports_and_receipts_and_nothing_else()
    {
        Make(given, "a.backup");
        given.Write("data/vault.duckdb.aes", "newer");
        given.Write("data/receipts/2026-05-01-0002-cases-withdrawal.json", "{}");
        given.Write("inbox/cases/new.csv", "rows");
        given.Write("notes.txt", "newer");
        var restored = OperationBackup.Restore(new RunOptions(given.Root), given.Beside("a.backup"), replace: true);
        Assert.Equal(["Receipt 2026-05-01-0002-cases-withdrawal.json.", "2 files that wait in the inbox."], restored.Kept);
        Assert.StartsWith("ciphertext one", File.ReadAllText(Path.Combine(given.Root, "data", "vault.duckdb.aes")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(given.Root, "data", "receipts", "2026-05-01-0002-cases-withdrawal.json")));
        Assert.Equal(("rows", true), (File.ReadAllText(Path.Combine(given.Root, "inbox", "cases", "new.csv")), File.Exists(Path.Combine(given.Root, TestOperation.PersonsFile))));
        Assert.False(File.Exists(Path.Combine(given.Root, "notes.txt")) || Directory.Exists(given.Root + ".restore"));
    }

    [Fact]
    public void Releases_that_the_backup_does_not_know_stop_it_until_somebody_takes_that_upon_himself()
    {
        Make(given, "a.backup");
        given.Write("releases/2026-05-01-cccccccc/trend-report.html", "handed out");
        var before = TestOperation.Tree(given.Root);
        Assert.Contains(
            "released since the back-up was made, and unknown to its vault: 2026-05-01-cccccccc.",
            Assert.Throws<MachineException>(() => OperationBackup.Restore(new RunOptions(given.Root), given.Beside("a.backup"), replace: true)).Message, StringComparison.Ordinal);
        Assert.Equal(before, TestOperation.Tree(given.Root));
        var restored = OperationBackup.Restore(new RunOptions(given.Root), given.Beside("a.backup"), replace: true, forgetReleases: true);
        Assert.Contains("Release 2026-05-01-cccccccc, as files: the vault does not know it.", restored.Kept);
        Assert.Equal("handed out", File.ReadAllText(Path.Combine(given.Root, "releases", "2026-05-01-cccccccc", "trend-report.html")));
    }

    private static BackupSummary Make(TestOperation operation, string name) => OperationBackup.Make(new RunOptions(operation.Root), operation.Beside(name));

    private static string Text(ZipArchiveEntry entry)
    {
        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }

    private void Craft(string file, string name, Func<BackupManifest, BackupManifest> change) => BackupFile.Write(
        given.Beside(file), [(name, Path.Combine(given.Root, "operation.yaml"))], files => change(BackupManifest.Of("lake", new(2026, 1, 1), null, null, 0, [], files)), _ => { });

    private static class Releases
    {
        public static int ReleasedTables => Pipeline.Releases.ReleasedStore.Schema.Current;
    }
}
