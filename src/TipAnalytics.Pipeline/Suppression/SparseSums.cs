namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Adds up what few groups bring to the sets they are in. Thousands of witnesses are looked at this way, so what is needed for it is kept.</summary>
internal sealed class SparseSums
{
    private long[] sums = [];
    private bool[] isTouched = [];

    /// <param name="setsOf">Group → sets it is in.</param>
    /// <param name="values">Of the groups.</param>
    /// <returns>Each set touched with its sum, in the order of the first touch.</returns>
    public List<(int Key, long Value)> Of(int[][] setsOf, int[] groups, long[] values)
    {
        var found = new List<(int Key, long Value)>(4 * groups.Length);
        for (var at = 0; at < groups.Length; at++)
        {
            foreach (var set in setsOf[groups[at]])
            {
                if (set >= sums.Length)
                {
                    Array.Resize(ref sums, 2 * set + 64);
                    Array.Resize(ref isTouched, sums.Length);
                }
                if (!isTouched[set])
                {
                    isTouched[set] = true;
                    found.Add((set, 0));
                }
                sums[set] += values[at];
            }
        }
        for (var at = 0; at < found.Count; at++)
        {
            var set = found[at].Key;
            found[at] = (set, sums[set]);
            (sums[set], isTouched[set]) = (0, false);
        }
        return found;
    }
}
