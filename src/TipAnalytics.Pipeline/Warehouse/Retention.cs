using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>How long records may be kept under a protocol.</summary>
internal static class Retention
{
    /// <returns>First month whose records may be in the vault on a day: the month of the day and as many before it as the protocol says.</returns>
    public static DateOnly OldestMonth(ProtocolDefinition protocol, DateOnly asOf)
    {
        var months = 12 * asOf.Year + asOf.Month - 1 - protocol.RetentionMonths;
        return months < 12 ? DateOnly.MinValue : new DateOnly(months / 12, months % 12 + 1, 1);
    }

    /// <returns>Last day on which records of a month may be there; null: longer than calendars go.</returns>
    public static DateOnly? LastDay(ProtocolDefinition protocol, DateOnly month)
    {
        var months = 12 * month.Year + month.Month - 1 + protocol.RetentionMonths;
        return months >= 12 * 9999 ? null : new DateOnly(months / 12, months % 12 + 1, 1).AddMonths(1).AddDays(-1);
    }
}
