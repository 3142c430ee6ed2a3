using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Where a period, place or organisation comes from: a constant, or the first of its columns that is not empty.</summary>
internal sealed class PlaceColumns
{
    private readonly Dialect cells;
    private readonly string? constant;
    private readonly IReadOnlyList<(int Position, string Name)> columns;

    public PlaceColumns(PlaceOrTime place, Dialect cells, MappedColumns mapped)
    {
        (this.cells, constant) = (cells, place.Constant);
        columns = place.Column is { } column ? [(mapped.Needed(column), column)] : mapped.AnyOf(place.Columns);
        FirstColumn = place.Column ?? place.Columns.FirstOrDefault();
    }

    /// <summary>The column to name when all are empty; null for a constant.</summary>
    public string? FirstColumn { get; }

    /// <summary>Text as written, empty for none. Valid until the next cell is asked for.</summary>
    /// <param name="column">Name of the column it stands in; null for a constant.</param>
    public ReadOnlySpan<char> Text(SourceTable row, out string? column)
    {
        column = null;
        if (constant is not null)
            return constant;
        foreach (var (position, name) in columns)
        {
            var text = cells.Of(row, position);
            if (text.IsEmpty)
                continue;
            column = name;
            return text;
        }

        return default;
    }
}
