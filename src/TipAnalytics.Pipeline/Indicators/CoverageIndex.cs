namespace TipAnalytics.Pipeline.Indicators;

/// <summary>Reporting points of a stream that reported in a period, of those expected.</summary>
internal sealed record CoverageIndex(string Stream, string AreaCode, Period Period, int Reporting, int Expected);
