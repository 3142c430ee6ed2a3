using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Tests.Indicators;

/// <summary>Records of a source enter only the indicators that its protocol permits for the fields they rest on.</summary>
public class PurposeBindingTests
{
    private const string Interviews = """
        source_id | period  | has_own_child | child_away | child_away_reason
        partner-a | 2024-01 | yes           | yes        | left_employment
        partner-a | 2024-01 | yes           | no         |
        partner-b | 2024-01 | yes           | no         |
        """;

    [Fact]
    public void A_source_that_permits_a_field_enters_every_indicator_on_it() => Assert.Equal("3 1 | pm_household 3", Derived([]));

    [Fact]
    public void A_source_that_narrows_a_field_stays_out_of_the_others_with_all_its_records() =>
        Assert.Equal("1 0 | pm_household without partner-a 1", Derived(new() { ["child_away_reason"] = [] }));

    [Fact]
    public void Records_of_a_source_that_no_file_defines_enter_nothing()
    {
        var setup = Setup([]);
        var only = setup with { Sources = [.. setup.Sources.Where(source => source.Id == "partner-b")] };
        Assert.Equal("1 0", Given.Stream("pm_hh", Interviews, only).Derived((vault, given) =>
        {
            Derivation.Run(vault, given, TestCatalogue.AsOf);
            return Counts(vault);
        }));
    }

    private static string Derived(Dictionary<string, List<string>> narrowed) => Given.Stream("pm_hh", Interviews, Setup(narrowed)).Derived((vault, _) =>
        $"{Counts(vault)} | {Sql.Read(vault, "select model || ' ' || sum(record_count) from model_presence group by model", row => row.GetString(0)).Single()}");

    private static string Counts(DuckDB.NET.Data.DuckDBConnection vault) => Sql.Read(
        vault, "select sum(base_count) || ' ' || sum(signal_count) from observation where indicator_id = 'CH-05' and split = 'all'", row => row.GetString(0)).Single();

    private static OperationSetup Setup(Dictionary<string, List<string>> narrowed) =>
        TestCatalogue.Operation(only: "CH-05") with { Sources = [Source("partner-a", narrowed), Source("partner-b", [])] };

    private static SourceDefinition Source(string id, Dictionary<string, List<string>> narrowed) => new()
    {
        Id = id, Title = id, Stream = "pm_hh", Provider = "Test", Dialect = "table",
        Protocol = new()
        {
            Parties = [], Purpose = "", AgreedOn = new(2023, 1, 1), ExpiresOn = new(2030, 1, 1), LowestLevel = 2, Audiences = [], MinimumCell = 5, RetentionMonths = 60, Fields = [],
            Indicators = narrowed,
        },
        Record = new(), Period = new(), Area = new(), Fields = new() { ["child_away"] = new() { Column = "a" }, ["child_away_reason"] = new() { Column = "b" } },
    };
}
