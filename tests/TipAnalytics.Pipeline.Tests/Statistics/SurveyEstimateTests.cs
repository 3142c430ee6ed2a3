using System.Text.Json;
using CsCheck;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Tests.Statistics;

/// <summary>Reference values: R 4.2.2, survey 4.1-1 (svydesign, svymean, subset; lonely PSU «adjust»), tolerance 1e-9.</summary>
public class SurveyEstimateTests
{
    private static readonly IReadOnlyList<JsonElement> Cases = Vectors.Cases("survey");

    public static IEnumerable<object[]> Estimates => Cases.SelectMany((given, at) => given.GetProperty("expected").EnumerateObject()
        .Where(block => !block.Name.StartsWith("wave_diff", StringComparison.Ordinal))
        .Select(block => new object[] { at, given.Id(), block.Name }));

    [Theory]
    [MemberData(nameof(Estimates))]
    public void Agrees_with_the_R_survey_package(int at, string id, string block)
    {
        var given = Cases[at];
        Assert.Equal(id, given.Id());
        var expected = given.GetProperty("expected").GetProperty(block);
        var rows = given.GetProperty("input").GetProperty("rows").EnumerateArray().Select(Row.From).ToList();
        var isShare = block.EndsWith("_y", StringComparison.Ordinal);
        var area = block.StartsWith("domain_", StringComparison.Ordinal) ? block.Split('_')[1] : null;

        var estimate = SurveyEstimate.Of(Sums(rows.Where(row => area is null || row.Area == area), row => isShare ? row.Answer : row.Index), DesignOf(rows));

        Assert.Equal(expected.GetProperty("n").GetInt64(), estimate.Count);
        Assert.Equal(expected.GetProperty("psus").GetInt64(), estimate.Units);
        Assert.Equal(expected.GetProperty("strata").GetInt64(), estimate.Strata);
        Assert.Equal(expected.GetProperty("df").GetInt64(), estimate.DegreesOfFreedom);
        Near(expected.GetProperty("mean"), estimate.Mean);
        Near(expected.GetProperty("se"), estimate.StandardError);
        Near(expected.GetProperty("deff"), estimate.DesignEffect);
        Near(expected.GetProperty("kish_n_eff"), estimate.KishBase);
        if (isShare)
            Near(expected.GetProperty("n_eff"), estimate.EffectiveBase());
    }

    [Fact]
    public void The_difference_of_two_waves_of_one_design_agrees_with_the_R_survey_package()
    {
        var compared = 0;
        foreach (var given in Cases)
        {
            foreach (var block in given.GetProperty("expected").EnumerateObject().Where(block => block.Name.StartsWith("wave_diff", StringComparison.Ordinal)))
            {
                var rows = given.GetProperty("input").GetProperty("rows").EnumerateArray().Select(Row.From).ToList();
                Func<Row, double> value = block.Name.EndsWith("_y", StringComparison.Ordinal) ? row => row.Answer : row => row.Index;
                var waves = rows.Select(row => row.Wave).Distinct().Order().ToArray();
                var difference = SurveyDifference.Of(
                    Sums(rows.Where(row => row.Wave == waves[0]), value), Sums(rows.Where(row => row.Wave == waves[1]), value), DesignOf(rows))!;
                compared += Vectors.AgreeAll(
                    given.Id() + block.Name, block.Value,
                    ("diff", difference.Difference), ("se", difference.StandardError), ("df", difference.DegreesOfFreedom), ("t", difference.T),
                    ("p_two", difference.PTwo), ("p_up", difference.PUp), ("lo", difference.Low), ("hi", difference.High));
            }
        }

        Assert.True(compared >= 8 * 8);
    }

    [Fact]
    public void Rows_that_are_their_own_sampling_units_give_the_same_from_sums_alone() =>
        Gen.Select(Gen.Int[1, 900], Gen.Int[0, 1], Gen.Int[0, 3]).List[3, 60].Sample(drawn =>
        {
            var rows = drawn.Select((one, at) => new Row(one.Item3 == 0 ? "S1" : "S2", $"r{at}", one.Item1 / 7.0, one.Item2, 0, "A")).ToList();
            var apart = SurveyEstimate.Of(Sums(rows, row => row.Answer), DesignOf(rows));
            var together = SurveyEstimate.Of(
                [.. rows.GroupBy(row => row.Stratum).Select(stratum => SumsOf(stratum.Key, "", [.. stratum], row => row.Answer))],
                new(rows.GroupBy(row => row.Stratum).Select(stratum => (stratum.Key, "", stratum.LongCount()))));

            Assert.Equal(apart.Mean, together.Mean, 1e-12);
            Assert.Equal(apart.Variance, together.Variance, 1e-12);
            Assert.Equal((apart.Count, apart.Units, apart.DegreesOfFreedom), (together.Count, together.Units, together.DegreesOfFreedom));
        });

    [Fact]
    public void With_one_cluster_left_no_effective_base_can_be_given() =>
        Assert.Equal(0, SurveyEstimate.Of([new("S1", "a", 40, 40, 10, 10, 40, 10, 10)], new([("S1", "a", 40)])).EffectiveBase());

    [Fact]
    public void Without_rows_there_is_no_estimate() => Assert.True(double.IsNaN(SurveyEstimate.Of([], new([])).Mean));

    private static List<SurveySums> Sums(IEnumerable<Row> rows, Func<Row, double> value) =>
        [.. rows.GroupBy(row => (row.Stratum, row.Unit)).Select(unit => SumsOf(unit.Key.Stratum, unit.Key.Unit, [.. unit], value))];

    private static SurveySums SumsOf(string stratum, string unit, List<Row> rows, Func<Row, double> value) => new(
        stratum, unit, rows.Count, rows.Sum(row => row.Weight), rows.Sum(row => row.Weight * value(row)), rows.Sum(row => row.Weight * value(row) * value(row)),
        rows.Sum(row => row.Weight * row.Weight), rows.Sum(row => row.Weight * row.Weight * value(row)), rows.Sum(row => row.Weight * row.Weight * value(row) * value(row)));

    private static SurveyDesign DesignOf(IEnumerable<Row> rows) =>
        new(rows.GroupBy(row => (row.Stratum, row.Unit)).Select(unit => (unit.Key.Stratum, unit.Key.Unit, unit.LongCount())));

    private static void Near(JsonElement expected, double actual)
    {
        if (expected.ValueKind == JsonValueKind.Null)
            Assert.True(double.IsNaN(actual));
        else
            Assert.Equal(expected.GetDouble(), actual, 1e-9 * Math.Max(1, Math.Abs(expected.GetDouble())));
    }

    private sealed record Row(string Stratum, string Unit, double Weight, double Answer, double Index, string Area, string Wave = "")
    {
        public static Row From(JsonElement row) => new(
            row.GetProperty("stratum").GetString()!, row.GetProperty("psu").GetString()!, row.GetProperty("w").GetDouble(),
            row.GetProperty("y").GetDouble(), row.GetProperty("rcsi").GetDouble(), row.GetProperty("area").GetString()!, row.GetProperty("wave").ToString());
    }
}
