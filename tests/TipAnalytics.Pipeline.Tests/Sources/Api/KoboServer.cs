using System.Globalization;
using System.Text.Json.Nodes;
using static TipAnalytics.Pipeline.Tests.Sources.Api.LoopbackServer;

namespace TipAnalytics.Pipeline.Tests.Sources.Api;

/// <summary>Answers as KoboToolbox does: <c>/api/v2/assets/{uid}/data.json</c> with start, limit, sort and a query on <c>_id</c>.</summary>
internal sealed class KoboServer : IDisposable
{
    public const string Token = "0123456789abcdef0123456789abcdef01234567";
    private readonly SortedDictionary<long, JsonObject> submissions = [];
    private long last;

    public KoboServer() => Server = new LoopbackServer(Answer);

    public LoopbackServer Server { get; }

    /// <summary>Happens before each answer, with its number.</summary>
    public Action<int> Before { get; set; } = _ => { };

    /// <summary>What the server gives at most.</summary>
    public int LargestPage { get; set; } = 1000;

    public long Add(string sex = "f", string? name = null) => Add(new JsonObject { ["hoh_sex"] = sex, ["respondent_name"] = name });

    public long Add(JsonObject answers)
    {
        var id = ++last;
        foreach (var (key, value) in new (string, JsonNode)[]
        {
            ("_id", id), ("_uuid", $"u{id}"), ("meta/rootUuid", $"uuid:r{id}"), ("_submission_time", "2026-03-17T10:00:00"), ("today", "2026-03-17"), ("consent", "yes"),
            ("admin2", "LR0101"), ("__version__", "v2"), ("_validation_status", new JsonObject()), ("_geolocation", new JsonArray(null, null)), ("_attachments", new JsonArray()),
        })
        {
            answers.TryAdd(key, value);
        }

        submissions.Add(id, answers);
        return id;
    }

    /// <summary>As an edit does: another _uuid, the same _id and root.</summary>
    public void Edit(long id, string sex) => (submissions[id]["_uuid"], submissions[id]["hoh_sex"]) = ($"edited{id}", sex);

    public void Withdraw(long id) => submissions[id]["consent"] = "no";

    public void Delete(long id) => submissions.Remove(id);

    public void Dispose() => Server.Dispose();

    private Reply Answer(Request request)
    {
        Before(Server.Requests.Count);
        if (request.Authorization != $"Token {Token}")
            return new(401, """{"detail": "Invalid token."}""");
        if (request.Path != "/api/v2/assets/aBc123/data.json")
            return new(404, """{"detail": "Not found."}""");
        var after = JsonNode.Parse(request.Query["query"] ?? "{}")!["_id"]?["$gt"]?.GetValue<long>() ?? 0;
        var ordered = JsonNode.Parse(request.Query["sort"] ?? "{}")!["_id"]?.GetValue<int>() == 1 ? submissions.Values : submissions.Values.Reverse();
        var found = ordered.Where(submission => submission["_id"]!.GetValue<long>() > after).ToList();
        var (start, limit) = (Number(request.Query["start"], 0), Math.Min(LargestPage, Number(request.Query["limit"], 100)));
        var page = found.Skip(start).Take(limit).Select(submission => submission.DeepClone()).ToArray();
        return new(200, new JsonObject
        {
            ["count"] = found.Count, ["next"] = start + limit < found.Count ? $"{Server.Url}{request.Path}?start={start + limit}" : null, ["previous"] = null, ["results"] = new JsonArray(page),
        }.ToJsonString());
    }

    private static int Number(string? text, int otherwise) => text is null ? otherwise : int.Parse(text, CultureInfo.InvariantCulture);
}
