using System.Globalization;
using System.Text.Json.Nodes;
using static TipAnalytics.Pipeline.Tests.Sources.Api.LoopbackServer;

namespace TipAnalytics.Pipeline.Tests.Sources.Api;

/// <summary>Answers as Primero does: <c>/api/v2/cases</c> with page, per, order and fields.</summary>
internal sealed class PrimeroServer : IDisposable
{
    public const string Token = "header.payload.signature";

    public PrimeroServer() => Server = new LoopbackServer(Answer);

    public LoopbackServer Server { get; }

    /// <summary>Oldest first.</summary>
    public List<JsonObject> Cases { get; } = [];

    /// <summary>Happens before each answer, with its number.</summary>
    public Action<int> Before { get; set; } = _ => { };

    public void Add(int id, string sex = "female") => Cases.Add(new JsonObject
    {
        ["id"] = string.Create(CultureInfo.InvariantCulture, $"b3222e84-{id}"), ["created_at"] = "2026-03-10T05:34:59.514Z", ["last_updated_at"] = "2026-03-11T05:34:59.514Z",
        ["registration_date"] = "2026-03-10", ["location_current"] = "LR0101", ["sex"] = sex, ["consent_reporting"] = true, ["protection_concerns"] = new JsonArray("left_study", "left_employment"),
        ["name"] = "Planted Name",
    });

    public void Dispose() => Server.Dispose();

    private Reply Answer(Request request)
    {
        Before(Server.Requests.Count);
        if (request.Authorization != $"Bearer {Token}")
            return new(401, """{"errors": [{"status": 401, "resource": "/api/v2/cases", "message": "Unauthorized"}]}""");
        if (request.Path != "/api/v2/cases")
            return new(404, """{"errors": [{"status": 404}]}""");
        var (page, per) = (int.Parse(request.Query["page"] ?? "1", CultureInfo.InvariantCulture), Math.Min(1000, int.Parse(request.Query["per"] ?? "20", CultureInfo.InvariantCulture)));
        var fields = request.Query["fields"]?.Split(',');
        var ordered = request.Query["order"] == "asc" ? Cases : Cases.AsEnumerable().Reverse();
        var records = ordered.Skip((page - 1) * per).Take(per)
            .Select(record => new JsonObject(record.Where(property => fields?.Contains(property.Key) != false).Select(property => KeyValuePair.Create(property.Key, property.Value?.DeepClone()))));
        return new(200, new JsonObject
        {
            ["data"] = new JsonArray([.. records]), ["metadata"] = new JsonObject { ["total"] = Cases.Count, ["per"] = per, ["page"] = page },
        }.ToJsonString());
    }
}
