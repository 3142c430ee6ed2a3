using System.Diagnostics.CodeAnalysis;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Puts agreed corrections in force on the rows of a file as they are mapped.</summary>
internal sealed class RowCorrector(RowCorrections corrections, StreamDefinition stream)
{
    public bool Drops(int row) => !corrections.IsEmpty && corrections.At(row).Any(correction => correction.IsDrop);

    /// <summary>The corrected month or area of a row whose own cannot be used.</summary>
    public bool Has<T>(int row, string field, [MaybeNullWhen(false)] out T value)
    {
        value = corrections.At(row).Where(correction => correction.Field == field).Select(correction => correction.Value).OfType<T>().FirstOrDefault();
        return value is not null && !EqualityComparer<T>.Default.Equals(value, default);
    }

    /// <param name="isPeriodUnreadable">The month is the correction's already: the row has none.</param>
    /// <param name="isAreaUnreadable">The same of the area.</param>
    public SourceRow Applied(SourceRow row, bool isPeriodUnreadable, bool isAreaUnreadable)
    {
        if (corrections.IsEmpty || corrections.At(row.Row).ToList() is not { Count: > 0 } given)
            return row;
        var corrected = new List<CorrectedValue>();
        var values = (object?[])row.Values.Clone();
        var (month, area) = (row.PeriodStart, row.AreaCode);
        foreach (var correction in given)
        {
            switch (correction.Field)
            {
                case Correction.Period:
                    corrected.Add(new(correction, isPeriodUnreadable ? null : row.PeriodStart, isPeriodUnreadable));
                    month = (DateOnly)correction.Value!;
                    break;
                case Correction.Area:
                    corrected.Add(new(correction, isAreaUnreadable ? null : row.AreaCode, isAreaUnreadable));
                    area = (string)correction.Value!;
                    break;
                default:
                    var at = stream.Fields.FindIndex(field => field.Name == correction.Field);
                    corrected.Add(new(correction, row.Values[at], WasUnreadable: false));
                    values[at] = correction.Value;
                    break;
            }
        }

        return row with { PeriodStart = month, AreaCode = area, Values = values, AsWritten = row, Corrected = corrected };
    }
}
