namespace TipAnalytics.Audit.Attack;

/// <summary>Bounds of each unknown from one statement at a time, until no statement says more.</summary>
/// <param name="Low">0 or more.</param>
/// <param name="High"><see cref="long.MaxValue"/>: open.</param>
internal sealed record UnknownBounds(long[] Low, long[] High)
{
    /// <returns>Bounds of the sum of a group; they hold, and may be wider than what can be deduced.</returns>
    public (long Low, long High) Of(int[] group)
    {
        var (low, high) = (0L, 0L);
        foreach (var unknown in group)
            (low, high) = (checked(low + Low[unknown]), high == long.MaxValue || High[unknown] == long.MaxValue ? long.MaxValue : checked(high + High[unknown]));
        return (low, high);
    }

    /// <returns>With a lower above an upper bound where the statements contradict each other.</returns>
    public static UnknownBounds Of(AttackPart part)
    {
        var (low, high) = (new long[part.Width], Enumerable.Repeat(long.MaxValue, part.Width).ToArray());
        var rowsOf = Enumerable.Range(0, part.Rows.Count).SelectMany(row => part.Rows[row].Unknowns, (row, unknown) => (row, unknown)).ToLookup(pair => pair.unknown, pair => pair.row);
        var waiting = new Queue<int>(Enumerable.Range(0, part.Rows.Count));
        var isWaiting = Enumerable.Repeat(true, part.Rows.Count).ToArray();
        while (waiting.TryDequeue(out var at))
        {
            isWaiting[at] = false;
            var row = part.Rows[at];
            var sumLow = row.Unknowns.Sum(unknown => low[unknown]);
            var open = row.Unknowns.Count(unknown => high[unknown] == long.MaxValue);
            var sumHigh = row.Unknowns.Where(unknown => high[unknown] != long.MaxValue).Sum(unknown => high[unknown]);
            foreach (var unknown in row.Unknowns)
            {
                var most = row.High == long.MaxValue ? long.MaxValue : row.High - (sumLow - low[unknown]);
                var isOnlyOpen = open == 0 || (open == 1 && high[unknown] == long.MaxValue);
                var least = isOnlyOpen ? row.Low - (high[unknown] == long.MaxValue ? sumHigh : sumHigh - high[unknown]) : long.MinValue;
                if (most >= high[unknown] && least <= low[unknown])
                    continue;
                // The sums of this row are of before: it comes again.
                (low[unknown], high[unknown]) = (Math.Max(low[unknown], least), Math.Min(high[unknown], most));
                // Statements that contradict each other would go on for ever.
                if (low[unknown] > high[unknown])
                    return new(low, high);
                foreach (var next in rowsOf[unknown].Where(next => !isWaiting[next]))
                {
                    isWaiting[next] = true;
                    waiting.Enqueue(next);
                }

                sumLow = row.Unknowns.Sum(other => low[other]);
                open = row.Unknowns.Count(other => high[other] == long.MaxValue);
                sumHigh = row.Unknowns.Where(other => high[other] != long.MaxValue).Sum(other => high[other]);
            }
        }

        return new(low, high);
    }
}
