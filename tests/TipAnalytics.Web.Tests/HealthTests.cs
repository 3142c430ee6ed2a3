using TipAnalytics.Jobs;

namespace TipAnalytics.Web.Tests;

public class HealthTests
{
    [Fact]
    public async Task The_health_page_answers_on_the_loopback_address()
    {
        await using var app = WebHost.Build("http://127.0.0.1:0", new JobsOptions([]));
        await app.StartAsync(TestContext());
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        Assert.Equal("ok", await client.GetStringAsync(new Uri("/health/live", UriKind.Relative)));
    }

    private static CancellationToken TestContext() => new CancellationTokenSource(TimeSpan.FromSeconds(20)).Token;
}
