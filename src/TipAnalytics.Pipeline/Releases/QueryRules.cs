using System.Text.Json;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>What a query over released figures may not work out, whatever its columns are called: a share times its base is a count of people (guard rules PG-4, PG-10).</summary>
internal static class QueryRules
{
    private static readonly HashSet<string> Products = new(StringComparer.OrdinalIgnoreCase) { "*", "/", "//", "**", "^", "multiply", "divide", "pow", "power", "product" };

    [Flags]
    private enum Kinds
    {
        None = 0,
        Share = 1,
        Base = 2,
    }

    /// <param name="statement">As the engine reads it (<c>json_serialize_sql</c>).</param>
    /// <returns>Why it is refused, or null.</returns>
    public static string? Refusal(JsonElement statement)
    {
        // A name given to a column stands for what is behind it, wherever it is used; names may stand on names.
        var names = new Dictionary<string, Kinds>(StringComparer.OrdinalIgnoreCase);
        for (var known = -1; known != names.Values.Sum(kinds => (int)kinds);)
        {
            known = names.Values.Sum(kinds => (int)kinds);
            Name(statement, names);
        }

        return Multiplies(statement, names)
            ? "The query takes a share times (or over) the band of its base: that would be a count of people, and no figure here is one (rules PG-4, PG-10). Read shares and bands apart."
            : null;
    }

    private static void Name(JsonElement node, Dictionary<string, Kinds> names)
    {
        foreach (var part in Parts(node))
            Name(part, names);
        if (node.ValueKind == JsonValueKind.Object && Text(node, "alias") is { Length: > 0 } alias && Text(node, "class").Length > 0)
            names[alias] = names.GetValueOrDefault(alias) | Of(node, names);
    }

    private static bool Multiplies(JsonElement node, Dictionary<string, Kinds> names) =>
        (node.ValueKind == JsonValueKind.Object && Products.Contains(Text(node, "function_name")) && Of(node, names) == (Kinds.Share | Kinds.Base))
        || Parts(node).Any(part => Multiplies(part, names));

    /// <summary>What the columns in an expression are.</summary>
    private static Kinds Of(JsonElement node, Dictionary<string, Kinds> names)
    {
        var kinds = Kinds.None;
        if (node.ValueKind == JsonValueKind.Object && Text(node, "class") == "COLUMN_REF" && node.TryGetProperty("column_names", out var path) && path.GetArrayLength() > 0)
        {
            var column = path[path.GetArrayLength() - 1].GetString()!;
            kinds |= Own(column) | names.GetValueOrDefault(column);
        }

        return Parts(node).Aggregate(kinds, (all, part) => all | Of(part, names));
    }

    /// <summary>By the names of the store: <c>share_percent</c>, <c>low_percent</c>, <c>share_before</c> …; <c>base_low</c>, <c>base_high_after</c> ….</summary>
    private static Kinds Own(string column)
    {
        bool Starts(string start) => column.StartsWith(start, StringComparison.OrdinalIgnoreCase);
        return column.EndsWith("_percent", StringComparison.OrdinalIgnoreCase) || Starts("share_") || Starts("low_") || Starts("high_") ? Kinds.Share
            : Starts("base_low") || Starts("base_high") ? Kinds.Base : Kinds.None;
    }

    private static IEnumerable<JsonElement> Parts(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Object => node.EnumerateObject().Select(property => property.Value),
        JsonValueKind.Array => node.EnumerateArray(),
        _ => [],
    };

    private static string Text(JsonElement node, string name) => node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
