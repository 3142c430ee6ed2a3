using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Releases;

namespace TipAnalytics.Pipeline.Tests.Releases;

/// <summary>Releases one after the other, each made safely with the ledger of those before. What is attacked at the end was the less to attack before.</summary>
public class SequentialReleaseTests
{
    private static readonly string[] Districts = ["X11", "X12", "X13", "X21", "X22", "X23"];

    [Fact]
    public void Interviews_of_quarters_with_late_reports_a_revision_and_a_purge_stay_safe_together()
    {
        using var operation = new SmallLedger("MV-01");
        var random = new Random(11);
        foreach (var quarter in Enumerable.Range(0, 7))
            Round(operation, random, 2023, quarter + 1);
        var first = operation.Release("2025-02-14");
        Round(operation, random, 2025, 0);
        operation.Release("2025-05-15");
        Round(operation, random, 2025, 1);
        var before = operation.Release("2025-08-14");
        Assert.True(before.Audit.Stated > 0);
        // Late reports come with a declared revision: few in one district, many in another; one is taken out.
        Household(operation, "2025-02", "X11", 2, "female", "idp", "yes");
        Household(operation, "2025-02", "X12", 14, "male", "host", "no");
        operation.Remove("record_id in (select min(record_id) from rec_pm_hh where area_code = 'X21' and period_start = date '2025-02-01')");
        var revised = operation.Release("2025-08-20", "late forms");
        Assert.Equal((0, 1), (before.Vintage, revised.Vintage));
        Assert.Contains(revised.Fresh, figure => figure.Value is WithheldReason.SmallChange);
        Round(operation, random, 2025, 2);
        operation.Release("2025-11-14");
        operation.Remove("period_start < date '2024-01-01'");
        Round(operation, random, 2025, 3);
        var last = operation.Release("2026-02-14");

        Assert.True(first.Table.Cells.Any(cell => cell.Value is Cell.Shown) && last.Table.Cells.Any(cell => cell.Value is Cell.Shown));
        Assert.All(last.Table.Cells.Where(cell => cell.Period.Year == 2023), cell => Assert.IsType<Cell.NoData>(cell.Value));
        operation.Attack();
    }

