namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>The part of an atom that was there from one statement of its period to another.</summary>
/// <param name="From">First statement, 0, 1, ….</param>
/// <param name="To">Last statement, included.</param>
internal readonly record struct Piece(int From, int To, long Signal, long Rest);

/// <summary>The counts of an atom over the statements of its period, as pieces: what stayed, what was removed, what was added. An earlier fact speaks of the pieces
/// that were there then, a new one of those that are there now, so a change of few is a piece of few and protected like an atom of few.</summary>
internal static class AtomPieces
{
    /// <returns>First the piece that was always there, which may be empty; then the others that are not, by first and last statement.</returns>
    /// <remarks>Net changes are enough: all that was ever published of an atom is its count at each statement. Of two people gone and three come nobody is told but that there
    /// is one more, so nobody can deduce the two or the three; and pieces for both would let the witnesses move them against each other, which proves nothing.</remarks>
    public static IReadOnlyList<Piece> Of(IReadOnlyList<(long Signal, long Others)> counts)
    {
        var last = counts.Count - 1;
        if (last == 0)
            return [new(0, 0, counts[0].Signal, counts[0].Others)];
        var pieces = new SortedDictionary<(int From, int To), (long Signal, long Others)>();
        foreach (var (from, to, count) in Lasting([.. counts.Select(each => each.Signal)]))
            pieces[(from, to)] = (count, 0);
        foreach (var (from, to, count) in Lasting([.. counts.Select(each => each.Others)]))
            pieces[(from, to)] = (pieces.GetValueOrDefault((from, to)).Signal, count);
        var (signal, rest) = pieces.GetValueOrDefault((0, last));
        pieces.Remove((0, last));
        return [new(0, last, signal, rest), .. pieces.Select(piece => new Piece(piece.Key.From, piece.Key.To, piece.Value.Signal, piece.Value.Others))];
    }

    /// <summary>What came last goes first.</summary>
    private static List<(int From, int To, long Count)> Lasting(long[] counts)
    {
        var pieces = new List<(int From, int To, long Count)>();
        var open = new Stack<(int From, long Count)>();
        var height = 0L;
        for (var at = 0; at <= counts.Length; at++)
        {
            var count = at < counts.Length ? counts[at] : 0;
            while (height > count)
            {
                var (from, size) = open.Pop();
                var gone = Math.Min(size, height - count);
                pieces.Add((from, at - 1, gone));
                height -= gone;
                if (gone < size)
                    open.Push((from, size - gone));
            }

            if (height < count)
            {
                open.Push((at, count - height));
                height = count;
            }
        }

        // Of the same beginning and end at different heights.
        return [.. pieces.GroupBy(piece => (piece.From, piece.To)).Select(same => (same.Key.From, same.Key.To, same.Sum(piece => piece.Count)))];
    }
}
