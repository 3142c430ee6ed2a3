namespace TipAnalytics.Pipeline.Definitions;

/// <summary>An admin unit as a gazetteer has it, in one span of its validity.</summary>
/// <param name="Parent">P-code; null for the country, or where the file does not say.</param>
/// <param name="From">First month in which it is valid; null: as far back as the gazetteer goes.</param>
/// <param name="To">Last month; null: to this day.</param>
internal sealed record GazetteerUnit(string Code, int Level, string? Parent, Period? From, Period? To)
{
    /// <summary>In every language and spelling of the file.</summary>
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    /// <summary>Names aside.</summary>
    public bool IsSame(GazetteerUnit other) => (Code, Level, Parent, From, To) == (other.Code, other.Level, other.Parent, other.From, other.To);

    public bool IsValidIn(Period month) => (From is null || From <= month) && (To is null || month <= To);

    public bool Overlaps(GazetteerUnit other) => (From is null || other.To is null || From <= other.To) && (other.From is null || To is null || other.From <= To);
}
