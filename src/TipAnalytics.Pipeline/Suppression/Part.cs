namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Planned cells with the same atoms: they share one fate.</summary>
/// <param name="isTold">Facts say the same already, in every measure: nothing is gained by hiding it.</param>
internal sealed class Row(int[] atoms, int[] cells, bool isTold)
{
    public int[] Atoms => atoms;

    public int[] Cells => cells;

    public bool IsTold => isTold;

    public bool IsHidden { get; set; }
}

/// <summary>A connected part of a table: nothing that is or may be published of it says anything about another. Its atoms are numbered anew, known ones
/// are in none.</summary>
/// <param name="Atoms">Atom of the part → atom of the table, ascending.</param>
/// <param name="Counts">Measure → atom of the part → count.</param>
/// <param name="Rows">Without those withheld from the start: they say nothing.</param>
/// <param name="Targets">With their place in the list of all targets.</param>
internal sealed record Part(
    int[] Atoms, long[][] Counts, int[] Blocks, IReadOnlyList<Row> Rows, IReadOnlyList<LinearFact> Facts, IReadOnlyList<ShareStatement> Statements,
    IReadOnlyList<(int Index, Target Target)> Targets)
{
    /// <summary>The connected parts of a table, by first atom. Parts without a target are in none.</summary>
    /// <param name="rows">Of the whole table, in its numbers; hidden ones are withheld from the start.</param>
    public static IReadOnlyList<Part> Of(AtomTable table, IReadOnlyList<Row> rows, IReadOnlyList<Target> targets)
    {
        var open = rows.Where(row => !row.IsHidden).ToList();
        var rowOf = new Dictionary<int, Row>(open.SelectMany(row => row.Cells.Select(cell => KeyValuePair.Create(cell, row))));
        var statements = table.Statements.Where(statement => statement.Cell < 0 || rowOf.ContainsKey(statement.Cell)).ToList();
        var parent = Enumerable.Range(0, table.AtomCount).ToArray();
        int Root(int atom)
        {
            while (parent[atom] != atom)
                atom = parent[atom] = parent[parent[atom]];
            return atom;
        }

        foreach (var atoms in open.Select(row => row.Atoms).Concat(table.Facts.Select(fact => fact.Atoms)).Concat(statements.Select(statement => statement.Atoms)).Concat(targets.Select(target => target.Atoms)))
        {
            var first = -1;
            foreach (var atom in atoms)
            {
                if (table.IsKnown[atom])
                    continue;
                if (first < 0)
                    first = Root(atom);
                else
                    parent[Root(atom)] = first;
            }
        }

        var (numbers, lists) = (new Dictionary<int, int>(), new List<List<int>>());
        var local = new int[table.AtomCount];
        for (var atom = 0; atom < table.AtomCount; atom++)
        {
            local[atom] = -1;
            if (table.IsKnown[atom])
                continue;
            if (!numbers.TryGetValue(Root(atom), out var number))
            {
                numbers[Root(atom)] = number = lists.Count;
                lists.Add([]);
            }
            local[atom] = lists[number].Count;
            lists[number].Add(atom);
        }
        int PartOf(int[] atoms) => Array.Find(atoms, atom => !table.IsKnown[atom]) is var atom && atoms.Length > 0 && !table.IsKnown[atom] ? numbers[Root(atom)] : -1;
        int[] Local(int[] atoms) => [.. atoms.Where(atom => !table.IsKnown[atom]).Select(atom => local[atom])];

        var rowsOf = open.ToLookup(row => PartOf(row.Atoms));
        var factsOf = table.Facts.ToLookup(fact => PartOf(fact.Atoms));
        var statementsOf = statements.ToLookup(statement => PartOf(statement.Atoms));
        var targetsOf = targets.Select((target, index) => (Index: index, Target: target)).ToLookup(each => PartOf(each.Target.Atoms));
        return [.. Enumerable.Range(0, lists.Count).Where(number => targetsOf[number].Any()).Select(number => new Part(
            [.. lists[number]],
            [.. table.Counts.Select(counts => lists[number].Select(atom => counts[atom]).ToArray())],
            table.Blocks.Length == 0 ? [] : [.. lists[number].Select(atom => table.Blocks[atom])],
            [.. rowsOf[number].Select(row => new Row(Local(row.Atoms), row.Cells, row.IsTold))],
            [.. factsOf[number].Select(fact => Agreeing(fact, table.Counts[fact.Measure]) with { Atoms = Local(fact.Atoms) })],
            [.. statementsOf[number].Select(statement => statement with
            {
                Atoms = Local(statement.Atoms),
                Weights = [.. statement.Weights.Where((_, at) => !table.IsKnown[statement.Atoms[at]])],
            })],
            [.. targetsOf[number].Select(each => (each.Index, each.Target with { Atoms = Local(each.Target.Atoms) }))]))];
    }

    /// <summary>The rows of a table: cells by their atoms, known ones left out. A cell of known atoms only is in no row.</summary>
    public static IReadOnlyList<Row> RowsOf(AtomTable table)
    {
        var told = new Dictionary<int[], int>(AtomSets.Instance);
        foreach (var fact in table.Facts.Where(fact => fact.Low == fact.High).Select(fact => (Atoms: Open(fact.Atoms), fact.Measure)))
            told[fact.Atoms] = told.GetValueOrDefault(fact.Atoms) | 1 << fact.Measure;
        return [.. table.Cells.Select((cell, index) => (Atoms: Open(cell.Atoms), Index: index)).Where(cell => cell.Atoms.Length > 0)
            .GroupBy(cell => cell.Atoms, cell => cell.Index, AtomSets.Instance)
            .Select(row => new Row(row.Key, [.. row], told.GetValueOrDefault(row.Key) == (1 << table.Counts.Length) - 1))];

        int[] Open(int[] atoms) => Array.Exists(atoms, atom => table.IsKnown[atom]) ? [.. atoms.Where(atom => !table.IsKnown[atom])] : atoms;
    }

    /// <summary>A fact that the counts contradict (another publisher's, of records changed since) is taken to tell the true sum.</summary>
    public static LinearFact Agreeing(LinearFact fact, long[] counts)
    {
        var truth = fact.Atoms.Sum(atom => counts[atom]);
        return truth < fact.Low || truth > fact.High ? fact with { Low = truth, High = truth } : fact;
    }
}
