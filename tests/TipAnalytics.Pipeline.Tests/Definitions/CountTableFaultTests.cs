namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>What a source of counts, a wide table or a mixed option may not say.</summary>
public sealed class CountTableFaultTests : IDisposable
{
    private const string Counts = """
        id: counts
        title: Counts of incidents
        stream: gbv_ir
        provider: Partner B
        dialect: table
        protocol: { parties: [B, Cluster], purpose: P, agreed_on: 2024-01-01, expires_on: 2027-01-01, lowest_level: 1, audiences: [cluster], minimum_cell: 10, retention_months: 24, fields: [age_group] }
        approval: { by: GBV AoR, on: 2024-02-01, reference: Minutes 7 }
        record: { count: Incidents }
        period: { column: month }
        area: { column: county }
        fields:
          age_group: { column: age }
        """;

    private readonly ExampleOperation example = new();

    public void Dispose() => example.Dispose();

    [Fact]
    public void A_table_of_counts_is_a_source_like_another()
    {
        example.Write("operation/sources/counts.yaml", Counts);
        Assert.Equal("Incidents", example.Load().Sources[0].Record.Count);
    }

    [Fact]
    public void Two_sources_of_one_provider_and_stream_would_count_twice_where_one_of_them_is_counts()
    {
        example.Write("operation/sources/counts.yaml", Counts).Write("operation/sources/records.yaml", Counts.Replace("id: counts", "id: records", StringComparison.Ordinal).Replace("count: Incidents", "id: [incident]", StringComparison.Ordinal).Replace("Partner B", "PARTNER B", StringComparison.Ordinal));
        Assert.Equal("sources/counts.yaml, line 8: sources/records.yaml brings gbv_ir of the same provider: its incidents would count twice. Keep one of the two, or name the providers apart if they are", example.Faults());
    }

    [Theory]
    [InlineData("{ count: Incidents }", "{ count: Incidents, id: [row] }", "line 8: a row of a table of counts is no record: it takes no id and no version")]
    [InlineData("{ count: Incidents }", "{ count: Incidents, version: date }", "line 8: a row of a table of counts is no record: it takes no id and no version")]
    [InlineData("area: { column: county }", "area: { column: county }\nweight: w", "line 11: a table of counts has no survey weights")]
    [InlineData("period: { column: month }", "period: { constant: 2025-Q3 }", "line 9: incidents and cases are counted by month, and all those of \"2025-Q3\" would stand in its first: name a month, 2026-09, or the column with the day")]
    [InlineData("{ count: Incidents }", "{ id: [a], version_format: dd-MMM-yyyy }", "line 8: \"version_format\" needs \"version\", the column it is the format of")]
    [InlineData("{ count: Incidents }", "{ id: [a], identified_by: [b, c] }", "line 8: a record has either an id, or columns that identify it together")]
    [InlineData("{ count: Incidents }", "{ refuse: { total: { column: a } } }", "line 8: the rule \"total\" needs either values, those that are refused, or except, those that are not")]
    [InlineData("{ count: Incidents }", "{ refuse: { total: { column: a, values: [x], except: [y] } } }", "line 8: the rule \"total\" needs either values, those that are refused, or except, those that are not")]
    [InlineData("{ column: age }", "{ column: age, codes: { Trafficked/smuggled: child } }", "line 12: the value \"Trafficked/smuggled\" mixes trafficking with smuggling, and is no measure of either; leave it out, it is counted as not known")]
    public void What_does_not_go_together_is_said(string sound, string spoiled, string message)
    {
        example.Write("operation/sources/counts.yaml", Counts.Replace(sound, spoiled, StringComparison.Ordinal));
        Assert.Equal($"sources/counts.yaml, {message}", example.Faults());
    }

    [Fact]
    public void Households_are_never_counted_from_a_table()
    {
        example.Replace("operation/sources/monitoring.yaml", "id: [meta/rootUuid, _uuid]", "count: households");
        Assert.Equal("sources/monitoring.yaml, line 17: tables of counts are for incidents and cases; the records of pm_hh are of the kind interviews", example.Faults());
    }
}
