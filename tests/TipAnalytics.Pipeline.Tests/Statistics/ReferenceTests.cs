using System.Text.Json;
using MathNet.Numerics.Distributions;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Tests.Statistics;

public class ReferenceTests
{
    [Fact]
    public void Level_change_agrees_with_the_reference_values()
    {
        var compared = 0;
        foreach (var vector in Vectors.Cases("level-change"))
        {
            var (input, expected) = (vector.GetProperty("input"), vector.GetProperty("expected"));
            var family = input.GetProperty("family").GetString();

            // Rates per service point are not built: their level may never be published.
            if (family == "poisson")
                continue;
            var (observations, onset) = Observations(input);
            var result = LevelChange.Test(observations, onset, family == "binomial");
            var status = expected.GetProperty("status").GetString();
            Assert.Equal(status, result.Gate switch { TestGate.Open => "ok", TestGate.Constant => "constant", _ => "insufficient_data" });
            compared += Vectors.AgreeAll(
                vector.Id(), expected,
                ("months_pre", result.PeriodsBefore), ("months_post", result.PeriodsAfter), ("level_pre", result.Before), ("level_post", result.After),
                ("sigma0_sq", result.UnitVariance), ("adjacent_pairs", result.AdjacentPairs), ("r1", result.R1), ("rho", result.Rho),
                ("F_pre", result.InflationBefore), ("F_post", result.InflationAfter), ("nu", result.Nu), ("s_sq", result.Variance),
                ("phi", result.Phi), ("diff", result.Difference), ("se", result.StandardError), ("df", result.DegreesOfFreedom), ("t", result.T),
                ("p_two", result.PTwo), ("p_up", result.PUp), ("lo", result.Low), ("hi", result.High), ("mdc80", result.VisibleRise));
        }

        Assert.True(compared > 200);
    }

    [Fact]
    public void Mann_Kendall_agrees_with_the_reference_values()
    {
        var compared = 0;
        foreach (var vector in Vectors.Cases("mann-kendall"))
        {
            var (input, expected) = (vector.GetProperty("input"), vector.GetProperty("expected"));
            var result = MannKendall.Test([.. input.GetProperty("t").Numbers().Select(t => (long)t)], input.GetProperty("y").Numbers());
            Assert.Equal(expected.GetProperty("status").GetString(), result.Gate switch
            {
                TestGate.Open => "ok",
                TestGate.Constant => "constant",
                TestGate.TooFewAdjacent => "insufficient_adjacency",
                _ => "insufficient_data",
            });
            compared += Vectors.AgreeAll(
                vector.Id(), expected.GetProperty("plain"),
                ("n", result.Count), ("S", result.S), ("tau", result.Tau), ("var_s", result.PlainVariance),
                ("slope_per_month", result.Slope), ("intercept", result.Intercept));
            if (expected.TryGetProperty("default_mk_ar1", out var corrected))
            {
                compared += Vectors.AgreeAll(
                    vector.Id(), corrected,
                    ("adjacent_pairs", result.AdjacentPairs), ("r1", result.R1), ("rho", result.Rho), ("eta", result.Eta), ("var_s_ar1", result.Variance),
                    ("z", result.Z), ("p_two", result.PTwo), ("p_up", result.PUp), ("slope_lo", result.SlopeLow), ("slope_hi", result.SlopeHigh));
            }
        }

        Assert.True(compared > 200);
    }

