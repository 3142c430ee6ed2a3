using TipAnalytics.Pipeline.Tests.Sources;

namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>Gazetteers as they are downloaded, and every fault of the reviewed files.</summary>
public class PlaceFileTests
{
    private static readonly string[] Lakes = ["LR Lake Region", "LR01 Shore", "LR0101 North Bay", "LR0102 South Bay", "LR02 Hills", "LR0201 High Hills"];

    [Theory]
    [InlineData("adm2_name;adm2_name1;adm2_pcode;adm1_name;adm1_pcode;adm0_pcode;valid_on;valid_to;version;area_sqkm")] // today
    [InlineData("ADM2_EN;ADM2_AR;ADM2_PCODE;ADM1_EN;ADM1_PCODE;ADM0_PCODE;validOn;validTo;date;Shape_Leng")] // until lately
    [InlineData("admin2Name_en;admin2AltName1_en;admin2Pcode;admin1Name_en;admin1Pcode;admin0Pcode;validOn;validTo;date;Shape_Area")] // before
    public void A_gazetteer_gives_its_names_in_every_language_and_spelling_of_its_columns(string header)
    {
        using var places = new PlaceFolder(Lakes).Write("gazetteer/lr_adminboundaries_tabulardata.csv", $"{header}\nNorth Bay;الخليج الشمالي;LR0101;Shore;LR01;LR;2018-01-01;;1;2\n");
        Assert.Equal(["LR0101 name", "LR0101 name"], [places.Find("الخليج  الشمالي"), places.Find("North Bay")]);
    }

    [Fact]
    public void A_workbook_has_a_sheet_for_each_level_and_others_that_are_passed_over()
    {
        using var places = new PlaceFolder(Lakes).Write("gazetteer/tables.xlsx", Workbook.Of(
            ("README", ["Lake Region administrative boundaries"]),
            ("ADM1", ["ADM1_EN;ADM1_FR;ADM1_PCODE;ADM0_EN;ADM0_PCODE;date;validOn;validTo", "Shore;Rivage;LR01;Lake Region;LR;;day:43101"]),
            ("ADM2", ["ADM2_EN;ADM2_FR;ADM2_PCODE;ADM1_PCODE;ADM0_PCODE;validOn;validTo", "North Bay;Baie du Nord;LR0101;LR01;LR;day:43101", "Lost Bay;Baie perdue;LR0109;LR01;LR;day:43101;day:45657"])));
        Assert.Equal(["LR01 name", "LR0101 name", "area_not_valid"], [places.Find("Rivage"), places.Find("Baie du Nord"), places.Find("LR0109", "2025-03")]);
    }

    [Fact]
    public void The_global_table_of_P_codes_is_read_for_the_country_alone()
    {
        using var places = new PlaceFolder(Lakes).Write("gazetteer/global_pcodes.csv", """
            Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date
            #country+code,#geo+admin_level,#adm+code,#adm+name,#adm+code+parent,#date+start
            LRG,1,LR01,Rivage,LRG,2018-01-01
            LRG,2,LR0101,Baie du Nord,LR01,2018-01-01
            AFG,1,AF01,Kabul,AFG,2018-01-01
            """);
        Assert.Equal(["LR01 name", "LR0101 name", "unknown_area"], [places.Find("Rivage"), places.Find("Baie du Nord"), places.Find("Kabul")]);
    }

    [Fact]
    public void The_day_on_which_a_list_was_published_is_no_beginning_of_its_units()
    {
        const string Header = "ADM2_EN,ADM2_PCODE,ADM1_PCODE,ADM0_PCODE,date,validOn,validTo\n";
        using var places = new PlaceFolder(Lakes).Write("gazetteer/a.csv", $"{Header}North Bay,LR0101,LR01,LR,2022-12-21,2023-03-08,\nSouth Bay,LR0102,LR01,LR,2022-12-21,2023-03-08,\n");
        Assert.Equal("LR0101 code", places.Find("LR0101", "2021-01"));
        // A row that was added later says when its unit began.
        places.Write("gazetteer/a.csv", $"{Header}North Bay,LR0101,LR01,LR,2022-12-21,2023-03-08,\nSouth Bay,LR0102,LR01,LR,2022-12-21,2024-07-01,\n");
        Assert.Equal(["area_not_valid", "LR0102 code"], [places.Find("LR0102", "2024-06"), places.Find("LR0102", "2024-07")]);
    }

