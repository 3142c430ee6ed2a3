using System.Globalization;
using System.Text;
using TipAnalytics.Pipeline.Tests.Sources.Api;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>A file that is stored as it is read.</summary>
public sealed class LargeFileTests : IDisposable
{
    private readonly PulledOperation operation = new(null);

    public void Dispose() => operation.Dispose();

    [Fact]
    public void A_large_file_says_how_far_it_is_and_can_be_stopped_in_the_middle()
    {
        var text = new StringBuilder("_uuid,consent,today,admin2,admin1,__version__,hoh_sex,prot_child_sep,prot_child_sep_reason,Lcs_em_Begged,meals,seen,hoh_age,notes\n");
        var notes = new string('x', 700);
        for (var row = 0; row < 25_000; row++)
            text.Append(CultureInfo.InvariantCulture, $"u{row},yes,2026-03-17,LR0101,,v2,f,,,,,,,{notes}\n");
        operation.Drop("large.csv", text.ToString());
        using var cancel = new CancellationTokenSource();
        operation.OnSaid = said =>
        {
            if (said.EndsWith("10000 rows so far", StringComparison.Ordinal))
                cancel.Cancel();
        };
        Assert.ThrowsAny<OperationCanceledException>(() => operation.Ingest(cancel: cancel.Token));
        Assert.Equal(["0"], operation.Rows("select count(*) from stg_pm_hh"));

        operation.OnSaid = _ => { };
        Assert.Equal(25_000, Assert.Single(operation.Ingest().Batches).Outcomes["accepted"]);
        Assert.Contains("monitoring: large.csv, 10000 rows so far", operation.Said);
    }
}
