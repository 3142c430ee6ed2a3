using System.CommandLine;
using Microsoft.Extensions.Hosting;
using TipAnalytics.Jobs;
using TipAnalytics.Web;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip serve DIR…</c> and <c>tip worker DIR…</c>: what the schedules of operations ask for is done by itself.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var host = new HostArguments();
        var urls = new Option<string>("--urls") { Description = "Addresses of the pages", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var command = new Command("serve", "Runs the schedules of operations, with pages about it (/runs, /jobs on this machine; /health/live, /health/ready)");
        host.AddTo(command);
        command.Options.Add(urls);
        command.SetAction((parsed, cancel) => Run(
            parsed, options => WebHost.Build(parsed.GetValue(urls)!, options, CommandLine.Current.IsJson), host, $"Pages: {parsed.GetValue(urls)}/runs", cancel));
        return command;
    }

    public static Command CreateWorker()
    {
        var host = new HostArguments();
        var command = new Command("worker", "Adds a process, without pages, to the hosts on one PostgreSQL; it takes the jobs of the operations named");
        host.AddTo(command);
        command.SetAction((parsed, cancel) =>
        {
            if (host.Connection(parsed) is null)
                throw new Pipeline.MachineException($"A worker shares the queue of other hosts, so it needs their PostgreSQL: set {JobsConnection.Variable}, or give --jobs-file or --jobs. A process alone is «tip serve».");
            return Run(parsed, options => JobsHost.BuildWorker(options, CommandLine.Current.IsJson), host, "No pages.", cancel);
        });
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, Func<JobsOptions, IHost> build, HostArguments arguments, string pages, CancellationToken cancel)
    {
        using var host = build(arguments.Options(parsed));
        await host.StartAsync(cancel);
        CommandLine.Current.Line($"Schedules run. {pages} Stop with Ctrl+C: what is begun is left whole, and the next start goes on.");
        await host.WaitForShutdownAsync(cancel);
        return 0;
    }

    private sealed class HostArguments
    {
        private readonly Argument<string[]> directories = new("DIR") { Description = "Folders of operations", Arity = ArgumentArity.OneOrMore };
        private readonly Option<string?> jobs = new("--jobs") { Description = $"PostgreSQL that keeps the queue, without a password (that goes into --jobs-file or {JobsConnection.Variable}); default: in memory" };
        private readonly Option<string?> file = new("--jobs-file") { Description = "File with the connection string, readable by its owner alone" };
        private readonly Option<int?> workers = new("--workers") { Description = "Jobs side by side; default: by memory and processors" };

        public void AddTo(Command command)
        {
            command.Arguments.Add(directories);
            foreach (var option in new Option[] { jobs, file, workers })
                command.Options.Add(option);
            jobs.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<string?>() is { } given && JobsConnection.Fault(given) is { } fault)
                    result.AddError(fault);
            });
            workers.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int?>() is < 1)
                    result.AddError("--workers: give 1 or more.");
            });
        }

        public string? Connection(ParseResult parsed) => JobsConnection.Find(parsed.GetValue(jobs), parsed.GetValue(file), Environment.GetEnvironmentVariable);

        public JobsOptions Options(ParseResult parsed)
        {
            var options = new JobsOptions(parsed.GetRequiredValue(directories), Connection(parsed));
            return parsed.GetValue(workers) is { } count ? options with { Workers = count } : options;
        }
    }
}
