using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Checks a release folder as a recipient has it: with its approval file and the public keys, without vault or operation.</summary>
public static class ReleaseVerification
{
    /// <param name="folder">The release folder.</param>
    /// <param name="keyFiles">Public keys (PEM), got from the operation by another way than the release.</param>
    /// <param name="approvalFile">Null: the one beside the folder.</param>
    /// <exception cref="MachineException">A file is missing, cannot be read or is no public key.</exception>
    /// <exception cref="ReleaseBlockedException">The files are not those that were signed, a signature is not of its key, one of the keys signed nothing, or the release is a draft or withdrawn.</exception>
    public static VerifiedRelease Verify(string folder, IReadOnlyList<string> keyFiles, string? approvalFile = null)
    {
        ArgumentNullException.ThrowIfNull(keyFiles);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var bundle = Bundle.Read(root) ?? throw new MachineException($"{folder}: no release here (no manifest.json that can be read). Give the folder of a release.");
        var approval = Approval(approvalFile ?? root + ApprovalFile.Ending);
        var keys = keyFiles.Select(Key).DistinctBy(key => key.Id).ToList();

        var faults = new List<string>(bundle.Faults.Select(fault => $"{fault}."));
        if (bundle.Manifest.ReleaseId != approval.ReleaseId)
            faults.Add($"The approval is of release {approval.ReleaseId}, the folder is release {bundle.Manifest.ReleaseId}.");
        else if (bundle.Sha256 != approval.BundleSha256 || bundle.ManifestSha256 != approval.ManifestSha256)
            faults.Add("The files are not those that were signed.");
        if (bundle.Manifest.AudienceClass != approval.Audience)
            faults.Add($"It was signed for «{Title(approval.Audience)}», and says that it is for «{Title(bundle.Manifest.AudienceClass)}».");
        if (!approval.IsOneLineEach())
            faults.Add("The approval file was made up: it holds line breaks where none can be.");
        foreach (var key in keys)
        {
            var own = approval.Signatures.Where(signature => signature.KeyId == key.Id).ToList();
            if (own.Count == 0)
                faults.Add($"The key {key.Id} signed nothing here.");
            else if (!own.TrueForAll(signature => key.Verifies(approval.SignedText(signature), signature.Signature)))
                faults.Add($"The signature of {own[0].Role} is not of the key {key.Id}, or not for this release.");
        }

        foreach (var (mark, words) in new[] { (ReleaseMarks.Draft, "It is marked as a draft: it was not published."), (ReleaseMarks.Withdrawn, "It is marked as withdrawn: do not use it, and delete your copies.") })
        {
            if (File.Exists(Path.Combine(root, mark)))
                faults.Add(words);
        }

        if (File.Exists(root + WithdrawalNotice.Ending))
            faults.Add("A notice of withdrawal stands beside it: do not use it, and delete your copies.");
        if (faults.Count > 0)
            throw new ReleaseBlockedException($"{folder}: this is not the release as it was approved and published.\n{string.Join('\n', faults.Distinct())}");

        var known = keys.Select(key => key.Id).ToHashSet(StringComparer.Ordinal);
        return new(
            approval.ReleaseId, Title(approval.Audience), bundle.Manifest.Files.Count, bundle.Sha256,
            [.. approval.Signatures.Where(signature => known.Contains(signature.KeyId)).Select(Signature)], [.. approval.Signatures.Where(signature => !known.Contains(signature.KeyId)).Select(Signature)]);
    }

    private static VerifiedSignature Signature(ApprovalSignature signature) => new(signature.Role, signature.KeyId, signature.At, signature.Kind == ReleaseEvent.Draft);

    private static string Title(string audience) => Audiences.Titles.GetValueOrDefault(audience, audience);

    private static ApprovalFile Approval(string path)
    {
        if (!File.Exists(path))
            throw new MachineException($"{path}: the approval is not there. It goes with the release to its recipients; ask for it, or name it with --approval.");
        return ApprovalFile.Read(Bytes(path)) ?? throw new MachineException($"{path}: this is no approval of a release.");
    }

    private static ApproverKey Key(string path)
    {
        if (!File.Exists(path))
            throw new MachineException($"{path}: there is no such key. Public keys are in the folder {Approvers.Folder} of the operation.");
        return ApproverKey.Read(System.Text.Encoding.UTF8.GetString(Bytes(path))) ?? throw new MachineException($"{path}: this is no public key of an approver.");
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{path}: cannot be read: {StorageFailure.Reason(failure)}.");
        }
    }
}

/// <param name="Verified">Signatures that are of the keys given.</param>
/// <param name="NotVerified">Signatures of other keys.</param>
public sealed record VerifiedRelease(string ReleaseId, string Audience, int Files, string BundleSha256, IReadOnlyList<VerifiedSignature> Verified, IReadOnlyList<VerifiedSignature> NotVerified);

/// <param name="At">UTC.</param>
/// <param name="IsOfDraft">Signed by who made it.</param>
public sealed record VerifiedSignature(string Role, string KeyId, string At, bool IsOfDraft);
