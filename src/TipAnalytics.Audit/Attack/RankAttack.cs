namespace TipAnalytics.Audit.Attack;

/// <summary>Linear algebra over the published counts: which sums of unknowns are combinations of them, and so known exactly.</summary>
internal sealed class RankAttack
{
    private readonly PrimeField field;
    private readonly int width;
    private readonly Dictionary<int, (int[] Columns, ulong[] Values, ulong Right)> pivots = [];
    private readonly ulong[] scratch;

    /// <param name="width">Number of unknowns.</param>
    /// <param name="rows">Unknowns of each published count, and the count.</param>
    public RankAttack(PrimeField field, int width, IEnumerable<(int[] Unknowns, long Count)> rows)
    {
        (this.field, this.width) = (field, width);
        scratch = new ulong[width];
        foreach (var (unknowns, count) in rows)
        {
            var right = Reduce(unknowns, field.Of(count), out var lead);
            if (lead >= 0)
                Keep(lead, right);
            Array.Clear(scratch);
        }
    }

    /// <summary>Number of independent counts.</summary>
    public int Rank => pivots.Count;

    /// <returns>The sum of the group when the counts determine it, else null.</returns>
    public long? ValueOf(int[] group)
    {
        var right = Reduce(group, 0, out var lead);
        Array.Clear(scratch);
        // What is left is 0 = Σ group − combination, so the sum is the combination's right-hand side.
        return lead < 0 ? field.Nearest(field.Subtract(0, right)) : null;
    }

    /// <summary>Subtracts from a row all that the counts so far say. The remainder stands in <see cref="scratch"/>.</summary>
    private ulong Reduce(int[] unknowns, ulong right, out int lead)
    {
        lead = -1;
        foreach (var column in unknowns)
            scratch[column] = 1;
        for (var column = unknowns.Length > 0 ? unknowns[0] : width; column < width; column++)
        {
            if (scratch[column] == 0)
                continue;
            if (!pivots.TryGetValue(column, out var pivot))
            {
                lead = lead < 0 ? column : lead;
                continue;
            }

            var factor = scratch[column];
            for (var i = 0; i < pivot.Columns.Length; i++)
                scratch[pivot.Columns[i]] = field.Subtract(scratch[pivot.Columns[i]], field.Multiply(factor, pivot.Values[i]));
            right = field.Subtract(right, field.Multiply(factor, pivot.Right));
        }

        return right;
    }

    private void Keep(int lead, ulong right)
    {
        var scale = field.Invert(scratch[lead]);
        int[] columns = [.. Enumerable.Range(lead, width - lead).Where(column => scratch[column] != 0)];
        pivots[lead] = (columns, [.. columns.Select(column => field.Multiply(scratch[column], scale))], field.Multiply(right, scale));
    }
}
