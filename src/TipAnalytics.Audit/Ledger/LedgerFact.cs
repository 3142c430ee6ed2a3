using TipAnalytics.Pipeline;

namespace TipAnalytics.Audit.Ledger;

/// <summary>One release as the vault notes it.</summary>
/// <param name="Seq">1, 2, 3 …</param>
/// <param name="RevisionReason">Null: no declared revision.</param>
internal sealed record LedgerRelease(long Seq, string Id, DateOnly AsOf, string? RevisionReason);

/// <summary>One statement that left the building.</summary>
/// <param name="What">signal and base (exact counts, never printed); share or weighted_share, interval (per cent), base_band, level, level_parts; withheld, no_data, not_assessed, left_out.</param>
/// <param name="High">Null: open.</param>
internal sealed record LedgerFact(
    long Seq, string IndicatorId, string DefinitionHash, string AreaCode, Period Period, string Split, string Category, string What, double? Low, double? High)
{
    public string FigureId => Split == "all" ? $"{IndicatorId}:{AreaCode}:{Period}:all" : $"{IndicatorId}:{AreaCode}:{Period}:{Split}={Category}";
}

/// <summary>What the ledger says of one figure as of one release.</summary>
/// <param name="Seq">Release that said it first.</param>
internal sealed record LedgerFigure(
    string FigureId, long Seq, string IndicatorId, string DefinitionHash, string AreaCode, Period Period, string Split, string Category, IReadOnlyList<LedgerFact> Facts)
{
    public LedgerFact? Of(string what) => Facts.FirstOrDefault(fact => fact.What == what);

    public LedgerFact? Share => Of("share") ?? Of("weighted_share");

    /// <summary>Counts the release rests on; null where none are.</summary>
    public (long Signal, long Base)? Counts => Of("signal") is { Low: { } signal } && Of("base") is { Low: { } total } ? ((long)signal, (long)total) : null;

    /// <summary>As in the tables of a release: shown, level, hidden, no_data, not_assessed; left_out, which stands in no table.</summary>
    public string State => Share is not null ? "shown" : Of("level") is not null ? "level" : Facts.Select(fact => fact.What).FirstOrDefault(what => what is "no_data" or "not_assessed" or "left_out") ?? "hidden";
}