    [Theory]
    [InlineData("A,B\n1,2\n", "line 1: has no column of P-codes (adm1_pcode, ADM2_PCODE, admin2Pcode, or P-Code with Admin Level and Name) with a value under it")]
    [InlineData("ADM2_PCODE,ADM1_PCODE,ADM0_PCODE,validOn,validTo\nLR0101,LR01,LR,,2024-12-31\nLR0101,LR01,LR,2024-06-01,\n", "line 3: LR0101 is valid at the same time in row 2 already, with another validity, level or parent; end one of them with validTo")]
    [InlineData("ADM2_PCODE,ADM1_PCODE,ADM0_PCODE,validOn,validTo\nLR0101,LR01,LR,2024-06-01,2024-01-01\n", "line 2: validTo lies before validOn")]
    [InlineData("ADM2_PCODE,ADM1_PCODE,ADM0_PCODE,validOn\nLR0101,LR01,LR,1/2/24\n", "line 2: validOn and validTo have to be days of the form yyyy-MM-dd; in a workbook, cells with a date")]
    [InlineData("ADM2_PCODE,ADM1_PCODE,ADM0_PCODE\nLR0101,,LR\n", "line 2: has a P-code of admin 2 and none of admin 1")]
    public void A_fault_of_a_gazetteer_is_said_with_its_row(string text, string fault)
    {
        using var places = new PlaceFolder(Lakes).Write("gazetteer/a.csv", text);
        Assert.Equal($"places/gazetteer/a.csv, {fault}", places.Faults());
    }

    [Theory]
    [InlineData("The Bay,LR0111,,,,r,b,2025-03-01", "\"LR0111\" is no P-code of the boundaries or the gazetteer. Did you mean \"LR0101\"?")]
    [InlineData("LR0101,LR0102,,,,r,b,2025-03-01", "\"LR0101\" is a P-code of the boundaries and cannot mean another unit")]
    [InlineData("South Bay,LR0101,,,,r,b,2025-03-01", "this is the name of LR0102; only for one source can it mean another unit")]
    [InlineData("The Bay,LR0101,no-one,,,r,b,2025-03-01", "\"no-one\" is no source of this operation.")]
    [InlineData("The Bay,LR0101,,,,,b,2025-03-01", "\"reason\" is empty: an alias is a decision of a person (by: a role, never a name)")]
    [InlineData("The Bay,LR0101,,,,r,b,", "\"on\" is empty: the day on which this was decided, yyyy-MM-dd")]
    [InlineData("The Bay,LR0101,,1/2/24,,r,b,2025-03-01", "\"from\" is no day of the form yyyy-MM-dd")]
    [InlineData("The Bay,LR0101,,2025-01-01,2024-01-01,r,b,2025-03-01", "\"until\" lies before \"from\"")]
    [InlineData(",LR0101,,,,r,b,2025-03-01", "\"written\" is empty: an alias needs the place as the source writes it")]
    public void A_fault_of_an_alias_is_said_with_its_line(string alias, string fault)
    {
        using var places = new PlaceFolder(Lakes).Write("aliases/a.csv", $"written,code,source,from,until,reason,by,on\n{alias}\n");
        Assert.Equal($"places/aliases/a.csv, line 2: {fault}", places.Faults());
    }

    [Fact]
    public void An_alias_leads_to_a_unit_and_not_to_another_alias()
    {
        using var places = new PlaceFolder(Lakes).Alias("The Bay", "LR0101").Alias("Bay", "The Bay");
        Assert.Equal("places/aliases/reviewed.csv, line 3: \"THE BAY\" is an alias itself (line 2); give the P-code that is meant", places.Faults());
    }

    [Fact]
    public void A_place_has_one_target_at_a_time()
    {
        using var places = new PlaceFolder(Lakes) { Sources = [ExportFolder.Source(area: new() { Column = "place", Codes = new() { ["bay of the north"] = "LR0101" } })] };
        places.Alias("The Bay", "LR0101", until: "2024-06-30").Alias("The Bay", "LR0102", from: "2024-07-01").Alias("the bay", "LR0101", until: "2024-03-31");
        Assert.Empty(places.Faults());
        places.Alias("THE  BAY", "LR0102", from: "2024-06-01").Alias("Bay of the North", "LR0102", "source");
        Assert.Equal("""
            places/aliases/reviewed.csv, line 5: the same place means LR0101 in line 2; it can have one target at a time
            places/aliases/reviewed.csv, line 6: "area" in sources/source.yaml maps the same place to LR0101; it can have one target at a time
            """, places.Faults());
    }

    [Fact]
    public void An_alias_to_a_unit_that_is_not_valid_in_its_time_is_a_fault()
    {
        using var places = new PlaceFolder(Lakes).Write("gazetteer/a.csv", "ADM2_PCODE,ADM1_PCODE,ADM0_PCODE,validOn,validTo\nLR0109,LR01,LR,,2024-12-31\n").Alias("Old Bay", "LR0109");
        Assert.Equal("places/aliases/reviewed.csv, line 2: LR0109 is not valid in 2024-12, in which the alias would hold, or is no area of the boundaries then; give \"from\" and \"until\", or say in places/changes.yaml what it became", places.Faults());
        places.Changed("renamed", "2025-01-01", "LR0109", "LR0101");
        Assert.Equal(["LR0101 alias", "LR0101 alias out_of_date"], [places.Find("Old Bay", "2024-06"), places.Find("Old Bay", "2025-06")]);
    }

