using System.Globalization;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>One run at a time on an operation: a lock file held open, gone with the process.</summary>
internal sealed class VaultLock : IDisposable
{
    private readonly FileStream file;

    private VaultLock(FileStream file) => this.file = file;

    /// <exception cref="MachineException">Another run holds it, or the folder cannot be written.</exception>
    public static VaultLock Take(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "vault.lock");
        var holder = path + ".holder";
        try
        {
            Directory.CreateDirectory(dataFolder);
            var taken = new VaultLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return taken;
        }
        catch (UnauthorizedAccessException)
        {
            throw new MachineException($"{dataFolder}: cannot be written. Check the rights of the operation's folder.");
        }
        catch (IOException)
        {
            var by = File.Exists(holder) ? $" (process {File.ReadAllText(holder).Trim()})" : "";
            throw new MachineException($"{dataFolder}: another run is working on this operation{by}. Wait until it ends, then run again.");
        }
    }

    public void Dispose() => file.Dispose();
}
