namespace TipAnalytics.Pipeline.Sources;

/// <summary>Where a table begins: its names, and the rows that stand before its data.</summary>
/// <param name="Headers">Names of the columns, as written.</param>
/// <param name="Tags">HXL tags of the columns, empty for a column without; null when the table has no row of hashtags.</param>
/// <param name="RowsBefore">Rows that are passed over: headers, what stands above them, hashtags.</param>
/// <param name="Width">Cells that every record has to have, where the format cannot say it otherwise.</param>
internal sealed record TableStart(IReadOnlyList<string> Headers, IReadOnlyList<string>? Tags, int RowsBefore, int Width)
{
    /// <summary>The hashtag row of the HXL standard stands within the first 25 rows.</summary>
    public const int RowsLookedAt = 25;

    /// <summary>A table that has not been looked at yet: all of its rows are given, of whatever width.</summary>
    public static TableStart Unknown { get; } = new([], null, 0, -1);

    /// <summary>The first row holds the names, unless there is a row of hashtags: then the names stand right above it, and the data begin below. Of several
    /// rows of a header, that with most names counts, the lowest among equals.</summary>
    /// <param name="rows">First rows of the table; null for one that cannot be read.</param>
    /// <param name="headerRows">Rows of the header.</param>
    /// <param name="isName">Whether a cell is a name; asked where there are several rows.</param>
    /// <returns>Null when the header cannot be read.</returns>
    public static TableStart? Of(IReadOnlyList<string[]?> rows, int headerRows = 1, Func<string, bool>? isName = null)
    {
        for (var i = 0; i < rows.Count && i < RowsLookedAt; i++)
        {
            if (rows[i] is not { } tags || !HxlRow.Is(tags))
                continue;
            var above = i > 0 && rows[i - 1] is { } row ? row : tags;
            string[] headers = [.. tags.Select((tag, column) => column < above.Length ? above[column] : ""), .. above.Skip(tags.Length)];
            return new(headers, tags, i + 1, tags.Length);
        }

        var header = rows.Take(headerRows).Reverse().MaxBy(row => row?.Count(cell => cell.Length > 0 && isName?.Invoke(cell) != false) ?? -1);
        return header is null ? null : new(header, null, headerRows, header.Length);
    }
}
