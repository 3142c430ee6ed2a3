namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>An identifier stays one under another name.</summary>
public sealed class DodgedNameTests : IDisposable
{
    private const string Source = "operation/sources/monitoring.yaml";
    private readonly ExampleOperation example = new();

    public void Dispose() => example.Dispose();

    [Theory]
    [InlineData("labels: { Telephone number of the respondent: q9 }\nweight: q9", "the column \"Telephone number of the respondent\" reads as ")]
    [InlineData("unpivot: { value: number, columns: { Phone: { sex: female } } }", "the column \"Phone\" reads as phone (telephone number)")]
    public void A_label_and_a_category_of_a_wide_table_are_columns_too(string mapping, string fault) =>
        Assert.Contains(fault, example.Replace(Source, "record:", mapping + "\nrecord:").Faults(), StringComparison.Ordinal);

    [Fact]
    public void The_label_of_what_identifies_the_record_may_be_an_identifier() =>
        example.Replace(Source, "record:", "labels: { Registration number: _uuid }\nrecord:").Load();
}
