namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>Strict reading of rules and corrections; whole messages.</summary>
public sealed class CorrectionFileTests : IDisposable
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private readonly ExampleOperation example = new();

    public void Dispose() => example.Dispose();

    [Fact]
    public void Agreed_corrections_come_in_file_order_with_values_as_the_store_holds_them()
    {
        Given(
            Item(2, "field: meals, value: 3"), Item(3, "field: period, value: 2024-05"), Item(4, "field: area, value: LR01"), Item(5, "drop: true"),
            Item(6, "field: child_away_reason, value: left_study left_employment"), Item(7, "field: head_sex, empty: true"), Item(8, "drop: true", "proposed"));
        Assert.Equal(
            ["2 meals 3", "3 period 05/01/2024", "4 area LR01", "5  ", "6 child_away_reason left_employment left_study", "7 head_sex "],
            example.Load().Corrections.Select(correction => FormattableString.Invariant($"{correction.Row} {correction.Field} {correction.Value}")));
    }

    [Theory]
    [InlineData("field: meals, value: 8", "corrections/monitoring.yaml, line 2: \"8\" is not a number within the limits of \"meals\"")]
    [InlineData("field: head_sex, value: femal", "corrections/monitoring.yaml, line 2: \"femal\" is no code of the code list \"sex\". Did you mean \"female\"?")]
    [InlineData("field: coping, value: em.beged:yes", "corrections/monitoring.yaml, line 2: \"em.beged\" is no code of the code list \"strategy\". Did you mean \"em.begged\"?")]
    [InlineData("field: head_sx, value: female", "corrections/monitoring.yaml, line 2: \"head_sx\" is neither a field that sources/monitoring.yaml maps, nor period or area. Did you mean \"head_sex\"?")]
    [InlineData("field: area, value: LR99", "corrections/monitoring.yaml, line 2: \"area\" takes a P-code of the boundaries.")]
    [InlineData("field: period, value: 2022-12", "corrections/monitoring.yaml, line 2: \"2022-12\" is outside the series, which begins with 2023-01")]
    [InlineData("field: meals", "corrections/monitoring.yaml, line 2: a correction has \"field\" with \"value\", \"field\" with \"empty: true\", or \"drop: true\"")]
    [InlineData("drop: true, value: 3", "corrections/monitoring.yaml, line 2: a correction has \"field\" with \"value\", \"field\" with \"empty: true\", or \"drop: true\"")]
    [InlineData("field: meals, value: 3, name: X", "corrections/monitoring.yaml, line 2: unknown key \"name\". Keys here: file, row, field, value, empty, drop, reason, status, told, on.")]
    public void A_wrong_correction_is_a_fault_with_its_line(string what, string message)
    {
        Given(Item(2, what));
        Assert.Equal(message, example.Faults());
    }

    [Fact]
    public void Header_short_hash_unknown_status_and_two_corrections_of_one_value_are_all_told()
    {
        Given(Item(0, "drop: true").Replace(Hash, "abc", StringComparison.Ordinal), Item(3, "field: meals, value: 3"), Item(3, "field: meals, value: 4"), Item(4, "drop: true", "done"));
        Assert.Equal(
            """
            corrections/monitoring.yaml, line 2: "file" is the SHA-256 of the export, 64 digits of 0-9 and a-f; the ingest gives it, and so does sha256sum
            corrections/monitoring.yaml, line 2: "row" is the row as the ingest gives it: of a spreadsheet or CSV its own, with the header as row 1; of JSON, SPSS and records that are pulled the first is row 1
            corrections/monitoring.yaml, line 4: the same row and field are corrected in line 3 already; only one of them can hold
            corrections/monitoring.yaml, line 5: "corrections.3.status" is "done", which is none of proposed, agreed, withdrawn.
            """, example.Faults());
    }

    [Fact]
    public void The_first_record_of_a_file_without_a_header_row_can_be_corrected()
    {
        Given(Item(1, "drop: true"));
        Assert.Equal(1, Assert.Single(example.Load().Corrections).Row);
    }

    [Fact]
    public void A_file_of_corrections_is_named_after_its_source()
    {
        example.Write("operation/corrections/monitorin.yaml", $"corrections:\n{Item(2, "drop: true")}");
        Assert.Equal("corrections/monitorin.yaml, line 1: there is no source \"monitorin\"; the file is named after the source it corrects. Did you mean \"monitoring\"?", example.Faults());
    }

    [Fact]
    public void A_quality_rule_is_read_as_strictly()
    {
        example.Write("catalogue/quality/meals_odd.yaml", "id: meals_odd\ntitle: Odd\nstreams: [pm_hx]\nsays: Odd.\nwhen: meals = 1\naction: drop\nsource: Us\n");
        Assert.Equal(
            "quality/meals_odd.yaml, line 3: \"pm_hx\" is no stream. Did you mean \"pm_hh\"?\nquality/meals_odd.yaml, line 6: \"action\" is \"drop\", which is none of flag, review, reject.",
            example.Faults());
    }

    private static string Item(int row, string what, string status = "agreed") =>
        FormattableString.Invariant($"  - {{ file: {Hash}, row: {row}, {what}, reason: Typing error, status: {status}, told: Data manager of the partner, on: 2026-05-01 }}\n");

    private void Given(params string[] items) => example.Write("operation/corrections/monitoring.yaml", "corrections:\n" + string.Concat(items));
}
