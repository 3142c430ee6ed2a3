namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Certified elastic suppression of one part: hides further rows until every target has a whole-number table that meets it and agrees with
/// every fact and every published row, the weighted shares among them. Hiding more and stating less never invalidates such a witness, so one pass
/// over the targets is enough.</summary>
internal sealed class PartProtection
{
    // Moves of the linear solution below this are noise of its arithmetic.
    private const double Noise = 1e-7;

    // Parts of more groups are tried block by block first.
    private const int LargestWhole = 400;

    // So few targets are met one by one as fast as together.
    private const int FewTargets = 8;

    // Long searches in whole numbers a part may cost; after that rather more is hidden.
    private const int MostSearches = 40;

    // Walks from a linear solution before a search.
    private const int Walks = 4;

    // Witnesses looked for anew to publish one row again, at most and on average.
    private const int MostRefound = 12;
    private const int SearchesARow = 4;

    private readonly Part part;
    private readonly LossOfHiding loss;
    private readonly ILookup<int, Row> rowsOfSeries;
    private readonly HashSet<int> met = [];
    private List<Proof> proofs = [];
    private int searches = MostSearches;

    public PartProtection(AtomTable table, Part part, LossOfHiding loss)
    {
        (this.part, this.loss) = (part, loss);
        rowsOfSeries = part.Rows.SelectMany(row => row.Cells.Select(cell => (table.Cells[cell].Series, Row: row))).Where(each => each.Series >= 0).Distinct()
            .ToLookup(each => each.Series, each => each.Row);
    }

    /// <returns>The witnesses that prove the final pattern, in its groups, and the targets that no table meets even with all rows hidden.</returns>
    public (IReadOnlyList<Witness> Witnesses, IReadOnlyList<(int Index, Target Target)> Disclosed) Run()
    {
        var atoms = Enumerable.Range(0, part.Atoms.Length).ToList();
        if (part.Blocks.Length > 0 && NewModel(atoms).Count > LargestWhole)
            foreach (var block in atoms.GroupBy(atom => part.Blocks[atom]).OrderBy(block => block.Key))
                Meet([.. block], isWhole: false);
        var disclosed = Meet(atoms, isWhole: true);
        if (disclosed.Count > 0)
            Hide(part.Rows.Where(row => !row.IsTold), null, null);
        else
            Republish();
        var final = NewModel(atoms);
        return ([.. part.Counts.Select((_, measure) => Witness.Truth(final, measure)), .. proofs.Select(proof => proof.Witness.In(final))], disclosed);
    }

    private GroupModel NewModel(IReadOnlyList<int> atoms) => new(part, atoms, loss.IsMade);

    /// <summary>Meets the targets on these atoms, as far as it can.</summary>
    /// <returns>Those that no table meets.</returns>
    private List<(int Index, Target Target)> Meet(IReadOnlyList<int> atoms, bool isWhole)
    {
        var failed = new HashSet<int>();
        while (true)
        {
            var model = NewModel(atoms);
            for (var measure = 0; measure < part.Counts.Length; measure++)
                Add(Witness.Truth(model, measure));
            var open = model.Targets.Where(target => IsOpen(target, failed)).OrderBy(target => target.Sign < 0).ThenByDescending(target => target.Amount)
                .ThenBy(target => target.Measure).ThenBy(target => target.Indices[0]).ToList();
            if (open.Count == 0)
                break;
            using var programs = new PartPrograms(model, loss);
            foreach (var target in open)
                if (IsOpen(target, failed) && Exchanged(programs, target) is { } exchanged)
                    AddWithMirrors(exchanged);
            for (var measure = 0; measure < part.Counts.Length; measure++)
                MeetTogether(model, measure, failed);
            var hidden = 0;
            foreach (var target in open)
            {
                if (!IsOpen(target, failed))
                    continue;
                // Exchanges have failed already, unless rows were hidden since.
                if (((hidden > 0 ? Exchanged(programs, target) : null) ?? Echo(model, target) ?? Balanced(programs, target, null)) is { } witness)
                {
                    AddWithMirrors(witness);
                    continue;
                }
                if (Find(programs, model, target, isWhole) is { } bought)
                    AddWithMirrors(bought);
                else
                    failed.UnionWith(target.Indices);
                hidden = model.Rows.Count(row => row.IsHidden);
                // Rows hidden let groups grow together, and the truth alone meets targets on larger groups.
                if (hidden > model.Rows.Count / 5)
                    break;
            }
            if (open.TrueForAll(target => !IsOpen(target, failed)))
                break;
        }
        return [.. part.Targets.Where(each => failed.Contains(each.Index))];
    }

