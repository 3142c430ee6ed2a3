using MathNet.Numerics.Distributions;

namespace TipAnalytics.Pipeline.Statistics;

/// <summary>What one month says against the twelve before it.</summary>
internal enum AlertSignal { None, Watch, Alert, NewSignal }

/// <summary>Why a month has no alert test; <see cref="Open"/> when it has one.</summary>
internal enum AlertGate { Open, InsufficientData, NoBaselineEvents }

/// <summary>One month tested. With a closed gate the numbers are NaN (the baseline level is there where no baseline event is).</summary>
/// <param name="Phi">Overdispersion of the baseline, 1 or more.</param>
/// <param name="Upper99">Share above which one month in a hundred would lie without any change.</param>
internal sealed record AlertResult(
    long Month, AlertGate Gate, int BaselineMonths, double Level, double Phi, double T, int DegreesOfFreedom, double PUp, double Upper99, AlertSignal Signal);

/// <summary>Prediction-limit alert for shares: an invitation to look, never evidence of a rise.</summary>
/// <remarks>Quasi-binomial with Student's t, twelve baseline months, two guard months. Noufaily et al. (2013); Salmon et al. (2016). Trend statistics, section 14.</remarks>
internal static class MonthlyAlert
{
    private const int BaselineMonths = 12;
    private const int GuardMonths = 2;

    /// <summary>Months before the tested one that its baseline reaches back.</summary>
    public const int Reach = BaselineMonths + GuardMonths;

    private const int EnoughBaseline = 8;
    private const double EnoughInMonth = 20;
    private const double NewSignalEvents = 3;

    /// <param name="observations">Observed months in order of time (shares).</param>
    /// <returns>One result for each observed month, in order.</returns>
    public static IReadOnlyList<AlertResult> Test(IReadOnlyList<Observation> observations) =>
        [.. observations.Select(month => TestOne(month, observations))];

    /// <summary>One month against its baseline among the observed months.</summary>
    public static AlertResult TestOne(Observation month, IReadOnlyList<Observation> observations) =>
        TestMonth(month, [.. observations.Where(o => o.T >= month.T - Reach && o.T < month.T - GuardMonths)]);

    private static AlertResult TestMonth(Observation month, Observation[] baseline)
    {
        var b = baseline.Length;
        var none = new AlertResult(month.T, AlertGate.InsufficientData, b, double.NaN, double.NaN, double.NaN, 0, double.NaN, double.NaN, AlertSignal.None);
        if (b < EnoughBaseline || month.Weight < EnoughInMonth)
            return none;
        var total = baseline.Sum(o => o.Weight);
        var level = baseline.Sum(o => o.Weight * o.Value) / total;
        if (level is 0 or 1)
        {
            var isNew = level == 0 && month.Weight * month.Value >= NewSignalEvents - 1e-9;
            return none with { Gate = AlertGate.NoBaselineEvents, Level = level, Signal = isNew ? AlertSignal.NewSignal : AlertSignal.None };
        }

        var unit = level * (1 - level);
        var phi = Math.Max(1, baseline.Sum(o => o.Weight * (o.Value - level) * (o.Value - level)) / unit / (b - 1));
        var error = Math.Sqrt(phi * unit * (1 / month.Weight + 1 / total));
        var t = (month.Value - level) / error;
        var p = StudentT.CDF(0, 1, b - 1, -t);
        var signal = p < 0.001 ? AlertSignal.Alert : p < 0.01 ? AlertSignal.Watch : AlertSignal.None;
        return new(month.T, AlertGate.Open, b, level, phi, t, b - 1, p, level + Quantiles.T(0.99, b - 1) * error, signal);
    }
}
