using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using static TipAnalytics.Pipeline.Tests.Disclosure.Plans;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

/// <summary>A generated table of the shape of a household survey: 30 districts, 6 provinces, the country, by quarter, two splits and the panel.</summary>
internal static class HouseholdSurvey
{
    private static readonly (string Split, string[] Categories, double[] Shares)[] Splits =
    [
        ("displacement_status", ["displaced", "host", "returnee", "unknown"], [0.35, 0.85, 0.99, 1]),
        ("head_sex", ["female", "male", "unknown"], [0.3, 0.99, 1]),
        ("panel", ["in", "out"], [0.8, 1]),
    ];

    /// <param name="interviews">Mean interviews of a district and quarter.</param>
    /// <param name="spread">Weights of districts lie within this share around 1; null: not weighted.</param>
    /// <param name="panelLevel">Finest level of the panel.</param>
    /// <param name="provinces">Each of five districts.</param>
    public static IndicatorTable Table(int seed, int quarters, int interviews, double share, double? spread = null, int panelLevel = 2, int provinces = 6)
    {
        var random = new Random(seed);
        var weightOf = new Random(seed + 1);
        var weights = Areas(provinces, 5).All.ToDictionary(area => area.Code, _ => 1 + (spread ?? 0) * (2 * weightOf.NextDouble() - 1));
        var weighted = new Dictionary<(int Level, string Area, long Quarter, string Split, string Category), (double With, double Without)>();
        var counts = new SortedDictionary<(int Level, string Area, long Quarter, string Split, string Category), (long Signal, long Base)>();
        var atoms = new SortedDictionary<(string Area, long Quarter, string Categories, string Panel), IndicatorAtom>();
        void Add(string district, long quarter, string split, string category, bool signal)
        {
            foreach (var (level, area) in new[] { (2, district), (1, district[..2]), (0, "X") })
            {
                if ((level == 2 && split is not ("all" or "panel")) || (split == "panel" && level > panelLevel))
                    continue;
                var key = (level, area, quarter, split, category);
                var (k, n) = counts.GetValueOrDefault(key);
                counts[key] = (k + (signal ? 1 : 0), n + 1);
                var (with, without) = weighted.GetValueOrDefault(key);
                weighted[key] = signal ? (with + weights[district], without) : (with, without + weights[district]);
            }
        }

        for (var quarter = 0; quarter < quarters; quarter++)
        {
            foreach (var district in Areas(provinces, 5).All.Where(area => area.Level == 2).Select(area => area.Code))
            {
                foreach (var (level, area) in new[] { (2, district), (1, district[..2]), (0, "X") })
                {
                    counts.TryAdd((level, area, quarter, "all", "all"), default);
                    foreach (var (split, categories, _) in Splits.Where(each => each.Split == "panel" ? level <= panelLevel : level < 2))
                        foreach (var category in categories)
                            counts.TryAdd((level, area, quarter, split, category), default);
                }
                var districtShare = share * (0.5 + random.NextDouble());
                var size = (int)(interviews * (0.4 + 1.2 * random.NextDouble()));
                for (var interview = 0; interview < size; interview++)
                {
                    var signal = random.NextDouble() < districtShare;
                    Add(district, quarter, "all", "all", signal);
                    var labels = new List<string>();
                    foreach (var (split, categories, shares) in Splits)
                    {
                        var draw = random.NextDouble();
                        labels.Add(categories[Array.FindIndex(shares, limit => draw < limit)]);
                        Add(district, quarter, split, labels[^1], signal);
                    }
                    var key = (district, (long)quarter, $"displacement_status={labels[0]}*head_sex={labels[1]}", labels[2]);
                    var atom = atoms.GetValueOrDefault(key, new(district, new(PeriodGrain.Quarter, 4 * 2023 + quarter), key.Item3, key.Item4, 0, 0, 0, 0));
                    atoms[key] = atom with
                    {
                        Signal = atom.Signal + (signal ? 1 : 0), Base = atom.Base + 1,
                        WeightedSignal = atom.WeightedSignal + (signal ? weights[district] : 0), WeightedBase = atom.WeightedBase + weights[district],
                    };
                }
            }
        }
        return Plans.Table(counts.Select(pair =>
        {
            var cell = Cell(
                pair.Key.Area, pair.Key.Level, pair.Value.Signal, pair.Value.Base, pair.Key.Split, pair.Key.Category,
                new(PeriodGrain.Quarter, 4 * 2023 + pair.Key.Quarter));
            var (with, without) = weighted.GetValueOrDefault(pair.Key);
            return spread is null ? cell : cell.Weighted(with, without);
        }), StreamKind.Interviews, 30, [.. atoms.Values], PeriodGrain.Quarter, [.. atoms.Values.Select(atom => (atom.AreaCode, atom.Period)).Distinct()],
        [.. Splits.Where(split => split.Split != "panel").Select(split => (split.Split, (IReadOnlyList<string>)split.Categories))], true);
    }
}
