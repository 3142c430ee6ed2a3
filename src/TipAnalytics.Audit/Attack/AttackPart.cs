namespace TipAnalytics.Audit.Attack;

/// <summary>Unknowns that statements tie together, and nothing else: it can be attacked alone. Unknowns that no statement tells apart are one.</summary>
/// <param name="Members">Per unknown of the part: the unknowns of the system behind it, ascending.</param>
/// <param name="Rows">Statements over the part's own unknowns.</param>
/// <param name="Groups">What is to be protected, over the part's own unknowns.</param>
internal sealed record AttackPart(int[][] Members, IReadOnlyList<Statement> Rows, IReadOnlyList<PartGroup> Groups)
{
    public int Width => Members.Length;

    /// <summary>What a table over all unknowns of the system says of this part.</summary>
    public long[] Of(long[] table)
    {
        var own = new long[Width];
        for (var unknown = 0; unknown < own.Length; unknown++)
        {
            foreach (var member in Members[unknown])
                own[unknown] = checked(own[unknown] + table[member]);
        }

        return own;
    }

    /// <summary>Whether a table of whole numbers agrees with every statement, exactly in 64 bits.</summary>
    /// <exception cref="OverflowException">A sum leaves 64 bits: no table of people.</exception>
    public bool Agrees(long[] table)
    {
        if (table.Length != Width || table.Any(value => value < 0))
            return false;
        foreach (var row in Rows)
        {
            var sum = Sum(table, row.Unknowns);
            if (sum < row.Low || sum > row.High)
                return false;
        }

        return true;
    }

    public static long Sum(long[] table, int[] unknowns)
    {
        var sum = 0L;
        foreach (var unknown in unknowns)
            sum = checked(sum + table[unknown]);
        return sum;
    }
}
