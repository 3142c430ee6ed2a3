using DuckDB.NET.Data;
using TipAnalytics.Pipeline;

namespace TipAnalytics.Audit.Ledger;

/// <summary>What others published on the same records, as the ledger keeps it.</summary>
/// <param name="Seq">First release that knew of it.</param>
/// <param name="IsSignal">True: count with the signal; false: the base.</param>
internal sealed record PublishedElsewhere(long Seq, string Source, string IndicatorId, string AreaCode, Period Period, string Split, string Category, bool IsSignal, long Low, long High)
{
    public string Name => $"{Source} on {AreaCode}, {Period}{(Split == "all" ? "" : $", {Split} {Category}")}, {(IsSignal ? "signal" : "base")}";

    /// <param name="last">Last release that is looked at.</param>
    public static ILookup<string, PublishedElsewhere> Read(DuckDBConnection vault, long last) => Query.Read(
        vault, "select release_seq, source, indicator_id, area_code, period, split, category, what, lo, hi from external_fact where release_seq <= $last order by all",
        row => new PublishedElsewhere(
            row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3),
            Period.TryParse(row.GetString(4), out var period) ? period : throw new AuditFailure("A1", row.GetString(1), "what others published stands under a period that is none.", "Restore the vault from a back-up.").ToException(),
            row.GetString(5), row.GetString(6), row.GetString(7) == "signal", row.GetInt64(8), row.GetInt64(9)),
        ("last", last)).ToLookup(fact => fact.IndicatorId, StringComparer.Ordinal);
}
