using TipAnalytics.Pipeline;

namespace TipAnalytics.Cli.Commands;

/// <summary>A proposed source definition as a file, for a person to review.</summary>
internal static class ProposalFile
{
    /// <exception cref="MachineException">The file is there already, or cannot be written.</exception>
    public static void Write(string path, string text)
    {
        if (File.Exists(path))
            throw new MachineException($"{path}: is there already. Give another name: a mapping that a person may have reviewed is not overwritten.");
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MachineException($"{path}: could not be written. Check that its folder is there and may be written to.");
        }
    }
}
