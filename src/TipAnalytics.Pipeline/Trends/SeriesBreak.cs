namespace TipAnalytics.Pipeline.Trends;

/// <summary>What changed between two periods of a series.</summary>
public enum BreakKind
{
    /// <summary>The question or its answers: figures before and after are not compared.</summary>
    Form,

    /// <summary>The indicator itself: not compared either.</summary>
    Definition,

    /// <summary>A source of the stream begins while others were there before: compared, with a caution, and checked at the points that reported throughout.</summary>
    PartnerJoined,

    /// <summary>A source of the stream ends: as above.</summary>
    PartnerLeft,

    /// <summary>Who can be reached changed: compared with a caution.</summary>
    Access,

    /// <summary>The area is other ground than before, under the same code or a new one: not compared.</summary>
    Boundary,
}

/// <summary>A change that stands between two periods of a series.</summary>
/// <param name="From">First month after the break.</param>
/// <param name="Reason">What changed, in words of the definition, register or source.</param>
public sealed record SeriesBreak(string IndicatorId, string SourceTitle, Period From, string Reason)
{
    public BreakKind Kind { get; init; } = BreakKind.Form;

    /// <summary>P-code of the area it concerns, with the areas inside it and, where it reaches out, those around it; null: everywhere.</summary>
    public string? AreaCode { get; init; }

    /// <summary>Nothing is compared across it.</summary>
    public bool Stops => Kind is BreakKind.Form or BreakKind.Definition or BreakKind.Boundary;

    /// <summary>It concerns the areas around its own too. A boundary inside an area moves nothing out of it.</summary>
    public bool ReachesOut => Kind != BreakKind.Boundary;
}
