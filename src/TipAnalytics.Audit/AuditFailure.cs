using TipAnalytics.Pipeline;

namespace TipAnalytics.Audit;

/// <summary>What stops a release. Its words go to terminals, job pages and notices: no count of people is in them.</summary>
/// <param name="Step">A0–A8.</param>
/// <param name="Where">File and place in it, or figure.</param>
/// <param name="What">What is wrong, and by which rule.</param>
/// <param name="Do">What a person does now.</param>
internal sealed record AuditFailure(string Step, string Where, string What, string Do)
{
    /// <summary>Place in the file, with words that stand there, and the numbers without a fact behind them: each may be a count of few people, so they stay inside. Null where none were found.</summary>
    public UnmappedNumbers? Inside { get; init; }

    public ReleaseBlockedException ToException(string? insideFile = null) =>
        new($"Audit {Step}: {Where}: {What} {Do}{(insideFile is null ? "" : $" What it is and where stands in {insideFile}, which stays inside.")}");
}

/// <param name="File">Name in the bundle.</param>
/// <param name="Place">In the file, with the words around.</param>
/// <param name="Numbers">As they are printed.</param>
internal sealed record UnmappedNumbers(string File, string Place, IReadOnlyList<string> Numbers);
