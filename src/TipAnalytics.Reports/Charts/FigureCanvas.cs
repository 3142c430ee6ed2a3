using SkiaSharp;
using TipAnalytics.Pipeline.Releases;

namespace TipAnalytics.Reports.Charts;

/// <summary>A picture with its title (the finding), subtitle (measure, unit, area, period), body and source line. Sizes in points; drawn at twice the size.</summary>
internal sealed class FigureCanvas : IDisposable
{
    private const int Scale = 2;
    private const float Margin = 8;
    private readonly SKBitmap bitmap;
    private float top = Margin;
    private float bottom;

    /// <param name="isRightToLeft">Title, subtitle and foot begin at the right, and so does whatever is drawn with <see cref="Text"/>.</param>
    public FigureCanvas(int width, int height, bool isRightToLeft)
    {
        IsRightToLeft = isRightToLeft;
        (Width, Height) = (width, height);
        bottom = height - Margin;
        bitmap = new SKBitmap(width * Scale, height * Scale, SKColorType.Rgba8888, SKAlphaType.Opaque);
        Canvas = new SKCanvas(bitmap);
        Canvas.Clear(SKColors.White);
        Canvas.Scale(Scale);
    }

    public SKCanvas Canvas { get; }

    public bool IsRightToLeft { get; }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Height of title, subtitle, foot and margins together.</summary>
    public static float Frame(string title, string subtitle, string[] foot, int width) =>
        2 * Margin + 7 + 17 * Wrap(title, 13, bold: true, width - 2 * Margin).Count + 14 * Wrap(subtitle, 10, bold: false, width - 2 * Margin).Count
        + 11.5f * foot.Sum(line => Wrap(line, 8.5f, bold: false, width - 2 * Margin).Count);

    /// <summary>What title, subtitle and source leave free.</summary>
    public SKRect Body => new(Margin, top, Width - Margin, bottom);

    public void Head(string title, string subtitle)
    {
        // Whole, before they are cut into lines.
        PrintedText.Require("the title of a chart", title);
        PrintedText.Require("the subtitle of a chart", subtitle);
        foreach (var line in Wrap(title, 13, bold: true, Width - 2 * Margin))
            Text(line, Margin, (top += 17) - 4, 13, ChartStyle.Ink, bold: true);
        foreach (var line in Wrap(subtitle, 10, bold: false, Width - 2 * Margin))
            Text(line, Margin, (top += 14) - 3, 10, ChartStyle.Soft);
        top += 4;
    }

    public void Foot(params string[] lines)
    {
        foreach (var line in lines)
            PrintedText.Require("the foot of a chart", line);
        var all = lines.Where(line => line.Length > 0).SelectMany(line => Wrap(line, 8.5f, bold: false, Width - 2 * Margin)).ToList();
        bottom -= 11.5f * all.Count;
        for (var index = 0; index < all.Count; index++)
            Text(all[index], Margin, bottom + 11.5f * index + 10, 8.5f, ChartStyle.Soft);
        bottom -= 3;
    }

    /// <summary>Text of the layout: in a figure from right to left its place is the mirrored one.</summary>
    public void Text(string text, float x, float y, float size, string colour, bool bold = false, SKTextAlign align = SKTextAlign.Left) => Label(
        text, IsRightToLeft ? Width - x : x, y, size, colour, bold,
        IsRightToLeft ? align switch { SKTextAlign.Left => SKTextAlign.Right, SKTextAlign.Right => SKTextAlign.Left, _ => align } : align);

    /// <summary>Text at a place of a plot or map, whatever the direction of the figure.</summary>
    public void Label(string text, float x, float y, float size, string colour, bool bold = false, SKTextAlign align = SKTextAlign.Left, bool halo = false)
    {
        PrintedText.Require("a label in a chart", text);
        using var font = Font(size, bold);
        if (halo)
        {
            using var edge = new SKPaint { Color = SKColors.White, IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 2.5f, StrokeJoin = SKStrokeJoin.Round };
            Write(text, x, y, align, font, edge);
        }
        using var paint = new SKPaint { Color = SKColor.Parse(colour), IsAntialias = true };
        Write(text, x, y, align, font, paint);
    }

    /// <summary>The same box in the layout of the figure: mirrored where it runs from right to left.</summary>
    public SKRect Place(SKRect box) => IsRightToLeft ? new(Width - box.Right, box.Top, Width - box.Left, box.Bottom) : box;

    private void Write(string text, float x, float y, SKTextAlign align, SKFont font, SKPaint paint)
    {
        if (!ShapedText.IsNeeded(text))
        {
            Canvas.DrawText(text, x, y, align, font, paint);
            return;
        }
        var width = align == SKTextAlign.Left ? 0 : ShapedText.Measure(text, font, IsRightToLeft);
        ShapedText.Draw(Canvas, text, x - (align == SKTextAlign.Center ? width / 2 : width), y, font, paint, IsRightToLeft);
    }

    public void Fill(SKPath path, string colour)
    {
        using var paint = new SKPaint { Color = SKColor.Parse(colour), IsAntialias = true };
        Canvas.DrawPath(path, paint);
    }

    public void Outline(SKPath path, string colour, float width)
    {
        using var paint = new SKPaint { Color = SKColor.Parse(colour), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width, StrokeJoin = SKStrokeJoin.Round };
        Canvas.DrawPath(path, paint);
    }

    /// <summary>Diagonal lines inside a shape: a state that is no value, told apart without colour.</summary>
    public void Hatch(SKPath path, string colour, float distance, bool crossed = false)
    {
        Canvas.Save();
        Canvas.ClipPath(path, SKClipOperation.Intersect, antialias: true);
        using var paint = new SKPaint { Color = SKColor.Parse(colour), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = 0.7f };
        var box = path.Bounds;
        for (var x = box.Left - box.Height; x < box.Right; x += distance)
        {
            Canvas.DrawLine(x, box.Bottom, x + box.Height, box.Top, paint);
            if (crossed)
                Canvas.DrawLine(x, box.Top, x + box.Height, box.Bottom, paint);
        }
        Canvas.Restore();
    }

    public static SKPath Rectangle(SKRect rectangle)
    {
        var path = new SKPath();
        path.AddRect(rectangle);
        return path;
    }

    public static float Measure(string text, float size, bool bold = false)
    {
        using var font = Font(size, bold);
        return ShapedText.IsNeeded(text) ? ShapedText.Measure(text, font, isRightToLeft: true) : font.MeasureText(text);
    }

    public static IReadOnlyList<string> Wrap(string text, float size, bool bold, float width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var longer = line.Length == 0 ? word : $"{line} {word}";
            if (line.Length > 0 && Measure(longer, size, bold) > width)
            {
                lines.Add(line);
                line = word;
            }
            else
            {
                line = longer;
            }
        }
        if (line.Length > 0)
            lines.Add(line);
        return lines;
    }

    public byte[] ToPng() => PalettePng.Encode(bitmap);

    public void Dispose()
    {
        Canvas.Dispose();
        bitmap.Dispose();
    }

    private static SKFont Font(float size, bool bold) => new(bold ? ChartStyle.Bold : ChartStyle.Regular, size) { Edging = SKFontEdging.Antialias, Subpixel = true, Hinting = SKFontHinting.None, LinearMetrics = true };
}
