using System.Text.Json;

namespace TipAnalytics.Cli.Tests;

/// <summary>One run of <c>tip demo</c>, shared by the tests that look at what it made.</summary>
public sealed class DemoFixture
{
    public DemoFixture()
    {
        Folder = TestFolders.Fresh();
        Output = Tip.Run("demo", Folder);
        Assert.True(Output.Code == 0, Output.All);
        ReleaseId = Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(Folder, "releases")).Single());
    }

    public string Folder { get; }

    public string ReleaseId { get; }

    public string Release => Path.Combine(Folder, "releases", ReleaseId);

    internal Tip.Output Output { get; }

    /// <summary>Rows of a query over the released store.</summary>
    internal IReadOnlyList<JsonElement> Query(string sql)
    {
        var output = Tip.Run("query", Folder, sql, "--format", "json");
        Assert.True(output.Code == 0, output.All);
        return [.. JsonDocument.Parse(output.Text).RootElement.EnumerateArray()];
    }
}

[CollectionDefinition(Name)]
public sealed class DemoRun : ICollectionFixture<DemoFixture>
{
    public const string Name = "One demo run";
}