    [Fact]
    public void Wilson_limits_and_Newcombe_differences_agree_with_the_reference_values()
    {
        var compared = 0;
        foreach (var vector in Vectors.Cases("proportions"))
        {
            var (input, expected) = (vector.GetProperty("input"), vector.GetProperty("expected"));
            if (vector.Id().StartsWith("wilson", StringComparison.Ordinal))
            {
                var (low, high) = Wilson.Interval(
                    input.GetProperty("k").Number() / input.GetProperty("n").Number(), input.GetProperty("n").Number(), input.GetProperty("conf").Number());
                compared += Vectors.AgreeAll(vector.Id(), expected, ("lo", low), ("hi", high));
            }
            else if (vector.Id().StartsWith("present", StringComparison.Ordinal))
            {
                AgreePresentation(vector.Id(), input, expected);
            }
            else if (vector.Id().StartsWith("newcombe", StringComparison.Ordinal))
            {
                var d = Newcombe.Compare(
                    input.GetProperty("k1").Number(), input.GetProperty("n1").Number(), input.GetProperty("k2").Number(), input.GetProperty("n2").Number());
                compared += Vectors.AgreeAll(
                    vector.Id(), expected, ("diff", d.Difference), ("lo", d.Low), ("hi", d.High), ("z", d.Z), ("p_two", d.PTwo), ("p_up", d.PUp));
            }
        }

        Assert.True(compared >= 10 * 2 + 8 * 6);
    }

    [Fact]
    public void Many_tests_and_convergence_agree_with_the_reference_values()
    {
        foreach (var vector in Vectors.Cases("fdr-convergence"))
        {
            var (input, expected) = (vector.GetProperty("input"), vector.GetProperty("expected"));
            if (input.TryGetProperty("p", out var p))
            {
                var adjusted = ManyTests.BenjaminiHochberg(p.Numbers());
                var wanted = expected.GetProperty("bh_adjusted").Numbers();
                Assert.Equal(wanted.Length, adjusted.Length);
                for (var i = 0; i < wanted.Length; i++)
                    Vectors.Agree($"{vector.Id()}[{i}]", wanted[i], adjusted[i], isTail: true);
                continue;
            }

            var families = input.GetProperty("domains").EnumerateArray().Select(family => ManyTests.Simes(family.Numbers())).ToArray();
            foreach (var (wantedP, actualP) in expected.GetProperty("domain_p").Numbers().Zip(families))
                Vectors.Agree(vector.Id(), wantedP, actualP, isTail: true);
            Vectors.Agree(
                vector.Id(), expected.GetProperty("partial_conjunction_p").Number(),
                ManyTests.PartialConjunction(families, input.GetProperty("u").GetInt32()));
        }
    }

    [Fact]
    public void Matched_panel_coverage_and_mix_agree_with_the_reference_values()
    {
        var panels = 0;
        foreach (var vector in Vectors.Cases("reporting-effort"))
        {
            var (input, expected) = (vector.GetProperty("input"), vector.GetProperty("expected"));
            if (input.TryGetProperty("k1", out var k1))
            {
                var (n1, k2, n2) = (input.GetProperty("n1").Numbers(), input.GetProperty("k2").Numbers(), input.GetProperty("n2").Numbers());
                AgreeMix(vector.Id(), expected, Kitagawa.Split([.. k1.Numbers().Select((k, i) => new Stratum(k, n1[i], k2[i], n2[i]))]));
                continue;
            }

            var onset = input.GetProperty("onset_index").GetInt32();
            var totals = Rows(input.GetProperty(input.TryGetProperty("total", out _) ? "total" : "counts"));
            var panel = MatchedPanel.Select(totals, onset);
            Assert.Equal(expected.GetProperty("panel").Numbers().Select(i => (int)i), panel.Points);
            Assert.Equal(expected.GetProperty("panel_status").GetString(), panel.IsTooSmall ? "panel_too_small" : "ok");
            Vectors.AgreeAll(
                vector.Id(), expected,
                ("panel_share_of_baseline_total", panel.ShareOfBaseline), ("panel_share_of_baseline_incidents", panel.ShareOfBaseline));
            panels++;
            if (expected.TryGetProperty("coverage_index", out var coverage))
            {
                var expectedPoints = input.GetProperty("expected_points").Numbers();
                for (var m = 0; m < expectedPoints.Length; m++)
                {
                    var reporting = totals.Count(point => point[m] is not null);
                    Vectors.Agree(vector.Id(), coverage[m].Number(), MatchedPanel.Coverage(reporting, (int)expectedPoints[m]));
                }
            }

            if (!input.TryGetProperty("numerator", out var numerator))
                continue;
            var signals = Rows(numerator);
            AgreeChange(vector.Id(), expected.GetProperty("all_points"), signals, totals, Enumerable.Range(0, totals.Count), onset);
            if (expected.TryGetProperty("panel_points", out var panelPoints))
                AgreeChange(vector.Id() + ".panel", panelPoints, signals, totals, panel.Points, onset);
            AgreeMix(vector.Id(), expected.GetProperty("kitagawa_by_point"), Kitagawa.Split([.. totals.Select((point, s) => new Stratum(
                signals[s].Take(onset).Sum() ?? 0, point.Take(onset).Sum() ?? 0, signals[s].Skip(onset).Sum() ?? 0, point.Skip(onset).Sum() ?? 0))]));
        }

        Assert.True(panels >= 7);
    }

