using SkiaSharp;

namespace TipAnalytics.Reports.Charts;

/// <summary>Font and colours of every chart. The font ships with the program: charts look and weigh the same on every machine.</summary>
internal static class ChartStyle
{
    // Okabe and Ito (2008): told apart with any colour vision.
    public const string Blue = "#0072B2";
    public const string Vermillion = "#D55E00";
    public const string Ink = "#1B2733";
    public const string Soft = "#51606E";
    public const string Rule = "#C9D2DA";

    /// <summary>Lines of the patterns that say what is not known, and edges of areas.</summary>
    public const string Pattern = "#6F7D89";

    private static readonly Lazy<(SKTypeface Regular, SKTypeface Bold)> Faces = new(Load);

    public static SKTypeface Regular => Faces.Value.Regular;

    public static SKTypeface Bold => Faces.Value.Bold;

    public static string RegularFile => FontFile("DejaVuSans.ttf");

    public static string BoldFile => FontFile("DejaVuSans-Bold.ttf");

    private static (SKTypeface Regular, SKTypeface Bold) Load()
    {
        return (SKTypeface.FromFile(RegularFile), SKTypeface.FromFile(BoldFile));
    }

    private static string FontFile(string name)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "reports", "fonts", name);
        return File.Exists(file) ? file : throw new Pipeline.MachineException($"{file}: the font is missing. It ships with the program; install it again.");
    }
}
