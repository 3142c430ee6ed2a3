using System.Globalization;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Whether a source may be taken on a day: no protocol in force, no ingest.</summary>
internal static class ProtocolCheck
{
    /// <summary>The same of what is asked for now: what has ended since the day of the report gives no right to ask, and what a provider has taken back is
    /// taken neither from its server nor from a file.</summary>
    /// <param name="today">By the clock.</param>
    /// <param name="isPulled">From a server; a file was given when it was.</param>
    public static string? Refusal(SourceDefinition source, StreamDefinition stream, DateOnly asOf, DateOnly today, bool isPulled) =>
        Refusal(source, stream, asOf) ?? (today <= asOf ? null : isPulled ? Refusal(source, stream, today) : Withdrawal(source, today));

    /// <returns>Why not and what to do; null when it may.</returns>
    public static string? Refusal(SourceDefinition source, StreamDefinition stream, DateOnly asOf)
    {
        var protocol = source.Protocol;
        if (Withdrawal(source, asOf) is { } withdrawal)
            return withdrawal;
        if (asOf > protocol.ExpiresOn)
            return string.Create(CultureInfo.InvariantCulture, $"The information-sharing protocol of «{source.Title}» ended on {protocol.ExpiresOn:yyyy-MM-dd}. Renew it with its parties, then change expires_on in {source.File}.");
        if (asOf < protocol.AgreedOn)
            return string.Create(CultureInfo.InvariantCulture, $"The information-sharing protocol of «{source.Title}» begins on {protocol.AgreedOn:yyyy-MM-dd} only.");
        if (!stream.OnByDefault && source.Approval is null)
            return $"Data of the stream {stream.Id} need a recorded approval by {stream.ApprovalBy}. Add it under «approval» in {source.File}.";
        if (source.Approval is { } approval && approval.On > asOf)
            return string.Create(CultureInfo.InvariantCulture, $"The approval of «{source.Title}» is dated {approval.On:yyyy-MM-dd}, after the day of this run ({asOf:yyyy-MM-dd}). Correct «approval.on» in {source.File}, or take the data once it is in force.");
        if (source.Approval?.Until is { } until && until < asOf)
            return string.Create(CultureInfo.InvariantCulture, $"The approval of «{source.Title}» ended on {until:yyyy-MM-dd}. Have it renewed by {source.Approval.By}, then change «approval» in {source.File}.");
        return null;
    }

    private static string? Withdrawal(SourceDefinition source, DateOnly day) => source.Withdrawn is { } withdrawn && withdrawn.On <= day
        ? string.Create(CultureInfo.InvariantCulture, $"The provider of «{source.Title}» withdrew it on {withdrawn.On:yyyy-MM-dd}. Should it share again, take «withdrawn» out of {source.File}.")
        : null;
}
