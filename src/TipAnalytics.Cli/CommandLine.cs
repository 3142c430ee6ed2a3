namespace TipAnalytics.Cli;

/// <summary>The command line of <c>tip</c>.</summary>
internal static class CommandLine
{
    /// <summary>Runs one command.</summary>
    /// <param name="args">Arguments as typed.</param>
    /// <returns>The exit code: 0 done, 2 wrong arguments.</returns>
    public static int Run(string[] args) => args is ["--version"] ? 0 : 2;
}
