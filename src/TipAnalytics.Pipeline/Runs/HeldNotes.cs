using System.Globalization;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Keeps the note of held files over the runs: what this run held, and what was named by hand before and has had no better file since.</summary>
internal static class HeldNotes
{
    /// <param name="sources">Sources this ingest looked at.</param>
    /// <param name="byHand">Files were named; otherwise all that waits was looked at, and a file that is not held now waits no longer.</param>
    /// <returns>True when the note has changed, and what is still held from before, one message each.</returns>
    public static (bool HasChanged, IReadOnlyList<string> Remembered) Update(
        Vault vault, IReadOnlyCollection<string> sources, IReadOnlyList<BatchSummary> batches, bool byHand, DateOnly asOf)
    {
        var before = HeldFile.Read(vault.Connection);
        var took = batches.Where(batch => batch.Held is null && !batch.AlreadyTaken).Select(batch => batch.SourceId).ToHashSet(StringComparer.Ordinal);
        var now = batches.Where(batch => batch.HeldCause is not null).Select(batch => new HeldFile(
            batch.SourceId, batch.FileHash, Since(before, batch) ?? asOf, batch.HeldCause!.Value, batch.HeldSubjects, !byHand)).ToList();
        var kept = before
            .Where(old => now.TrueForAll(held => (held.SourceId, held.FileHash) != (old.SourceId, old.FileHash)))
            .Where(old => old.InInbox ? byHand || !sources.Contains(old.SourceId) : !took.Contains(old.SourceId))
            .ToList();
        List<HeldFile> after = [.. now.Concat(kept).DistinctBy(held => (held.SourceId, held.FileHash)).OrderBy(held => held.SourceId, StringComparer.Ordinal).ThenBy(held => held.Since).ThenBy(held => held.FileHash, StringComparer.Ordinal)];
        var hasChanged = after.Count != before.Count || after.Zip(before).Any(pair => !pair.First.IsSame(pair.Second));
        if (hasChanged)
            HeldFile.Replace(vault.Connection, after);
        return (hasChanged, [.. kept.Where(old => sources.Contains(old.SourceId)).Select(Words)]);
    }

    private static DateOnly? Since(IEnumerable<HeldFile> before, BatchSummary batch) =>
        before.FirstOrDefault(old => old.SourceId == batch.SourceId && old.FileHash == batch.FileHash)?.Since;

    private static string Words(HeldFile held)
    {
        var why = held.Cause switch
        {
            HoldCause.ColumnsGone => $"columns that are needed are missing: {string.Join(", ", held.Subjects.Select(name => $"\"{name}\""))}",
            HoldCause.ValuesEmptied => $"values are not understood in {string.Join(", ", held.Subjects)}",
            _ => "too many rows were rejected",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{held.Label}: held since {held.Since:yyyy-MM-dd} ({held.SourceId}; {why}). The data taken before keep serving.");
    }
}
