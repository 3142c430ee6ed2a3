using DuckDB.NET.Data;
using TipAnalytics.Audit.Ledger;
using TipAnalytics.Audit.Recount;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Joint;

/// <summary>Own counts as the releases of a ledger saw the records, each worked out once and when it is asked for.</summary>
/// <param name="last">Release up to which is looked.</param>
internal sealed class LedgerCounts(DuckDBConnection vault, OperationSetup setup, FactLedger ledger, LedgerRelease last)
{
    private readonly Dictionary<(DateOnly AsOf, DateOnly? SeenOn), OperationCount> known = [];

    /// <summary>As reports see the records now; of a release that is not the last, as it saw them.</summary>
    public OperationCount Now => last.Seq == ledger.Releases.Count ? Count(last, null) : Then(last.Seq);

    /// <summary>As the release of a number saw the records.</summary>
    public OperationCount Then(long seq) => Count(ledger.Releases[(int)seq - 1], ledger.Releases[(int)seq - 1].AsOf);

    /// <summary>Statements of all releases, by share indicator.</summary>
    public IReadOnlyList<IndicatorKnowledge> Knowledge()
    {
        // A revision begins a stretch; the last release before it ends one.
        var ends = ledger.Releases.Where(release => release.Seq <= last.Seq && (release.Seq == last.Seq || ledger.Releases[(int)release.Seq].RevisionReason is not null)).ToList();
        var stretches = ends.ConvertAll(end => (
            Counts: end.Seq == last.Seq ? Now : Then(end.Seq),
            Figures: ledger.At(end.Seq).Values.OrderBy(figure => figure.FigureId, StringComparer.Ordinal).ToLookup(figure => figure.IndicatorId, StringComparer.Ordinal),
            First: ledger.Releases.Where(release => release.Seq <= end.Seq && (release.Seq == 1 || release.RevisionReason is not null)).Max(release => release.Seq)));
        var stored = StoredCertificate.Read(vault, last.Seq);
        var vintages = (
            from id in stretches[^1].Counts.Shares.Keys.Order(StringComparer.Ordinal)
            let own = stretches.Where(stretch => stretch.Counts.Shares.ContainsKey(id)).Select(stretch => new Vintage(stretch.Counts.Shares[id], [.. stretch.Figures[id]], stretch.First)).ToList()
            where own.Exists(vintage => vintage.Figures.Count > 0)
            select (Id: id, Own: own)).ToList();
        return [.. vintages.AsParallel().AsOrdered().Select(indicator => new KnowledgeBuilder(setup, indicator.Own, stored[indicator.Id]).Build())];
    }

    private OperationCount Count(LedgerRelease release, DateOnly? seenOn)
    {
        if (!known.TryGetValue((release.AsOf, seenOn), out var counts))
            known[(release.AsOf, seenOn)] = counts = OperationCount.Read(vault, setup, [.. ledger.At(last.Seq).Values], release.AsOf, seenOn);
        return counts;
    }
}
