using TipAnalytics.Jobs;

namespace TipAnalytics.Web;

/// <summary><c>/health/live</c>: the process answers. <c>/health/ready</c>: it does jobs; 503 when it does not. What is wrong is said on this machine only.</summary>
internal static class HealthPages
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/health/live", () => "ok");
        app.MapGet("/health/ready", (HttpContext context, JobsStatus status) =>
        {
            var faults = status.Faults();
            return faults.Count == 0
                ? Results.Text("ok")
                : Results.Text(ThisMachine.Asks(context) ? string.Join('\n', faults) : "not ready", statusCode: StatusCodes.Status503ServiceUnavailable);
        });
    }
}
