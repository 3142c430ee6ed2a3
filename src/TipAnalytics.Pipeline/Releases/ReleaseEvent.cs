using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>One line of the chain of what became of releases. Texts are empty where there is nothing to say.</summary>
/// <param name="At">UTC, <c>yyyy-MM-ddTHH:mm:ssZ</c>.</param>
/// <param name="Role">Role of who signed, or who withdrew.</param>
/// <param name="BundleSha256">Of the files of the release.</param>
/// <param name="ManifestSha256">Of its manifest, which names audience and definitions.</param>
/// <param name="Detail">JSON by kind: <see cref="DraftDetail"/>, <c>AuditDetail</c>, <see cref="WithdrawalDetail"/>, a list of <see cref="PolicyChange"/>.</param>
/// <param name="Signature">Of <see cref="SignedText"/>, base64.</param>
internal sealed record ReleaseEvent(
    long Seq, string ReleaseId, string Kind, string At, string Role, string KeyId, string Audience, string BundleSha256, string ManifestSha256, string Detail, string Signature,
    string PreviousSha256, string Sha256)
{
    public const string Policy = "policy";
    public const string Draft = "draft";
    public const string Audited = "audited";
    public const string Approved = "approved";
    public const string Published = "published";
    public const string Withdrawn = "withdrawn";

    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public bool IsSigned => Signature.Length > 0;

    /// <summary>What a person puts a name to: these files, this release, for this audience, now, after all that happened before. Readable, so that it can be checked without this program.</summary>
    public string SignedText => string.Join(
        '\n', "TipAnalytics release", $"kind: {Kind}", $"release: {ReleaseId}", $"bundle_sha256: {BundleSha256}", $"manifest_sha256: {ManifestSha256}", $"audience: {Audience}", $"role: {Role}",
        $"key_id: {KeyId}", $"at: {At}", $"previous_sha256: {PreviousSha256}", "");

    /// <summary>The hash this line has to have after <see cref="PreviousSha256"/>. Lengths go in as well, so that moving letters from one field to the next changes it.</summary>
    public string Hash()
    {
        string[] fields = [Seq.ToString(CultureInfo.InvariantCulture), ReleaseId, Kind, At, Role, KeyId, Audience, BundleSha256, ManifestSha256, Detail, Signature];
        var text = new StringBuilder(PreviousSha256);
        foreach (var field in fields)
            text.Append(CultureInfo.InvariantCulture, $"\n{Encoding.UTF8.GetByteCount(field)} {field}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>What a draft was made under.</summary>
/// <param name="Sources">Ids of the sources that it may rest on.</param>
/// <param name="Persons">How many different persons its audience asked for.</param>
internal sealed record DraftDetail(DateOnly AsOf, IReadOnlyList<string> Sources, int Persons);

/// <param name="ReplacedBy">Release id; null: nothing yet.</param>
internal sealed record WithdrawalDetail(string Reason, string? ReplacedBy);
