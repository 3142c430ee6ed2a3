using System.Security.Cryptography;
using System.Text;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>The record-level store of an operation: encrypted at rest (<c>vault.duckdb.aes</c>), worked on in a private plain copy while open.</summary>
/// <remarks>Only <see cref="Commit"/> changes the file, by writing a new one and renaming it in: a process killed at any moment leaves the last committed
/// vault. One vault of an operation is open at a time, over all processes.</remarks>
internal sealed class Vault : IDisposable
{
    public const string FileName = "vault.duckdb.aes";

    private readonly string path;
    private readonly VaultKey key;
    private readonly VaultLock held;
    private readonly WorkingCopy copy;
    private DuckDBConnection connection;

    private Vault(string path, VaultKey key, VaultLock held, WorkingCopy copy, IReadOnlyCollection<StreamDefinition> streams)
    {
        (this.path, this.key, this.held, this.copy) = (path, key, held, copy);
        if (File.Exists(path))
            VaultFile.Read(path, copy.Database, key);
        connection = OpenDatabase();
        try
        {
            Execute(EmbeddedSql.Read(typeof(Vault), "vault.sql"));
            StreamTables.Create(connection, streams);
            (RecordKeys, TieKey) = Secrets();
        }
        catch (DuckDBException)
        {
            connection.Dispose();
            throw new MachineException($"{path}: the database in the vault cannot be used. It may come from a newer version of the program; restore a back-up or update the program.");
        }
    }

    /// <summary>The open database; changes with <see cref="Commit"/>, so ask for it anew.</summary>
    public DuckDBConnection Connection => connection;

    /// <summary>Keyed hashes of records; the key lives in the vault, so that it survives a new file key and dies with the vault.</summary>
    public RecordKeys RecordKeys { get; }

    /// <summary>Secret that breaks ties in disclosure control.</summary>
    public byte[] TieKey { get; }

    /// <summary>SHA-256 (hex) over the batches taken, in order: changes when data changes and only then.</summary>
    public string ContentHash
    {
        get
        {
            using var command = connection.CreateCommand();
            command.CommandText = "select coalesce(string_agg(source_id || ' ' || file_hash, chr(10) order by source_id, file_hash), '') from batch";
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes((string)command.ExecuteScalar()!)));
        }
    }

    /// <summary>Opens the vault of a data folder, or begins an empty one (written by the first <see cref="Commit"/>).</summary>
    /// <exception cref="MachineException">Wrong key, damaged file, held by another run, no space.</exception>
    public static Vault Open(string dataFolder, VaultKey key, IEnumerable<StreamDefinition> streams)
    {
        var held = VaultLock.Take(dataFolder);
        WorkingCopy? copy = null;
        try
        {
            var path = Path.Combine(dataFolder, FileName);
            copy = WorkingCopy.Create(File.Exists(path) ? new FileInfo(path).Length : 0);
            return new Vault(path, key, held, copy, [.. streams]);
        }
        catch
        {
            copy?.Dispose();
            held.Dispose();
            throw;
        }
    }

    /// <summary>Puts the working copy in place of the vault.</summary>
    /// <exception cref="MachineException">The disk is full or not writable: the vault that stood there is untouched.</exception>
    public void Commit()
    {
        try
        {
            Execute("checkpoint");
            connection.Dispose();
            VaultFile.Write(copy.Database, path, key);
        }
        catch (DuckDBException)
        {
            throw new MachineException($"{copy.Folder}: the working copy of the vault could not be completed; free space there and run again. What was committed before stands unchanged.");
        }

        connection = OpenDatabase();
    }

    public void Dispose()
    {
        connection.Dispose();
        copy.Dispose();
        held.Dispose();
    }

    /// <summary>Encrypts the vault of an operation under a new key file. Records keep their keys.</summary>
    /// <returns>Path of the new key file.</returns>
    public static string Rotate(string dataFolder, string operationRoot)
    {
        var path = Path.Combine(dataFolder, FileName);
        if (!File.Exists(path))
            throw new MachineException($"{path}: there is no vault yet, so there is nothing to rotate.");
        if (Environment.GetEnvironmentVariable(VaultKey.KeyVariable) is { Length: > 0 } || Environment.GetEnvironmentVariable(VaultKey.PassphraseVariable) is { Length: > 0 })
            throw new MachineException($"The key comes from the environment ({VaultKey.KeyVariable} or {VaultKey.PassphraseVariable}). Unset it and give the old key by {VaultKey.FileVariable} to rotate to a key file.");
        var old = VaultKey.Find(operationRoot);
        using var held = VaultLock.Take(dataFolder);
        using var copy = WorkingCopy.Create(new FileInfo(path).Length);
        VaultFile.Read(path, copy.Database, old);
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var file = Path.Combine(VaultKey.KeyFolder, $"{name}.key");
        VaultFile.Write(copy.Database, path, VaultKey.CreateFile(file));
        VaultKey.Note(operationRoot, name);
        return file;
    }

    private DuckDBConnection OpenDatabase()
    {
        // No extension is fetched, nothing outside is read, what spills stays in the private folder.
        var opened = new DuckDBConnection(
            $"DataSource={copy.Database};autoinstall_known_extensions=false;autoload_known_extensions=false;temp_directory={copy.Folder};enable_external_access=false");
        try
        {
            opened.Open();
            return opened;
        }
        catch (DuckDBException)
        {
            opened.Dispose();
            throw new MachineException($"{path}: the database in the vault cannot be opened. Restore a back-up.");
        }
    }

    private (RecordKeys Keys, byte[] Tie) Secrets()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select record_key, tie_key from vault_secret";
        using (var reader = command.ExecuteReader())
        {
            if (reader.Read())
                return (new RecordKeys(Convert.FromHexString(reader.GetString(0))), Convert.FromHexString(reader.GetString(1)));
        }

        var (record, tie) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        Execute($"insert into vault_secret values ('{Convert.ToHexStringLower(record)}', '{Convert.ToHexStringLower(tie)}')");
        return (new RecordKeys(record), tie);
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
