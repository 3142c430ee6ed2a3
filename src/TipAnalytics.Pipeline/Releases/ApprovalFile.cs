using System.Text.Json;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>Who stands behind a release (<c>releases/ID.approval.json</c>): goes with it to the recipients, who check it with the public keys and nothing else. Hashes, roles and
/// times; no data.</summary>
internal sealed record ApprovalFile(string ReleaseId, string Audience, string BundleSha256, string ManifestSha256, IReadOnlyList<ApprovalSignature> Signatures)
{
    public const string Ending = ".approval.json";

    public static ApprovalFile Of(ReleaseStanding standing) => new(
        standing.Id, standing.Draft!.Audience, standing.Draft.BundleSha256, standing.Draft.ManifestSha256,
        [.. standing.Persons.Select(line => new ApprovalSignature(line.Kind, line.Role, line.KeyId, line.At, line.PreviousSha256, line.Signature))]);

    public string ToText() => JsonSerializer.Serialize(this, ReleaseJson.Beside) + "\n";

    /// <returns>Null when the text is no approval.</returns>
    public static ApprovalFile? Read(byte[] text)
    {
        try
        {
            return JsonSerializer.Deserialize<ApprovalFile>(text, ReleaseJson.Beside) is { ReleaseId: not null, Audience: not null, BundleSha256: not null, ManifestSha256: not null, Signatures: not null } file
                && file.Signatures.All(signature => signature is { Kind: not null, Role: not null, KeyId: not null, At: not null, PreviousSha256: not null, Signature: not null })
                ? file
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>What a signature has to be of.</summary>
    public string SignedText(ApprovalSignature signature) => new ReleaseEvent(
        0, ReleaseId, signature.Kind, signature.At, signature.Role, signature.KeyId, Audience, BundleSha256, ManifestSha256, "", "", signature.PreviousSha256, "").SignedText;

    /// <summary>A line break in a field could make one text of two.</summary>
    public bool IsOneLineEach() => Signatures.SelectMany(signature => new[] { signature.Kind, signature.Role, signature.KeyId, signature.At, signature.PreviousSha256 })
        .Concat([ReleaseId, Audience, BundleSha256, ManifestSha256]).All(text => !text.Any(char.IsControl));
}

/// <param name="Kind">draft: whoever made it; approved: somebody else.</param>
internal sealed record ApprovalSignature(string Kind, string Role, string KeyId, string At, string PreviousSha256, string Signature);
