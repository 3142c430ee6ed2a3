using TipAnalytics.Pipeline.Suppression;

namespace TipAnalytics.Pipeline.Tests.Suppression;

/// <summary>Secondary suppression by linear dependence, as the best public package does it: cells by falling weight are published as long as no withheld cell
/// becomes a linear combination of published ones. Says nothing of intervals. For comparison.</summary>
internal static class RankSuppression
{
    private const long Prime = (1L << 31) - 1;

    public static bool[] Run(AtomTable table)
    {
        var isHidden = table.Cells.Select(_ => true).ToArray();
        var primary = table.Cells.Where(cell => cell.IsWithheld).Select(cell => cell.Atoms).ToList();
        var basis = new SortedDictionary<int, long[]>();
        foreach (var cell in Enumerable.Range(0, isHidden.Length).Where(cell => !table.Cells[cell].IsWithheld).OrderByDescending(cell => table.Cells[cell].Weight))
        {
            var row = Reduced(basis, Row(table, table.Cells[cell].Atoms));
            var lead = Array.FindIndex(row, value => value != 0);
            if (lead < 0)
            {
                isHidden[cell] = false;
                continue;
            }
            var inverse = Power(row[lead], Prime - 2);
            basis[lead] = [.. row.Select(value => value * inverse % Prime)];
            if (primary.Exists(atoms => Array.TrueForAll(Reduced(basis, Row(table, atoms)), value => value == 0)))
                basis.Remove(lead);
            else
                isHidden[cell] = false;
        }
        return isHidden;
    }

    private static long[] Row(AtomTable table, int[] atoms)
    {
        var row = new long[table.AtomCount];
        foreach (var atom in atoms)
            row[atom] = 1;
        return row;
    }

    private static long[] Reduced(SortedDictionary<int, long[]> basis, long[] row)
    {
        foreach (var (lead, pivot) in basis)
        {
            if (row[lead] is not (not 0 and var factor))
                continue;
            for (var at = lead; at < row.Length; at++)
                row[at] = (row[at] + (Prime - factor) * pivot[at]) % Prime;
        }
        return row;
    }

    private static long Power(long value, long exponent)
    {
        var result = 1L;
        for (; exponent > 0; exponent >>= 1, value = value * value % Prime)
            if ((exponent & 1) == 1)
                result = result * value % Prime;
        return result;
    }
}
