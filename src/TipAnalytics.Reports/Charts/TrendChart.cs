using ScottPlot;
using SkiaSharp;
using TipAnalytics.Pipeline;

namespace TipAnalytics.Reports.Charts;

/// <summary>One series as drawn: released shares by period. A period without a shown value is a gap.</summary>
/// <param name="Points">Every period of the series in order; null where nothing is shown.</param>
/// <param name="Onset">Period that holds the onset.</param>
/// <param name="Breaks">Changes of sources, forms, partners or access, in order.</param>
internal sealed record TrendSeries(string Label, IReadOnlyList<(Period Period, TrendPoint? Value)> Points, Period Onset, IReadOnlyList<TrendBreak> Breaks);

/// <param name="From">First period after the change.</param>
/// <param name="Stops">Nothing is compared across it, and no line drawn.</param>
internal sealed record TrendBreak(Period From, bool Stops);

/// <param name="Low">95 % limit in whole per cent; null where no interval is printed.</param>
/// <param name="IsRestated">Reads otherwise than in an earlier release.</param>
internal sealed record TrendPoint(int Share, int? Low, int? High, bool IsRestated = false);

/// <param name="OnsetLabel">Label of the onset line.</param>
/// <param name="BreakLabel">Label of the line of a series break.</param>
/// <param name="ChangeLabel">Label of the line of a change that is compared across.</param>
/// <param name="Tick">A period as it stands on the axis.</param>
internal sealed record TrendWords(
    string Title, string Subtitle, string Source, string Note, string OnsetLabel, string BreakLabel, string ChangeLabel, Func<Period, string> Tick, Func<int, string> Percent,
    bool IsRightToLeft);

/// <summary>Lines with interval bands; gaps are drawn as gaps. Time runs from left to right in every language; titles, notes and the order of panels follow the
/// language.</summary>
internal static class TrendChart
{
    /// <summary>Height of a panel, and of title, subtitle and source together, in points.</summary>
    public const int PanelHeight = 82;
    public const int MultiplesHead = 92;

    private const int PlotWidth = 480;

    // A row of labels of lines above the data, and the room that two of them take.
    private const float LabelSize = 9;
    private const float LabelRow = 13;
    private const float Headroom = 1.22f;

    // Around the data of a large plot.
    private const int LeftOfData = 34;
    private const int RightOfData = 6;
    private const int AboveData = 8;
    private const int BelowData = 20;

    // Ends of the axis of periods: left of the first, right of the last.
    private const double Left = -0.7;
    private const double Beyond = -0.3;

    /// <summary>One series, large.</summary>
    public static byte[] Single(TrendSeries series, TrendWords words, int width = PlotWidth, int height = 220)
    {
        using var figure = new FigureCanvas(width, height, words.IsRightToLeft);
        figure.Head(words.Title, words.Subtitle);
        figure.Foot(words.Source, words.Note);
        var body = Whole(figure.Body);
        var labels = Placed(series, words, body);
        Draw(figure, Plot(series, Top(series), small: false, HeadroomFor(labels, body)), body, series, words, small: false);
        foreach (var label in labels)
            figure.Label(label.Text, label.IsLeftOf ? label.Right : label.Left, body.Top + AboveData + 10 + label.Row * LabelRow, LabelSize, label.Colour, align: label.IsLeftOf ? SKTextAlign.Right : SKTextAlign.Left);
        return figure.ToPng();
    }

    /// <summary>The same measure in several areas on one scale.</summary>
    /// <param name="areas">Area name, its series, and the words drawn instead where there is none.</param>
    public static byte[] Multiples(IReadOnlyList<(string Label, TrendSeries? Series, string Without)> areas, TrendWords words, int columns, int width = PlotWidth)
    {
        var rows = (areas.Count + columns - 1) / columns;
        using var figure = new FigureCanvas(width, MultiplesHead + rows * PanelHeight, words.IsRightToLeft);
        figure.Head(words.Title, words.Subtitle);
        figure.Foot(words.Source, words.Note);
        var body = figure.Body;
        var top = areas.Select(area => area.Series).OfType<TrendSeries>().Max(Top);
        for (var index = 0; index < areas.Count; index++)
        {
            var (column, row) = (index % columns, index / columns);
            var left = body.Left + (words.IsRightToLeft ? columns - 1 - column : column) * body.Width / columns;
            var upper = body.Top + row * body.Height / rows;
            var (at, align) = words.IsRightToLeft ? (left + body.Width / columns - 10, SKTextAlign.Right) : (left + 28, SKTextAlign.Left);
            figure.Label(areas[index].Label, at, upper + 10, 9.5f, ChartStyle.Ink, bold: true, align);
            if (areas[index].Series is not { } series)
            {
                var y = upper + body.Height / rows / 2;
                foreach (var line in FigureCanvas.Wrap(areas[index].Without, 8.5f, false, body.Width / columns - 44))
                    figure.Label(line, at, y += 11, 8.5f, ChartStyle.Soft, align: align);
                continue;
            }
            Draw(figure, Plot(series, top, small: true, headroom: 1), new SKRect(left, upper + 12, left + body.Width / columns - 4, upper + body.Height / rows), series, words, small: true);
        }
        return figure.ToPng();
    }

