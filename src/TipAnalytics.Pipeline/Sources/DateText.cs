using System.Globalization;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Days and versions as exports write them.</summary>
internal static class DateText
{
    // Excel's day numbers from 1954 to 2064: a date cell that lost its format.
    private const int FirstSerial = 20_000;
    private const int LastSerial = 60_000;

    /// <summary>A day in the source's format, or ISO 8601 with or without a time (the day as written, whatever its offset).</summary>
    /// <param name="format">Null: a month (yyyy-MM) is a day too, its first.</param>
    /// <param name="dayOffset">Of a workbook (<see cref="SourceTable.DayOffset"/>): an Excel day number is a day too. Null: a number is a mistake.</param>
    public static bool TryDay(scoped ReadOnlySpan<char> text, string? format, int? dayOffset, out DateOnly day)
    {
        text = NumberText.Latin(text, stackalloc char[64]);
        if (format is not null && DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            return true;
        if (text.Length >= 10 && (text.Length == 10 || text[10] is 'T' or ' ') && text[4] == '-' && text[7] == '-')
            return TryDate(text[..4], text[5..7], text[8..10], out day);
        if (format is null && text.Length == 7 && text[4] == '-')
            return TryDate(text[..4], text[5..7], "01", out day);
        if (dayOffset is { } offset && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var serial) && serial + offset is >= FirstSerial and <= LastSerial)
        {
            day = DateOnly.FromDateTime(DateTime.FromOADate(Math.Floor(serial) + offset));
            return true;
        }

        day = default;
        return false;
    }

    /// <summary>A moment, or a day as its midnight; without an offset in UTC. An Excel number keeps its time of day.</summary>
    public static bool TryInstant(ReadOnlySpan<char> text, string? format, int? dayOffset, out DateTime instant)
    {
        instant = default;
        if (format is not null && DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out instant))
            return true;
        if (text.Length >= 10 && text[4] == '-' && text[7] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
        {
            instant = moment.UtcDateTime;
            return true;
        }

        if (dayOffset is { } offset && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var serial) && serial + offset is >= FirstSerial and <= LastSerial)
        {
            instant = DateTime.FromOADate(serial + offset);
            return true;
        }

        return false;
    }

    /// <summary>Text that orders versions of a record: an instant in UTC, or a number; empty for anything else. 03/04/2025 is one of two days: only a format says which.</summary>
    public static string Version(scoped ReadOnlySpan<char> text, string? format)
    {
        text = NumberText.Latin(text, stackalloc char[64]);
        if (text.Length is > 0 and <= 20 && !text.ContainsAnyExceptInRange('0', '9'))
            return text.ToString().PadLeft(20, '0');
        if (IsUsual(text))
            return string.Concat(text, ".0000000");
        return TryInstant(text, format, dayOffset: null, out var instant) ? instant.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture) : "";
    }

    /// <summary>A time as most tools write it, <c>2025-03-17T20:30:00</c> in UTC: it is its own order, and need not be taken apart for each row.</summary>
    private static bool IsUsual(ReadOnlySpan<char> text) =>
        text.Length == 19 && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' && text[16] == ':'
        && TryDate(text[..4], text[5..7], text[8..10], out _)
        && IsUpTo(text[11..13], 23) && IsUpTo(text[14..16], 59) && IsUpTo(text[17..19], 59);

    private static bool IsUpTo(ReadOnlySpan<char> digits, int largest) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= largest;

    /// <summary>Whole years from one day to a later one.</summary>
    public static int Years(DateOnly from, DateOnly to) => to.Year - from.Year - (to < from.AddYears(to.Year - from.Year) ? 1 : 0);

    private static bool TryDate(ReadOnlySpan<char> year, ReadOnlySpan<char> month, ReadOnlySpan<char> day, out DateOnly date)
    {
        date = default;
        if (!int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y) || y < 1
            || !int.TryParse(month, NumberStyles.None, CultureInfo.InvariantCulture, out var m) || m is < 1 or > 12
            || !int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var d) || d < 1 || d > DateTime.DaysInMonth(y, m))
            return false;
        date = new DateOnly(y, m, d);
        return true;
    }
}
