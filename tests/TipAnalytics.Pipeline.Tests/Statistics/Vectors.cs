using System.Text.Json;

namespace TipAnalytics.Pipeline.Tests.Statistics;

/// <summary>Reference values, computed by other software (named in each file).</summary>
internal static class Vectors
{
    /// <summary>Cases of every file of this name: those beside the tests, and where <c>TIP_VECTORS</c> names a folder, those in it too.</summary>
    public static IReadOnlyList<JsonElement> Cases(string name) =>
        [.. Folders().Select(folder => Path.Combine(folder, $"trends-{name}.json")).Where(File.Exists).SelectMany(Read)];

    private static IEnumerable<string> Folders()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "Vectors");
        if (Environment.GetEnvironmentVariable("TIP_VECTORS") is { Length: > 0 } further)
            yield return further;
    }

    private static List<JsonElement> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(element => element.Clone())];
    }

    public static string Id(this JsonElement vector) => vector.GetProperty("id").GetString()!;

    public static double[] Numbers(this JsonElement list) => [.. list.EnumerateArray().Select(Number)];

    /// <summary>Null is NaN: a value that is not there.</summary>
    public static double Number(this JsonElement value) => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble();

    /// <summary>The files' own rule: 1e-9 of max(1, |expected|); tails below 1e-6 relative.</summary>
    public static void Agree(string what, double expected, double actual, bool isTail = false)
    {
        if (double.IsNaN(expected) && double.IsNaN(actual))
            return;
        var scale = isTail && Math.Abs(expected) < 1e-6 ? Math.Abs(expected) : Math.Max(1, Math.Abs(expected));
        Assert.True(Math.Abs(actual - expected) <= 1e-9 * scale, FormattableString.Invariant($"{what}: expected {expected:R}, got {actual:R}"));
    }

    /// <summary>Compares the named expectations that the case has.</summary>
    /// <returns>How many were compared.</returns>
    public static int AgreeAll(string id, JsonElement expected, params (string Name, double Actual)[] values)
    {
        var compared = 0;
        foreach (var (name, actual) in values)
        {
            if (!expected.TryGetProperty(name, out var value))
                continue;
            Agree($"{id}.{name}", value.Number(), actual, name.StartsWith('p') && name.Contains('_', StringComparison.Ordinal));
            compared++;
        }

        return compared;
    }
}
