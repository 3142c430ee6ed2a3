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

    public static readonly StoreSchema Schema = new(typeof(Vault), "vault");

    private const string NamesDropped = "Names of export files are no longer kept; those that were there are dropped.";

    private const long SmallVaultBytes = 256L << 20;

    private readonly string path;
    private readonly VaultKey key;
    private readonly VaultLock held;
    private readonly WorkingCopy copy;
    private DuckDBConnection connection;
    private bool isErased;

    private Vault(string path, VaultKey key, VaultLock held, WorkingCopy copy, IReadOnlyCollection<StreamDefinition> streams)
    {
        (this.path, this.key, this.held, this.copy) = (path, key, held, copy);
        if (File.Exists(path))
            VaultFile.Read(path, copy.Database, key);
        connection = OpenDatabase();
        try
        {
            Schema.RefuseLater(connection, path);
            var hadNames = HasFileNames();
            Schema.Bring(connection);
            Adapted = [.. StreamTables.Create(connection, streams), .. hadNames ? [NamesDropped] : Array.Empty<string>()];
            isErased = Adapted.Count > 0;
            (RecordKeys, TieKey) = Secrets();
        }
        catch (DuckDBException failure)
        {
            connection.Dispose();
            throw new MachineException($"{path}: the database in the vault cannot be used: {StorageFailure.Reason(failure)}. Run again; if it stays so, restore a back-up.");
        }
        catch (MachineException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The open database; changes with <see cref="Commit"/>, so ask for it anew.</summary>
    public DuckDBConnection Connection => connection;

    /// <summary>Keyed hashes of records; the key lives in the vault, so that it survives a new file key and dies with the vault.</summary>
    public RecordKeys RecordKeys { get; }

    /// <summary>What the definitions in force took out of the vault at its opening: one sentence each, for a person; empty mostly. Lasts from the next commit on.</summary>
    public IReadOnlyList<string> Adapted { get; }

    /// <summary>Secret that breaks ties in disclosure control.</summary>
    public byte[] TieKey { get; }

    /// <summary>SHA-256 (hex) over the batches taken, in the order of taking, which decides between versions of a record, over what was erased, over the files that are held,
    /// over the revisions made and over what waits for the next.</summary>
    public string ContentHash
    {
        get
        {
            using var command = connection.CreateCommand();
            command.CommandText = EmbeddedSql.Read(typeof(Vault), "content.sql");
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes((string)command.ExecuteScalar()! + string.Concat(FrozenMonths.Waiting(connection).Select(rows => $"\nwaiting {rows.SourceId} {rows.Kind} {rows.Mark}")))));
        }
    }

    /// <summary>Says that something was erased: the next commit writes the database anew, since deleted values stay in its file until they are overwritten.</summary>
    public void MarkErased() => isErased = true;

    /// <summary>True when the next commit writes the database anew.</summary>
    public bool IsErased => isErased;

    /// <summary>Opens the vault of a data folder, or begins an empty one (written by the first <see cref="Commit"/>).</summary>
    /// <exception cref="MachineException">Wrong key, damaged file, held by another run, no space.</exception>
    /// <param name="workingPlace">Folder for the plain copy; null: memory where the system has it, else the temporary folder.</param>
    public static Vault Open(string dataFolder, VaultKey key, IEnumerable<StreamDefinition> streams, string? workingPlace = null)
    {
        var held = VaultLock.Take(dataFolder);
        WorkingCopy? copy = null;
        try
        {
            var path = Path.Combine(dataFolder, FileName);
            VaultFile.RemoveUnfinished(path);
            copy = WorkingCopy.Create(File.Exists(path) ? new FileInfo(path).Length : 0, workingPlace);
            return new Vault(path, key, held, copy, [.. streams]);
        }
        catch
        {
            Release(copy, held);
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
        }
        catch (DuckDBException failure)
        {
            throw new MachineException($"{copy.Folder}: the working copy of the vault could not be completed: {StorageFailure.Reason(failure)}. What was committed before stands unchanged; run again.");
        }

        connection.Dispose();
        try
        {
            if (isErased)
                Compaction.Run(copy.Database);
            VaultFile.Write(copy.Database, path, key);
            isErased = false;
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{copy.Folder}: what was erased could not be taken out of the database file: {StorageFailure.Reason(failure)}. What was committed before stands unchanged; run again.");
        }
        finally
        {
            // After a failed write too: the run has to come to its end with an open database.
            connection = OpenDatabase();
        }
    }

    public void Dispose()
    {
        try
        {
            connection.Dispose();
        }
        finally
        {
            Release(copy, held);
        }
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
        using var held = VaultLock.Take(dataFolder);
        var old = VaultKey.Find(operationRoot);
        using var copy = WorkingCopy.Create(new FileInfo(path).Length);
        VaultFile.Read(path, copy.Database, old);
        // Killed between any two of these, the vault opens: the new key is on the disk before the vault needs it, and a vault that the note does
        // not fit is opened by the key file named after the id in its header. The old key file stays, for old back-ups.
        var (file, key) = VaultKey.CreateInKeyFolder();
        VaultFile.Write(copy.Database, path, key);
        VaultKey.Note(operationRoot, key.Id);
        return file;
    }

    private static void Release(WorkingCopy? copy, VaultLock held)
    {
        try
        {
            copy?.Dispose();
        }
        finally
        {
            held.Dispose();
        }
    }

    private DuckDBConnection OpenDatabase()
    {
        // No extension is fetched, nothing outside is read, what spills stays in the private folder.
        var opened = new DuckDBConnection(
            $"DataSource={copy.Database};autoinstall_known_extensions=false;autoload_known_extensions=false;temp_directory={copy.Folder};enable_external_access=false;memory_limit={MemoryLimit}MiB{Threads}");
        try
        {
            opened.Open();
            return opened;
        }
        catch (DuckDBException failure)
        {
            opened.Dispose();
            throw new MachineException($"{path}: the database in the vault cannot be opened: {StorageFailure.Reason(failure)}. Run again; if it stays so, restore a back-up.");
        }
    }

    // Left alone, the engine takes 80 % of the memory. The working copy lies in memory too, and disclosure control and the documents come after: half
    // of what the machine or container has leaves room for them, and 4 GiB is more than a million records need. What does not fit spills beside the copy.
    private static string MemoryLimit =>
        Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2 >> 20, 256, 4096).ToString(System.Globalization.CultureInfo.InvariantCulture);

    // In a small vault statements last milliseconds, and waking a second thread for each costs more than it gives (1 of 10 s of the demo).
    private string Threads => File.Exists(copy.Database) && new FileInfo(copy.Database).Length > SmallVaultBytes ? "" : ";threads=1";

    private (RecordKeys Keys, byte[] Tie) Secrets()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select record_key, tie_key from vault_secret";
        using (var reader = command.ExecuteReader())
        {
            if (reader.Read())
                return (new RecordKeys(Convert.FromHexString(reader.GetString(0))), Convert.FromHexString(reader.GetString(1)));
        }

        var (record, tie) = (key.FirstSecret("record keys"), key.FirstSecret("ties"));
        Execute($"insert into vault_secret values ('{Convert.ToHexStringLower(record)}', '{Convert.ToHexStringLower(tie)}')");
        return (new RecordKeys(record), tie);
    }

    private bool HasFileNames()
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from duckdb_columns() where table_name = 'batch' and column_name = 'file_name'";
        return (long)command.ExecuteScalar()! > 0;
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
