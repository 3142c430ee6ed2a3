using TipAnalytics.Pipeline;

namespace TipAnalytics.Jobs;

/// <summary>A file that holds a password.</summary>
internal static class SecretFile
{
    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <returns>Its text without blanks around it.</returns>
    /// <exception cref="MachineException">It cannot be read, or others can read or change it.</exception>
    public static string Read(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OfOthers) != 0)
                throw new MachineException($"{path}: others can read or change it, and it holds a password. Give it to its owner alone (chmod 600).");
            return File.ReadAllText(path).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MachineException($"{path}: this file, which holds a password, cannot be read. Check its name and rights.");
        }
    }
}
