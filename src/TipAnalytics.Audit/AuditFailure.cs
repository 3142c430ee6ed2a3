using TipAnalytics.Pipeline;

namespace TipAnalytics.Audit;

/// <summary>What stops a release. Counts of people are not in it: the words go to terminals and job pages.</summary>
/// <param name="Step">A0–A8.</param>
/// <param name="Where">File and place in it, or figure.</param>
/// <param name="What">What is wrong, and by which rule.</param>
/// <param name="Do">What a person does now.</param>
internal sealed record AuditFailure(string Step, string Where, string What, string Do)
{
    public ReleaseBlockedException ToException() => new($"Audit {Step}: {Where}: {What} {Do}");
}
