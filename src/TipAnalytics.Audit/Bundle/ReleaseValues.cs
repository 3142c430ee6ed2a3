using System.Globalization;
using TipAnalytics.Audit.Ledger;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Bundle;

/// <summary>What one release may print: figures by the ledger, and what the release computed from them.</summary>
internal sealed class ReleaseValues
{
    private readonly ILookup<(string Indicator, string Area), LedgerFigure> byPlace;
    private readonly Dictionary<(string, string), DataRow> findings = [];

    public ReleaseValues(OperationSetup setup, LedgerRelease release, IReadOnlyDictionary<string, LedgerFigure> figures, LanguageForms forms)
    {
        (Setup, Release, Figures, Forms) = (setup, release, figures, forms);
        byPlace = figures.Values.Where(figure => figure.Split != "panel").ToLookup(figure => (figure.IndicatorId, figure.AreaCode));
    }

    public OperationSetup Setup { get; }

    public LedgerRelease Release { get; }

    public IReadOnlyDictionary<string, LedgerFigure> Figures { get; }

    public LanguageForms Forms { get; }

    /// <summary>Figures as they stood before a revision.</summary>
    public IReadOnlyDictionary<string, LedgerFigure> Earlier { get; init; } = new Dictionary<string, LedgerFigure>();

    /// <summary>Whether the records behind a figure of an earlier release are gone.</summary>
    public Func<LedgerFigure, bool> IsGone { get; init; } = _ => false;

    public required DateOnly LastDay { get; init; }

    /// <summary>Numbers of the last calibration as they are printed: of simulated series, nothing of the data.</summary>
    public IReadOnlySet<decimal> Calibrated { get; init; } = new HashSet<decimal>();

    /// <summary>Area → elevated and known families, once its row was checked.</summary>
    public Dictionary<string, (int Elevated, int Known)> Convergence { get; } = new(StringComparer.Ordinal);

    /// <summary>Table, stream and period → areas that were heard from, of how many.</summary>
    public Dictionary<(string Table, string Stream, string Period), (int Received, int All)> Coverage { get; } = [];

    /// <summary>Table and indicator → areas with a letter, of how many.</summary>
    public Dictionary<(string Table, string Indicator), (int Graded, int All)> Grades { get; } = [];

    /// <summary>Sources that the release names.</summary>
    public HashSet<string> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>Source id → mean number of reporting points a period before and since the onset.</summary>
    public Dictionary<string, (int Before, int Since)> Points { get; } = new(StringComparer.Ordinal);

    public IEnumerable<DataRow> Findings => findings.Values;

    /// <summary>Cells of the release's own tables, and those of them that show a value.</summary>
    public (int Planned, int Published) Cells { get; set; }

    /// <summary>The fullest row that any file gives of a finding counts.</summary>
    public void AddFinding(DataRow row)
    {
        var key = (row["indicator_id"], row["area_code"]);
        if (!findings.TryGetValue(key, out var known) || known.Table.Columns.Count < row.Table.Columns.Count)
            findings[key] = row;
    }

    public DataRow? Finding(string indicator, string area) => findings.GetValueOrDefault((indicator, area));

    public IEnumerable<LedgerFigure> At(string indicator, string area) => byPlace[(indicator, area)];

    /// <summary>Whether a number is one that the release tells of an indicator and an area.</summary>
    /// <param name="periods">Periods named beside it, or inside the one the area is released by; empty: the latest.</param>
    public bool Tells(string indicator, string area, IReadOnlyCollection<Period> periods, decimal number)
    {
        if (Finding(indicator, area) is { } finding && IsOf(finding, number))
            return true;
        var figures = byPlace[(indicator, area)].ToList();
        if (figures.Count == 0)
            return false;
        var latest = figures.GroupBy(figure => figure.Period.Grain).Select(grain => grain.Max(figure => figure.Period)).ToHashSet();
        return figures.Where(figure => periods.Count > 0 ? periods.Any(period => figure.Period.Start <= period.Start && figure.Period.End >= period.End) : latest.Contains(figure.Period)).Any(figure => Prints(figure, number));
    }

