namespace TipAnalytics.SampleData;

/// <summary>A true change of a share at the crisis onset.</summary>
/// <param name="Area">Admin 1 or admin 2 P-code; the longest code that begins a district's code holds for it.</param>
public sealed record PlantedChange(string Indicator, string Area, double Before, double After, string Note);

/// <summary>True shares of the invented operation. Everything not listed here stays as it was.</summary>
public static class PlantedChanges
{
    public static IReadOnlyList<PlantedChange> All { get; } =
    [
        new("CH-01", "LR02", 0.20, 0.34, "more households answer with child work"),
        new("CH-01", "LR0201", 0.20, 0.40, "the large admin 2 area where it shows by itself"),
        new("CH-03", "LR02", 0.20, 0.35, "schools closed to save fees"),
        new("CH-05", "LR03", 0.16, 0.31, "adolescents leave for work over the lake"),
        new("CH-08", "LR03", 0.20, 0.42, "more open cases of unaccompanied or separated children without care or with unrelated adults"),
        new("CH-09", "LR02", 0.24, 0.60, "offers of schooling and transport by unknown adults"),
        new("EC-01", "LR02", 0.18, 0.33, "emergency coping"),
        new("EC-01", "LR05", 0.18, 0.35, "emergency coping"),
        new("EC-02", "LR05", 0.10, 0.24, "begging, within emergency coping"),
        new("EC-05w", "LR02", 0.36, 0.52, "borrowing"),
        new("EC-05w", "LR04", 0.38, 0.22, "savings groups replace borrowing"),
        new("LB-04", "LR02", 0.28, 0.68, "fee-taking recruiters"),
        new("MV-03", "LR03", 0.20, 0.35, "separation during displacement"),
        new("VI-03", "LR01", 0.24, 0.38, "also at the points that reported throughout"),
    ];

    private static readonly Dictionary<string, double> Usual = new(StringComparer.Ordinal)
    {
        ["CH-01"] = 0.20, ["CH-03"] = 0.20, ["CH-05"] = 0.16, ["CH-08"] = 0.20, ["CH-09"] = 0.24, ["EC-01"] = 0.18, ["EC-02"] = 0.10,
        ["EC-05w"] = 0.37, ["LB-04"] = 0.28, ["MV-01"] = 0.20, ["MV-03"] = 0.20, ["VI-03"] = 0.24, ["VI-04"] = 0.06, ["VI-05"] = 0.14,
    };

    /// <summary>True share in a district or province and quarter (0 is 2023Q1).</summary>
    public static double Share(string indicator, string area, int quarter)
    {
        ArgumentNullException.ThrowIfNull(area);
        var change = All.Where(planted => planted.Indicator == indicator && area.StartsWith(planted.Area, StringComparison.Ordinal))
            .MaxBy(planted => planted.Area.Length);
        if (change is not null)
            return quarter < LakeRegion.OnsetQuarter ? change.Before : change.After;
        // Areas differ a little, the same in every quarter.
        return Usual[indicator] + ((area[3] - '0') % 3 - 1) * 0.01;
    }
}
