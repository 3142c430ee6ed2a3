using DuckDB.NET.Data;
using TipAnalytics.Pipeline;

namespace TipAnalytics.Audit.Ledger;

/// <summary>The facts of all releases, read by the auditor's own statement.</summary>
internal sealed class FactLedger
{
    private readonly ILookup<string, LedgerFact> byFigure;
    private readonly IReadOnlyList<(long Seq, DateOnly On)> onsets;

    private FactLedger(IReadOnlyList<LedgerRelease> releases, IReadOnlyList<LedgerFact> facts, IReadOnlyList<(long Seq, DateOnly On)> onsets)
    {
        (Releases, Facts, this.onsets) = (releases, facts, onsets);
        byFigure = facts.ToLookup(fact => fact.FigureId, StringComparer.Ordinal);
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<LedgerRelease> Releases { get; }

    /// <summary>In the order they were written.</summary>
    public IReadOnlyList<LedgerFact> Facts { get; }

    public static FactLedger Of(IReadOnlyList<LedgerRelease> releases, IReadOnlyList<LedgerFact> facts) => new(releases, facts, []);

    /// <summary>Days that releases before one were made as of, and their onsets: what a later release may say of them.</summary>
    public IReadOnlyList<DateOnly> DaysBefore(long seq) => [.. Releases.Where(release => release.Seq < seq).Select(release => release.AsOf), .. onsets.Where(onset => onset.Seq < seq).Select(onset => onset.On)];

    /// <exception cref="ReleaseBlockedException">A fact without a release, a release out of order, a period that is none: the ledger was tampered with.</exception>
    public static FactLedger Read(DuckDBConnection vault)
    {
        var releases = Query.Read(
            vault, "select seq, release_id, as_of, revision_reason from release order by seq",
            row => new LedgerRelease(row.GetInt64(0), row.GetString(1), row.GetFieldValue<DateOnly>(2), row.IsDBNull(3) ? null : row.GetString(3)));
        for (var at = 0; at < releases.Count; at++)
        {
            if (releases[at].Seq != at + 1)
                throw Tampered($"release {releases[at].Id}", "its number does not follow the one before.");
        }

        var facts = Query.Read(vault, EmbeddedSql.Read(typeof(FactLedger), "ledger_facts.sql"), Fact);
        if (facts.FirstOrDefault(fact => fact.Seq < 1 || fact.Seq > releases.Count) is { } alone)
            throw Tampered(alone.FigureId, "a fact stands under a release that is not in the ledger.");
        return new(releases, facts, Query.Read(vault, "select release_seq, onset_on from release_onset order by all", row => (row.GetInt64(0), row.GetFieldValue<DateOnly>(1))));
    }

    /// <summary>Every figure as it stood after a release, by id.</summary>
    public IReadOnlyDictionary<string, LedgerFigure> At(long seq) => byFigure
        .Select(facts => (facts.Key, Last: facts.Where(fact => fact.Seq <= seq).Select(fact => fact.Seq).DefaultIfEmpty(0).Max(), Facts: facts))
        .Where(figure => figure.Last > 0)
        .ToDictionary(figure => figure.Key, figure => Figure(figure.Key, figure.Last, [.. figure.Facts.Where(fact => fact.Seq == figure.Last)]), StringComparer.Ordinal);

    private static LedgerFigure Figure(string id, long seq, IReadOnlyList<LedgerFact> facts) =>
        new(id, seq, facts[0].IndicatorId, facts[0].DefinitionHash, facts[0].AreaCode, facts[0].Period, facts[0].Split, facts[0].Category, facts);

    private static LedgerFact Fact(DuckDBDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3),
        Period.TryParse(row.GetString(4), out var period) ? period : throw Tampered(row.GetString(1), "a fact stands under a period that is none."),
        row.GetString(5), row.GetString(6), row.GetString(7), row.IsDBNull(8) ? null : row.GetDouble(8), row.IsDBNull(9) ? null : row.GetDouble(9));

    private static ReleaseBlockedException Tampered(string where, string what) =>
        new AuditFailure("A1", where, what, "The ledger is only ever added to: restore the vault from a back-up.").ToException();
}
