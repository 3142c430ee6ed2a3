using System.Globalization;
using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>Invented files, one per dialect and quirk (<c>Corpus/files</c>), give the account and the records written down beside them
/// (<c>Corpus/expected</c>), and nothing a person may be known by. After a wanted change: run with <c>UPDATE_GOLDEN=1</c> and read the difference before committing it.</summary>
public sealed class CorpusTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Sources", "Corpus");
    private static readonly OperationSetup Setup = OperationLoader.Load(Path.Combine(Folder, "operation"), CatalogueFolder.Default, PlaceTables.Read);

    private static readonly string[] Names = [.. Directory.EnumerateFiles(Path.Combine(Folder, "files")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => [.. Names];

    [Fact]
    public void Every_source_of_the_corpus_has_a_file() =>
        Assert.Equal(Setup.Sources.Select(source => source.Id).Order(StringComparer.Ordinal), Names.Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_gives_what_is_written_down(string file)
    {
        var text = Account(file);
        var expected = Path.Combine("expected", $"{Path.GetFileNameWithoutExtension(file)}.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(Path.Combine(Written(), expected), text);
        Assert.Equal(File.ReadAllText(Path.Combine(Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1" ? Written() : Folder, expected)), text);
        Assert.DoesNotContain("Planted", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("primero-json.json", "primero-csv.csv")]
    [InlineData("primero-api.json", "primero-csv.csv")]
    [InlineData("odk-plain.csv", "odk-central.csv")]
    [InlineData("kobo-legacy.csv", "kobo-csv.csv")]
    [InlineData("kobo-labels.csv", "kobo-csv.csv")]
    public void Every_form_of_an_export_gives_the_same_records(string file, string other) => Assert.Equal(Records(other), Records(file));

    private static string Written([System.Runtime.CompilerServices.CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "Corpus");

    private static string Records(string file) => Account(file).Split("records\n")[1];

    private static string Account(string file)
    {
        var source = Setup.Sources.Single(source => source.Id == Path.GetFileNameWithoutExtension(file));
        var stream = Setup.Catalogue.Streams[source.Stream];
        var opened = SourceFileReader.Open(Path.Combine(Folder, "files", file), source, stream, Setup, ExportFolder.Keys);
        var rows = opened.Rows.ToList();
        var text = new StringBuilder();
        void Line(string name, string content) => text.Append(name).Append(content.Length > 0 ? ": " : "").Append(content).Append('\n');
        Line("read as", opened.Dialect);
        foreach (var ended in rows.Where(row => row.Ended is not null))
            Line("ended", string.Create(CultureInfo.InvariantCulture, $"row {ended.Row} {ended.Rule ?? "without_consent"}{(ended.Column is null ? "" : $", {ended.Column}")}"));
        Line("emptied", string.Join(", ", opened.Emptied.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value}"))));
        Line("not read", string.Join(", ", opened.UnmappedColumns));
        Line("records", "");
        foreach (var same in rows.Where(row => row.Ended is null).GroupBy(row => Record(row, stream)))
            Line(same.Key, same.Count() > 1 ? string.Create(CultureInfo.InvariantCulture, $"{same.Count()} times") : "");
        return text.ToString();
    }

    private static string Record(SourceRow row, StreamDefinition stream)
    {
        var values = stream.Fields.Zip(row.Values).Where(pair => pair.Second is not null)
            .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.First.Name}={(pair.Second is DateOnly month ? month.ToString("yyyy-MM", CultureInfo.InvariantCulture) : pair.Second)}"));
        return string.Create(CultureInfo.InvariantCulture, $"{row.PeriodStart:yyyy-MM} {row.AreaCode}{(row.Version.Length > 0 ? $" at {row.Version[..10]}" : "")} | {string.Join(" | ", values)}");
    }
}
