using TipAnalytics.Audit.Attack;

namespace TipAnalytics.Audit.Tests.Attack;

/// <summary>A table small enough that every table a reader may think of can be listed.</summary>
/// <param name="Truth">Count of each atom.</param>
/// <param name="Cells">Atoms of each published count.</param>
internal sealed record SmallTable(long[] Truth, IReadOnlyList<int[]> Cells)
{
    public IReadOnlyList<Statement> Statements =>
        [.. Cells.Select(cell => new Statement(cell, cell.Sum(atom => Truth[atom]), cell.Sum(atom => Truth[atom]), $"cell {string.Join('+', cell)}"))];

    /// <summary>Every small atom may be 0, and may be the threshold or more.</summary>
    public IReadOnlyList<ProtectedGroup> SmallAtoms(long threshold) =>
        [.. Enumerable.Range(0, Truth.Length).Where(atom => Truth[atom] < threshold).Select(atom => new ProtectedGroup([atom], threshold, 0, $"atom {atom}"))];

    /// <summary>Every table that agrees, atoms in no published count up to <paramref name="most"/>.</summary>
    public IEnumerable<long[]> All(long most)
    {
        var table = new long[Truth.Length];
        var left = Statements.Select(row => row.High).ToArray();
        var rowsOf = Enumerable.Range(0, Truth.Length).Select(atom => Enumerable.Range(0, Cells.Count).Where(cell => Cells[cell].Contains(atom)).ToArray()).ToArray();
        var last = Cells.Select(cell => cell.Max()).ToArray();
        return Fill(0);

        IEnumerable<long[]> Fill(int atom)
        {
            if (atom == table.Length)
            {
                yield return [.. table];
                yield break;
            }

            var limit = rowsOf[atom].Select(row => left[row]).DefaultIfEmpty(most).Min();
            for (table[atom] = 0; table[atom] <= limit; table[atom]++)
            {
                foreach (var row in rowsOf[atom])
                    left[row] -= table[atom];
                if (rowsOf[atom].All(row => last[row] != atom || left[row] == 0))
                {
                    foreach (var whole in Fill(atom + 1))
                        yield return whole;
                }

                foreach (var row in rowsOf[atom])
                    left[row] += table[atom];
            }

            table[atom] = 0;
        }
    }

    /// <summary>A random table: totals of at most 12, some of the sums of its rows and columns and a few others published.</summary>
    public static SmallTable Random(Random random)
    {
        var atoms = random.Next(3, 9);
        var truth = new long[atoms];
        for (var left = random.Next(0, 13); left > 0; left--)
            truth[random.Next(atoms)]++;
        var cells = new List<int[]>();
        for (var cell = random.Next(1, 6); cell > 0; cell--)
        {
            int[] chosen = [.. Enumerable.Range(0, atoms).Where(_ => random.Next(2) == 0)];
            if (chosen.Length > 0)
                cells.Add(chosen);
        }

        if (random.Next(2) == 0)
            cells.Add([.. Enumerable.Range(0, atoms)]);
        // One atom in no published count at most: a list of all tables must stay short.
        int[] outside = [.. Enumerable.Range(0, atoms).Where(atom => cells.TrueForAll(cell => !cell.Contains(atom)))];
        if (outside.Length > 1)
            cells.Add(outside[1..]);
        return new(truth, cells);
    }
}
