namespace TipAnalytics.Web;

/// <summary>The web host: for now one health page.</summary>
public static class WebHost
{
    /// <summary>Builds the host without starting it.</summary>
    /// <param name="urls">Addresses to listen on, separated by <c>;</c>.</param>
    /// <returns>The host; <c>GET /health/live</c> answers «ok».</returns>
    public static WebApplication Build(string urls)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(urls);
        var app = builder.Build();
        app.MapGet("/health/live", () => "ok");
        return app;
    }
}
