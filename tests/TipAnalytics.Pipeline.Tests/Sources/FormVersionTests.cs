using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>Each row is read by the mapping of its form version.</summary>
public sealed class FormVersionTests : IDisposable
{
    private const string Both = "id,version,month,place,consent,head,sex_of_head,agreed,round_month,district\n";
    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Rows_of_two_versions_in_one_export_are_read_each_by_its_own_mapping()
    {
        var (file, rows) = folder.Read(Versioned(), Both
            + "1,v1,2025-03-01,LR0101,yes,f,,,,\n"
            + "2,v2,,,,,woman,ok,2025-09-04,North\n"
            + "3,v2,,,,,man,refused,2025-09-04,North\n"
            + "4,v3,,,no,,,,,\n"
            + "5,v3,2025-03-01,LR0101,yes,f,,,,\n");
        Assert.Equal(["v1 LR0101 2025-03 female", "v2 LR0102 2025-09 female", "without consent", "without consent", "unknown_form_version version"], rows.Select(Text));
        Assert.Equal(Keys.Record("source", "5"), rows[4].Key);
        Assert.Empty(file.UnmappedColumns);
        Assert.Equal(["id text", "version text", "month date", "place code", "consent code", "head code", "sex_of_head code", "agreed code", "round_month date", "district code"], file.Columns.Select(column => $"{column.Name} {column.Kind}"));
    }

    [Fact]
    public void A_file_of_one_version_needs_no_column_of_another_and_a_row_of_another_refuses_it()
    {
        const string Second = "id,version,agreed,round_month,district,sex_of_head\n1,v2,ok,2025-09-04,North,woman\n";
        Assert.Equal("v2 LR0102 2025-09 female", Text(Assert.Single(folder.Read(Versioned(), Second).Rows)));
        var fault = Assert.Throws<SourceDataException>(() => folder.Read(Versioned(), Second + "2,v1,,,,\n"));
        Assert.Equal(["consent", "month", "place", "head"], fault.MissingColumns);
        Assert.EndsWith("Nothing of the file was taken. Export with these columns, or change the names in sources/source.yaml.", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["round_month"], Assert.Throws<SourceDataException>(() => folder.Read(Versioned(), "id,version,agreed,district,sex_of_head\n1,v2,ok,North,woman\n")).MissingColumns);
        Assert.Equal(["version"], Assert.Throws<SourceDataException>(() => folder.Read(Versioned(), "id,agreed,round_month,district,sex_of_head\n")).MissingColumns);
    }

    [Fact]
    public void Month_and_place_may_be_constants_of_a_version_that_the_name_of_the_file_tells()
    {
        var source = Versioned(column: null, files: "round-2*", own => own with { Period = new() { Constant = "2025-09" }, Area = new() { Constant = "LR01" } });
        var second = folder.Read(source, "id,agreed,sex_of_head\n1,ok,woman\n"u8.ToArray(), "Round-2 north.csv").Rows;
        Assert.Equal("v2 LR01 2025-09 female", Text(Assert.Single(second)));
        Assert.Equal("v1 LR0101 2025-12 female", Text(Assert.Single(folder.Read(source, "id,month,place,consent,head\n1,2025-12-01,LR0101,yes,f\n").Rows)));
        var twice = source with { Forms = new() { Versions = [.. source.Forms!.Versions, new() { Id = "v3", From = new(2026, 1, 1), Files = "*north*" }] } };
        Assert.Equal(
            "round-2 north.csv: the name of the file is one of the form versions v2 and v3. Nothing of it was taken. Give the file a name of one version, or correct «files» in sources/source.yaml.",
            Assert.Throws<SourceDataException>(() => folder.Read(twice, "id\n"u8.ToArray(), "round-2 north.csv")).Message);
    }

    [Fact]
    public void Without_a_column_the_day_tells_the_version()
    {
        var source = Versioned(column: null, files: null, own => own with { Period = new() { Column = "month" } });
        Assert.Equal(["v1 LR0101 2025-05 female", "v2 LR0102 2025-06 female"], folder.Read(source, Both
            + "1,,2025-05-31,LR0101,yes,f,,,,\n"
            + "2,,2025-06-01,,,,woman,ok,,North\n").Rows.Select(Text));
        Assert.Equal(["month"], Assert.Throws<SourceDataException>(() => folder.Read(source, "id,place,consent,head\n")).MissingColumns);
    }

    [Fact]
    public void Labels_hold_for_the_version_that_has_them()
    {
        var source = Versioned(column: null, files: "second*", own => own with { Labels = new() { ["Sex?"] = "sex_of_head" } });
        Assert.Equal("female", Value(Assert.Single(folder.Read(source, "id,agreed,round_month,district,Sex?\n1,ok,2025-09-04,North,woman\n"u8.ToArray(), "second.csv").Rows), "sex"));
    }

    [Fact]
    public void Nothing_is_taken_until_every_mapping_is_reviewed()
    {
        var source = Versioned() with { Reviewed = new() { By = "Reviewer", On = new(2025, 1, 1) } };
        Assert.Equal(
            "Nobody has reviewed the mapping of «Source» yet. Compare sources/forms/second.yaml with the form, then write there who did (a role, never a name) and when: reviewed: { by: …, on: yyyy-MM-dd }.",
            MappingReview.Refusal(source));
    }

    private static SourceDefinition Versioned() => Versioned("version", null, own => own);

    private static SourceDefinition Versioned(string? column, string? files, Func<SourceDefinition, SourceDefinition> change)
    {
        var source = Source(null, record: new() { Id = ["id"], Consent = new() { Column = "consent", Values = ["yes"] } }, fields: new() { ["sex"] = new() { Column = "head", Codes = new() { ["f"] = "female" } } }, forms: new()
        {
            Column = column, Versions = [new() { Id = "v1", From = new(2025, 1, 1) }, new() { Id = "v2", From = new(2025, 6, 1), Mapping = "second.yaml", Files = files }],
        });
        var second = new FormMapping
        {
            Record = new() { Id = ["id"], Consent = new() { Column = "agreed", Values = ["ok"] } }, Period = new() { Column = "round_month" }, Area = new() { Column = "district", Codes = new() { ["North"] = "LR0102" } },
            Fields = new() { ["sex"] = new() { Column = "sex_of_head", Codes = new() { ["woman"] = "female", ["man"] = "male" } } },
        };
        source.ByVersion = new Dictionary<string, SourceDefinition> { ["v2"] = change(second.Of(source, "sources/forms/second.yaml")) };
        return source;
    }

    private static string Text(SourceRow row) => row.Ended == RowOutcome.WithoutConsent ? "without consent" : row.Rule is { } rule ? $"{rule} {row.Column}"
        : $"{row.FormVersion} {row.AreaCode} {row.PeriodStart:yyyy-MM} {Value(row, "sex")}";
}
