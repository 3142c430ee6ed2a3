using System.Globalization;

namespace TipAnalytics.SampleData;

/// <summary>Incident Recorder workbooks, one a half year: the 42 English columns, labels in place of codes, dates as text.</summary>
public sealed class GbvIncidents(string inbox)
{
    private static readonly string[] Headers =
    [
        "INCIDENT ID", "SURVIVOR CODE", "CASE MANAGER CODE", "DATE OF INTERVIEW", "DATE OF INCIDENT", "DATE OF BIRTH", "SEX", "ETHNICITY", "COUNTRY OF ORIGIN", "CIVIL / MARITAL STATUS",
        "DISPLACEMENT STATUS AT REPORT", "PERSON WITH DISABILITY?", "UNACCOMPANIED OR SEPARATED CHILD?", "STAGE OF DISPLACEMENT AT INCIDENT", "INCIDENT TIME OF DAY", "INCIDENT LOCATION",
        "INCIDENT COUNTY", "INCIDENT DISTRICT", "INCIDENT CAMP / TOWN", "GBV TYPE", "HARMFUL TRADITIONAL PRACTICE", "MONEY, GOODS, BENEFITS AND / OR SERVICES EXCHANGED ?", "TYPE OF ABDUCTION",
        "PREVIOUSLY REPORTED THIS INCIDENT?", "PREVIOUS GBV INCIDENTS?", "No. ALLEGED PRIMARY PERPETRATOR(S)", "ALLEGED PERPETRATOR SEX", "PREVIOUS INCIDENT WITH THIS PERPETRATOR",
        "ALLEGED PERPETRATOR AGE GROUP", "ALLEGED PERPETRATOR - SURVIVOR RELATIONSHIP", "ALLEGED PERPETRATOR OCCUPATION", "REFERRED TO YOU FROM?", "SAFE HOUSE / SHELTER",
        "HEALTH / MEDICAL SERVICES", "PSYCHOSOCIAL SERVICES", "WANTS LEGAL ACTION?", "LEGAL ASSISTANCE SERVICES", "POLICE / OTHER SECURITY ACTOR", "LIVELIHOODS PROGRAM",
        "CHILD PROTECTION SERVICES / EDUCATION SERVICES", "CONSENT GIVEN", "REPORTING AGENCY CODE",
    ];

    private const string ElsewhereLabel = "Yes-GBVIMS Org / Agency";
    private static readonly string[] OtherTypes = ["Physical Assault", "Physical Assault", "Denial of Resources, Opportunities or Services", "Psychological / Emotional Abuse", "Psychological / Emotional Abuse"];
    private static readonly string[] Months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    private readonly SplitMix64 random = new(0x6B51);
    private readonly List<IReadOnlyList<string>> previous = [];
    private int number;

    private sealed record Incident(string Province, string Point, string Agency, bool NewPoint);

    public void Write()
    {
        for (var half = 0; half < LakeRegion.QuarterCount / 2; half++)
        {
            var rows = new List<IReadOnlyList<string>>();
            foreach (var quarter in (int[])[2 * half, 2 * half + 1])
                foreach (var province in LakeRegion.Provinces)
                    rows.AddRange(Province(province, quarter));
            AddTraps(rows, half);
            Workbook.Write(Path.Combine(inbox, "gbv-incidents", $"incident_recorder_{2023 + half / 2}H{half % 2 + 1}.xlsx"),
                [("Incident Data", [Headers, .. rows]), ("Menu Data", [["CASEWORKER CODE", "ETHNICITY", "INCIDENT LOCATION", "INCIDENT COUNTY", "INCIDENT DISTRICT", "INCIDENT CAMP"], ["ZZMARKGBVWORKER", "", "Road"]])]);
        }
    }

    /// <summary>Three large provinces with five agencies, three small ones with two agencies each.
    /// Six of ten incidents come from points that report throughout, the others from points that change every year.
    /// In LR02 new points open at the onset and bring many more incidents of another mix.</summary>
    private static List<Incident> Incidents(string province, int quarter)
    {
        var place = province[3] - '1';
        if (place > 2)
            return [.. Enumerable.Range(0, 60).Select(i => new Incident(province, $"{LakeRegion.ProvinceNames[place]} point {i % 4 + 1}", Agency(place + i % 2), false))];
        var volume = place == 2 ? 290 : 380;
        var incidents = new List<Incident>();
        for (var i = 0; i < volume * 6 / 10; i++)
            incidents.Add(new(province, $"{LakeRegion.ProvinceNames[place]} point {i % 10 + 1}", Agency(i % 5), false));
        var opened = province == "LR02" && quarter >= LakeRegion.OnsetQuarter;
        for (var i = 0; i < (opened ? 330 : volume * 4 / 10); i++)
            incidents.Add(new(province, opened ? $"{LakeRegion.ProvinceNames[place]} new point {i % 10 + 1}" : $"{LakeRegion.ProvinceNames[place]} {2023 + quarter / 4} point {i % 5 + 1}", Agency(i % 5), opened));
        return incidents;
    }

    private static string Agency(int index) => $"AG{(char)('A' + index % 6)}";

