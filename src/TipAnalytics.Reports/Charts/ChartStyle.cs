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

    private static readonly Lazy<(SKTypeface Regular, SKTypeface Bold)> Faces = new(Load);

    public static SKTypeface Regular => Faces.Value.Regular;

    public static SKTypeface Bold => Faces.Value.Bold;

    private static (SKTypeface Regular, SKTypeface Bold) Load()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "reports", "fonts");
        var (regular, bold) = (Path.Combine(folder, "DejaVuSans.ttf"), Path.Combine(folder, "DejaVuSans-Bold.ttf"));
        if (!File.Exists(regular) || !File.Exists(bold))
            throw new Pipeline.MachineException($"{folder}: the font DejaVu Sans is missing. It ships with the program; install it again.");
        return (SKTypeface.FromFile(regular), SKTypeface.FromFile(bold));
    }
}
