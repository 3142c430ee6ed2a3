using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>The day that puts a row into its month: of its column, the same for the whole source, or, where the row has none that can be used, of a correction.</summary>
internal sealed class RowDay(PlaceOrTime period, Dialect cells, MappedColumns columns, RowCorrector corrector, DateOnly first, DateOnly last)
{
    private readonly PlaceColumns place = new(period, cells, columns);
    private readonly Period? constant = period.Constant is { } text && Period.TryParse(text, out var given) ? given : null;
    private readonly string? format = period.Format ?? cells.DayFormat;

    /// <param name="column">The column to name.</param>
    /// <param name="isUsable">The day is inside the series, or a correction's.</param>
    /// <returns>What is wrong with the row's own day, as the rule by which it ends unless it was corrected; null for nothing.</returns>
    public string? Read(SourceTable row, out DateOnly day, out string? column, out bool isUsable)
    {
        var rule = Own(row, out day, out column) ?? (day < first || day > last ? "period_outside" : null);
        isUsable = rule is null || corrector.Has(row.Row, Correction.Period, out day);
        return rule;
    }

    private string? Own(SourceTable row, out DateOnly day, out string? column)
    {
        (day, column) = (constant?.Start ?? default, place.FirstColumn);
        if (constant is not null)
            return null;
        var text = place.Text(row, out var found);
        column = found ?? column;
        return text.IsEmpty ? "missing_period" : DateText.TryDay(text, format, row.DayOffset, out day) ? null : "invalid_period";
    }
}
