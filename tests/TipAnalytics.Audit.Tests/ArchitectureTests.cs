using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TipAnalytics.Audit.Tests;

public class ArchitectureTests
{
    private static readonly string[] Audited = ["Disclosure", "Suppression", "Indicators", "Trends", "Releases"];

    [Fact]
    public void The_auditor_uses_none_of_the_code_that_makes_what_it_audits()
    {
        var root = Path.GetFullPath(Path.Combine(Here(), "..", "..", "src", "TipAnalytics.Audit"));
        var files = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();
        Assert.True(files.Count > 20);
        Assert.Empty(files.SelectMany(file => Regex.Matches(File.ReadAllText(file), @"\bPipeline\.([A-Z]\w+)").Select(match => match.Groups[1].Value).Where(Audited.Contains).Select(used => $"{Path.GetFileName(file)} uses {used}")));
    }

    [Fact]
    public void The_pipeline_does_not_know_the_auditor() =>
        Assert.DoesNotContain(typeof(Pipeline.Period).Assembly.GetReferencedAssemblies(), name => name.Name == "TipAnalytics.Audit");

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
