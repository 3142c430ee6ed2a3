using System.Globalization;

namespace TipAnalytics.SampleData;

/// <summary>Protection monitoring, community key informants: one Kobo file a quarterly round, one of them as a workbook.</summary>
public sealed class KeyInformants(string inbox)
{
    private const int WorkbookRound = 5;
    private const int CommunitiesPerDistrict = 5;

    private static readonly string[] Sectors =
        ["agriculture", "fisheries", "construction", "hospitality", "extractive", "textiles", "domestic_work", "transport", "none", "dnk", "pnta"];

    private static readonly string[] Questions =
    [
        "today", "consent", "location/admin1", "location/admin2", "location/community", "location/gps", "location/setting", "informant/name", "informant/phone",
        "ki/recruiters_active", "ki/strangers_offer_children", "ki/sectors_in_reach", .. Sectors.Select(sector => $"ki/sectors_in_reach/{sector}"), "ki/remarks",
    ];

    private readonly SplitMix64 random = new(0x4B19);
    private int number;

    private sealed record Community(District District, string Name, int Place, bool IsLasting, bool Answered);

    public void Write()
    {
        for (var quarter = 0; quarter < LakeRegion.QuarterCount; quarter++)
        {
            var export = new KoboExport("PMKI", Questions);
            foreach (var province in LakeRegion.Provinces)
                AddProvince(export, province, quarter);
            AddTraps(export);
            var path = Path.Combine(inbox, "pm-key-informants", $"key_informants_{LakeRegion.Label(quarter)}");
            if (quarter == WorkbookRound)
                export.WriteWorkbook($"{path}.xlsx", "Key informants");
            else
                export.WriteCsv($"{path}.csv", byteOrderMark: quarter == 8, ["\"2025-01-01\";\"yes\";\"ZZMARKPMKINAMESHORT\"\r\n"]);
        }
    }

    private void AddProvince(KoboExport export, string province, int quarter)
    {
        // Three communities of a district are asked in every round, two change every half year; in LR06, where one district falls silent, four and one.
        var lasting = province == "LR06" ? 4 : 3;
        var communities = LakeRegion.Districts.Where(district => district.Province == province && LakeRegion.Reports(district.Code, quarter))
            .SelectMany(district => Enumerable.Range(0, CommunitiesPerDistrict).Select(place => new Community(district,
                place < lasting ? $"{district.Name} {"Hill Ford Quay Well".Split(' ')[place]}" : $"{district.Name} {quarter / 2 + 1}{(char)('a' + place)}", place, place < lasting, !random.Chance(0.02))))
            .ToList();
        HashSet<Community> Draw(string indicator) => BalancedDraw.Of(random, communities, community => community.IsLasting ? "lasting" : "changing",
            community => community.Answered ? PlantedChanges.Share(indicator, province, quarter) : double.NaN);
        var recruiters = Draw("LB-04");
        var strangers = Draw("CH-09");
        foreach (var community in communities)
        {
            number++;
            var day = LakeRegion.FirstDay(quarter).AddDays(20 + random.Below(40));
            var sectors = SectorsOf(community);
            string[] answers =
            [
                day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "yes", province, community.District.Code, community.Name, "0.98765432 0.98765432 0 4",
                community.Place switch { 0 => "camp", 1 or 3 => "rural", _ => "urban" }, $"ZZMARKPMKINAME{number}", $"+999-ZZMARKPMKIPHONE{number}",
                Answer(community, recruiters), Answer(community, strangers),
                string.Join(' ', sectors), .. Sectors.Select(sector => sectors.Contains(sector) ? "1" : "0"),
                random.Chance(0.1) ? $"informant \"ZZMARKPMKITEXT{number}\" asks; no\nname noted" : "",
            ];
            var uuid = random.MarkedUuid();
            export.Add(answers, uuid, uuid, day.ToDateTime(new TimeOnly(16, random.Below(60))), "ki-2023-01", number, random.Chance(0.7) ? "Approved" : "");
        }
    }

    private string Answer(Community community, HashSet<Community> positive) =>
        !community.Answered ? random.Chance(0.7) ? "dnk" : "pnta" : !positive.Contains(community) ? "no" : random.Chance(0.4) ? "yes_often" : "yes_sometimes";

    private static string[] SectorsOf(Community community) => community.District.Province switch
    {
        "LR01" => community.Place % 2 == 0 ? ["fisheries", "transport"] : ["fisheries"],
        "LR02" => ["agriculture", "construction", "domestic_work"],
        "LR03" => community.Place == 4 ? ["none"] : ["fisheries", "transport"],
        "LR05" => ["extractive"],
        _ => community.Place == 0 ? ["agriculture"] : ["none"],
    };

    private void AddTraps(KoboExport export)
    {
        var rows = export.Rows.ToList();
        export.Repeat(rows[10]);
        export.Edit(rows[20], random.MarkedUuid(), new DateTime(2026, 7, 1, 8, 0, 0, DateTimeKind.Utc), row => row[export.Column("location/setting")] = "rural");
        export.Edit(rows[30], random.MarkedUuid(), new DateTime(2026, 7, 1, 8, 0, 0, DateTimeKind.Utc), row =>
        {
            row[export.Column("location/admin2")] = "LR0777";
            row[export.Column("meta/rootUuid")] = $"uuid:{random.MarkedUuid()}";
        });
    }
}
