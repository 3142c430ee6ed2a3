using System.Text.Json;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Tests.Statistics;

public class WilsonTests
{
    private static List<JsonElement> Cases(string prefix)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Vectors", "trends-proportions.json")))
            folder = Path.GetDirectoryName(folder)!;
        var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "Vectors", "trends-proportions.json")));
        var cases = json.RootElement.GetProperty("cases").EnumerateArray().Where(each => each.GetProperty("id").GetString()!.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(cases);
        return cases;
    }

    [Fact]
    public void The_interval_agrees_with_statsmodels_and_R()
    {
        foreach (var each in Cases("wilson"))
        {
            var (input, expected) = (each.GetProperty("input"), each.GetProperty("expected"));
            var n = input.GetProperty("n").GetDouble();
            var (low, high) = Wilson.Interval(input.GetProperty("k").GetDouble() / n, n, input.GetProperty("conf").GetDouble());
            Assert.Equal(expected.GetProperty("lo").GetDouble(), low, 1e-9);
            Assert.Equal(expected.GetProperty("hi").GetDouble(), high, 1e-9);
        }
    }

    [Fact]
    public void The_presentation_rule_decides_as_in_the_reference_cases()
    {
        foreach (var each in Cases("present"))
        {
            var (input, expected) = (each.GetProperty("input"), each.GetProperty("expected"));
            var (share, n) = (input.GetProperty("p").GetDouble(), input.GetProperty("n_eff").GetDouble());
            var (low, high) = Wilson.Interval(share, n);
            Assert.Equal(expected.GetProperty("decision").GetString(), Wilson.IsPrecise(share, n, low, high) ? "show" : "suppress");
        }
    }

    [Fact]
    public void Nothing_observed_has_no_interval() => Assert.True(double.IsNaN(Wilson.Interval(0.5, 0).Low));
}
