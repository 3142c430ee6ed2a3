namespace TipAnalytics.Cli.Commands;

/// <summary>What ships beside the program: the catalogue with the invented operation, and its export files.</summary>
internal static class ShippedFiles
{
    private static string CatalogueOperations => Path.Combine(AppContext.BaseDirectory, "catalogue", "operations");

    /// <summary>Copies an operation's definitions.</summary>
    public static void CopyOperation(string id, string target) => Copy(Path.Combine(CatalogueOperations, id), target);

    /// <summary>Copies an operation's export files into its inbox.</summary>
    public static void CopySampleExports(string id, string target) =>
        Copy(Path.Combine(AppContext.BaseDirectory, "sample-data", id, "inbox"), Path.Combine(target, "inbox"));

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
