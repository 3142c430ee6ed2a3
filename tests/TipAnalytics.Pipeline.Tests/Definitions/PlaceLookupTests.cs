namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>Which area a place means, by code, name, alias and reviewed change, as of its month.</summary>
public class PlaceLookupTests
{
    private static readonly string[] Lakes = ["LR Lake Region", "LR01 Shore", "LR0101 North Bay", "LR0102 South Bay", "LR02 Hills", "LR0201 High Hills"];

    private const string DigitRule = """
        recoded:
          - digits: { from: [3, 3], to: [2, 2] }
            reason: The health ministry writes three digits a level
            by: Information management officer
            on: 2026-05-01
        """;

    [Theory]
    [InlineData("LR0101")]
    [InlineData("lr0101")]
    [InlineData("ＬＲ０１０１")] // full width
    [InlineData("LR0\u200F101")] // a mark of direction inside
    public void A_code_is_the_same_in_any_case_and_form_of_Unicode(string written)
    {
        using var places = new PlaceFolder(Lakes);
        Assert.Equal("LR0101 code", places.Find(written));
    }

    [Theory]
    [InlineData("North Bay", "LR0101 name")]
    [InlineData("  NORTH   BAY ", "LR0101 name")]
    [InlineData("North Bai", "unknown_area")]
    [InlineData("North", "unknown_area")]
    [InlineData("LR0103", "unknown_area")]
    public void A_name_is_exact_or_it_is_not_found(string written, string found)
    {
        using var places = new PlaceFolder(Lakes);
        Assert.Equal(found, places.Find(written));
    }

    [Fact]
    public void A_name_of_two_units_is_neither()
    {
        using var places = new PlaceFolder([.. Lakes, "LR0202 North Bay"]);
        Assert.Equal("ambiguous_area", places.Find("North Bay"));
        Assert.Equal("LR0202 alias", places.Alias("North Bay", "LR0202").Find("North Bay"));
    }

    [Theory]
    [InlineData("NG008", "NG08 recoded")]
    [InlineData("NG008021", "NG0821 recoded")]
    [InlineData("NG08", "NG08 code")]
    [InlineData("NG0821", "NG0821 code")]
    [InlineData("NG108", "unknown_area")] // the number does not fit into two digits
    [InlineData("NG009", "unknown_area")] // no such state
    public void Both_Nigerian_lengths_are_one_unit_where_a_reviewed_rule_says_so(string written, string found)
    {
        using var places = new PlaceFolder("NG Nigeria", "NG08 Borno", "NG0821 Maiduguri").Write("changes.yaml", DigitRule);
        Assert.Equal(found, places.Find(written));
    }

    [Fact]
    public void Without_the_rule_the_older_length_is_not_found_and_with_boundaries_of_that_length_the_newer_one_is_not()
    {
        using var newer = new PlaceFolder("NG Nigeria", "NG08 Borno");
        Assert.Equal("unknown_area", newer.Find("NG008"));
        using var older = new PlaceFolder("NG Nigeria", "NG008 Borno", "NG008021 Maiduguri").Write("changes.yaml", DigitRule.Replace("from: [3, 3], to: [2, 2]", "from: [2, 2], to: [3, 3]", StringComparison.Ordinal));
        Assert.Equal(["NG008 recoded", "NG008021 recoded"], [older.Find("NG08"), older.Find("NG0821")]);
    }

    [Fact]
    public void Codes_with_letters_and_hyphens_are_converted_one_by_one()
    {
        using var places = new PlaceFolder("IQ Iraq", "IQG01 Anbar", "IQG02 Basrah").Write("changes.yaml", """
            recoded:
              - codes: { IQ-G01: IQG01 }
                reason: Site lists of 2015
                by: Information management officer
                on: 2026-05-01
            """);
        Assert.Equal(["IQG01 recoded", "IQG01 recoded", "unknown_area"], [places.Find("IQ-G01"), places.Find("iq-g01"), places.Find("IQ-G02")]);
    }

    [Theory]
    [InlineData("1E+05")]
    [InlineData("1E05")]
    [InlineData("1.0E+05")]
    [InlineData("SS0E3")]
    [InlineData("801.0")]
    [InlineData("LR101")] // LR0101 that lost its zeros
    [InlineData("LR1")]
    public void A_code_that_a_spreadsheet_spoiled_is_named_as_that_and_never_mended(string written)
    {
        using var places = new PlaceFolder(Lakes);
        Assert.Equal("damaged_area_code", places.Find(written));
    }

    [Fact]
    public void A_code_that_only_looks_spoiled_is_a_code()
    {
        using var places = new PlaceFolder("SS South Sudan", "SS0E3 Here");
        Assert.Equal("SS0E3 code", places.Find("SS0E3"));
    }

    [Theory]
    [InlineData("LR0109", "2024-06", "LR0101 successor")]
    [InlineData("LR0109", "2025-06", "LR0101 successor out_of_date")]
    [InlineData("LR0101", "2024-06", "LR0101 code out_of_date")]
    [InlineData("LR0101", "2025-06", "LR0101 code")]
    public void A_renamed_unit_is_its_successor_and_a_code_outside_its_time_is_counted(string written, string month, string found)
    {
        using var places = new PlaceFolder(Lakes).Changed("renamed", "2025-01-15", "LR0109", "LR0101");
        Assert.Equal(found, places.Find(written, month));
    }

