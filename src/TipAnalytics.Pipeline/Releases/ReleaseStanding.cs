using System.Text.Json;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>Where a release stands, from its events.</summary>
/// <param name="Signatures">Events whose signature counts for a person, oldest first.</param>
internal sealed record ReleaseStanding(string Id, IReadOnlyList<ReleaseEvent> Events, IReadOnlyList<ReleaseEvent> Signatures)
{
    /// <summary>The draft: what is audited, signed and published.</summary>
    public ReleaseEvent? Draft => Events.FirstOrDefault(line => line.Kind == ReleaseEvent.Draft);

    public DraftDetail? Made => Draft is { } draft ? JsonSerializer.Deserialize<DraftDetail>(draft.Detail, ReleaseJson.Inside) : null;

    public ReleaseEvent? Withdrawal => Last(ReleaseEvent.Withdrawn);

    public WithdrawalDetail? WhyWithdrawn => Withdrawal is { } line ? JsonSerializer.Deserialize<WithdrawalDetail>(line.Detail, ReleaseJson.Inside) : null;

    public ReleaseEvent? Publication => Last(ReleaseEvent.Published);

    public bool IsAudited => Events.Any(line => line.Kind == ReleaseEvent.Audited && IsOfDraft(line));

    /// <summary>Different persons who signed the draft. A role that signs twice, with whatever keys, is one: names are kept nowhere, so nobody could tell two persons of one role apart.</summary>
    public IReadOnlyList<ReleaseEvent> Persons =>
        [.. Signatures.Where(line => IsOfDraft(line)).DistinctBy(line => line.KeyId).DistinctBy(line => line.Role.Trim().ToUpperInvariant())];

    /// <param name="asked">Persons that the operation asks for today.</param>
    /// <returns>What the draft was made under holds where it asked for more: a looser rule is for later drafts.</returns>
    public int Needed(int asked) => Math.Max(asked, Made?.Persons ?? 0);

    /// <returns>draft, audited, approved, published, withdrawn.</returns>
    public string State(int asked) =>
        Withdrawal is not null ? ReleaseEvent.Withdrawn
        : Publication is not null ? ReleaseEvent.Published
        : !IsAudited ? ReleaseEvent.Draft
        : Needed(asked) > 1 && Persons.Count >= Needed(asked) ? ReleaseEvent.Approved
        : ReleaseEvent.Audited;

    /// <summary>What changed in the rules with this release.</summary>
    public IReadOnlyList<PolicyChange> PolicyChanges => [.. Events.Where(line => line.Kind == ReleaseEvent.Policy).SelectMany(ReleasePolicy.ChangesOf)];

    private bool IsOfDraft(ReleaseEvent line) => Draft is { } draft && line.BundleSha256 == draft.BundleSha256 && line.ManifestSha256 == draft.ManifestSha256 && line.Audience == draft.Audience;

    private ReleaseEvent? Last(string kind) => Events.LastOrDefault(line => line.Kind == kind);
}
