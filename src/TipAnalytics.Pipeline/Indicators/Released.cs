using DuckDB.NET.Data;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>How finely releases have told of each indicator: its atoms never become coarser than that, whatever its plan says now.</summary>
internal sealed class Released
{
    private readonly ILookup<string, (string Split, PeriodGrain Grain)> told;

    private Released(IEnumerable<(string Indicator, string Split, PeriodGrain Grain)> told) =>
        this.told = told.ToLookup(row => row.Indicator, row => (row.Split, row.Grain), StringComparer.Ordinal);

    public static readonly Released None = new([]);

    /// <returns>Nothing for a database without a ledger.</returns>
    public static Released Read(DuckDBConnection vault) => new(
        Sql.Has(vault, "fact")
            ? Sql.Read(vault, Sql.Text("released_splits"), row => (row.GetString(0), row.GetString(1), Period.TryParse(row.GetString(2), out var period) ? period.Grain : PeriodGrain.Year))
            : []);

    public IEnumerable<string> Splits(string indicator) => told[indicator].Select(row => row.Split).Where(split => split is not (IndicatorCell.All or IndicatorCell.Panel)).Distinct();

    /// <returns>Null where nothing was released.</returns>
    public PeriodGrain? Grain(string indicator) => told[indicator].Select(row => (PeriodGrain?)row.Grain).Min();
}
