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
internal sealed record TrendWords(string Title, string Subtitle, string Source, string Note, string OnsetLabel, string BreakLabel, string ChangeLabel);

/// <summary>Lines with interval bands; gaps are drawn as gaps.</summary>
internal static class TrendChart
{
    /// <summary>Height of a panel, and of title, subtitle and source together, in points.</summary>
    public const int PanelHeight = 82;
    public const int MultiplesHead = 92;

    private const int PlotWidth = 480;

    /// <summary>Room for the labels of lines above the data.</summary>
    private const float Headroom = 1.22f;

    /// <summary>One series, large.</summary>
    public static byte[] Single(TrendSeries series, TrendWords words, int width = PlotWidth, int height = 220)
    {
        using var figure = new FigureCanvas(width, height);
        figure.Head(words.Title, words.Subtitle);
        figure.Foot(words.Source, words.Note);
        Draw(figure, Plot(series, words, Top(series), small: false), figure.Body);
        return figure.ToPng();
    }

    /// <summary>The same measure in several areas on one scale.</summary>
    /// <param name="areas">Area name, its series, and the words drawn instead where there is none.</param>
    public static byte[] Multiples(IReadOnlyList<(string Label, TrendSeries? Series, string Without)> areas, TrendWords words, int columns, int width = PlotWidth)
    {
        var rows = (areas.Count + columns - 1) / columns;
        using var figure = new FigureCanvas(width, MultiplesHead + rows * PanelHeight);
        figure.Head(words.Title, words.Subtitle);
        figure.Foot(words.Source, words.Note);
        var body = figure.Body;
        var top = areas.Select(area => area.Series).OfType<TrendSeries>().Max(Top);
        for (var index = 0; index < areas.Count; index++)
        {
            var (column, row) = (index % columns, index / columns);
            var left = body.Left + column * body.Width / columns;
            var upper = body.Top + row * body.Height / rows;
            figure.Text(areas[index].Label, left + 28, upper + 10, 9.5f, ChartStyle.Ink, bold: true);
            if (areas[index].Series is not { } series)
            {
                var y = upper + body.Height / rows / 2;
                foreach (var line in FigureCanvas.Wrap(areas[index].Without, 8.5f, false, body.Width / columns - 44))
                    figure.Text(line, left + 28, y += 11, 8.5f, ChartStyle.Soft);
                continue;
            }
            Draw(figure, Plot(series, words, top, small: true), new SKRect(left, upper + 12, left + body.Width / columns - 4, upper + body.Height / rows));
        }
        return figure.ToPng();
    }

    private static void Draw(FigureCanvas figure, Plot plot, SKRect where)
    {
        // Whole points: a clip through the middle of a pixel would leave a grey seam.
        where = SKRect.Create(MathF.Round(where.Left), MathF.Round(where.Top), MathF.Round(where.Width), MathF.Round(where.Height));
        figure.Canvas.Save();
        figure.Canvas.Translate(where.Left, where.Top);
        // The plot clears its canvas before it draws.
        figure.Canvas.ClipRect(new SKRect(0, 0, where.Width, where.Height));
        plot.Render(figure.Canvas, new PixelRect(0, where.Width, where.Height, 0));
        figure.Canvas.Restore();
    }

    /// <summary>Upper end of the axis: a round number above everything drawn; the axis always starts at 0.</summary>
    private static int Top(TrendSeries series) =>
        Math.Min(100, (series.Points.Max(point => point.Value is { } value ? value.High ?? value.Share : 0) / 10 + 1) * 10);

