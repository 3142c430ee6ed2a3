using System.Text.Json.Nodes;
using CsCheck;

namespace TipAnalytics.Pipeline.Tests.Sources.Api;

/// <summary>A KoboToolbox project pulled page by page, while people go on submitting, editing and deleting.</summary>
public sealed class KoboPullTests : IDisposable
{
    private const string Sexes = "select head_sex from stg_pm_hh order by record_id";
    private readonly KoboServer kobo = new();
    private readonly PulledOperation operation;

    public KoboPullTests() => operation = new PulledOperation(kobo.Server.Url);

    public void Dispose()
    {
        operation.Dispose();
        kobo.Dispose();
    }

    [Fact]
    public void All_pages_are_asked_for_from_the_last_id_on_and_are_one_batch()
    {
        foreach (var sex in new[] { "f", "m", "f", "m", "m" })
            kobo.Add(sex);
        var batch = Assert.Single(operation.Ingest().Batches);
        Assert.Equal(("KoboToolbox aBc123", 5, 5), (batch.FileName, batch.Rows, batch.Outcomes["accepted"]));
        Assert.Equal(["female", "male", "female", "male", "male"], operation.Rows(Sexes));
        Assert.Equal(["{\"_id\":{\"$gt\":0}}", "{\"_id\":{\"$gt\":2}}", "{\"_id\":{\"$gt\":4}}"], kobo.Server.Requests.Select(request => request.Query["query"]));
        Assert.All(kobo.Server.Requests, request => Assert.Equal(("2", "{\"_id\":1}"), (request.Query["limit"], request.Query["sort"])));
        Assert.Contains("monitoring: 4 of 5 records", operation.Said);
    }

    [Fact]
    public void A_server_that_gives_less_than_was_asked_for_is_asked_on()
    {
        operation.Replace("page_size: 2", "page_size: 1000");
        kobo.LargestPage = 3;
        for (var i = 0; i < 7; i++)
            kobo.Add();
        Assert.Equal(7, Assert.Single(operation.Ingest().Batches).Outcomes["accepted"]);
        Assert.Equal(3, kobo.Server.Requests.Count);
    }

    [Fact]
    public void The_same_records_again_are_known_as_taken()
    {
        kobo.Add();
        kobo.Add(name: "Planted");
        operation.Ingest();
        Assert.True(Assert.Single(operation.Ingest().Batches).AlreadyTaken);
        Assert.Equal(["1"], operation.Rows("select count(*) from batch"));
    }

    [Fact]
    public void An_edit_replaces_its_record_and_a_deletion_takes_it_out()
    {
        var (_, edited, deleted) = (kobo.Add("f"), kobo.Add("f"), kobo.Add("m"));
        operation.Ingest();
        kobo.Edit(edited, "m");
        kobo.Delete(deleted);
        kobo.Add("m");
        var batch = Assert.Single(operation.Ingest().Batches);
        Assert.Equal((3, 2, 1, 1, 1), (batch.Rows, batch.Outcomes["accepted"], batch.Outcomes["duplicate"], batch.Replaced, batch.Removed));
        Assert.Equal(["female", "male", "male"], operation.Rows("select head_sex from stg_pm_hh order by head_sex"));
    }

    [Fact]
    public void A_state_that_was_there_before_is_in_force_again()
    {
        kobo.Add("f");
        operation.Ingest();
        var second = kobo.Add("m");
        operation.Ingest();
        kobo.Delete(second);
        Assert.Equal(1, Assert.Single(operation.Ingest().Batches).Removed);
        Assert.Equal(["female"], operation.Rows(Sexes));
    }

    [Fact]
    public void Records_added_edited_and_deleted_between_pages_neither_get_lost_nor_double()
    {
        // What happens before each of the first answers: 0 nothing, 1 one more, 2 the oldest goes, 3 the newest goes.
        Gen.Int[0, 3].Array[1, 6].Sample(events =>
        {
            using var server = new KoboServer();
            using var pulled = new PulledOperation(server.Server.Url);
            var ids = Enumerable.Range(0, 5).Select(_ => server.Add()).ToList();
            var stayed = ids.ToHashSet();
            server.Before = number =>
            {
                var happens = number <= events.Length ? events[number - 1] : 0;
                if (happens == 1)
                    ids.Add(server.Add());
                if (happens >= 2 && ids.Count > 1)
                {
                    var gone = happens == 2 ? ids[0] : ids[^1];
                    ids.Remove(gone);
                    stayed.Remove(gone);
                    server.Delete(gone);
                }
            };
            var batch = Assert.Single(pulled.Ingest().Batches);
            var keys = pulled.Rows("select distinct record_key from rec_pm_hh").Count;
            Assert.Equal(batch.Rows, keys);
            Assert.InRange(keys, stayed.Count, 5 + events.Count(happens => happens == 1));
        }, iter: 12, threads: 1);
    }

