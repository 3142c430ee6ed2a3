namespace TipAnalytics.Pipeline.Sources;

/// <summary>Ids of records as exports write them.</summary>
internal static class RecordId
{
    private const string Uuid = "uuid:";

    /// <summary>Without the <c>uuid:</c> that some exports of a tool write before it and others do not.</summary>
    public static ReadOnlySpan<char> Bare(ReadOnlySpan<char> text) => text.StartsWith(Uuid, StringComparison.Ordinal) ? text[Uuid.Length..] : text;
}