    private static void Draw(FigureCanvas figure, Plot plot, SKRect where, TrendSeries series, TrendWords words, bool small)
    {
        where = Whole(where);
        figure.Canvas.Save();
        figure.Canvas.Translate(where.Left, where.Top);
        // The plot clears its canvas before it draws.
        figure.Canvas.ClipRect(new SKRect(0, 0, where.Width, where.Height));
        plot.Render(figure.Canvas, new PixelRect(0, where.Width, where.Height, 0));
        figure.Canvas.Restore();
        // Words are drawn by the figure: the plot shapes none that join.
        var size = small ? 8 : 9;
        foreach (var tick in Ticks(series, small))
        {
            var at = plot.GetPixel(new(tick, 0));
            figure.Label(words.Tick(series.Points[tick].Period), where.Left + at.X, where.Top + at.Y + size + 5, size, ChartStyle.Soft, align: SKTextAlign.Center);
        }
        foreach (var value in plot.Axes.Left.TickGenerator.Ticks.Select(tick => (int)tick.Position))
        {
            var at = plot.GetPixel(new(plot.Axes.GetLimits().Left, value));
            figure.Label(words.Percent(value), where.Left + at.X - 6, where.Top + at.Y + size / 2f - 1, size, ChartStyle.Soft, align: SKTextAlign.Right);
        }
    }

    /// <summary>In whole points: a clip through the middle of a pixel would leave a grey seam.</summary>
    private static SKRect Whole(SKRect where) => SKRect.Create(MathF.Round(where.Left), MathF.Round(where.Top), MathF.Round(where.Width), MathF.Round(where.Height));

    /// <summary>Upper end of the axis: a round number above everything drawn; the axis always starts at 0.</summary>
    private static int Top(TrendSeries series) =>
        Math.Min(100, (series.Points.Max(point => point.Value is { } value ? value.High ?? value.Share : 0) / 10 + 1) * 10);

    private static Plot Plot(TrendSeries series, int top, bool small, float headroom)
    {
        var plot = new Plot();
        var first = series.Points[0].Period.Index;
        double X(Period period) => period.Index - first;

        Line(plot, X(series.Onset) - 0.5, ChartStyle.Vermillion, LinePattern.Dashed);
        foreach (var change in series.Breaks)
            Line(plot, X(change.From) - 0.5, change.Stops ? ChartStyle.Ink : ChartStyle.Soft, LinePattern.Dotted);
        foreach (var run in Runs(series, X))
            Run(plot, run, small);
        Axes(plot, series, top, small, headroom);
        return plot;
    }

    private static void Line(Plot plot, double x, string colour, LinePattern pattern)
    {
        var line = plot.Add.VerticalLine(x, 1.2f, Color.FromHex(colour), pattern);
        line.ExcludeFromLegend = true;
    }

    /// <summary>Names of the lines, right of them where there is room: that of the onset above, those of changes below it, each in the first row where it meets no other.</summary>
    internal static List<LineLabel> Placed(TrendSeries series, TrendWords words, SKRect body)
    {
        var first = series.Points[0].Period.Index;
        // As ScottPlot maps the axis of this plot, whose paddings are fixed.
        float X(Period period) => body.Left + LeftOfData + (float)((period.Index - first - 0.5 - Left) / (series.Points.Count + Beyond - Left)) * (body.Width - LeftOfData - RightOfData);
        var placed = new List<LineLabel>();
        foreach (var (from, text, colour, start) in series.Breaks
            .Select(change => (change.From, change.Stops ? words.BreakLabel : words.ChangeLabel, change.Stops ? ChartStyle.Ink : ChartStyle.Soft, 1)).Prepend((series.Onset, words.OnsetLabel, ChartStyle.Vermillion, 0)))
        {
            var (x, width) = (X(from), FigureCanvas.Measure(text, LabelSize));
            var isLeftOf = x + width + 8 > body.Right;
            var (left, right) = isLeftOf ? (x - 4 - width, x - 4) : (x + 4, x + 4 + width);
            var met = placed.FindAll(other => left < other.Right + 4 && other.Left < right + 4);
            // Lines of the same look side by side are named once.
            if (!met.Exists(other => other.Text == text))
                placed.Add(new(text, colour, left, right, isLeftOf, Enumerable.Range(start, placed.Count + 1).First(row => !met.Exists(other => other.Row == row))));
        }

        return placed;
    }

