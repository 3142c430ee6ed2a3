using System.Text.Json;

namespace TipAnalytics.Cli.Tests;

/// <summary>One run of <c>tip demo</c>, shared by the tests that look at what it made.</summary>
public sealed class DemoFixture
{
    private readonly Lazy<string> river;

    public DemoFixture()
    {
        river = new(MakeRiver);
        Folder = TestFolders.Fresh();
        Output = Tip.Run("demo", Folder);
        Assert.True(Output.Code == 0, Output.All);
        ReleaseId = Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(Folder, "releases")).Single());
    }

    public string Folder { get; }

    public string ReleaseId { get; }

    public string Release => Path.Combine(Folder, "releases", ReleaseId);

    /// <summary>A second operation of the same data, under another name.</summary>
    internal string River => river.Value;

    internal Tip.Output Output { get; }

    private string MakeRiver()
    {
        var folder = TestFolders.CopyOf(Folder);
        var definition = Path.Combine(folder, "operation.yaml");
        File.WriteAllText(definition, File.ReadAllText(definition).Replace("id: lake-region", "id: river-land", StringComparison.Ordinal).Replace("name: Lake Region", "name: River Land", StringComparison.Ordinal));
        var output = Tip.Run("report", folder);
        Assert.True(output.Code == 0, output.All);
        return folder;
    }

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
