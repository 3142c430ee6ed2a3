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
}
