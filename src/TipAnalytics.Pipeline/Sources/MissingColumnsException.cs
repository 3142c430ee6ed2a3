namespace TipAnalytics.Pipeline.Sources;

/// <summary>A file lacks columns that its source needs.</summary>
/// <param name="columns">As the source definition names them.</param>
/// <param name="fileHash">SHA-256 (hex) of the file.</param>
internal sealed class MissingColumnsException(string message, IReadOnlyList<string> columns, string fileHash) : SourceDataException(message)
{
    public IReadOnlyList<string> Columns => columns;

    public string FileHash => fileHash;
}
