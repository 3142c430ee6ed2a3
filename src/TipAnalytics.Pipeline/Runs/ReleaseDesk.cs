using System.Globalization;
using System.Text.Json;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Releases;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>What happens to a release after it was made: signed by different persons, published, withdrawn. Each step is an event in the vault; files beside the release follow from it.</summary>
/// <remarks>Every method verifies the chain of events and all signatures first, and throws <see cref="ReleaseBlockedException"/> where they are not right.</remarks>
public static class ReleaseDesk
{
    public static ReleaseList List(RunOptions options)
    {
        using var desk = Desk.Open(options);
        var known = desk.Chain.ReleaseIds.ToHashSet(StringComparer.Ordinal);
        return new(
            [.. desk.Chain.ReleaseIds.Select(id => ReleaseLine.Of(desk.Chain.Find(id)!, desk.Setup))],
            [.. ReleaseLedger.Ids(desk.Vault.Connection).Where(id => !known.Contains(id))]);
    }

    /// <param name="id">Null: the latest release that is not withdrawn.</param>
    public static ReleaseDetails Show(RunOptions options, string? id = null)
    {
        using var desk = Desk.Open(options);
        var standing = desk.Find(id);
        var faults = desk.FileFaults(standing);
        return new(
            ReleaseLine.Of(standing, desk.Setup), ReleaseFiles.Folder(desk.Folder, standing.Id), standing.Draft?.BundleSha256 ?? "", faults,
            [.. standing.Events.Select(line => new ReleaseHappening(line.Kind, line.At, line.Role, line.KeyId, standing.Signatures.Contains(line), Words(line)))],
            desk.Agreements(standing), standing.PolicyChanges, standing.Withdrawal is null && standing.Publication is null ? [.. desk.Missing(standing, faults)] : []);
    }

    /// <summary>Signs a draft. The same key twice is one signature.</summary>
    /// <exception cref="ReleaseBlockedException">The release is withdrawn, was changed or is not audited, or somebody of that role has signed it.</exception>
    public static ReleaseStep Approve(RunOptions options, Signer signer, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(signer);
        using var desk = Desk.Open(options);
        var standing = desk.Find(id);
        Desk.RequireOpen(standing, "approved");
        if (standing.Publication is not null)
            return desk.Done(standing, isNew: false);
        var faults = desk.FileFaults(standing);
        if (faults.Count > 0)
            throw new ReleaseBlockedException($"Nothing approved: {Desk.Changed(standing, faults)}");
        if (!standing.IsAudited)
            throw new ReleaseBlockedException($"Nothing approved: {Desk.NotAudited(standing)}");
        var (approver, key) = signer.Open(desk.Setup, desk.Day);
        using var opened = key;
        if (standing.Persons.Any(line => line.KeyId == approver.Id))
            return desk.Done(standing, isNew: false);
        if (standing.Persons.FirstOrDefault(line => Approvers.IsSameRole(line.Role, approver.Role)) is { } same)
        {
            throw new ReleaseBlockedException(
                $"Nothing approved: the {same.Role} has signed release {standing.Id} already, with the key {same.KeyId}{(same.Kind == ReleaseEvent.Draft ? ", as who made it" : "")}. "
                + "Names are kept nowhere, so two keys of one role are one person here: somebody of another role has to sign.");
        }

        var draft = standing.Draft!;
        desk.Chain.Add(desk.Vault.Connection, ReleaseEvent.Approved, standing.Id, desk.Now, draft.Audience, draft.BundleSha256, draft.ManifestSha256, new { }, approver.Role, key);
        return desk.Decide(standing.Id);
    }

    /// <summary>Publishes a release that enough different persons have signed, and whose providers agree.</summary>
    /// <exception cref="ReleaseBlockedException">Something is missing; all of it is said.</exception>
    public static ReleaseStep Publish(RunOptions options, string? id = null)
    {
        using var desk = Desk.Open(options);
        var standing = desk.Find(id);
        Desk.RequireOpen(standing, "published");
        if (standing.Publication is not null)
            return desk.Done(standing, isNew: false);
        var missing = desk.Missing(standing, desk.FileFaults(standing)).ToList();
        if (missing.Count > 0)
            throw new ReleaseBlockedException($"Release {standing.Id} is not published:\n{string.Join('\n', missing)}");
        var draft = standing.Draft!;
        desk.Chain.Add(desk.Vault.Connection, ReleaseEvent.Published, standing.Id, desk.Now, draft.Audience, draft.BundleSha256, draft.ManifestSha256, new { });
        return desk.Decide(standing.Id);
    }

