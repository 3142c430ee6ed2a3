namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>A share as it stands in print: whole per cent, or a bound near none and near all (rule P6).</summary>
internal readonly record struct PrintedShare(ShareBound Bound, int Percent)
{
    private const int Smallest = 5;
    private const int Largest = 95;

    /// <param name="share">0–1.</param>
    public static PrintedShare Of(double share) =>
        share < Smallest / 100.0 ? new(ShareBound.Under5, Smallest)
        : share > Largest / 100.0 ? new(ShareBound.Over95, Largest)
        : new(ShareBound.Exact, (int)Math.Round(100 * share, MidpointRounding.AwayFromZero));

    /// <summary>All shares a reader takes it for, 0–1.</summary>
    public (double Low, double High) Range => Bound switch
    {
        ShareBound.Under5 => (0, Smallest / 100.0),
        ShareBound.Over95 => (Largest / 100.0, 1),
        _ => (Math.Max(Smallest, Percent - 0.5) / 100, Math.Min(Largest, Percent + 0.5) / 100),
    };
}
