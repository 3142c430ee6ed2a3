using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

public sealed class VaultTests : IDisposable
{
    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void Tables_come_back_as_they_were_committed()
    {
        var stream = TestVault.Stream("visit", ("answer", FieldType.Code), ("meals", FieldType.Integer), ("score", FieldType.Decimal), ("seen", FieldType.Month));
        IReadOnlyList<string> Content(Vault vault) =>
            [.. new[] { "rec_visit", "batch", "rejection", "emptied", "vault_secret" }.SelectMany(table => TestVault.Rows(vault, $"select columns(*)::varchar from {table} order by all"))];
        IReadOnlyList<string> before;
        using (var vault = given.Open(stream))
        {
            TestVault.Load(vault, "file",
            [
                TestVault.Row(vault, 2, "a", "v1", 1.25m, "yes", 3L, 0.333333m, new DateOnly(2026, 1, 1)),
                TestVault.Row(vault, 3, "b", "v1", 1, null, null, null, null),
                TestVault.Ended(4, Pipeline.Sources.RowOutcome.Rejected, "unknown_area", "admin2"),
            ], TestVault.Source(rejectLimit: 1), stream);
            vault.Commit();
            before = Content(vault);
        }

        using (var vault = given.Open(stream))
            Assert.Equal(before, Content(vault));
        Assert.Equal(5, before.Count);
    }

    [Fact]
    public void What_was_not_committed_is_not_there()
    {
        using (var vault = given.Open())
        {
            TestVault.Load(vault, "first", [TestVault.Row(vault, 2, "a", "yes")]);
            vault.Commit();
            TestVault.Load(vault, "second", [TestVault.Row(vault, 2, "b", "no")]);
        }

        using (var vault = given.Open())
            Assert.Equal(["yes"], TestVault.Rows(vault, "select answer from stg_visit order by record_id"));
    }

    [Fact]
    public void A_second_run_is_told_which_process_holds_the_vault()
    {
        using var other = new KilledProcess("hold", given.Data, given.KeyFile);
        other.WaitFor("held");
        Assert.Equal(
            $"{given.Data}: another run is working on this operation (process {other.Id}). Wait until it ends, then run again.",
            Assert.Throws<MachineException>(() => given.Open()).Message);
        other.KillAfter(TimeSpan.Zero);
        given.Open().Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_not_taken_for_another_run()
    {
        var holder = Path.Combine(given.Data, "vault.lock.holder");
        Directory.CreateDirectory(holder);
        Assert.Equal(
            $"{given.Data}: cannot be written: its rights do not allow it. Check rights and free space of the operation's folder.",
            Assert.Throws<MachineException>(() => given.Open()).Message);
        Directory.Delete(holder);
        given.Open().Dispose();
    }

    [Fact]
    public void After_a_failed_commit_the_vault_is_still_open_and_the_old_one_stands()
    {
        using (var vault = given.Open())
        {
            TestVault.Load(vault, "first", [TestVault.Row(vault, 2, "a", "yes")]);
            vault.Commit();
            TestVault.Load(vault, "second", [TestVault.Row(vault, 2, "b", "no")]);
            Directory.CreateDirectory(given.File + ".tmp");
            Assert.Equal(13, Assert.Throws<MachineException>(vault.Commit).ExitCode);
            Assert.Equal(["yes", "no"], TestVault.Rows(vault, "select answer from stg_visit order by record_id"));
            Directory.Delete(given.File + ".tmp");
            vault.Commit();
        }

        using (var vault = given.Open())
            Assert.Equal(["yes", "no"], TestVault.Rows(vault, "select answer from stg_visit order by record_id"));
    }

    [Fact]
    public void A_vault_that_does_not_open_leaves_neither_a_lock_nor_a_working_copy()
    {
        using (var vault = given.Open())
            vault.Commit();
        var bytes = File.ReadAllBytes(given.File);
        File.WriteAllBytes(given.File, bytes[..^1]);
        Assert.Throws<MachineException>(() => given.Open());
        File.WriteAllBytes(given.File, bytes);
        given.Open().Dispose();
    }

    [Fact]
    public void The_content_hash_tells_in_which_order_files_were_taken()
    {
        static string Hash(params string[] files)
        {
            using var given = new TestVault();
            using var vault = given.Open();
            foreach (var file in files)
                TestVault.Load(vault, file, [TestVault.Row(vault, 2, "x", file)]);
            return vault.ContentHash;
        }

        Assert.NotEqual(Hash("a", "b"), Hash("b", "a"));
        Assert.Equal(Hash("a", "b"), Hash("a", "b"));
    }

    [Fact]
    public void The_engine_is_held_to_half_of_the_memory_at_most()
    {
        using var vault = given.Open();
        var limit = TestVault.Rows(vault, "select value from duckdb_settings() where name = 'memory_limit'").Single();
        Assert.Matches(@"^(\d{3}\.\d MiB|[1-4]\.\d GiB)$", limit);
    }
}
