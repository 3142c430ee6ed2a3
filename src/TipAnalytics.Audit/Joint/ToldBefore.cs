using TipAnalytics.Audit.Attack;

namespace TipAnalytics.Audit.Joint;

/// <summary>What a reader could tell before a release came and no release can take back: what was published under a lower threshold, and kept to that one; what others published since.</summary>
internal static class ToldBefore
{
    private static readonly bool[] Both = [true, false];

    /// <summary>The protected groups, each by the threshold of the last release that said anything of what it is tied to: of the rest nothing was published since a threshold was raised.</summary>
    public static IReadOnlyList<ProtectedGroup> Asked(IndicatorKnowledge knowledge)
    {
        if (!knowledge.EarlierThresholds.Any())
            return knowledge.Groups;
        var thresholds = new int[knowledge.Count];
        foreach (var part in AttackSystem.Parts(knowledge.Count, [.. knowledge.Statements, .. knowledge.External], []))
        {
            var threshold = part.Rows.Select(row => knowledge.Thresholds[(int)row.Seq - 1]).DefaultIfEmpty(0).Max();
            foreach (var unknown in part.Members.SelectMany(members => members))
                thresholds[unknown] = threshold;
        }

        return
        [
            .. from own in knowledge.Groups
               let threshold = own.Unknowns.Max(unknown => thresholds[unknown]) is > 0 and var said ? said : knowledge.Threshold
               where HadToKeep(knowledge, own, threshold)
               select Under(knowledge, own, threshold),
        ];
    }

    /// <param name="breaks">Of everything together.</param>
    /// <returns>Groups with the bound that is told (true: that it is small). Anything else among the breaks is a release's own fault.</returns>
    public static HashSet<(ProtectedGroup Group, bool IsUp)> Of(IndicatorKnowledge knowledge, IReadOnlyList<Break> breaks)
    {
        List<(ProtectedGroup Group, bool IsUp)> open = [.. Told(breaks).Distinct()];
        var told = new HashSet<(ProtectedGroup, bool)>();
        foreach (var least in knowledge.EarlierThresholds)
        {
            List<Statement> said = [.. knowledge.MadeUnder(least, knowledge.Statements)];
            var found = Broken(knowledge, said, open.Where(each => !told.Contains(each)));
            // What had to stay unknown under that threshold and did not, was not told by right.
            var kept = found.Where(each => HadToKeep(knowledge, each.Group, least)).ToDictionary(each => (Under(knowledge, each.Group, least), each.IsUp));
            found.ExceptWith(Broken(knowledge, said, kept.Keys).Select(each => kept[each]));
            told.UnionWith(found);
        }

        foreach (var seq in knowledge.External.Select(fact => fact.Seq).Distinct().Order())
        {
            List<Statement> released = [.. knowledge.Statements.Where(statement => statement.Seq < seq)];
            List<(ProtectedGroup, bool)> left = [.. open.Where(each => !told.Contains(each))];
            var alone = Broken(knowledge, released, left);
            told.UnionWith(Broken(knowledge, [.. released, .. knowledge.External.Where(fact => fact.Seq <= seq)], left.Where(each => !alone.Contains(each))));
        }

        return told;
    }

    /// <summary>Whether a group was protected under a threshold, too.</summary>
    private static bool HadToKeep(IndicatorKnowledge knowledge, ProtectedGroup group, int threshold) => group.Margin is not null || Total(knowledge, group) < threshold;

    /// <summary>What a group had to keep to under a threshold that is not above that of now.</summary>
    private static ProtectedGroup Under(IndicatorKnowledge knowledge, ProtectedGroup group, int threshold)
    {
        if (group.Margin is not { } margin)
            return group with { AtLeast = threshold };
        // A margin above the threshold comes from the share of the largest organisation.
        var (total, least) = (Total(knowledge, group), margin > knowledge.Threshold ? margin : threshold);
        return group with { AtLeast = total + least, AtMost = Math.Max(0, total - least), Margin = least };
    }

    private static long Total(IndicatorKnowledge knowledge, ProtectedGroup group) => group.Unknowns.Sum(unknown => knowledge.Truth[unknown]);

    private static HashSet<(ProtectedGroup Group, bool IsUp)> Broken(IndicatorKnowledge knowledge, IReadOnlyList<Statement> statements, IEnumerable<(ProtectedGroup Group, bool IsUp)> asked)
    {
        var wanted = asked.ToHashSet();
        if (wanted.Count == 0)
            return [];
        var parts = AttackSystem.Parts(knowledge.Count, statements, [.. wanted.Select(each => each.Group).Distinct()]);
        return [.. Told(Attacker.Attack(parts, [knowledge.Truth, .. knowledge.Certificates]).Breaks).Where(wanted.Contains)];
    }

    /// <summary>Who has a sum knows both that it is no more and that it is no less.</summary>
    private static IEnumerable<(ProtectedGroup Group, bool IsUp)> Told(IEnumerable<Break> breaks) =>
        from found in breaks
        where found.How != Breach.Unproved
        from own in found.Group.Groups
        from isUp in found.How == Breach.ByRank ? Both : [found.IsUp]
        select (own, isUp);
}
