namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>What a printed weighted share says about the counts of one measure in the finest parts of its cell, to a reader who knows the mean
/// weight of every part and the other measure. One linear row: Σ mean weight × move of the part stays within <see cref="Range"/>.</summary>
/// <param name="Measure">0: signal moves and rest is known; 1: the other way round.</param>
/// <param name="Cell">Cell whose share is printed; the statement is made while it is published and its series is weighted.</param>
/// <param name="Parts">Finest cells that add up to it.</param>
/// <param name="MeanWeights">Mean weight of the measure in each part.</param>
/// <param name="Signal">Weighted signal of the cell.</param>
/// <param name="Rest">Weighted rest of the cell.</param>
internal sealed record WeightedStatement(int Measure, int Cell, int[] Parts, double[] MeanWeights, double Signal, double Rest)
{
    // Kept from the edge of a rounding interval, as a part of its width: the edge itself may print as the next per cent.
    private const double Margin = 1e-6;

    private readonly PrintedShare printed = PrintedShare.Of(Signal / (Signal + Rest));

    /// <summary>Smallest and largest weighted move that leaves the print as it is; may be infinite upward.</summary>
    public (double Low, double High) Range { get; } = RangeOf(Measure, Signal, Rest);

    /// <summary>Whether the share still prints the same when the weighted measure moves.</summary>
    public bool Allows(double move)
    {
        var (signal, rest) = Measure == 0 ? (Signal + move, Rest) : (Signal, Rest + move);
        return PrintedShare.Of(signal / (signal + rest)) == printed;
    }

    /// <summary>Weighted move of a table of the block.</summary>
    public double Move(long[] truth, Block block, long[] counts)
    {
        var move = 0.0;
        for (var part = 0; part < Parts.Length; part++)
            if (block.Position[Parts[part]] is >= 0 and var place)
                move += MeanWeights[part] * (counts[place] - truth[Parts[part]]);
        return move;
    }

    private static (double Low, double High) RangeOf(int measure, double signal, double rest)
    {
        var (low, high) = PrintedShare.Of(signal / (signal + rest)).Range;
        // Shares at the edges: of the moving measure m beside the fixed one f, share of m = m / (m + f).
        var (least, most, moving, other) = measure == 0 ? (low, high, signal, rest) : (1 - high, 1 - low, rest, signal);
        var (down, up) = (other * least / (1 - least) - moving, most >= 1 ? double.PositiveInfinity : other * most / (1 - most) - moving);
        var margin = Margin * (double.IsFinite(up) ? up - down : moving + 1);
        return (Math.Min(0, down + margin), Math.Max(0, up - margin));
    }
}