    [Fact]
    public void Interrupted_series_agree_with_the_reference_values()
    {
        var compared = 0;
        foreach (var vector in Vectors.Cases("its"))
        {
            var (input, expected) = (vector.GetProperty("input"), vector.GetProperty("expected"));
            var (t, y) = (input.GetProperty("t").Numbers(), input.GetProperty("y").Numbers());
            var result = InterruptedSeries.Test([.. t.Select((time, i) => new Observation((long)time, y[i], 1))], input.GetProperty("onset").GetInt64());
            Assert.Equal(expected.GetProperty("status").GetString(), result.Gate == TestGate.Open ? "ok" : "insufficient_data");
            if (result.Gate != TestGate.Open)
            {
                Assert.Null(result.LevelChange);
                continue;
            }

            var wanted = expected.GetProperty("default_gls_ar1");
            compared += Vectors.AgreeAll(
                vector.Id(), wanted,
                ("months", result.Periods), ("adjacent_pairs", result.AdjacentPairs), ("r1", result.R1), ("rho", result.Rho), ("df", result.DegreesOfFreedom),
                ("sigma_sq", result.Variance), ("gap_last_month", result.Gap!.Value), ("gap_se", result.Gap.StandardError),
                ("gap_lo", result.GapLow), ("gap_hi", result.GapHigh));
            Vectors.Agree($"{vector.Id()}.gap_p_up", wanted.GetProperty("gap_p_up").Number(), result.GapPUp, isTail: true);
            foreach (var (name, coefficient) in new[] { ("intercept", result.Intercept!), ("slope_pre", result.SlopeBefore!), ("level_change", result.LevelChange!), ("slope_change", result.SlopeChange!) })
            {
                compared += Vectors.AgreeAll(vector.Id(), wanted, (name, coefficient.Value), ($"{name}_se", coefficient.StandardError), ($"{name}_t", coefficient.T));
                Vectors.Agree($"{vector.Id()}.{name}_p_two", wanted.GetProperty($"{name}_p_two").Number(), coefficient.PTwo, isTail: true);
            }
        }

        Assert.True(compared >= 5 * 22);
    }

    [Fact]
    public void Seasonal_Kendall_agrees_with_the_reference_values()
    {
        var compared = 0;
        foreach (var vector in Vectors.Cases("seasonal-kendall"))
        {
            var (input, y) = (vector.GetProperty("input"), vector.GetProperty("input").GetProperty("y").Numbers());
            var first = input.GetProperty("first_calendar_month").GetInt32() - 1;
            var observed = Enumerable.Range(0, y.Length).Where(i => !double.IsNaN(y[i])).ToArray();
            var result = SeasonalKendall.Test([.. observed.Select(i => (long)(first + i))], [.. observed.Select(i => y[i])], input.GetProperty("period").GetInt32())!;
            compared += Vectors.AgreeAll(
                vector.Id(), vector.GetProperty("expected"),
                ("S", result.S), ("var_s", result.Variance), ("z", result.Z), ("p_two", result.PTwo), ("slope_per_year", result.SlopePerYear));
        }

        Assert.True(compared >= 4 * 5);
    }

