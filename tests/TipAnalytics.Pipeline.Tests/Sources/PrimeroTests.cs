using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>Primero's CSV, JSON and workbook give the same record.</summary>
public sealed class PrimeroTests : IDisposable
{
    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("""[{"unique_id" => "004", "relation" => "father"}, {"relation" => "aunt", "age" => nil}]""", "father aunt")]
    [InlineData("""[{"relation"=>"father","age"=>12,"living"=>true}]""", "father")]
    [InlineData("""{relation: "father", other: [1, 2]}""", "father")]
    [InlineData("""[{:relation => :father, "note" => "says \"no\", {and} [more] => less"}]""", "father")]
    [InlineData("""[{"relation" => ["father", "aunt", nil]}]""", "father aunt")]
    [InlineData("""[{"relation" => nil}, {"relation" => ""}, {}]""", "")]
    [InlineData("[]", "")]
    [InlineData("nil", "")]
    [InlineData("""[{"relation" => "fath""", null)]
    [InlineData("""[{"relation" = "father"}]""", null)]
    [InlineData("""[{"relation" => "father"}] and more""", null)]
    [InlineData("", null)]
    public void Ruby_notation_gives_what_stands_under_a_key_or_is_refused_whole(string text, string? values) =>
        Assert.Equal(values, RubyNotation.Values(text, "relation") is { } found ? string.Join(' ', found) : null);

    [Fact]
    public void Deep_nesting_is_refused_and_harms_nobody() =>
        Assert.Null(RubyNotation.Values(new string('[', 100_000), "relation"));

    [Fact]
    public void Subforms_and_choices_of_a_csv_are_read_as_those_of_a_json_export()
    {
        var csv = folder.Read(Case, "id,registration_date,location_current,protection_concerns,care_section,name\n"
            + "c1,2025-03-02,LR01,\"[\"\"early_union\"\", \"\"work\"\", \"\"new_id_12\"\"]\",\"[{\"\"arrangement\"\" => \"\"female\"\", \"\"name_caregiver\"\" => \"\"Planted\"\"}]\",Planted\n"
            + "c2,2025-03-02,LR01,nil,\"[{\"\"arrangement\"\" => \"\"female\"\"}, {\"\"arrangement\"\" => \"\"male\"\"}]\",\n"
            + "c3,2025-03-02,LR01,'@work,\"[{broken\",\n");
        var json = folder.Read(Case, """
            [{"id": "c1", "data": {"registration_date": "2025-03-02", "location_current": "LR01", "protection_concerns": ["early_union", "work", "new_id_12"], "care_section": [{"arrangement": "female", "name_caregiver": "Planted"}]}}]
            """);
        Assert.Equivalent(json.Rows[0].Values, csv.Rows[0].Values);
        Assert.Equal([("married work", "female"), (null, null), ("work", null)], csv.Rows.Select(row => ((string?)Value(row, "reasons"), (string?)Value(row, "sex"))));
        // Ids nobody mapped, two arrangements at once and what cannot be read are counted, never dropped in silence.
        Assert.Equal("reasons 1, sex 2", string.Join(", ", csv.File.Emptied.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.Equal(["name"], csv.File.UnmappedColumns);
    }

    [Fact]
    public void A_workbook_has_labels_several_in_one_cell_and_repeats_its_rows()
    {
        var source = Source("primero", sheet: "Protection Concerns", record: new() { Id = ["ID"] }, period: new() { Column = "Date of registration" }, area: new() { Column = "Location" },
            fields: new() { ["reasons"] = new() { Column = "Protection Concerns", Codes = new() { ["Early union"] = "married", ["Child labor"] = "work" } } });
        var rows = folder.Read(source, Workbook.Of(("Basic Identity", ["ID;Name", "ab12;Planted"]),
            ("Protection Concerns", ["ID;Date of registration;Location;Protection Concerns", "ab12;2025-03-02;LR01;Early union ||| Child labor", "ab12;2025-03-02;LR01;Early union ||| Child labor"]))).Rows;
        Assert.Equal(["married work", "married work"], rows.Select(row => Value(row, "reasons")));
        Assert.Equal(rows[0].Key, rows[1].Key);
    }

    [Theory]
    [InlineData("Care Arrangemen-Care Arrangeme", "Care Arrangemen-Care Arrangeme")]
    [InlineData("Care arrangements of the child, past and present", "Care arrangements of the chi...")]
    [InlineData("Care: arrangements / placements of the child", "Care  arrangements   placements")]
    public void A_tab_of_a_subform_is_joined_with_the_tab_of_its_case_whatever_was_cut_of_its_name(string sheet, string tab)
    {
        var source = Source(null, sheet: sheet, parent: "Basic Identity", record: new() { Id = ["ID"] }, period: new() { Column = "Date of registration" }, area: new() { Column = "Location" },
            fields: new() { ["sex"] = new() { Column = "Arrangement" } });
        var (file, rows) = folder.Read(source, Workbook.Of(
            ("Basic Identity", ["ID;Name;Date of registration;Location", "ab12;Planted;2025-03-02;LR01", "cd34;Planted;2025-04-02;LR0101"]),
            (tab, ["ID;Arrangement;Name of caregiver", "cd34;female;Planted", "cd34;male;Planted", "ab12;male;Planted", "zz99;male;Planted"])));
        Assert.Equal([("LR0101", 4, "female", null), ("LR0101", 4, "male", null), ("LR01", 3, "male", null), ("", 1, null, "no_parent")],
            rows.Select(row => (row.AreaCode, row.PeriodStart.Month, row.Rule is null ? (string?)Value(row, "sex") : null, row.Rule)));
        Assert.Equal(3, rows.Take(3).Select(row => Convert.ToHexString(row.Key)).Distinct().Count());
        Assert.StartsWith($"Primero, workbook, sheet \"{tab}\", joined with its parent", file.Dialect, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_was_cut_alike_for_two_tabs_is_asked_for()
    {
        var fault = Assert.Throws<SourceDataException>(() => folder.Read(Source(sheet: "Services provided to the child"), Workbook.Of(("Services provided to the child:", ["ID"]), ("Services provided to the child?", ["ID"])), "f.xlsx"));
        Assert.Equal("f.xlsx: the sheet \"Services provided to the child\" could be \"Services provided to the child:\" or \"Services provided to the child?\". Nothing of the file was taken. Name the one that is meant under «sheet» in the source definition.", fault.Message);
    }

    private static readonly SourceDefinition Case = Source("primero", level: 1, record: new() { Id = ["id"] }, period: new() { Column = "registration_date" }, area: new() { Column = "location_current" },
        fields: new()
        {
            ["reasons"] = new() { Column = "protection_concerns", Codes = new() { ["early_union"] = "married", ["@work"] = "work" } },
            ["sex"] = new() { Column = "care_section/arrangement" },
        });
}
