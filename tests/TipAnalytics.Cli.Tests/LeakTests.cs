using System.IO.Compression;
using System.Text;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Cli.Tests;

/// <summary>Marked identifiers are planted in every personal column of the sample; none may stand in any byte the program writes.</summary>
[Collection(DemoRun.Name)]
public class LeakTests(DemoFixture demo)
{
    // sample-data/README.md, «Marks».
    private static readonly byte[][] Marks = [.. new[] { "ZZMARK", "5a5a4d41-524b", "98765432", "5A5A4D41524B" }.SelectMany(mark => new[] { Encoding.UTF8.GetBytes(mark), Encoding.Unicode.GetBytes(mark) })];

    [Fact]
    public void The_sample_really_holds_the_marks() =>
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "sample-data", "lake-region", "inbox"), "*.csv", SearchOption.AllDirectories).SelectMany(Found));

    [Fact]
    public void No_mark_stands_in_any_file_of_the_operation_packed_or_not() =>
        Assert.Empty(Directory.EnumerateFiles(demo.Folder, "*", SearchOption.AllDirectories).SelectMany(Found));

    [Fact]
    public void No_mark_stands_in_what_was_printed() => Assert.DoesNotContain("ZZMARK", demo.Output.All, StringComparison.Ordinal);

    [Fact]
    public void No_mark_stands_in_the_vault_when_it_is_decrypted()
    {
        var plain = Path.Combine(Directory.CreateTempSubdirectory("tip-test-plain-").FullName, "vault.duckdb");
        VaultFile.Read(Path.Combine(demo.Folder, "data", Vault.FileName), plain, VaultKey.Find(demo.Folder));
        try
        {
            Assert.Empty(Found(plain));
        }
        finally
        {
            File.Delete(plain);
        }
    }

    [Fact]
    public void Taken_files_are_gone_from_the_inbox() =>
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(demo.Folder, "inbox"), "*", SearchOption.AllDirectories));

    [Fact]
    public void No_working_copy_and_no_temporary_file_is_left()
    {
        Assert.Empty(Directory.EnumerateFiles(demo.Folder, "*.tmp", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(demo.Folder, "releases"), ".*"));
        foreach (var place in new[] { "/dev/shm", Path.GetTempPath() }.Where(Directory.Exists))
            Assert.Empty(Directory.EnumerateDirectories(place, $"tipanalytics-{Environment.ProcessId}-*"));
    }

    private static IEnumerable<string> Found(string path)
    {
        var bytes = File.ReadAllBytes(path);
        foreach (var mark in Marks.Where(mark => bytes.AsSpan().IndexOf(mark) >= 0))
            yield return $"{path}: {Encoding.UTF8.GetString(mark)}";
        if (Path.GetExtension(path) is not (".docx" or ".xlsx"))
            yield break;
        using var archive = ZipFile.OpenRead(path);
        foreach (var entry in archive.Entries)
        {
            using var stream = new MemoryStream();
            using (var packed = entry.Open())
                packed.CopyTo(stream);
            foreach (var mark in Marks.Where(mark => stream.ToArray().AsSpan().IndexOf(mark) >= 0))
                yield return $"{path}, {entry.FullName}: {Encoding.UTF8.GetString(mark)}";
        }
    }
}
