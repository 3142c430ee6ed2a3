namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>What is hidden at the end, and how well that is proved. Counts only, no cell values.</summary>
/// <param name="IsHidden">Per cell.</param>
/// <param name="IsKnown">Per cell: known to be empty. Differs from the input where a block had to be withheld whole.</param>
/// <param name="Unknown">Targets without a witness; their blocks are withheld whole.</param>
internal sealed record CertifiedPattern(bool[] IsHidden, bool[] IsKnown, int Blocks, int CertifiedUp, int CertifiedDown, int Unknown);

/// <summary>Certified elastic suppression: hides further cells until every target has a whole-number table that meets it and agrees with
/// every published cell. Hiding more never invalidates such a witness, so one pass over the targets is enough.</summary>
/// <param name="weights">Loss of hiding a cell, per cell, ties already broken.</param>
/// <param name="series">Time series a cell belongs to, per cell; −1: none.</param>
internal sealed class CertifiedSuppression(
    AdditiveTable table, IReadOnlyList<Target> targets, bool[] isHidden, double[] weights, int[] series)
{
    // A series that has a hole already loses less by another one.
    private const double DiscountOfBrokenSeries = 0.25;

    // Moves of the linear solution below this are noise of its arithmetic.
    private const double Noise = 1e-7;

    private readonly bool[] isPrimary = (bool[])isHidden.Clone();
    private readonly bool[] hidden = (bool[])isHidden.Clone();
    private readonly bool[] known = (bool[])table.IsKnown.Clone();
    private readonly HashSet<int> brokenSeries = [.. series.Where((_, cell) => isHidden[cell] && !table.IsKnown[cell])];
    private int certifiedUp, certifiedDown, unknown;

    public CertifiedPattern Run()
    {
        var blocks = table.Blocks();
        var blockOf = new int[table.CellCount];
        for (var number = 0; number < blocks.Count; number++)
            foreach (var cell in blocks[number])
                blockOf[cell] = number;
        var sumsOf = table.Sums.Where(sum => Open(sum).Any()).ToLookup(sum => blockOf[Open(sum).First()]);
        var targetsOf = targets.ToLookup(target => blockOf[target.Cell]);
        var position = new int[table.CellCount];
        Array.Fill(position, -1);
        for (var number = 0; number < blocks.Count; number++)
        {
            if (!targetsOf[number].Any())
                continue;
            for (var place = 0; place < blocks[number].Length; place++)
                position[blocks[number][place]] = place;
            Protect(new(blocks[number], [.. sumsOf[number]], position),
                [.. targetsOf[number].OrderBy(target => !target.IsUp).ThenByDescending(target => target.Amount).ThenBy(target => target.Measure).ThenBy(target => target.Cell)]);
            foreach (var cell in blocks[number])
                position[cell] = -1;
        }
        return new(hidden, known, blocks.Count, certifiedUp, certifiedDown, unknown);
    }

    private IEnumerable<int> Open(Sum sum) => sum.Parts.Append(sum.Whole).Where(cell => !table.IsKnown[cell]);

    private void Protect(Block block, IReadOnlyList<Target> blockTargets)
    {
        var witnesses = Enumerable.Range(0, table.Counts.Length).Select(measure => new IntegerWitness(measure, [.. block.Cells.Select(cell => table.Counts[measure][cell])])).ToList();
        using (var programs = new Programs(table, block))
        {
            Reprice(programs, block);
            foreach (var target in blockTargets)
            {
                if (witnesses.Any(witness => witness.Meets(table, block, target)))
                    continue;
                if (Find(programs, block, target) is not { } witness)
                {
                    Withhold(block, blockTargets);
                    return;
                }
                witnesses.Add(witness);
            }
        }
        Republish(block, blockTargets, witnesses);
        var verified = witnesses.Where(witness => witness.Holds(table, block, hidden)).ToList();
        foreach (var target in blockTargets)
        {
            if (!verified.Any(witness => witness.Meets(table, block, target)))
                throw new InvalidOperationException("Disclosure control lost a certificate it had.");
            if (target.IsUp)
                certifiedUp++;
            else
                certifiedDown++;
        }
    }

    /// <summary>Cheapest way to meet a target: a linear solution first, whole numbers after, further cells hidden until one is found.</summary>
    private IntegerWitness? Find(Programs programs, Block block, Target target)
    {
        if (programs[target.Measure].Solve(target, block.Position[target.Cell]) is not { } moves)
            return null;
        Hide(programs, block, block.Cells.Where((_, place) => Math.Abs(moves[place]) > Noise));
        var rounded = IntegerWitness.Rounded(table, block, target.Measure, moves);
        if (rounded.Meets(table, block, target) && rounded.Holds(table, block, hidden))
            return rounded;
        while (true)
        {
            if (IntegerWitness.Search(table, block, hidden, target) is { } found && found.Meets(table, block, target) && found.Holds(table, block, hidden))
                return found;
            // Nearest first: cells that stand in a sum with one already hidden, the cheapest of them.
            var next = block.Sums
                .Where(sum => sum.Parts.Append(sum.Whole).Any(cell => hidden[cell]))
                .SelectMany(sum => sum.Parts.Append(sum.Whole))
                .Where(cell => !hidden[cell] && !known[cell])
                .OrderBy(cell => weights[cell]).ThenBy(cell => cell)
                .Cast<int?>().FirstOrDefault();
            if (next is not { } cell)
                return null;
            Hide(programs, block, [cell]);
        }
    }

    private void Hide(Programs programs, Block block, IEnumerable<int> cells)
    {
        foreach (var cell in cells.Where(cell => !hidden[cell]).ToList())
        {
            hidden[cell] = true;
            brokenSeries.Add(series[cell]);
        }
        Reprice(programs, block);
    }

    private void Reprice(Programs programs, Block block)
    {
        for (var place = 0; place < block.Cells.Length; place++)
        {
            var cell = block.Cells[place];
            programs.SetPrice(place, hidden[cell] ? null : weights[cell] * (brokenSeries.Contains(series[cell]) ? DiscountOfBrokenSeries : 1));
        }
    }

    /// <summary>No table meets a target even with all cells free: nothing of the block is published, not even that parts are empty.</summary>
    private void Withhold(Block block, IReadOnlyList<Target> blockTargets)
    {
        unknown += blockTargets.Count;
        foreach (var cell in block.Sums.SelectMany(sum => sum.Parts.Append(sum.Whole)).Concat(block.Cells))
        {
            hidden[cell] = true;
            known[cell] = false;
        }
    }

    /// <summary>Publishes again what no witness needs any more, the dearest cells first: a later target often brings a table that serves an
    /// earlier one too.</summary>
    private void Republish(Block block, IReadOnlyList<Target> blockTargets, List<IntegerWitness> witnesses)
    {
        var secondary = block.Cells.Where(cell => hidden[cell] && !isPrimary[cell]).OrderByDescending(cell => weights[cell]).ThenBy(cell => cell);
        foreach (var cell in secondary)
        {
            var place = block.Position[cell];
            var kept = witnesses.Where(witness => witness.Counts[place] == table.Counts[witness.Measure][cell]).ToList();
            if (kept.Count == witnesses.Count || blockTargets.All(target => kept.Any(witness => witness.Meets(table, block, target))))
            {
                hidden[cell] = false;
                witnesses.RemoveAll(witness => !kept.Contains(witness));
            }
        }
    }

    /// <summary>The linear programs of a block, one a measure.</summary>
    private sealed class Programs(AdditiveTable table, Block block) : IDisposable
    {
        private readonly ElasticProgram[] byMeasure = [.. table.Counts.Select(counts => new ElasticProgram(counts, block))];

        public ElasticProgram this[int measure] => byMeasure[measure];

        public void SetPrice(int place, double? price)
        {
            foreach (var program in byMeasure)
                program.SetPrice(place, price);
        }

        public void Dispose()
        {
            foreach (var program in byMeasure)
                program.Dispose();
        }
    }
}
