namespace TipAnalytics.Pipeline.Runs;

/// <summary>Where things are in an operation's folder.</summary>
internal sealed record OperationFolder(string Root)
{
    public string Definition => Path.Combine(Root, "operation.yaml");
    public string Inbox => Path.Combine(Root, "inbox");
    public string Data => Path.Combine(Root, "data");
    public string Vault => Path.Combine(Data, "vault.duckdb.aes");
    public string Indicators => Path.Combine(Data, "indicators.duckdb");
    public string Releases => Path.Combine(Root, "releases");
    public string Calibration => Path.Combine(Data, "calibration.json");
    public string Receipts => Path.Combine(Data, "receipts");
    public string Account => Path.Combine(Data, "account.html");
    public string UnmatchedPlaces => Path.Combine(Data, "unmatched-places.csv");
    public string RunState => Path.Combine(Data, "run-state.json");

    /// <summary>Audits stay inside: they tell about hidden cells, a release folder is what people forward.</summary>
    public string Audits => Path.Combine(Data, "audits");

    /// <exception cref="MachineException">The operation is being restored, or a restoration that ended midway cannot be completed.</exception>
    /// <exception cref="DefinitionException">The folder or its <c>operation.yaml</c> is missing.</exception>
    public static OperationFolder At(string folder)
    {
        var found = new OperationFolder(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        Restoration.Finish(found);
        return File.Exists(found.Definition)
            ? found
            : throw new DefinitionException($"{folder}: no operation.yaml here. Give the folder of an operation, or make one with «tip new {folder}».");
    }

    /// <summary>Files waiting for a source, in ordinal order of their names; hidden and temporary files are left alone.</summary>
    public IReadOnlyList<string> Waiting(string sourceId)
    {
        var folder = Path.Combine(Inbox, sourceId);
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder)
                .Where(path => Path.GetFileName(path) is var name && name[0] != '.' && !name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)]
            : [];
    }
}
