namespace TipAnalytics.Reports.Documents;

/// <summary>Widths of the columns of a table.</summary>
internal static class ColumnWidths
{
    // What is longer is an address or an id, and may be cut.
    private const int LongestWord = 24;

    /// <summary>By share, but none narrower than its longest word: what it lacks comes from those with room.</summary>
    /// <param name="whole">Width of the table.</param>
    /// <param name="measure">Width of a word in the look of a head, which is the widest.</param>
    /// <param name="pad">Room left and right of the text, together.</param>
    public static IReadOnlyList<float> Of(DataTable table, float whole, Func<string, float> measure, float pad)
    {
        var shares = table.Columns.Sum(column => column.Share);
        var wanted = table.Columns.Select(column => (float)(whole * column.Share / shares)).ToList();
        var least = table.Columns.Select((column, index) => table.Rows.Select(row => row[index].Text).Append(column.Title)
            .SelectMany(text => text.Split(' ')).Where(word => word.Length <= LongestWord).Distinct().Max(measure) + pad).ToList();
        var lacking = wanted.Zip(least, (width, needed) => Math.Max(0, needed - width)).Sum();
        var room = wanted.Zip(least, (width, needed) => Math.Max(0, width - needed)).Sum();
        // With more columns than words fit, every share is kept and words are cut.
        return lacking == 0 || room < lacking ? wanted
            : [.. wanted.Zip(least, (width, needed) => width < needed ? needed : width - (width - needed) * lacking / room)];
    }
}
