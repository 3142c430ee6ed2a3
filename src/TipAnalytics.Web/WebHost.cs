using Hangfire;
using Hangfire.Dashboard;
using TipAnalytics.Jobs;

namespace TipAnalytics.Web;

/// <summary>The host: schedules and jobs of operations, their pages, and health checks.</summary>
public static class WebHost
{
    /// <summary>Builds the host without starting it.</summary>
    /// <param name="urls">Addresses to listen on, separated by <c>;</c>.</param>
    /// <param name="jsonLog">Log lines as JSON.</param>
    /// <exception cref="Pipeline.TipException">A schedule is wrong, or the database of jobs cannot be reached.</exception>
    public static WebApplication Build(string urls, JobsOptions options, bool jsonLog = false) => Build(urls, options, logging => logging.AddJobsLog(jsonLog));

    internal static WebApplication Build(string urls, JobsOptions options, Action<ILoggingBuilder> log)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(urls);
        log(builder.Logging);
        builder.Services.AddJobs(options);
        builder.Services.AddAntiforgery();
        // What Hangfire's pages ask for; its own registration would put its log in the place of ours.
        builder.Services.AddSingleton<IGlobalConfiguration>(GlobalConfiguration.Configuration).AddSingleton(DashboardRoutes.Routes);
        var app = builder.Build();
        HealthPages.Map(app);
        RunsPage.Map(app);
        AdministratorPages.Map(app);
        return app;
    }
}
