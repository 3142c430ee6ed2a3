using System.Text;

namespace TipAnalytics.Cli.Tests;

/// <summary>A partner writes places in its own way: they are listed, a person says what they mean, and the file is taken.</summary>
[Collection(DemoRun.Name)]
public class PlaceTests(DemoFixture demo)
{
    [Fact]
    public void A_place_that_is_not_found_is_listed_with_proposals_and_taken_once_a_person_has_filled_in_the_list()
    {
        var folder = TestFolders.CopyOf(demo.Folder);
        var file = Path.Combine(Path.GetDirectoryName(folder)!, "services.csv");
        File.WriteAllText(file, "area,month,function,functioning,confirmed_on\n" + string.Concat(Enumerable.Range(0, 12).Select(row => $"Quessari,2026-06,legal_aid,yes,2026-06-{row + 1:00}\n"))
            + "Shelter 4 of Amina,2026-06,legal_aid,yes,2026-06-20\n" + string.Concat(Enumerable.Range(0, 10).Select(row => $"LR{row % 3 + 1:00}01,2026-06,legal_aid,yes,2026-06-{row + 1:00}\n")));
        var list = Path.Combine(folder, "data", "unmatched-places.csv");

        var held = Tip.Run("ingest", folder, "--source", "services", file);
        Assert.Equal(11, held.Code);
        Assert.Contains("services: place not found: \"Quessari\" (column \"area\", unknown_area, fewer than 100 rows); like LR0103 Quessary (0.88)", held.Text, StringComparison.Ordinal);
        Assert.Contains("services: 1 further places not found (1 rows with places that are rare or may be something about a person, not shown)", held.Text, StringComparison.Ordinal);
        Assert.Contains("Places to decide: 1, in data/unmatched-places.csv.", held.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Amina", held.All + File.ReadAllText(list), StringComparison.Ordinal);
        Assert.StartsWith("written,code,source,from,until,reason,by,on,why,rows,column,file,proposals\nQuessari,,services,,,,,,unknown_area,fewer than 100,area,", File.ReadAllText(list), StringComparison.Ordinal);

        var aliases = Path.Combine(folder, "places", "aliases", "reviewed.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(aliases)!);
        File.WriteAllText(aliases, File.ReadAllText(list).Replace("Quessari,,services,,,,,,", "Quessari,LR0999,services,,,Spelling of the partner,Information management officer,2026-08-01,", StringComparison.Ordinal), Encoding.UTF8);
        var faulty = Tip.Run("check", folder);
        Assert.Equal(10, faulty.Code);
        Assert.Contains("places/aliases/reviewed.csv, line 2: \"LR0999\" is no P-code of the boundaries or the gazetteer.", faulty.Error, StringComparison.Ordinal);

        File.WriteAllText(aliases, File.ReadAllText(aliases).Replace("LR0999", "LR0103", StringComparison.Ordinal));
        var taken = Tip.Run("ingest", folder, "--source", "services", file);
        Assert.True(taken.Code == 0, taken.All);
        Assert.Contains("services: rows whose place was no P-code of the boundaries, and was found by: alias 12", taken.Text, StringComparison.Ordinal);
        Assert.False(File.Exists(list));
    }
}
