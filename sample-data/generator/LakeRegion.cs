namespace TipAnalytics.SampleData;

/// <summary>Admin 2 area of the invented country.</summary>
/// <param name="Interviews">Protection-monitoring interviews a quarter.</param>
/// <param name="Surveyed">Surveyed households a quarter, in clusters of twelve or a little more.</param>
public sealed record District(string Code, string Name, string Province, int Interviews, int Surveyed);

/// <summary>The invented country: six admin 1 areas of five admin 2 areas each, and its calendar of fourteen quarters.</summary>
public static class LakeRegion
{
    public const string Country = "LR";
    public const string CountryName = "Lake Region";
    public const int QuarterCount = 14;

    /// <summary>First quarter since the crisis onset on 1 January 2025.</summary>
    public const int OnsetQuarter = 8;

    /// <summary>From this quarter on nothing arrives from the silent area.</summary>
    public const int SilentFrom = 11;

    public const string SilentDistrict = "LR0605";

    public static IReadOnlyList<string> ProvinceNames { get; } = ["Nordmere", "Reedmark", "Ferrymark", "Stonemark", "Saltmark", "Highmark"];

    private static readonly string[] DistrictNames =
    [
        "Ambelu", "Torvane", "Quessary", "Melinth", "Osspar",
        "Brelune", "Hadrimo", "Cassewin", "Ulmetra", "Pelloria",
        "Drovanti", "Ishmelle", "Kellowen", "Vantoss", "Yarlune",
        "Fendralu", "Gorrimas", "Lisparro", "Nembatu", "Wolvane",
        "Jessamar", "Karrowin", "Mirrodel", "Sendaru", "Tullimot",
        "Ebberlin", "Hostriva", "Orrimund", "Pashelo", "Zendrake",
    ];

    // Sizes let the planted changes survive disclosure control: three to four large districts, small ones beside them.
    private static readonly int[] Interviews =
    [
        46, 22, 22, 22, 22, 46, 26, 26, 26, 26, 116, 30, 30, 30, 30, 42, 22, 22, 22, 22, 42, 22, 22, 22, 22, 68, 55, 50, 48, 24,
    ];

    private static readonly int[] Surveyed =
    [
        120, 24, 24, 24, 24, 156, 36, 36, 36, 36, 60, 36, 36, 36, 36, 60, 36, 36, 36, 36, 120, 36, 36, 36, 36, 60, 36, 36, 36, 36,
    ];

    public static IReadOnlyList<District> Districts { get; } =
        [.. DistrictNames.Select((name, i) => new District($"LR{i / 5 + 1:00}{i % 5 + 1:00}", name, $"LR{i / 5 + 1:00}", Interviews[i], Surveyed[i]))];

    public static IReadOnlyList<string> Provinces { get; } = [.. ProvinceNames.Select((_, i) => $"LR{i + 1:00}")];

    public static bool Reports(string district, int quarter) => district != SilentDistrict || quarter < SilentFrom;

    public static DateOnly FirstDay(int quarter) => new(2023 + quarter / 4, quarter % 4 * 3 + 1, 1);

    /// <summary>2023Q1 …</summary>
    public static string Label(int quarter) => $"{2023 + quarter / 4}Q{quarter % 4 + 1}";
}
