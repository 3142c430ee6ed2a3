using TipAnalytics.Pipeline.Suppression;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>What a printed weighted share says about the atoms of its cell: for each measure, beside the other, how far its weighted sum may move and print the same. A reader is
/// taken to know the mean weight of the cell's people in each area, in each round, in each area over all rounds and in each round over all areas, and where the design gives categories weights of their own, these too; the mean weight of a few people in an area
/// depends on who they are, which nobody is told. The limits of an interval follow from the share and an effective base, which is no statement on atoms; they are taken to say no
/// more than the share.</summary>
internal sealed class WeightedShares
{
    // The weighted sums are sums of decimals read as doubles; a larger gap means that they are not those of the share or of the atoms.
    private const double Tolerance = 1e-9;

    // Kept from the edge of a rounding interval, as a part of its width: the edge itself may print as the next per cent.
    private const double Margin = 1e-6;

    private readonly JointTable joint;
    private readonly Dictionary<(string Area, Period Period, int Statement), bool> strata = [];
    private readonly ILookup<(string, Period), AtomHistory> byArea;

    public WeightedShares(JointTable joint)
    {
        this.joint = joint;
        byArea = joint.Atoms.ToLookup(atom => (atom.Key.AreaCode, atom.Key.Period));
    }

    /// <param name="pieces">Of the cell at <paramref name="vintage"/>.</param>
    /// <param name="cell">Number of the planned cell; −1: said already.</param>
    /// <param name="share">As printed, 0–1; null where only that it was printed is known.</param>
    /// <returns>Nothing where all have one weight, so that the share says no more than the counts; null when the weighted sums are missing or are not those of the share: it
    /// cannot be stated.</returns>
    public IReadOnlyList<ShareStatement>? Of(int[] pieces, int cell, int vintage, double? share)
    {
        var atoms = pieces.Select(joint.AtomOf).Distinct().ToList();
        var (signal, total, people) = (0.0, 0.0, 0L);
        foreach (var counts in atoms.Select(atom => atom.Counts[atom.At(vintage)]))
            (signal, total, people) = (signal + counts.WeightedSignal, total + counts.WeightedBase, people + counts.Base);
        if (total <= 0 || (share is { } printed && Math.Abs(signal - printed * total) > Tolerance * total))
            return null;
        var statements = new List<ShareStatement>();
        for (var measure = 0; measure < 2; measure++)
        {
            var means = new Dictionary<(string, Period), double>();
            foreach (var area in atoms.GroupBy(atom => (atom.Key.AreaCode, atom.Key.Period)))
                means[area.Key] = MeanWeight(area, vintage, measure) ?? MeanWeight(byArea[area.Key], vintage, null) ?? total / people;
            double[] weights = [.. pieces.Select(piece => joint.AtomOf(piece) is var atom && IsByStrata(atom, vintage)
                ? MeanWeight([atom], vintage, measure) ?? MeanWeight([atom], vintage, null) ?? OfStratum(atom, vintage) ?? means[(atom.Key.AreaCode, atom.Key.Period)]
                : means[(atom.Key.AreaCode, atom.Key.Period)])];
            double[] ofPlaces = Known(atom => atom.Key.AreaCode), ofRounds = Known(atom => atom.Key.Period.ToString());
            var (low, high) = Range(measure, signal, total - signal, share ?? signal / total);
            var stated = new List<double[]>();
            foreach (var known in new[] { weights, ofPlaces, ofRounds })
            {
                if (AreNear(known, known[0]) || stated.Exists(other => AreNear(known, other)))
                    continue;
                stated.Add(known);
                statements.Add(new(measure, cell, pieces, known, low, high));
            }

            double[] Known(Func<AtomHistory, string> place)
            {
                var means = atoms.GroupBy(place, StringComparer.Ordinal).ToDictionary(
                    same => same.Key, same => MeanWeight(same, vintage, measure) ?? MeanWeight(same, vintage, null) ?? total / people, StringComparer.Ordinal);
                return [.. pieces.Select(piece => means[place(joint.AtomOf(piece))])];
            }
        }

        return statements;
    }

    private static bool AreNear(double[] one, double[] other) => one.Zip(other).All(pair => Math.Abs(pair.First - pair.Second) <= Tolerance * pair.First);

    private static bool AreNear(double[] weights, double weight) => Array.TrueForAll(weights, each => Math.Abs(each - weight) <= Tolerance * weight);

    /// <summary>Whether each atom of an area has one weight throughout, as strata of a design have.</summary>
    private bool IsByStrata(AtomHistory atom, int vintage)
    {
        var key = (atom.Key.AreaCode, atom.Key.Period, atom.At(vintage));
        if (!strata.TryGetValue(key, out var isByStrata))
        {
            strata[key] = isByStrata = byArea[(atom.Key.AreaCode, atom.Key.Period)].Select(each => each.Counts[each.At(vintage)]).All(counts => counts.Signal == 0 || counts.Signal == counts.Base
                || Math.Abs(counts.WeightedSignal / counts.Signal - counts.WeightedBase / counts.Base) <= Tolerance * counts.WeightedBase / counts.Base);
        }

        return isByStrata;
    }

    /// <summary>Weight of an atom without people: that of its category, where one field tells all weights of the area apart.</summary>
    /// <returns>Null where none does, or the category has no people there.</returns>
    private double? OfStratum(AtomHistory atom, int vintage)
    {
        var own = joint.CategoriesOf(atom.Key);
        var around = byArea[(atom.Key.AreaCode, atom.Key.Period)].Where(each => each.Counts[each.At(vintage)].Base > 0).ToList();
        foreach (var (field, code) in own.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var byCode = around.ToLookup(each => joint.CategoriesOf(each.Key).GetValueOrDefault(field, ""), each => MeanWeight([each], vintage, null)!.Value, StringComparer.Ordinal);
            if (byCode[code].Any() && byCode.All(same => same.All(weight => Math.Abs(weight - same.First()) <= Tolerance * weight)))
                return byCode[code].First();
        }

        return null;
    }

    /// <param name="measure">0 signal, 1 rest; null: both together.</param>
    /// <returns>Null without people.</returns>
    private static double? MeanWeight(IEnumerable<AtomHistory> atoms, int vintage, int? measure)
    {
        var (weight, count) = (0.0, 0L);
        foreach (var counts in atoms.Select(atom => atom.Counts[atom.At(vintage)]))
        {
            weight += measure switch { 0 => counts.WeightedSignal, 1 => counts.WeightedBase - counts.WeightedSignal, _ => counts.WeightedBase };
            count += measure switch { 0 => counts.Signal, 1 => counts.Base - counts.Signal, _ => counts.Base };
        }

        return count > 0 ? weight / count : null;
    }

    /// <summary>Smallest and largest weighted move that leaves the print as it is; may be infinite upward.</summary>
    private static (double Low, double High) Range(int measure, double signal, double rest, double share)
    {
        var (low, high) = PrintedShare.Of(share).Range;
        // Shares at the edges: of the moving measure m beside the fixed one f, share of m = m / (m + f).
        var (least, most, moving, other) = measure == 0 ? (low, high, signal, rest) : (1 - high, 1 - low, rest, signal);
        var (down, up) = (other * least / (1 - least) - moving, most >= 1 ? double.PositiveInfinity : other * most / (1 - most) - moving);
        var margin = Margin * (double.IsFinite(up) ? up - down : moving + 1);
        return (Math.Min(0, down + margin), Math.Max(0, up - margin));
    }
}
