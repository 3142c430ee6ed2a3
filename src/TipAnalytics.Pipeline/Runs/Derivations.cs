using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Derives observations and says where there is data, without a figure.</summary>
internal static class Derivations
{
    public static DeriveSummary Run(RunOptions options, OperationSetup setup, Vault vault, DateOnly asOf)
    {
        options.Say("derive", "models and indicators");
        var used = setup.Used(asOf);
        Derivation.Run(vault.Connection, used, asOf, cancel: options.Cancel);
        var spans = Spans(vault);
        return new DeriveSummary([.. setup.Indicators.Select(indicator =>
        {
            var span = spans.GetValueOrDefault(indicator.Id);
            return new DerivedIndicator(indicator.Id, indicator.Title, SourcePermissions.HasSource(used, indicator), span?.First, span?.Last);
        })]);
    }

    private static Dictionary<string, (Period First, Period Last)?> Spans(Vault vault) =>
        Sql.Read(
            vault.Connection, EmbeddedSql.Read(typeof(Derivations), "observation_spans.sql"),
            row => (Id: row.GetString(0), First: Month(row.GetFieldValue<DateOnly>(1)), Last: Month(row.GetFieldValue<DateOnly>(2))))
        .ToDictionary(row => row.Id, row => ((Period, Period)?)(row.First, row.Last), StringComparer.Ordinal);

    private static Period Month(DateOnly day) => Period.Containing(day, PeriodGrain.Month);
}
