using CsCheck;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using static TipAnalytics.Pipeline.Tests.Disclosure.Plans;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

/// <summary>A random table with its areas: many zeros, places without any interview, nested areas, splits, months within a quarter, a panel.</summary>
internal sealed record World(IndicatorTable Table, AreaTree Areas, int Threshold)
{
    public static readonly Gen<World> Any = Worlds(Gen.Const(0.0), false);

    /// <summary>Interviews with weights that differ by place and a little within it.</summary>
    public static readonly Gen<World> Weighted = Worlds(Gen.Double[0.01, 2], false);

    /// <summary>Interviews with weights that differ by sex alone.</summary>
    public static readonly Gen<World> WeightedBySex = Worlds(Gen.Double[0.01, 2], true);

    /// <param name="spreads">Weights of places lie within a factor of e to this around 1; 0: not weighted.</param>
    private static Gen<World> Worlds(Gen<double> spreads, bool isBySex) =>
        from provinces in Gen.Int[1, 4]
        from districts in Gen.Int[0, 3]
        from splits in Gen.Int[0, 2]
        from hasMonths in Gen.Bool
        from hasPanel in Gen.Bool
        from spread in spreads
        from isCaseload in Gen.Bool
        from threshold in Gen.Int[0, 2].Select(at => new[] { 3, 5, 10 }[at])
        from size in Gen.Int[1, 40]
        from zeros in Gen.Double[0, 0.6]
        from seed in Gen.Int[0, int.MaxValue - 1]
        select Make(provinces, districts, splits, hasMonths, hasPanel, isCaseload && spread == 0, threshold, size, zeros, spread, isBySex, seed);

    private static World Make(
        int provinces, int districts, int splits, bool hasMonths, bool hasPanel, bool isCaseload, int threshold, int size, double zeros, double spread, bool isBySex, int seed)
    {
        var (random, weights) = (new Random(seed), new Random(seed));
        var areas = Plans.Areas(provinces, districts);
        var finest = areas.All.Max(area => area.Level);
        var quarter = Quarter;
        var counts = new Dictionary<(string Area, int Level, Period Period, string Split, string Category), (long Signal, long Base)>();
        var weighted = new Dictionary<(string Area, int Level, Period Period, string Split, string Category), (double With, double Without)>();
        var visited = new HashSet<(string, Period)>();
        var atoms = new Dictionary<(string, Period, string, string), IndicatorAtom>();
        var grain = hasMonths ? PeriodGrain.Month : PeriodGrain.Quarter;
        foreach (var place in areas.All.Where(area => area.Level == finest))
        {
            var isSilent = random.NextDouble() < 0.15;
            var weight = Math.Exp(spread * (2 * weights.NextDouble() - 1));
            for (var month = 0; month < 3; month++)
            {
                var period = Period.Containing(quarter.Start.AddMonths(month), PeriodGrain.Month);
                for (var atom = 0; atom < 8; atom++)
                {
                    var labels = new List<(string Split, string Category)> { ("all", "all") };
                    if (splits > 0)
                        labels.Add(("sex", atom % 2 == 0 ? "female" : "male"));
                    if (splits > 1)
                        labels.Add(("status", atom / 2 % 2 == 0 ? "host" : "unknown"));
                    if (hasPanel)
                        labels.Add(("panel", atom / 4 == 0 ? "in" : "out"));
                    var signal = isSilent || random.NextDouble() < zeros ? 0 : random.Next(size);
                    var rest = isSilent || random.NextDouble() < zeros ? 0 : random.Next(size);
                    var (signalWeight, restWeight) = isBySex
                        ? (signal * (1 + spread * (atom % 2)), rest * (1 + spread * (atom % 2)))
                        : (weight * signal * (0.95 + 0.1 * weights.NextDouble()), weight * rest * (0.95 + 0.1 * weights.NextDouble()));
                    var crossing = string.Join('*', labels.Where(label => label.Split is not ("all" or "panel")).Select(label => $"{label.Split}={label.Category}"));
                    var finestKey = (place.Code, Period.Containing(period.Start, grain), crossing, labels.Find(label => label.Split == "panel").Category ?? "");
                    var known = atoms.GetValueOrDefault(finestKey, new(finestKey.Code, finestKey.Item2, finestKey.crossing, finestKey.Item4, 0, 0, 0, 0));
                    atoms[finestKey] = known with
                    {
                        Signal = known.Signal + signal, Base = known.Base + signal + rest,
                        WeightedSignal = known.WeightedSignal + signalWeight, WeightedBase = known.WeightedBase + signalWeight + restWeight,
                    };
                    for (var level = 0; level <= finest; level++)
                    {
                        var area = areas.At(place.Code, level)!.Code;
                        foreach (var when in hasMonths && level == 0 ? new[] { period, quarter } : [quarter])
                        {
                            if (!isSilent)
                                visited.Add((area, when));
                            foreach (var (split, category) in labels.Where(label => when.Grain == PeriodGrain.Quarter || label.Split == "all"))
                            {
                                var key = (area, level, when, split, category);
                                var (k, n) = counts.GetValueOrDefault(key);
                                counts[key] = (k + signal, n + signal + rest);
                                var (with, without) = weighted.GetValueOrDefault(key);
                                weighted[key] = (with + signalWeight, without + restWeight);
                            }
                        }
                    }
                }
            }
        }
        var cells = counts.Select(pair =>
        {
            var cell = Cell(
                pair.Key.Area, pair.Key.Level, pair.Value.Signal, pair.Value.Base, pair.Key.Split, pair.Key.Category, pair.Key.Period,
                visited.Contains((pair.Key.Area, pair.Key.Period)), isCaseload ? Shared(pair.Value.Base) : []);
            return spread == 0 ? cell : cell.Weighted(weighted[pair.Key].With, weighted[pair.Key].Without);
        });
        var heard = visited.Select(at => at.Item2).ToHashSet();
        List<(string, IReadOnlyList<string>)> crossed = [("sex", ["female", "male"]), ("status", ["host", "unknown"])];
        return new(Plans.Table(
            cells, isCaseload ? StreamKind.Incidents : StreamKind.Interviews, 10, [.. atoms.Values.Where(atom => atom.Base > 0)], grain,
            [.. atoms.Keys.Select(key => (Area: key.Item1, Period: key.Item2)).Distinct().Where(at => isCaseload ? heard.Contains(quarter) : visited.Contains((at.Area, quarter)))],
            crossed[..splits], hasPanel), areas, threshold);
    }

    /// <summary>A base divided among four organisations of like size, so that the rules on organisations stay quiet unless the base is small.</summary>
    private static List<long> Shared(long total) => [.. Enumerable.Range(0, 4).Select(organisation => (total + 3 - organisation) / 4)];
}
