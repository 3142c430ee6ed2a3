using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Pipeline.Tests.Indicators;

/// <summary>The worked examples of the catalogue run through the statements of the derivation.</summary>
public class IndicatorExampleTests
{
    [Fact]
    public void Every_shipped_example_says_what_the_indicator_makes_of_it() => Assert.Empty(IndicatorExamples.Check(TestCatalogue.Operation()));

    [Fact]
    public void An_example_that_says_something_else_is_refused_by_row_and_figure() => Assert.Equal(
        ["example «Wrong.»: row 2 is «no signal», not «signal»", "example «Wrong.»: row 3 is «undetermined», not «no signal»", "example «Wrong.»: the figure is «1 of 2», not «2 of 3»", "example «Wrong.»: the weighted share is 75 %, not 67 %"],
        Faults("CH-03", Example("""
            has_school_age_child | coping                           | weight | result
            yes                  | crisis.out_school:used           | 3      | signal
            yes                  | crisis.out_school:no_need        | 1      | signal
            yes                  | crisis.out_school:not_applicable | 1      | no signal
            """, "2 of 3", 67)));

    [Fact]
    public void A_formula_that_no_longer_says_what_its_example_does_is_refused() => Assert.Equal(
        ["example «Wrong.»: row 2 is «no signal», not «signal»", "example «Wrong.»: the figure is «1 of 2», not «2 of 2»"],
        Faults("CH-03", Example("""
            has_school_age_child | coping                      | result
            yes                  | crisis.out_school:used      | signal
            yes                  | crisis.out_school:exhausted | signal
            """, "2 of 2"), signal: "lcs_out_school = 'used'"));

    [Theory]
    [InlineData("CX-07", "service_function | functioning | updated_month\nlegal_aid | yes | 2026-01", "0", "the figure is «unknown», not «0»")]
    [InlineData("CX-05", "score\n2", "1", "the figure is «2», not «1»")]
    [InlineData("CO-08", "indicator | value\nEC-01 | 30\nEC-02 | unknown", "1 of 1 known", "the figure is «0 of 0 known», not «1 of 1 known»")]
    [InlineData("CO-09", "indicator | before | now\nEC-01 | unknown | 30\nCX-07 | unknown | 0.5", "yes", "the figure is «undetermined», not «yes»")]
    [InlineData("RE-01", "quarter | received\n2025-Q4 | no\n2026-Q1 | no", "missing", "the figure is «silent», not «missing»")]
    public void Examples_of_levels_and_of_what_is_made_from_other_indicators_are_run_too(string indicator, string rows, string figure, string difference) =>
        Assert.Equal([$"example «Wrong.»: {difference}"], Faults(indicator, Example(rows, figure)));

    private static IEnumerable<string> Faults(string id, IndicatorExample example, string? signal = null)
    {
        var known = TestCatalogue.Shipped.Indicators[id];
        var changed = new IndicatorDefinition
        {
            Id = id, Title = known.Title, Definition = known.Definition, Family = known.Family, Kind = known.Kind, Stream = known.Stream, Model = known.Model, Universe = known.Universe,
            Base = known.Base, Signal = signal ?? known.Signal, Value = known.Value, Parts = known.Parts, AtLeast = known.AtLeast, Answers = known.Answers, Unit = known.Unit, Direction = known.Direction, Why = known.Why, Caveat = known.Caveat,
            LowMeans = known.LowMeans, Examples = [example],
        };
        var others = TestCatalogue.Shipped.Indicators.Values.Where(other => other.Id != id).Select(Silent);
        return IndicatorExamples.Check(TestCatalogue.Operation(TestCatalogue.Shipped with { Indicators = others.Append(changed).ToDictionary(each => each.Id) })).Select(fault => fault.Message);
    }

    private static IndicatorDefinition Silent(IndicatorDefinition known) => new()
    {
        Id = known.Id, Title = known.Title, Definition = known.Definition, Family = known.Family, Kind = known.Kind, Stream = known.Stream, Unit = known.Unit, Direction = known.Direction,
        ElevatedFrom = known.ElevatedFrom, Why = "", Caveat = "", LowMeans = "",
    };

    private static IndicatorExample Example(string rows, string figure, int? weighted = null) => new() { Says = "Wrong.", Rows = rows, Figure = figure, Weighted = weighted };
}
