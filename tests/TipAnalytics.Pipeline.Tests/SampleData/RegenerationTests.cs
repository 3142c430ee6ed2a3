using TipAnalytics.SampleData;

namespace TipAnalytics.Pipeline.Tests.SampleData;

public sealed class RegenerationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sample-").FullName;

    [Fact]
    public void Making_the_sample_again_gives_the_committed_files_byte_for_byte()
    {
        var (sample, operation) = (Path.Combine(folder, "sample"), Path.Combine(folder, "operation"));

        SampleOperation.Write(sample, operation);

        var made = Files(Path.Combine(sample, "lake-region"));
        var committed = Files(Path.Combine(SampleFiles.SampleData, "lake-region"));
        Assert.Equal(committed.Keys, made.Keys);
        Assert.All(made, file => Assert.True(file.Value.SequenceEqual(committed[file.Key]), $"{file.Key} differs"));
        const string boundaries = "boundaries/lake-region-adm2.geojson";
        Assert.Equal(File.ReadAllBytes(Path.Combine(SampleFiles.Operation, boundaries)), File.ReadAllBytes(Path.Combine(operation, boundaries)));
    }

    [Fact]
    public void All_files_together_stay_under_16_MB_and_each_under_2_MB()
    {
        var sizes = Directory.GetFiles(SampleFiles.Inbox, "*", SearchOption.AllDirectories).Select(path => new FileInfo(path).Length).ToList();

        Assert.True(sizes.Sum() < 16_000_000, $"{sizes.Sum()} bytes in all");
        Assert.True(sizes.Max() < 2_000_000, $"{sizes.Max()} bytes in one file");
    }

    /// <summary>First values for the seed 1234567, as published with the reference implementation in several languages (Rosetta Code, «Pseudo-random numbers/Splitmix64»).</summary>
    [Fact]
    public void The_source_of_chance_agrees_with_the_published_values()
    {
        var random = new SplitMix64(1234567);

        Assert.Equal([6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL], [random.Next(), random.Next(), random.Next()]);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static SortedDictionary<string, byte[]> Files(string root) =>
        new(Directory.GetFiles(root, "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllBytes, StringComparer.Ordinal), StringComparer.Ordinal);
}
