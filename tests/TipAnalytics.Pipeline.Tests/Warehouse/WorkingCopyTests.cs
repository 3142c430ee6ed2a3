using System.Diagnostics;
using System.Globalization;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

public sealed class WorkingCopyTests
{
    private static readonly string[] Places = [.. new[] { "/dev/shm", Path.GetTempPath() }.Where(Directory.Exists)];

    /// <summary>Working copies of a process, wherever they may lie.</summary>
    internal static IEnumerable<string> CopiesOf(int processId) =>
        Places.SelectMany(place => Directory.GetDirectories(place, string.Create(CultureInfo.InvariantCulture, $"tipanalytics-{processId}-*")));

    [Fact]
    public void A_copy_lies_in_a_folder_that_only_its_owner_may_enter()
    {
        using var copy = WorkingCopy.Create(0);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(copy.Folder));
    }

    [Fact]
    public void Copies_of_dead_processes_are_removed_and_those_of_living_ones_stay()
    {
        using var mine = WorkingCopy.Create(0);
        using var self = Process.GetCurrentProcess();
        var dead = Copy($"tipanalytics-{int.MaxValue}-1-{Guid.NewGuid():N}");
        var reused = Copy(string.Create(CultureInfo.InvariantCulture, $"tipanalytics-{self.Id}-1-{Guid.NewGuid():N}"));
        var foreign = Copy($"tipanalytics-notes-{Guid.NewGuid():N}");

        WorkingCopy.RemoveStale();

        Assert.True(Directory.Exists(mine.Folder));
        Assert.False(Directory.Exists(dead));
        Assert.False(Directory.Exists(reused), "Process ids come again; the start time tells.");
        Assert.True(Directory.Exists(foreign), "A folder of somebody else's was removed.");
        Directory.Delete(foreign, recursive: true);
    }

    [Fact]
    public void A_copy_that_is_held_stays_whatever_its_process_is_called_here_and_goes_when_it_is_released()
    {
        // As another container that shares the place sees it: no such process, yet somebody holds the lock.
        var shared = Copy($"tipanalytics-{int.MaxValue}-1-{Guid.NewGuid():N}");
        using (new FileStream(shared + ".alive", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            WorkingCopy.RemoveStale();
            Assert.True(Directory.Exists(shared));
        }

        WorkingCopy.RemoveStale();
        Assert.False(Directory.Exists(shared));
        Assert.False(File.Exists(shared + ".alive"));
    }

    [Fact]
    public void Nothing_of_a_record_stays_in_plain_when_the_vault_is_closed()
    {
        // Its own each time: the place is everybody's, and the same test may be running elsewhere.
        var mark = $"QZ-PLANTED-{Guid.NewGuid():N}";
        using var given = new TestVault();
        using (var vault = given.Open())
        {
            TestVault.Load(vault, "file", [TestVault.Row(vault, 2, "a", mark)]);
            vault.Commit();
            Assert.Contains(Places.SelectMany(OwnFiles), file => Holds(file, mark));
        }

        Assert.DoesNotContain(Places.SelectMany(OwnFiles).Concat(Directory.GetFiles(given.Root, "*", SearchOption.AllDirectories)), file => Holds(file, mark));
    }

    private static IEnumerable<string> OwnFiles(string place) =>
        Directory.GetDirectories(place, "tipanalytics-*").SelectMany(Files);

    private static string[] Files(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        }
        catch (DirectoryNotFoundException)
        {
            // Of another test's vault, closed in between.
            return [];
        }
    }

    private static bool Holds(string file, string mark)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray().AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(mark)) >= 0;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            // Of another test's vault, closed in between.
            return false;
        }
    }

    private static string Copy(string name)
    {
        var folder = Path.Combine(Places[0], name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "vault.duckdb"), "plain");
        return folder;
    }
}
