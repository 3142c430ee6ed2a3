using System.Globalization;
using Hangfire;
using Hangfire.Common;
using Hangfire.States;

namespace TipAnalytics.Jobs;

/// <summary>A job that goes better later by itself.</summary>
/// <param name="message">Our own words; stored with the job and shown on its page.</param>
internal sealed class TryLaterException(string message, TimeSpan after) : Exception(message)
{
    public TimeSpan After => after;
}

/// <summary>A job that ended for good. Holds nothing of what a library said: Hangfire stores and shows the text of an exception.</summary>
internal sealed class JobFailedException(string message) : Exception(message);

/// <summary>An operation's jobs wait in a queue of its own, whoever puts them there; what goes better later is put off, everything else that fails stays
/// failed.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class JobRulesAttribute : JobFilterAttribute, IElectStateFilter
{
    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is FailedState { Exception: TryLaterException later })
            context.CandidateState = new ScheduledState(later.After) { Reason = later.Message };
        if (context.CandidateState is EnqueuedState enqueued)
            enqueued.Queue = Convert.ToString(context.BackgroundJob.Job.Args[0], CultureInfo.InvariantCulture);
    }
}

/// <summary>The filters that stand on the jobs, and no global ones: what Hangfire adds by itself (ten further attempts) is none of ours.</summary>
internal sealed class OwnFilters : IJobFilterProvider
{
    private readonly JobFilterAttributeFilterProvider attributes = new();

    public IEnumerable<JobFilter> GetFilters(Job job) => attributes.GetFilters(job);
}

/// <summary>Hands out the one object that does the jobs of this process.</summary>
internal sealed class OwnActivator(OperationJobs jobs) : JobActivator
{
    public override object ActivateJob(Type jobType) => jobs;
}
