using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Reads an HTML page: text, attributes, <c>data-*</c>, comments, pictures inside.</summary>
internal static partial class HtmlFile
{
    private static readonly string[] Void = ["meta", "img", "br", "hr", "link", "input", "col"];

    // Attributes whose digits are layout or structure, with the form they may have. Everything else is read as text.
    private static readonly Dictionary<string, Regex> Layout = new(StringComparer.Ordinal)
    {
        ["style"] = WidthStyle(), ["width"] = Digits(), ["height"] = Digits(), ["scope"] = Word(), ["class"] = Word(), ["lang"] = Word(), ["dir"] = Word(),
        ["colspan"] = Digits(), ["rowspan"] = Digits(), ["charset"] = Charset(),
    };

    public static BundleFile Read(string name, byte[] bytes)
    {
        var file = new BundleFile(name);
        var html = Encoding.UTF8.GetString(bytes);
        var open = new Stack<string>();
        var text = new StringBuilder();
        var table = (TableText?)null;
        var anchors = new List<string>();
        var ids = new List<string>();
        for (var at = 0; at < html.Length;)
        {
            if (html[at] != '<')
            {
                var end = html.IndexOf('<', at);
                end = end < 0 ? html.Length : end;
                text.Append(WebUtility.HtmlDecode(html[at..end]));
                at = end;
                continue;
            }

            if (html.AsSpan(at).StartsWith("<!--"))
            {
                var end = html.IndexOf("-->", at, StringComparison.Ordinal);
                end = end < 0 ? html.Length : end + 3;
                file.Say("comment", html[at..end]);
                at = end;
                continue;
            }

            var tag = Tag().Match(html, at);
            if (!tag.Success || tag.Index != at)
            {
                file.Unknown.Add($"a piece of markup that cannot be read, at character {at.ToString(CultureInfo.InvariantCulture)}");
                return file;
            }

            at += tag.Length;
            var element = tag.Groups["name"].Value.ToLowerInvariant();
            if (element is "!doctype")
                continue;
            if (element is "script" or "object" or "embed" or "iframe" or "canvas" or "template" or "noscript")
                file.Unknown.Add($"an element <{element}>, which no reader looks through");
            var isEnd = tag.Groups["end"].Length > 0;
            if (IsBlock(element))
                Flush();
            if (isEnd)
            {
                if (element == "svg")
                    Flush();
                if (table is not null)
                    table.End(element, file);
                if (element == "table")
                    table = null;
                if (open.TryPeek(out var top) && top == element)
                    open.Pop();
                continue;
            }

            if (element == "table")
                table = new();
            Attributes(element, tag.Groups["attributes"].Value);
            if (element is "style")
            {
                var end = html.IndexOf("</style", at, StringComparison.OrdinalIgnoreCase);
                Style(file, html[at..(end < 0 ? html.Length : end)]);
                at = end < 0 ? html.Length : end;
            }
            else if (element is "svg")
            {
                var end = html.IndexOf("</svg>", at, StringComparison.OrdinalIgnoreCase);
                end = end < 0 ? html.Length : end + 6;
                file.Inside.Add(("picture.svg", Encoding.UTF8.GetBytes(html[tag.Index..end])));
                at = end;
                continue;
            }

            if (!Void.Contains(element) && !tag.Value.EndsWith("/>", StringComparison.Ordinal))
                open.Push(element);
            table?.Start(element);
        }

        Flush();
        // A link leads to a heading of the page; the number in it is that of the heading.
        foreach (var anchor in anchors.Where(anchor => !ids.Contains(anchor)))
            file.Say("link", anchor);
        return file;

        void Flush()
        {
            var words = Space().Replace(text.ToString(), " ").Trim();
            text.Clear();
            if (words.Length == 0)
                return;
            if (table is null || !table.Take(words))
                file.Say(open.TryPeek(out var element) ? $"<{element}> «{Start(words)}»" : $"«{Start(words)}»", words);
        }

        void Attributes(string element, string attributes)
        {
            foreach (Match attribute in Attribute().Matches(attributes))
            {
                var (key, value) = (attribute.Groups["key"].Value.ToLowerInvariant(), WebUtility.HtmlDecode(attribute.Groups["value"].Value));
                if (key == "src" && value.StartsWith("data:image/", StringComparison.Ordinal) && value.IndexOf(";base64,", StringComparison.Ordinal) is > 0 and var comma)
                    file.Inside.Add(($"picture.{value["data:image/".Length..comma].Split('+')[0]}", Convert.FromBase64String(value[(comma + 8)..])));
                else if (key == "href" && value.StartsWith('#'))
                    anchors.Add(value[1..]);
                else if (key == "id" && element is "h1" or "h2" or "h3" or "h4")
                    ids.Add(value);
                else if (element == "meta" && key is "content" or "name" or "http-equiv" && value is "width=device-width, initial-scale=1" or "viewport" or "Content-Security-Policy")
                    continue;
                else if (!(Layout.TryGetValue(key, out var form) && form.IsMatch(value)))
                    file.Say($"<{element} {key}>", value);
            }
        }
    }

    /// <summary>Style rules hold sizes and colours, no text: a comment or inserted content is read as text.</summary>
    private static void Style(BundleFile file, string css)
    {
        foreach (Match hidden in HiddenInStyle().Matches(css))
            file.Say("<style>", hidden.Value);
    }

    private static bool IsBlock(string element) => element is "p" or "li" or "h1" or "h2" or "h3" or "h4" or "td" or "th" or "tr" or "caption" or "figcaption" or "figure" or "table" or "div" or "ul" or "ol"
        or "title" or "header" or "footer" or "aside" or "nav" or "main" or "section" or "body" or "head" or "style" or "thead" or "tbody" or "br" or "svg" or "img" or "details" or "summary";

    internal static string Start(string words) => words.Length > 40 ? words[..40] + "…" : words;

    [GeneratedRegex("""<(?<end>/?)(?<name>!?[A-Za-z][A-Za-z0-9]*)(?<attributes>(?:"[^"]*"|'[^']*'|[^>"'])*)>""")]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<key>[^\s=/"']+)\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)')""")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex(@"^width:\d{1,3}(\.\d)?%$")]
    private static partial Regex WidthStyle();

    [GeneratedRegex(@"^\d{1,4}$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^[A-Za-z -]*$")]
    private static partial Regex Word();

    [GeneratedRegex("^utf-8$", RegexOptions.IgnoreCase)]
    private static partial Regex Charset();

    [GeneratedRegex(@"/\*.*?\*/|content\s*:[^;}]*|--[a-z-]*data[^;}]*|url\([^)]*\)", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex HiddenInStyle();
}
