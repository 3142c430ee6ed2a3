using System.Diagnostics;
using TipAnalytics.KillRun;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>Disks that are really full: small memory disks, which only root on Linux can make.</summary>
public sealed class DiskFullTests : IDisposable
{
    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [TmpfsFact]
    public void A_commit_to_a_full_disk_leaves_the_old_vault_and_nothing_beside_it()
    {
        using var disk = new Tmpfs(given.Data, "4m");
        OneBatch();
        var before = File.ReadAllBytes(given.File);
        using (var vault = Vault.Open(given.Data, VaultKey.Read(given.KeyFile), [NumberedBatches.Stream]))
        {
            Large(vault);
            var failure = Assert.Throws<MachineException>(vault.Commit);
            Assert.Equal(
                $"{given.File}: the vault could not be written: no space is left there. What was committed before stands unchanged; free space or give rights, then run again.",
                failure.Message);
            Assert.Equal(13, failure.ExitCode);
        }

        Assert.Equal(before, File.ReadAllBytes(given.File));
        Assert.False(File.Exists(given.File + ".tmp"));
        OneBatchIsThere();
    }

    [TmpfsFact]
    public void A_full_disk_is_not_taken_for_another_run()
    {
        using var disk = new Tmpfs(given.Data, "4m");
        OneBatch();
        File.Delete(Path.Combine(given.Data, "vault.lock.holder"));
        disk.Fill();
        Assert.Equal(
            $"{given.Data}: cannot be written: no space is left there. Check rights and free space of the operation's folder.",
            Assert.Throws<MachineException>(() => given.Open()).Message);
        disk.Free();
        OneBatchIsThere();
    }

    [TmpfsFact]
    public void No_space_for_the_working_copy_leaves_the_vault_as_it_was()
    {
        OneBatch();
        var before = File.ReadAllBytes(given.File);
        var place = Path.Combine(given.Root, "place");
        using var disk = new Tmpfs(place, "3m");
        using (var vault = Vault.Open(given.Data, VaultKey.Read(given.KeyFile), [NumberedBatches.Stream], place))
        {
            var failure = Assert.Throws<MachineException>(() =>
            {
                Large(vault);
                vault.Commit();
            });
            Assert.Contains(": no space is left there. ", failure.Message, StringComparison.Ordinal);
            Assert.Equal(13, failure.ExitCode);
        }

        Assert.Equal(before, File.ReadAllBytes(given.File));
        Assert.Empty(Directory.GetFileSystemEntries(place));

        disk.Fill();
        Assert.Contains(
            ": no space is left there. ",
            Assert.Throws<MachineException>(() => Vault.Open(given.Data, VaultKey.Read(given.KeyFile), [NumberedBatches.Stream], place)).Message, StringComparison.Ordinal);
        OneBatchIsThere();
    }

    private void OneBatch()
    {
        using var vault = Vault.Open(given.Data, VaultKey.Read(given.KeyFile), [NumberedBatches.Stream]);
        NumberedBatches.Take(vault);
        vault.Commit();
    }

    private void OneBatchIsThere()
    {
        using var vault = Vault.Open(given.Data, VaultKey.Read(given.KeyFile), [NumberedBatches.Stream]);
        Assert.Equal(1, NumberedBatches.Count(vault));
    }

    /// <summary>About 8 MB that nothing compresses.</summary>
    private static void Large(Vault vault)
    {
        var random = new Random(3);
        string Noise() => Convert.ToHexStringLower(Enumerable.Range(0, 200).Select(_ => (byte)random.Next(256)).ToArray());
        IEnumerable<SourceRow> Rows() => Enumerable.Range(2, 20_000).Select(row => TestVault.Row(vault, row, $"large {row}", "", 1, Noise(), 1L));
        TestVault.Load(vault, "large", Rows(), stream: NumberedBatches.Stream);
    }
}

/// <summary>Skipped, with the reason, where no memory disk can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TmpfsFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Obstacle = new(() =>
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return "Only root on Linux can mount a small memory disk.";
        var folder = Directory.CreateTempSubdirectory("tmpfs-");
        try
        {
            using (new Tmpfs(folder.FullName, "64k"))
                return null;
        }
        catch (InvalidOperationException)
        {
            return "This machine does not let root mount a memory disk (a container without the right to).";
        }
        finally
        {
            folder.Delete();
        }
    });

    public TmpfsFactAttribute() => Skip = Obstacle.Value;
}

/// <summary>A memory disk of a given size in place of a folder.</summary>
internal sealed class Tmpfs : IDisposable
{
    private readonly string folder;

    public Tmpfs(string folder, string size)
    {
        this.folder = folder;
        Directory.CreateDirectory(folder);
        Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder);
    }

    public void Fill()
    {
        using var file = new FileStream(Path.Combine(folder, "filler"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                file.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // Full, as wanted.
            return;
        }
    }

    public void Free() => File.Delete(Path.Combine(folder, "filler"));

    public void Dispose() => Run("umount", folder);

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} failed.");
    }
}
