using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TipAnalytics.Jobs.Notices;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs.Tests;

public class NoticeTests
{
    private const string Told = """
        time_zone: UTC
        derive: { cron: "0 * * * *" }
        notices: { mail: [imo@example.org], webhook_env: TIP_HOOK, digest_minutes: 60 }
        """;

    private static readonly RunResult Matter = new(RunOutcome.Person, 11) { Messages = ["fs-households, column \"hoh\": missing. Correct the mapping."] };

    [Fact]
    public async Task A_matter_for_a_person_is_mailed_and_posted_once()
    {
        using var operation = new TinyOperation(Told);
        using var mail = new SmtpServer();
        await using var hook = await Hook.RunAsync();
        var clock = new SettableClock(TestHost.Start);
        await using var host = await TestHost.RunAsync(operation, clock, change: options => options with
        {
            Environment = name => name switch { "TIP_SMTP" => mail.Address, "TIP_SMTP_FROM" => "tip@example.org", "TIP_HOOK" => hook.Address, _ => null },
            Steps = options.Steps with { Derive = _ => Matter },
        });
        await TestHost.Known(operation);
        clock.Set(TestHost.Start.AddHours(1));
        await TestHost.Until(() => operation.Ledger.Read().Count(line => line.Event == RunEvent.Told) == 2, () => host.Log);
        var message = Assert.Single(mail.Messages);
        Assert.Contains("Subject: Tiny tiny: 1 matter needs a person", message, StringComparison.Ordinal);
        Assert.Contains("To: imo@example.org", message, StringComparison.Ordinal);
        Assert.Contains("derive\r\nfs-households, column \"hoh\": missing. Correct the mapping.", message, StringComparison.Ordinal);
        var post = Assert.Single(hook.Posts);
        Assert.StartsWith("{\"operation\":\"tiny\",\"text\":\"Tiny tiny: 1 matter needs a person", post, StringComparison.Ordinal);
        Assert.Contains("\"items\":[{\"job\":\"derive\",\"message\":\"fs-households, column", post, StringComparison.Ordinal);
        // The same matter an hour later is not told again.
        clock.Set(TestHost.Start.AddHours(3));
        await TestHost.Until(() => operation.Ledger.Read().Count(line => line.Event == RunEvent.Ended) == 2, () => host.Log);
        await Task.Delay(500);
        Assert.Single(mail.Messages);
    }

    [Fact]
    public async Task A_notice_that_does_not_get_out_fails_no_job_and_is_tried_again()
    {
        using var operation = new TinyOperation(Told.Replace("mail: [imo@example.org], ", "", StringComparison.Ordinal));
        await using var hook = await Hook.RunAsync();
        hook.Answer = 500;
        var clock = new SettableClock(TestHost.Start);
        await using var host = await TestHost.RunAsync(operation, clock, change: options => options with
        {
            Environment = name => name == "TIP_HOOK" ? hook.Address : null,
            Steps = options.Steps with { Derive = _ => Matter },
        });
        await TestHost.Known(operation);
        clock.Set(TestHost.Start.AddHours(1));
        await TestHost.Until(() => host.Log.Contains("the webhook in TIP_HOOK answered with 500. It is tried again in 10 minutes.", StringComparison.Ordinal), () => host.Log);
        await TestHost.Until(() => host.Statistics is { Succeeded: 1, Failed: 0 }, () => host.Log);
        Assert.DoesNotContain(hook.Address, host.Log, StringComparison.Ordinal);
        hook.Answer = 200;
        await Task.Delay(500);
        Assert.Single(hook.Posts);
        clock.Set(TestHost.Start.AddHours(1).AddMinutes(11));
        await TestHost.Until(() => operation.Ledger.Read().Any(line => line.Event == RunEvent.Told), () => host.Log);
        Assert.Equal(2, hook.Posts.Count);
    }

