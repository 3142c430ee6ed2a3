using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Tests.Warehouse;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>Tables of counts, shared in place of records.</summary>
public sealed class CountTableTests : IDisposable
{
    private static readonly Dictionary<string, FieldMapping> Fields = new() { ["sex"] = new() { Column = "sex" }, ["age"] = new() { Column = "age" } };
    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_row_stands_for_as_many_records_as_it_counts_known_by_its_dimensions_only()
    {
        var rows = folder.Read(Counts(), """
            month,place,sex,age,incidents
            2025-03,LR0101,female,child,3
            2025-03,LR0101,female,adult,"1,002"
            """).Rows;
        Assert.Equal(1005, rows.Count);
        Assert.Equal(1005, rows.Select(row => Convert.ToHexString(row.Key)).Distinct().Count());
        Assert.Equal([2, 2, 2, 3], rows.Take(4).Select(row => row.Row));
        Assert.All(rows.Take(3), row => Assert.Equal(("LR0101", "female", "child"), (row.AreaCode, (string?)Value(row, "sex"), (string?)Value(row, "age"))));
    }

    [Fact]
    public void The_same_table_again_gives_the_same_records_whatever_the_order_of_its_rows()
    {
        var first = folder.Read(Counts(), "month,place,sex,age,incidents\n2025-03,LR0101,female,child,3\n2025-03,LR0101,male,child,2\n").Rows;
        var again = folder.Read(Counts(), "incidents,month,place,sex,age\n2,2025-03,LR0101,male,child\n4,2025-03,LR0101,female,child\n").Rows;
        Assert.Equal(5, first.Select(Key).Intersect(again.Select(Key)).Count());
        Assert.Single(again.Select(Key).Except(first.Select(Key)));
    }

    [Fact]
    public void Rows_that_coarsening_made_alike_add_up() =>
        Assert.Equal(5, folder.Read(Counts(level: 1), "month,place,sex,age,incidents\n2025-03,LR0101,female,child,3\n2025-03,LR0102,female,child,2\n").Rows.Select(Key).Distinct().Count());

    [Theory]
    [InlineData("<5", "count_withheld")]
    [InlineData("< 10", "count_withheld")]
    [InlineData("*", "count_withheld")]
    [InlineData("..", "count_withheld")]
    [InlineData("-", "count_withheld")]
    [InlineData("0", "count_zero")]
    [InlineData("", "missing_count")]
    [InlineData("-3", "invalid_count")]
    [InlineData("2.5", "invalid_count")]
    [InlineData("2.000", "invalid_count")]
    [InlineData("12 ou plus", "invalid_count")]
    [InlineData("100001", "count_too_large")]
    [InlineData("12.0", null)]
    [InlineData("1 204", null)]
    public void A_cell_is_a_count_or_names_the_rule_by_which_its_row_ends(string cell, string? rule)
    {
        var rows = folder.Read(Counts(), $"month,place,sex,age,incidents\n2025-03,LR0101,female,child,{cell}\n").Rows;
        Assert.Equal((rule, rule is null ? null : "incidents"), (rows[0].Rule, rows[0].Column));
    }

    [Fact]
    public void A_row_beyond_what_one_table_may_count_ends_and_takes_nothing_back()
    {
        var counted = new CountedRecords(Keys, "source", "incidents", most: 5);
        var row = new SourceRow { Row = 2, Count = 3, PeriodStart = new(2025, 3, 1), AreaCode = "LR0101" };
        Assert.Equal(3, counted.Of(row).Count());
        var ended = Assert.Single(counted.Of(row with { Row = 3 }));
        Assert.Equal((RowOutcome.Rejected, "count_too_large", "incidents", "LR0101"), (ended.Ended, ended.Rule, ended.Column, ended.AreaCode));
        Assert.True(CountedRecords.IsUnreadable(ended.Rule));
    }

    [Fact]
    public void Categories_as_columns_become_rows_of_their_own()
    {
        var source = Counts(new UnpivotDefinition
        {
            Value = "incidents",
            Columns = new() { ["Girls"] = new() { ["sex"] = "female", ["age"] = "child" }, ["Women"] = new() { ["sex"] = "female", ["age"] = "adult" }, ["Boys"] = new() { ["sex"] = "male", ["age"] = "child" } },
        });
        var (file, rows) = folder.Read(source, """
            month,place,girls,Women,Boys,Total
            2025-03,LR0101,2,<5,,7
            2025-04,LR0101,,,,
            """);
        Assert.Equal(
            ["2 female child 2025-03", "2 female child 2025-03", "2 count_withheld", "3 missing_count"],
            rows.Select(row => $"{row.Row} {row.Rule ?? $"{Value(row, "sex")} {Value(row, "age")} {row.PeriodStart:yyyy-MM}"}"));
        Assert.Equal(["Total"], file.UnmappedColumns);
        Assert.Equal(
            "export.csv: columns that are needed are missing: \"Boys\". Nothing of the file was taken. Export with these columns, or change «unpivot» in sources/source.yaml.",
            Assert.Throws<SourceDataException>(() => folder.Read(source, "month,place,Girls,Women\n")).Message);
    }

