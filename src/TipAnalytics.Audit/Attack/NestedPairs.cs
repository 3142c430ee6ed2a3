namespace TipAnalytics.Audit.Attack;

/// <summary>Published counts of which one holds the other: their difference is published too.</summary>
internal static class NestedPairs
{
    /// <returns>Inner and outer statement with a difference of 1 to <paramref name="threshold"/> − 1.</returns>
    public static IEnumerable<(Statement Inner, Statement Outer, long Difference)> Below(AttackPart part, long threshold)
    {
        var rows = part.Rows.Where(row => row.IsExact).OrderBy(row => row.Unknowns.Length).ToList();
        var bits = rows.ConvertAll(row => Bits(row.Unknowns, part.Width));
        for (var inner = 0; inner < rows.Count; inner++)
        {
            for (var outer = inner + 1; outer < rows.Count; outer++)
            {
                var difference = rows[outer].Low - rows[inner].Low;
                if (difference > 0 && difference < threshold && rows[outer].Unknowns.Length > rows[inner].Unknowns.Length && IsInside(bits[inner], bits[outer]))
                    yield return (rows[inner], rows[outer], difference);
            }
        }
    }

    private static ulong[] Bits(int[] unknowns, int width)
    {
        var bits = new ulong[(width + 63) / 64];
        foreach (var unknown in unknowns)
            bits[unknown / 64] |= 1UL << unknown % 64;
        return bits;
    }

    private static bool IsInside(ulong[] inner, ulong[] outer)
    {
        for (var word = 0; word < inner.Length; word++)
        {
            if ((inner[word] & ~outer[word]) != 0)
                return false;
        }

        return true;
    }
}
