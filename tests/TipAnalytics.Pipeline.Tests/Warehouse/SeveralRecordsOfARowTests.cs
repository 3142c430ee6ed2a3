using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Tests.Sources;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>Rows of a file that stand for several records: each is stored once, and a later file finds it again.</summary>
public sealed class SeveralRecordsOfARowTests : IDisposable
{
    private static readonly StreamDefinition Stream = TestVault.Stream("visit", ("sex", FieldType.Code), ("age", FieldType.Code));
    private static readonly Dictionary<string, FieldMapping> Fields = new() { ["sex"] = new() { Column = "sex" }, ["age"] = new() { Column = "age" } };

    private static readonly UnpivotDefinition Wide = new()
    {
        Value = "number",
        Columns = new() { ["Women"] = new() { ["sex"] = "female", ["age"] = "adult" }, ["Girls"] = new() { ["sex"] = "female", ["age"] = "child" }, ["Boys"] = new() { ["sex"] = "male", ["age"] = "child" } },
    };

    private readonly ExportFolder folder = new();
    private readonly TestVault test = new();

    public void Dispose()
    {
        test.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Categories_of_one_row_of_a_wide_table_of_counts_are_stored_as_often_as_the_account_says()
    {
        var source = ExportFolder.Source(fields: Fields, record: new() { Count = "number" }, unpivot: Wide);
        Check(source, 6, """
            month,place,Women,Girls,Boys
            2025-03,LR0101,3,2,1
            """, "LR0101 female adult 3, LR0101 female child 2, LR0101 male child 1");
    }

    [Fact]
    public void Categories_of_a_row_are_records_of_their_own_though_they_have_the_row_s_id() => Check(
        ExportFolder.Source(fields: Fields, unpivot: Wide), 4, """
            id,month,place,Women,Girls,Boys
            r1,2025-03,LR0101,3,2,1
            r2,2025-03,LR0102,,2,
            """, "LR0101 female adult 1, LR0101 female child 1, LR0101 male child 1, LR0102 female child 1");

    [Fact]
    public void Repetitions_of_a_group_in_one_row_are_records_of_their_own_though_nothing_identifies_them() => Check(
        ExportFolder.Source(record: new(), fields: new() { ["sex"] = new() { Column = "children/sex" } }, sheet: "children"), 3, """
            month,place,children[1]/sex,children[2]/sex
            2025-03,LR0101,female,male
            2025-03,LR0102,female,
            """, "LR0101 female  1, LR0101 male  1, LR0102 female  1");

    /// <param name="records">Of the file.</param>
    /// <param name="held">Records of the vault by place, sex and age.</param>
    private void Check(SourceDefinition given, int records, string text, string held)
    {
        using var vault = test.Open(Stream);
        var source = given with { Id = "monitoring", Stream = "visit" };
        IReadOnlyList<SourceRow> Rows() => [.. folder.Read(source, Encoding.UTF8.GetBytes(text)).Rows.Select(row => row with { Values = [.. row.Values.Take(2)] })];
        var first = TestVault.Load(vault, "first", Rows(), source, Stream);
        var again = TestVault.Load(vault, "again", Rows(), source, Stream);
        Assert.Equal((null, records, null, records), (first.Held, first.Outcomes["accepted"], again.Held, again.Outcomes["duplicate"]));
        Assert.Equal(held, string.Join(", ", TestVault.Rows(vault, "select area_code || ' ' || sex || ' ' || coalesce(age, '') || ' ' || count(*) from rec_visit group by area_code, sex, age order by all")));
    }
}