    [Fact]
    public void Who_asked_and_how_long_it_took_is_looked_at_in_a_pull_as_in_a_file()
    {
        operation.Replace("record:", "quality: { start: began, end: ended, enumerator: username }\nrecord:");
        kobo.Add(new JsonObject { ["began"] = "2025-03-01T10:00:00", ["ended"] = "2025-03-01T10:30:00", ["username"] = "Planted" });
        var batch = Assert.Single(operation.Ingest().Batches);
        Assert.Equal(1, batch.Quality.Enumerators!.Enumerators);
        Assert.DoesNotContain("began", batch.Dialect, StringComparison.Ordinal);
        Assert.DoesNotContain("began", batch.UnmappedColumns);
    }

    [Fact]
    public void A_place_that_pulled_records_name_and_nobody_knows_is_listed_as_that_of_a_file_is()
    {
        kobo.Add();
        foreach (var _ in Enumerable.Range(0, 12))
            kobo.Add(new JsonObject { ["admin2"] = "LR0109" });
        var batch = Assert.Single(operation.Ingest().Batches);
        Assert.Equal(12, batch.RejectedByRule["unknown_area"]);
        Assert.Equal("LR0109", Assert.Single(batch.Places.Unmatched).Written);
    }

    [Fact]
    public void What_nobody_answered_is_said_and_what_is_not_mapped_is_dropped()
    {
        kobo.Add(new JsonObject { ["household/size"] = 4 });
        var batch = Assert.Single(operation.Ingest().Batches);
        Assert.Contains("in no record: hoh_sex, prot_child_sep", batch.Dialect, StringComparison.Ordinal);
        Assert.Contains("household/size", batch.UnmappedColumns);
        Assert.DoesNotContain("today", batch.UnmappedColumns);
    }

    [Fact]
    public void A_column_every_record_needs_and_none_has_refuses_the_pull()
    {
        kobo.Add();
        operation.Replace("period: { column: today }", "period: { column: todya }");
        Assert.Equal(
            "KoboToolbox aBc123: columns that are needed are missing: \"todya\" (the file has \"today\"). Nothing of the file was taken. Export with these columns, or change the names in sources/monitoring.yaml.",
            Assert.Single(operation.Ingest().Refused));
    }

    [Fact]
    public void No_record_at_all_is_taken_for_a_lost_right_not_for_an_empty_project()
    {
        kobo.Delete(kobo.Add());
        Assert.StartsWith("monitoring: not pulled from 127.0.0.1, there is no record.", Assert.Single(operation.Ingest().Refused), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_dropped_beside_the_server_adds_until_the_server_says_what_there_is()
    {
        kobo.Add();
        operation.Ingest();
        operation.Drop("late.csv", "_uuid,consent,today,admin2,admin1,__version__,hoh_sex,prot_child_sep,prot_child_sep_reason,Lcs_em_Begged,meals,seen,hoh_age\npaper1,yes,2026-03-18,LR0102,,v2,m,,,,,,\n");
        kobo.Server.Next.Enqueue(new(404, ""));
        Assert.Equal(1, operation.Ingest().Batches[0].Outcomes["accepted"]);
        Assert.Equal(["2"], operation.Rows("select count(*) from stg_pm_hh"));
        Assert.Equal(1, Assert.Single(operation.Ingest().Batches).Removed);
        Assert.Equal(["1"], operation.Rows("select count(*) from stg_pm_hh"));
    }

    [Fact]
    public void A_record_without_consent_any_more_leaves()
    {
        var withdrawn = kobo.Add();
        kobo.Add();
        operation.Ingest();
        kobo.Withdraw(withdrawn);
        Assert.Equal(1, Assert.Single(operation.Ingest().Batches).Removed);
        Assert.Equal(["1"], operation.Rows("select count(*) from stg_pm_hh"));
    }

    [Fact]
    public void The_order_of_a_server_that_ignores_the_question_is_noticed()
    {
        kobo.Server.Next.Enqueue(new(200, """{"count": 3, "next": null, "previous": null, "results": [{"_id": 3}, {"_id": 2}]}"""));
        Assert.Equal(
            "monitoring: not pulled from 127.0.0.1, the server answered, but not as KoboToolbox does: records do not come in the order of «_id», or come again. Check «api» in sources/monitoring.yaml. Nothing of it was taken.",
            Assert.Single(operation.Ingest().Refused));
    }

    [Fact]
    public void A_stopped_run_ends_within_a_wait()
    {
        using var cancel = new CancellationTokenSource();
        kobo.Add();
        kobo.Before = _ => cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => operation.Ingest(cancel: cancel.Token));
        Assert.Single(kobo.Server.Requests);
        Assert.Equal(["0"], operation.Rows("select count(*) from stg_pm_hh"));
    }
}
