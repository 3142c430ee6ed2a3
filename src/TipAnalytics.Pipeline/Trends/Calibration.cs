using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>What the rules of this program would say on an operation's own layout if nothing had changed, and if something had. Shares 0–1.</summary>
/// <param name="Series">Series that can be tested, all admin levels.</param>
/// <param name="Histories">Simulated histories of the whole operation.</param>
/// <param name="FalseRise">Nothing changed anywhere: share of series that would show a rise.</param>
/// <param name="AnyFalseRise">Nothing changed anywhere: share of histories with one false rise or more.</param>
/// <param name="FalseAmongClaims">One series in five truly rises by ten points: mean share of the rises claimed that are false (0 where none is claimed).</param>
/// <param name="Power">As before: share of the true rises that are claimed.</param>
public sealed record Calibration(
    DateOnly On, string DefinitionsHash, int Seed, int Series, int Histories, double FalseRise, double AnyFalseRise, double FalseAmongClaims, double Power)
{
    /// <summary>Below so many histories a rate of a few per cent cannot be told from none.</summary>
    public const int EnoughHistories = 100;

    /// <summary>Limits of the 95 % intervals: what the number of histories leaves open.</summary>
    public required double FalseRiseLow { get; init; }
    public required double FalseRiseHigh { get; init; }
    public required double AnyFalseRiseLow { get; init; }
    public required double AnyFalseRiseHigh { get; init; }
    public required double FalseAmongClaimsLow { get; init; }
    public required double FalseAmongClaimsHigh { get; init; }
    public required double PowerLow { get; init; }
    public required double PowerHigh { get; init; }

    private const double TrueRise = 0.10;
    private const int OneIn = 5;

    /// <param name="tested">The operation's series, of every level.</param>
    /// <param name="progress">Share of the work done, 0–1.</param>
    /// <returns>The same for the same series, seed and number of histories, on any number of cores. Without a series that can be tested the shares are 0.</returns>
    internal static Calibration Simulate(
        IReadOnlyList<TestedSeries> tested, DateOnly on, string definitionsHash, double falseClaimRate, int histories, int seed,
        IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        var layouts = tested.Where(series => series.IsTested).ToArray();
        var levels = layouts.GroupBy(series => series.AreaLevel).OrderBy(level => level.Key).Select(level => level.ToArray()).ToArray();
        var outcomes = new Outcome[histories];
        var done = 0;
        Parallel.For(0, histories, new ParallelOptions { CancellationToken = cancel }, at =>
        {
            outcomes[at] = History(levels, falseClaimRate, new Random(unchecked(seed + at * 7919)));
            progress?.Report((double)Interlocked.Increment(ref done) / histories);
        });
        var falseRise = Rate(outcomes.Select(outcome => ((double)outcome.NullRises, (double)layouts.Length)));
        var any = Rate(outcomes.Select(outcome => (outcome.NullRises > 0 ? 1.0 : 0, 1.0)));
        var among = Rate(outcomes.Select(outcome => (outcome.Claims == 0 ? 0 : (double)outcome.FalseClaims / outcome.Claims, 1.0)));
        var power = Rate(outcomes.Select(outcome => ((double)outcome.Claims - outcome.FalseClaims, (double)outcome.TrueSeries)));
        return new(on, definitionsHash, seed, layouts.Length, histories, falseRise.Share, any.Share, among.Share, power.Share)
        {
            FalseRiseLow = falseRise.Low,
            FalseRiseHigh = falseRise.High,
            AnyFalseRiseLow = any.Low,
            AnyFalseRiseHigh = any.High,
            FalseAmongClaimsLow = among.Low,
            FalseAmongClaimsHigh = among.High,
            PowerLow = power.Low,
            PowerHigh = power.High,
        };
    }

    /// <summary>Share over all histories with Wilson's interval. Series of one history are judged together, so they count for as many as their variation between
    /// histories says, and never for more than there are.</summary>
    /// <returns>0, from 0 to 1, where there is nothing to take a share of.</returns>
    private static (double Share, double Low, double High) Rate(IEnumerable<(double Found, double All)> histories)
    {
        var list = histories.ToArray();
        var all = list.Sum(history => history.All);
        if (!(all > 0))
            return (0, 0, 1);
        var share = list.Sum(history => history.Found) / all;
        var variance = list.Sum(history => Math.Pow(history.Found - share * history.All, 2)) * list.Length / Math.Max(1, list.Length - 1) / (all * all);
        var effective = variance > 0 ? Math.Min(all, share * (1 - share) / variance) : all;
        var (low, high) = Wilson.Interval(share, effective);
        return (share, low, high);
    }

    private static Outcome History(TestedSeries[][] levels, double falseClaimRate, Random random)
    {
        var outcome = default(Outcome);
        foreach (var level in levels)
        {
            outcome.NullRises += Rises(level.Select(layout => SimulatedHistory.Draw(layout, 0, random)), falseClaimRate).Count(isRise => isRise);
            var isTrue = level.Select(_ => random.Next(OneIn) == 0).ToArray();
            var claims = Rises(level.Select((layout, i) => SimulatedHistory.Draw(layout, isTrue[i] ? TrueRise : 0, random)), falseClaimRate);
            outcome.TrueSeries += isTrue.Count(rises => rises);
            outcome.Claims += claims.Count(isRise => isRise);
            outcome.FalseClaims += claims.Where((isRise, i) => isRise && !isTrue[i]).Count();
        }

        return outcome;
    }

    private static bool[] Rises(IEnumerable<TestedSeries> drawn, double falseClaimRate) =>
        [.. Verdict.Judge([.. drawn], falseClaimRate).Select(judged => judged.Status is TrendStatus.RisingClear or TrendStatus.RisingProbable)];

    private struct Outcome
    {
        public int NullRises;
        public int TrueSeries;
        public int Claims;
        public int FalseClaims;
    }
}
