using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Key of a vault: 32 random bytes from a file or the environment, or a passphrase.</summary>
/// <remarks>Key files lie outside the operation's folder, so that a back-up of the folder does not carry the key to itself.
/// A lost key is final: nothing else opens the vault.</remarks>
internal sealed class VaultKey
{
    public const string KeyVariable = "TIP_KEY";
    public const string FileVariable = "TIP_KEY_FILE";
    public const string PassphraseVariable = "TIP_PASSPHRASE";

    private const int SecretLength = 32;

    // OWASP's figure for PBKDF2 with SHA-512 is 210,000; this is paid once an open.
    private const int Rounds = 600_000;

    private readonly byte[] secret;

    private VaultKey(byte[] secret, bool isPassphrase)
    {
        this.secret = secret;
        IsPassphrase = isPassphrase;
    }

    /// <summary>True when the file key is stretched from a passphrase.</summary>
    public bool IsPassphrase { get; }

    /// <summary>Tells keys apart without telling the key: 16 hex digits; zeros for a passphrase.</summary>
    public string Id => IsPassphrase
        ? new string('0', 16)
        : Convert.ToHexStringLower(HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 8, info: "key id"u8.ToArray()));

    /// <summary>The AES-256 key of one file.</summary>
    /// <param name="salt">From the file's header.</param>
    public byte[] ForFile(byte[] salt) => IsPassphrase
        ? Rfc2898DeriveBytes.Pbkdf2(secret, salt, Rounds, HashAlgorithmName.SHA512, SecretLength)
        : HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, SecretLength, salt, "vault file"u8.ToArray());

    /// <summary>First secrets of a new vault: from the key, so that the same key and inputs give the same bytes; random under a passphrase, which
    /// is too weak to stretch without a stored salt. They are kept in the vault and outlive the key.</summary>
    /// <param name="purpose">e.g. <c>record keys</c>.</param>
    public byte[] FirstSecret(string purpose) => IsPassphrase
        ? RandomNumberGenerator.GetBytes(SecretLength)
        : HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, SecretLength, info: Encoding.UTF8.GetBytes(purpose));

    public static VaultKey FromPassphrase(string passphrase) => new(Encoding.UTF8.GetBytes(passphrase), isPassphrase: true);

    /// <summary>Makes a key file that only its owner can read.</summary>
    /// <exception cref="MachineException">It exists already or cannot be written.</exception>
    public static VaultKey CreateFile(string path)
    {
        var key = New();
        key.Write(path);
        return key;
    }

    /// <summary>Makes a key file in the key folder, named after its id: the header of a vault tells which file opens it.</summary>
    /// <exception cref="MachineException">It cannot be written.</exception>
    public static (string Path, VaultKey Key) CreateInKeyFolder()
    {
        var key = New();
        var path = KeyPath(key.Id);
        key.Write(path);
        return (path, key);
    }

    /// <summary>Makes the key of a new operation, unless the environment gives one, and notes its id in <c>data/key-id</c>.</summary>
    /// <returns>Path of the key file, or the name of the environment variable in force.</returns>
    /// <exception cref="MachineException">Key or note cannot be written.</exception>
    public static string CreateFor(string operationRoot)
    {
        foreach (var variable in new[] { KeyVariable, FileVariable, PassphraseVariable })
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 })
                return variable == FileVariable ? Environment.GetEnvironmentVariable(variable)! : $"the environment variable {variable}";
        }

        var (path, key) = CreateInKeyFolder();
        Note(operationRoot, key.Id);
        return path;
    }

    /// <summary>Notes which key file opens the operation's vault.</summary>
    /// <exception cref="MachineException">The note cannot be written; the old one stands.</exception>
    public static void Note(string operationRoot, string name)
    {
        try
        {
            Directory.CreateDirectory(Path.Combine(operationRoot, "data"));
            DurableFile.WriteText(NotePath(operationRoot), name + "\n");
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{NotePath(operationRoot)}: could not be written: {StorageFailure.Reason(failure)}. It would say that the vault's key file is {KeyPath(name)}.");
        }
    }

    /// <summary>The key of an operation: TIP_KEY (base64), TIP_KEY_FILE (path), TIP_PASSPHRASE, else the key file named by <c>data/key-id</c>, or by the
    /// vault's own header where the note does not fit it (a rotation ended between vault and note, or an old vault was restored).</summary>
    /// <exception cref="MachineException">No key, an unreadable one, or a key file that others can read.</exception>
    public static VaultKey Find(string operationRoot)
    {
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } text)
            return FromText(text, $"the environment variable {KeyVariable}");
        if (Environment.GetEnvironmentVariable(FileVariable) is { Length: > 0 } file)
            return Read(file);
        if (Environment.GetEnvironmentVariable(PassphraseVariable) is { Length: > 0 } passphrase)
            return FromPassphrase(passphrase);

        var noted = File.Exists(NotePath(operationRoot)) ? ReadText(NotePath(operationRoot)).Trim() : "";
        var written = VaultFile.KeyIdOf(Path.Combine(operationRoot, "data", Vault.FileName));
        if (noted.Length > 0 && File.Exists(KeyPath(noted)) && Read(KeyPath(noted)) is var key && (written is null || key.Id == written))
            return key;
        if (written is not null && File.Exists(KeyPath(written)))
            return Read(KeyPath(written));
        if ((noted.Length > 0 ? noted : written) is { } missing)
            return Read(KeyPath(missing));
        throw new MachineException(
            $"{operationRoot}: no key for the vault. «tip new» makes one; an operation copied from elsewhere needs its key file: set {FileVariable} to its path "
            + $"(or {KeyVariable}, or {PassphraseVariable}).");
    }

    /// <summary>Reads a key file.</summary>
    /// <exception cref="MachineException">Missing, not readable, readable by others, or no key.</exception>
    public static VaultKey Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new MachineException(
                $"{path}: the key file of the vault is not there. Restore it from where it is kept, or set {FileVariable} to its path. A lost key is final: nobody can read the vault without it.");
        }

        return FromText(PrivateFile.Read(path, "key file"), path);
    }

    /// <returns>Id of the key that a text is; null where it is none.</returns>
    public static string? IdIn(string text) => Parse(text)?.Id;

    /// <summary>Folder of key files: per user, outside any operation.</summary>
    internal static string KeyFolder =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "tipanalytics", "keys");

    private static string KeyPath(string name) => Path.Combine(KeyFolder, $"{name}.key");

    private static string NotePath(string operationRoot) => Path.Combine(operationRoot, "data", "key-id");

    private static VaultKey New() => new(RandomNumberGenerator.GetBytes(SecretLength), isPassphrase: false);

    /// <summary>On the disk, flushed, before anything is encrypted under it.</summary>
    private void Write(string path)
    {
        try
        {
            PrivateFile.Create(path, Encoding.ASCII.GetBytes(Convert.ToBase64String(secret) + "\n"));
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{path}: the key file could not be written: {(File.Exists(path) ? "it exists already, or " : "")}{StorageFailure.Reason(failure)}.");
        }
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{path}: cannot be read: {StorageFailure.Reason(failure)}.");
        }
    }

    private static VaultKey FromText(string text, string where) =>
        Parse(text) ?? throw new MachineException(string.Create(CultureInfo.InvariantCulture, $"{where}: this is no vault key ({SecretLength} bytes in base64)."));

    private static VaultKey? Parse(string text)
    {
        var bytes = new byte[SecretLength];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == SecretLength ? new VaultKey(bytes, isPassphrase: false) : null;
    }
}