    private IEnumerable<IReadOnlyList<string>> Province(string province, int quarter)
    {
        var incidents = Incidents(province, quarter);
        HashSet<Incident> Draw(Func<Incident, double> share) => BalancedDraw.Of(random, incidents, incident => $"{incident.Point} {incident.Agency}", share);
        var sexual = Draw(_ => 0.52);
        var marriage = Draw(incident => sexual.Contains(incident) ? double.NaN : PlantedChanges.Share("VI-05", province, quarter) / 0.48);
        var exchange = Draw(incident => !sexual.Contains(incident) ? double.NaN : incident.NewPoint ? 0.50 : PlantedChanges.Share("VI-03", province, quarter));
        var abduction = Draw(incident => sexual.Contains(incident) ? PlantedChanges.Share("VI-04", province, quarter) : double.NaN);
        // All counted rows first, then the ones that must not count, so that quotas hold for what is counted.
        foreach (var incident in incidents)
        {
            var type = sexual.Contains(incident) ? random.Chance(0.45) ? "Rape" : "Sexual Assault" : marriage.Contains(incident) ? "Forced Marriage" : random.Pick(OtherTypes);
            yield return Row(incident, quarter, type, exchange.Contains(incident) || (!sexual.Contains(incident) && random.Chance(0.05)),
                abduction.Contains(incident) ? random.Pick(["Other Abduction/Kidnapping", "Trafficked", "Forced Conscription"]) : "None", random.Chance(0.03) ? "Yes-Non GBVIMS Org / Agency" : "No", "Yes");
        }
        for (var i = 0; i < incidents.Count / 50; i++)
        {
            yield return Row(incidents[3 * i], quarter, "Rape", true, "None", ElsewhereLabel, "Yes");
            yield return Row(incidents[5 * i], quarter, "Non-GBV", false, "None", "No", "Yes");
            yield return Row(incidents[7 * i], quarter, "Sexual Assault", true, "None", "No", "No");
        }
    }

    private string[] Row(Incident incident, int quarter, string type, bool exchanged, string abduction, string elsewhere, string consent)
    {
        number++;
        var interview = LakeRegion.FirstDay(quarter).AddDays(random.Below(90));
        var happened = interview.AddDays(-random.Below(25));
        var isChild = random.Chance(0.27);
        var born = happened.AddDays(-(int)(365.25 * (isChild ? 8 + random.Below(9) : 19 + random.Below(35))) - random.Below(200));
        var district = LakeRegion.Districts.First(district => district.Province == incident.Province);
        string Service() => random.Below(3) switch { 0 => "Referred", 1 => "Service provided by your agency", _ => "" };
        return
        [
            $"ZZMARKGBVID{number}", $"ZZMARKGBVSURV{number % 997}", $"ZZMARKGBVWORKER{number % 37}", Date(interview), Date(happened), random.Chance(0.02) ? "" : Date(born),
            random.Chance(0.93) ? "F" : "M", "", random.Chance(0.9) ? LakeRegion.CountryName : "", isChild ? "Single" : random.Pick(["Single", "Married / Cohabitating", "Divorced / Separated", "Widowed"]),
            random.Below(100) switch { < 52 => "IDP", < 84 => "Resident", < 94 => "Returnee", < 98 => "Refugee", _ => "Foreign National" }, random.Chance(0.06) ? "Physical Disability" : "No",
            isChild ? "No" : "", random.Pick(["Not Displaced / Home Community", "During Flight", "During Refuge", "Post-Displacement"]), random.Pick(["Morning", "Afternoon", "Evening/Night", "Unknown/Not Applicable"]),
            random.Pick(["Bush/Forest", "Road", "Market", "Client's Home", "Streamside"]), LakeRegion.ProvinceNames[incident.Province[3] - '1'], district.Name, incident.Point, type, "No", exchanged ? "Yes" : "No", abduction,
            elsewhere, random.Chance(0.3) ? "Yes" : "No", random.Pick(["1", "1", "1", "2", "More than 3"]), "M", "", random.Pick(["Age 18 - 25", "Age 26 - 40", "Unknown"]),
            random.Pick(["Intimate Partner / Former Partner", "No Relation", "Unknown", "Family Friend / Neighbor"]), "", "", "", Service(), Service(), random.Pick(["Yes", "No", "Undecided"]), "", "", "", "",
            consent, incident.Agency,
        ];
    }

    private static string Date(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"{day.Day:00}-{Months[day.Month - 1]}-{day.Year}");

    private void AddTraps(List<IReadOnlyList<string>> rows, int half)
    {
        // Incidents of the half year before come again: most unchanged, some corrected since.
        for (var i = 0; i < Math.Min(previous.Count, 24); i++)
            rows.Add(i < 14 ? previous[i] : Changed(previous[i], "DISPLACEMENT STATUS AT REPORT", "IDP"));
        previous.Clear();
        previous.AddRange(Enumerable.Range(0, 24).Select(i => rows[50 + 60 * i]));
        var broken = rows.Take(6).ToList();
        rows.Add(Changed(Changed(broken[0], "INCIDENT COUNTY", "Nowhere County"), "INCIDENT ID", $"ZZMARKGBVBROKEN{half}A"));
        rows.Add(Changed(Changed(broken[1], "DATE OF INTERVIEW", "31-Feb-2024"), "INCIDENT ID", $"ZZMARKGBVBROKEN{half}B"));
        rows.Add(Changed(Changed(broken[2], "DATE OF INTERVIEW", ""), "INCIDENT ID", $"ZZMARKGBVBROKEN{half}C"));
        rows.Add(Changed(broken[3], "INCIDENT ID", ""));
        rows.Add(Changed(Changed(broken[4], "GBV TYPE", "Unlisted Type"), "INCIDENT ID", $"ZZMARKGBVBROKEN{half}D"));
        rows.Add(broken[5]);
    }

    private static string[] Changed(IReadOnlyList<string> row, string header, string value)
    {
        string[] changed = [.. row];
        changed[Array.IndexOf(Headers, header)] = value;
        return changed;
    }
}
