using System.Text;
using System.Text.Json;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>JSON files and records in memory, in the shapes their tools give.</summary>
public sealed class JsonTests : IDisposable
{
    private static readonly SourceDefinition Kobo = Source(
        "kobo",
        record: new() { Id = ["meta/rootUuid", "_uuid"], Version = "_submission_time", Refuse = new() { ["not_approved"] = new() { Column = "_validation_status", Values = ["Not Approved"] } } },
        period: new() { Column = "today" },
        area: new() { Column = "place/admin2" },
        fields: new() { ["sex"] = new() { Column = "household/sex" }, ["reasons"] = new() { Column = "why" }, ["size"] = new() { Column = "household/size" } });

    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("{0}")]
    [InlineData("{{\"count\": 2, \"next\": null, \"results\": {0}}}")]
    [InlineData("\uFEFF\n{{\"result\": {0}, \"errors\": [1, {{\"a\": []}}]}}")]
    public void A_list_of_records_is_read_whether_it_stands_alone_or_inside_an_answer(string shape)
    {
        var (file, rows) = folder.Read(Kobo, string.Format(null, shape, """
            [{"_uuid": "u1", "meta/rootUuid": "uuid:u1", "_submission_time": "2025-03-17T20:30:00", "today": "2025-03-17", "place/admin2": "LR0101", "household/sex": "female", "why": "married work", "household/size": 5, "_validation_status": {"uid": "x", "label": "Approved"}, "name": "Planted"},
             {"_uuid": "u2", "meta/rootUuid": "u2", "_submission_time": "2025-03-18T20:30:00", "today": "2025-03-18", "place/admin2": "LR0102", "_validation_status": {}}]
            """));
        Assert.Equal("KoboToolbox, JSON", file.Dialect);
        Assert.Equal(["name"], file.UnmappedColumns);
        Assert.Equal([(1, "LR0101", "female", "married work", 5L), (2, "LR0102", null, null, null)], rows.Select(row => (row.Row, row.AreaCode, Value(row, "sex"), Value(row, "reasons"), Value(row, "size"))));
        Assert.Equal(Keys.Record("source", "u1"), rows[0].Key);
    }

    [Fact]
    public void Records_in_memory_give_what_a_file_of_them_gives()
    {
        const string Text = """[{"id": "1", "month": "2025-03-02", "place": "LR0101", "sex": "male"}, {"id": "2", "month": "2025-03-02", "place": "LR0101"}]""";
        var source = Source(fields: new() { ["sex"] = new() { Column = "sex" } });
        using var document = JsonDocument.Parse(Text);
        var read = folder.Read(source, JsonTable.OfRecords("cases", [.. document.RootElement.EnumerateArray()]));
        Assert.Equivalent(folder.Read(source, Text).Rows, read.Rows);
        Assert.Equal("cases", read.File.FileName);
    }

    [Fact]
    public void Items_of_a_repeat_group_without_an_id_of_their_own_are_records_of_their_own()
    {
        var source = Source(sheet: "children", record: new() { Id = ["_uuid"] }, fields: new() { ["sex"] = new() { Column = "children/sex" } });
        var rows = folder.Read(source, """
            [{"_uuid": "u1", "month": "2025-03", "place": "LR0101", "children": [{"children/sex": "female"}, {"children/sex": "male"}, {"children/sex": "male"}]},
             {"_uuid": "u2", "month": "2025-03", "place": "LR0102", "children": [{"children/sex": "female"}, {"children/sex": "male", "_uuid": "own"}]}]
            """).Rows;
        Assert.Equal(["female", "male", "male", "female", "male"], rows.Select(row => Value(row, "sex")));
        Assert.Equal(5, rows.Select(row => Convert.ToHexString(row.Key)).Distinct().Count());
        Assert.Equal(Keys.Record("source", "own"), rows[4].Key);
    }

    [Fact]
    public void What_only_fields_need_may_be_left_out_of_every_record_and_is_said()
    {
        var source = Source(fields: new() { ["sex"] = new() { Column = "sex" }, ["reasons"] = new() { Columns = new() { ["why/a"] = "married" } } });
        var (file, rows) = folder.Read(source, """[{"id": "1", "month": "2025-03-02", "place": "LR0101"}]""");
        Assert.Null(Assert.Single(rows).Ended);
        Assert.Equal("table, JSON; in no record: sex, why/a", file.Dialect);
        Assert.Contains("\"month\"", Assert.Throws<SourceDataException>(() => folder.Read(source, """[{"id": "1", "place": "LR0101"}]""")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_primero_record_keeps_its_fields_under_data_its_choices_in_lists_and_its_subforms_in_lists_of_objects()
    {
        var source = Source("primero", record: new() { Id = ["id"] }, period: new() { Column = "registration_date" }, area: new() { Column = "location_current" }, fields: new()
        {
            ["reasons"] = new() { Column = "protection_concerns", Codes = new() { ["early union"] = "married", ["work"] = "work" } },
            ["coping"] = new() { Items = new() { ["care_section/answer"] = "care" } },
        });
        const string Fields = "\"registration_date\": \"2025-03-02\", \"location_current\": \"LR01\", \"protection_concerns\": [\"early union\", \"work\"], \"care_section\": [{\"answer\": \"used\", \"note\": \"Planted\"}]";
        foreach (var text in new[] { $"[{{\"id\": \"c1\", \"data\": {{{Fields}}}}}]", $"{{\"data\": [{{\"id\": \"c1\", {Fields}}}], \"metadata\": {{\"total\": 1, \"per\": 20, \"page\": 1}}}}" })
        {
            var (file, rows) = folder.Read(source, text);
            Assert.Equal("married work", Value(Assert.Single(rows), "reasons"));
            Assert.Equal(Keys.Record("source", "c1"), rows[0].Key);
            Assert.Equal(["care_section/note"], file.UnmappedColumns);
        }
    }

    [Fact]
    public void Items_of_a_repeat_group_are_rows_that_know_their_record()
    {
        var source = Source("kobo", sheet: "children", record: new() { Id = ["children/key"] }, area: new() { Column = "place" }, fields: new() { ["sex"] = new() { Column = "children/sex" }, ["size"] = new() { Column = "hh_size" } });
        const string Text = """
            [{"_uuid": "u1", "month": "2025-03-02", "place": "LR0101", "hh_size": "4", "children": [{"children/key": "1", "children/sex": "male"}, {"children/key": "2", "children/sex": "female"}]},
             {"_uuid": "u2", "month": "2025-04-02", "place": "LR0102", "hh_size": "1"}]
            """;
        var rows = folder.Read(source, Text).Rows;
        Assert.Equal([("male", 4L), ("female", 4L)], rows.Select(row => ((string?)Value(row, "sex"), (long)Value(row, "size")!)));
        var failure = Assert.Throws<SourceDataException>(() => folder.Read(Source(sheet: "roster"), Text));
        Assert.Equal("export.csv: no record has a list \"roster\". They have: children. Correct «sheet» in the source definition, or export again.", failure.Message);
    }

    [Theory]
    [InlineData("[{\"id\": \"Planted\"")]
    [InlineData("[{\"id\": \"Planted\"}")]
    [InlineData("{\"message\": \"Planted\"}")]
    [InlineData("{\"results\": [{\"id\": \"Planted\"}]")]
    [InlineData("[{\"id\": Planted}]")]
    [InlineData("[]")]
    public void What_is_no_list_of_records_or_is_cut_off_is_said_without_its_words(string text)
    {
        var failure = Assert.Throws<SourceDataException>(() => folder.Read(Source(), text));
        Assert.StartsWith("export.csv: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Planted", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_item_that_is_no_object_is_a_malformed_row_and_a_long_file_is_read_a_record_at_a_time()
    {
        var text = new StringBuilder("[17, ");
        for (var i = 0; i < 5000; i++)
            text.Append(null, $"{{\"id\": \"{i}\", \"month\": \"2025-03-02\", \"place\": \"LR0101\", \"note\": \"{new string('x', i % 300)}\"}}, ");
        var rows = folder.Read(Source(), text.Append("[]]").ToString()).Rows;
        Assert.Equal((5002, "malformed", "malformed", 5000), (rows.Count, rows[0].Rule, rows[^1].Rule, rows.Count(row => row.Ended is null)));
    }
}
