using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Releases;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>A release in a list.</summary>
/// <param name="State">draft, audited, approved, published, withdrawn.</param>
/// <param name="AudienceTitle"><paramref name="Audience"/> in words.</param>
/// <param name="PersonsNeeded">Different persons who have to sign before it is published; 1: whoever makes it, without a signature.</param>
/// <param name="SignedBy">Roles of those who signed.</param>
public sealed record ReleaseLine(string Id, string State, string Audience, string AudienceTitle, DateOnly? AsOf, int PersonsNeeded, IReadOnlyList<string> SignedBy)
{
    internal static ReleaseLine Of(ReleaseStanding standing, OperationSetup setup)
    {
        var audience = standing.Draft?.Audience ?? "";
        var asked = setup.Operation.Persons(audience);
        return new(
            standing.Id, standing.State(asked), audience, Audiences.Titles.GetValueOrDefault(audience, audience), standing.Made?.AsOf, standing.Needed(asked), [.. standing.Persons.Select(line => line.Role)]);
    }
}

/// <summary>All releases, oldest first.</summary>
/// <param name="Unrecorded">Ids of releases of earlier versions of the program, which kept no state.</param>
public sealed record ReleaseList(IReadOnlyList<ReleaseLine> Releases, IReadOnlyList<string> Unrecorded);

/// <summary>Everything about one release.</summary>
/// <param name="BundleSha256">What is signed.</param>
/// <param name="FileFaults">One sentence a file that is not as it was drafted; empty: all are.</param>
/// <param name="Agreements">Of the providers whose protocol asks for one, for its audience.</param>
/// <param name="PolicyChanges">Rules that changed with this release; at the first release all of them.</param>
/// <param name="Missing">What stands in the way of publication, one sentence each; empty: nothing, or it is published or withdrawn.</param>
public sealed record ReleaseDetails(
    ReleaseLine Release, string Folder, string BundleSha256, IReadOnlyList<string> FileFaults, IReadOnlyList<ReleaseHappening> Events, IReadOnlyList<ProviderAgreement> Agreements,
    IReadOnlyList<PolicyChange> PolicyChanges, IReadOnlyList<string> Missing)
{
    /// <summary>0, or 12 when files differ from what was drafted.</summary>
    public int ExitCode => FileFaults.Count > 0 ? 12 : 0;
}

/// <param name="Role">Of who signed or withdrew; empty: nobody did.</param>
/// <param name="Counts">The signature counts for a person: the key is in <c>approvers/</c>, reviewed, and was in use.</param>
public sealed record ReleaseHappening(string Kind, string At, string Role, string KeyId, bool Counts, string Detail);

/// <param name="Until">Last day of an agreement that holds; null: without end, or none holds.</param>
public sealed record ProviderAgreement(string SourceId, string Provider, bool Holds, DateOnly? Until);

/// <summary>What a step did.</summary>
/// <param name="IsNew">False: it had been done before, and nothing was changed.</param>
/// <param name="Files">Written beside the release, absolute.</param>
public sealed record ReleaseStep(ReleaseLine Release, bool IsNew, IReadOnlyList<string> Files);
