using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>Place of a cell inside one level and grain.</summary>
internal readonly record struct CellKey(string AreaCode, DateOnly PeriodStart, string Split, string Category);

/// <summary>Everything the observations say about one indicator at one level and grain.</summary>
internal sealed class CellSums
{
    private readonly Dictionary<CellKey, List<SumsRow>> sums;
    private readonly Dictionary<CellKey, List<long>> organisations;
    private readonly HashSet<(string AreaCode, DateOnly PeriodStart)> present;
    private readonly Dictionary<DateOnly, SurveyDesign> designs;
    private readonly bool isWeighted;

    private CellSums(
        Dictionary<CellKey, List<SumsRow>> sums, Dictionary<CellKey, List<long>> organisations, HashSet<(string, DateOnly)> present,
        Dictionary<DateOnly, SurveyDesign> designs, bool isWeighted)
    {
        (this.sums, this.organisations, this.present, this.designs, this.isWeighted) = (sums, organisations, present, designs, isWeighted);
    }

    /// <summary>Rows of one indicator at one grain, by the area its records stand in: read once for all levels.</summary>
    public static IReadOnlyList<(CellKey Key, SumsRow Row)> ReadRows(DuckDBConnection vault, IndicatorDefinition indicator, PeriodGrain grain) =>
        Sql.Read(vault, Sql.Text("cell_sums"), reader => (KeyOf(reader), SumsRow.From(reader)), ("grain", grain.ToString()), ("indicator", indicator.Id));

    /// <param name="rows">Of the indicator and grain.</param>
    /// <param name="model">As <see cref="Derivation.ModelKey"/> gives it.</param>
    /// <param name="isWeighted">Weights and design stand behind the shares.</param>
    public static CellSums Read(
        DuckDBConnection vault, IReadOnlyList<(CellKey Key, SumsRow Row)> rows, AreaTree areas, IndicatorDefinition indicator, string model, StreamDefinition stream, int level,
        PeriodGrain grain, bool isWeighted)
    {
        var place = new (string, object)[] { ("level", level), ("grain", grain.ToString()), ("indicator", indicator.Id) };
        var sums = AtLevel(rows, areas, level);
        var organisations = stream.Kind is StreamKind.Incidents or StreamKind.Cases
            ? Sql.Read(vault, Sql.Text("organisation_bases"), reader => (Key: KeyOf(reader), Base: reader.GetInt64(4), Name: reader.GetString(5)), place)
                .GroupBy(row => row.Key)
                .Where(cell => cell.Any(row => row.Name.Length > 0))
                .ToDictionary(cell => cell.Key, cell => cell.Select(row => row.Base).ToList())
            : [];
        var present = Sql.Read(
            vault, Sql.Text("presence"), reader => (reader.GetString(0), reader.GetFieldValue<DateOnly>(1)),
            ("level", level), ("grain", grain.ToString()), ("model", model), ("stream", stream.Id));
        var designs = isWeighted
            ? Sql.Read(
                    vault, Sql.Text("design_clusters"),
                    reader => (Period: reader.GetFieldValue<DateOnly>(0), Cluster: (reader.GetString(1), reader.GetString(2), reader.GetInt64(3))),
                    ("grain", grain.ToString()), ("stream", stream.Id))
                .GroupBy(row => row.Period).ToDictionary(period => period.Key, period => new SurveyDesign(period.Select(row => row.Cluster)))
            : [];
        return new(sums, organisations, [.. present], designs, isWeighted);
    }

    /// <summary>Rows under their ancestor at a level; records that stand above it are not in it. A sampling unit that lies in two areas is one unit of their parent.</summary>
    private static Dictionary<CellKey, List<SumsRow>> AtLevel(IReadOnlyList<(CellKey Key, SumsRow Row)> rows, AreaTree areas, int level)
    {
        var ancestors = rows.Select(row => row.Key.AreaCode).Distinct(StringComparer.Ordinal).ToDictionary(code => code, code => areas.At(code, level)?.Code, StringComparer.Ordinal);
        var shared = SharedUnits(rows);
        var sums = new Dictionary<CellKey, List<SumsRow>>();
        foreach (var (key, row) in rows)
        {
            if (ancestors[key.AreaCode] is not { } code)
                continue;
            var at = key with { AreaCode = code };
            if (!sums.TryGetValue(at, out var list))
                sums[at] = list = [];
            var unit = (row.Survey.Stratum, row.Survey.Cluster);
            var known = shared.Contains(unit) ? list.FindIndex(other => (other.Survey.Stratum, other.Survey.Cluster) == unit) : -1;
            if (known < 0)
                list.Add(row);
            else
                list[known] = list[known].Plus(row);
        }

        return sums;
    }