    [Fact]
    public void The_list_to_be_filled_in_is_an_alias_file_and_a_row_without_a_code_is_not_decided_yet()
    {
        using var places = new PlaceFolder(Lakes).Write("aliases/a.csv", """
            written,code,source,from,until,reason,by,on,why,rows,column,file,proposals
            North Bai,LR0101,,,,Spelling of the partner,Information management officer,2025-03-01,unknown_area,100 to 999,place,9f2c3a1b,LR0101 North Bay 0.88
            Elsewhere,,,,,,,,unknown_area,fewer than 100,place,9f2c3a1b,
            """);
        Assert.Equal(["LR0101 alias", "unknown_area"], [places.Find("North Bai"), places.Find("Elsewhere")]);
    }

    [Theory]
    [InlineData("split", "LR0109", "LR0101", "line 2: a renamed unit has one code in \"old\" and another in \"new\", a split one several in \"new\", a merged one several in \"old\", and what is redrawn one or more in both. A name that changed while the code stayed is an alias")]
    [InlineData("split", "LR0109", "LR0101, LR0111", "line 4: \"LR0109\" leads to no area of the boundaries: neither it, nor what it became, nor what it was made of is there. Did you mean \"LR0101\"?\nplaces/changes.yaml, line 5: \"LR0111\" leads to no area of the boundaries: neither it, nor what it became, nor what it was made of is there. Did you mean \"LR0101\"?")]
    [InlineData("split", "LR0109", "LR0101, LR0101", "line 5: \"LR0101\" stands twice in \"new\"")]
    public void A_fault_of_a_change_is_said_with_its_line(string kind, string old, string now, string fault)
    {
        using var places = new PlaceFolder(Lakes).Changed(kind, "2025-01-01", old, now);
        Assert.Equal($"places/changes.yaml, {fault}", places.Faults());
    }

    [Fact]
    public void A_unit_changes_once_in_a_month()
    {
        using var places = new PlaceFolder(Lakes).Changed("renamed", "2025-01-01", "LR0109", "LR0101").Changed("split", "2025-01-20", "LR0109", "LR0101, LR0102");
        Assert.Equal("""
            places/changes.yaml, line 11: "LR0109" changes in 2025-01 already (line 2); put what happened in one month into one change
            places/changes.yaml, line 12: "LR0101" changes in 2025-01 already (line 2); put what happened in one month into one change
            """, places.Faults());
    }

    [Fact]
    public void A_unit_does_not_begin_twice()
    {
        using var places = new PlaceFolder(Lakes).Changed("split", "2024-01-01", "LR0109", "LR0101, LR0102").Changed("renamed", "2025-01-01", "LR0108", "LR0102");
        Assert.Equal("places/changes.yaml, line 12: \"LR0102\" is there since 2024-01 already; a unit that grows stands in \"old\" too", places.Faults());
    }

    [Theory]
    [InlineData("codes: { LR0101: LR0102 }", "line 2: \"LR0101\" is a P-code of the boundaries itself")]
    [InlineData("codes: { LR-1: LR0111 }", "line 2: \"LR0111\" is no P-code of the boundaries or the gazetteer. Did you mean \"LR0101\"?")]
    [InlineData("digits: { from: [2, 2], to: [2, 2] }", "line 2: \"digits\" gives, from admin 1 down, how many digits a level has in \"from\" and how many in \"to\": lists of the same length, numbers from 1 to 6, not the same")]
    [InlineData("digits: { from: [2, 2], to: [3, 3] }", "line 2: no admin 1 area of the boundaries has 3 digits after \"LR\"; \"to\" is the make of the boundaries")]
    public void A_fault_of_a_recoding_is_said_with_its_line(string rule, string fault)
    {
        using var places = new PlaceFolder(Lakes).Write("changes.yaml", $"recoded:\n  - {rule}\n    reason: r\n    by: b\n    on: 2025-03-01\n");
        Assert.Equal($"places/changes.yaml, {fault}", places.Faults());
    }

    [Fact]
    public void A_change_without_its_reviewer_or_reason_is_no_change()
    {
        using var places = new PlaceFolder(Lakes).Write("changes.yaml", "recoded:\n  - codes: { LR-1: LR01 }\n");
        Assert.All(new[] { "by", "on", "reason" }, key => Assert.Contains($"places/changes.yaml, line 2: missing key \"{key}\"", places.Faults(), StringComparison.Ordinal));
    }
}
