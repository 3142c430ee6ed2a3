namespace TipAnalytics.SampleData;

/// <summary>Draws who has a signal so that every group comes close to its true share.</summary>
/// <remarks>Systematic sampling with unequal probabilities inside shuffled groups (Madow 1949), after moving the shares of the whole list by
/// half a binomial standard error: series move from quarter to quarter, but less than by pure chance, so that the planted changes are the only ones.</remarks>
public static class BalancedDraw
{
    /// <param name="units">In group order: households of a site or cluster stand together.</param>
    /// <param name="group">Units of one group are shuffled among themselves before the draw.</param>
    /// <param name="share">True share of the unit; NaN when the question does not concern it.</param>
    public static HashSet<T> Of<T>(SplitMix64 random, IReadOnlyList<T> units, Func<T, string> group, Func<T, double> share)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(units);
        ArgumentNullException.ThrowIfNull(share);
        var concerned = units.Where(unit => !double.IsNaN(share(unit))).ToList();
        var drawn = new HashSet<T>(ReferenceEqualityComparer.Instance);
        if (concerned.Count == 0)
            return drawn;
        var mean = concerned.Average(share);
        var shift = 0.5 * random.NextNormal() * Math.Sqrt(Math.Max(0, mean * (1 - mean)) / concerned.Count);
        var passed = random.NextDouble();
        foreach (var together in concerned.GroupBy(group))
        {
            var shuffled = together.ToList();
            random.Shuffle(shuffled);
            foreach (var unit in shuffled)
            {
                var before = Math.Floor(passed);
                passed += Math.Clamp(share(unit) + shift * (share(unit) > 0 ? 1 : 0), 0, 1);
                if (Math.Floor(passed) > before)
                    drawn.Add(unit);
            }
        }
        return drawn;
    }
}
