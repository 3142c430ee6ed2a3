namespace TipAnalytics.Audit.Attack;

/// <summary>How a reader gets behind a protected group.</summary>
internal enum Breach
{
    /// <summary>Its sum is a combination of published counts.</summary>
    ByRank,

    /// <summary>Bounds close in on it: of single statements, or of all of them together in real numbers.</summary>
    ByBounds,

    /// <summary>No table of whole numbers in which it is large (or small) enough agrees with everything published.</summary>
    ByIntegers,

    /// <summary>No such table was found in the time, and none was proved impossible.</summary>
    Unproved,
}

/// <param name="Group">Over the part's own classes.</param>
/// <param name="IsUp">True: it cannot hold as many as must stay possible; false: as few.</param>
/// <param name="Bound">The exact sum, or the bound that was proved; null where it was not computed.</param>
internal sealed record Break(Breach How, AttackPart Part, PartGroup Group, bool IsUp, long? Bound);

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
            var confirmed = new Lazy<RankAttack>(() => Algebra(part, PrimeField.Second));
            // Most certificates of a system say nothing of most of its parts.
            var tables = known.Select(part.Of).Distinct(LongArrays.Instance).Where(part.Agrees).ToList();
            using var search = new CertificateSearch(part, bounds, tables);
            var open = new List<(PartGroup Group, bool IsUp, long Amount)>();
            foreach (var group in part.Groups)
            {
                // A finding counts only over both primes.
                if (group.Whole is { } whole && algebra.ValueOf(whole) is { } value && confirmed.Value.ValueOf(whole) == value)
                {
                    if (group.AtLeast > value || group.AtMost < value)
                        breaks.Add(new(Breach.ByRank, part, group, group.AtLeast > value, value));
                    else
                        (up, down) = (up + (group.AtLeast is null ? 0 : group.Alike), down + (group.AtMost is null ? 0 : group.Alike));
                    continue;
                }

                var (low, high) = (bounds.Of(group.Inside).Low, bounds.Of(group.Touched).High);
                if (group.AtLeast is { } least)
                {
                    if (high < least)
                        breaks.Add(new(Breach.ByBounds, part, group, IsUp: true, high));
                    else
                        open.Add((group, true, least));
                }

                if (group.AtMost is { } most)
                {
                    if (low > most)
                        breaks.Add(new(Breach.ByBounds, part, group, IsUp: false, low));
                    else
                        open.Add((group, false, most));
                }
            }

            search.FindTogether(open.Where(demand => demand.IsUp).Select(demand => (demand.Group.Touched, demand.Amount)), isUp: true);
            search.FindTogether(open.Where(demand => !demand.IsUp).Select(demand => (demand.Group.Inside, demand.Amount)), isUp: false);
            foreach (var (group, isUp, amount) in open)
            {
                if (stopAtFirst && breaks.Count > 0)
                    break;
                if (search.Find(isUp ? group.Touched : group.Inside, isUp, amount) is { } failure)
                    breaks.Add(new(failure.How, part, group, isUp, failure.Bound));
                else
                    (up, down) = (up + (isUp ? group.Alike : 0), down + (isUp ? 0 : group.Alike));
            }

            certificates += tables.Count;
            attacked.Add((part, bounds, tables));
            if (stopAtFirst && breaks.Count > 0)
                break;
        }

        return new(breaks, rank, certificates, up, down, attacked);
    }

    internal static RankAttack Algebra(AttackPart part, PrimeField field) =>
        new(field, part.Width, part.Rows.Where(row => row.IsExact).OrderBy(row => row.Unknowns.Length).Select(row => (row.Unknowns, row.Low)));
}
