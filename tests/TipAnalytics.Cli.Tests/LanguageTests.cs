using System.Net;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Cli.Tests;

/// <summary>The invented operation in every language, from the command line to the files.</summary>
[Collection(DemoRun.Name)]
public partial class LanguageTests(DemoFixture demo)
{
    private static readonly string[] Documents = ["hno-pack", "trend-report"];

    [Fact]
    public void One_release_holds_every_language_asked_for_without_a_word_of_english_in_the_others_and_without_a_phrase_the_guard_refuses()
    {
        var folder = TestFolders.CopyOf(demo.Folder);
        var output = Tip.Run(["report", folder, .. LanguageFile.Languages.SelectMany(language => new[] { "--lang", language })]);
        Assert.True(output.Code == 0, output.All);
        var release = Directory.EnumerateDirectories(Path.Combine(folder, "releases")).Single(path => Path.GetFileName(path) != demo.ReleaseId);
        foreach (var language in LanguageFile.Languages)
        {
            var (suffix, inside) = language == "en" ? ("", "") : ($".{language}", language);
            // Tables hold codes too, which are the same in every language.
            var prose = Lines([.. Documents.Select(name => Text(File.ReadAllText(Path.Combine(release, $"{name}{suffix}.html")))), File.ReadAllText(Path.Combine(release, "tables", inside, "gaps.csv")).Split('\n', 2)[1]]);
            var tables = Lines(Directory.EnumerateFiles(Path.Combine(release, "tables", inside), "*.csv").Where(file => !Path.GetFileName(file).StartsWith("cells-", StringComparison.Ordinal)).Select(file => string.Join('\n', File.ReadLines(file).Skip(1))));
            Assert.Empty(prose.Concat(tables).SelectMany(line => PrevalenceGuard.Prose(line).Select(reason => $"{language}: {line}: {reason}")));
            if (language != "en")
                Assert.DoesNotContain(prose, line => English().IsMatch(line));
        }
        // The released store stays in the language of the operation.
        Assert.Contains("Context register: ", Tip.Run("query", folder, "select text from information_gap where kind = 'register'", "--format", "json").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_of_the_operation_that_is_translated_and_not_there_stops_the_check_with_its_file()
    {
        var folder = TestFolders.CopyOf(demo.Folder);
        var file = Path.Combine(folder, "operation.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("languages: [en]", "languages: [en, fr]", StringComparison.Ordinal).Replace("title: Closing of the lake crossings", "title: Closing of the crossings", StringComparison.Ordinal));
        var output = Tip.Run("check", folder);
        Assert.Equal(10, output.Code);
        Assert.Contains("texts/fr.yaml: nothing in the operation reads «Closing of the lake crossings». Write the key to the letter as in its files, or remove it.", output.All, StringComparison.Ordinal);
        Assert.Equal(2, Tip.Run("report", folder, "--lang", "sw").Code);
    }

    private static List<string> Lines(IEnumerable<string> texts) => [.. texts.SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(Bidirectional.Plain)];

    /// <summary>Text of a page, a line an element.</summary>
    private static string Text(string html) => WebUtility.HtmlDecode(Tag().Replace(Inline().Replace(html[html.IndexOf("<main>", StringComparison.Ordinal)..], ""), "\n"));

    [GeneratedRegex("</?(bdi|strong)[^>]*>")]
    private static partial Regex Inline();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?i)\b(the|of|and|or|is|are|not|share|household|households|since|onset|before|areas?|shown|data|indicator|report|with|this|that|rise|fall|women|children)\b(?!=)")]
    private static partial Regex English();
}
