using System.Text;
using System.Text.Json.Nodes;

namespace TipAnalytics.Pipeline.Tests.Sources.Api;

/// <summary>Names planted in every place of a page, and the token, stand in no byte that a pull writes and in no word it says.</summary>
public sealed class ApiLeakTests : IDisposable
{
    private const string Mark = "ZZMARK";

    private static readonly string[] Columns =
        ["meta/rootUuid", "_uuid", "consent", "today", "admin2", "__version__", "hoh_sex", "prot_child_sep", "prot_child_sep_reason", "Lcs_em_Begged", "meals", "seen", "hoh_age", "respondent/name", "phone", "_notes"];

    private readonly KoboServer kobo = new();
    private readonly PulledOperation operation;

    public ApiLeakTests()
    {
        operation = new PulledOperation(kobo.Server.Url);
        operation.Replace("record:", "reject_limit: 1\nrecord:");
    }

    public void Dispose()
    {
        operation.Dispose();
        kobo.Dispose();
    }

    [Fact]
    public void Names_in_pages_reach_no_file_no_message_and_no_account()
    {
        foreach (var column in Columns)
        {
            kobo.Add(new JsonObject { [column] = $"{Mark} {column}", ["children"] = new JsonArray(new JsonObject { ["children/name"] = Mark }), ["extra"] = new JsonObject { ["label"] = Mark } });
            kobo.Add(new JsonObject { [column] = new JsonArray(Mark, new JsonObject { ["deep"] = Mark }) });
        }

        kobo.Server.Next.Enqueue(new(500, $"<h1>{Mark}</h1>", "text/html"));
        var taken = operation.Ingest();
        Assert.Empty(taken.Refused);
        var batch = Assert.Single(taken.Batches);
        Assert.Equal(2 * Columns.Length, batch.Rows);
        Assert.Equal(batch.Rows, batch.Outcomes.Values.Sum());
        Assert.True(batch.Outcomes["accepted"] > 0 && batch.Outcomes["rejected"] > 0 && batch.Outcomes["without_consent"] > 0);
        kobo.Add(new JsonObject { [$"{Mark}"] = Mark });
        kobo.Server.Next.Enqueue(new(403, Mark, "application/json", Header: $"X-Note: {Mark}"));
        var refused = operation.Ingest();

        string[] said = [.. operation.Said, .. refused.Refused, .. batch.UnmappedColumns, .. batch.DuplicateColumns, .. batch.RejectedByRule.Keys, .. batch.Emptied.Keys, batch.Dialect, batch.FileName, .. batch.FirstRejections.Select(row => row.ToString())];
        Assert.All(said, text => Assert.DoesNotContain(Mark, text, StringComparison.OrdinalIgnoreCase));
        Assert.All(said, text => Assert.DoesNotContain(KoboServer.Token, text, StringComparison.Ordinal));
        Assert.All(
            new[] { "rec_pm_hh", "batch", "rejection", "emptied" }.SelectMany(table => operation.Rows($"select * from {table}")),
            row => Assert.DoesNotContain(Mark, row, StringComparison.OrdinalIgnoreCase));
        foreach (var path in Directory.EnumerateFiles(operation.Folder, "*", SearchOption.AllDirectories))
        {
            var bytes = File.ReadAllBytes(path);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Mark)) < 0, path);
            Assert.True(path == operation.TokenFile || bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(KoboServer.Token)) < 0, path);
        }
    }
}
