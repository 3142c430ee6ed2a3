using System.Text;
using System.Text.Json;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Records of a JSON export, one at a time: the items of its list, or of the list under <c>results</c>, <c>result</c>, <c>data</c> or <c>value</c>
/// (what the interfaces of KoboToolbox, DTM, Primero, HAPI and ODK Central answer). Only one record is held.</summary>
internal sealed class JsonRecords(Stream input) : IDisposable
{
    private const int LongestRecord = 64 * 1024 * 1024;

    private static readonly string[] Lists = ["results", "result", "data", "value"];

    private byte[] buffer = new byte[64 * 1024];
    private int start;
    private int filled;
    private bool isAtEnd;
    private JsonReaderState state;
    private Place place;

    private enum Place { Root, Properties, Records, Rest, End }

    /// <summary>Name of the list the records stand in; null when the file is a list.</summary>
    public string? List { get; private set; }

    /// <returns>The next record; null at the end. To be disposed before the next is asked for.</returns>
    /// <exception cref="JsonException">No JSON, or cut off.</exception>
    public JsonDocument? Next()
    {
        while (place != Place.End)
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(start, filled - start), isAtEnd, state);
            if (!TryStep(ref reader, out var record))
            {
                Fill();
                continue;
            }

            (start, state) = (start + (int)reader.BytesConsumed, reader.CurrentState);
            if (!record.IsEmpty)
                return JsonDocument.Parse(record);
        }

        return null;
    }

    public void Dispose() => input.Dispose();

    /// <summary>One step: into the list, past a property, or over a record.</summary>
    /// <returns>False when the step does not end within the bytes read so far; then nothing of it counts.</returns>
    private bool TryStep(ref Utf8JsonReader reader, out ReadOnlyMemory<byte> record)
    {
        record = default;
        if (!reader.Read())
        {
            if (isAtEnd && place == Place.Rest)
                place = Place.End;
            else if (isAtEnd)
                throw new JsonException();
            return place == Place.End;
        }

        switch (place)
        {
            case Place.Root:
                place = reader.TokenType switch { JsonTokenType.StartArray => Place.Records, JsonTokenType.StartObject => Place.Properties, _ => throw new JsonException() };
                return true;
            case Place.Properties:
                if (reader.TokenType == JsonTokenType.EndObject)
                    throw new JsonException();
                var list = ListName(ref reader);
                if (!reader.Read())
                    return false;
                if (list is null || reader.TokenType != JsonTokenType.StartArray)
                    return reader.TrySkip();
                (place, List) = (Place.Records, list);
                return true;
            case Place.Records when reader.TokenType == JsonTokenType.EndArray:
                place = Place.Rest;
                return true;
            case Place.Records:
                var first = (int)reader.TokenStartIndex;
                if (!reader.TrySkip())
                    return false;
                record = buffer.AsMemory(start + first, (int)reader.BytesConsumed - first);
                return true;
            default:
                return true;
        }
    }

    private static string? ListName(ref Utf8JsonReader reader)
    {
        foreach (var list in Lists)
        {
            if (reader.ValueTextEquals(list))
                return list;
        }

        return null;
    }

    private void Fill()
    {
        if (isAtEnd || filled - start > LongestRecord)
            throw new JsonException();
        var isFirst = filled == 0;
        buffer.AsSpan(start, filled - start).CopyTo(buffer);
        (start, filled) = (0, filled - start);
        if (filled == buffer.Length)
            Array.Resize(ref buffer, 2 * buffer.Length);
        var read = input.Read(buffer, filled, buffer.Length - filled);
        (filled, isAtEnd) = (filled + read, read == 0);
        if (isFirst && buffer.AsSpan(0, filled).StartsWith(Encoding.UTF8.Preamble))
            start = Encoding.UTF8.Preamble.Length;
    }
}
