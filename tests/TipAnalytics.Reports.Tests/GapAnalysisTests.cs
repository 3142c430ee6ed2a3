using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Sections;
using TipAnalytics.Reports.Tests.Fixture;
using TipAnalytics.Reports.Texts;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Tests;

/// <summary>Elevated proxies beside the services mapped as working.</summary>
public class GapAnalysisTests
{
    private static readonly ReportTexts Texts = ReportTexts.Shipped(LakeRegion.Content.Words);

    private static Dictionary<string, string> Readings(Pipeline.Releases.ReleaseContent content)
    {
        var view = new ReleaseView(content, Texts);
        var product = ProductDefinition.Load(Path.Combine(AppContext.BaseDirectory, "reports", "products", "hno-pack.yaml"), [.. SectionCatalogue.All.Keys]);
        var table = GapAnalysisSection.Write(new SectionContext(view, product, new Figures(view))).OfType<DataTable>().SingleOrDefault();
        return table?.Rows.ToDictionary(row => row[0].Text, row => row[^1].Text, StringComparer.Ordinal) ?? [];
    }

    [Theory]
    [InlineData("Northshore", "services_known")]
    [InlineData("Upper Reed", "both")]
    [InlineData("Harbour", "services_unknown")]
    [InlineData("East Hills", "unknown")]
    public void What_follows_depends_on_what_is_known_of_signs_and_of_services(string area, string reading) =>
        Assert.Equal(Texts[$"gap_analysis.{reading}"], Readings(LakeRegion.Content)[area]);

    [Fact]
    public void One_family_alone_asks_for_nothing_new()
    {
        var calm = LakeRegion.Content with { Convergence = [.. LakeRegion.Content.Convergence.Select(area => area with { Elevated = Math.Min(area.Elevated, 1) })] };
        Assert.Equal(Texts["gap_analysis.few"], Readings(calm)["Upper Reed"]);
    }

    [Fact]
    public void Without_a_mapping_of_services_there_is_no_such_table()
    {
        var unmapped = LakeRegion.Content with { Indicators = [.. LakeRegion.Content.Indicators.Where(indicator => indicator.Stream != "srv")] };
        Assert.Empty(Readings(unmapped));
    }
}