    private bool IsOpen(GroupTarget target, HashSet<int> failed) => !Array.TrueForAll(target.Indices, index => met.Contains(index) || failed.Contains(index));

    private bool Add(Witness witness)
    {
        int[] targets = [.. MetBy(witness)];
        var isNew = false;
        foreach (var target in targets)
            isNew |= met.Add(target);
        if (targets.Length > 0)
            proofs.Add(new(witness, targets));
        return isNew;
    }

    /// <returns>Places among all targets.</returns>
    private static IEnumerable<int> MetBy(Witness witness) => (witness.Groups.Length == 0
        ? Enumerable.Range(0, witness.Model.Targets.Count).Where(at => witness.Model.Targets[at] is { Amount: <= 0 } target && target.Measure == witness.Measure)
        : witness.Met()).SelectMany(at => witness.Model.Targets[at].Indices);

    /// <summary>With the witness its mirror and the like in other measures: they move the same rows.</summary>
    private bool AddWithMirrors(Witness witness)
    {
        var isNew = Add(witness);
        for (var measure = 0; measure < part.Counts.Length; measure++)
        {
            foreach (var sign in new[] { 1, -1 })
            {
                if (measure == witness.Measure && sign > 0)
                    continue;
                var mirror = new Witness(witness.Model, measure, witness.Groups, [.. witness.Moves.Select(move => sign * move)]);
                if (mirror.Met().Any(at => !Array.TrueForAll(witness.Model.Targets[at].Indices, met.Contains)) && IsPossible(mirror))
                    isNew |= Add(mirror);
            }
        }
        return isNew;
    }

    /// <summary>Whether a reader cannot tell it from the true table, with what is published now.</summary>
    private bool IsPossible(Witness witness) => witness.IsTable() && witness.MovedRows().All(row => row.IsHidden) && Broken(witness).Count == 0;

    /// <summary>Statements a witness would not agree with. A row it moves is none: it is hidden with the witness.</summary>
    private List<GroupStatement> Broken(Witness witness)
    {
        var statements = witness.Model.Statements[witness.Measure];
        if (statements.Length == 0)
            return [];
        var dense = witness.Dense();
        var moved = witness.MovedRows().SelectMany(row => row.Cells).ToHashSet();
        return [.. witness.Moved(witness.Model.StatementsOf[witness.Measure]).Select(each => each.Key).Order().Select(at => statements[at])
            .Where(statement => loss.IsMade(statement.Source) && !moved.Contains(statement.Source.Cell) && !statement.Allows(dense))];
    }

    /// <summary>Tables of the rows as they are that meet many targets at once. Which groups rise and which fall is drawn anew for each table.</summary>
    private void MeetTogether(GroupModel model, int measure, HashSet<int> failed)
    {
        using var program = new BulkProgram(model, measure);
        for (var round = 0; ; round++)
        {
            var open = model.Targets.Where(target => target.Measure == measure && IsOpen(target, failed)).ToList();
            if (open.Count < FewTargets || program.Solve(Wishes(model, open, round)) is not { } moves)
                return;
            foreach (var piece in Witness.Pieces(model, measure, moves).OrderBy(piece => piece.Groups[0]).ToList())
                if (IsPossible(piece))
                    AddWithMirrors(piece);
            if (open.Count(target => !IsOpen(target, failed)) <= open.Count / 20)
                return;
        }
    }

    /// <summary>A direction for each group with an open target that way; a third of them are left free to take what others give.</summary>
    private static long[] Wishes(GroupModel model, List<GroupTarget> open, int round)
    {
        var (wishes, isDrawn) = (new long[model.Count], new bool[model.Count]);
        foreach (var target in open.OrderBy(target => Mixed.Of(target.Indices[0], round)))
        {
            var isFree = Mixed.Of(target.Groups[0], round + 1000) % 3 == 0;
            foreach (var group in target.Groups)
            {
                if (!isDrawn[group] && !isFree)
                    wishes[group] = target.Sign > 0 ? target.Amount : -Math.Min(target.Amount, model.Totals[target.Measure][group]);
                isDrawn[group] = true;
            }
        }
        return wishes;
    }

    private Witness? Balanced(PartPrograms programs, GroupTarget target, double[]? start) =>
        Enumerable.Range(0, start is null ? 1 : Walks).Select(draw => programs.Balance(target.Measure).Find(target, start, loss.IsMade, draw))
            .FirstOrDefault(found => found is not null && found.Meets(target) && IsPossible(found));

    private Witness? Exchanged(PartPrograms programs, GroupTarget target) =>
        programs.Exchanges(target.Measure).Find(target) is { } found && found.Meets(target) && IsPossible(found) ? found : null;

