using System.Text;
using System.Text.Json;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Tests.Definitions;

namespace TipAnalytics.Pipeline.Tests.RealData;

/// <summary>A published set of units, with the columns it was published with.</summary>
public class GazetteerTests
{
    private static readonly string[] Columns = ["ADM2_EN", "ADM2_PCODE", "ADM2_REF", "ADM2ALT1EN", "ADM2ALT2EN", "ADM1_EN", "ADM1_PCODE", "ADM0_EN", "ADM0_PCODE", "date", "validOn", "validTo"];

    [RealDataFact]
    public void Every_unit_of_a_country_is_found_by_code_in_months_before_its_list_was_published_and_by_name_unless_another_has_the_same()
    {
        var rows = Rows();
        using var folder = Folder(rows);
        Assert.All(rows, row => Assert.Equal($"{row["ADM2_PCODE"]} code", folder.Find(row["ADM2_PCODE"], "2020-01")));
        var names = rows.Select(row => folder.Find(row["ADM2_EN"], "2020-01")).ToList();
        Assert.Equal("name 73, ambiguous_area 1", string.Join(", ", names.GroupBy(found => found.Split(' ')[^1]).OrderByDescending(group => group.Count()).Select(group => $"{group.Key} {group.Count()}")));
    }

    [RealDataFact]
    public void Of_sixty_one_districts_in_their_other_spelling_none_is_taken_for_another_and_most_are_the_first_proposal()
    {
        var rows = Rows().FindAll(row => row["dv_adm2_altnm"].Length > 0);
        using var folder = Folder(Rows());
        var proposals = new PlaceProposals(folder.Load());
        var others = rows.ConvertAll(row => (Code: row["ADM2_PCODE"], Written: row["dv_adm2_altnm"].Split(',')[0]));
        Assert.All(others, other => Assert.Equal("unknown_area", folder.Find(other.Written)));
        Assert.Equal((61, 58), (others.Count, others.Count(other => proposals.For(other.Written) is [{ } first, ..] && first.Area.Code == other.Code)));
    }

    private static PlaceFolder Folder(List<Dictionary<string, string>> rows) => new PlaceFolder([
            "SO Somalia", .. rows.Select(row => $"{row["ADM1_PCODE"]} {row["ADM1_EN"]}").Distinct(), .. rows.Select(row => $"{row["ADM2_PCODE"]} {row["ADM2_EN"]}")])
        .Write("gazetteer/som_adminboundaries_tabulardata.csv", rows.Aggregate(new StringBuilder().AppendJoin(',', Columns).Append('\n'), (text, row) => text.AppendJoin(',', Columns.Select(column => row[column])).Append('\n')).ToString());

    private static List<Dictionary<string, string>> Rows()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(RealDataFactAttribute.Folder!, "boundaries", "som-adm2.geojson")));
        return [.. document.RootElement.GetProperty("features").EnumerateArray().Select(feature => Columns.Append("dv_adm2_altnm").ToDictionary(column => column, column => feature.GetProperty("properties").GetProperty(column).ToString()))];
    }
}
