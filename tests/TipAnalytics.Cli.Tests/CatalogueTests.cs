using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Tests;

/// <summary><c>tip catalogue</c>: the catalogue as a page.</summary>
public class CatalogueTests
{
    [Fact]
    public void The_catalogue_is_written_twice_with_the_same_bytes_and_holds_every_indicator()
    {
        var folder = Directory.CreateTempSubdirectory("tip-catalogue-");
        try
        {
            var (first, second) = (Path.Combine(folder.FullName, "a"), Path.Combine(folder.FullName, "b"));
            Assert.Equal(0, Tip.Run("catalogue", "--out", first).Code);
            Assert.Equal(0, Tip.Run("catalogue", "--out", second).Code);
            foreach (var name in new[] { "catalogue.html", "catalogue.md" })
                Assert.Equal(File.ReadAllBytes(Path.Combine(first, name)), File.ReadAllBytes(Path.Combine(second, name)));
            var page = File.ReadAllText(Path.Combine(first, "catalogue.html"));
            foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "catalogue", "indicators"), "*.yaml"))
                Assert.Contains($"<h3 id=\"{Path.GetFileNameWithoutExtension(file).ToLowerInvariant()}\">", page, StringComparison.Ordinal);
            Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Of_an_operation_it_says_which_source_brings_a_field_already_and_never_by_which_column()
    {
        var folder = Directory.CreateTempSubdirectory("tip-catalogue-");
        try
        {
            var operation = Path.Combine(AppContext.BaseDirectory, "catalogue", "operations", "lake-region");
            Assert.Equal(0, Tip.Run("catalogue", "--out", Path.Combine(folder.FullName, "shipped")).Code);
            Assert.Equal(0, Tip.Run("catalogue", operation, "--out", folder.FullName).Code);
            var page = File.ReadAllText(Path.Combine(folder.FullName, "catalogue.md")).Replace("\\_", "_", StringComparison.Ordinal);
            var start = page.IndexOf("# Asked already", StringComparison.Ordinal);
            var section = page[start..page.IndexOf("# Streams and their fields", start, StringComparison.Ordinal)];
            Assert.Contains("| head_sex | Sex of the head of household | fs-households |", section, StringComparison.Ordinal);
            Assert.DoesNotContain("| coping_reason |", section, StringComparison.Ordinal);
            Assert.DoesNotContain("HHStatus", section, StringComparison.Ordinal);
            Assert.DoesNotContain("# Asked already", File.ReadAllText(Path.Combine(folder.FullName, "shipped", "catalogue.md")), StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_command_that_keeps_a_rule_of_the_guide_is_one()
    {
        var help = Tip.Run("--help").Text;
        var commands = CatalogueReader.Read().Rules.Select(rule => rule.Where).Where(where => where.StartsWith("tip ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(commands);
        Assert.All(commands, command => Assert.Contains($"  {command[4..]} ", help, StringComparison.Ordinal));
    }
}