    [Fact]
    public void A_total_or_a_category_nobody_mapped_ends_its_row_as_it_would_count_twice() =>
        Assert.Equal([null, "unknown_category sex", "unknown_category age"], folder.Read(Counts(), """
            month,place,sex,age,incidents
            2025-03,LR0101,female,child,1
            2025-03,LR0101,Total,child,1
            2025-03,LR0101,female,,1
            """).Rows.Select(row => row.Rule is null ? null : $"{row.Rule} {row.Column}"));

    [Fact]
    public void In_the_vault_a_table_that_comes_again_changes_nothing_and_a_withheld_row_holds_nothing_back()
    {
        using var test = new TestVault();
        using var vault = test.Open();
        IReadOnlyList<SourceRow> Table(int count) =>
        [
            .. new CountedRecords(vault.RecordKeys, "monitoring", "incidents").Of(TestVault.Row(vault, 2, "", "", 1, "yes") with { Count = count }),
            new SourceRow { Row = 3, Ended = RowOutcome.Rejected, Rule = "count_withheld" },
        ];
        var source = TestVault.Source(rejectLimit: 0);
        var (first, again) = (TestVault.Load(vault, "first", Table(3), source), TestVault.Load(vault, "again", Table(5), source));
        Assert.Equal((null, 4, 3, 0), (first.Held, first.Rows, first.Outcomes["accepted"], first.Outcomes["duplicate"]));
        Assert.Equal((null, 6, 2, 3), (again.Held, again.Rows, again.Outcomes["accepted"], again.Outcomes["duplicate"]));
    }

    /// <summary>March: three in the north, two in the south; April: one in the north. The table that comes again has other cells.</summary>
    [Theory]
    [InlineData("3 LR0101 5, 3 LR0102 2", "03 LR0101 5, 03 LR0102 2, 04 LR0101 1")]   // more; April is not in it
    [InlineData("3 LR0101 1", "03 LR0101 1, 04 LR0101 1")]                            // fewer, and the south is gone
    [InlineData("3 LR0101 0", "04 LR0101 1")]                                         // a zero says that there is none
    [InlineData("3 LR0101 <5, 3 LR0102 2", "03 LR0102 2, 04 LR0101 1")]               // withheld now: not known any more
    [InlineData("3 LR0101 ?, 3 LR0102 1", "03 LR0101 3, 03 LR0102 1, 04 LR0101 1")]   // a broken cell says nothing
    [InlineData("4 LR0101 ", "03 LR0101 3, 03 LR0102 2, 04 LR0101 1")]
    public void A_table_that_is_complete_for_its_months_takes_out_what_it_does_not_count_any_more(string cells, string held)
    {
        using var test = new TestVault();
        var source = Counts() with { Id = "monitoring", Stream = "visit", RejectLimit = 1, Record = new() { Count = "incidents", Complete = Completeness.Months } };
        using var vault = test.Open(TestVault.Stream("visit", ("sex", FieldType.Code), ("age", FieldType.Code)));
        void Load(string name, string table)
        {
            var rows = table.Split(", ").Select(row => row.Split(' ')).Select(row => $"2025-0{row[0]},{row[1]},female,child,{row[2]}\n");
            var read = folder.Read(source, System.Text.Encoding.UTF8.GetBytes("month,place,sex,age,incidents\n" + string.Concat(rows))).Rows.Select(row => row with { Values = [.. row.Values.Take(2)] });
            Assert.Null(TestVault.Load(vault, name, read, source, TestVault.Stream("visit", ("sex", FieldType.Code), ("age", FieldType.Code))).Held);
        }

        Load("first", "3 LR0101 3, 3 LR0102 2, 4 LR0101 1");
        Load("again", cells);
        Assert.Equal(held, string.Join(", ", TestVault.Rows(vault, "select strftime(period_start, '%m') || ' ' || area_code || ' ' || count(*) from rec_visit group by period_start, area_code order by all")));
    }

    [Fact]
    public void A_record_can_be_known_by_several_columns_together()
    {
        var source = Source(record: new() { IdentifiedBy = ["place", "month", "reason"] });
        var rows = folder.Read(source, "place,month,reason\nLR0101,2025-03,a\nLR0101,2025-03,b\nLR0101,2025-03,a\n").Rows;
        Assert.Equal([Key(rows[0]), Key(rows[2])], rows.GroupBy(Key).Single(group => group.Count() == 2).Select(Key));
    }

    [Fact]
    public void Everything_but_some_values_can_be_refused()
    {
        var source = Source(record: new() { Id = ["id"], Refuse = new() { ["breakdown"] = new() { Column = "group", Except = ["", "total"] } } });
        var rows = folder.Read(source, "id,month,place,group\n1,2025-03,LR0101,\n2,2025-03,LR0101,Total\n3,2025-03,LR0101,women\n").Rows;
        Assert.Equal([null, null, "breakdown"], rows.Select(row => row.Rule));
    }

    private static SourceDefinition Counts(int level = 2) => Source(record: new() { Count = "incidents" }, fields: Fields, level: level);

    private static SourceDefinition Counts(UnpivotDefinition unpivot) => Source(record: new() { Count = "incidents" }, fields: Fields, unpivot: unpivot);

    private static string Key(SourceRow row) => Convert.ToHexString(row.Key);
}
