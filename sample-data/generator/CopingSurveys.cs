using System.Globalization;

namespace TipAnalytics.SampleData;

/// <summary>Household surveys with the column names of the food-security sector: weights, two strata an admin 1 area, clusters of twelve or so.</summary>
public sealed class CopingSurveys(string inbox)
{
    private const string NoNeed = "10";
    private const string Exhausted = "20";
    private const string Used = "30";
    private const string NotApplicable = "9999";

    private static readonly string[] Headers =
    [
        "HHID", "SvyDate", "EnuName", "RESPConsent", "ADMIN1Code", "ADMIN2Code", "stratum", "cluster_id", "WeightHH", "HHHSex", "HHStatus", "HHHasChild0517", "HHHasChild0617",
        "Lcs_stress_BorrowCash", "Lcs_stress_Saving", "Lcs_stress_DomAsset", "Lcs_crisis_ChildWork", "Lcs_crisis_OutSchool", "Lcs_crisis_HHSeparation",
        "Lcs_em_Begged", "Lcs_em_IllegalAct", "Lcs_em_ResAsset", "rCSILessQlty", "rCSIBorrow", "rCSIMealSize", "rCSIMealAdult", "rCSIMealNb", "RESPPhone", "Remarks",
    ];

    private readonly SplitMix64 random = new(0xF5D1);
    private readonly List<List<string[]>> written = [];
    private int number;

    private sealed class Household
    {
        public required District District { get; init; }
        public required string Stratum { get; init; }
        public required string Cluster { get; init; }
        public required double ClusterEffect { get; init; }
        public bool HasChild { get; init; }
        public bool HasSchoolAge { get; init; }
    }

    public void Write()
    {
        for (var quarter = 0; quarter < LakeRegion.QuarterCount; quarter++)
        {
            var rows = LakeRegion.Provinces.SelectMany(province => Province(province, quarter)).ToList();
            AddTraps(rows, quarter);
            written.Add(rows);
            var csv = new Delimited(',', quoteAll: false);
            csv.Row(Headers);
            foreach (var row in rows)
                csv.Row(row);
            csv.Raw($"ZZMARKFSHHSHORT,{LakeRegion.Label(quarter)},ZZMARKFSHHENUM\r\n");
            if (quarter == 6)
                csv.Raw("ZZMARKFSHHOPEN,2024-08-01,\"ZZMARKFSHHENUMOPEN\r\n");
            csv.Write(Path.Combine(inbox, "fs-households", $"food_security_round_{LakeRegion.Label(quarter)}.csv"), byteOrderMark: quarter % 5 == 2);
        }
    }

    private List<Household> Households(string province, int quarter)
    {
        var households = new List<Household>();
        foreach (var district in LakeRegion.Districts.Where(district => district.Province == province && LakeRegion.Reports(district.Code, quarter)))
            for (var cluster = 0; cluster < district.Surveyed / 12; cluster++)
            {
                var effect = 0.06 * (random.NextDouble() - 0.5);
                for (var i = 0; i < 12; i++)
                {
                    var hasChild = random.Chance(0.86);
                    households.Add(new()
                    {
                        District = district, Stratum = cluster % 2 == 0 ? $"{province}-sites" : $"{province}-villages", Cluster = $"{district.Code}-{LakeRegion.Label(quarter)}-{cluster + 1:00}",
                        ClusterEffect = effect, HasChild = hasChild, HasSchoolAge = hasChild && random.Chance(0.95),
                    });
                }
            }
        return households;
    }

    /// <summary>LR06 takes children out of school in the lean season, every year alike.</summary>
    private static double OutOfSchool(Household household, int quarter) =>
        household.District.Province == "LR06" ? quarter % 4 is 1 or 2 ? 0.33 : 0.16 : PlantedChanges.Share("CH-03", household.District.Code, quarter);