    /// <summary>How much higher than the data the axis is, so that no label stands among them.</summary>
    private static float HeadroomFor(List<LineLabel> labels, SKRect body)
    {
        var rows = labels.Max(label => label.Row) + 1;
        return rows <= 2 ? Headroom : Math.Max(Headroom, 1 / (1 - (rows * LabelRow - 4) / (body.Height - AboveData - BelowData)));
    }

    /// <param name="Row">0 is the highest.</param>
    internal sealed record LineLabel(string Text, string Colour, float Left, float Right, bool IsLeftOf, int Row);

    private static void Run(Plot plot, IReadOnlyList<(double X, TrendPoint Value)> run, bool small)
    {
        var band = run.Where(point => point.Value is { Low: not null, High: not null }).ToList();
        if (band.Count > 1)
        {
            var area = plot.Add.FillY([.. band.Select(p => p.X)], [.. band.Select(p => (double)p.Value.Low!)], [.. band.Select(p => (double)p.Value.High!)]);
            area.FillColor = Color.FromHex("#CFE3F1");
            area.LineWidth = 0;
        }
        else if (band.Count == 1)
        {
            // A lone period between gaps has no band; its interval is a bar.
            plot.Add.Line(band[0].X, band[0].Value.Low!.Value, band[0].X, band[0].Value.High!.Value).Color = Color.FromHex("#8DB8D6");
        }
        var line = plot.Add.Scatter(run.Select(p => p.X).ToArray(), run.Select(p => (double)p.Value.Share).ToArray(), Color.FromHex(ChartStyle.Blue));
        (line.LineWidth, line.MarkerSize) = (small ? 1.4f : 2f, small ? 3.5f : 6f);
        foreach (var (x, value) in run.Where(point => point.Value.IsRestated))
        {
            var ring = plot.Add.Marker(x, value.Share, MarkerShape.OpenCircle, small ? 7f : 11f, Color.FromHex(ChartStyle.Vermillion));
            ring.LineWidth = small ? 1f : 1.5f;
        }
    }

    private static IEnumerable<IReadOnlyList<(double X, TrendPoint Value)>> Runs(TrendSeries series, Func<Period, double> x)
    {
        var run = new List<(double X, TrendPoint Value)>();
        foreach (var (period, value) in series.Points)
        {
            // Nothing is drawn across a gap or a series break.
            if ((value is null || series.Breaks.Any(change => change.Stops && change.From == period)) && run.Count > 0)
            {
                yield return run;
                run = [];
            }
            if (value is not null)
                run.Add((x(period), value));
        }
        if (run.Count > 0)
            yield return run;
    }

    private static void Axes(Plot plot, TrendSeries series, int top, bool small, float headroom)
    {
        plot.Axes.SetLimits(Left, series.Points.Count + Beyond, 0, top * headroom);
        var ticks = Ticks(series, small).ToList();
        plot.Axes.Bottom.SetTicks([.. ticks.Select(tick => (double)tick)], [.. ticks.Select(_ => "")]);
        var values = Shares(top, small).ToList();
        plot.Axes.Left.SetTicks([.. values.Select(value => (double)value)], [.. values.Select(_ => "")]);
        plot.Axes.Right.IsVisible = plot.Axes.Top.IsVisible = false;
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Grid.MajorLineColor = Color.FromHex("#E4E9ED");
        plot.Axes.Bottom.FrameLineStyle.Color = plot.Axes.Left.FrameLineStyle.Color = Color.FromHex(ChartStyle.Rule);
        plot.Axes.Bottom.MajorTickStyle.Length = plot.Axes.Left.MajorTickStyle.Length = 3;
        plot.FigureBackground.Color = plot.DataBackground.Color = Colors.White;
        plot.Layout.Fixed(new PixelPadding(small ? 26 : LeftOfData, RightOfData, small ? 16 : BelowData, AboveData));
    }

    /// <summary>Places of the periods that are named on the axis.</summary>
    private static IEnumerable<int> Ticks(TrendSeries series, bool small)
    {
        var every = small ? (series.Points[0].Period.Grain switch { PeriodGrain.Month => 24, PeriodGrain.Quarter => 8, _ => 2 }) : Math.Max(1, (series.Points.Count + 8) / 9);
        return Enumerable.Range(0, series.Points.Count).Where(index => index % every == 0);
    }

    /// <summary>Shares that are named on the axis.</summary>
    private static IEnumerable<int> Shares(int top, bool small)
    {
        var step = top <= 40 && !small ? 10 : top <= 60 ? 20 : 25;
        return Enumerable.Range(0, top / step + 1).Select(index => index * step);
    }
}
