using System.Text;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports.Catalogue;
using TipAnalytics.Reports.Texts;

namespace TipAnalytics.Reports.Tests;

/// <summary>The table of the catalogue that says where each rule of the guide is kept.</summary>
public class CatalogueRuleTests
{
    private static readonly CatalogueContent Content = CatalogueReader.Read();

    [Fact]
    public void Every_text_that_keeps_a_rule_is_there()
    {
        var texts = ReportTexts.Shipped(Content.Words);
        var named = Content.Rules.Where(rule => rule.Where.StartsWith("text ", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, rule => Assert.True(texts.Find(rule.Where["text ".Length..]) is not null, $"{rule.Id}: {rule.Where}"));
    }

    [Fact]
    public void The_page_names_what_is_kept_in_part_and_what_is_not_yet()
    {
        string[] kept = ["R-01", "Nothing is counted", "test", "CountTests.No_person_is_counted", ""];
        string[][] lines = [kept, ["R-02", "People are asked once", "rule", "tip form", "Says what is asked"], ["R-02", "People are asked once", "not_yet", "", "Forms on paper"], ["R-03", "Those concerned are heard", "not_yet", "", "No record"]];
        var page = Encoding.UTF8.GetString(IndicatorCatalogue.Make(Content with { Rules = [.. lines.Select(line => new CatalogueRule(line[0], line[1], line[2], line[3], line[4]))] })
            .Single(file => file.Name == "catalogue.md").Bytes);
        Assert.Contains("Of 3 rules 1 are kept, 1 in part (R-02) and 1 not yet (R-03).", page, StringComparison.Ordinal);
        Assert.Contains("| R-01 | Nothing is counted | test | No person is counted (CountTests) |", page, StringComparison.Ordinal);
        Assert.Contains("| R-02 | People are asked once | not yet | – | Forms on paper |", page, StringComparison.Ordinal);
    }
}
