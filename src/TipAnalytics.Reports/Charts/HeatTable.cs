using SkiaSharp;
using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Reports.Charts;

/// <summary>Driver families by area; each state has a symbol, a fill and, for unknown, a pattern.</summary>
internal static class HeatTable
{
    /// <param name="rows">Area name, its states in column order, and what stands in the last column («3 of 5 known»).</param>
    /// <param name="legend">Words for elevated, not elevated, unknown.</param>
    public static byte[] Draw(
        string title, string subtitle, string source, IReadOnlyList<string> families, IReadOnlyList<(string Area, IReadOnlyList<FamilyState> States, string Known)> rows,
        string knownHead, (string Elevated, string NotElevated, string Unknown) legend, int width = 480)
    {
        const float rowHeight = 22;
        using var figure = new FigureCanvas(width, (int)(132 + rows.Count * rowHeight));
        figure.Head(title, subtitle);
        figure.Foot(source);
        var body = figure.Body;
        var (left, knownWidth) = (body.Left + 84, 76f);
        var cell = (body.Right - knownWidth - left) / families.Count;
        for (var column = 0; column < families.Count; column++)
        {
            var lines = FigureCanvas.Wrap(families[column], 8, false, cell - 2);
            for (var line = 0; line < lines.Count; line++)
                figure.Text(lines[line], left + (column + 0.5f) * cell, body.Top + 22 - 10 * (lines.Count - 1 - line) + 4, 8, ChartStyle.Ink, align: SKTextAlign.Center);
        }
        figure.Text(knownHead, body.Right - knownWidth + 8, body.Top + 26, 9, ChartStyle.Ink);
        var y = body.Top + 32;
        foreach (var (area, states, known) in rows)
        {
            figure.Text(area, body.Left, y + 15, 9.5f, ChartStyle.Ink, bold: true);
            for (var column = 0; column < states.Count; column++)
                Cell(figure, new SKRect(left + column * cell + 1, y + 1, left + (column + 1) * cell - 1, y + rowHeight - 1), states[column]);
            figure.Text(known, body.Right - knownWidth + 8, y + 15, 9.5f, ChartStyle.Ink);
            y += rowHeight;
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

    private static void Cell(FigureCanvas figure, SKRect box, FamilyState state)
    {
        using var path = FigureCanvas.Rectangle(box);
        figure.Fill(path, Colour(state));
        if (state == FamilyState.Unknown)
            figure.Hatch(path, "#B9C3CB", 6);
        figure.Outline(path, ChartStyle.Rule, 0.8f);
        figure.Text(
            state switch { FamilyState.Elevated => "●", FamilyState.NotElevated => "○", _ => "?" },
            box.MidX, box.MidY + 4, 11, ChartStyle.Ink, align: SKTextAlign.Center, halo: state == FamilyState.Unknown);
    }
}
