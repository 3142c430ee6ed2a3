using SkiaSharp;

namespace TipAnalytics.Reports.Charts;

/// <summary>One area between two periods, in whole per cent.</summary>
/// <param name="Marked">Drawn strong: something is said of the change.</param>
internal sealed record SlopeLine(string Label, int Before, int After, bool Marked);

/// <summary>Two periods side by side, a line an area, labelled at both ends; no axis is needed to read it. Time runs from left to right in every language.</summary>
internal static class SlopeChart
{
    private const float LabelHeight = 12;

    /// <param name="value">Words of a value: «12%».</param>
    public static byte[] Draw(
        string title, string subtitle, string source, string note, (string Before, string After) periods, IReadOnlyList<SlopeLine> lines, Func<int, string> value,
        bool isRightToLeft, int width = 480, int height = 260)
    {
        using var figure = new FigureCanvas(width, height, isRightToLeft);
        figure.Head(title, subtitle);
        figure.Foot(source, note);
        var body = figure.Body;
        var (left, right) = (body.Left + 60, body.Right - 150);
        figure.Label(periods.Before, left, body.Top + 12, 9.5f, ChartStyle.Soft, align: SKTextAlign.Center);
        figure.Label(periods.After, right, body.Top + 12, 9.5f, ChartStyle.Soft, align: SKTextAlign.Center);
        var (top, bottom) = (body.Top + 26, body.Bottom - 10);
        var most = Math.Max(1, lines.Max(line => Math.Max(line.Before, line.After)));
        // From zero, so that a small change looks small.
        float Height(int share) => bottom - (bottom - top) * share / most;
        foreach (var x in new[] { left, right })
            Stroke(figure, x, top, x, bottom, ChartStyle.Rule, 1);
        foreach (var line in lines.OrderBy(line => line.Marked))
        {
            var colour = line.Marked ? ChartStyle.Vermillion : ChartStyle.Blue;
            Stroke(figure, left, Height(line.Before), right, Height(line.After), colour, line.Marked ? 2.2f : 1.3f);
            foreach (var (x, share) in new[] { (left, line.Before), (right, line.After) })
                Dot(figure, x, Height(share), colour);
        }
        // Areas of the same value share a label on the left; on the right each has its own.
        foreach (var (y, share) in Apart([.. lines.Select(line => line.Before).Distinct().Select(share => (Height(share), share))], top, bottom))
            figure.Label(value(share), left - 8, y + 3, 9, ChartStyle.Ink, align: SKTextAlign.Right);
        foreach (var (y, line) in Apart([.. lines.OrderBy(line => line.Label, StringComparer.Ordinal).Select(line => (Height(line.After), line))], top, bottom))
        {
            figure.Label(value(line.After), right + 36, y + 3, 9, ChartStyle.Ink, align: SKTextAlign.Right);
            figure.Label(line.Label, right + 42, y + 3, 9, ChartStyle.Ink);
        }
        return figure.ToPng();
    }

    /// <summary>Labels in the order of their heights, those of one height as they come, moved so far that none stands on another and all stay inside.</summary>
    public static IReadOnlyList<(float Y, T Label)> Apart<T>(IReadOnlyList<(float Y, T Label)> labels, float top, float bottom)
    {
        var placed = labels.OrderBy(label => label.Y).ToList();
        for (var index = 1; index < placed.Count; index++)
            placed[index] = placed[index] with { Y = Math.Max(placed[index].Y, placed[index - 1].Y + LabelHeight) };
        for (var index = placed.Count - 1; index >= 0; index--)
        {
            var below = index == placed.Count - 1 ? bottom : placed[index + 1].Y - LabelHeight;
            placed[index] = placed[index] with { Y = Math.Max(top, Math.Min(placed[index].Y, below)) };
        }
        return placed;
    }

    private static void Stroke(FigureCanvas figure, float fromX, float fromY, float toX, float toY, string colour, float width)
    {
        using var path = new SKPath();
        path.MoveTo(fromX, fromY);
        path.LineTo(toX, toY);
        figure.Outline(path, colour, width);
    }

    private static void Dot(FigureCanvas figure, float x, float y, string colour)
    {
        using var path = new SKPath();
        path.AddCircle(x, y, 3);
        figure.Fill(path, colour);
    }
}
