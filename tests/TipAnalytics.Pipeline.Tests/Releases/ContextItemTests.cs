using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Tests.Indicators;

namespace TipAnalytics.Pipeline.Tests.Releases;

public class ContextItemTests
{
    [Fact]
    public void A_part_of_the_checklist_that_asks_for_provisions_stands_among_law_and_treaties()
    {
        var setup = TestCatalogue.Operation();
        var items = ContextItems.Of(setup, CatalogueTexts.Load(CatalogueFolder.Default, null, "en", setup.Catalogue), ContextChecklist.Load(CatalogueFolder.Default));
        Assert.Equal(["QC", "QD", "QE", "QF", "QG", "QX"], items.Where(item => item.IsLaw).Select(item => item.Part).Distinct());
        Assert.Equal(["QA", "QB", "QH"], items.Where(item => !item.IsLaw).Select(item => item.Part).Distinct());
    }
}
