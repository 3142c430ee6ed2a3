using System.Security.Cryptography;
using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>The private part of an approver's key: in a file of one person's own, under a passphrase, never in the operation's folder.</summary>
/// <remarks>PKCS#8 under AES-256, the passphrase stretched by PBKDF2 with SHA-512; <c>openssl pkey -in FILE</c> reads it too.</remarks>
internal sealed class SigningKey : IDisposable
{
    // OWASP's figure for PBKDF2 with SHA-512 is 210,000; this is paid once a signature.
    private const int Rounds = 600_000;

    private const int LeastLetters = 12;

    private readonly ECDsa key;

    private SigningKey(ECDsa key) => (this.key, Public) = (key, ApproverKey.Of(key));

    public ApproverKey Public { get; }

    /// <summary>Folder of private keys: per user, outside any operation.</summary>
    public static string Folder => Path.Combine(Path.GetDirectoryName(VaultKey.KeyFolder)!, "signing");

    public static string PathOf(string keyId) => Path.Combine(Folder, $"{keyId}.pem");

    /// <summary>Makes a key.</summary>
    /// <param name="path">Null: in the user's own folder, named after its id.</param>
    /// <returns>Where the private part stands, and the public part.</returns>
    /// <exception cref="MachineException">The passphrase is too short, or the file exists or cannot be written.</exception>
    public static (string Path, ApproverKey Public) Create(string passphrase, string? path)
    {
        if (passphrase.Length < LeastLetters)
            throw new MachineException(FormattableString.Invariant($"The passphrase is too short: take {LeastLetters} letters or more, several words for instance. No key was made."));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = ApproverKey.Of(key);
        path ??= PathOf(made.Id);
        try
        {
            var pem = key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA512, Rounds));
            PrivateFile.Create(path, Encoding.ASCII.GetBytes(pem + "\n"));
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{path}: the private key could not be written: {(File.Exists(path) ? "it exists already, or " : "")}{StorageFailure.Reason(failure)}. No key was made.");
        }

        return (path, made);
    }

    /// <exception cref="MachineException">The file is missing, is readable by others, is no key under a passphrase, or the passphrase is another.</exception>
    public static SigningKey Open(string path, Func<string> passphrase)
    {
        if (!File.Exists(path))
            throw new MachineException($"{path}: the private key is not there. It stands on the computer of the person it belongs to: sign there, or give its path with --as.");
        var pem = PrivateFile.Read(path, "private key");
        if (!pem.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal))
            throw new MachineException($"{path}: this is no private key under a passphrase; «tip release DIR key new» makes one.");
        var key = ECDsa.Create();
        try
        {
            key.ImportFromEncryptedPem(pem, passphrase());
            return new SigningKey(key);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new MachineException($"{path}: the passphrase does not open this key, or the file is damaged. Nothing was signed.");
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <returns>Base64 of the DER form.</returns>
    public string Sign(string text) => Convert.ToBase64String(key.SignData(Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    public void Dispose() => key.Dispose();
}
