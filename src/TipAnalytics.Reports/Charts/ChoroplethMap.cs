using NetTopologySuite.Geometries;
using SkiaSharp;

namespace TipAnalytics.Reports.Charts;

/// <summary>What an area shows on the map of convergence.</summary>
internal enum MapBand { None, One, Several, Many, TooLittleKnown, NoData }

/// <param name="Label">Short label inside the area («3/5»); empty for none.</param>
internal sealed record MapArea(string Code, MapBand Band, string Label);

/// <summary>Map of bands on released areas: one hue from light to dark, patterns for what is not known. Never points.</summary>
internal static class ChoroplethMap
{
    private const float LegendWidth = 158;

    /// <param name="areas">Filled areas.</param>
    /// <param name="outlines">Admin 1: code and name, drawn bold and named.</param>
    /// <param name="legend">Words for the six bands, in their order.</param>
    /// <param name="mark">What a mark before a name means; empty for none.</param>
    public static byte[] Draw(
        string title, string subtitle, string source, string disclaimer, IReadOnlyList<MapArea> areas, IReadOnlyList<(string Code, string Name)> outlines,
        AreaShapes shapes, IReadOnlyList<string> legend, string legendTitle, string mark, bool isRightToLeft, int height, int width = 480)
    {
        using var figure = new FigureCanvas(width, height, isRightToLeft);
        figure.Head(title, subtitle);
        figure.Foot(source, disclaimer);
        var body = figure.Body;
        var place = Projection(shapes.Extent(areas.Select(area => area.Code)), figure.Place(new SKRect(body.Left + 4, body.Top + 4, body.Right - LegendWidth, body.Bottom - 4)));
        foreach (var area in areas)
            if (shapes.Find(area.Code) is { } shape)
            {
                using var path = AreaShapes.Path(shape, place);
                Paint(figure, path, area.Band);
                figure.Outline(path, ChartStyle.Pattern, 0.7f);
            }
        foreach (var (code, _) in outlines)
            if (shapes.Find(code) is { } shape)
            {
                using var path = AreaShapes.Path(shape, place);
                figure.Outline(path, ChartStyle.Ink, 1.8f);
            }
        foreach (var area in areas.Where(area => area.Label.Length > 0))
            if (shapes.Find(area.Code) is { } shape)
            {
                // A label wider than its area would stand on the neighbour; the table has every area.
                var box = shape.EnvelopeInternal;
                if (place(new(box.MaxX, box.MinY)).X - place(new(box.MinX, box.MinY)).X < FigureCanvas.Measure(area.Label, 8) + 2)
                    continue;
                var at = place(shape.InteriorPoint.Coordinate);
                figure.Label(area.Label, at.X, at.Y + 8, 8, ChartStyle.Ink, align: SKTextAlign.Center, halo: true);
            }
        foreach (var (code, name) in outlines)
            if (shapes.Find(code) is { } shape)
            {
                var at = place(shape.InteriorPoint.Coordinate);
                figure.Label(name, at.X, at.Y - 4, 9.5f, ChartStyle.Ink, bold: true, SKTextAlign.Center, halo: true);
            }
        Legend(figure, new SKPoint(body.Right - LegendWidth + 14, body.Top + 8), legend, legendTitle, mark, LegendWidth - 44);
        return figure.ToPng();
    }

    /// <summary>Height in which the legend has room beside the map.</summary>
    public static int Height(string title, string subtitle, string source, string disclaimer, IReadOnlyList<string> legend, string legendTitle, string mark, int width = 480)
    {
        var lines = FigureCanvas.Wrap(legendTitle, 9, true, LegendWidth - 14).Count + FigureCanvas.Wrap(mark, 9, true, LegendWidth - 14).Count + legend.Sum(entry => FigureCanvas.Wrap(entry, 9, false, LegendWidth - 44).Count);
        return Math.Max(270, (int)FigureCanvas.Frame(title, subtitle, [source, disclaimer], width) + 16 + lines * 12 + legend.Count * 6);
    }

    // Degrees drawn with longitude shortened at the middle latitude: good enough to recognise a country, no distances are read from it.
    private static Func<Coordinate, SKPoint> Projection(Envelope extent, SKRect box)
    {
        var shorten = Math.Cos(extent.Centre.Y * Math.PI / 180);
        var scale = Math.Min(box.Width / (extent.Width * shorten), box.Height / extent.Height);
        var left = box.MidX - extent.Width * shorten * scale / 2;
        var top = box.MidY - extent.Height * scale / 2;
        return at => new((float)(left + (at.X - extent.MinX) * shorten * scale), (float)(top + (extent.MaxY - at.Y) * scale));
    }

    private static void Paint(FigureCanvas figure, SKPath path, MapBand band)
    {
        figure.Fill(path, Colour(band));
        if (band == MapBand.TooLittleKnown)
            figure.Hatch(path, ChartStyle.Pattern, 6);
        else if (band == MapBand.NoData)
            figure.Hatch(path, ChartStyle.Pattern, 8, crossed: true);
    }

    public static string Colour(MapBand band) => band switch
    {
        MapBand.None => "#EDF4F9",
        MapBand.One => "#B5D3E7",
        MapBand.Several => "#6DA9D0",
        MapBand.Many => "#2D7BB0",
        MapBand.NoData => "#E3E6E9",
        _ => "#FFFFFF",
    };

    private static void Legend(FigureCanvas figure, SKPoint at, IReadOnlyList<string> legend, string title, string mark, float textWidth)
    {
        var y = at.Y + 8;
        foreach (var line in FigureCanvas.Wrap(title, 9, true, textWidth + 30))
        {
            figure.Text(line, at.X, y, 9, ChartStyle.Ink, bold: true);
            y += 12;
        }
        foreach (var band in Enum.GetValues<MapBand>())
        {
            using var path = FigureCanvas.Rectangle(figure.Place(new SKRect(at.X, y, at.X + 20, y + 13)));
            Paint(figure, path, band);
            figure.Outline(path, ChartStyle.Pattern, 0.8f);
            foreach (var line in FigureCanvas.Wrap(legend[(int)band], 9, false, textWidth))
            {
                figure.Text(line, at.X + 26, y + 10, 9, ChartStyle.Ink);
                y += 12;
            }
            y += 6;
        }
        foreach (var line in FigureCanvas.Wrap(mark, 9, true, textWidth + 30))
        {
            figure.Text(line, at.X, y + 8, 9, ChartStyle.Ink, bold: true);
            y += 12;
        }
    }
}