    /// <summary>A table that moves as one already found does, but further: the rows it moves are hidden already, and no program has to be solved.</summary>
    private Witness? Echo(GroupModel model, GroupTarget target)
    {
        foreach (var witness in proofs.Select(proof => proof.Witness).Where(witness => witness.Model == model))
        {
            var move = witness.MoveOf(target);
            if (move == 0)
                continue;
            var factor = (target.Amount + Math.Abs(move) - 1) / Math.Abs(move) * (move > 0 == target.Sign > 0 ? 1 : -1);
            var echo = new Witness(model, target.Measure, witness.Groups, [.. witness.Moves.Select(each => factor * each)]);
            if (IsPossible(echo))
                return echo;
        }
        return null;
    }

    /// <summary>Cheapest way to meet a target: a linear solution first, whole numbers after, further rows hidden until one is found.</summary>
    private Witness? Find(PartPrograms programs, GroupModel model, GroupTarget target, bool isWhole)
    {
        if (programs.Plain(target.Measure).Solve(target) is not { } solution)
            return programs.Plain(target.Measure).IsUndecided ? Bought(programs, model, target, isWhole) : null;
        var rounded = Rounded(model, target, solution);
        if (rounded is not null && Broken(rounded).Count > 0)
        {
            // Weighted shares enter only when the cheapest table breaks one: most targets are met without.
            if (Repaired(programs, model, target, rounded) is { } repaired)
                return repaired;
            if (programs.Stated(target.Measure).Solve(target) is not { } stated)
                return programs.Stated(target.Measure).IsUndecided ? Bought(programs, model, target, isWhole) : null;
            solution = stated;
            rounded = Rounded(model, target, solution);
            var paid = Enumerable.Range(0, model.Rows.Count).Where(at => Math.Abs(solution.Rows[at]) > Noise).SelectMany(at => model.Rows[at].Rows).SelectMany(row => row.Cells).ToHashSet();
            loss.Unstate(model.Statements[target.Measure].Where(statement => statement.Source.Cell >= 0 && loss.IsMade(statement.Source) && !paid.Contains(statement.Source.Cell) && IsBroken(statement, solution.Groups))
                .Select(statement => statement.Source));
        }
        Hide(Enumerable.Range(0, model.Rows.Count).Where(at => Math.Abs(solution.Rows[at]) > Noise).SelectMany(at => model.Rows[at].Rows), programs, model);
        if (rounded is not null && Broken(rounded).Count == 0)
            return rounded;
        if (Exchanged(programs, target) is { } exchanged)
            return exchanged;
        if (Balanced(programs, target, solution.Groups) is { } balanced)
            return balanced;
        if (WholeNumberSearch.Find(model, target, model.Statements[target.Measure].Where(statement => loss.IsMade(statement.Source)), solution.Groups) is { } close && close.Meets(target) && IsPossible(close))
            return close;
        if (searches-- > 0 && Searched(programs, model, target) is { } searched)
            return searched;
        return Bought(programs, model, target, isWhole);
    }

    /// <summary>What is not proved in a few searches is bought by hiding: the cheapest sums of the target itself, one by one, then everything near.</summary>
    private Witness? Bought(PartPrograms programs, GroupModel model, GroupTarget target, bool isWhole)
    {
        while (isWhole && Cheapest(model, target.Groups) is { } next)
        {
            Hide([next], programs, model);
            if ((Exchanged(programs, target) ?? Balanced(programs, target, null)) is { } afterwards)
                return afterwards;
        }
        if (isWhole)
            Hide(part.Rows.Where(row => !row.IsTold), programs, model);
        return isWhole ? Exchanged(programs, target) ?? Searched(programs, model, target) : null;
    }

    private Witness? Searched(PartPrograms programs, GroupModel model, GroupTarget target)
    {
        var made = model.Statements[target.Measure].Where(statement => statement.Source.Cell < 0).ToList();
        if (WholeNumberSearch.Find(model, target, made) is not { } found || !found.IsTable() || !found.Meets(target))
            return null;
        if (Broken(found) is not { Count: > 0 } broken)
            return found;
        if (Repaired(programs, model, target, found) is { } repaired)
            return repaired;
        made = [.. model.Statements[target.Measure].Where(statement => loss.IsMade(statement.Source))];
        if (WholeNumberSearch.Find(model, target, made) is { } agreeing && agreeing.Meets(target) && IsPossible(agreeing))
            return agreeing;
        if (broken.Exists(statement => statement.Source.Cell < 0))
            return null;
        loss.Unstate(broken.Select(statement => statement.Source));
        return found;
    }

