using TipAnalytics.Pipeline.Tests.Sources.Api;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>Files on their way from the inbox into the vault.</summary>
public sealed class IngestedFileTests : IDisposable
{
    private const string Header = "_uuid,consent,today,admin2,__version__,hoh_sex,prot_child_sep,prot_child_sep_reason,Lcs_em_Begged,meals,seen,hoh_age\n";
    private readonly PulledOperation operation = new(null);

    public void Dispose() => operation.Dispose();

    [Fact]
    public void What_a_page_keeps_of_a_refusal_names_neither_the_file_nor_the_one_of_its_parents()
    {
        operation.Replace("dialect: kobo", "dialect: kobo\nsheet: children\nparent: main");
        operation.Drop("Amina Example-children.csv", "sex,_parent_index\nf,1\n");
        var summary = operation.Ingest();
        Assert.Contains("Put Amina Example-main.csv", Assert.Single(summary.Refused), StringComparison.Ordinal);
        Assert.Matches("^monitoring, file [0-9a-f]{8}: the file of its parent is not beside it. Put the file of its parents into the same folder", Assert.Single(summary.RefusedUnnamed));
        Assert.DoesNotContain("amina", summary.RefusedUnnamed[0], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_file_with_more_rows_than_are_read_ahead_is_taken_whole_and_in_order()
    {
        const int Rows = 50_002;
        operation.Drop("long.csv", Header + string.Concat(Enumerable.Range(0, Rows).Select(i => $"u{i},yes,2025-03-01,LR0101,v2,{(i == Rows - 1 ? "m" : "f")},,,,,,\n")));
        Assert.Equal(Rows, Assert.Single(operation.Ingest().Batches).Outcomes["accepted"]);
        Assert.Equal([$"{Rows + 1} | male"], operation.Rows("select row_number, head_sex from rec_pm_hh order by record_id desc limit 1"));
    }
}
