using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

public sealed class DriftTests : IDisposable
{
    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void The_first_file_sets_the_header_and_the_next_is_compared_with_it_by_names()
    {
        using var vault = given.Open();
        Assert.Empty(Load(vault, "1", "id", "answer", "remarks").AddedColumns);

        var second = Load(vault, "2", "ID", "answer", "partner");

        Assert.Equal(["partner"], second.AddedColumns);
        Assert.Equal(["remarks"], second.GoneColumns);
        Assert.Equal(["ID | text", "answer | code", "partner | "], TestVault.Rows(vault, "select name, kind from known_column order by position"));
    }

    [Theory]
    [InlineData("+999 555 0123 44")]
    [InlineData("amina@relief.example")]
    [InlineData("2015-03-04")]
    [InlineData("12.345678")]
    [InlineData("9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d")]
    [InlineData("victim_name")]
    public void A_header_that_reads_like_a_value_or_an_identifier_is_kept_as_a_hash_and_never_shown(string name)
    {
        using var vault = given.Open();
        Load(vault, "1", "id", "answer");
        Assert.Empty(Load(vault, "2", "id", "answer", name).AddedColumns);
        Assert.Empty(TestVault.Rows(vault, $"select name from known_column where name = '{name}'"));
        Assert.Single(TestVault.Rows(vault, "select name from known_column where name like '#%'"));
    }

    [Fact]
    public void A_file_of_whose_values_a_fifth_are_not_understood_is_held_and_taken_once_that_is_accepted()
    {
        using var vault = given.Open();
        var source = Source();
        var held = Load(vault, "codes.csv", source, rows: 40, emptied: 11);
        Assert.Equal(
            "codes.csv: held back, nothing of it was taken. More than 20 % of the values are not understood: answer 11 of 40. The form, its language or its codes may have changed: "
            + "correct the mapping in sources/monitoring.yaml, or accept the loss with «tip accept».", held.Held!.Replace("20%", "20 %", StringComparison.Ordinal));
        Assert.Equal((HoldCause.ValuesEmptied, "answer"), (held.HeldCause!.Value, Assert.Single(held.HeldSubjects)));
        Assert.Empty(TestVault.Rows(vault, "select * from stg_visit"));
        Assert.Empty(TestVault.Rows(vault, "select * from known_column"));

        source.Accepted = [new AcceptedDrift { Field = "answer", File = "codes.csv", By = "IMO", On = default, Reason = "New form" }];
        Assert.Null(Load(vault, "codes.csv", source, rows: 40, emptied: 11).Held);
        Assert.NotNull(Load(vault, "other.csv", source, rows: 40, emptied: 11).Held);
    }

    [Theory]
    [InlineData(40, 9)]    // fewer than ten: typing errors
    [InlineData(60, 12)]   // a fifth, not more
    public void A_few_values_that_are_not_understood_are_emptied_and_the_file_is_taken(int rows, int emptied)
    {
        using var vault = given.Open();
        Assert.Null(Load(vault, "file", Source(), rows, emptied).Held);
    }

    private static SourceDefinition Source() => new()
    {
        Id = "monitoring", Title = "Monitoring", Stream = "visit", Provider = "P", Dialect = "table", File = "sources/monitoring.yaml",
        Protocol = TestVault.Source().Protocol, Record = new() { Id = ["id"] }, Period = new() { Constant = "2026-01" }, Area = new() { Constant = "LR" },
        Fields = new() { ["answer"] = new FieldMapping { Column = "answer" } },
    };

    private static BatchSummary Load(Vault vault, string name, params string[] headers)
    {
        var (source, stream) = (Source(), TestVault.Stream());
        var file = new SourceFile(name, name, "table", [], [], [TestVault.Row(vault, 2, name, "yes")], new Dictionary<string, int>()) { Columns = FileColumn.Of(headers, [(source, new ColumnNames(headers))], stream) };
        return BatchLoader.Load(vault, source, stream, file, new DateOnly(2026, 1, 1));
    }

    /// <summary>So many rows, of which some had a value that nothing knows.</summary>
    private static BatchSummary Load(Vault vault, string name, SourceDefinition source, int rows, int emptied) => BatchLoader.Load(
        vault, source, TestVault.Stream(),
        new SourceFile(
            name, name, "table", [], [], Enumerable.Range(0, rows).Select(at => TestVault.Row(vault, at + 2, $"{name} {at}", "", 1, at < emptied ? null : "yes")),
            new Dictionary<string, int> { ["answer"] = emptied }),
        new DateOnly(2026, 1, 1));
}
