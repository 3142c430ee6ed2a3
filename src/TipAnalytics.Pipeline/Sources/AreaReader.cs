using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>A place as written → P-code at the lowest level that stream and protocol permit. An area above that level stays as it is.</summary>
internal sealed class AreaReader(SourceDefinition source, StreamDefinition stream, AreaTree areas)
{
    private readonly int level = Math.Min(source.Protocol.LowestLevel, stream.LowestLevel);
    private readonly Dictionary<string, string> written = Written(source.Area.Codes);
    private ValueCache<string?>? codes;

    /// <returns>Null for a place that neither the definition nor the boundaries know.</returns>
    public string? Find(ReadOnlySpan<char> text) => (codes ??= new(Code)).Of(text);

    private string? Code(string text)
    {
        var code = written.GetValueOrDefault(ColumnNames.Key(text), text);
        return areas.Find(code) is { } found ? (areas.At(code, Math.Min(level, found.Level)) ?? found).Code : null;
    }

    private static Dictionary<string, string> Written(Dictionary<string, string> codes)
    {
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (text, code) in codes)
            written.TryAdd(ColumnNames.Key(text), code);
        return written;
    }
}
