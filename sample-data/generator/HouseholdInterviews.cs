using System.Globalization;

namespace TipAnalytics.SampleData;

/// <summary>Protection monitoring, household interviews: one Kobo CSV a quarter.</summary>
public sealed class HouseholdInterviews(string inbox)
{
    /// <summary>The partner whose sites report few separations and that stops after 2025-Q1 (only in LR06).</summary>
    private const string StoppingPartner = "Lantern Relief";
    private const int StopsFrom = 9;
    private const int RewordedFrom = 10;

    private static readonly string[] Partners = ["Harbour Aid", "Reed Network", "Open Door", "Shoreline"];
    private static readonly string[] Reasons =
    [
        "left_married", "left_employment", "left_study", "left_armed_groups", "stayed_in_origin", "separated_displacement", "kidnapped", "missing", "detained", "other", "dnk", "pnta",
    ];

    private static readonly string[] Questions =
    [
        "today", "consent", "location/admin1", "location/admin2", "location/site", "location/gps", "location/_gps_latitude", "location/_gps_longitude",
        "interview/partner", "interview/enumerator", "respondent/name", "respondent/phone", "household/hoh_gender", "household/displacement", "household/own_children",
        "protection/child_away", "protection/child_away_reason", .. Reasons.Select(reason => $"protection/child_away_reason/{reason}"), "protection/adult_separated",
        "documents/member_without_id", "documents/child_without_birth_certificate", "comments/remarks", "deviceid",
    ];

    private readonly SplitMix64 random = new(0x9A11);
    private readonly List<(KoboExport Export, int Quarter)> written = [];
    private int number;

    private sealed class Household
    {
        public required District District { get; init; }
        public required string Site { get; init; }
        public required string Partner { get; init; }
        public bool HasChildren { get; init; }
        public bool HasAnswer { get; init; }
    }

    public void Write()
    {
        for (var quarter = 0; quarter < LakeRegion.QuarterCount; quarter++)
            WriteQuarter(quarter);
    }

    private void WriteQuarter(int quarter)
    {
        var export = new KoboExport("PMHH", Questions);
        foreach (var province in LakeRegion.Provinces)
        {
            var households = Households(province, quarter);
            AddProvince(export, households, province, quarter);
        }
        AddTraps(export, quarter);
        written.Add((export, quarter));
        // Some files were opened and saved again by a spreadsheet program, which puts a byte order mark first.
        export.WriteCsv(Path.Combine(inbox, "pm-households", $"protection_monitoring_{LakeRegion.Label(quarter)}.csv"), byteOrderMark: quarter % 4 == 3, Tail(quarter));
    }

    private List<Household> Households(string province, int quarter)
    {
        var households = new List<Household>();
        foreach (var district in LakeRegion.Districts.Where(district => district.Province == province && LakeRegion.Reports(district.Code, quarter)))
            for (var i = 0; i < district.Interviews; i++)
            {
                var (site, partner) = Site(district, i, quarter);
                if (partner == StoppingPartner && quarter >= StopsFrom)
                    continue;
                households.Add(new() { District = district, Site = site, Partner = partner, HasChildren = random.Chance(0.82), HasAnswer = !random.Chance(0.03) });
            }
        return [.. households.OrderBy(household => household.District.Code, StringComparer.Ordinal).ThenBy(household => household.Site, StringComparer.Ordinal)];
    }

    /// <summary>Seven of ten interviews at three sites that are visited in every quarter, the rest at sites that change every half year.
    /// In LR06 one partner has a site of its own in every district.</summary>
    private static (string Site, string Partner) Site(District district, int i, int quarter)
    {
        var position = i % 20;
        if (district.Province == "LR06" && position < 5)
            return ($"{district.Name} L", StoppingPartner);
        var lasting = district.Province == "LR06" ? position < 17 : position < 14;
        var letter = (char)('A' + i % 3);
        var partner = Partners[(district.Code[5] + i % 3) % Partners.Length];
        return lasting ? ($"{district.Name} {letter}", partner) : ($"{district.Name} {quarter / 2 + 1}", Partners[quarter / 2 % Partners.Length]);
    }

    private static double Separation(Household household, int quarter) =>
        household.District.Province != "LR06" ? PlantedChanges.Share("MV-03", household.District.Code, quarter)
        : household.Partner == StoppingPartner ? 0.03 : 0.36;

