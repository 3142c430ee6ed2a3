using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using TipAnalytics.Reports.Tests.Fixture;

namespace TipAnalytics.Reports.Tests;

/// <summary>The plain text of the documents, word for word. After a wanted change: run with <c>UPDATE_GOLDEN=1</c> and read the difference before committing it.</summary>
public partial class GoldenTests
{
    /// <summary>Of the other languages one product: the shorter one, which has words of nearly every kind.</summary>
    public static TheoryData<string> Names => [.. Products.Documents.Where(name => !name.StartsWith("trend-report.", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Names))]
    public void The_text_of_the_document_is_the_reviewed_one(string product)
    {
        var text = Normal(Products.DocxText(product));
        var file = Path.Combine(Folder(), $"{product}.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(file, text, new UTF8Encoding(false));
        Assert.Equal(Normal(File.ReadAllText(file)), text);
    }

    /// <summary>One line a paragraph, single blanks, no empty lines, line ends of Unix.</summary>
    private static string Normal(string text) =>
        string.Concat(text.Split('\n').Select(line => Blanks().Replace(Marks().Replace(line, ""), " ").Trim()).Where(line => line.Length > 0).Select(line => line + "\n"));

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden");

    /// <summary>Marks of direction, which a reviewer does not see.</summary>
    [GeneratedRegex("[\u200e\u200f]")]
    private static partial Regex Marks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
