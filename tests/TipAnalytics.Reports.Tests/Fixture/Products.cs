using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Reports.Tests.Fixture;

/// <summary>The files of the invented release, made once.</summary>
internal static partial class Products
{
    public static readonly string[] Names = ["trend-report", "hno-pack", "hct-note", "key-messages", "trend-sheet", "pau-brief", "context-annex"];

    /// <summary>Those with tables and pictures.</summary>
    public static readonly string[] Illustrated = ["trend-report", "hno-pack", "pau-brief"];

    /// <summary>Those that are mailed to people who read on a phone.</summary>
    public static readonly string[] Briefs = ["hct-note", "key-messages"];

    /// <summary>Both in every language; those in English carry none in their name.</summary>
    public static readonly string[] Documents = [.. LanguageFile.Languages.SelectMany(language => Names.Select(name => language == "en" ? name : $"{name}.{language}"))];

    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> Made = new(() =>
        ReportWriter.Make(LakeRegion.InAllLanguages, Names).ToDictionary(file => file.Name, file => file.Bytes, StringComparer.Ordinal));

    public static IReadOnlyDictionary<string, byte[]> Files => Made.Value;

    public static string Html(string product) => Encoding.UTF8.GetString(Files[$"{product}.html"]);

    /// <summary>Text and alternative texts of a page, without marks and pictures.</summary>
    public static string HtmlText(string product)
    {
        var body = Html(product)[Html(product).IndexOf("<body>", StringComparison.Ordinal)..];
        var alternatives = string.Join(' ', Alt().Matches(body).Select(match => match.Groups[1].Value));
        return WebUtility.HtmlDecode($"{Tag().Replace(body, " ")} {alternatives}");
    }

    public static string DocxText(string product)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Files[$"{product}.docx"]), false);
        var body = document.MainDocumentPart!.Document!.Body!;
        var alternatives = body.Descendants<DocumentFormat.OpenXml.Drawing.Wordprocessing.DocProperties>().Select(picture => picture.Description?.Value ?? "");
        return string.Join('\n', body.Descendants<Paragraph>().Select(paragraph => string.Concat(paragraph.Descendants<Text>().Select(text => text.Text))).Concat(alternatives));
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex("<img alt=\"([^\"]*)\"")]
    public static partial Regex Alt();
}
