namespace TipAnalytics.Pipeline;

/// <summary>The program's own SQL: <c>.sql</c> files embedded beside the class that runs them.</summary>
internal static class EmbeddedSql
{
    /// <summary>Whether <paramref name="file"/> is there.</summary>
    public static bool Has(Type beside, string file) => beside.Assembly.GetManifestResourceInfo($"{beside.Namespace}.{file}") is not null;

    /// <summary>Text of <paramref name="file"/> in the folder (namespace) of <paramref name="beside"/>.</summary>
    public static string Read(Type beside, string file)
    {
        using var stream = beside.Assembly.GetManifestResourceStream($"{beside.Namespace}.{file}")
            ?? throw new InvalidOperationException($"{file} is not embedded beside {beside.Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
