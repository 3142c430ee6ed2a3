namespace TipAnalytics.Pipeline.Trends;

/// <summary>A change that stands between two periods of a series.</summary>
/// <param name="From">First month after the break.</param>
/// <param name="Reason">What changed, in words of the source definition.</param>
public sealed record SeriesBreak(string IndicatorId, string SourceTitle, Period From, string Reason);