    private IEnumerable<string[]> Province(string province, int quarter)
    {
        var households = Households(province, quarter);
        HashSet<Household> Draw(Func<Household, double> share) => BalancedDraw.Of(random, households, household => household.Cluster, share);
        double Share(string indicator, Household household) => PlantedChanges.Share(indicator, household.District.Code, quarter) + household.ClusterEffect;
        var borrowing = Draw(household => Share("EC-05w", household));
        var childWork = Draw(household => household.HasChild ? Share("CH-01", household) : double.NaN);
        var outOfSchool = Draw(household => household.HasSchoolAge ? OutOfSchool(household, quarter) + household.ClusterEffect : double.NaN);
        var emergency = Draw(household => Share("EC-01", household));
        // Begging is one of the emergency strategies: drawn among the households that use any.
        var begging = Draw(household => emergency.Contains(household)
            ? PlantedChanges.Share("EC-02", household.District.Code, quarter) / PlantedChanges.Share("EC-01", household.District.Code, quarter) : double.NaN);
        foreach (var household in households)
        {
            number++;
            var begs = begging.Contains(household);
            var unlawful = emergency.Contains(household) && !begs && random.Chance(0.4);
            var weight = (household.Stratum.EndsWith("sites", StringComparison.Ordinal) ? 0.88 : 1.12) * (0.95 + 0.1 * random.NextDouble());
            var hardship = emergency.Contains(household) ? 3 : 1;
            yield return
            [
                string.Create(CultureInfo.InvariantCulture, $"ZZMARKFSHHID{number}"), LakeRegion.FirstDay(quarter).AddDays(20 + random.Below(50)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                $"ZZMARKFSHHENUM{number % 17}", random.Chance(0.004) ? "0" : "1", province, household.District.Code, household.Stratum, household.Cluster,
                weight.ToString("0.0000", CultureInfo.InvariantCulture), random.Chance(0.42) ? "1" : "2",
                random.Below(100) switch { < 40 => "1", < 78 => "2", < 94 => "3", _ => "999" }, household.HasChild ? "1" : "0", household.HasSchoolAge ? "1" : "0",
                borrowing.Contains(household) ? Used : random.Chance(0.01) ? NotApplicable : NoNeed, Applied(random.Chance(0.3)), Applied(random.Chance(0.25)),
                !household.HasChild ? NotApplicable : Applied(childWork.Contains(household)), !household.HasSchoolAge ? NotApplicable : Applied(outOfSchool.Contains(household)),
                Applied(random.Chance(0.08)), begs ? Used : NoNeed, unlawful ? Used : NoNeed, Applied(emergency.Contains(household) && !begs && !unlawful),
                Days(hardship), Days(hardship), Days(hardship), household.HasChild ? Days(hardship - 1) : "0", Days(hardship),
                random.Chance(0.2) ? $"+999-ZZMARKFSHH{number}" : "n/a", random.Chance(0.02) ? $"\"ZZMARKFSHHTEXT{number}\", à revoir" : "n/a",
            ];
        }
    }

    private string Applied(bool applied) => !applied ? NoNeed : random.Chance(0.15) ? Exhausted : Used;

    private string Days(int usual) => Math.Clamp(usual + random.Below(4) - 1, 0, 7).ToString(CultureInfo.InvariantCulture);

    private void AddTraps(List<string[]> rows, int quarter)
    {
        int At(string header) => Array.IndexOf(Headers, header);
        void Change(int row, string header, string value)
        {
            rows[row] = [.. rows[row]];
            rows[row][At(header)] = value;
        }
        Change(200, "Lcs_crisis_ChildWork", "99");
        Change(210, "Lcs_stress_BorrowCash", "888");
        Change(220, "rCSIBorrow", "9");
        Change(230, "Lcs_em_Begged", NotApplicable);
        Change(240, "Lcs_em_Begged", Exhausted);
        Change(250, "Lcs_crisis_OutSchool", "n/a");
        Change(260, "HHStatus", "n/a");
        void AddBroken(int source, string header, string value)
        {
            string[] row = [.. rows[source]];
            row[At("HHID")] = header == "HHID" ? "" : $"ZZMARKFSHHBROKEN{quarter}{source}";
            row[At(header)] = value;
            rows.Add(row);
        }
        AddBroken(300, "ADMIN2Code", "LR9901");
        AddBroken(310, "SvyDate", "31/02/2024");
        AddBroken(320, "HHID", "");
        AddBroken(330, "WeightHH", "heavy");
        for (var i = 0; i < 5; i++)
            rows.Add([.. rows[400 + 100 * i]]);
        if (quarter >= 1)
            rows.AddRange(written[quarter - 1].Skip(500).Take(4).Select(row => row.ToArray()));
    }
}
