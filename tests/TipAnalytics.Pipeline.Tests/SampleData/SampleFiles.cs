using CsvHelper;

namespace TipAnalytics.Pipeline.Tests.SampleData;

/// <summary>The committed sample files.</summary>
internal static class SampleFiles
{
    public static string Root { get; } = FindRoot();

    public static string SampleData => Path.Combine(Root, "sample-data");

    public static string Inbox => Path.Combine(SampleData, "lake-region", "inbox");

    public static string Operation => Path.Combine(Root, "pipelines", "operations", "lake-region");

    /// <summary>Well-formed rows of a CSV by column name.</summary>
    public static IEnumerable<Dictionary<string, string>> Rows(string path)
    {
        using var reader = CsvReader.FromFile(path, CsvReaderOptions.Default with
        {
            TrackLineNumbers = true, FieldCountMismatch = CsvFieldCountHandling.Skip, MalformedData = CsvMalformedDataHandling.Skip,
        });
        var headers = reader.Headers.ToArray();
        while (reader.Read())
            yield return headers.Select((header, i) => (header, Value: reader.GetString(i) ?? "")).ToDictionary(cell => cell.header, cell => cell.Value, StringComparer.Ordinal);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TipAnalytics.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests have to run inside the checkout.");
        return folder;
    }
}
