using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>The only maker of <see cref="ReleasedTable"/>: hides, certifies, prints.</summary>
internal static class DisclosureControl
{
    /// <summary>Protects one indicator: rules on single cells, then further cells hidden until nothing withheld can be deduced from what is
    /// published, with a verified whole-number witness for every bound; only then printing.</summary>
    /// <returns>The same result for the same cells in any order.</returns>
    /// <exception cref="InvalidOperationException">The counts do not add up.</exception>
    /// <remarks>Protects the cells of this table and every group of them, and of earlier releases the change of each cell: one that changed by fewer than
    /// the threshold is withheld like a small one, and one that was withheld stays so. Crossings of two splits are no cells of it, and groups of cells that only several releases
    /// together tell of are not looked at. Weighted shares count as statements in whole per cent; the limits of their intervals are taken to say no more.</remarks>
    public static DisclosureResult Release(IndicatorTable table, AreaTree areas, ReleaseProfile profile)
    {
        var planned = new PlannedCells(table, areas);
        var rules = new PrimaryRules(table.Stream.Kind, profile.Threshold, table.Indicator.MinimumBase);
        var ids = planned.Cells.Select(cell => FigureId(table.Indicator.Id, cell)).ToArray();
        var status = Statuses(planned, rules);
        // Reporting points join and leave the panel, so its cells change with every release; none is printed.
        var isSmallChange = planned.Cells.Select((cell, index) => cell.Split != IndicatorCell.Panel
            && status[index] is not (PrimaryStatus.NoData or PrimaryStatus.LeftOut) && rules.IsSmallChange(cell, profile.Earlier.Counts[ids[index]])).ToArray();
        for (var index = 0; index < status.Length; index++)
        {
            if (isSmallChange[index])
                status[index] = PrimaryStatus.Sensitive;
        }

        var counts = Enumerable.Range(0, rules.MeasureCount)
            .Select(measure => planned.Cells.Select(cell => rules.Measures(cell)[measure]).ToArray()).ToArray();
        var (statements, unstated) = WeightedStatements.Of(planned, [.. status.Select(each => each == PrimaryStatus.Open)]);
        var additive = new AdditiveTable(counts, planned.Sums, [.. status.Select(each => each is PrimaryStatus.NoData or PrimaryStatus.LeftOut)])
        {
            Statements = statements,
        };
        var targets = planned.Cells
            .SelectMany((cell, index) => (status[index] == PrimaryStatus.Sensitive ? rules.Targets(cell, index) : []).Concat(isSmallChange[index] ? rules.ChangeTargets(cell, index) : [])).ToList();
        // Rests are in no table, so they count as hidden from the start.
        var primary = status.Select((each, index) => index >= planned.Planned || each is PrimaryStatus.Sensitive or PrimaryStatus.TooFew || profile.Earlier.Withheld.Contains(ids[index])).ToArray();
        var series = Series(planned);
        var unweightedBefore = Enumerable.Range(0, planned.Planned).Where(index => planned.Cells[index].IsWeighted && profile.Earlier.Unweighted.Contains(ids[index])).Select(index => series[index]);
        var pattern = new CertifiedSuppression(additive, targets, primary, Weights(planned, ids, profile.TieKey), series, unweightedBefore).Run();

        var printer = new CellPrinter(table.Stream.Kind, profile.Threshold);
        var isUnweighted = Unweighted(planned, pattern, unstated);
        var cells = new List<ReleasedCell>();
        var panel = new List<ReleasedCell>();
        for (var index = 0; index < planned.Planned; index++)
        {
            var cell = planned.Cells[index];
            if (status[index] == PrimaryStatus.LeftOut)
                continue;
            Cell value = pattern.IsKnown[index] ? new Cell.NoData()
                : pattern.IsHidden[index] ? new Cell.Hidden()
                : printer.Print(cell, isUnweighted[index]);
            (cell.Split == IndicatorCell.Panel ? panel : cells).Add(new(ids[index], cell.AreaCode, cell.Level, cell.Period, cell.Split, cell.Category, value));
        }
        return new(
            new(table.Indicator.Id, table.Indicator.Hash, table.Grain, cells) { PanelCells = panel },
            Audit(table.Indicator.Id, planned, additive, primary, pattern, targets.Count, isUnweighted));
    }

    /// <summary>Releases scores and fractions of functions: no people behind them. An unknown score is «not assessed», functions of which none is
    /// known are «no data».</summary>
    public static ReleasedTable ReleaseLevels(IndicatorDefinition indicator, PeriodGrain grain, IReadOnlyList<LevelCell> cells) =>
        new(indicator.Id, indicator.Hash, grain,
            [.. cells
                .OrderBy(cell => cell.Level).ThenBy(cell => cell.AreaCode, StringComparer.Ordinal).ThenBy(cell => cell.Period)
                .Select(cell => new ReleasedCell(
                    FigureId(indicator.Id, cell.AreaCode, cell.Period.ToString(), IndicatorCell.All, IndicatorCell.All),
                    cell.AreaCode, cell.Level, cell.Period, IndicatorCell.All, IndicatorCell.All,
                    cell.Value is { } value ? new Cell.Level(value, cell.Known, cell.OutOf)
                    : cell.OutOf is null ? new Cell.NotAssessed()
                    : new Cell.NoData()))]);

