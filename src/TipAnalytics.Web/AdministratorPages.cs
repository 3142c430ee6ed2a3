using Hangfire;
using Hangfire.Dashboard;
using TipAnalytics.Jobs;

namespace TipAnalytics.Web;

/// <summary>Hangfire's own pages under <c>/jobs</c>: queue, jobs that failed, «delete» to cancel.</summary>
internal static class AdministratorPages
{
    public const string Path = "/jobs";

    public static void Map(WebApplication app) => app.UseHangfireDashboard(
        Path,
        new DashboardOptions { Authorization = [new OnThisMachine()], DisplayStorageConnectionString = false, AppPath = "/runs", DashboardTitle = "TipAnalytics jobs" },
        app.Services.GetRequiredService<JobsStatus>().Storage);

    private sealed class OnThisMachine : IDashboardAuthorizationFilter
    {
        public bool Authorize(DashboardContext context) => ThisMachine.Asks(context.GetHttpContext());
    }
}