    [Theory]
    [InlineData("LR0109", "2024-06", "LR01 whole")]
    [InlineData("LR0109", "2025-06", "LR01 whole out_of_date")]
    [InlineData("LR0101", "2024-12", "LR01 whole out_of_date")]
    [InlineData("LR0101", "2025-01", "LR0101 code")]
    [InlineData("LR0102", "2025-06", "LR0102 code")]
    public void A_split_unit_is_the_area_that_holds_all_its_parts_and_never_one_of_them(string written, string month, string found)
    {
        using var places = new PlaceFolder(Lakes).Changed("split", "2025-01-01", "LR0109", "LR0101, LR0102");
        Assert.Equal(found, places.Find(written, month));
    }

    [Theory]
    [InlineData("LR0101", "2024-06", "LR01 whole")] // the old, larger unit of this code
    [InlineData("LR0101", "2025-06", "LR0101 code")]
    public void A_code_that_a_part_kept_means_the_whole_before_and_the_part_after(string written, string month, string found)
    {
        using var places = new PlaceFolder(Lakes).Changed("split", "2025-01-01", "LR0101", "LR0101, LR0102");
        Assert.Equal(found, places.Find(written, month));
    }

    [Fact]
    public void A_unit_split_across_two_areas_is_the_country()
    {
        using var places = new PlaceFolder(Lakes).Changed("split", "2025-01-01", "LR0109", "LR0102, LR0201");
        Assert.Equal("LR whole", places.Find("LR0109"));
    }

    [Fact]
    public void Merged_units_are_the_one_they_became_and_a_chain_is_followed_to_its_end()
    {
        using var places = new PlaceFolder(Lakes).Changed("merged", "2023-01-01", "LR0107, LR0108", "LR0109").Changed("renamed", "2025-01-01", "LR0109", "LR0101");
        Assert.Equal(["LR0101 successor", "LR0101 successor out_of_date", "LR0101 successor"], [places.Find("LR0107", "2022-06"), places.Find("LR0108", "2024-06"), places.Find("LR0109", "2024-06")]);
    }

    [Fact]
    public void Where_the_boundaries_are_the_older_ones_a_new_unit_is_what_it_was_made_of()
    {
        using var places = new PlaceFolder(Lakes).Changed("split", "2025-01-01", "LR0101", "LR0111, LR0112").Changed("merged", "2025-02-01", "LR0102, LR0201", "LR0113");
        Assert.Equal(["LR0101 successor", "LR whole"], [places.Find("LR0111", "2025-06"), places.Find("LR0113", "2025-06")]);
    }

    [Fact]
    public void A_code_valid_only_before_or_after_is_not_converted_unless_a_review_says_how()
    {
        const string Gazetteer = """
            ADM2_EN,ADM2_PCODE,ADM1_EN,ADM1_PCODE,ADM0_PCODE,validOn,validTo
            Old Bay,LR0109,Shore,LR01,LR,2018-01-01,2024-12-31
            North Bay,LR0101,Shore,LR01,LR,2025-01-01,
            South Bay,LR0102,Shore,LR01,LR,2018-01-01,
            """;
        using var places = new PlaceFolder(Lakes).Write("gazetteer/codes.csv", Gazetteer);
        Assert.Equal(
            ["area_not_valid", "area_not_valid", "LR0101 code", "LR0102 code", "area_not_valid"],
            [places.Find("LR0109", "2024-06"), places.Find("LR0101", "2024-06"), places.Find("LR0101", "2025-06"), places.Find("LR0102", "2017-06"), places.Find("Old Bay", "2025-06")]);

        places.Changed("renamed", "2025-01-01", "LR0109", "LR0101");
        Assert.Equal(
            ["LR0101 successor", "LR0101 code out_of_date", "LR0101 name", "LR0101 name out_of_date"],
            [places.Find("LR0109", "2024-06"), places.Find("LR0101", "2024-06"), places.Find("Old Bay", "2024-06"), places.Find("Old Bay", "2025-06")]);
    }

    [Theory]
    [InlineData("source", "LR0102 alias")]
    [InlineData("another", "LR0101 alias")]
    public void An_alias_of_the_source_goes_before_one_for_all(string source, string found)
    {
        using var places = new PlaceFolder(Lakes) { Sources = [Sources.ExportFolder.Source()] }.Alias("The Bay", "LR0101").Alias("The Bay", "LR0102", "source");
        Assert.Equal(found, places.Find("the  bay", source: source));
    }

    [Theory]
    [InlineData("2023-12", "unknown_area")]
    [InlineData("2024-01", "LR0101 alias")]
    [InlineData("2024-06", "LR0101 alias")]
    [InlineData("2024-07", "unknown_area")]
    public void An_alias_holds_in_its_time(string month, string found)
    {
        using var places = new PlaceFolder(Lakes).Alias("The Bay", "LR0101", from: "2024-01-10", until: "2024-06-30");
        Assert.Equal(found, places.Find("The Bay", month));
    }

    [Fact]
    public void A_unit_below_the_finest_areas_is_the_one_around_it_by_code_and_not_by_name()
    {
        using var places = new PlaceFolder(Lakes).Write("gazetteer/adm3.csv", "adm3_name,adm3_pcode,adm2_pcode,adm1_pcode,adm0_pcode\nJetty,LR010101,LR0101,LR01,LR\n");
        Assert.Equal(["LR0101 successor", "unknown_area"], [places.Find("LR010101"), places.Find("Jetty")]);
    }
}
