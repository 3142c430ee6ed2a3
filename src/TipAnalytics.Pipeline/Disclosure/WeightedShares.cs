using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Suppression;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>What a printed weighted share says about the atoms of its cell to a reader who knows the mean weight of every atom: for each measure, beside the other, how far its
/// weighted sum may move and print the same. The limits of an interval follow from the share and an effective base, which is no statement on atoms; they are
/// taken to say no more than the share.</summary>
internal sealed class WeightedShares
{
    // The weighted sums are sums of decimals read as doubles; a larger gap means that they are not those of the share or of the atoms.
    private const double Tolerance = 1e-9;

    // Kept from the edge of a rounding interval, as a part of its width: the edge itself may print as the next per cent.
    private const double Margin = 1e-6;

    private readonly JointTable joint;
    private readonly Dictionary<(string Area, Period Period, int Statement), double?> strata = [];
    private readonly ILookup<(string, Period), AtomHistory> byArea;

    public WeightedShares(JointTable joint)
    {
        this.joint = joint;
        byArea = joint.Atoms.ToLookup(atom => (atom.Key.AreaCode, atom.Key.Period));
    }

    /// <param name="pieces">Of the cell at <paramref name="vintage"/>.</param>
    /// <param name="cell">Number of the planned cell; −1: said already.</param>
    /// <param name="share">As printed, 0–1; null where only that it was printed is known.</param>
    /// <returns>Null when the weighted sums are missing or are not those of the share: it cannot be stated.</returns>
    public IReadOnlyList<ShareStatement>? Of(int[] pieces, int cell, int vintage, double? share)
    {
        var atoms = pieces.Select(joint.AtomOf).Distinct().ToList();
        var (signal, total) = (0.0, 0.0);
        foreach (var atom in atoms)
        {
            var counts = atom.Counts[atom.At(vintage)];
            (signal, total) = (signal + counts.WeightedSignal, total + counts.WeightedBase);
        }

        if (total <= 0 || (share is { } printed && (Math.Abs(signal - printed * total) > Tolerance * total || PrintedShare.Of(signal / total) != PrintedShare.Of(printed))))
            return null;
        return [.. Enumerable.Range(0, 2).Select(measure =>
        {
            var (low, high) = Range(measure, signal, total - signal);
            return new ShareStatement(measure, cell, pieces, [.. pieces.Select(piece => MeanWeight(joint.AtomOf(piece), vintage, measure))], low, high);
        })];
    }

    /// <summary>A stratum has one weight, whoever lives there; where the weights inside an area differ, those of the atom are taken for known, of an empty one
    /// that of its area.</summary>
    private double MeanWeight(AtomHistory atom, int vintage, int measure)
    {
        var at = atom.At(vintage);
        var key = (atom.Key.AreaCode, atom.Key.Period, at);
        var counts = atom.Counts[at];
        if (!strata.TryGetValue(key, out var stratum))
            strata[key] = stratum = OneWeight([.. byArea[(atom.Key.AreaCode, atom.Key.Period)].Select(each => each.Counts[each.At(vintage)])]);
        var (weight, count) = measure == 0 ? (counts.WeightedSignal, counts.Signal) : (counts.WeightedBase - counts.WeightedSignal, counts.Base - counts.Signal);
        return stratum ?? (count > 0 ? weight / count : counts.Base > 0 ? counts.WeightedBase / counts.Base : AreaWeight(key.AreaCode, key.Period, vintage));
    }

    private double AreaWeight(string area, Period period, int vintage)
    {
        var (weight, count) = (0.0, 0L);
        foreach (var atom in byArea[(area, period)])
        {
            var counts = atom.Counts[atom.At(vintage)];
            (weight, count) = (weight + counts.WeightedBase, count + counts.Base);
        }

        return count > 0 ? weight / count : 1;
    }

    private static double? OneWeight(IReadOnlyList<IndicatorAtom> atoms)
    {
        double? one = null;
        foreach (var atom in atoms.Where(atom => atom.Base > 0))
        {
            foreach (var (weight, count) in new[] { (atom.WeightedSignal, atom.Signal), (atom.WeightedBase - atom.WeightedSignal, atom.Base - atom.Signal) })
            {
                if (count == 0)
                    continue;
                if (one is { } known && Math.Abs(weight / count - known) > Tolerance * known)
                    return null;
                one ??= weight / count;
            }
        }

        return one;
    }

    /// <summary>Smallest and largest weighted move that leaves the print as it is; may be infinite upward.</summary>
    private static (double Low, double High) Range(int measure, double signal, double rest)
    {
        var (low, high) = PrintedShare.Of(signal / (signal + rest)).Range;
        // Shares at the edges: of the moving measure m beside the fixed one f, share of m = m / (m + f).
        var (least, most, moving, other) = measure == 0 ? (low, high, signal, rest) : (1 - high, 1 - low, rest, signal);
        var (down, up) = (other * least / (1 - least) - moving, most >= 1 ? double.PositiveInfinity : other * most / (1 - most) - moving);
        var margin = Margin * (double.IsFinite(up) ? up - down : moving + 1);
        return (Math.Min(0, down + margin), Math.Max(0, up - margin));
    }
}
