namespace TipAnalytics.Pipeline.Definitions;

/// <summary>A place as somebody writes it, and the unit that a reviewer says is meant.</summary>
/// <param name="Key">As <see cref="PlaceText.Key"/> gives it.</param>
/// <param name="Source">Source that writes so; empty: any.</param>
/// <param name="From">First month; null: ever.</param>
/// <param name="To">Last month; null: still.</param>
internal sealed record PlaceAlias(string Key, string Code, string Source, Period? From, Period? To, string File, int Line)
{
    public bool HoldsIn(Period month) => (From is null || From <= month) && (To is null || month <= To);

    public bool Overlaps(PlaceAlias other) => (From is null || other.To is null || From <= other.To) && (other.From is null || To is null || other.From <= To);
}
