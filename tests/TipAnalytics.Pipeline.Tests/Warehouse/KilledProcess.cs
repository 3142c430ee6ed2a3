using System.Diagnostics;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>The kill-run program in a process of its own, and what it said before it was killed.</summary>
internal sealed class KilledProcess : IDisposable
{
    private readonly Process process;
    private readonly List<string> lines = [];

    public KilledProcess(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "TipAnalytics.KillRun.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) =>
        {
            lock (lines)
            {
                if (line.Data is { } text)
                    lines.Add(text);
                Monitor.PulseAll(lines);
            }
        };
        process.BeginOutputReadLine();
    }

    public int Id => process.Id;

    public void WaitFor(string start)
    {
        lock (lines)
        {
            while (!lines.Any(line => line.StartsWith(start, StringComparison.Ordinal)))
                Assert.True(Monitor.Wait(lines, TimeSpan.FromSeconds(60)), $"The process never said «{start}».");
        }
    }

    /// <summary>SIGKILL: nothing of the process's own runs any more.</summary>
    /// <returns>All it said.</returns>
    public IReadOnlyList<string> KillAfter(TimeSpan delay)
    {
        Thread.Sleep(delay);
        Assert.False(process.HasExited, "The process ended by itself.");
        process.Kill();
        process.WaitForExit();
        return lines;
    }

    public void Dispose()
    {
        if (!process.HasExited)
            KillAfter(TimeSpan.Zero);
        process.Dispose();
    }
}
