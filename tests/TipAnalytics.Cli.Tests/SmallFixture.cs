using System.Text.RegularExpressions;
using TipAnalytics.Cli.Commands;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Tests;

/// <summary>The invented operation with one or two indicators of most streams, for tests that make a release of their own: every release is audited, and of all indicators that takes a minute.</summary>
public sealed partial class SmallFixture
{
    private static readonly Lazy<string> LazyRiver = new(MakeRiver);

    private static readonly string[] Indicators = ["CH-01", "CH-03", "CH-05", "CH-08", "CX-07", "MV-03", "VI-03"];

    public SmallFixture()
    {
        Folder = Make();
        var output = Tip.Run("run", Folder);
        Assert.True(output.Code == 0, output.All);
        ReleaseId = Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(Folder, "releases")).Single());
    }

    public string Folder { get; }

    public string ReleaseId { get; }

    public string Release => Path.Combine(Folder, "releases", ReleaseId);

    /// <summary>A second operation of the same data, under another name, with an onset of its own in one area.</summary>
    internal static string River => LazyRiver.Value;

    /// <summary>The operation with its exports in the inbox and a key, before its first run.</summary>
    internal static string Make()
    {
        var folder = TestFolders.Fresh();
        ShippedFiles.CopyOperation("lake-region", folder);
        ShippedFiles.CopySampleExports("lake-region", folder);
        OperationKey.Create(folder);
        var definition = Path.Combine(folder, "operation.yaml");
        File.WriteAllText(definition, Indicator().Replace(File.ReadAllText(definition), line => Indicators.Contains(line.Groups[1].Value) ? line.Value : ""));
        return folder;
    }

    private static string MakeRiver()
    {
        var folder = Make();
        var definition = Path.Combine(folder, "operation.yaml");
        File.WriteAllText(definition, File.ReadAllText(definition).Replace("id: lake-region", "id: river-land", StringComparison.Ordinal).Replace("name: Lake Region", "name: River Land", StringComparison.Ordinal)
            .Replace("first_month:", "  areas: { LR01: { date: 2025-03-10, title: Closing of the northern crossing, source: Invented statement } }\nfirst_month:", StringComparison.Ordinal));
        var output = Tip.Run("run", folder);
        Assert.True(output.Code == 0, output.All);
        return folder;
    }

    [GeneratedRegex(@"^  - (\w+-\w+).*\n", RegexOptions.Multiline)]
    private static partial Regex Indicator();
}

[CollectionDefinition(Name)]
public sealed class SmallRun : ICollectionFixture<SmallFixture>
{
    public const string Name = "One run of few indicators";
}
