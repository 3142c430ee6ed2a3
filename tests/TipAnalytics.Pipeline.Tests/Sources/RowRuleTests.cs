using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

public sealed class RowRuleTests : IDisposable
{
    private const string Header = "id,month,place,consent,status,weight,form,version,site,sex\n";
    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(",soon,XX,no,void,0,v9,,,", "without consent", null)]
    [InlineData(",soon,XX,yes,VOID,0,v9,,,", "void", "status")]
    [InlineData(",soon,XX,yes,,0,v9,,,", "missing_id", "id")]
    [InlineData("n/a,soon,XX,yes,,0,v9,,,", "missing_id", "id")]
    [InlineData("1,soon,XX,yes,,0,v9,,,", "unknown_form_version", "form")]
    [InlineData("1,,XX,yes,,0,v1,,,", "missing_period", "month")]
    [InlineData("1,soon,XX,yes,,0,v1,,,", "invalid_period", "month")]
    [InlineData("1,2025-02-30,XX,yes,,0,v1,,,", "invalid_period", "month")]
    [InlineData("1,45717,XX,yes,,0,v1,,,", "invalid_period", "month")]
    [InlineData("1,2022-12-31,XX,yes,,0,v1,,,", "period_outside", "month")]
    [InlineData("1,2026-08-16,XX,yes,,0,v1,,,", "period_outside", "month")]
    [InlineData("1,2025-03-01,,yes,,0,v1,,,", "missing_area", "place")]
    [InlineData("1,2025-03-01,XX,yes,,0,v1,,,", "unknown_area", "place")]
    [InlineData("1,2025-03-01,LR01,yes,,0,v1,,,", "invalid_weight", "weight")]
    [InlineData("1,2025-03-01,LR01,yes,,,v1,,,", "invalid_weight", "weight")]
    [InlineData("1,2025-03-01,LR01,yes,,1e15,v1,,,", "invalid_weight", "weight")]
    [InlineData("1,2025-03-01,LR01,yes", "malformed", null)]
    [InlineData("1,2025-03-01,LR01,yes,,1,v1,,,,", "malformed", null)]
    [InlineData("1,2025-03-01,LR01,yes,,1,v1,,\"open,", "malformed", null)]
    [InlineData("1,2025-03-01,LR01,yes,,1,v1,,\"shut\"x,", "malformed", null)]
    [InlineData("1,2025-03-01,LR01,yes,,1,v1,,in\"side,", "malformed", null)]
    [InlineData("1,2025-03-01,LR01,yes,,1,v1,,\"two\nlines\",", null, null)]
    [InlineData("1,2026-08-15,LR01, YES ,,1,v1,,,", null, null)]
    public void The_first_broken_rule_in_order_ends_the_row_and_the_next_row_is_read(string broken, string? rule, string? column)
    {
        const string Good = "2,2025-03-01,LR0101,yes,,1,v1,,,female\n";
        var (file, rows) = folder.Read(Everything(), Header + broken + "\n" + Good);
        Assert.Equal([2, 3], rows.Select(row => row.Row));
        Assert.Equal((rule, column), (rows[0].Ended == RowOutcome.WithoutConsent ? "without consent" : rows[0].Rule, rows[0].Column));
        Assert.Equal((null, "female"), (rows[1].Ended, Value(rows[1], "sex")));
        Assert.Empty(file.Emptied);
    }

    [Theory]
    [InlineData("LR0102", 2, "LR0102")]
    [InlineData("LR0102", 1, "LR01")]
    [InlineData("LR0102", 0, "LR")]
    [InlineData("LR01", 2, "LR01")]
    [InlineData("LR", 1, "LR")]
    public void A_place_below_the_permitted_level_is_coarsened_and_one_above_stays(string place, int level, string stored) =>
        Assert.Equal(stored, folder.Row(Source(level: level), $"id,month,place\n1,2025-03-01,{place}\n").AreaCode);

    [Fact]
    public void The_finest_place_that_is_filled_in_counts_and_an_unknown_one_is_named_by_its_column()
    {
        var (_, rows) = folder.Read(Source(area: new() { Columns = ["adm2", "adm1"] }), "id,month,adm2,adm1\n1,2025-03-01,LR0101,LR01\n2,2025-03-01,,LR01\n3,2025-03-01,LR0101,\n4,2025-03-01,,XX\n");
        Assert.Equal(["LR0101", "LR01", "LR0101", ""], rows.Select(row => row.AreaCode));
        Assert.Equal(("unknown_area", "adm1"), (rows[3].Rule, rows[3].Column));
    }

    [Theory]
    [InlineData("", "2024-12-31", "v1")]
    [InlineData("", "2025-01-01", "v2")]
    [InlineData("v1", "2025-06-01", "v1")]
    public void The_form_version_is_the_one_written_else_the_one_in_force(string written, string day, string version) =>
        Assert.Equal(version, folder.Row(Everything(), $"{Header}1,{day},LR01,yes,,1,{written},,,\n").FormVersion);

    [Theory]
    [InlineData("2025-03-01T10:00:00+03:00", "2025-03-01T07:00:00.0000000", 0)]
    [InlineData("42", "00000000000000000042", 0)]
    [InlineData("", "", 0)]
    [InlineData("the last one", "", 1)]
    public void A_version_that_cannot_be_read_is_counted_and_the_row_stays(string written, string version, int counted)
    {
        var (file, rows) = folder.Read(Everything(), $"{Header}1,2025-03-01,LR01,yes,,1,v1,{written},,\n");
        Assert.Equal((null, version), (rows[0].Ended, rows[0].Version));
        Assert.Equal(counted, file.Emptied.GetValueOrDefault("version"));
    }

    [Fact]
    public void The_same_organisation_in_two_sources_is_one_and_a_reporting_point_is_of_its_source()
    {
        var source = Source(organisation: new() { Column = "who" }, point: new() { Column = "where" }, stratum: "layer", cluster: "unit");
        var row = folder.Row(source, "id,month,place,who,where,layer,unit\n1,2025-03-01,LR01,Aid,North,a,\n");
        Assert.Equal((Keys.Pseudonym("", "organisation", "Aid"), Keys.Pseudonym("source", "reporting point", "North")), (row.Organisation, row.ReportingPoint));
        Assert.Equal((Keys.Pseudonym("source", "stratum", "a"), ""), (row.Stratum, row.Cluster));
    }

    [Fact]
    public void A_name_with_damaged_letters_is_nobody_and_counted()
    {
        byte[] text = [.. "id,month,place,consent,status,weight,form,version,site,sex\n1,2025-03-01,LR01,yes,,1,v1,,Caf"u8, 0xE9, .. ",\n2,2025-03-01,LR01,yes,,1,v1,,Café à côté,\n"u8];
        var (file, rows) = folder.Read(Everything(), text);
        Assert.Equal((null, ""), (rows[0].Ended, rows[0].ReportingPoint));
        Assert.Equal(1, file.Emptied["reporting_point"]);
    }

    private static SourceDefinition Everything() => Source(
        record: new() { Id = ["id"], Version = "version", Consent = new() { Column = "consent", Values = ["yes"] }, Refuse = new() { ["void"] = new() { Column = "status", Values = ["void"] } } },
        weight: "weight", point: new() { Column = "site" }, forms: new() { Column = "form", Versions = [new() { Id = "v1", From = new(2023, 1, 1) }, new() { Id = "v2", From = new(2025, 1, 1) }] },
        fields: new() { ["sex"] = new() { Column = "sex" } });
}