    [Fact]
    public void What_comes_within_the_digest_is_told_together_and_what_nobody_mends_again_after_a_week()
    {
        var plan = new OperationPlan("tiny", "Tiny", TimeZoneInfo.Utc, [], [], TimeSpan.Zero, new NoticePlan(["imo@example.org"], null, TimeSpan.FromHours(1)));
        List<RunLine> lines = [Line(0, "a"), Line(1, "a"), Line(2, "b")];
        Assert.Equal("a b", Items(3));
        lines.Add(Mailed(3));
        Assert.Equal("", Items(4));
        lines.AddRange([Line(10, "b"), Line(11, "c"), Line(12, "d")]);
        Assert.Equal("", Items(62));
        Assert.Equal("c d", Items(63));
        lines.AddRange([Mailed(63), Line(64, "a")]);
        Assert.Equal("", Items(200));
        lines.Add(Line(8 * 24 * 60, "a"));
        Assert.Equal("a", Items(8 * 24 * 60));

        string Items(int minute) => string.Join(' ', Notice.Of(plan, lines, "mail", At(minute))?.Items.Select(item => item.Message) ?? []);
    }

    [Fact]
    public void What_a_person_does_by_hand_is_not_told_to_that_person()
    {
        var plan = new OperationPlan("tiny", "Tiny", TimeZoneInfo.Utc, [], [], TimeSpan.Zero, new NoticePlan(["imo@example.org"], null, TimeSpan.FromHours(1)));
        Assert.Null(Notice.Of(plan, [Line(0, "a") with { Cause = RunCause.Hand }, Line(0, "b") with { Outcome = RunOutcome.Again }, Line(0, "c") with { Outcome = RunOutcome.Done }], "mail", At(1)));
    }

    private static DateTimeOffset At(int minute) => TestHost.Start.AddMinutes(minute);

    private static RunLine Line(int minute, string message) => new(At(minute), "r", RunEvent.Ended, "derive") { Outcome = RunOutcome.Person, Cause = RunCause.Schedule, Messages = [message] };

    private static RunLine Mailed(int minute) => new(At(minute), "", RunEvent.Told, "mail");

    private sealed class Hook : IAsyncDisposable
    {
        private readonly WebApplication app = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]).Build();

        public ConcurrentQueue<string> Posts { get; } = new();
        public int Answer { get; set; } = 200;
        public string Address => app.Urls.Single() + "/hook/zz-token";

        public static async Task<Hook> RunAsync()
        {
            var hook = new Hook();
            hook.app.MapPost("/hook/zz-token", async (HttpContext context) =>
            {
                using var reader = new StreamReader(context.Request.Body);
                hook.Posts.Enqueue(await reader.ReadToEndAsync());
                return Results.StatusCode(hook.Answer);
            });
            await hook.app.StartAsync();
            return hook;
        }

        public async ValueTask DisposeAsync() => await app.DisposeAsync();
    }

    /// <summary>A mail server as far as a notice needs one.</summary>
    private sealed class SmtpServer : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);

        public SmtpServer()
        {
            listener.Start();
            _ = Accept();
        }

        public ConcurrentQueue<string> Messages { get; } = new();
        public string Address => FormattableString.Invariant($"smtp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

        public void Dispose() => listener.Dispose();

        private async Task Accept()
        {
            try
            {
                while (true)
                    await Talk(await listener.AcceptTcpClientAsync());
            }
            catch (Exception end) when (end is SocketException or ObjectDisposedException or IOException)
            {
                // The test is over.
                return;
            }
        }

        private async Task Talk(TcpClient client)
        {
            using var connection = client;
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.UTF8);
            await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync("220 test");
            while (await reader.ReadLineAsync() is { } line)
            {
                if (line == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    var message = new StringBuilder();
                    while (await reader.ReadLineAsync() is { } part && part != ".")
                        message.Append(part).Append("\r\n");
                    Messages.Enqueue(message.ToString());
                }

                await writer.WriteLineAsync(line == "QUIT" ? "221 bye" : "250 ok");
                if (line == "QUIT")
                    return;
            }
        }
    }
}
