namespace TipAnalytics.Pipeline.Sources;

/// <summary>What a text stands for, worked out once for each distinct text: areas, clusters and organisations repeat row by row.</summary>
internal sealed class ValueCache<T>(Func<string, T> make)
{
    // A column with more distinct values than this does not repeat; it is not to fill the memory.
    private const int MostValues = 20_000;

    private readonly Dictionary<string, T> values = new(StringComparer.Ordinal);

    public T Of(ReadOnlySpan<char> text)
    {
        if (values.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var value))
            return value;
        var key = text.ToString();
        value = make(key);
        if (values.Count < MostValues)
            values.Add(key, value);
        return value;
    }
}
