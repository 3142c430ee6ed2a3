namespace TipAnalytics.Audit.Attack;

/// <summary>How a reader gets behind a protected group.</summary>
internal enum Breach
{
    /// <summary>Its sum is a combination of published counts.</summary>
    ByRank,

    /// <summary>Bounds of single statements close in on it.</summary>
    ByBounds,

    /// <summary>No table of whole numbers in which it is large (or small) enough agrees with everything published.</summary>
    ByIntegers,

    /// <summary>No such table was found in the time, and none was proved impossible.</summary>
    Unproved,
}

/// <param name="Group">Over the part's own unknowns.</param>
/// <param name="IsUp">True: it cannot hold as many as must stay possible; false: as few.</param>
/// <param name="Bound">The exact sum, or the bound that was proved; null where it was not computed.</param>
internal sealed record Break(Breach How, AttackPart Part, ProtectedGroup Group, bool IsUp, long? Bound);

/// <summary>What an attack on everything together came to.</summary>
/// <param name="Rank">Independent published counts.</param>
/// <param name="Certificates">Tables of whole numbers that show that protected groups may be large or small.</param>
/// <param name="Parts">Each part with its bounds and tables.</param>
internal sealed record AttackResult(
    IReadOnlyList<Break> Breaks, int Rank, int Certificates, int CertifiedUp, int CertifiedDown, IReadOnlyList<(AttackPart Part, UnknownBounds Bounds, IReadOnlyList<long[]> Tables)> Parts)
{
    public int Count(Breach how) => Breaks.Count(found => found.How == how);
}

/// <summary>Attacks all parts of a system: rank, bounds, tables of whole numbers.</summary>
internal static class Attacker
{
    private const double Near = 1e-6;

    /// <param name="known">Tables over all unknowns of the system that are said to agree with every statement: the true one, certificates. Those that do not agree with a part are
    /// no help there.</param>
    /// <param name="stopAtFirst">Stops at the first part that breaks.</param>
    public static AttackResult Attack(IReadOnlyList<AttackPart> parts, IReadOnlyList<long[]> known, bool stopAtFirst = false)
    {
        var breaks = new List<Break>();
        var (rank, certificates, up, down) = (0, 0, 0, 0);
        var attacked = new List<(AttackPart, UnknownBounds, IReadOnlyList<long[]>)>();
        foreach (var part in parts)
        {
            var bounds = UnknownBounds.Of(part);
            var algebra = Algebra(part, PrimeField.First);
            rank += algebra.Rank;
            var tables = known.Select(table => part.Members.Select(members => members.Sum(member => table[member])).ToArray()).Where(part.Agrees).ToList();
            using var search = new CertificateSearch(part, bounds, tables);
            foreach (var group in part.Groups)
            {
                if (Recovered(part, algebra, group) is { } value)
                {
                    if (group.AtLeast > value || group.AtMost < value)
                        breaks.Add(new(Breach.ByRank, part, group, group.AtLeast > value, value));
                    else
                        (up, down) = (up + (group.AtLeast is null ? 0 : 1), down + (group.AtMost is null ? 0 : 1));
                    continue;
                }

                var (low, high) = bounds.Of(group.Unknowns);
                foreach (var isUp in new[] { true, false })
                {
                    var asked = isUp ? group.AtLeast : group.AtMost;
                    if (asked is not { } amount)
                        continue;
                    if (isUp ? high < amount : low > amount)
                        breaks.Add(new(Breach.ByBounds, part, group, isUp, isUp ? high : low));
                    else if (search.Find(group.Unknowns, isUp, amount) is { } failure)
                        breaks.Add(new(failure.How, part, group, isUp, failure.Bound));
                    else
                        (up, down) = (up + (isUp ? 1 : 0), down + (isUp ? 0 : 1));
                }

                if (stopAtFirst && breaks.Count > 0)
                    break;
            }

            certificates += tables.Count;
            attacked.Add((part, bounds, tables));
            if (stopAtFirst && breaks.Count > 0)
                break;
        }

        return new(breaks, rank, certificates, up, down, attacked);
    }

    /// <summary>Exact sum of a group where the published counts determine it, over both primes.</summary>
    private static long? Recovered(AttackPart part, RankAttack algebra, ProtectedGroup group) =>
        algebra.ValueOf(group.Unknowns) is { } value && Algebra(part, PrimeField.Second).ValueOf(group.Unknowns) == value ? value : null;

    internal static RankAttack Algebra(AttackPart part, PrimeField field) =>
        new(field, part.Width, part.Rows.Where(row => row.IsExact).OrderBy(row => row.Unknowns.Length).Select(row => (row.Unknowns, row.Low)));

    /// <summary>Tables of one part: one found for a group often serves others.</summary>
    private sealed class CertificateSearch(AttackPart part, UnknownBounds bounds, List<long[]> tables) : IDisposable
    {
        private LinearIntervals? program;

        private readonly long ceiling = Ceiling(part, bounds);

        /// <returns>Null when a table shows that the group may hold the amount.</returns>
        public (Breach How, long? Bound)? Find(int[] group, bool isUp, long amount)
        {
            bool Serves(long[] table) => AttackPart.Sum(table, group) is var sum && (isUp ? sum >= amount : sum <= amount);
            if (tables.Exists(Serves))
                return null;
            program ??= new(part, bounds);
            var (extreme, vertex) = program.Extreme(group, isUp);
            // Corners of tables are whole numbers mostly; the exact check decides.
            if (vertex is not null && Array.ConvertAll(vertex, value => (long)Math.Round(value)) is var rounded && part.Agrees(rounded) && Serves(rounded))
            {
                tables.Add(rounded);
                return null;
            }

            var (table, isImpossible) = IntegerSearch.Find(part, bounds, group, isUp ? amount : null, isUp ? null : amount, Math.Max(ceiling, checked(amount + 1)));
            if (table is not null)
            {
                tables.Add(table);
                return null;
            }

            return isImpossible
                ? (Breach.ByIntegers, double.IsFinite(extreme) ? (long)(isUp ? Math.Floor(extreme + Near) : Math.Ceiling(extreme - Near)) : null)
                : (Breach.Unproved, null);
        }

        private static long Ceiling(AttackPart part, UnknownBounds bounds) =>
            part.Rows.Where(row => row.High != long.MaxValue).Select(row => row.High).Concat(part.Rows.Select(row => row.Low)).Concat(bounds.Low).DefaultIfEmpty(0).Max() * 4 + 1000;

        public void Dispose() => program?.Dispose();
    }
}
