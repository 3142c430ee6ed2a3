using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>The events of a release that is made: changed rules, the draft, its audit. They come into the vault with its facts.</summary>
internal static class Drafting
{
    /// <exception cref="ReleaseBlockedException">The same data and definitions gave a release that was withdrawn.</exception>
    public static void RequireNotWithdrawn(ReleaseChain chain, string releaseId)
    {
        if (chain.Find(releaseId) is { Withdrawal: { } withdrawal, WhyWithdrawn: { } why })
            throw new ReleaseBlockedException($"Nothing released: the same data and definitions give release {releaseId} again, which was withdrawn on {withdrawal.At[..10]} by the {withdrawal.Role} ({why.Reason.TrimEnd('.')}). Correct what led to it; then a new release can be made.");
    }

    /// <summary>Notes the rules that changed since the last draft: the audit of this one judges each release by the rules it was made under.</summary>
    /// <param name="bundle">As read back from the disk.</param>
    public static void NoteRules(ReleaseChain chain, OperationSetup whole, Vault vault, ReleaseContent content, Bundle bundle, DateTimeOffset now)
    {
        var head = content.Header;
        if (chain.Find(head.Id)?.Draft is null && ReleasePolicy.Changes(chain, ReleasePolicy.Of(whole.Used(head.AsOf))) is { Count: > 0 } changes)
            chain.Add(vault.Connection, ReleaseEvent.Policy, head.Id, now, head.AudienceClass, bundle.Sha256, bundle.ManifestSha256, changes);
    }

    /// <param name="bundle">As read back from the disk.</param>
    /// <param name="audited">Null: nobody has looked through it yet.</param>
    /// <param name="sign">Who makes the draft; null: nobody signs for it.</param>
    /// <returns>False when all of it was noted before.</returns>
    public static bool Note(
        ReleaseChain chain, OperationSetup whole, Vault vault, ReleaseContent content, Bundle bundle, AuditDetail? audited, DateTimeOffset now,
        (ApproverDefinition Approver, SigningKey Key)? sign)
    {
        var (id, audience, asOf) = (content.Header.Id, content.Header.AudienceClass, content.Header.AsOf);
        var (setup, before) = (whole.Used(asOf), chain.Events.Count);
        var standing = chain.Find(id);
        if (standing?.Draft is null || (sign is { } signer && standing.Events.All(line => line.KeyId != signer.Key.Public.Id)))
        {
            var detail = new DraftDetail(asOf, [.. setup.Sources.Select(source => source.Id).Order(StringComparer.Ordinal)], setup.Operation.Persons(audience));
            chain.Add(vault.Connection, ReleaseEvent.Draft, id, now, audience, bundle.Sha256, bundle.ManifestSha256, detail, sign?.Approver.Role ?? "", sign?.Key);
        }

        if (audited is not null && bundle.Faults.Count == 0 && chain.Find(id) is { IsAudited: false })
            chain.Add(vault.Connection, ReleaseEvent.Audited, id, now, audience, bundle.Sha256, bundle.ManifestSha256, audited);
        return chain.Events.Count > before;
    }
}
