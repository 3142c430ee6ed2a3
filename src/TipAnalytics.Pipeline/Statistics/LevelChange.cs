using MathNet.Numerics.Distributions;

namespace TipAnalytics.Pipeline.Statistics;

/// <summary>One observed period of a series.</summary>
/// <param name="T">Calendar index (<see cref="Period.Index"/>); gaps are simply absent.</param>
/// <param name="Value">Share 0–1, or mean of an index.</param>
/// <param name="Weight">Effective sample size, above 0.</param>
/// <param name="Deviation">Standard deviation inside the period, for means; NaN for shares.</param>
internal readonly record struct Observation(long T, double Value, double Weight, double Deviation = double.NaN);

/// <summary>Level change since onset. Levels and difference in the unit of the values.</summary>
/// <param name="Gate">When not open only the counts of periods and the levels hold; the rest is NaN (constant series: everything holds).</param>
internal sealed record LevelChangeResult(
    TestGate Gate, int PeriodsBefore, int PeriodsAfter, double Before, double After)
{
    public double UnitVariance { get; init; } = double.NaN;
    public int AdjacentPairs { get; init; }
    public double R1 { get; init; } = double.NaN;

    /// <summary>Carry-over between neighbouring periods, 0–0.9.</summary>
    public double Rho { get; init; } = double.NaN;

    /// <summary>Variance inflation of the mean before, F.</summary>
    public double InflationBefore { get; init; } = double.NaN;
    public double InflationAfter { get; init; } = double.NaN;
    public double Nu { get; init; } = double.NaN;
    public double Variance { get; init; } = double.NaN;

    /// <summary>Variation between periods over pure sampling variation.</summary>
    public double Phi { get; init; } = double.NaN;
    public double Difference { get; init; } = double.NaN;
    public double StandardError { get; init; } = double.NaN;
    public int DegreesOfFreedom { get; init; }
    public double T { get; init; } = double.NaN;
    public double PTwo { get; init; } = double.NaN;

    /// <summary>One-sided p for a rise.</summary>
    public double PUp { get; init; } = double.NaN;

    /// <summary>One-sided p for a fall, computed in its own tail.</summary>
    public double PDown { get; init; } = double.NaN;
    public double Low { get; init; } = double.NaN;
    public double High { get; init; } = double.NaN;

    /// <summary>Smallest rise that would be found in about four of five such series.</summary>
    public double VisibleRise { get; init; } = double.NaN;
}

/// <summary>Primary test: pooled periods before against pooled periods since onset, the variance inflated for variation between periods
/// and for carry-over (AR(1)). Closed form. Specification: trend statistics, section 7.</summary>
internal static class LevelChange
{
    /// <summary>Periods needed before and since the onset.</summary>
    public const int EnoughPeriods = 6;

    private const int EnoughPairs = 6;

    // Effective counts are products: 10 events may come out as 9.999999999.
    private const double EnoughEvents = 10 - 1e-9;

    /// <param name="all">Observed periods in order of time.</param>
    /// <param name="onset">First index of the period since onset.</param>
    /// <param name="isShare">True: values are shares (binomial); false: means with standard deviations (gaussian).</param>
    public static LevelChangeResult Test(Observation[] all, long onset, bool isShare = true, double confidence = 0.95)
    {
        var cut = CountBefore(all, onset);
        var before = all.AsSpan(0, cut);
        var after = all.AsSpan(cut);
        var (weightBefore, sumBefore) = Sums(before);
        var (weightAfter, sumAfter) = Sums(after);
        var (levelBefore, levelAfter) = (sumBefore / weightBefore, sumAfter / weightAfter);
        bool IsPair(int i) => all[i + 1].T - all[i].T == 1 && i + 1 != cut;
        var pairs = 0;
        for (var i = 0; i + 1 < all.Length; i++)
            pairs += IsPair(i) ? 1 : 0;
        var gate = GateOf(all, before.Length, after.Length, pairs, isShare);
        var levels = new LevelChangeResult(gate, before.Length, after.Length, levelBefore, levelAfter) { AdjacentPairs = pairs };
        if (gate is not (TestGate.Open or TestGate.Constant))
            return levels;

        var m = all.Length;
        var pooled = (sumBefore + sumAfter) / (weightBefore + weightAfter);
        var unitVariance = isShare ? pooled * (1 - pooled) : InsideVariance(all);
        Span<double> residuals = new double[m];
        var (q, size) = (0.0, 0.0);
        for (var i = 0; i < m; i++)
        {
            residuals[i] = Math.Sqrt(all[i].Weight) * (all[i].Value - (i < cut ? levelBefore : levelAfter));
            q += residuals[i] * residuals[i];
            size += all[i].Weight * all[i].Value * all[i].Value;
        }

        var (r1, rho) = CarryOver.Of(residuals, IsPair, lost: 2, added: 2, taken: 6, size);
        var (inflationBefore, inflationAfter) = (CarryOver.Inflation(before, rho), CarryOver.Inflation(after, rho));
        var nu = Math.Max(m - inflationBefore - inflationAfter, 1);
        var variance = Math.Max(unitVariance, q / nu);
        var error = Math.Sqrt(variance * inflationBefore / weightBefore + variance * inflationAfter / weightAfter);
        var difference = levelAfter - levelBefore;
        var df = m - 2;
        var t = error > 0 ? difference / error : 0;
        var tail = StudentT.CDF(0, 1, df, -Math.Abs(t));
        var half = Quantiles.T(1 - (1 - confidence) / 2, df) * error;
        return levels with
        {
            UnitVariance = unitVariance,
            R1 = r1,
            Rho = rho,
            InflationBefore = inflationBefore,
            InflationAfter = inflationAfter,
            Nu = nu,
            Variance = variance,
            Phi = unitVariance > 0 ? variance / unitVariance : 1,
            Difference = difference,
            StandardError = error,
            DegreesOfFreedom = df,
            T = t,
            PTwo = 2 * tail,
            PUp = t >= 0 ? tail : 1 - tail,
            PDown = t <= 0 ? tail : 1 - tail,
            Low = difference - half,
            High = difference + half,
            VisibleRise = (Quantiles.T(0.95, df) + Quantiles.T(0.80, df)) * error,
        };
    }

