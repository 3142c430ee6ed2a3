using System.Diagnostics;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Tests.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Backups;

/// <summary>A restoration that ends midway: whoever looks next finds the operation that was there or the restored one, whole.</summary>
public sealed class RestorationTests : IDisposable
{
    private readonly TestOperation one = new(mark: "one");
    private readonly TestOperation two = new(mark: "two");

    public void Dispose()
    {
        one.Dispose();
        two.Dispose();
    }

    [Theory]
    [InlineData("making ready", "one")]
    [InlineData("old aside", "two")]
    [InlineData("new in place", "two")]
    [InlineData("new lost", "one")]
    public void After_a_kill_the_next_command_finds_one_of_the_two_and_the_waiting_export_once(string moment, string expected)
    {
        var (work, root) = (one.Root + ".restore", one.Root);
        var (was, comes) = (TestOperation.Tree(one.Root), WithExport(two.Root));
        Directory.CreateDirectory(work);
        File.WriteAllText(Path.Combine(work, "vault.lock"), "");
        if (moment != "new lost")
            Directory.Move(Copied(two.Root), Path.Combine(work, "new"));
        if (moment != "making ready")
            Directory.Move(root, Path.Combine(work, "old"));
        if (moment == "new in place")
            Directory.Move(Path.Combine(work, "new"), root);

        var found = OperationFolder.At(root + Path.DirectorySeparatorChar);

        Assert.Equal(expected == "one" ? was : comes, TestOperation.Tree(found.Root));
        Assert.False(Directory.Exists(work));
    }

    [Fact]
    public void While_one_is_at_work_nobody_else_comes_in()
    {
        using (var restoration = Restoration.Begin(new OperationFolder(one.Root)))
        {
            Assert.Contains("another run is working on this operation", Assert.Throws<MachineException>(() => OperationFolder.At(one.Root)).Message, StringComparison.Ordinal);
            Assert.True(Directory.Exists(restoration.New));
        }

        Assert.Equal(one.Root, OperationFolder.At(one.Root).Root);
    }

    [Fact]
    public void A_real_process_killed_at_any_moment_leaves_one_of_the_two_operations_whole()
    {
        var (a, b) = (one.Beside("a.backup"), one.Beside("b.backup"));
        OperationBackup.Make(new RunOptions(one.Root), a);
        OperationBackup.Make(new RunOptions(two.Root), b);
        var whole = new[] { a, b }.Select((file, i) =>
        {
            var root = one.Beside($"whole-{i}");
            OperationBackup.Restore(new RunOptions(root), file);
            return WithExport(root);
        }).ToHashSet(StringComparer.Ordinal);
        OperationBackup.Restore(new RunOptions(one.Root), a, replace: true);
        var (random, round) = (new Random(Setting("TIP_KILL_SEED", 1)), TimeSpan.FromSeconds(1));
        for (var kill = 0; kill < Setting("TIP_KILL_RUNS", 10) / 2; kill++)
        {
            using (var child = new KilledProcess("restore", a, b, one.Root))
            {
                var clock = Stopwatch.StartNew();
                child.WaitFor("restored");
                round = clock.Elapsed < round ? clock.Elapsed : round;
                child.KillAfter(random.NextDouble() * round);
            }

            var root = OperationFolder.At(one.Root).Root;
            Assert.Contains(TestOperation.Tree(root), whole);
            Assert.False(Directory.Exists(root + ".restore"));
            // Every back-up that stands is whole, whenever the process that made it ended.
            foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(one.Root)!, "operation-*.backup"))
            {
                Assert.Equal("lake", BackupFile.Read(file).Operation);
                File.Delete(file);
            }
        }
    }

    /// <summary>How a restored operation looks when the export that waited moved over.</summary>
    private string WithExport(string root)
    {
        var path = Path.Combine(root, TestOperation.PersonsFile);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "QZ-NAME-81C4,secret");
        return TestOperation.Tree(root);
    }

    private string Copied(string root)
    {
        var copy = one.Beside("copied");
        foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(file => !file.Contains("inbox", StringComparison.Ordinal)))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private static int Setting(string name, int value) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : value;
}
