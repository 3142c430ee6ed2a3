using DuckDB.NET.Data;
using TipAnalytics.Audit.Ledger;
using TipAnalytics.Audit.Recount;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Joint;

/// <summary>Own counts as the releases of a ledger saw the records, each worked out once and when it is asked for.</summary>
/// <param name="last">Release up to which is looked.</param>
internal sealed class LedgerCounts(DuckDBConnection vault, OperationSetup setup, FactLedger ledger, LedgerThresholds thresholds, LedgerRelease last)
{
    private readonly Dictionary<(long Seq, bool IsNow), OperationCount> known = [];

    /// <summary>Counts kept for periods whose records are gone.</summary>
    public KeptCounts Kept { get; } = KeptCounts.Read(vault);

    /// <summary>As reports see the records now; of a release that is not the last, as it saw them.</summary>
    public OperationCount Now => last.Seq == ledger.Releases.Count ? Count(last, isNow: true) : Then(last.Seq);

    /// <summary>As the release of a number saw the records.</summary>
    public OperationCount Then(long seq) => Count(ledger.Releases[(int)seq - 1], isNow: false);

    /// <summary>Threshold of a stream at the last release.</summary>
    public int Threshold(string stream) => Threshold(last.Seq, stream);

    private int Threshold(long seq, string stream) => thresholds.At(seq, stream) ?? setup.Threshold(stream);

    /// <summary>Statements of all releases, by share indicator.</summary>
    public IReadOnlyList<IndicatorKnowledge> Knowledge()
    {
        // A revision begins a stretch; the last release before it ends one. Where a part of a period was erased, it is counted anew without being declared.
        var revisions = ledger.Releases.Where(release => release.RevisionReason is not null || Kept.Restates(release.Seq)).Select(release => release.Seq).ToHashSet();
        var ends = ledger.Releases.Where(release => release.Seq <= last.Seq && (release.Seq == last.Seq || revisions.Contains(release.Seq + 1))).ToList();
        var stretches = ends.ConvertAll(end => (
            Counts: end.Seq == last.Seq ? Now : Then(end.Seq),
            Figures: ledger.At(end.Seq).Values.OrderBy(figure => figure.FigureId, StringComparer.Ordinal).ToLookup(figure => figure.IndicatorId, StringComparer.Ordinal),
            First: ledger.Releases.Where(release => release.Seq <= end.Seq && (release.Seq == 1 || revisions.Contains(release.Seq))).Max(release => release.Seq)));
        var (stored, external) = (StoredCertificate.Read(vault, last.Seq), PublishedElsewhere.Read(vault, last.Seq));
        var vintages = (
            from id in stretches[^1].Counts.Shares.Keys.Order(StringComparer.Ordinal)
            let own = stretches.Where(stretch => stretch.Counts.Shares.ContainsKey(id)).Select(stretch => new Vintage(stretch.Counts.Shares[id], [.. stretch.Figures[id]], stretch.First)).ToList()
            where own.Exists(vintage => vintage.Figures.Count > 0)
            select (Id: id, Own: own)).ToList();
        return [.. vintages.AsParallel().AsOrdered().Select(indicator => new KnowledgeBuilder(
            setup, indicator.Own, stored[indicator.Id], external[indicator.Id], [.. Enumerable.Range(1, (int)last.Seq).Select(seq => Threshold(seq, indicator.Own[^1].Counts.Stream.Id))]).Build())];
    }

    /// <remarks>What the last release says is counted from records alone, even where it kept its own counts.</remarks>
    private OperationCount Count(LedgerRelease release, bool isNow)
    {
        if (!known.TryGetValue((release.Seq, isNow), out var counts))
            known[(release.Seq, isNow)] = counts = OperationCount.Read(vault, setup, [.. ledger.At(last.Seq).Values], release.AsOf, isNow ? null : release.AsOf, Kept, isNow ? release.Seq - 1 : release.Seq);
        return counts;
    }
}
