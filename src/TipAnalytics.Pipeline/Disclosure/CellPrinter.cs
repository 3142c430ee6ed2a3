using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>How a cell that passed control is printed: whole per cent, bounds, bands. Coarser than what control protects, so it can tell nothing more.</summary>
internal sealed class CellPrinter(StreamKind kind, int threshold)
{
    private const int SmallestPrintedBaseForAnInterval = 30;

    private static readonly int[] BandLimits = [30, 50, 100, 200, 300, 500, 1000, 2000, 5000];
    private static readonly int[] CommunityBandLimits = [5, 10, 20, .. BandLimits];

    /// <param name="unweighted">True: the weighted share is withheld and the plain share of the interviewed is printed.</param>
    /// <returns>Shown, or Hidden with exact values when the estimate is too imprecise to print.</returns>
    public Cell Print(IndicatorCell cell, bool unweighted)
    {
        var isWeighted = cell.IsWeighted && !unweighted;
        var share = isWeighted ? cell.Share : (double)cell.Signal / cell.Base;
        var exact = new ExactShare(cell.Signal, cell.Base, share, cell.EffectiveBase);
        var (low, high) = Wilson.Interval(share, cell.EffectiveBase);
        var isCommunity = kind == StreamKind.KeyInformants;
        if (!isCommunity && !Wilson.IsPrecise(share, cell.EffectiveBase, low, high))
            return new Cell.Hidden { Exact = exact };

        var (bound, printed) = PrintedShare.Of(share);
        var hasInterval = bound == ShareBound.Exact && (!isCommunity || cell.Base >= SmallestPrintedBaseForAnInterval);
        return new Cell.Shown(
            new(printed),
            hasInterval ? new WholePercent((int)Math.Floor(100 * low)) : null,
            hasInterval ? new WholePercent((int)Math.Ceiling(100 * high)) : null,
            bound, Band(cell.Base, isCommunity ? CommunityBandLimits : BandLimits), isWeighted, Bands(cell))
        {
            Exact = exact,
        };
    }

    private static BaseBand Band(long count, int[] limits)
    {
        var at = Array.FindLastIndex(limits, limit => limit <= count);
        return new(limits[at], at + 1 < limits.Length ? limits[at + 1] - 1 : null);
    }

    private MissingBands Bands(IndicatorCell cell)
    {
        var missing = cell.Missing;
        var asked = cell.Base + missing.NotAsked + missing.NotApplicable + missing.DontKnow + missing.Refused;
        return new(Band(missing.NotAsked, asked), Band(missing.NotApplicable, asked), Band(missing.DontKnow, asked), Band(missing.Refused, asked));
    }

    /// <summary>Band of the answers left out. None and a few look alike under 5 %; a few that are 5 % or more are withheld.</summary>
    private int? Band(long count, long asked)
    {
        var share = (double)count / asked;
        if (share < 0.05)
            return 0;
        if (count < threshold)
            return null;
        return share < 0.20 ? 1 : share < 0.50 ? 2 : 3;
    }
}
