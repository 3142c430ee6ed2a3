namespace TipAnalytics.Cli.Tests;

/// <summary>Runs <c>tip</c> in this process.</summary>
internal static class Tip
{
    public static Output Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = CommandLine.Run(args, output, error);
        return new Output(code, output.ToString(), error.ToString());
    }

    internal sealed record Output(int Code, string Text, string Error)
    {
        /// <summary>Both streams, for messages and leak tests.</summary>
        public string All => Text + Error;
    }
}