    /// <summary>Sampling units with records in more than one area: few or none.</summary>
    private static HashSet<(string Stratum, string Cluster)> SharedUnits(IReadOnlyList<(CellKey Key, SumsRow Row)> rows)
    {
        var areas = new Dictionary<(string, string), string>();
        return [.. rows
            .Where(row => row.Row.Survey.Cluster.Length > 0)
            .Select(row => (Unit: (row.Row.Survey.Stratum, row.Row.Survey.Cluster), row.Key.AreaCode))
            .Where(row => !areas.TryAdd(row.Unit, row.AreaCode) && areas[row.Unit] != row.AreaCode)
            .Select(row => row.Unit)];
    }

    public IndicatorCell Cell(CellKey key, int level, Period period)
    {
        var rows = sums.GetValueOrDefault(key, []);
        var (signal, total) = (rows.Sum(row => row.Signal), rows.Sum(row => row.Base));
        var estimate = isWeighted ? SurveyEstimate.Of([.. rows.Select(row => row.Survey)], designs.GetValueOrDefault(period.Start, new([]))) : null;
        return new(
            key.AreaCode, level, period, key.Split, key.Category, signal, total,
            total == 0 ? double.NaN : estimate?.Mean ?? (double)signal / total,
            total == 0 ? 0 : estimate?.EffectiveBase() ?? total,
            isWeighted,
            present.Contains((key.AreaCode, period.Start)),
            new(rows.Sum(row => row.Missing.NotAsked), rows.Sum(row => row.Missing.NotApplicable), rows.Sum(row => row.Missing.DontKnow), rows.Sum(row => row.Missing.Refused)),
            organisations.GetValueOrDefault(key, []))
        {
            WeightedBase = isWeighted ? rows.Sum(row => row.Survey.Weight) : 0,
            WeightedSignal = isWeighted ? rows.Sum(row => row.Survey.WeightedValue) : 0,
        };
    }

    /// <summary>A cell of which nothing is known any more.</summary>
    public IndicatorCell Nothing(CellKey key, int level, Period period) =>
        new(key.AreaCode, level, period, key.Split, key.Category, 0, 0, double.NaN, 0, isWeighted, false, new(0, 0, 0, 0), []);

    private static CellKey KeyOf(DuckDBDataReader reader) =>
        new(reader.GetString(0), reader.GetFieldValue<DateOnly>(1), reader.GetString(2), reader.GetString(3));
}

/// <summary>Sums of one sampling unit (or of all records without one) in one cell.</summary>
internal readonly record struct SumsRow(long Base, long Signal, SurveySums Survey, MissingCounts Missing)
{
    public static SumsRow From(DuckDBDataReader reader)
    {
        var (weight, signalWeight, squares, signalSquares) = (reader.GetDouble(8), reader.GetDouble(9), reader.GetDouble(10), reader.GetDouble(11));
        return new(
            reader.GetInt64(6),
            reader.GetInt64(7),
            new(reader.GetString(4), reader.GetString(5), reader.GetInt64(6), weight, signalWeight, signalWeight, squares, signalSquares, signalSquares),
            new(reader.GetInt64(12), reader.GetInt64(13), reader.GetInt64(14), reader.GetInt64(15)));
    }

    /// <summary>Both as one unit of the same stratum and cluster.</summary>
    public SumsRow Plus(SumsRow other) => new(
        Base + other.Base, Signal + other.Signal,
        Survey with
        {
            Count = Survey.Count + other.Survey.Count,
            Weight = Survey.Weight + other.Survey.Weight,
            WeightedValue = Survey.WeightedValue + other.Survey.WeightedValue,
            WeightedSquare = Survey.WeightedSquare + other.Survey.WeightedSquare,
            WeightSquared = Survey.WeightSquared + other.Survey.WeightSquared,
            WeightSquaredValue = Survey.WeightSquaredValue + other.Survey.WeightSquaredValue,
            WeightSquaredSquare = Survey.WeightSquaredSquare + other.Survey.WeightSquaredSquare,
        },
        new(Missing.NotAsked + other.Missing.NotAsked, Missing.NotApplicable + other.Missing.NotApplicable, Missing.DontKnow + other.Missing.DontKnow, Missing.Refused + other.Missing.Refused));
}
