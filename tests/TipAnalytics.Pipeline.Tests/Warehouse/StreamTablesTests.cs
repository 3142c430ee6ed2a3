using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

public sealed class StreamTablesTests : IDisposable
{
    private static readonly StreamDefinition Visit = TestVault.Stream("visit", ("answer", FieldType.Code), ("meals", FieldType.Integer));

    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void A_new_field_is_empty_in_the_records_that_were_there()
    {
        Taken();
        Reopened(
            [TestVault.Stream("visit", ("sex", FieldType.Code), ("answer", FieldType.Code), ("meals", FieldType.Integer))],
            dropped: [],
            "select sex, answer, meals from stg_visit order by record_id",
            " | yes | 3", " | no | 2");
    }

    [Fact]
    public void The_values_of_a_field_that_left_the_definitions_are_dropped_and_do_not_come_back_with_it()
    {
        Taken();
        Reopened(
            [TestVault.Stream("visit", ("answer", FieldType.Code))],
            dropped: ["visit: the field meals left the definitions; its values are dropped."],
            "select columns(c -> c in ('answer', 'meals')) from rec_visit order by record_id",
            "yes", "no");
        Reopened([Visit], dropped: [], "select answer, meals from stg_visit order by record_id", "yes | ", "no | ");
    }

    [Fact]
    public void A_field_of_another_type_starts_empty()
    {
        Taken();
        var changed = TestVault.Stream("visit", ("answer", FieldType.Code), ("meals", FieldType.Decimal));
        Reopened(
            [changed],
            dropped: ["visit: the field meals has another type now; the values that were there are dropped."],
            "select answer, meals, typeof(meals) from stg_visit order by record_id",
            "yes |  | DECIMAL(18,6)", "no |  | DECIMAL(18,6)");
    }

    [Fact]
    public void A_field_written_with_other_capitals_is_the_same_field()
    {
        Taken();
        Reopened([TestVault.Stream("visit", ("Answer", FieldType.Code), ("meals", FieldType.Integer))], dropped: [], "select answer from stg_visit order by record_id", "yes", "no");
    }

    [Fact]
    public void The_records_of_a_stream_that_left_the_definitions_are_dropped_and_its_files_may_come_again()
    {
        Taken();
        Reopened(
            [TestVault.Stream("survey")],
            dropped: ["visit: the stream left the definitions; its records are dropped."],
            "select table_name from duckdb_tables() where table_name like 'rec%' union all select view_name from duckdb_views() where view_name like 'stg%' union all select file_hash from batch order by 1",
            "rec_survey", "stg_survey");
        using var vault = given.Open(Visit);
        Assert.Equal(2, Load(vault).Outcomes["accepted"]);
    }

    [Fact]
    public void Words_of_SQL_are_good_names_for_fields_and_streams()
    {
        var stream = TestVault.Stream("select", ("order", FieldType.Code), ("group", FieldType.Integer));
        using var vault = given.Open(stream);
        TestVault.Load(vault, "file", [TestVault.Row(vault, 2, "a", "", 1, "yes", 3L)], stream: stream);
        TestVault.Load(vault, "later", [TestVault.Row(vault, 2, "a", "", 1, "no", 3L)], stream: stream);
        Assert.Equal(["no | 3"], TestVault.Rows(vault, "select \"order\", \"group\" from stg_select"));
    }

    private void Taken()
    {
        using var vault = given.Open(Visit);
        Load(vault);
        vault.Commit();
    }

    private static BatchSummary Load(Vault vault) =>
        TestVault.Load(vault, "file", [TestVault.Row(vault, 2, "a", "", 1, "yes", 3L), TestVault.Row(vault, 3, "b", "", 1, "no", 2L)], stream: Visit);

    /// <summary>Opens, compares and commits; a second opening has nothing left to drop.</summary>
    private void Reopened(StreamDefinition[] streams, string[] dropped, string sql, params string[] rows)
    {
        using (var vault = given.Open(streams))
        {
            Assert.Equal(dropped, vault.Adapted);
            Assert.Equal(rows, TestVault.Rows(vault, sql));
            vault.Commit();
        }

        using (var vault = given.Open(streams))
        {
            Assert.Empty(vault.Adapted);
            Assert.Equal(rows, TestVault.Rows(vault, sql));
        }
    }
}
