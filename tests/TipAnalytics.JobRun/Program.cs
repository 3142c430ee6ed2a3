// A host to be killed: runs the schedules of operations by a fast clock until its standard input ends.
//   CLOCK CONNECTION|- WORKERS DIR…
using System.Globalization;
using TipAnalytics.JobRun;
using TipAnalytics.Jobs;

if (args.Length < 4)
{
    Console.Error.WriteLine("CLOCK CONNECTION|- WORKERS DIR…");
    return 2;
}

using var host = JobsHost.BuildWorker(QuickJobs.Options(args[3..], args[1] == "-" ? null : args[1], RunningClock.Parse(args[0])) with { Workers = int.Parse(args[2], CultureInfo.InvariantCulture) });
await host.StartAsync();
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"started {Environment.ProcessId}"));
await Console.In.ReadToEndAsync();
await host.StopAsync();
return 0;
