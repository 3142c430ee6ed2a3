namespace TipAnalytics.Pipeline.Tests.Sources.Api;

/// <summary>Primero cases pulled page by page.</summary>
public sealed class PrimeroPullTests : IDisposable
{
    private readonly PrimeroServer primero = new();
    private readonly PulledOperation operation;

    public PrimeroPullTests()
    {
        operation = new PulledOperation(primero.Server.Url, "kind: primero, record_type: cases, page_size: 2, token_file: token", PrimeroServer.Token);
        operation.Replace("dialect: kobo", "dialect: primero");
        operation.Replace("  id: [meta/rootUuid, _uuid]\n  consent: { column: consent, values: [yes] }", "  id: [id]\n  version: last_updated_at\n  consent: { column: consent_reporting, values: [\"true\"] }");
        operation.Replace("{ column: today }", "{ column: registration_date }");
        operation.Replace("columns: [admin2, admin1]", "column: location_current");
        operation.Replace("  column: __version__\n", "");
        operation.Replace("{ column: hoh_sex, codes: { f: female, m: male } }", "{ column: sex }");
        operation.Replace("    column: prot_child_sep_reason\n    columns:\n      prot_child_sep_reason/work: left_employment\n", "    column: protection_concerns\n");
    }

    public void Dispose()
    {
        operation.Dispose();
        primero.Dispose();
    }

    [Fact]
    public void Pages_are_read_oldest_first_and_no_field_that_is_not_mapped_leaves_the_server()
    {
        foreach (var id in Enumerable.Range(1, 5))
            primero.Add(id, id % 2 == 0 ? "male" : "female");
        var summary = operation.Ingest();
        Assert.Empty(summary.Refused);
        Assert.Equal(5, Assert.Single(summary.Batches).Outcomes["accepted"]);
        Assert.Equal(["left_employment left_study"], operation.Rows("select distinct child_away_reason from stg_pm_hh"));
        Assert.Equal(["1", "2", "3", "1", "2", "3"], primero.Server.Requests.Select(request => request.Query["page"]));
        Assert.All(primero.Server.Requests, request => Assert.DoesNotContain("name", request.Query["fields"]!.Split(',')));
        Assert.All(primero.Server.Requests, request => Assert.Equal(("created_at", "asc"), (request.Query["order_by"], request.Query["order"])));
    }

    [Fact]
    public void Records_that_move_between_pages_are_read_again()
    {
        foreach (var id in Enumerable.Range(1, 5))
            primero.Add(id);
        // One goes and one comes: the total is the same, the third case has moved to a page that was read.
        primero.Before = number =>
        {
            if (number != 2)
                return;
            primero.Cases.RemoveAt(0);
            primero.Add(6);
        };
        Assert.Equal(5, Assert.Single(operation.Ingest().Batches).Outcomes["accepted"]);
        primero.Before = number =>
        {
            if (number == 14)
                primero.Cases.RemoveAt(0);
        };
        var batch = Assert.Single(operation.Ingest().Batches);
        Assert.Equal((4, 1), (batch.Rows, batch.Removed));
        Assert.Equal(["4"], operation.Rows("select count(*) from stg_pm_hh"));
    }

    [Fact]
    public void Records_that_keep_moving_are_left_for_the_next_run()
    {
        foreach (var id in Enumerable.Range(1, 5))
            primero.Add(id);
        primero.Before = number => primero.Add(5 + number);
        Assert.Equal(
            "monitoring: not pulled from 127.0.0.1, records kept changing places while they were read, three times. Pull at a calmer hour; the next run tries again. Nothing of it was taken.",
            Assert.Single(operation.Ingest().Refused));
        Assert.Equal(["0"], operation.Rows("select count(*) from stg_pm_hh"));
    }

    [Fact]
    public void A_user_and_password_may_stand_in_place_of_a_token()
    {
        operation.WriteToken("reader:secret");
        operation.Replace("token_file: token", "token_file: token, login: basic");
        operation.Ingest();
        Assert.Equal("Basic cmVhZGVyOnNlY3JldA==", Assert.Single(primero.Server.Requests).Authorization);
    }
}