    /// <summary>The solution in whole numbers; null where these are no table, miss the target or move rows that the solution keeps.</summary>
    private static Witness? Rounded(GroupModel model, GroupTarget target, (double[] Groups, double[] Rows) solution)
    {
        foreach (var piece in Witness.Pieces(model, target.Measure, solution.Groups))
            if (piece.Meets(target))
                return piece.IsTable() && piece.Moved(model.RowsOf).All(row => row.Value == 0 || Math.Abs(solution.Rows[row.Key]) > Noise || model.Rows[row.Key].IsHidden) ? piece : null;
        return null;
    }

    private static bool IsBroken(GroupStatement statement, double[] moves)
    {
        var move = 0.0;
        for (var at = 0; at < statement.Groups.Length; at++)
            move += statement.Weights[at] * moves[statement.Groups[at]];
        return move < statement.Source.Low - Noise || move > statement.Source.High + Noise;
    }

    /// <summary>The witness with a few people exchanged so that every weighted share prints the same; what it moves is hidden.</summary>
    private Witness? Repaired(PartPrograms programs, GroupModel model, GroupTarget target, Witness witness)
    {
        var statements = model.Statements[target.Measure];
        var moved = witness.MovedRows().SelectMany(row => row.Cells).ToHashSet();
        if (programs.Repair(target.Measure).Repair(witness, target,
            at => loss.IsMade(statements[at].Source) && !moved.Contains(statements[at].Source.Cell),
            group => model.RowsOf[group].Where(row => model.Rows[row].Groups.Length == 1).SelectMany(row => model.Rows[row].Rows).Sum(loss.Of)) is not { } repaired)
            return null;
        if (!repaired.Meets(target) || !repaired.IsTable() || Broken(repaired).Count > 0)
            return null;
        Hide(repaired.MovedRows(), programs, model);
        return repaired;
    }

    private Row? Cheapest(GroupModel model, int[] groups) =>
        groups.SelectMany(group => model.RowsOf[group]).Distinct().SelectMany(row => model.Rows[row].Rows).Where(row => !row.IsHidden).OrderBy(loss.Of).ThenBy(row => row.Cells[0]).FirstOrDefault();

    private void Hide(IEnumerable<Row> rows, PartPrograms? programs, GroupModel? model)
    {
        var changed = new HashSet<Row>();
        foreach (var row in rows.Where(row => !row.IsHidden).ToList())
        {
            changed.Add(row);
            changed.UnionWith(loss.Hide(row).SelectMany(series => rowsOfSeries[series]));
        }
        if (model is not null && changed.Count > 0)
            programs?.Reprice(changed.SelectMany(model.RowsWith).Distinct());
    }

    /// <summary>Publishes again what no witness needs any more, the dearest rows first: a later target often brings a table that serves an earlier one too,
    /// and for a few targets another table is found.</summary>
    private void Republish()
    {
        var secondary = part.Rows.Where(row => row.IsHidden).OrderByDescending(row => row.Cells.Sum(loss.OfCell)).ThenBy(row => row.Cells[0]).ToList();
        if (secondary.Count == 0)
            return;
        var standing = new StandingProofs(proofs);
        var model = new GroupModel(part, [.. Enumerable.Range(0, part.Atoms.Length)], loss.IsMade, withHidden: true);
        using var programs = new PartPrograms(model, loss);
        var targetOf = new Dictionary<int, GroupTarget>(model.Targets.SelectMany(target => target.Indices.Select(index => KeyValuePair.Create(index, target))));
        var searchesLeft = SearchesARow * secondary.Count;
        foreach (var row in secondary)
        {
            // A share printed again makes its statement again.
            var again = part.Statements.Where(statement => row.Cells.Contains(statement.Cell) && !loss.UnstatedSeries.Contains(loss.SeriesOf(statement.Cell))).ToHashSet();
            var killed = standing.KilledBy(row, witness => again.Count > 0 && Breaks(witness, again));
            var lost = standing.OnlyMetBy(killed);
            if (lost.Count > Math.Min(MostRefound, searchesLeft))
                continue;
            loss.Publish(row);
            var found = new List<Proof>();
            foreach (var index in lost)
            {
                if (found.Exists(proof => proof.Targets.Contains(index)))
                    continue;
                searchesLeft--;
                if (Balanced(programs, targetOf[index], null) is not { } witness)
                    break;
                found.Add(new(witness, [.. MetBy(witness)]));
            }
            if (lost.TrueForAll(index => found.Exists(proof => proof.Targets.Contains(index))))
                standing.Replace(killed, found);
            else
                loss.Hide(row);
        }
        proofs = standing.All;
    }

    private static bool Breaks(Witness witness, HashSet<ShareStatement> again)
    {
        var dense = witness.Dense();
        return witness.Model.Statements[witness.Measure].Any(statement => again.Contains(statement.Source) && !statement.Allows(dense));
    }
}
