using System.Diagnostics;
using System.Diagnostics.Metrics;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs;

/// <summary>Traces and metrics of jobs: ids of operations, names of jobs, outcomes, counts and seconds; nothing else.</summary>
internal sealed class JobsTelemetry : IDisposable
{
    public const string Name = "TipAnalytics.Jobs";

    private readonly ActivitySource source = new(Name);
    private readonly Meter meter = new(Name);
    private readonly Counter<long> ended;
    private readonly Histogram<double> duration;
    private readonly Counter<long> inputs;

    public JobsTelemetry()
    {
        ended = meter.CreateCounter<long>("tip.jobs.ended", description: "Jobs that ended, by operation, job and outcome");
        duration = meter.CreateHistogram<double>("tip.jobs.duration", "s", "Time a job took");
        inputs = meter.CreateCounter<long>("tip.jobs.inputs", description: "Files and pulls that jobs looked at, by how they ended");
    }

    public Activity? Begin(string operation, string job)
    {
        var activity = source.StartActivity(job.Split(' ')[0]);
        activity?.SetTag("tip.operation", operation).SetTag("tip.job", job);
        return activity;
    }

    public void End(Activity? activity, string operation, string job, RunResult result, double seconds)
    {
        var outcome = result.Outcome.ToString().ToLowerInvariant();
        var tags = new TagList { { "tip.operation", operation }, { "tip.job", job }, { "tip.outcome", outcome } };
        ended.Add(1, tags);
        duration.Record(seconds, tags);
        foreach (var group in result.Inputs.GroupBy(input => input.Ended))
            inputs.Add(group.Count(), new TagList { { "tip.operation", operation }, { "tip.ended", group.Key } });
        activity?.SetTag("tip.outcome", outcome).SetTag("tip.exit_code", result.ExitCode).SetStatus(result.Outcome == RunOutcome.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
    }

    public void Dispose()
    {
        source.Dispose();
        meter.Dispose();
    }
}
