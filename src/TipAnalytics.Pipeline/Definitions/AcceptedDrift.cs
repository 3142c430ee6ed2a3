namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Changes of a source's files that a person accepted (<c>sources/accepted/SOURCE.yaml</c>, written by <c>tip accept</c>).</summary>
internal sealed class AcceptedDefinition
{
    public required List<AcceptedDrift> Accepted { get; init; }
}

/// <summary>One accepted change; exactly one of column and field.</summary>
internal sealed class AcceptedDrift
{
    /// <summary>A mapped column that the files no longer have: what it fed stays empty.</summary>
    public string? Column { get; init; }

    /// <summary>A field with many values that no list or limit knows: they are emptied, the rows are taken.</summary>
    public string? Field { get; init; }

    /// <summary>SHA-256 (hex) of the one file it holds for; null: for every later file.</summary>
    public string? File { get; init; }

    /// <summary>Role, never a name.</summary>
    public required string By { get; init; }

    public required DateOnly On { get; init; }
    public required string Reason { get; init; }
}
