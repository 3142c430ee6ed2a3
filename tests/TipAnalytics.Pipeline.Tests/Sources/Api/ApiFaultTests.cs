using System.Globalization;
using System.Net;

namespace TipAnalytics.Pipeline.Tests.Sources.Api;

/// <summary>What goes wrong on a line and on a server: what passes is waited for, what does not is said, and nothing half is left.</summary>
public sealed class ApiFaultTests : IDisposable
{
    private readonly KoboServer kobo = new();
    private readonly PulledOperation operation;

    public ApiFaultTests()
    {
        operation = new PulledOperation(kobo.Server.Url);
        for (var i = 0; i < 3; i++)
            kobo.Add(name: "ZZMARK");
    }

    public void Dispose()
    {
        operation.Dispose();
        kobo.Dispose();
    }

    [Fact]
    public void A_busy_server_is_asked_again_after_the_time_it_names()
    {
        kobo.Server.Next.Enqueue(new(429, "", Header: "Retry-After: 7"));
        kobo.Server.Next.Enqueue(new(503, ""));
        kobo.Server.Next.Enqueue(null);
        kobo.Server.Next.Enqueue(new(502, "<html>ZZMARK</html>", "text/html"));
        Assert.Equal(3, Assert.Single(operation.Ingest().Batches).Outcomes["accepted"]);
        Assert.Equal([7, 2, 1], operation.Clock.Seconds);
    }

    [Fact]
    public void A_day_to_come_back_on_is_understood_too()
    {
        var day = operation.Clock.GetUtcNow().AddSeconds(90);
        kobo.Server.Next.Enqueue(new(429, "", Header: string.Create(CultureInfo.InvariantCulture, $"Retry-After: {day:R}")));
        operation.Ingest();
        Assert.InRange(Assert.Single(operation.Clock.Seconds), 30, 90);
    }

    [Fact]
    public void A_line_that_breaks_an_answer_cut_off_and_a_slow_one_are_asked_for_again()
    {
        operation.Replace("page_size: 2", "page_size: 2, timeout_seconds: 1");
        kobo.Server.Next.Enqueue(new(200, """{"count": 3, "results": []}""", IsCut: true));
        kobo.Server.Next.Enqueue(new(200, """{"count": 3, "results": [{"_id": 1, "name": "ZZMA"""));
        kobo.Server.Next.Enqueue(new(200, "{}", Late: TimeSpan.FromSeconds(1.5)));
        Assert.Equal(3, Assert.Single(operation.Ingest().Batches).Outcomes["accepted"]);
        Assert.Equal([1, 2, 4], operation.Clock.Seconds);
    }

    [Theory]
    [InlineData(503, "", "the server is busy or failing (503), 6 times. The next run tries again")]
    [InlineData(429, "Retry-After: 3600", "the server is busy or failing (429), and asks to wait for 3600 seconds. The next run tries again")]
    public void A_pull_that_breaks_in_the_middle_leaves_nothing_and_the_next_one_takes_all(int status, string header, string reason)
    {
        kobo.Server.Next.Enqueue(null);
        for (var i = 0; i < 6; i++)
            kobo.Server.Next.Enqueue(new(status, "ZZMARK", Header: header.Length > 0 ? header : null));
        Assert.Equal($"monitoring: not pulled from 127.0.0.1, {reason}. Nothing of it was taken.", Assert.Single(operation.Ingest().Refused));
        Assert.False(File.Exists(Path.Combine(operation.Folder, "data", "vault.duckdb.aes")));
        kobo.Server.Next.Clear();
        Assert.Equal(3, Assert.Single(operation.Ingest().Batches).Outcomes["accepted"]);
    }

    [Theory]
    [InlineData(401, "application/json", "it does not accept the token (401). Make a new one and put it into the file token")]
    [InlineData(403, "application/json", "the account of the token may not read these records (403). Have the right to view them given to it")]
    [InlineData(404, "application/json", "there is no such dataset (404), or the account of the token may not see it. Check «api» in sources/monitoring.yaml")]
    [InlineData(400, "application/json", "it refused the request (400). Check «api» in sources/monitoring.yaml")]
    [InlineData(200, "text/html", "it answered with a page for people, not with data: a login page, or the address of something else. Check «api.url» in sources/monitoring.yaml")]
    [InlineData(200, "application/json", "the server answered, but not as KoboToolbox does: «count» is missing. Check «api» in sources/monitoring.yaml")]
    public void What_does_not_pass_is_said_at_once_without_a_word_of_the_answer(int status, string type, string reason)
    {
        kobo.Server.Next.Enqueue(new(status, """{"detail": "ZZMARK"}""", type));
        Assert.Equal($"monitoring: not pulled from 127.0.0.1, {reason}. Nothing of it was taken.", Assert.Single(operation.Ingest().Refused));
        Assert.Single(kobo.Server.Requests);
        Assert.Empty(operation.Clock.Seconds);
    }

