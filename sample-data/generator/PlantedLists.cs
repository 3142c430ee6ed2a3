using System.Globalization;

namespace TipAnalytics.SampleData;

/// <summary>What the pipeline must find and what it must not fall for, as lists that tests read.</summary>
public static class PlantedLists
{
    private static readonly (string Indicator, string Area, double Before, double After, string Note)[] Consequences =
    [
        ("CO-01", "LR02", 0.10, 0.26, "follows from CH-01, CH-03 and EC-01"),
        ("EC-01", "LR", 0.18, 0.24, "follows from LR02 and LR05"),
    ];

    // Real but small, or in small areas: may be found, need not be.
    private static readonly (string Indicator, string Area, double Before, double After, string Note)[] MayBeFound =
    [
        ("CH-01", "LR", 0.20, 0.24, "follows from LR02"),
        ("CH-03", "LR", 0.21, 0.24, "follows from LR02"),
        ("CH-05", "LR", 0.16, 0.19, "follows from LR03"),
        ("CH-08", "LR", 0.20, 0.26, "follows from LR03"),
        ("CH-09", "LR", 0.24, 0.30, "follows from LR02"),
        ("CO-01", "LR", 0.10, 0.14, "follows from LR02 and LR05"),
        ("CO-01", "LR05", 0.10, 0.15, "follows from EC-01"),
        ("EC-05w", "LR", 0.37, 0.38, "follows from LR02, less LR04"),
        ("EC-02", "LR", 0.10, 0.13, "follows from LR05"),
        ("LB-04", "LR", 0.28, 0.35, "follows from LR02"),
        ("MV-03", "LR", 0.20, 0.23, "follows from LR03"),
        ("VI-03", "LR", 0.24, 0.29, "follows from LR01; the new points of LR02 make it look larger"),
    ];

    private static readonly string[][] Traps =
    [
        ["new-service-points", "VI-03", "LR02", "new service points open at the onset and bring incidents of another mix: the share over all points rises from 24 to 38 per cent, not at the points that report throughout", "not_rise"],
        ["partner-stops", "MV-03", "LR06", "a partner whose sites report few separations stops after 2025-Q1: the share over all sites rises, not at the sites visited throughout", "not_rise"],
        ["form-change", "MV-01", "LR01", "the question on identity papers is worded anew from 2025-07-01: the share jumps everywhere", "not_comparable"],
        ["form-change", "MV-01", "LR02", "as in LR01", "not_comparable"],
        ["form-change", "MV-01", "LR03", "as in LR01", "not_comparable"],
        ["form-change", "MV-01", "LR04", "as in LR01", "not_comparable"],
        ["form-change", "MV-01", "LR05", "as in LR01", "not_comparable"],
        ["form-change", "MV-01", "LR06", "as in LR01", "not_comparable"],
        ["form-change", "MV-01", "LR", "as in LR01", "not_comparable"],
        ["season", "CH-03", "LR06", "lean season in the second and third quarter of every year: the last quarter against the first is higher, the levels are not", "not_rise"],
        ["no-change", "VI-05", "LR01", "share of forced marriages stays the same", "not_rise"],
        ["no-change", "VI-05", "LR02", "share of forced marriages stays the same while incidents become more", "not_rise"],
        ["duplicates", "", "", "rows twice in a file, rows of one export again in the next one", "counted_once"],
        ["late-corrections", "", "", "edited records under the same root uuid, also of earlier quarters; cumulative case extracts; incidents corrected in the next half year", "latest_version_counts"],
        ["silent-area", "RE-01", "LR0605", "nothing arrives from any source from 2025-Q4 on", "silent"],
        ["stale-services", "CX-07", "LR0404", "the service map was last confirmed in September 2025", "unknown"],
        ["malformed-rows", "", "", "too few fields, an unclosed quote at the end, impossible and missing dates, unknown P-codes, missing ids", "rejected"],
        ["invalid-codes", "", "", "codes that no list knows: the value is emptied and counted, the row stays", "emptied"],
        ["without-consent", "", "", "interviews, incidents and cases without consent", "without_consent"],
        ["must-not-count", "VI-03", "", "incidents already reported to another participating agency, and Non-GBV", "rejected"],
        ["not-approved", "", "", "interviews whose validation status is Not Approved", "rejected"],
        ["duplicate-case", "CH-08", "", "cases with the status duplicate", "rejected"],
        ["identifiers", "", "", "marked values in every name, phone, GPS, id, e-mail, device and free-text column, also in malformed rows", "in_no_output"],
    ];

    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var truths = new Delimited(',', quoteAll: false);
        truths.Row(["indicator", "area", "direction", "from", "before_share", "after_share", "required", "note"]);
        var planted = PlantedChanges.All.Select(change => (change.Indicator, change.Area, change.Before, change.After, change.Note));
        foreach (var row in planted.Concat(Consequences))
            truths.Row(Truth(row, "yes"));
        foreach (var row in MayBeFound.Concat(InDistricts()))
            truths.Row(Truth(row, "no"));
        truths.Write(Path.Combine(folder, "planted-truths.csv"));

        var traps = new Delimited(',', quoteAll: false);
        traps.Row(["id", "indicator", "area", "what", "must_be"]);
        foreach (var trap in Traps)
            traps.Row(trap);
        traps.Write(Path.Combine(folder, "planted-traps.csv"));
    }

    /// <summary>A change planted for an admin 1 area holds in each of its districts, whose bases are mostly too small to show it.</summary>
    private static IEnumerable<(string, string, double, double, string)> InDistricts() =>
        from change in PlantedChanges.All.Concat(Consequences.Where(row => row.Area != LakeRegion.Country).Select(row => new PlantedChange(row.Indicator, row.Area, row.Before, row.After, row.Note)))
        where change.Area.Length == 4
        from district in LakeRegion.Districts
        where district.Province == change.Area && !PlantedChanges.All.Any(other => other.Indicator == change.Indicator && other.Area == district.Code)
        select (change.Indicator, district.Code, change.Before, change.After, $"as in {change.Area}");

    private static string[] Truth((string Indicator, string Area, double Before, double After, string Note) row, string required) =>
    [
        row.Indicator, row.Area, row.After > row.Before ? "rise" : "fall", "2025-Q1", row.Before.ToString("0.00", CultureInfo.InvariantCulture),
        row.After.ToString("0.00", CultureInfo.InvariantCulture), required, row.Note,
    ];
}
