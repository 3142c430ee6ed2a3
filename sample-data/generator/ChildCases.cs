using System.Globalization;

namespace TipAnalytics.SampleData;

/// <summary>Child-protection cases as a case-management system exports them: cumulative extracts, so that the later one brings later versions.</summary>
public sealed class ChildCases(string inbox)
{
    private static readonly string[] Headers =
    [
        "id", "case_id_display", "name", "status", "registration_date", "sex", "age", "date_of_birth", "protection_status", "protection_concerns", "current_care_arrangements_type", "location_current",
        "telephone_current", "protection_concern_detail_subform_section", "date_closure", "consent_reporting", "owned_by", "owned_by_agency_id", "owned_by_agency_office", "last_updated_at",
    ];

    private static readonly DateOnly[] ExtractedOn = [new(2025, 9, 30), new(2026, 6, 30)];

    private readonly SplitMix64 random = new(0xC9C3);

    private sealed class Case
    {
        public required string Id { get; init; }
        public required string District { get; init; }
        public required string Agency { get; init; }
        public required string Office { get; init; }
        public required DateOnly Registered { get; init; }
        public required DateOnly Closed { get; init; }
        public required bool IsSeparated { get; init; }
        public required int Age { get; init; }
        public required bool IsGirl { get; init; }
        public int Number { get; init; }
    }

    public void Write()
    {
        var cases = new List<(Case Child, string Care)>();
        for (var quarter = 0; quarter < LakeRegion.QuarterCount; quarter++)
            foreach (var province in LakeRegion.Provinces)
            {
                var registered = Registered(province, quarter, cases.Count);
                var withoutCare = BalancedDraw.Of(random, registered, child => child.Office, child => child.IsSeparated ? PlantedChanges.Share("CH-08", province, quarter) : double.NaN);
                cases.AddRange(registered.Select(child => (child, Care(child, withoutCare.Contains(child)))));
            }
        foreach (var day in ExtractedOn)
            Write(cases.Where(entry => entry.Child.Registered <= day), day);
    }

    /// <summary>Four provinces with four agencies each, LR04 and LR06 small and with two.
    /// Two thirds of the cases are with offices that work throughout. The first quarter takes over the cases open then.</summary>
    private List<Case> Registered(string province, int quarter, int offset)
    {
        var isSmall = province is "LR04" or "LR06";
        var count = (isSmall ? 24 : province == "LR03" ? 96 : 74) * (quarter == 0 ? 2 : 1);
        var districts = LakeRegion.Districts.Where(district => district.Province == province && LakeRegion.Reports(district.Code, quarter)).ToList();
        var registered = new List<Case>();
        for (var i = 0; i < count; i++)
        {
            var lasting = i % 3 < 2;
            var agency = isSmall ? $"AG{"AG"[i % 2]}" : $"AG{"ACFG"[i / 3 % 4]}";
            var day = LakeRegion.FirstDay(quarter).AddDays(random.Below(90));
            registered.Add(new()
            {
                Id = $"ZZMARKCPID{offset + i}", District = random.Pick(districts).Code, Agency = agency, Number = offset + i,
                Office = lasting ? $"{province} {agency} {(i / 12 % 2 == 0 ? "north" : "south")}" : $"{province} {agency} {LakeRegion.Label(quarter / 2 * 2)}",
                Registered = day, Closed = day.AddDays(60 + random.Below(110)), IsSeparated = random.Chance(0.84), Age = random.Below(18), IsGirl = random.Chance(0.47),
            });
        }
        return [.. registered.OrderBy(child => child.Office, StringComparer.Ordinal)];
    }

    private string Care(Case child, bool withoutCare) =>
        !child.IsSeparated ? "parent_s"
        : withoutCare ? random.Chance(0.5) ? "unrelated_adult" : "no_care_arrangement"
        : random.Pick(["kinship_care_extended_family", "kinship_care_extended_family", "foster_care", "customary_caregiver_s", "residential_care", "child_headed_household"]);

    private void Write(IEnumerable<(Case Child, string Care)> cases, DateOnly extracted)
    {
        var csv = new Delimited(',', quoteAll: false);
        csv.Row(Headers);
        foreach (var (child, care) in cases)
        {
            csv.Row(Row(child, care, extracted));
            if (child.Number % 601 == 600)
                csv.Row(Row(child, care, extracted));
        }
        var sample = Row(new() { Id = "ZZMARKCPBROKEN", District = "LR0101", Agency = "AGA", Office = "LR01 AGA north", Registered = new(2024, 2, 1), Closed = new(2024, 8, 1), IsSeparated = true, Age = 9, IsGirl = true }, "foster_care", extracted);
        foreach (var (header, value) in ((string, string)[])[("location_current", "LR0999"), ("registration_date", "2024-02-31"), ("id", ""), ("status", "duplicate"), ("current_care_arrangements_type", "spontaneous_care_arrangement_21335")])
        {
            string[] row = [.. sample];
            row[0] = $"ZZMARKCPBROKEN{header.Length}";
            row[Array.IndexOf(Headers, header)] = value;
            csv.Row(row);
        }
        csv.Raw("ZZMARKCPSHORT,ZZMARKCPNAMESHORT,open\r\n");
        csv.Write(Path.Combine(inbox, "cp-cases", string.Create(CultureInfo.InvariantCulture, $"cases_{extracted:yyyy-MM-dd}.csv")));
    }

    private static string[] Row(Case child, string care, DateOnly extracted)
    {
        var isClosed = child.Closed <= extracted;
        var born = child.Registered.AddDays(-366 * child.Age - 100);
        // Single quotes and arrows: the exporter writes Ruby's notation, and an apostrophe before what a spreadsheet would take for a formula.
        var concerns = child.Number % 7 == 0 ? "[\"refugee\", \"other\"]" : child.IsSeparated ? "[\"other\"]" : "[]";
        var details = child.Number % 9 == 0 ? $"[{{\"unique_id\" => \"{child.Number}\", \"concern_details\" => \"ZZMARKCPTEXT{child.Number}\", \"other\" => nil}}]" : "";
        return
        [
            child.Id, $"ZZMARKCP{child.Number}", $"ZZMARKCPNAME{child.Number}", isClosed ? "closed" : "open", Date(child.Registered), child.IsGirl ? "female" : "male",
            child.Age.ToString(CultureInfo.InvariantCulture), Date(born), !child.IsSeparated ? "" : child.Number % 3 == 0 ? "unaccompanied" : "separated", concerns, care, child.District,
            child.Number % 5 == 0 ? $"'+999-ZZMARKCPPHONE{child.Number}" : "", details, isClosed ? Date(child.Closed) : "", child.Number % 150 == 149 ? "false" : "true",
            $"ZZMARKCPUSER{child.Number % 19}", child.Agency, child.Office, $"{Date(isClosed ? child.Closed : child.Registered)}T10:00:00Z",
        ];
    }

    private static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