    [Fact]
    public void Incidents_by_month_and_quarter_with_a_new_organisation_stay_safe_together()
    {
        using var operation = new SmallLedger("VI-05");
        var random = new Random(5);
        for (var month = 1; month <= 9; month++)
        {
            foreach (var province in new[] { "X1", "X2" })
            {
                foreach (var organisation in new[] { "a", "b", "c", "d", "e" }.Take(month < 5 ? 4 : 5))
                {
                    operation.Add($"2025-{month:00}", province, 9 + random.Next(6), ("organisation", organisation), ("gbv_type", "rape"), ("age_group", "adult"));
                    operation.Add($"2025-{month:00}", province, 2 + random.Next(3), ("organisation", organisation), ("gbv_type", "forced_marriage"), ("age_group", random.Next(3) == 0 ? "child" : "adult"));
                    operation.Add($"2025-{month:00}", province, 4 + random.Next(4), ("organisation", organisation), ("gbv_type", "forced_marriage"), ("age_group", "adult"));
                }
            }

            if (month >= 4)
                operation.Release(new DateOnly(2025, month, 1).AddMonths(1).AddDays(50).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        }

        operation.Attack();
    }

    [Fact]
    public void What_a_release_stated_the_next_one_states_alike_without_solving_it_again()
    {
        using var operation = new SmallLedger("MV-01");
        var random = new Random(3);
        Round(operation, random, 2025, 0);
        Round(operation, random, 2025, 1);
        var first = operation.Release("2025-08-14");
        var second = operation.Release("2025-08-15");
        Assert.True(first.Audit.Targets > 0);
        Assert.Equal((0, 0), (second.Audit.Targets, second.Fresh.Count));
        Assert.Equal(first.Table.Cells, second.Table.Cells);

        Round(operation, random, 2025, 2);
        var third = operation.Release("2025-11-14");
        Assert.Equal(first.Table.Cells, third.Table.Cells.Where(cell => cell.Period.Start < new DateOnly(2025, 7, 1)));
        Assert.All(third.Fresh.Keys, figure => Assert.Contains("2025-Q3", figure, StringComparison.Ordinal));
    }

    [Fact]
    public void After_a_district_is_split_old_and_new_areas_rest_on_the_same_counts_or_nothing_is_released()
    {
        using var operation = new SmallLedger("MV-01");
        var random = new Random(8);
        Round(operation, random, 2025, 0);
        operation.Release("2025-05-15");
        // As the vault does when the change is known: what cannot be told apart stands in the area that holds all its parts.
        Sql.Run(operation.Connection, "update rec_pm_hh set area_code = 'X1' where area_code = 'X12'");
        var areas = SmallLedger.Tree("X11", "X13", "X14", "X15", "X21", "X22", "X23");
        var change = new AreaChange { Kind = AreaChangeKind.Split, From = new(2025, 4, 1), Old = ["X12"], New = ["X14", "X15"], Reason = "law", By = "Cluster", On = new(2025, 4, 1) };
        var whole = operation.Setup;
        operation.Setup = whole with { Areas = areas };
        Round(operation, random, 2025, 1, "X11", "X13", "X14", "X15", "X21", "X22", "X23");
        var refused = Assert.Throws<ReleaseBlockedException>(() => operation.Release("2025-08-14"));
        Assert.Contains("places/changes.yaml", refused.Message, StringComparison.Ordinal);

        operation.Setup = whole with { Areas = areas, Places = new(areas, "X", [], [], [change], []) };
        var result = operation.Release("2025-08-14");
        Assert.Contains(result.Table.Cells, cell => cell is { AreaCode: "X14", Value: Cell.Shown });
        Assert.Contains(result.Table.Cells, cell => cell is { AreaCode: "X1", Value: Cell.Shown } && cell.Period.ToString() == "2025-Q1");
        Assert.Equal(2L, Sql.Read(operation.Connection, "select count(distinct id) from hierarchy_version", row => row.GetInt64(0))[0]);
        operation.Attack();
    }

    [Theory]
    [InlineData("update fact set lo = lo + 1, hi = hi + 1 where rowid = (select min(rowid) from fact where what = 'signal')")]
    [InlineData("delete from fact where rowid = (select max(rowid) from fact)")]
    [InlineData("insert into fact select * from fact limit 1")]
    [InlineData("delete from withheld")]
    [InlineData("update release set as_of = date '2020-01-01' where seq = 1")]
    [InlineData("delete from release where seq = 1")]
    [InlineData("update release set sha256 = previous_sha256 where seq = 2")]
    public void A_ledger_that_was_changed_is_refused(string change)
    {
        using var operation = new SmallLedger("MV-01");
        Round(operation, new Random(1), 2025, 0);
        operation.Release("2025-05-15");
        operation.Release("2025-05-16");
        Sql.Run(operation.Connection, change);

        Assert.Contains("does not agree with its own hashes", Assert.Throws<ReleaseBlockedException>(() => ReleaseLedger.Before(operation.Connection, "next")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_ledger_of_a_version_without_hashes_gets_them_with_its_next_release()
    {
        using var operation = new SmallLedger("MV-01");
        Round(operation, new Random(1), 2025, 0);
        operation.Release("2025-05-15");
        Sql.Run(operation.Connection, "update release set sha256 = null, previous_sha256 = null");
        operation.Release("2025-05-16");
        Assert.Equal(2, LedgerChain.Of(operation.Connection).Count);
        ReleaseLedger.Before(operation.Connection, "next");
    }

    [Fact]
    public void The_vault_keeps_proofs_counts_and_withheld_scopes_of_what_it_released()
    {
        using var operation = new SmallLedger("MV-01");
        Round(operation, new Random(2), 2025, 0);
        var result = operation.Release("2025-05-15");
        long Count(string sql) => Sql.Read(operation.Connection, sql, row => row.GetInt64(0))[0];
        Assert.Equal(result.Audit.Certificates, Count("select count(*) from certificate"));
        Assert.Equal(result.Fresh.Count(figure => figure.Value is not null), Count("select count(*) from withheld"));
        Assert.Equal(Count("select count(*) from rec_pm_hh"), Count("select cast(sum(base) as bigint) from atom"));
        Assert.Equal(0, Count("select count(*) from fact where vintage is null"));
    }

    /// <summary>A round of interviews in one quarter: some forty a district, one in four without papers.</summary>
    private static void Round(SmallLedger operation, Random random, int year, int quarter, params string[] districts)
    {
        var month = $"{year + quarter / 4}-{quarter % 4 * 3 + 2:00}";
        foreach (var district in districts.Length > 0 ? districts : Districts)
        {
            foreach (var (sex, status) in from sex in new[] { "female", "male" } from status in new[] { "idp", "host", "returnee" } select (sex, status))
            {
                var (yes, no) = (random.Next(5), 3 + random.Next(6));
                Household(operation, month, district, yes, sex, status, "yes");
                Household(operation, month, district, no, sex, status, "no");
            }
        }
    }

    private static void Household(SmallLedger operation, string month, string district, int count, string sex, string status, string answer) =>
        operation.Add(month, district, count, ("head_sex", sex), ("displacement_status", status), ("member_without_id", answer), ("reporting_point", $"p{district}"));
}