    private void AddProvince(KoboExport export, List<Household> households, string province, int quarter)
    {
        HashSet<Household> Draw(Func<Household, double> share) => BalancedDraw.Of(random, households, household => household.Site, share);
        var childAway = Draw(household => household is { HasChildren: true, HasAnswer: true } ? PlantedChanges.Share("CH-05", household.District.Code, quarter) : double.NaN);
        var separated = Draw(household => household.HasAnswer ? Separation(household, quarter) : double.NaN);
        var withoutPaper = Draw(household => PlantedChanges.Share("MV-01", province, quarter) + (quarter >= RewordedFrom ? 0.19 : 0));
        var withoutCertificate = Draw(household => household.HasChildren ? 0.15 : double.NaN);
        foreach (var household in households)
        {
            number++;
            var day = LakeRegion.FirstDay(quarter).AddDays(4 + random.Below(82));
            var adult = separated.Contains(household) && (!household.HasChildren || random.Chance(0.5));
            var reasons = ReasonsOf(household, childAway.Contains(household), separated.Contains(household) && !adult);
            string[] answers =
            [
                Date(day), random.Chance(0.006) ? "no" : "yes", province, household.District.Code, household.Site, "0.98765432 0.98765432 0 4", "0.98765432", "0.98765432",
                household.Partner, $"ZZMARKPMHHENUM{number % 23}", $"ZZMARKPMHHNAME{number}", $"+999-ZZMARKPMHHPHONE{number}", random.Chance(0.44) ? "female" : "male", Displacement(),
                household.HasChildren ? "yes" : "no",
                !household.HasChildren ? "" : !household.HasAnswer ? random.Chance(0.5) ? "dnk" : "pnta" : reasons.Count > 0 ? "yes" : "no",
                string.Join(' ', reasons), .. Reasons.Select(reason => reasons.Count == 0 ? "" : reasons.Contains(reason) ? "1" : "0"),
                !household.HasAnswer ? "dnk" : adult ? "yes" : "no",
                withoutPaper.Contains(household) ? "yes" : "no",
                household.HasChildren ? withoutCertificate.Contains(household) ? "yes" : "no" : "",
                random.Chance(0.05) ? Remark() : "", $"ZZMARKPMHHDEVICE{number % 41}",
            ];
            var uuid = random.MarkedUuid();
            export.Add(answers, uuid, uuid, Submitted(day), Form(quarter), number, Validation());
        }
    }

    private List<string> ReasonsOf(Household household, bool forWorkOrWithoutNews, bool separated)
    {
        if (!household.HasChildren || !household.HasAnswer)
            return [];
        var reasons = new HashSet<string>();
        if (forWorkOrWithoutNews)
            reasons.Add(random.Chance(0.8) ? "left_employment" : "missing");
        if (separated)
            reasons.Add(random.Chance(0.6) ? "separated_displacement" : "stayed_in_origin");
        if (random.Chance(0.06))
            reasons.Add(random.Pick(["left_study", "left_study", "left_married", "other"]));
        if (random.Chance(0.008))
            reasons.Add(random.Pick(["kidnapped", "left_armed_groups", "detained"]));
        return [.. Reasons.Where(reasons.Contains)];
    }

    private string Displacement() => random.Below(100) switch { < 38 => "idp", < 75 => "host", < 93 => "returnee", _ => "refugee" };

    private string Validation() => random.Below(1000) switch { < 4 => "Not Approved", < 700 => "Approved", < 720 => "On Hold", _ => "" };

    private string Remark() => random.Below(3) switch
    {
        0 => $"said \"ZZMARKPMHHTEXT{number}\"; asked for a\nsecond visit",
        1 => $"réfugié à l'école, ZZMARKPMHHTEXT{number}",
        _ => $"ZZMARKPMHHTEXT{number}: neighbour; a@ZZMARKPMHHMAIL{number}.example",
    };

    private DateTime Submitted(DateOnly day) => day.ToDateTime(new TimeOnly(15 + random.Below(5), random.Below(60), random.Below(60)));

    private static string Form(int quarter) => quarter < RewordedFrom ? "pm-2023-01" : "pm-2025-07";

    private static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private void AddTraps(KoboExport export, int quarter)
    {
        var rows = export.Rows.ToList();
        var submitted = LakeRegion.FirstDay(quarter).AddMonths(3).AddDays(9).ToDateTime(new TimeOnly(9, 0));
        for (var i = 0; i < 4; i++)
            export.Repeat(rows[100 + 90 * i]);
        for (var i = 0; i < 4; i++)
            export.Edit(rows[60 + 110 * i], random.MarkedUuid(), submitted, row => row[export.Column("household/hoh_gender")] = "female");
        // The export of this quarter overlaps the last one, and brings late corrections of a quarter half a year back.
        if (quarter >= 1)
            foreach (var row in written[quarter - 1].Export.Rows.Skip(40).Take(6).ToList())
                export.Repeat(row);
        if (quarter >= 2)
            for (var i = 0; i < 5; i++)
                export.Edit(written[quarter - 2].Export.Rows[200 + 70 * i], random.MarkedUuid(), submitted, row => row[export.Column("household/displacement")] = "idp");
        Break(export, rows[30], "location/admin2", "LR0999");
        Break(export, rows[31], "today", "2024-13-41");
        Break(export, rows[32], "today", "");
        Break(export, rows[33], "household/hoh_gender", "not_a_code");
        Break(export, rows[34], "documents/member_without_id", "77");
        Break(export, rows[35], "_uuid", "");
        Break(export, rows[36], "location/admin2", "");
    }

    /// <summary>A row of its own (new ids) with one cell broken.</summary>
    private void Break(KoboExport export, string[] source, string header, string value) =>
        export.Edit(source, random.MarkedUuid(), LakeRegion.FirstDay(0).ToDateTime(default), row =>
        {
            var uuid = random.MarkedUuid();
            row[export.Column("_uuid")] = uuid;
            row[export.Column("meta/rootUuid")] = header == "_uuid" ? "" : $"uuid:{uuid}";
            if (header == "location/admin2" && value.Length == 0)
                row[export.Column("location/admin1")] = "";
            row[export.Column(header)] = value;
        });

    private static IEnumerable<string> Tail(int quarter)
    {
        yield return $"\"{Date(LakeRegion.FirstDay(quarter))}\";\"yes\";\"ZZMARKPMHHNAMESHORT\"\r\n";
        if (quarter % 3 == 0)
            yield return $"\"{Date(LakeRegion.FirstDay(quarter))}\";\"yes\";\"LR01\";\"LR0101\";\"ZZMARKPMHHNAMEOPEN\r\n";
    }
}