    /// <summary>Whether a number is one that an earlier release told of an indicator, an area and a period, where a revision tells another now.</summary>
    public bool ToldBefore(string indicator, string area, IReadOnlyCollection<Period> periods, decimal number) =>
        Earlier.Values.Any(figure => figure.IndicatorId == indicator && figure.AreaCode == area && periods.Contains(figure.Period) && Figures.GetValueOrDefault(figure.FigureId)?.Seq > figure.Seq && Prints(figure, number));

    /// <summary>Whether a difference with its interval may be that of two released shares: it is no wider than their own intervals put against each other (Newcombe 1998, method 10).</summary>
    /// <param name="periods">Of the two, among others.</param>
    public bool LieBetween(string indicator, string area, IReadOnlyCollection<Period> periods, decimal difference, decimal low, decimal high)
    {
        var told = At(indicator, area).Where(figure => figure.Split == "all" && figure.Share is not null && periods.Contains(figure.Period)).ToList();
        return told.Exists(first => told.Exists(last => first.Period < last.Period && IsFrom(first, last)));

        // A point for the rounding of both.
        bool IsFrom(LedgerFigure first, LedgerFigure last) =>
            difference >= Low(last.Share!) - High(first.Share!) - 1 && difference <= High(last.Share!) - Low(first.Share!) + 1 && low <= difference && difference <= high
            && first.Of("interval") is { } before && last.Of("interval") is { } after && low >= Low(after) - High(before) - 1 && high <= High(after) - Low(before) + 1;
    }

    private static decimal Low(LedgerFact fact) => (decimal)(fact.Low ?? 0);

    private static decimal High(LedgerFact fact) => (decimal)(fact.High ?? 100);

    /// <summary>Numbers of one figure as they stand in print.</summary>
    public static bool Prints(LedgerFigure figure, decimal number)
    {
        foreach (var fact in figure.Facts.Where(fact => fact.What is "share" or "weighted_share" or "interval" or "base_band" or "level" or "level_parts"))
        {
            if (Is(fact.Low, number) || Is(fact.High, number))
                return true;
        }

        return false;
    }

    /// <summary>Levels are kept with three decimals in places, cut or rounded; everything else is a whole number.</summary>
    public static bool Is(double? stated, decimal? number) => stated is null ? number is null : number is { } printed && Math.Abs((decimal)stated.Value - printed) <= 0.001m;

    /// <summary>Bands of five per cent of a country's latest share, given as baselines.</summary>
    public bool IsBaselineBand(string indicator, decimal low, decimal high) => At(indicator, Setup.Operation.Country)
        .Where(figure => figure.Split == "all" && figure.Share is { } share && share.Low == share.High)
        .Any(figure => (decimal)figure.Share!.Low! is var share && low <= share && share <= high && low % 5 == 0 && high == low + 4);

    /// <summary>Of each level indicator: how many parts of an area are at or above its band, of how many that are known.</summary>
    public IEnumerable<(int Elevated, int Known)> LevelsBelow(string area) =>
        from indicator in Setup.Indicators
        where indicator.Kind == IndicatorKind.Level
        let levels = Setup.Areas.All.Where(part => part.Parent == area)
            .Select(part => At(indicator.Id, part.Code).Where(figure => figure.Split == "all").MaxBy(figure => figure.Period)?.Of("level")).OfType<LedgerFact>().ToList()
        select (levels.Count(level => (decimal?)level.Low >= indicator.ElevatedFrom), levels.Count);

    private static readonly string[] FindingNumbers =
    [
        "before_percent", "before_low", "before_high", "before_periods", "after_percent", "after_low", "after_high", "after_periods", "difference_points", "difference_low", "difference_high", "smallest_visible_rise",
        "panel_difference_points", "panel_difference_low", "panel_difference_high",
    ];

    private static bool IsOf(DataRow finding, decimal number) => FindingNumbers.Any(column => finding.Number(column) == number);
}

/// <summary>One row of a table, by column name.</summary>
internal sealed class DataRow(DataTable table, IReadOnlyList<string> cells)
{
    public DataTable Table { get; } = table;

    public IReadOnlyList<string> Cells { get; } = cells;

    public bool Has(string column) => Table.Column(column) >= 0;

    /// <summary>Empty where there is no such column.</summary>
    public string this[string column] => Table.Column(column) is >= 0 and var at ? Cells[at] : "";

    public decimal? Number(string column) => decimal.TryParse(this[column], NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : null;
}
