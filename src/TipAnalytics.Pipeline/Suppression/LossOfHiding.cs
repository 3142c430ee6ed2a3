namespace TipAnalytics.Pipeline.Suppression;

/// <summary>What is hidden and no longer stated so far, over all parts, and what hiding more would lose.</summary>
/// <param name="unstatedBefore">Series whose weighted shares are not printed whatever is found.</param>
internal sealed class LossOfHiding(AtomTable table, IEnumerable<int> unstatedBefore)
{
    // A series that has a hole already loses less by another one.
    private const double DiscountOfBrokenSeries = 0.25;

    private readonly HashSet<int> brokenSeries = [.. table.Cells.Where(cell => cell.IsWithheld && cell.Series >= 0).Select(cell => cell.Series)];
    private readonly bool[] isHidden = [.. table.Cells.Select(cell => cell.IsWithheld)];
    private readonly HashSet<int> unstated = [.. unstatedBefore];

    public bool[] IsHidden => isHidden;

    public IReadOnlySet<int> UnstatedSeries => unstated;

    /// <summary>Whether a weighted share is printed, as far as decided.</summary>
    public bool IsMade(ShareStatement statement) => statement.Cell < 0 || (!isHidden[statement.Cell] && !unstated.Contains(table.Cells[statement.Cell].Series));

    public int SeriesOf(int cell) => table.Cells[cell].Series;

    public double OfCell(int cell) => cell < 0 ? 0 : table.Cells[cell].Weight * (brokenSeries.Contains(table.Cells[cell].Series) ? DiscountOfBrokenSeries : 1);

    /// <returns>0 for a hidden row.</returns>
    public double Of(Row row) => row.IsHidden ? 0 : row.Cells.Sum(OfCell);

    /// <returns>Series with a first hole.</returns>
    public IReadOnlyList<int> Hide(Row row)
    {
        row.IsHidden = true;
        foreach (var cell in row.Cells)
            isHidden[cell] = true;
        return [.. row.Cells.Select(cell => table.Cells[cell].Series).Where(series => series >= 0 && brokenSeries.Add(series))];
    }

    public void Publish(Row row)
    {
        row.IsHidden = false;
        foreach (var cell in row.Cells)
            isHidden[cell] = false;
    }

    /// <summary>Gives up the weighted shares of the series of these statements, none of which is made already.</summary>
    public void Unstate(IEnumerable<ShareStatement> statements) => unstated.UnionWith([.. statements.Select(statement => table.Cells[statement.Cell].Series)]);
}
