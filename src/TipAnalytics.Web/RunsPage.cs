using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using TipAnalytics.Jobs;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Web;

/// <summary><c>/runs</c>: what runs, what comes and what was done, from the run ledgers of the operations.</summary>
internal static class RunsPage
{
    private const int Lines = 50;

    public static void Map(WebApplication app) => app.MapGet("/runs", (HttpContext context, JobsStatus status) =>
    {
        if (!ThisMachine.Asks(context))
            return Results.Text("Only on the machine of the host.", statusCode: StatusCodes.Status403Forbidden);
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        context.Response.Headers.CacheControl = "no-store";
        return Results.Text(Html(status), "text/html", Encoding.UTF8);
    });

    private static string Html(JobsStatus status)
    {
        var page = new StringBuilder("""
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Runs</title>
            <style>body{font:1rem/1.4 sans-serif;margin:1rem}table{border-collapse:collapse}td,th{border:1px solid #767676;padding:.2rem .5rem;text-align:left;vertical-align:top}</style>
            </head><body><main><h1>Runs</h1>
            """);
        page.Append(CultureInfo.InvariantCulture, $"<p>Queue: {Text(status.Store)}. <a href=\"/runs\">Look again</a> · <a href=\"{AdministratorPages.Path}\">Queue and cancelling</a></p>");
        foreach (var fault in status.Faults())
            page.Append(CultureInfo.InvariantCulture, $"<p><strong>{Text(fault)}</strong></p>");
        foreach (var operation in status.Operations(Lines))
            Operation(page, operation);
        return page.Append("</main></body></html>").ToString();
    }

    private static void Operation(StringBuilder page, OperationStatus operation)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>{Text(operation.Name)} ({Text(operation.Id)})</h2>");
        foreach (var job in operation.Running)
            page.Append(CultureInfo.InvariantCulture, $"<p>Running: {Text(job.Job)}{(job.Progress.Length > 0 ? $", {Text(job.Progress)}" : "")} · <a href=\"{AdministratorPages.Path}/jobs/details/{Text(job.Id)}\">details</a></p>");
        if (operation.Watched.Count > 0)
            page.Append(CultureInfo.InvariantCulture, $"<p>Watched inboxes: {Text(string.Join(", ", operation.Watched))}</p>");
        if (operation.Coming.Count > 0)
            page.Append(CultureInfo.InvariantCulture, $"<p>Next: {Text(string.Join(" · ", operation.Coming.Select(job => $"{job.Job} {Time(job.Next, operation.Zone)}")))}</p>");
        page.Append(CultureInfo.InvariantCulture, $"<table><caption>Last {Lines} runs, times in {Text(operation.Zone.Id)}</caption><thead><tr><th scope=\"col\">begun</th><th scope=\"col\">what</th><th scope=\"col\">why</th><th scope=\"col\">ended as</th><th scope=\"col\">seconds</th><th scope=\"col\">from</th><th scope=\"col\">to know or do</th></tr></thead><tbody>");
        if (operation.Last.Count == 0)
            page.Append("<tr><td colspan=\"7\">Nothing has been done with this operation yet.</td></tr>");
        foreach (var run in operation.Last)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Time(run.At, operation.Zone)}</td><td>{Text(run.Job)}</td><td>{RunWords.Cause(run, operation.Zone)}</td><td>{RunWords.Outcome(run)}</td><td>{run.Seconds}</td>");
            page.Append(CultureInfo.InvariantCulture, $"<td>{Text(RunWords.Inputs(run))}</td><td>{string.Join("<br>", run.Messages.Select(Text))}</td></tr>");
        }

        page.Append("</tbody></table>");
    }

    private static string Time(DateTimeOffset moment, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(moment, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
