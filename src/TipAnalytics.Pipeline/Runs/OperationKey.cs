using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>The key of an operation's vault: made once, kept apart from back-ups.</summary>
public static class OperationKey
{
    /// <summary>Makes a key for a new operation.</summary>
    /// <returns>Path of the key file.</returns>
    /// <exception cref="MachineException">The key file cannot be written.</exception>
    public static string Create(string folder) => VaultKey.CreateFor(Path.GetFullPath(folder));

    /// <summary>Encrypts the vault under a new key file; records keep their keys, so duplicates are still known.
    /// The old key file stays: it opens old back-ups.</summary>
    /// <returns>Path of the new key file.</returns>
    /// <exception cref="MachineException">No vault, no key, or no space; the vault then stands under its old key.</exception>
    public static string Rotate(string folder)
    {
        var operation = OperationFolder.At(folder);
        return Vault.Rotate(operation.Data, operation.Root);
    }
}
