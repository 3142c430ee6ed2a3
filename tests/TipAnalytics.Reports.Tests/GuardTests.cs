using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Reports.Tests.Fixture;

namespace TipAnalytics.Reports.Tests;

/// <summary>The guard against prevalence over everything a reader sees.</summary>
public class GuardTests
{
    public static TheoryData<string> Names => [.. Products.Documents];

    [Theory, MemberData(nameof(Names))]
    public void No_line_of_a_document_or_alternative_text_counts_or_rates_trafficked_persons(string product)
    {
        // Line by line: words of two cells or captions make no sentence.
        var lines = Products.DocxText(product).Split('\n').Concat(Products.Alt().Matches(Products.Html(product)).Select(match => match.Groups[1].Value)).Distinct();
        Assert.Empty(lines.SelectMany(line => PrevalenceGuard.Prose(line).Select(reason => $"{line}: {reason}")));
    }

    [Fact]
    public void No_file_and_no_column_is_named_for_a_count()
    {
        foreach (var (name, bytes) in Products.Files)
        {
            Assert.Null(PrevalenceGuard.Identifier(Path.GetFileNameWithoutExtension(name)));
            if (name.EndsWith(".csv", StringComparison.Ordinal))
                Assert.All(Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n')[0].Split(','), column => Assert.Null(PrevalenceGuard.Identifier(column)));
        }
    }

    [Fact]
    public void No_cell_of_a_table_and_no_text_of_a_chart_counts_or_rates_trafficked_persons()
    {
        var texts = Products.Files.Keys.Where(file => file.EndsWith(".csv", StringComparison.Ordinal) && !file.Contains("/cells-", StringComparison.Ordinal)).SelectMany(file => Encoding.UTF8.GetString(Products.Files[file]).Split('\n'))
            .Concat(Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "reports", "texts"), "*.yaml").SelectMany(File.ReadAllLines).Select(line => line.TrimStart(' ', '#')));
        Assert.Empty(texts.SelectMany(text => PrevalenceGuard.Prose(text).Select(reason => $"{text}: {reason}")));
    }
}
