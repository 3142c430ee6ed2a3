using System.Text.Json;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources.Api;

/// <param name="Records">Valid until the next page is asked for.</param>
/// <param name="Expected">Records of the whole pull, as far as is known.</param>
internal readonly record struct ApiPage(IReadOnlyList<JsonElement> Records, long Expected);

/// <summary>All records of a dataset, each once, whatever is added, edited or deleted while they are read.</summary>
internal static class ApiPages
{
    /// <exception cref="RecordsMovedException">Records changed places between two pages: begin again.</exception>
    public static IEnumerable<ApiPage> Of(ApiClient client, SourceDefinition source) =>
        source.Api!.Kind == ApiKind.Kobo ? Kobo(client, source.Api) : Primero(client, source.Api, source.AllColumns);

    /// <summary>Not by page number, but from the last id on: nothing can move. An edited record keeps its _id.</summary>
    private static IEnumerable<ApiPage> Kobo(ApiClient client, ApiDefinition api)
    {
        var (last, read) = (0L, 0L);
        while (true)
        {
            var (query, sort) = (Uri.EscapeDataString(FormattableString.Invariant($"{{\"_id\":{{\"$gt\":{last}}}}}")), Uri.EscapeDataString("{\"_id\":1}"));
            using var answer = client.Get(FormattableString.Invariant($"api/v2/assets/{api.Asset}/data.json?limit={api.PageSize}&sort={sort}&query={query}"));
            var left = Number(Property(answer.RootElement, "count")) ?? throw client.Unexpected("«count» is missing");
            var records = List(answer.RootElement, "results") ?? throw client.Unexpected("«results» is missing");
            foreach (var record in records)
            {
                var id = Number(Property(record, "_id")) ?? throw client.Unexpected("a record has no «_id»");
                last = id > last ? id : throw client.Unexpected("records do not come in the order of «_id», or come again");
            }

            // Fewer than asked for is no end: servers have a largest page of their own.
            if (records.Count == 0 && left > 0)
                throw new RecordsMovedException();
            yield return new(records, read + left);
            read += records.Count;
            if (records.Count >= left)
                yield break;
        }
    }

    /// <summary>By page number, oldest first, and only the fields that are mapped: no other leaves the server. That nothing moved shows in the total,
    /// and in the ids alone, asked for once more.</summary>
    private static IEnumerable<ApiPage> Primero(ApiClient client, ApiDefinition api, IEnumerable<string> columns)
    {
        var fields = columns.Select(column => column.Split('/')[0]).Prepend("id").Distinct(StringComparer.Ordinal).ToList();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var page in Pages(client, api, string.Join(',', fields), ids))
            yield return page;
        if (ids.Count <= api.PageSize)
            yield break;
        var again = new HashSet<string>(StringComparer.Ordinal);
        foreach (var _ in Pages(client, api, "id", again))
        {
        }

        if (!ids.IsSubsetOf(again) || ids.Count != again.Count)
            throw new RecordsMovedException();
    }

    private static IEnumerable<ApiPage> Pages(ApiClient client, ApiDefinition api, string fields, HashSet<string> ids)
    {
        long? expected = null;
        for (var page = 1; ; page++)
        {
            using var answer = client.Get(FormattableString.Invariant(
                $"api/v2/{YamlBinder.Word(api.RecordType!)}?page={page}&per={api.PageSize}&order_by=created_at&order=asc&fields={Uri.EscapeDataString(fields)}"));
            var records = List(answer.RootElement, "data") ?? throw client.Unexpected("«data» is missing");
            var total = Number(Property(Property(answer.RootElement, "metadata"), "total")) ?? throw client.Unexpected("«metadata.total» is missing");
            if (total != (expected ??= total))
                throw new RecordsMovedException();
            foreach (var record in records)
            {
                if (Property(record, "id") is not { ValueKind: JsonValueKind.String } id)
                    throw client.Unexpected("a record has no «id»");
                if (!ids.Add(id.GetString()!))
                    throw new RecordsMovedException();
            }

            if (ids.Count > total || (records.Count == 0 && ids.Count < total))
                throw new RecordsMovedException();
            yield return new(records, total);
            if (ids.Count == total)
                yield break;
        }
    }

    private static JsonElement? Property(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var value) ? value : null;

    private static List<JsonElement>? List(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : null;

    private static long? Number(JsonElement? element) => element is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;
}

/// <summary>Pages of one pull do not fit together. Never leaves the pull.</summary>
internal sealed class RecordsMovedException() : Exception("Records moved between pages.");
