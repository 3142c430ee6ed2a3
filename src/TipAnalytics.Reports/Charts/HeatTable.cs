using SkiaSharp;
using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Reports.Charts;

/// <summary>Driver families by area; each state has a symbol, a fill and, for unknown, a pattern.</summary>
internal static class HeatTable
{
    private const int RowHeight = 22;
    private const int HeadHeight = 40;
    private const int LegendHeight = 28;

    /// <summary>Height of the figure: title and foot may take more lines in one language than in another.</summary>
    public static int Height(string title, string subtitle, string source, int rows, int width = 480) =>
        (int)MathF.Ceiling(FigureCanvas.Frame(title, subtitle, [source], width)) + HeadHeight + rows * RowHeight + LegendHeight;

    /// <param name="rows">Area name, its states in column order, and what stands in the last column («3 of 5 known»).</param>
    /// <param name="legend">Words for elevated, not elevated, unknown.</param>
    public static byte[] Draw(
        string title, string subtitle, string source, IReadOnlyList<string> families, IReadOnlyList<(string Area, IReadOnlyList<FamilyState> States, string Known)> rows,
        string knownHead, (string Elevated, string NotElevated, string Unknown) legend, bool isRightToLeft, int width = 480)
    {
        using var figure = new FigureCanvas(width, Height(title, subtitle, source, rows.Count, width), isRightToLeft);
        figure.Head(title, subtitle);
        figure.Foot(source);
        var body = figure.Body;
        var (left, knownWidth) = (body.Left + 84, Math.Max(76, 10 + rows.Max(row => FigureCanvas.Measure(row.Known, 9.5f))));
        var cell = (body.Right - knownWidth - left) / families.Count;
        // The longest word of a head fits its column.
        var size = 8 * Math.Min(1, (cell - 2) / families.SelectMany(family => family.Split(' ')).Max(word => FigureCanvas.Measure(word, 8)));
        for (var column = 0; column < families.Count; column++)
        {
            var lines = FigureCanvas.Wrap(families[column], size, false, cell - 2);
            for (var line = 0; line < lines.Count; line++)
                figure.Text(lines[line], left + (column + 0.5f) * cell, body.Top + HeadHeight - 6 - 10 * (lines.Count - 1 - line), size, ChartStyle.Ink, align: SKTextAlign.Center);
        }
        figure.Text(knownHead, body.Right - knownWidth + 8, body.Top + HeadHeight - 6, 9, ChartStyle.Ink);
        var y = body.Top + HeadHeight;
        foreach (var (area, states, known) in rows)
        {
            figure.Text(area, body.Left, y + 15, 9.5f, ChartStyle.Ink, bold: true);
            for (var column = 0; column < states.Count; column++)
                Cell(figure, new SKRect(left + column * cell + 1, y + 1, left + (column + 1) * cell - 1, y + RowHeight - 1), states[column]);
            figure.Text(known, body.Right - knownWidth + 8, y + 15, 9.5f, ChartStyle.Ink);
            y += RowHeight;
        }
        var x = body.Left;
        foreach (var (state, words) in new[] { (FamilyState.Elevated, legend.Elevated), (FamilyState.NotElevated, legend.NotElevated), (FamilyState.Unknown, legend.Unknown) })
        {
            Cell(figure, new SKRect(x, y + 6, x + 24, y + 20), state);
            figure.Text(words, x + 29, y + 16, 9, ChartStyle.Ink);
            x += 29 + FigureCanvas.Measure(words, 9) + 18;
        }
        return figure.ToPng();
    }

    public static string Colour(FamilyState state) => state switch { FamilyState.Elevated => "#E9A97E", FamilyState.NotElevated => "#DCEBF6", _ => "#FFFFFF" };

    private static void Cell(FigureCanvas figure, SKRect placed, FamilyState state)
    {
        var box = figure.Place(placed);
        using var path = FigureCanvas.Rectangle(box);
        figure.Fill(path, Colour(state));
        if (state == FamilyState.Unknown)
            figure.Hatch(path, "#B9C3CB", 6);
        figure.Outline(path, ChartStyle.Rule, 0.8f);
        figure.Label(
            state switch { FamilyState.Elevated => "●", FamilyState.NotElevated => "○", _ => "?" },
            box.MidX, box.MidY + 4, 11, ChartStyle.Ink, align: SKTextAlign.Center, halo: state == FamilyState.Unknown);
    }
}
