using System.Runtime.CompilerServices;
using System.Text;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports.Catalogue;

namespace TipAnalytics.Reports.Tests;

/// <summary>The Markdown of a few indicators, word for word: a survey share with weights, a combination, a level, a state of an area. After a wanted change: run with
/// <c>UPDATE_GOLDEN=1</c> and read the difference before committing it.</summary>
public class CatalogueGoldenTests
{
    [Theory]
    [InlineData("CH-01")]
    [InlineData("CO-05")]
    [InlineData("CX-07")]
    [InlineData("CO-09")]
    public void The_entry_of_an_indicator_is_the_reviewed_one(string indicator)
    {
        var whole = Encoding.UTF8.GetString(IndicatorCatalogue.Make(CatalogueReader.Read()).Single(file => file.Name == "catalogue.md").Bytes);
        var start = whole.IndexOf($"<a id=\"{indicator.ToLowerInvariant()}\">", StringComparison.Ordinal);
        var text = whole[start..whole.IndexOf("<a id=", start + 1, StringComparison.Ordinal)];
        var file = Path.Combine(Folder(), $"catalogue-{indicator}.md");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, text, new UTF8Encoding(false));
        Assert.Equal(File.ReadAllText(file).Replace("\r", "", StringComparison.Ordinal), text);
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden");
}
