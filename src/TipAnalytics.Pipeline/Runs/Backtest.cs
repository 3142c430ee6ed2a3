using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>How the history is replayed.</summary>
public enum ArrivalOrder
{
    /// <summary>Each day sees the records that had been taken by then, those of released months as they were released.</summary>
    Ingest,

    /// <summary>As if every month had been complete when it closed; for an operation that began with a history taken at once.</summary>
    Month,
}

/// <summary>What a backtest found.</summary>
/// <param name="Days">Days on which a release would have been made, oldest first.</param>
/// <param name="ArrivalDays">How many different days files were taken on; 1 with <see cref="ArrivalOrder.Ingest"/> means that there is no history to replay.</param>
/// <param name="Findings">Rises and falls said on any of the days, for the country and admin 1, by indicator and area.</param>
public sealed record BacktestSummary(ArrivalOrder By, IReadOnlyList<DateOnly> Days, int ArrivalDays, IReadOnlyList<BacktestFinding> Findings);

/// <summary>One finding over time.</summary>
/// <param name="FirstSaid">Day it would first have been said on.</param>
/// <param name="FirstStatus">What would have been said.</param>
/// <param name="Statuses">What each day would have said, in the order of the days.</param>
/// <param name="Stood">The last day still says the same direction, and no day after the first said otherwise.</param>
public sealed record BacktestFinding(string IndicatorId, string AreaCode, DateOnly FirstSaid, TrendStatus FirstStatus, IReadOnlyList<TrendStatus> Statuses, bool Stood);

/// <summary>Replays the history through the same derivation, disclosure control and tests. The vault is only read: nothing of it is committed.</summary>
/// <remarks>A day sees of a released month what reports of that day rested on: a late or corrected record from its revision on, before it the record as it was.
/// Of a record that was corrected before any release rested on it the earlier version is gone, and a day sees it as it is now.</remarks>
internal static class Backtest
{
    public static BacktestSummary Run(RunOptions options, OperationSetup setup, Vault vault, DateOnly asOf, ArrivalOrder by)
    {
        var days = Days(setup.Operation, asOf);
        var histories = new Dictionary<string, IndicatorHistory>(StringComparer.Ordinal);
        Sql.Run(vault.Connection, EmbeddedSql.Read(typeof(Backtest), "panel_of_backtest.sql"));
        var told = new SortedDictionary<(string Indicator, string Area), TrendStatus?[]>();
        for (var i = 0; i < days.Count; i++)
        {
            options.Say("backtest", $"as of {days[i]:yyyy-MM-dd}", (double)i / days.Count);
            foreach (var finding in FindingsOn(options, setup, vault, days[i], by, histories, i + 1).Where(finding => finding.AreaLevel <= 1))
            {
                if (!told.TryGetValue((finding.IndicatorId, finding.AreaCode), out var statuses))
                    told[(finding.IndicatorId, finding.AreaCode)] = statuses = new TrendStatus?[days.Count];
                statuses[i] = finding.Status;
            }
        }

        Sql.Run(vault.Connection, "drop table temp.panel_member");
        var arrivals = Sql.Read(vault.Connection, "select distinct ingested_on from batch order by ingested_on", row => row.GetFieldValue<DateOnly>(0));
        return new(by, days, arrivals.Count, [.. told.Where(pair => pair.Value.Any(status => Direction(status) != 0)).Select(pair => Of(pair.Key, pair.Value, days))]);
    }

    /// <summary>The day each quarter since the onset closed, and the day itself.</summary>
    private static List<DateOnly> Days(OperationDefinition operation, DateOnly asOf)
    {
        var days = new List<DateOnly>();
        for (var quarter = Period.Containing(operation.CrisisOnset.Date, PeriodGrain.Quarter); ; quarter = quarter with { Index = quarter.Index + 1 })
        {
            var closes = quarter.End.AddDays(operation.CloseAfterDays);
            if (closes >= asOf)
                break;
            days.Add(closes);
        }

        days.Add(asOf);
        return days;
    }

    /// <summary>Each day is protected together with those before it, as releases are.</summary>
    private static IReadOnlyList<Finding> FindingsOn(
        RunOptions options, OperationSetup setup, Vault vault, DateOnly day, ArrivalOrder by, Dictionary<string, IndicatorHistory> histories, long seq)
    {
        Derivation.Run(vault.Connection, setup, day, seenOn: by == ArrivalOrder.Ingest ? day : null, cancel: options.Cancel);
        var known = new ReleaseAssembly.Known(new(setup.Areas), indicator => histories.GetValueOrDefault(indicator, IndicatorHistory.None));
        var (tables, results) = ReleaseAssembly.Tables(options with { Progress = null }, setup, vault, day, known);
        foreach (var result in results)
            histories[result.Table.IndicatorId] = histories.GetValueOrDefault(result.Table.IndicatorId, IndicatorHistory.None).After(result, seq);
        Sql.Run(vault.Connection, EmbeddedSql.Read(typeof(ReleaseLedger), "keep_panel.sql"), ("release", "backtest"));
        return TrendAnalysis.Analyse(ReleaseAssembly.Readable(setup, vault, tables), ReleaseAssembly.Context(setup, vault, day, ReleaseAssembly.Breaks(setup, vault, day))).Findings;
    }

    private static BacktestFinding Of((string Indicator, string Area) key, TrendStatus?[] statuses, List<DateOnly> days)
    {
        var first = Array.FindIndex(statuses, status => Direction(status) != 0);
        var direction = Direction(statuses[first]);
        return new(
            key.Indicator, key.Area, days[first], statuses[first]!.Value, [.. statuses.Select(status => status ?? TrendStatus.InsufficientData)],
            statuses.Skip(first).All(status => Direction(status) == direction));
    }

    private static int Direction(TrendStatus? status) => status switch
    {
        TrendStatus.RisingClear or TrendStatus.RisingProbable => 1,
        TrendStatus.FallingClear or TrendStatus.FallingProbable => -1,
        _ => 0,
    };
}
