namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>What is hidden at the end, and how well that is proved. Counts only, no cell values.</summary>
/// <param name="IsHidden">Per cell.</param>
/// <param name="IsKnown">Per cell: known to be empty. Differs from the input where a block had to be withheld whole.</param>
/// <param name="Unknown">Targets without a witness; their blocks are withheld whole.</param>
/// <param name="UnweightedSeries">Series whose weighted shares may not be printed: with them some target has no witness.</param>
internal sealed record CertifiedPattern(
    bool[] IsHidden, bool[] IsKnown, int Blocks, int CertifiedUp, int CertifiedDown, int Unknown, IReadOnlySet<int> UnweightedSeries);

/// <summary>Certified elastic suppression: hides further cells until every target has a whole-number table that meets it and agrees with
/// every published cell, the weighted shares among them. Hiding more and stating less never invalidates such a witness, so one pass over the
/// targets is enough.</summary>
/// <param name="weights">Loss of hiding a cell, per cell, ties already broken.</param>
/// <param name="series">Time series a cell belongs to, per cell; −1: none.</param>
/// <param name="unweightedBefore">Series whose weighted shares are not printed whatever is found.</param>
internal sealed class CertifiedSuppression(
    AdditiveTable table, IReadOnlyList<Target> targets, bool[] isHidden, double[] weights, int[] series, IEnumerable<int>? unweightedBefore = null)
{
    // A series that has a hole already loses less by another one.
    private const double DiscountOfBrokenSeries = 0.25;

    // A weighted share is given up in its whole series, so that costs more than a few details of one period.
    private const double StatementPrice = 20;

    // Moves of the linear solution below this are noise of its arithmetic.
    private const double Noise = 1e-7;

    private readonly bool[] isPrimary = (bool[])isHidden.Clone();
    private readonly bool[] hidden = (bool[])isHidden.Clone();
    private readonly bool[] known = (bool[])table.IsKnown.Clone();
    private readonly HashSet<int> brokenSeries = [.. series.Where((_, cell) => isHidden[cell] && !table.IsKnown[cell])];
    private readonly HashSet<int> unweighted = [.. unweightedBefore ?? []];
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
        var statementsOf = table.Statements.ToLookup(statement => blockOf[statement.Cell]);
        var position = new int[table.CellCount];
        Array.Fill(position, -1);
        for (var number = 0; number < blocks.Count; number++)
        {
            if (!targetsOf[number].Any())
                continue;
            for (var place = 0; place < blocks[number].Length; place++)
                position[blocks[number][place]] = place;
            Protect(new(blocks[number], [.. sumsOf[number]], position) { Statements = [.. statementsOf[number]] },
                [.. targetsOf[number].OrderBy(target => !target.IsUp).ThenByDescending(target => target.Amount).ThenBy(target => target.Measure).ThenBy(target => target.Cell)]);
            foreach (var cell in blocks[number])
                position[cell] = -1;
        }
        return new(hidden, known, blocks.Count, certifiedUp, certifiedDown, unknown, unweighted);
    }

    private IEnumerable<int> Open(Sum sum) => sum.Parts.Append(sum.Whole).Where(cell => !table.IsKnown[cell]);

    private void Protect(Block block, IReadOnlyList<Target> blockTargets)
    {
        var witnesses = Enumerable.Range(0, table.Counts.Length).Select(measure => new IntegerWitness(measure, [.. block.Cells.Select(cell => table.Counts[measure][cell])])).ToList();
        using (var programs = new BlockPrograms(table, block))
        {
            Reprice(programs, block);
            foreach (var target in blockTargets)
            {
                if (witnesses.Any(witness => witness.Meets(table, block, target)))
                    continue;
                if ((Echo(block, target, witnesses) ?? Find(programs, block, target)) is not { } witness)
                {
                    Withhold(block, blockTargets);
                    return;
                }
                witnesses.Add(witness);
            }
        }
        Republish(block, blockTargets, witnesses);
        var verified = witnesses.Where(witness => witness.Holds(table, block, hidden) && Broken(block, witness).Count == 0).ToList();
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

    /// <summary>A table that moves as one already found does, in the other direction, the other measure or further: the cells it moves are hidden
    /// already, and no program has to be solved.</summary>
    private IntegerWitness? Echo(Block block, Target target, List<IntegerWitness> witnesses)
    {
        var (place, truth) = (block.Position[target.Cell], table.Counts[target.Measure]);
        foreach (var witness in witnesses)
        {
            var origin = table.Counts[witness.Measure];
            var move = witness.Counts[place] - origin[target.Cell];
            if (move == 0)
                continue;
            var factor = (target.Amount + Math.Abs(move) - 1) / Math.Abs(move) * (move > 0 == target.IsUp ? 1 : -1);
            var counts = new long[block.Cells.Length];
            var isTable = true;
            for (var at = 0; at < counts.Length && isTable; at++)
            {
                counts[at] = truth[block.Cells[at]] + factor * (witness.Counts[at] - origin[block.Cells[at]]);
                isTable = counts[at] >= 0;
            }
            var echo = new IntegerWitness(target.Measure, counts);
            if (isTable && IsProof(block, target, echo) && Broken(block, echo).Count == 0)
                return echo;
        }
        return null;
    }

    /// <summary>Cheapest way to meet a target: a linear solution first, whole numbers after, further cells hidden until one is found.</summary>
    private IntegerWitness? Find(BlockPrograms programs, Block block, Target target)
    {
        if (programs[target.Measure].Solve(target, block.Position[target.Cell]) is not { } moves)
            return null;
        var rounded = IntegerWitness.Rounded(table, block, target.Measure, moves);
        if (Broken(block, rounded).Count > 0)
        {
            // Weighted shares enter only when the cheapest table breaks one: most targets are met without.
            if (Repair(programs, block, target, rounded) is { } repaired)
                return repaired;
            if (programs.Stated(target.Measure).Solve(target, block.Position[target.Cell]) is not { } stated)
                return null;
            moves = stated;
            rounded = IntegerWitness.Rounded(table, block, target.Measure, moves);
            Unweight(block.Statements.Where(statement => statement.Measure == target.Measure && IsMade(statement) && IsBroken(statement, block, moves)));
        }
        Hide(programs, block, block.Cells.Where((_, place) => Math.Abs(moves[place]) > Noise));
        if (IsProof(block, target, rounded) && Broken(block, rounded).Count == 0)
            return rounded;
        while (true)
        {
            if (IntegerWitness.Search(table, block, hidden, target, []) is { } found && IsProof(block, target, found))
            {
                if (Broken(block, found).Count == 0)
                    return found;
                if (Repair(programs, block, target, found) is { } repaired)
                    return repaired;
                var made = block.Statements.Where(statement => statement.Measure == target.Measure && IsMade(statement)).ToList();
                if (IntegerWitness.Search(table, block, hidden, target, made) is { } agreeing && IsProof(block, target, agreeing) && Broken(block, agreeing).Count == 0)
                    return agreeing;
                Unweight(Broken(block, found));
                return found;
            }
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

    /// <summary>The witness with a few people exchanged so that every weighted share prints the same; what it moves is hidden.</summary>
    private IntegerWitness? Repair(BlockPrograms programs, Block block, Target target, IntegerWitness witness)
    {
        double Price(int place) => hidden[block.Cells[place]] ? 0 : weights[block.Cells[place]];
        if (programs.Repair(target.Measure).Repair(table, witness, target, IsMade, Price) is not { } repaired)
            return null;
        var afterwards = (bool[])hidden.Clone();
        for (var place = 0; place < repaired.Counts.Length; place++)
            afterwards[block.Cells[place]] |= repaired.Counts[place] != table.Counts[target.Measure][block.Cells[place]];
        if (!repaired.Meets(table, block, target) || !repaired.Holds(table, block, afterwards) || Broken(block, repaired).Count > 0)
            return null;
        Hide(programs, block, block.Cells.Where(cell => afterwards[cell]));
        return repaired;
    }

    private bool IsProof(Block block, Target target, IntegerWitness witness) =>
        witness.Meets(table, block, target) && witness.Holds(table, block, hidden);

    /// <summary>Whether the weighted share of the statement's cell is printed, as far as decided.</summary>
    private bool IsMade(WeightedStatement statement) => !hidden[statement.Cell] && !unweighted.Contains(series[statement.Cell]);

    /// <summary>Statements a witness would not agree with. A cell it moves is none: it is hidden with the witness.</summary>
    private List<WeightedStatement> Broken(Block block, IntegerWitness witness) =>
        [.. block.Statements.Where(statement => statement.Measure == witness.Measure && IsMade(statement)
            && witness.Counts[block.Position[statement.Cell]] == table.Counts[witness.Measure][statement.Cell]
            && !witness.Keeps(table, block, statement))];

    private static bool IsBroken(WeightedStatement statement, Block block, double[] moves)
    {
        var move = 0.0;
        for (var part = 0; part < statement.Parts.Length; part++)
            if (block.Position[statement.Parts[part]] is >= 0 and var place)
                move += statement.MeanWeights[part] * moves[place];
        return Math.Abs(moves[block.Position[statement.Cell]]) <= Noise && (move < statement.Range.Low - Noise || move > statement.Range.High + Noise);
    }

    private void Unweight(IEnumerable<WeightedStatement> statements) => unweighted.UnionWith([.. statements.Select(statement => series[statement.Cell])]);

    private void Hide(BlockPrograms programs, Block block, IEnumerable<int> cells)
    {
        foreach (var cell in cells.Where(cell => !hidden[cell]).ToList())
        {
            hidden[cell] = true;
            brokenSeries.Add(series[cell]);
        }
        Reprice(programs, block);
    }

    private void Reprice(BlockPrograms programs, Block block)
    {
        for (var place = 0; place < block.Cells.Length; place++)
        {
            var cell = block.Cells[place];
            programs.SetPrice(place, hidden[cell] ? null : weights[cell] * (brokenSeries.Contains(series[cell]) ? DiscountOfBrokenSeries : 1));
        }
        programs.SetStatementPrices(statement => IsMade(statement) ? StatementPrice * weights[statement.Cell] / statement.MeanWeights.Max() : 0);
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
            // A share printed again makes its statement again.
            var again = unweighted.Contains(series[cell]) ? [] : block.Statements.Where(statement => statement.Cell == cell).ToList();
            var kept = witnesses.Where(witness => witness.Counts[place] == table.Counts[witness.Measure][cell]
                && again.TrueForAll(statement => witness.Keeps(table, block, statement))).ToList();
            if (kept.Count == witnesses.Count || blockTargets.All(target => kept.Any(witness => witness.Meets(table, block, target))))
            {
                hidden[cell] = false;
                witnesses.RemoveAll(witness => !kept.Contains(witness));
            }
        }
    }
}
