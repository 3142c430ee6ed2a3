using System.Globalization;
using TipAnalytics.Jobs;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.JobRun;

/// <summary>A host for tests: looks often, waits little, and writes one line for a document.</summary>
internal static class QuickJobs
{
    public static JobsOptions Options(IReadOnlyList<string> folders, string? connection, TimeProvider clock) => new(folders, connection)
    {
        Workers = 2,
        Clock = clock,
        Tick = TimeSpan.FromMilliseconds(100),
        Invisible = TimeSpan.FromSeconds(3),
        FirstRetry = TimeSpan.FromMilliseconds(300),
        Steps = new OperationSteps { Release = options => RunResult.Of(options.Folder, OperationRun.Run(options, Render)), Derive = Held },
        Environment = _ => null,
    };

    /// <summary>Takes as long as a file «hold» stands in the operation's folder.</summary>
    private static RunResult Held(RunOptions options)
    {
        while (File.Exists(Path.Combine(options.Folder, "hold")))
        {
            options.Cancel.WaitHandle.WaitOne(50);
            options.Cancel.ThrowIfCancellationRequested();
        }

        return RunResult.Of(OperationRun.Derive(options));
    }

    private static string[] Render(Pipeline.Releases.ReleaseContent content, string folder, IReadOnlyList<string> products)
    {
        File.WriteAllText(Path.Combine(folder, "cells.txt"), string.Create(CultureInfo.InvariantCulture, $"{content.Header.Id} {content.Tables.Sum(table => table.Cells.Count)}\n"));
        return ["cells.txt"];
    }
}
