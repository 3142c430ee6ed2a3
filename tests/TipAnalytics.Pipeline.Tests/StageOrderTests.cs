using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Tests;

/// <summary>Data flows one way: a stage uses the ones before it, never one after it.</summary>
public class StageOrderTests
{
    private static readonly string[] Stages = ["Suppression", "Definitions", "Statistics", "Sources", "Tables", "Warehouse", "Indicators", "Disclosure", "Trends", "Releases", "Runs"];

    [Fact]
    public void No_stage_of_the_pipeline_uses_a_later_one()
    {
        var root = Path.GetFullPath(Path.Combine(Here(), "..", "..", "src", "TipAnalytics.Pipeline"));
        var uses = Stages.SelectMany((stage, place) =>
            Directory.EnumerateFiles(Path.Combine(root, stage), "*.cs", SearchOption.AllDirectories).SelectMany(file =>
                Regex.Matches(File.ReadAllText(file), @"\bTipAnalytics\.Pipeline\.([A-Z]\w+)").Select(match => match.Groups[1].Value)
                    .Where(used => Array.IndexOf(Stages, used) > place)
                    .Select(used => $"{stage}/{Path.GetFileName(file)} uses {used}")));
        Assert.Empty(uses);
        Assert.All(Stages, stage => Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(root, stage), "*.cs")));
    }

    [Fact]
    public void Outside_the_pipeline_only_runs_and_what_disclosure_lets_out_can_be_named()
    {
        var open = typeof(Period).Assembly.GetExportedTypes().Select(type => type.Namespace!.Split('.')[^1]).Distinct().Order(StringComparer.Ordinal);
        Assert.DoesNotContain("Definitions", open);
        Assert.DoesNotContain("Sources", open);
        Assert.DoesNotContain("Statistics", open);
        Assert.DoesNotContain(typeof(Period).Assembly.GetExportedTypes(), type => type.Name is "IndicatorTable" or "IndicatorCell" or "ExactShare" or "Vault");
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
