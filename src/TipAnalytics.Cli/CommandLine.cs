using System.CommandLine;
using TipAnalytics.Cli.Commands;
using TipAnalytics.Pipeline;

namespace TipAnalytics.Cli;

/// <summary>The command line of <c>tip</c>: what it takes, and the exit code each outcome gives.</summary>
/// <remarks>0 done · 1 a bug · 2 wrong arguments · 10 definitions · 11 source data · 12 release blocked · 13 the machine.</remarks>
internal static class CommandLine
{
    internal static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output", Recursive = true };
    internal static readonly Option<bool> Quiet = new("--quiet", "-q") { Description = "Errors only", Recursive = true };
    internal static readonly Option<bool> NoColor = new("--no-color") { Description = "No colour and no progress bars", Recursive = true };

    /// <summary>Runs one command on the process's own terminal.</summary>
    /// <param name="args">Arguments as typed.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args) => Run(args, Console.Out, Console.Error, interactive: !Console.IsErrorRedirected);

    /// <summary>As <see cref="Run(string[])"/>, writing elsewhere.</summary>
    internal static int Run(string[] args, TextWriter output, TextWriter error, bool interactive = false)
    {
        var root = Root();
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
                error.WriteLine(fault.Message);
            error.WriteLine($"See «{string.Join(' ', Names(parsed.CommandResult).Reverse().Prepend("tip"))} --help».");
            return 2;
        }

        var plain = parsed.GetValue(NoColor) || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var terminal = new Terminal(
            output, error, parsed.GetValue(Json), parsed.GetValue(Quiet), color: interactive && !plain, interactive: interactive && !plain && !parsed.GetValue(Json), canAsk: interactive);
        current.Value = terminal;
        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(40) });
        }
        catch (TipException failure)
        {
            terminal.Error(failure.Message);
            terminal.Document(new { error = failure.Message, exit_code = failure.ExitCode });
            return failure.ExitCode;
        }
        catch (OperationCanceledException)
        {
            terminal.Error("Stopped. Nothing half done is left; run the command again to go on.");
            return 13;
        }
        catch (Exception failed) when (failed is not OutOfMemoryException)
        {
            // The type and the place, not the message: a library's message may quote a value. Of work done side by side, the first failure.
            var bug = failed is AggregateException several ? several.Flatten().InnerExceptions[0] : failed;
            terminal.Error($"This is a bug in tip ({bug.GetType().FullName}). Please report the lines below; they hold no data.");
            terminal.Error(bug.StackTrace ?? "");
            return 1;
        }
    }

    /// <summary>Names of a command and those around it, without the root, innermost first.</summary>
    private static IEnumerable<string> Names(System.CommandLine.Parsing.CommandResult? result)
    {
        for (; result is { Command: not RootCommand }; result = result.Parent as System.CommandLine.Parsing.CommandResult)
            yield return result.Command.Name;
    }

    private static readonly AsyncLocal<Terminal> current = new();

    /// <summary>The terminal of the command that is running.</summary>
    internal static Terminal Current => current.Value ?? throw new InvalidOperationException("No command is running.");

    private static RootCommand Root()
    {
        var root = new RootCommand(
            "TipAnalytics turns data that a protection cluster already collects into proxy indicators of trafficking-in-persons risk. "
            + "It never counts, rates or estimates trafficked persons.")
        {
            DemoCommand.Create(), NewCommand.Create(), CheckCommand.Create(), CatalogueCommand.Create(), FormCommand.Create(), RegisterCommand.Create(), MapCommand.Create(), IngestCommand.Create(), AcceptCommand.Create(), DeriveCommand.Create(), ReportCommand.Create(), ReleaseCommand.Create(),
            RunCommand.Create(), ProtectCommand.Create(), AuditCommand.Create(), AttackCommand.Create(), PurgeCommand.Create(), QueryCommand.Create(), CalibrateCommand.Create(), BacktestCommand.Create(), KeyCommand.Create(),
            BackupCommand.Create(), RestoreCommand.Create(), GlobalCommand.Create(),
            ServeCommand.Create(), ServeCommand.CreateWorker(), RunsCommand.Create(),
        };
        root.Options.Add(Json);
        root.Options.Add(Quiet);
        root.Options.Add(NoColor);
        root.SetAction(_ =>
        {
            Current.Error("Say what to do, e.g. «tip demo my-demo». «tip --help» lists the commands.");
            return 2;
        });
        return root;
    }
}
