using System.Globalization;

namespace TipAnalytics.Pipeline;

/// <summary>Length of a reporting period.</summary>
public enum PeriodGrain { Month, Quarter, HalfYear, Year }

/// <summary>A reporting period: <c>2026-09</c>, <c>2026-Q3</c>, <c>2026-H2</c> or <c>2026</c>.</summary>
/// <param name="Grain">Length.</param>
/// <param name="Index">Number of whole periods of this length since year 0:
/// months <c>12·year + month − 1</c>, quarters <c>4·year + quarter − 1</c>, half years <c>2·year + half − 1</c>, years <c>year</c>.
/// Differences are calendar distances, also across gaps.</param>
public readonly record struct Period(PeriodGrain Grain, long Index) : IComparable<Period>
{
    private int PerYear => Grain switch { PeriodGrain.Month => 12, PeriodGrain.Quarter => 4, PeriodGrain.HalfYear => 2, _ => 1 };

    public int Year => (int)(Index / PerYear);

    /// <summary>First day of the period.</summary>
    public DateOnly Start => new(Year, (int)(Index % PerYear) * (12 / PerYear) + 1, 1);

    /// <summary>Last day of the period, included.</summary>
    public DateOnly End => Start.AddMonths(12 / PerYear).AddDays(-1);

    public static Period Containing(DateOnly day, PeriodGrain grain) => grain switch
    {
        PeriodGrain.Month => new(grain, 12L * day.Year + day.Month - 1),
        PeriodGrain.Quarter => new(grain, 4L * day.Year + (day.Month - 1) / 3),
        PeriodGrain.HalfYear => new(grain, 2L * day.Year + (day.Month - 1) / 6),
        _ => new(grain, day.Year),
    };

    /// <summary>Reads <c>2026-09</c>, <c>2026-Q3</c>, <c>2026-H2</c> or <c>2026</c>.</summary>
    /// <returns>False when the text has none of these forms.</returns>
    public static bool TryParse(string text, out Period period)
    {
        ArgumentNullException.ThrowIfNull(text);
        period = default;
        if (text.Length < 4 || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year < 1)
            return false;
        var rest = text[4..];
        if (rest.Length == 0)
            period = new(PeriodGrain.Year, year);
        else if (rest is ['-', 'Q', >= '1' and <= '4'])
            period = new(PeriodGrain.Quarter, 4L * year + (rest[2] - '1'));
        else if (rest is ['-', 'H', '1' or '2'])
            period = new(PeriodGrain.HalfYear, 2L * year + (rest[2] - '1'));
        else if (rest.Length == 3 && rest[0] == '-'
            && int.TryParse(rest.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var month) && month is >= 1 and <= 12)
            period = new(PeriodGrain.Month, 12L * year + month - 1);
        else
            return false;
        return true;
    }

    public int CompareTo(Period other) => Start.CompareTo(other.Start) is var byStart and not 0 ? byStart : Grain.CompareTo(other.Grain);

    public override string ToString() => Grain switch
    {
        PeriodGrain.Month => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Start.Month:00}"),
        PeriodGrain.Quarter => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-Q{Index % 4 + 1}"),
        PeriodGrain.HalfYear => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-H{Index % 2 + 1}"),
        _ => Year.ToString("0000", CultureInfo.InvariantCulture),
    };

    public static bool operator <(Period left, Period right) => left.CompareTo(right) < 0;
    public static bool operator >(Period left, Period right) => left.CompareTo(right) > 0;
    public static bool operator <=(Period left, Period right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Period left, Period right) => left.CompareTo(right) >= 0;
}
