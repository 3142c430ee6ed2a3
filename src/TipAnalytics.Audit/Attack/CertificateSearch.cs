namespace TipAnalytics.Audit.Attack;

/// <summary>Finds tables of whole numbers in which the groups of one part are as large, or as small, as must stay possible.</summary>
/// <param name="tables">Verified tables so far; found ones are added.</param>
internal sealed class CertificateSearch(AttackPart part, UnknownBounds bounds, List<long[]> tables) : IDisposable
{
    private const double Near = 1e-6;
    private const int Rounds = 12;

    private readonly long ceiling =
        part.Rows.Where(row => row.High != long.MaxValue).Select(row => row.High).Concat(part.Rows.Select(row => row.Low)).Concat(bounds.Low).DefaultIfEmpty(0).Max() * 4 + 1000;

    private LinearIntervals? program;

    /// <summary>Looks for tables that serve many groups at once. What is left is for <see cref="Find"/>.</summary>
    public void FindTogether(IEnumerable<(int[] Unknowns, long Amount)> groups, bool isUp)
    {
        var left = groups.Where(group => !tables.Exists(table => Serves(table, group.Unknowns, isUp, group.Amount))).ToList();
        for (var round = 0; round < Rounds && left.Count > 1; round++)
        {
            if (Rounded(LinearIntervals.Together(part, bounds, left, isUp)) is not { } table || left.RemoveAll(group => Serves(table, group.Unknowns, isUp, group.Amount)) == 0)
                return;
            tables.Add(table);
        }
    }

    /// <returns>Null when a table shows that the group may hold the amount; else how that is ruled out, with the bound.</returns>
    public (Breach How, long? Bound)? Find(int[] group, bool isUp, long amount)
    {
        if (tables.Exists(table => Serves(table, group, isUp, amount)))
            return null;
        program ??= new(part, bounds);
        var (extreme, vertex) = program.Extreme(group, isUp);
        var bound = double.IsFinite(extreme) ? (long)(isUp ? Math.Floor(extreme + Near) : Math.Ceiling(extreme - Near)) : (long?)null;
        // What fractions cannot do, whole numbers cannot.
        if (double.IsNaN(extreme) || (isUp ? bound < amount : bound > amount))
            return (Breach.ByBounds, bound);
        var found = Rounded(vertex);
        if (found is null || !Serves(found, group, isUp, amount))
        {
            (found, var isImpossible) = IntegerSearch.Find(part, bounds, group, isUp ? amount : null, isUp ? null : amount, Math.Max(ceiling, checked(amount + 1)));
            if (isImpossible)
                return (Breach.ByIntegers, bound);
            if (found is null)
                return (Breach.Unproved, null);
        }

        tables.Add(found);
        return null;
    }

    private static bool Serves(long[] table, int[] group, bool isUp, long amount) => AttackPart.Sum(table, group) is var sum && (isUp ? sum >= amount : sum <= amount);

    /// <summary>Corners of such tables are whole numbers mostly; the exact check decides.</summary>
    private long[]? Rounded(double[]? vertex) => vertex is not null && Array.ConvertAll(vertex, value => (long)Math.Round(value)) is var table && part.Agrees(table) ? table : null;

    public void Dispose() => program?.Dispose();
}
