namespace TipAnalytics.Pipeline.Indicators;

/// <summary>RE-01 for one stream, area and period: what was expected and what arrived. States only.</summary>
/// <param name="State">received, silent (nothing for two periods or more), missing (nothing in this one), not_expected.</param>
public sealed record CoverageLine(string Stream, string StreamTitle, string AreaCode, int AreaLevel, Period Period, string State);

/// <summary>Mean number of reporting points a period before and since the onset, country level, whole numbers.</summary>
public sealed record ReportingPoints(int Before, int After);
