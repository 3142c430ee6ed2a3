using System.Globalization;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Days and versions as exports write them.</summary>
internal static class DateText
{
    // Excel's day numbers from 1954 to 2064: a date cell that lost its format.
    private const int FirstSerial = 20_000;
    private const int LastSerial = 60_000;

    /// <summary>A day in the source's format, or ISO 8601 with or without a time (the day as written, whatever its offset), or an Excel day number.</summary>
    public static bool TryDay(string text, string? format, out DateOnly day)
    {
        if (format is not null && DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            return true;
        if (text.Length >= 10 && (text.Length == 10 || text[10] is 'T' or ' ')
            && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            return true;
        if (format is null && text.Length == 7 && DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            return true;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var serial) && serial is >= FirstSerial and <= LastSerial)
        {
            day = DateOnly.FromDateTime(DateTime.FromOADate(Math.Floor(serial)));
            return true;
        }

        day = default;
        return false;
    }

    /// <summary>Text that orders versions of a record: an instant in UTC, or a number; empty for anything else.</summary>
    public static string Version(string text)
    {
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
            return text.PadLeft(20, '0');
        return text.Length >= 10 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture)
            : "";
    }

    /// <summary>Whole years from one day to a later one.</summary>
    public static int Years(DateOnly from, DateOnly to) => to.Year - from.Year - (to < from.AddYears(to.Year - from.Year) ? 1 : 0);
}