    private static Plot Plot(TrendSeries series, TrendWords words, int top, bool small)
    {
        _ = ChartStyle.Regular;  // registers the font
        var plot = new Plot();
        plot.Font.Set(ChartStyle.FontName);
        var size = small ? 8 : 9;
        var first = series.Points[0].Period.Index;
        double X(Period period) => period.Index - first;

        var labels = new List<(double X, float Y, string Text, string Colour)>();
        var onset = X(series.Onset) - 0.5;
        Line(plot, onset, ChartStyle.Vermillion, LinePattern.Dashed);
        labels.Add((onset, top * Headroom * 0.995f, words.OnsetLabel, ChartStyle.Vermillion));
        foreach (var change in series.Breaks)
        {
            var colour = change.Stops ? ChartStyle.Ink : ChartStyle.Soft;
            Line(plot, X(change.From) - 0.5, colour, LinePattern.Dotted);
            labels.Add((X(change.From) - 0.5, top * (1 + (Headroom - 1) / 2), change.Stops ? words.BreakLabel : words.ChangeLabel, colour));
        }
        foreach (var run in Runs(series, X))
            Run(plot, run, small);
        if (!small)
            Labels(plot, labels, series.Points.Count);
        Axes(plot, series, top, size, small);
        return plot;
    }

    private static void Line(Plot plot, double x, string colour, LinePattern pattern)
    {
        var line = plot.Add.VerticalLine(x, 1.2f, Color.FromHex(colour), pattern);
        line.ExcludeFromLegend = true;
    }

    private static void Labels(Plot plot, IReadOnlyList<(double X, float Y, string Text, string Colour)> labels, int periods)
    {
        foreach (var (x, y, text, colour) in labels)
        {
            var space = (periods - x) / periods * (PlotWidth - 40);
            var leftOf = FigureCanvas.Measure(text, 9) + 6 > space;
            var label = plot.Add.Text(text, x, y);
            (label.LabelFontName, label.LabelFontSize, label.LabelFontColor) = (ChartStyle.FontName, 9, Color.FromHex(colour));
            label.Alignment = leftOf ? Alignment.UpperRight : Alignment.UpperLeft;
            label.OffsetX = leftOf ? -4 : 4;
        }
    }

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

    private static void Axes(Plot plot, TrendSeries series, int top, int size, bool small)
    {
        plot.Axes.SetLimits(-0.7, series.Points.Count - 0.3, 0, small ? top : top * Headroom);
        var every = small ? (series.Points[0].Period.Grain switch { PeriodGrain.Month => 24, PeriodGrain.Quarter => 8, _ => 2 }) : Math.Max(1, (series.Points.Count + 8) / 9);
        var ticks = series.Points.Select((point, index) => (point.Period, index)).Where(tick => tick.index % every == 0).ToList();
        plot.Axes.Bottom.SetTicks([.. ticks.Select(tick => (double)tick.index)], [.. ticks.Select(tick => PeriodLabel(tick.Period))]);
        var step = top <= 40 && !small ? 10 : top <= 40 ? 20 : top <= 60 ? 20 : 25;
        var values = Enumerable.Range(0, top / step + 1).Select(index => (double)(index * step)).ToArray();
        plot.Axes.Left.SetTicks(values, [.. values.Select(value => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value:0}%"))]);
        plot.Axes.Bottom.TickLabelStyle.FontSize = plot.Axes.Left.TickLabelStyle.FontSize = size;
        plot.Axes.Bottom.TickLabelStyle.ForeColor = plot.Axes.Left.TickLabelStyle.ForeColor = Color.FromHex(ChartStyle.Soft);
        plot.Axes.Right.IsVisible = plot.Axes.Top.IsVisible = false;
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Grid.MajorLineColor = Color.FromHex("#E4E9ED");
        plot.Axes.Bottom.FrameLineStyle.Color = plot.Axes.Left.FrameLineStyle.Color = Color.FromHex(ChartStyle.Rule);
        plot.Axes.Bottom.MajorTickStyle.Length = plot.Axes.Left.MajorTickStyle.Length = 3;
        plot.FigureBackground.Color = plot.DataBackground.Color = Colors.White;
        plot.Layout.Fixed(new PixelPadding(small ? 26 : 34, 6, small ? 16 : 20, 8));
    }

    private static string PeriodLabel(Period period) => period.ToString().Replace('-', ' ');
}
