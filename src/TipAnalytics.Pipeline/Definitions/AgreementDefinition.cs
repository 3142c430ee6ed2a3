namespace TipAnalytics.Pipeline.Definitions;

/// <summary>What a provider agreed to (<c>agreements/SOURCE.yaml</c>), where the protocol of its source asks for it before a release is published.</summary>
internal sealed class AgreementsDefinition
{
    public required List<Agreement> Agreements { get; init; }
}

/// <summary>One agreement.</summary>
internal sealed class Agreement
{
    /// <summary>The class of people the release may go to.</summary>
    public required string Audience { get; init; }

    /// <summary>Role, never a name.</summary>
    public required string By { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>Last day it holds, included; null: until it is taken back.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>The only release it holds for; null: any.</summary>
    public string? Release { get; init; }

    public required string Reference { get; init; }

    public bool Holds(string audience, string releaseId, DateOnly day) => Audience == audience && On <= day && !(Until < day) && (Release is null || Release == releaseId);
}
