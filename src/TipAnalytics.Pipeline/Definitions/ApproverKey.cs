using System.Security.Cryptography;
using System.Text;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>The public part of a signing key: ECDSA on P-256, which the framework has on every system (Ed25519 it has not).</summary>
internal sealed class ApproverKey
{
    private readonly byte[] subject;

    private ApproverKey(byte[] subject) => this.subject = subject;

    /// <summary>16 hex digits.</summary>
    public string Id => IdOf(subject);

    public string Pem => PemEncoding.WriteString("PUBLIC KEY", subject) + "\n";

    public static ApproverKey Of(ECDsa key) => new(key.ExportSubjectPublicKeyInfo());

    /// <returns>Null when the text is no public key on P-256.</returns>
    public static ApproverKey? Read(string pem)
    {
        using var key = ECDsa.Create();
        try
        {
            // Not ImportFromPem, which takes private keys too.
            var place = PemEncoding.Find(pem);
            if (!pem[place.Label].Equals("PUBLIC KEY", StringComparison.Ordinal))
                return null;
            key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(pem[place.Base64Data]), out _);
            return key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value ? Of(key) : null;
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    /// <param name="signature">Base64 of the DER form, as <c>openssl dgst -sha256 -verify</c> takes it.</param>
    public bool Verifies(string text, string signature)
    {
        var bytes = new byte[signature.Length];
        if (!Convert.TryFromBase64String(signature, bytes, out var length))
            return false;
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(subject, out _);
        return key.VerifyData(Encoding.UTF8.GetBytes(text), bytes.AsSpan(0, length), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static string IdOf(byte[] subject) => Convert.ToHexStringLower(SHA256.HashData(subject))[..16];
}