    /// <summary>Season check: whether the difference over the calendar periods present on both sides points the other way.</summary>
    /// <param name="perYear">Periods in a year: 12 or 4.</param>
    /// <returns>False when the crisis window is whole years, or when it has calendar periods the baseline lacks (nothing to compare with).</returns>
    public static bool IsSeasonalRisk(Observation[] observations, long onset, int perYear, double difference)
    {
        var cut = CountBefore(observations, onset);
        if (cut == observations.Length || (observations[^1].T - onset + 1) % perYear == 0)
            return false;
        Span<int> order = stackalloc int[perYear];
        Span<(double Sum, int Count)> before = stackalloc (double, int)[perYear];
        Span<(double Sum, int Count)> after = stackalloc (double, int)[perYear];
        AddSeasons(observations.AsSpan(0, cut), before, order);
        var seasons = AddSeasons(observations.AsSpan(cut), after, order);
        var sum = 0.0;
        foreach (var season in order[..seasons])
        {
            if (before[season].Count == 0)
                return false;
            sum += after[season].Sum / after[season].Count - before[season].Sum / before[season].Count;
        }

        return Math.Sign(sum / seasons) * Math.Sign(difference) < 0;
    }

    /// <returns>Number of different seasons, which <paramref name="order"/> then begins with, as they came.</returns>
    private static int AddSeasons(ReadOnlySpan<Observation> observations, Span<(double Sum, int Count)> sums, Span<int> order)
    {
        var seasons = 0;
        foreach (var o in observations)
        {
            var season = (int)(o.T % sums.Length);
            if (sums[season].Count == 0)
                order[seasons++] = season;
            sums[season] = (sums[season].Sum + o.Value, sums[season].Count + 1);
        }

        return seasons;
    }

    /// <summary>Observations before the onset.</summary>
    public static int CountBefore(Observation[] all, long onset)
    {
        var before = 0;
        while (before < all.Length && all[before].T < onset)
            before++;
        return before;
    }

    /// <summary>Placebo check: whether a false onset in the middle of the baseline gives a rise at 5 %.</summary>
    /// <returns>False with fewer than 12 observed baseline periods, or when the halves cannot be tested.</returns>
    public static bool IsUnstableBaseline(Observation[] observations, long onset, bool isShare = true)
    {
        var before = observations[..CountBefore(observations, onset)];
        if (before.Length < 12)
            return false;
        var middle = onset - (onset - before[0].T) / 2;
        return Test(before, middle, isShare) is { Gate: TestGate.Open, PUp: < 0.05 };
    }

    private static TestGate GateOf(Observation[] all, int before, int after, int pairs, bool isShare)
    {
        if (before < EnoughPeriods || after < EnoughPeriods || all.Length <= 6)
            return TestGate.TooFewPeriods;
        if (Array.TrueForAll(all, o => o.Value == all[0].Value))
            return TestGate.Constant;
        if (pairs < EnoughPairs)
            return TestGate.TooFewAdjacent;
        if (!isShare)
            return TestGate.Open;
        var (weight, events) = Sums(all);
        return events < EnoughEvents ? TestGate.TooFewEvents : weight - events < EnoughEvents ? TestGate.TooFewNonEvents : TestGate.Open;
    }

    private static (double Weight, double WeightedValue) Sums(ReadOnlySpan<Observation> group)
    {
        var (weight, sum) = (0.0, 0.0);
        foreach (var o in group)
            (weight, sum) = (weight + o.Weight, sum + o.Weight * o.Value);
        return (weight, sum);
    }

    private static double InsideVariance(Observation[] all)
    {
        var (squares, degrees) = (0.0, 0.0);
        foreach (var o in all)
            (squares, degrees) = (squares + (o.Weight - 1) * o.Deviation * o.Deviation, degrees + o.Weight - 1);
        return squares / degrees;
    }
}