    /// <summary>An indicator no source feeds: a table without cells.</summary>
    public static ReleasedTable NotAssessed(IndicatorDefinition indicator) => new(indicator.Id, indicator.Hash, PeriodGrain.Quarter, []);

    private static PrimaryStatus[] Statuses(PlannedCells planned, PrimaryRules rules)
    {
        var withRecords = planned.Cells.Where(cell => cell.HasRecords).Select(cell => cell.Period).ToHashSet();
        return [.. planned.Cells.Select(cell => rules.Status(cell, planned.All(cell), withRecords.Contains(cell.Period)))];
    }

    private static string FigureId(string indicator, IndicatorCell cell) => FigureId(indicator, cell.AreaCode, cell.Period.ToString(), cell.Split, cell.Category);

    /// <summary>Stable id of a figure.</summary>
    internal static string FigureId(string indicator, string area, string period, string split, string category) =>
        split == IndicatorCell.All ? $"{indicator}:{area}:{period}:{split}" : $"{indicator}:{area}:{period}:{split}={category}";

    /// <summary>Loss of hiding a cell: its place in the plan (country «all» 50, smallest detail 1, panel least) times the logarithm of its base;
    /// ties by a keyed hash.</summary>
    private static double[] Weights(PlannedCells planned, string[] ids, byte[] tieKey) =>
        [.. planned.Cells.Select((cell, index) =>
        {
            var place = cell.Level switch { 0 => 25.0, 1 => 6.0, _ => 1.0 };
            var split = cell.Split switch { IndicatorCell.All => 2.0, IndicatorCell.Panel => 0.1, _ => 1.0 };
            var hash = HMACSHA256.HashData(tieKey, Encoding.UTF8.GetBytes(ids[index]));
            var tie = BinaryPrimitives.ReadUInt32BigEndian(hash) / (double)uint.MaxValue;
            return place * split * (1 + Math.Log(1 + cell.Base)) * (1 + tie / 1000);
        })];

    private static int[] Series(PlannedCells planned)
    {
        var numbers = new Dictionary<(string, string, string, PeriodGrain), int>();
        return [.. planned.Cells.Select(cell =>
        {
            var key = (cell.AreaCode, cell.Split, cell.Category, cell.Period.Grain);
            if (!numbers.TryGetValue(key, out var number))
                numbers[key] = number = numbers.Count;
            return number;
        })];
    }

    /// <summary>Cells whose weighted share may not be printed; the plain share of the interviewed is printed instead. A weighted share is one more
    /// statement on the parts of its cell (stratum weights are as good as public). The witnesses agree with it, or it is not printed; so it is
    /// where it cannot be stated and any part is withheld. A series is weighted as a whole or not at all: a mixture would show changes that are none.</summary>
    private static bool[] Unweighted(PlannedCells planned, CertifiedPattern pattern, IReadOnlySet<int> unstated)
    {
        var hasWithheld = new bool[planned.Cells.Count];
        bool changed;
        do
        {
            changed = false;
            foreach (var sum in planned.Sums)
            {
                if (hasWithheld[sum.Whole] || !sum.Parts.Any(part => hasWithheld[part] || (pattern.IsHidden[part] && !pattern.IsKnown[part])))
                    continue;
                hasWithheld[sum.Whole] = changed = true;
            }
        }
        while (changed);
        var series = Series(planned);
        var unweighted = unstated.Where(index => hasWithheld[index]).Select(index => series[index]).ToHashSet();
        return [.. series.Select((number, index) => planned.Cells[index].IsWeighted && (pattern.UnweightedSeries.Contains(number) || unweighted.Contains(number)))];
    }

    private static DisclosureAudit Audit(
        string indicator, PlannedCells planned, AdditiveTable additive, bool[] primary, CertifiedPattern pattern, int targets, bool[] isUnweighted)
    {
        var people = Enumerable.Range(0, planned.Planned).Where(index => !additive.IsKnown[index]).ToList();
        var published = people.Where(index => !pattern.IsHidden[index]).ToList();
        return new(
            indicator, people.Count, published.Count, people.Count(index => primary[index]), people.Count(index => pattern.IsHidden[index] && !primary[index]),
            targets, pattern.CertifiedUp, pattern.CertifiedDown, pattern.Unknown, pattern.Blocks,
            published.Count(index => isUnweighted[index]));
    }
}
