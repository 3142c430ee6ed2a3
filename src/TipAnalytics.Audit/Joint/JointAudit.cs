using System.Collections.Concurrent;
using System.Diagnostics;
using TipAnalytics.Audit.Attack;

namespace TipAnalytics.Audit.Joint;

/// <summary>A3–A7: everything released, attacked together.</summary>
internal static class JointAudit
{
    private const int CrossChecked = 200;
    private const double Near = 1e-6;

    private sealed record Attacked(IndicatorKnowledge Knowledge, AttackResult Result, int Told);

    /// <param name="seed">Chooses the targets of the cross-check.</param>
    /// <returns>The first failure; null when nothing is recoverable.</returns>
    public static AuditFailure? Check(IReadOnlyList<IndicatorKnowledge> indicators, int seed, AuditReport report)
    {
        var attacked = new ConcurrentDictionary<string, Attacked>(StringComparer.Ordinal);
        Parallel.ForEach(
            Partitioner.Create(indicators, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            knowledge => attacked[knowledge.IndicatorId] = Attack(knowledge));
        List<Attacked> all = [.. indicators.Select(knowledge => attacked[knowledge.IndicatorId])];
        report.AlreadyDisclosed = all.Sum(item => item.Told);
        report.ProtectedAtoms = all.Sum(item => item.Knowledge.ProtectedAtoms);
        report.ProtectedCells = all.Sum(item => item.Knowledge.ProtectedCells);
        report.JointRank = all.Sum(item => item.Result.Rank);
        report.RecoveredRank = all.Sum(item => item.Result.Count(Breach.ByRank));
        report.RecoveredBoundPropagation = all.Sum(item => item.Result.Count(Breach.ByBounds));
        report.Certificates = all.Sum(item => item.Result.Certificates);
        report.CertifiedUp = all.Sum(item => item.Result.CertifiedUp);
        report.CertifiedDown = all.Sum(item => item.Result.CertifiedDown);
        report.CertifiedUnknown = all.Sum(item => item.Result.Count(Breach.ByIntegers) + item.Result.Count(Breach.Unproved));
        return Broken(all) ?? Unverified(all, report) ?? CrossCheck(all, seed, report) ?? Nested(all, report) ?? Insiders(indicators, report);
    }

    private static Attacked Attack(IndicatorKnowledge knowledge)
    {
        List<Statement> statements = [.. knowledge.Statements, .. knowledge.External];
        long[][] known = [knowledge.Truth, .. knowledge.Certificates];
        AttackResult With(IReadOnlyList<ProtectedGroup> groups, bool stopAtFirst) => Attacker.Attack(AttackSystem.Parts(knowledge.Count, statements, groups), known, stopAtFirst);

        var mayBeTold = knowledge.External.Count > 0 || knowledge.EarlierThresholds.Any();
        var asked = ToldBefore.Asked(knowledge);
        var result = With(asked, stopAtFirst: !mayBeTold);
        if (result.Breaks.Count == 0 || !mayBeTold)
            return new(knowledge, result, 0);
        var told = ToldBefore.Of(knowledge, result.Breaks);
        return new(knowledge, With([.. asked.Select(group => group with
        {
            AtLeast = told.Contains((group, true)) ? null : group.AtLeast, AtMost = told.Contains((group, false)) ? null : group.AtMost,
        })], stopAtFirst: true), told.Count);
    }

    private static AuditFailure? Broken(List<Attacked> all)
    {
        foreach (var how in Enum.GetValues<Breach>())
        {
            foreach (var (knowledge, result, _) in all)
            {
                if (result.Breaks.FirstOrDefault(found => found.How == how) is { } found)
                    return Failure(knowledge, found, result.Breaks.Count);
            }
        }

        return null;
    }

    private static AuditFailure Failure(IndicatorKnowledge knowledge, Break found, int count)
    {
        var touching = found.Part.Rows.Where(row => row.Unknowns.Intersect(found.Group.Touched).Any()).OrderBy(row => row.Unknowns.Length).Take(3).Select(row => row.Source).Distinct().ToList();
        var said = touching.Count == 0 ? "" : $" Figures that touch it: {string.Join("; ", touching)}.";
        var what = found.How switch
        {
            Breach.ByRank => "its exact count is a combination of published counts",
            Breach.ByBounds or Breach.ByIntegers when found.IsUp => $"a reader can prove that it is below {knowledge.Threshold}",
            Breach.ByBounds or Breach.ByIntegers => "a reader can prove that it is not empty, or how large it is at least",
            _ => "no table of whole numbers was found that hides it, and none was proved impossible",
        };
        return new(
            found.How is Breach.ByRank or Breach.ByBounds ? "A3" : "A4", found.Group.Name, FormattableString.Invariant($"{what} (threshold {knowledge.Threshold}; {count} such of {knowledge.IndicatorId}).{said}"),
            "Withhold one of these figures, or plan the indicator coarser (admin 1 instead of admin 2, quarters instead of months).");
    }

    /// <summary>Certificates once more, exactly and on their own clock.</summary>
    private static AuditFailure? Unverified(List<Attacked> all, AuditReport report)
    {
        var clock = Stopwatch.StartNew();
        foreach (var (knowledge, result, _) in all)
        {
            foreach (var (part, _, tables) in result.Parts)
            {
                if (tables.Any(table => !part.Agrees(table)))
                    return new("A4", knowledge.IndicatorId, "a table of whole numbers does not agree with what was published.", "This is a bug in the auditor; report it.");
            }
        }

        report.SecondsVerify = clock.Elapsed.TotalSeconds;
        return null;
    }

    /// <summary>A5: two linear solvers agree to a millionth, and contain what the certificates show.</summary>
    private static AuditFailure? CrossCheck(List<Attacked> all, int seed, AuditReport report)
    {
        var random = new Random(seed);
        var targets = all.SelectMany(item => item.Result.Parts.Where(part => part.Part.Rows.Count > 0).SelectMany(part => part.Part.Groups, (part, group) => (item.Knowledge, part.Part, part.Bounds, part.Tables, Group: group))).ToList();
        var chosen = targets.Count <= CrossChecked ? [.. targets] : random.GetItems(targets.ToArray(), CrossChecked);
        var intervals = chosen.AsParallel().AsOrdered().Select(target => (Glop: Interval(target.Part, target.Bounds, target.Group, "GLOP"), Clp: Interval(target.Part, target.Bounds, target.Group, "CLP"))).ToArray();
        for (var at = 0; at < chosen.Length; at++)
        {
            var ((knowledge, _, _, tables, group), ((low, high), (otherLow, otherHigh))) = (chosen[at], intervals[at]);
            if (!IsNear(low, otherLow) || !IsNear(high, otherHigh))
                return new("A5", group.Name, "two linear solvers give different intervals.", "This is a bug in a solver or in the auditor; report it.");
            if (tables.Any(table => AttackPart.Sum(table, group.Inside) < low - Near || AttackPart.Sum(table, group.Touched) > high + Near))
                return new("A5", group.Name, "a certificate lies outside the interval of the linear program.", "This is a bug in the auditor; report it.");
            if (group.AtLeast is { } least && group.AtMost is 0 && least == knowledge.Threshold)
                report.LpMinUpper = Math.Min(report.LpMinUpper ?? double.PositiveInfinity, high);
            if (group.AtMost is 0)
                report.LpMaxLower = Math.Max(report.LpMaxLower ?? 0, low);
        }

        return null;
    }

    /// <summary>Each side cold: a changed objective is not honoured by every solver.</summary>
    private static (double Low, double High) Interval(AttackPart part, UnknownBounds bounds, PartGroup group, string engine)
    {
        double Extreme(bool isLargest)
        {
            using var program = new LinearIntervals(part, bounds, engine);
            return program.Extreme(isLargest ? group.Touched : group.Inside, isLargest).Sum;
        }

        return (Extreme(isLargest: false), Extreme(isLargest: true));
    }

    private static bool IsNear(double one, double other) => one == other || Math.Abs(one - other) <= Near * Math.Max(1, Math.Abs(one));

    /// <summary>A6, of what was released.</summary>
    private static AuditFailure? Nested(List<Attacked> all, AuditReport report)
    {
        AuditFailure? first = null;
        foreach (var knowledge in all.Select(item => item.Knowledge))
        {
            var before = knowledge.EarlierThresholds.SelectMany(least => Pairs(knowledge.MadeUnder(least, knowledge.Statements)).Where(pair => pair.Difference >= least)).ToHashSet();
            foreach (var (inner, outer, _) in Pairs(knowledge.Statements).Where(pair => !before.Contains(pair)))
            {
                report.NestedPairsBelowT++;
                first ??= new("A6", outer, $"it differs from {inner}, which lies inside it, by fewer than {knowledge.Threshold}.", "Withhold one of the two.");
            }

            IEnumerable<(string Inner, string Outer, long Difference)> Pairs(IEnumerable<Statement> statements) =>
                from part in AttackSystem.Parts(knowledge.Count, [.. statements], [])
                from pair in NestedPairs.Below(part, knowledge.Threshold)
                select (pair.Inner.Source, pair.Outer.Source, pair.Difference);
        }

        return first;
    }

    /// <summary>A7: an organisation takes its own cases away; no remainder of 1 to the threshold − 1 may be deducible then (rule P4).</summary>
    private static AuditFailure? Insiders(IReadOnlyList<IndicatorKnowledge> indicators, AuditReport report)
    {
        foreach (var knowledge in indicators)
        {
            foreach (var (count, statements) in knowledge.Insiders.Values)
            {
                report.InsidersChecked++;
                // Under a lower threshold what reached it was no small remainder.
                var before = knowledge.EarlierThresholds
                    .SelectMany(least => knowledge.MadeUnder(least, statements).ToList() is var said ? Remainders(count, said, knowledge.Threshold).Except(Remainders(count, said, least)) : []).ToHashSet();
                if (Remainders(count, statements, knowledge.Threshold).FirstOrDefault(found => !before.Contains(found)).Source is { } found)
                {
                    return new(
                        "A7", found, $"one of the largest organisations behind it sees what few others reported (fewer than {knowledge.Threshold}) when it takes its own cases away (rule P4).",
                        "Withhold the figure, or plan it coarser.");
                }
            }
        }

        return null;
    }

    /// <summary>Figures that leave an organisation so few of others, and how many.</summary>
    private static IEnumerable<(string Source, long Left)> Remainders(int count, IReadOnlyList<Statement> statements, int threshold)
    {
        bool IsSmall(long? left) => left is > 0 && left < threshold;
        foreach (var part in AttackSystem.Parts(count, statements, []))
        {
            var algebra = Attacker.Algebra(part, PrimeField.First);
            foreach (var row in part.Rows.Where(row => row.IsExact && IsSmall(row.Low)))
                yield return (row.Source, row.Low);
            foreach (var (_, outer, difference) in NestedPairs.Below(part, threshold))
                yield return (outer.Source, difference);
            foreach (var left in Enumerable.Range(0, part.Width).Select(unknown => algebra.ValueOf([unknown])).Where(left => IsSmall(left)))
                yield return (part.Rows[0].Source, left!.Value);
        }
    }
}
