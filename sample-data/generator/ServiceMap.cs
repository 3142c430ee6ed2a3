using System.Globalization;

namespace TipAnalytics.SampleData;

/// <summary>Protection services by admin 2 area and month: one CSV a year.</summary>
public sealed class ServiceMap(string inbox)
{
    private static readonly string[] Functions =
        ["gbv_case_management", "cp_case_management", "clinical_care_rape", "mhpss", "safe_shelter", "legal_aid", "family_tracing", "referral_pathway"];

    private readonly SplitMix64 random = new(0x5E12);

    public void Write()
    {
        for (var year = 2023; year <= 2026; year++)
        {
            var csv = new Delimited(',', quoteAll: false);
            csv.Row(["area", "month", "function", "functioning", "confirmed_on", "focal_point", "contact"]);
            for (var month = 1; month <= (year == 2026 ? 6 : 12); month++)
                foreach (var district in LakeRegion.Districts)
                    WriteArea(csv, district, year, month);
            csv.Row(["LR0888", $"{year}-01", "mhpss", "yes", $"{year}-01-05", "ZZMARKSRVNAMEX", ""]);
            csv.Row(["LR0101", $"{year}-01", "helicopter_rescue", "yes", $"{year}-01-05", "ZZMARKSRVNAMEY", ""]);
            csv.Write(Path.Combine(inbox, "services", $"services_{year}.csv"));
        }
    }

    private void WriteArea(Delimited csv, District district, int year, int month)
    {
        var quarter = (year - 2023) * 4 + (month - 1) / 3;
        if (!LakeRegion.Reports(district.Code, quarter))
            return;
        var index = district.Code[5] - '1';
        for (var function = 0; function < Functions.Length; function++)
        {
            // Services thin out in LR03 since mid-2025; two small districts never had shelter or legal aid.
            var functions = !(district.Province == "LR03" && quarter >= 10 && function is 2 or 4 or 5) && !(index >= 3 && function is 4 or 5);
            // Of one district the map is no longer kept up: entries older than 90 days count as unknown.
            var isStale = district.Code == "LR0404" && year == 2026;
            var confirmed = isStale ? new DateOnly(2025, 9, 15) : new DateOnly(year, month, 1 + random.Below(25));
            csv.Row([district.Code, string.Create(CultureInfo.InvariantCulture, $"{year}-{month:00}"), Functions[function], random.Chance(0.01) ? "unknown" : functions ? "yes" : "no",
                confirmed.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), function == 0 ? $"ZZMARKSRVNAME{district.Code}" : "", function == 1 ? $"ZZMARKSRVMAIL@{district.Code}.example" : ""]);
        }
    }
}
