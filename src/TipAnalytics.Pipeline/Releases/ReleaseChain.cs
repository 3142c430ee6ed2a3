using System.Text.Json;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>The events of all releases, in the vault: only ever added to, each with the hash of the one before it. Whoever reads it has it verified.</summary>
internal sealed class ReleaseChain
{
    private static readonly string Beginning = new('0', 64);

    private readonly List<ReleaseEvent> events;
    private readonly IReadOnlyList<ApproverDefinition> approvers;

    private ReleaseChain(List<ReleaseEvent> events, IReadOnlyList<ApproverDefinition> approvers) => (this.events, this.approvers) = (events, approvers);

    /// <summary>In the order they were written.</summary>
    public IReadOnlyList<ReleaseEvent> Events => events;

    /// <summary>Ids of releases, oldest first.</summary>
    public IEnumerable<string> ReleaseIds => events.Select(line => line.ReleaseId).Distinct();

    /// <exception cref="ReleaseBlockedException">An event was changed, taken out or put in, or a signature is not right.</exception>
    public static ReleaseChain Read(DuckDBConnection vault, IReadOnlyList<ApproverDefinition> approvers)
    {
        var events = Sql.Read(vault, EmbeddedSql.Read(typeof(ReleaseChain), "release_events.sql"), row => new ReleaseEvent(
            row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8), row.GetString(9),
            row.GetString(10), row.GetString(11), row.GetString(12)));
        var previous = Beginning;
        for (var at = 0; at < events.Count; at++)
        {
            var line = events[at];
            if (line.Seq != at + 1 || line.PreviousSha256 != previous || line.Sha256 != line.Hash())
                throw new ReleaseBlockedException(FormattableString.Invariant($"The chain of release events is broken at event {at + 1}: it was changed, or one before it was taken out. Nothing is approved or published on it. Restore the vault from a back-up."));
            previous = line.Sha256;
        }

        var chain = new ReleaseChain([.. events], approvers);
        foreach (var line in events.Where(line => line.IsSigned && chain.KeyOf(line) is { } key && !key.Verifies(line.SignedText, line.Signature)))
            throw new ReleaseBlockedException(FormattableString.Invariant($"Release {line.ReleaseId}: the signature of {line.Role} (key {line.KeyId}, event {line.Seq}) is not of that key. Nothing is approved or published on it. Restore the vault from a back-up."));
        return chain;
    }

    /// <returns>Null for a release of which there is no event.</returns>
    public ReleaseStanding? Find(string releaseId) =>
        events.Where(line => line.ReleaseId == releaseId).ToList() is { Count: > 0 } own ? new(releaseId, own, [.. own.Where(IsCounted)]) : null;

    /// <summary>Adds an event. Lasts from the next commit of the vault on.</summary>
    /// <param name="sign">Null: nobody signs.</param>
    public ReleaseEvent Add(
        DuckDBConnection vault, string kind, string releaseId, DateTimeOffset at, string audience, string bundle, string manifest, object detail, string role = "", SigningKey? sign = null)
    {
        var line = new ReleaseEvent(
            events.Count + 1, releaseId, kind, at.UtcDateTime.ToString(ReleaseEvent.TimeFormat, System.Globalization.CultureInfo.InvariantCulture), role, sign?.Public.Id ?? "", audience, bundle, manifest,
            JsonSerializer.Serialize(detail, ReleaseJson.Inside), "", events.Count > 0 ? events[^1].Sha256 : Beginning, "");
        if (sign is not null)
            line = line with { Signature = sign.Sign(line.SignedText) };
        line = line with { Sha256 = line.Hash() };
        Sql.Append(vault, "release_event", [[
            line.Seq, line.ReleaseId, line.Kind, line.At, line.Role, line.KeyId, line.Audience, line.BundleSha256, line.ManifestSha256, line.Detail, line.Signature, line.PreviousSha256, line.Sha256]]);
        events.Add(line);
        return line;
    }

    private ApproverKey? KeyOf(ReleaseEvent line) => Approver(line)?.Key;

    private ApproverDefinition? Approver(ReleaseEvent line) => approvers.FirstOrDefault(approver => approver.Id == line.KeyId);

    /// <summary>A signature that stands for a person: of a key that is there, reviewed, and was in use.</summary>
    private bool IsCounted(ReleaseEvent line) =>
        line.IsSigned && Approver(line) is { Reviewed: not null } approver
        && !(approver.Ended is { } ended && string.CompareOrdinal(line.At[..10], ended.On.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)) >= 0);
}