    [Fact]
    public void Shares_drawn_towards_their_group_agree_with_the_reference_values()
    {
        var compared = 0;
        foreach (var vector in Vectors.Cases("empirical-bayes"))
        {
            var (input, expected) = (vector.GetProperty("input"), vector.GetProperty("expected"));
            if (input.GetProperty("family").GetString() == "poisson")
                continue;
            var result = EmpiricalBayes.Shrink(input.GetProperty("k").Numbers(), input.GetProperty("n").Numbers());
            Assert.True(result.IsOpen);
            Assert.Equal(expected.GetProperty("status").GetString(), result.Variance > 0 ? "ok" : "no_between_area_variation");
            compared += Vectors.AgreeAll(
                vector.Id(), expected,
                ("pooled", result.Pooled), ("s2", result.Spread), ("A_raw", result.RawVariance), ("A", result.Variance), ("prior_strength", result.Strength));
            Func<ShrunkShare, double>[] of = [area => area.Share, area => area.OwnWeight, area => area.Low, area => area.High];
            foreach (var (name, value) in new[] { "estimate", "shrink_weight", "lo", "hi" }.Zip(of))
            {
                if (!expected.TryGetProperty(name, out var list))
                    continue;
                foreach (var (wanted, area) in list.Numbers().Zip(result.Areas))
                    Vectors.Agree($"{vector.Id()}.{name}", wanted, value(area));
                compared += result.Areas.Count;
            }
        }

        Assert.True(compared > 250);
    }

    [Fact]
    public void Monthly_alerts_agree_with_the_reference_values()
    {
        var compared = 0;
        foreach (var vector in Vectors.Cases("alerts"))
        {
            var (input, expected) = (vector.GetProperty("input"), vector.GetProperty("expected"));

            // Counts over reporting points are not built; the other methods of the file are for comparison.
            if (!input.TryGetProperty("family", out var family) || family.GetString() != "binomial")
                continue;
            var (t, k, n) = (input.GetProperty("t").Numbers(), input.GetProperty("k").Numbers(), input.GetProperty("n").Numbers());
            var months = MonthlyAlert.Test([.. t.Select((time, i) => new Observation((long)time, k[i] / n[i], n[i]))]);
            foreach (var (wanted, month) in expected.GetProperty("months").EnumerateArray().Zip(months))
            {
                var status = month.Gate switch { AlertGate.Open => "ok", AlertGate.NoBaselineEvents => "no_baseline_events", _ => "insufficient_data" };
                Assert.Equal(wanted.GetProperty("status").GetString(), status);
                compared += Vectors.AgreeAll(vector.Id(), wanted, ("t_month", month.Month), ("baseline_months", month.BaselineMonths));
                if (month.Gate != AlertGate.Open)
                    continue;
                compared += Vectors.AgreeAll(
                    vector.Id(), wanted,
                    ("baseline_level", month.Level), ("phi", month.Phi), ("t_stat", month.T), ("df", month.DegreesOfFreedom), ("p_up", month.PUp), ("upper_99", month.Upper99));
                Assert.Equal(wanted.GetProperty("signal").GetString(), month.Signal switch { AlertSignal.Watch => "watch", AlertSignal.Alert => "alert", _ => "none" });
            }
        }

        Assert.True(compared > 200);
    }

    [Fact]
    public void Break_dates_agree_with_the_reference_values()
    {
        var compared = 0;
        foreach (var vector in Vectors.Cases("breakpoints"))
        {
            var expected = vector.GetProperty("expected");
            var result = BreakDates.Find(vector.GetProperty("input").GetProperty("y").Numbers())!;
            foreach (var (wanted, actual) in expected.GetProperty("rss").Numbers().Concat(expected.GetProperty("bic").Numbers()).Zip(result.SumOfSquares.Concat(result.Criterion)))
                Vectors.Agree(vector.Id(), wanted, actual);
            Assert.Equal(expected.GetProperty("best_m").GetInt32(), result.Best);
            Assert.Equal(expected.GetProperty("breaks_m1")[0].GetInt32(), result.One);
            Assert.Equal((expected.GetProperty("breaks_m2")[0].GetInt32(), expected.GetProperty("breaks_m2")[1].GetInt32()), result.Two);
            compared++;
        }

        Assert.True(compared >= 5);
    }

