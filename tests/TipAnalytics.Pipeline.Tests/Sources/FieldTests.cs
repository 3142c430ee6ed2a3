using TipAnalytics.Pipeline.Definitions;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>One cell in, one stored value out. «-» stands for a missing value.</summary>
public sealed class FieldTests : IDisposable
{
    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("sex", " FEMALE ", "female", 0)]
    [InlineData("sex", "w", "female", 0)]
    [InlineData("sex", "x", "-", 1)]
    [InlineData("sex", "", "-", 0)]
    [InlineData("sex", "n/a", "-", 0)]
    [InlineData("age", "17.9", "child", 0)]
    [InlineData("age", "18", "adult", 0)]
    [InlineData("age", "-1", "-", 1)]
    [InlineData("age", "NaN", "-", 1)]
    [InlineData("meals", "7", "7", 0)]
    [InlineData("meals", "7.0", "7", 0)]
    [InlineData("meals", "7.5", "-", 1)]
    [InlineData("meals", "8", "-", 1)]
    [InlineData("size", "1e30", "-", 1)]
    [InlineData("size", "2.000", "-", 1)]
    [InlineData("size", "2.00", "2", 0)]
    [InlineData("score", "2.000", "2.000", 0)]
    [InlineData("score", "0.25", "0.25", 0)]
    [InlineData("score", "1,5", "-", 1)]
    [InlineData("closed", "2025-06", "06/01/2025", 0)]
    [InlineData("closed", "2025-06-30 12:00", "06/01/2025", 0)]
    [InlineData("closed", "30/06/2025", "-", 1)]
    public void A_value_of_the_field_is_stored_and_any_other_is_emptied_and_counted(string field, string written, string stored, int emptied)
    {
        var mapping = field == "sex" ? new FieldMapping { Column = "x", Codes = new() { ["W"] = "female" } } : new FieldMapping { Column = "x", Band = field == "age" };
        var (file, rows) = folder.Read(Source(fields: new() { [field] = mapping }), $"id;month;place;x\n1;2025-03-01;LR01;{written}\n");
        Assert.Null(Assert.Single(rows).Ended);
        Assert.Equal((stored, emptied), (FormattableString.Invariant($"{Value(rows[0], field) ?? "-"}"), file.Emptied.GetValueOrDefault(field)));
    }

    [Theory]
    [InlineData("2025-03-04T10:00:00+02:00", null, "2025-03-04T08:00:00.0000000")]
    [InlineData("03/04/2025", null, "")]
    [InlineData("03/04/2025", "dd/MM/yyyy", "2025-04-03T00:00:00.0000000")]
    [InlineData("4 March 2025", null, "")]
    public void A_version_is_a_time_that_can_be_read_in_one_way_only(string written, string? format, string version)
    {
        var (file, rows) = folder.Read(Source(record: new() { Id = ["id"], Version = "changed", VersionFormat = format }), $"id;month;place;changed\n1;2025-03-01;LR01;{written}\n");
        Assert.Equal((version, version.Length == 0 ? 1 : 0), (Assert.Single(rows).Version, file.Emptied.GetValueOrDefault("version")));
    }

    [Theory]
    [InlineData("17", "child")]
    [InlineData("120", "adult")]
    [InlineData("121", null)]
    [InlineData("999", null)]
    public void An_age_that_nobody_reaches_is_none(string years, string? band)
    {
        var list = CatalogueLoader.Load(CatalogueFolder.Default).CodeLists["child_adult"];
        Assert.Equal(band, new TipAnalytics.Pipeline.Sources.CodeLookup(new FieldMapping { Column = "age", Band = true }, list).Band(double.Parse(years, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void What_an_empty_cell_means_is_not_what_an_unknown_value_means()
    {
        var source = Source(fields: new()
        {
            ["sex"] = new() { Column = "x", Codes = new() { [""] = "male" } }, ["coping"] = new() { Items = new() { ["y"] = "em.begged" }, Codes = new() { [""] = "no_need" } },
        });
        var (file, rows) = folder.Read(source, "id;month;place;x;y\n1;2025-03-01;LR01;other;other\n");
        Assert.Equal((null, null, 1, 1), (Value(Assert.Single(rows), "sex"), Value(rows[0], "coping"), file.Emptied["sex"], file.Emptied["coping"]));
    }

    [Theory]
    [InlineData("left_work", "0", "1", "work", 0)]
    [InlineData("left_work", "1", "0", "married", 1)]
    [InlineData("left_work", "0", "0", "", 1)]
    [InlineData("left_work", "True", "yes", "married work", 1)]
    [InlineData("left_work", "2", "1", "work", 1)]
    [InlineData("left_work left_married", "", "", "married work", 0)]
    [InlineData("left_work left_home", "", "", "work", 1)]
    [InlineData("", "", "", "-", 0)]
    public void Of_a_multi_select_the_0_1_columns_win_when_one_is_answered_and_a_contradiction_is_counted(string summary, string married, string work, string stored, int emptied)
    {
        var (file, rows) = folder.Read(Multi(true), $"id;month;place;why;why/left_married;why/left_work\n1;2025-03-01;LR01;{summary};{married};{work}\n");
        Assert.Equal((stored, emptied), (Value(rows[0], "reasons") ?? "-", file.Emptied.GetValueOrDefault("reasons")));
    }

    [Theory]
    [InlineData("1.0", "0.0", "married", 0)]
    [InlineData("0.0", "0.0", "", 0)]
    [InlineData("Oui", "Non", "-", 2)]
    [InlineData("1", "?", "-", 1)]
    public void A_0_1_column_that_says_neither_yes_nor_no_leaves_open_what_was_chosen(string married, string work, string stored, int emptied)
    {
        var (file, rows) = folder.Read(Multi(false), $"id;month;place;why/left_married;why/left_work\n1;2025-03-01;LR01;{married};{work}\n");
        Assert.Equal((stored, emptied), (Value(rows[0], "reasons") ?? "-", file.Emptied.GetValueOrDefault("reasons")));
    }

    [Fact]
    public void With_a_0_1_column_missing_the_summary_is_read_and_without_it_nothing()
    {
        Assert.Equal("work", Value(folder.Row(Multi(true), "id;month;place;why;why/left_married\n1;2025-03-01;LR01;left_work;0\n"), "reasons"));
        var fault = Assert.Throws<SourceDataException>(() => folder.Read(Multi(true), "id;month;place;why/left_married\n1;2025-03-01;LR01;0\n"));
        Assert.Contains("missing: \"why/left_work\"", fault.Message, StringComparison.Ordinal);
        Assert.Throws<SourceDataException>(() => folder.Read(Multi(false), "id;month;place;why;why/left_married\n1;2025-03-01;LR01;left_work;0\n"));
    }

    [Theory]
    [InlineData("45717", "2025-03-01")]
    [InlineData("day:45717", "2025-03-01")]
    [InlineData("2025-03-17", "2025-03-01")]
    [InlineData("7", null)]
    public void A_number_in_a_workbook_may_be_a_day_that_lost_its_format(string cell, string? month)
    {
        var row = Assert.Single(folder.Read(Source(), Workbook.Of(("S", ["id;month;place", $"1;{cell};LR01"])), "f.xlsx").Rows);
        Assert.Equal((month, month is null ? "invalid_period" : null), (row.Rule is null ? FormattableString.Invariant($"{row.PeriodStart:yyyy-MM-dd}") : null, row.Rule));
    }

    [Theory]
    [InlineData("day:44255")]
    [InlineData("44255")]
    public void A_workbook_that_counts_from_1904_gives_the_same_day(string cell)
    {
        var bytes = Workbook.Of(System.IO.Compression.CompressionLevel.Fastest, true, ("S", ["id;month;place", $"1;{cell};LR01"]));
        Assert.Equal(new DateOnly(2025, 3, 1), Assert.Single(folder.Read(Source(), bytes, "f.xlsx").Rows).PeriodStart);
    }

    [Theory]
    [InlineData("Left to work", "work", 0)]
    [InlineData("Left to work Left to marry", "married work", 0)]
    [InlineData("Left to marry abroad Left to work", "dont_know work", 0)]
    [InlineData("Left to work Left to study", "-", 1)]
    [InlineData("Not work", "-", 1)]
    public void Labels_joined_by_spaces_are_read_whole_the_longest_first_or_not_at_all(string summary, string stored, int emptied)
    {
        var source = Source(fields: new() { ["reasons"] = new() { Column = "why", Codes = new() { ["Left to work"] = "work", ["Left to marry"] = "married", ["Left to marry abroad"] = "dont_know" } } });
        var (file, rows) = folder.Read(source, $"id;month;place;why\n1;2025-03-01;LR01;{summary}\n");
        Assert.Equal((stored, emptied), (Value(rows[0], "reasons") ?? "-", file.Emptied.GetValueOrDefault("reasons")));
    }

    [Theory]
    [InlineData(null, "", "-")]
    [InlineData(null, "left_home", "")]
    [InlineData("kobo", "", "")]
    public void Zeros_of_odk_are_answers_only_where_the_summary_shows_that_it_was_asked(string? dialect, string summary, string stored)
    {
        var source = Source(dialect, fields: new() { ["reasons"] = new() { Columns = new() { ["why/left_married"] = "married", ["why/left_work"] = "work" } } });
        var header = dialect is null ? "SubmissionDate,KEY," : "";
        var row = folder.Row(source, $"{header}id,month,place,why,why/left_married,why/left_work\n{(dialect is null ? "2025-03-02,k," : "")}1,2025-03-01,LR01,{summary},0,0\n");
        Assert.Equal(stored, Value(row, "reasons") ?? "-");
    }

    private static SourceDefinition Multi(bool hasSummary) => Source(fields: new()
    {
        ["reasons"] = new() { Column = hasSummary ? "why" : null, Columns = new() { ["why/left_married"] = "married", ["why/left_work"] = "work" } },
    });
}