    [Fact]
    public void A_redirect_is_not_followed_and_the_token_goes_nowhere_else()
    {
        using var elsewhere = new LoopbackServer(_ => new(200, "{}"));
        kobo.Server.Next.Enqueue(new(302, "", Header: $"Location: {elsewhere.Url}/api/v2/assets/aBc123/data.json"));
        Assert.StartsWith("monitoring: not pulled from 127.0.0.1, it sends elsewhere (302); the token was not sent there.", Assert.Single(operation.Ingest().Refused), StringComparison.Ordinal);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public void A_proxy_of_the_machine_is_not_used()
    {
        using var proxy = new LoopbackServer(_ => new(502, ""));
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy(proxy.Url, BypassOnLocal: false);
        try
        {
            Assert.Single(operation.Ingest().Batches);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public void Without_a_network_the_source_is_refused_and_its_files_are_taken()
    {
        operation.Drop("paper.csv", "_uuid,consent,today,admin2,admin1,__version__,hoh_sex,prot_child_sep,prot_child_sep_reason,Lcs_em_Begged,meals,seen,hoh_age\npaper1,yes,2026-03-18,LR0102,,v2,m,,,,,,\n");
        kobo.Server.Dispose();
        var summary = operation.Ingest();
        Assert.Equal(1, Assert.Single(summary.Batches).Outcomes["accepted"]);
        Assert.Equal("monitoring: not pulled from 127.0.0.1, it cannot be reached (no network, or a wrong address), 3 times. The next run tries again. Nothing of it was taken.", Assert.Single(summary.Refused));
        Assert.Equal(11, summary.ExitCode);
    }

    [Fact]
    public void Under_an_expired_protocol_no_request_is_made()
    {
        Assert.StartsWith("monitoring: not taken. The information-sharing protocol", Assert.Single(operation.Ingest(new DateOnly(2027, 1, 2)).Refused), StringComparison.Ordinal);
        Assert.Empty(kobo.Server.Requests);
    }

    [Fact]
    public void A_token_that_is_missing_open_to_others_or_none_stops_before_the_first_request()
    {
        operation.Protect(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal("monitoring: not pulled, others can read the token file token. Run: chmod 600 token.", Assert.Single(operation.Ingest().Refused));
        operation.WriteToken("ZZMARK secret\r\nX-Other: 1");
        Assert.Equal("monitoring: not pulled, what stands in the file token is no token: it has blanks or other signs in it. Copy the token alone, from KoboToolbox.", Assert.Single(operation.Ingest().Refused));
        operation.WriteToken(" ");
        Assert.Equal("monitoring: not pulled, there is no token in the file token. Get one from KoboToolbox and put it there.", Assert.Single(operation.Ingest().Refused));
        File.Delete(operation.TokenFile);
        Assert.Equal("monitoring: not pulled, there is no token file token. Put the token into it, or correct «api.token_file» in sources/monitoring.yaml.", Assert.Single(operation.Ingest().Refused));
        operation.Replace("token_file: token", "token_env: TIP_TEST_NO_TOKEN");
        Assert.Equal("monitoring: not pulled, there is no token in the environment variable TIP_TEST_NO_TOKEN. Get one from KoboToolbox and put it there.", Assert.Single(operation.Ingest().Refused));
        Assert.Empty(kobo.Server.Requests);
    }

    [Fact]
    public void A_page_that_would_fill_the_memory_is_not_read_to_its_end()
    {
        kobo.Server.Next.Enqueue(new(200, new string(' ', 65 << 20)));
        Assert.StartsWith("monitoring: not pulled from 127.0.0.1, a page of 2 records is larger than 64 MiB.", Assert.Single(operation.Ingest().Refused), StringComparison.Ordinal);
    }
}
