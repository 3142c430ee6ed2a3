using System.Text.Json;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>What a back-up is and holds: <c>backup.json</c> in it.</summary>
/// <param name="Format">Of the back-up file.</param>
/// <param name="VaultTables">Version of a vault's tables as the program that made it knows them.</param>
/// <param name="ReleasedTables">The same of the released store.</param>
/// <param name="Operation">Id of the operation; null where its definition could not be read.</param>
/// <param name="KeepUntil">Last day on which it may be kept; null: it holds no record that has to go.</param>
/// <param name="KeyId">Tells which key file opens the vault in it; null without a vault, or under a passphrase.</param>
/// <param name="Releases">Ids of the releases in it, in order.</param>
internal sealed record BackupManifest(
    int Format, string Program, int VaultTables, int ReleasedTables, string? Operation, DateOnly MadeOn, DateOnly? KeepUntil, string? KeyId, int InboxFilesLeftOut,
    IReadOnlyList<string> SecretsLeftOut, IReadOnlyList<string> Releases, IReadOnlyList<BackedUpFile> Files)
{
    public const string FileName = "backup.json";

    private const int KnownFormat = 1;

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static BackupManifest Of(
        string? operation, DateOnly madeOn, DateOnly? keepUntil, string? keyId, int inboxFilesLeftOut, IReadOnlyList<string> secretsLeftOut, IReadOnlyList<BackedUpFile> files) =>
        new(KnownFormat, ProgramVersion.Text, Vault.Schema.Current, ReleasedStore.Schema.Current, operation, madeOn, keepUntil, keyId, inboxFilesLeftOut, secretsLeftOut, ReleasesIn(files), files);

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Layout);

    /// <exception cref="JsonException">It is none.</exception>
    public static BackupManifest From(byte[] bytes) => JsonSerializer.Deserialize<BackupManifest>(bytes, Layout) ?? throw new JsonException();

    /// <exception cref="MachineException">A later program made it, and stores in it may be of tables that this one does not know.</exception>
    public void RefuseLater(string path)
    {
        if (Format > KnownFormat || VaultTables > Vault.Schema.Current || ReleasedTables > ReleasedStore.Schema.Current)
        {
            throw new MachineException(FormattableString.Invariant(
                $"{path}: made by tip {Program} (format {Format}, vault tables {VaultTables}, released tables {ReleasedTables}); this is tip {ProgramVersion.Text}, which knows {KnownFormat}, {Vault.Schema.Current} and {ReleasedStore.Schema.Current}. Use tip {Program} or later. Nothing was changed."));
        }
    }

    private static List<string> ReleasesIn(IReadOnlyList<BackedUpFile> files) =>
        [.. files.Select(file => file.Name.Split('/')).Where(parts => parts is ["releases", not ['.', ..], _, ..]).Select(parts => parts[1]).Distinct().Order(StringComparer.Ordinal)];
}

/// <param name="Name">Relative to the operation's folder, with forward slashes.</param>
internal sealed record BackedUpFile(string Name, long Bytes, string Sha256);
