using HarfBuzzSharp;
using SkiaSharp;
using SkiaSharp.HarfBuzz;
using TipAnalytics.Pipeline.Words;
using Buffer = HarfBuzzSharp.Buffer;

namespace TipAnalytics.Reports.Charts;

/// <summary>Text with letters that join (Arabic) and of two directions. SkiaSharp draws each letter alone and knows no order of runs, so lines are cut into runs of one
/// direction, shaped by HarfBuzz and put side by side.</summary>
internal static class ShapedText
{
    // A shaper is not made for several threads, and charts are drawn on several.
    private static readonly ThreadLocal<Dictionary<SKTypeface, SKShaper>> Shapers = new(() => []);

    /// <summary>True where plain drawing would be wrong.</summary>
    public static bool IsNeeded(string text) => text.Any(sign => Bidirectional.IsRightToLeft(sign) || sign is '\u2066' or '\u2069');

    public static float Measure(string text, SKFont font, bool isRightToLeft) => Runs(text, font, isRightToLeft).Sum(run => run.Width);

    /// <param name="x">Left end of the line.</param>
    public static void Draw(SKCanvas canvas, string text, float x, float y, SKFont font, SKPaint paint, bool isRightToLeft)
    {
        foreach (var run in Runs(text, font, isRightToLeft))
        {
            if (run.Glyphs.Length > 0)
            {
                using var builder = new SKTextBlobBuilder();
                builder.AddPositionedRun(run.Glyphs, font, run.Points);
                using var blob = builder.Build();
                canvas.DrawText(blob, x, y, paint);
            }
            x += run.Width;
        }
    }

    private static IEnumerable<(ushort[] Glyphs, SKPoint[] Points, float Width)> Runs(string text, SKFont font, bool isRightToLeft)
    {
        foreach (var run in Bidirectional.OnLine(text, isRightToLeft))
        {
            using var buffer = new Buffer();
            buffer.AddUtf16(run.Text);
            buffer.GuessSegmentProperties();
            buffer.Direction = run.IsRightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
            var shaped = Shaper(font.Typeface).Shape(buffer, font);
            yield return ([.. shaped.Codepoints.Select(glyph => (ushort)glyph)], shaped.Points, shaped.Width);
        }
    }

    private static SKShaper Shaper(SKTypeface face)
    {
        var shapers = Shapers.Value!;
        if (!shapers.TryGetValue(face, out var shaper))
            shapers[face] = shaper = new SKShaper(face);
        return shaper;
    }
}
