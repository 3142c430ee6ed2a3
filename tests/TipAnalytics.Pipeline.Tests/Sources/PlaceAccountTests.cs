using System.Text;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Tests.Definitions;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>What an export's places became, and which of those that were not found may be shown to whom can say what they mean.</summary>
public sealed class PlaceAccountTests : IDisposable
{
    private readonly ExportFolder exports = new();
    private readonly PlaceFolder places = new("LR Lake Region", "LR01 Shore", "LR0101 North Bay", "LR0102 South Bay", "LR02 Hills", "LR0201 High Hills");

    public void Dispose()
    {
        exports.Dispose();
        places.Dispose();
    }

    [Fact]
    public void Records_of_a_split_unit_fall_back_to_the_area_around_as_of_their_own_month_and_are_counted()
    {
        places.Changed("split", "2025-01-01", "LR0109", "LR0101, LR0102").Alias("The Bay", "LR0101");
        var (file, rows) = Read(["2024-06 LR0109", "2025-02 LR0109", "2025-02 LR0101", "2025-02 The Bay", "2025-02 South Bay", "2024-06 LR0201", "2024-06 Nowhere"]);
        Assert.Equal(["LR01", "LR01", "LR0101", "LR0101", "LR0102", "LR0201", ""], rows.Select(row => row.AreaCode));
        Assert.Equal("alias 1, name 1, out_of_date 1, whole 2", Found(file));
    }

    [Fact]
    public void A_split_below_the_level_that_is_kept_loses_nothing()
    {
        places.Changed("split", "2025-01-01", "LR0109", "LR0101, LR0102");
        var (file, rows) = Read(["2024-06 LR0109"], level: 1);
        Assert.Equal(("LR01", "successor 1"), (rows[0].AreaCode, Found(file)));
    }

    [Theory]
    [InlineData("North Bai", true)]
    [InlineData("LR0111", true)]
    [InlineData("1.0E+05", true)]
    [InlineData("7.1234E+08", false)] // digits of a telephone
    [InlineData("12 Lake Street", false)] // an address
    [InlineData("Tent B 7", false)]
    [InlineData("Behind the mosque near the well", false)]
    [InlineData("AB1234567", false)] // as long as a passport's number, and of no code of this country
    [InlineData("Mr Smith", false)]
    [InlineData("Hodan Warsame", false)] // like no place: a shifted column
    [InlineData("=1+1", false)] // a spreadsheet would work it out
    public void What_may_be_an_address_or_a_person_is_counted_and_not_shown(string written, bool isShown)
    {
        var (file, _) = Read([.. Enumerable.Repeat("2024-06 LR0101", 250), .. Enumerable.Repeat($"2024-06 {written}", 10)]);
        var text = Assert.Single(file.Places!.Unmatched(10));
        Assert.Equal((isShown ? written : null, 10, 1), (text.Written, text.Rows, text.Count));
    }

    [Fact]
    public void A_place_of_few_rows_is_counted_and_not_shown_and_spellings_that_cannot_be_told_apart_are_one()
    {
        var (file, _) = Read([.. Enumerable.Repeat("2024-06 Far Bay", 9), .. Enumerable.Repeat("2024-06 Nort Bay", 6), .. Enumerable.Repeat("2024-06 NORT  bay", 5), "2024-06 Small Bay"]);
        Assert.Equal([new("place", "unknown_area", "Nort Bay", 11, 1), new UnmatchedText("place", "unknown_area", null, 10, 2)], file.Places!.Unmatched(10));
    }

    [Theory]
    [InlineData("North Bai", "LR0101 0.88")]
    [InlineData("Hill", "LR02 1, LR0201 0.67")]
    [InlineData("LR101", "LR0101 1, LR01 0.8")]
    [InlineData("Bay", "LR0101 0.67, LR0102 0.67")]
    public void Proposals_are_the_likest_names_and_codes(string written, string proposals) =>
        Assert.StartsWith(proposals, string.Join(", ", new PlaceProposals(places.Load()).For(written).Select(proposal => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{proposal.Area.Code} {proposal.Likeness}"))), StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_proposed_for_a_place_like_no_other() => Assert.Empty(new PlaceProposals(places.Load()).For("Elsewhere"));

    private (SourceFile File, List<SourceRow> Rows) Read(string[] rows, int level = 2)
    {
        var text = "id,month,place\n" + string.Concat(rows.Select((row, at) => $"{at},{row[..7]}-03,{row[8..]}\n"));
        return exports.Read(ExportFolder.Source(level: level), Encoding.UTF8.GetBytes(text), places: places.Load());
    }

    private static string Found(SourceFile file) => string.Join(", ", file.Places!.Found.Select(way => $"{way.Key} {way.Value}"));
}