    /// <summary>Withdraws a release, from any state. What it showed stays in the vault as shown: what was seen stays seen, and later releases are protected against it.</summary>
    /// <param name="by">Role, never a name.</param>
    /// <param name="replacedBy">The release that takes its place; null: none yet.</param>
    /// <exception cref="DefinitionException">Role or reason are empty or hold what may not be written down.</exception>
    public static ReleaseStep Withdraw(RunOptions options, string id, string by, string reason, string? replacedBy = null)
    {
        WrittenReason.Check(by, "--by");
        WrittenReason.Check(reason, "--reason");
        using var desk = Desk.Open(options);
        var standing = desk.Find(id);
        if (standing.Withdrawal is not null)
            return desk.Done(standing, isNew: false);
        if (replacedBy is not null && (desk.Find(replacedBy).Withdrawal is not null || replacedBy == id))
            throw new ReleaseBlockedException($"Release {replacedBy} is withdrawn too, so it cannot take the place of {id}. Nothing was changed.");
        var draft = standing.Draft;
        desk.Chain.Add(
            desk.Vault.Connection, ReleaseEvent.Withdrawn, standing.Id, desk.Now, draft?.Audience ?? "", draft?.BundleSha256 ?? "", draft?.ManifestSha256 ?? "",
            new WithdrawalDetail(OneLine(reason), replacedBy), OneLine(by));
        return desk.Decide(standing.Id);
    }

    /// <summary>Notes that an auditor found nothing in a release.</summary>
    /// <param name="bundleSha256">Of the bundle it looked at.</param>
    /// <param name="reportSha256">Of its report, which stays inside.</param>
    /// <exception cref="ReleaseBlockedException">It looked at other files than those that were drafted.</exception>
    public static ReleaseStep NoteAudit(RunOptions options, string id, string bundleSha256, string auditor, string reportSha256)
    {
        using var desk = Desk.Open(options);
        var standing = desk.Find(id);
        Desk.RequireOpen(standing, "audited");
        if (standing.Draft is not { } draft || draft.BundleSha256 != bundleSha256 || desk.FileFaults(standing).Count > 0)
            throw new ReleaseBlockedException($"The audit is not of release {standing.Id}: the files it looked at are not those that were drafted. Nothing was noted.");
        var detail = new AuditDetail(auditor, reportSha256);
        if (standing.Events.Any(line => line.Kind == ReleaseEvent.Audited && JsonSerializer.Deserialize<AuditDetail>(line.Detail, ReleaseJson.Inside) == detail))
            return desk.Done(standing, isNew: false);
        desk.Chain.Add(desk.Vault.Connection, ReleaseEvent.Audited, standing.Id, desk.Now, draft.Audience, draft.BundleSha256, draft.ManifestSha256, detail);
        return desk.Decide(standing.Id);
    }

    /// <summary>Reads back every release that is not withdrawn: chain, signatures and, file by file, whether it is what was drafted. A draft whose folder was
    /// removed is no fault; a published release that is gone is one.</summary>
    /// <param name="releaseId">Only this one; null: all.</param>
    /// <returns>One sentence a release that differs, with what to do.</returns>
    public static IReadOnlyList<string> ReadBack(RunOptions options, string? releaseId = null)
    {
        using var desk = Desk.Open(options);
        return [.. desk.Chain.ReleaseIds.Where(id => releaseId is null || id == releaseId).Select(id => desk.Chain.Find(id)!)
            .Where(standing => standing.Withdrawal is null && (standing.Publication is not null || Directory.Exists(ReleaseFiles.Folder(desk.Folder, standing.Id))))
            .Select(standing => (Standing: standing, Faults: desk.FileFaults(standing)))
            .Where(read => read.Faults.Count > 0)
            .Select(read => Desk.Sentence(Desk.Changed(read.Standing, read.Faults)))];
    }

    /// <summary>State of a release as the file beside it says, without opening the vault.</summary>
    /// <returns>draft, audited, approved, published, withdrawn; null where no file says it.</returns>
    public static string? StateBeside(string folder, string releaseId)
    {
        var path = ReleaseFiles.State(new OperationFolder(Path.GetFullPath(folder)), releaseId);
        return File.Exists(path) ? StateFile.Read(File.ReadAllBytes(path))?.State : null;
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Words(ReleaseEvent line) => line.Kind switch
    {
        ReleaseEvent.Audited => JsonSerializer.Deserialize<AuditDetail>(line.Detail, ReleaseJson.Inside)!.Auditor,
        ReleaseEvent.Withdrawn when JsonSerializer.Deserialize<WithdrawalDetail>(line.Detail, ReleaseJson.Inside) is { } why => why.Reason + (why.ReplacedBy is { } other ? $" (replaced by {other})" : ""),
        ReleaseEvent.Policy => string.Create(CultureInfo.InvariantCulture, $"{ReleasePolicy.ChangesOf(line).Count} rules"),
        ReleaseEvent.Draft when !line.IsSigned => "nobody signed for it",
        _ => "",
    };
}