    [Fact]
    public void The_library_s_quantiles_and_tails_hold_where_the_methods_use_them()
    {
        foreach (var vector in Vectors.Cases("distributions"))
        {
            Func<JsonElement, double>? of = vector.Id() switch
            {
                "qnorm" => a => Normal.InvCDF(0, 1, a.Number()),
                "pnorm" => a => Normal.CDF(0, 1, a.Number()),
                "qt" => a => StudentT.InvCDF(0, 1, a[1].Number(), a[0].Number()),
                "pt" => a => StudentT.CDF(0, 1, a[1].Number(), a[0].Number()),
                "qbeta" => a => Beta.InvCDF(a[1].Number(), a[2].Number(), a[0].Number()),
                _ => null, // gamma quantiles belong to a method that is not built
            };
            if (of is null)
                continue;
            foreach (var (argument, value) in vector.GetProperty("input").GetProperty("args").EnumerateArray()
                .Zip(vector.GetProperty("expected").GetProperty("values").EnumerateArray()))
                Vectors.Agree(vector.Id(), value.Number(), of(argument), isTail: vector.Id().StartsWith('p'));
        }
    }

    private static void AgreePresentation(string id, JsonElement input, JsonElement expected)
    {
        var (p, n) = (input.GetProperty("p").Number(), input.GetProperty("n_eff").Number());
        var (low, high) = Wilson.Interval(p, n);
        Vectors.Agree($"{id}.lo", expected.GetProperty("lo").Number(), low);
        Vectors.Agree($"{id}.hi", expected.GetProperty("hi").Number(), high);
        Assert.Equal(expected.GetProperty("decision").GetString(), Wilson.IsPrecise(p, n, low, high) ? "show" : "suppress");
    }

    private static void AgreeChange(
        string id, JsonElement expected, List<double?[]> signals, List<double?[]> totals,
        IEnumerable<int> points, int onset)
    {
        var list = points.ToArray();
        var observations = Enumerable.Range(0, totals[0].Length)
            .Select(m => (Month: m, Signal: list.Sum(s => signals[s][m] ?? 0), Base: list.Sum(s => totals[s][m] ?? 0)))
            .Where(month => month.Base > 0).Select(month => new Observation(month.Month, month.Signal / month.Base, month.Base)).ToArray();
        var change = LevelChange.Test(observations, onset);
        Assert.Equal(8, Vectors.AgreeAll(
            id, expected, ("level_pre", change.Before), ("level_post", change.After), ("rho", change.Rho), ("phi", change.Phi),
            ("diff", change.Difference), ("se", change.StandardError), ("p_up", change.PUp), ("lo", change.Low)));
    }

    private static void AgreeMix(string id, JsonElement expected, MixSplit split) => Assert.Equal(3, Vectors.AgreeAll(
        id, expected, ("total_change", split.Total), ("within", split.Within), ("composition", split.Composition)));

    private static List<double?[]> Rows(JsonElement rows) =>
        [.. rows.EnumerateArray().Select(row => row.Numbers().Select(value => double.IsNaN(value) ? (double?)null : value).ToArray())];

    private static (Observation[] Observations, long Onset) Observations(JsonElement input)
    {
        var (t, y, n) = (input.GetProperty("t").Numbers(), input.GetProperty("y").Numbers(), input.GetProperty("n").Numbers());
        var sd = input.TryGetProperty("sd", out var deviations) ? deviations.Numbers() : null;
        var post = input.GetProperty("post").EnumerateArray().Select(value => value.GetBoolean()).ToArray();
        return (
            [.. t.Select((time, i) => new Observation((long)time, y[i], n[i], sd is null ? double.NaN : sd[i]))],
            (long)t[Array.IndexOf(post, true)]);
    }
}
