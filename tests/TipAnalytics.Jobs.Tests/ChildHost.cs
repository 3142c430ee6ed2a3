using System.Diagnostics;
using System.Globalization;
using TipAnalytics.JobRun;

namespace TipAnalytics.Jobs.Tests;

/// <summary>A host in a process of its own, to be killed.</summary>
internal sealed class ChildHost : IDisposable
{
    private readonly Process process;
    private readonly TaskCompletionSource<bool> started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ChildHost(RunningClock clock, string? connection, IEnumerable<TinyOperation> operations, int workers = 2)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "TipAnalytics.JobRun.dll"), clock.ToString(), connection ?? "-", workers.ToString(CultureInfo.InvariantCulture) }.Concat(operations.Select(operation => operation.Folder)))
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null || line.Data.StartsWith("started", StringComparison.Ordinal))
                started.TrySetResult(line.Data is not null);
        };
        // Read to its end: a full pipe would hold the host.
        process.BeginOutputReadLine();
    }

    public int Id => process.Id;

    /// <summary>The most memory it had so far, in MiB.</summary>
    public long PeakMemory
    {
        get
        {
            process.Refresh();
            return process.PeakWorkingSet64 >> 20;
        }
    }

    /// <summary>Waits until the host says that it has started.</summary>
    public async Task Started() => Assert.True(await started.Task, "The host ended before it started.");

    /// <summary>As the system's «kill -9».</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            Kill();
        process.Dispose();
    }
}
