using System.Globalization;
using System.Net;
using System.Text;
using TipAnalytics.Reports.Documents;

namespace TipAnalytics.Reports.Html;

/// <summary>Writes a document as one HTML file: no scripts, no outside requests, prints on A4.</summary>
internal sealed class HtmlDocument
{
    private readonly StringBuilder html = new();
    private readonly Document document;
    private int tables;
    private int figures;

    private HtmlDocument(Document document) => this.document = document;

    public static string Write(Document document) => new HtmlDocument(document).Whole();

    private string Whole()
    {
        html.Append(CultureInfo.InvariantCulture, $"<!doctype html>\n<html lang=\"{document.Language}\" dir=\"{(document.IsRightToLeft ? "rtl" : "ltr")}\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        // The policy stops outside requests even in a reader that would make them.
        html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<title>{Attribute(document.Title)}</title>\n<style>\n{HtmlStyle.Css}{Printed()}</style>\n</head>\n<body>\n<main>\n");
        html.Append(CultureInfo.InvariantCulture, $"<header><p class=\"running\">{Safe(document.HeaderLine)}</p>\n<h1>{Safe(document.Title)}</h1>\n<p class=\"subtitle\">{Safe(document.Subtitle)}</p></header>\n");
        foreach (var block in document.Blocks)
            Add(block);
        html.Append(CultureInfo.InvariantCulture, $"<footer><p class=\"running\">{Safe(document.FooterLine)}</p></footer>\n</main>\n</body>\n</html>\n");
        return html.ToString();
    }

    /// <summary>Head and foot of every printed page.</summary>
    private string Printed() => string.Create(CultureInfo.InvariantCulture, $$"""
        @page { @top-left { content: {{Quoted(document.HeaderLine)}}; width: 100%; font-size: 7.5pt; color: #51606e; } @bottom-left { content: {{Quoted(document.FooterLine)}}; width: 78%; font-size: 7.5pt; color: #51606e; } @bottom-right { content: {{Quoted(document.PageWords.Before)}} counter(page) {{Quoted(document.PageWords.Between)}} counter(pages) {{Quoted(document.PageWords.After)}}; font-size: 7.5pt; color: #51606e; } }

        """);

    // Signs that would end the text or the style sheet are written as numbers.
    private static string Quoted(string text) =>
        $"\"{string.Concat(text.Select(sign => sign is '"' or '\\' or '<' or '>' or '&' || char.IsControl(sign) ? string.Create(CultureInfo.InvariantCulture, $"\\{(int)sign:x} ") : sign.ToString()))}\"";

    private void Add(Block block)
    {
        switch (block)
        {
            case Heading heading:
                // The title is h1, so a heading of level 1 is h2.
                html.Append(CultureInfo.InvariantCulture, $"<h{heading.Level + 1} id=\"{heading.Anchor}\">{Safe(heading.Text)}</h{heading.Level + 1}>\n");
                break;
            case Paragraph paragraph:
                html.Append(CultureInfo.InvariantCulture, $"<p class=\"{Class(paragraph.Look)}\">{Start(paragraph.Start)}{Safe(paragraph.Text)}</p>\n");
                break;
            case Bullets bullets:
                html.Append("<ul>\n");
                foreach (var (start, text) in bullets.Items)
                    html.Append(CultureInfo.InvariantCulture, $"<li>{Start(start)}{Safe(text)}</li>\n");
                html.Append("</ul>\n");
                break;
            case Box box:
                html.Append(CultureInfo.InvariantCulture, $"<aside class=\"box\"><p class=\"box-title\">{Safe(box.Title)}</p>\n");
                foreach (var inner in box.Content)
                    Add(inner);
                html.Append("</aside>\n");
                break;
            case Figure figure:
                html.Append(CultureInfo.InvariantCulture, $"<figure><img alt=\"{Attribute(figure.Alt)}\" width=\"{figure.WidthPoints * 4 / 3}\" height=\"{figure.HeightPoints * 4 / 3}\" src=\"data:image/png;base64,");
                html.Append(Convert.ToBase64String(figure.Png));
                html.Append(CultureInfo.InvariantCulture, $"\">\n<figcaption>{Safe(document.FigureWord)} {++figures}. {Safe(figure.Caption)}</figcaption></figure>\n");
                break;
            case DataTable table:
                Add(table);
                break;
            case ContentsList contents:
                html.Append(CultureInfo.InvariantCulture, $"<nav aria-label=\"{Attribute(contents.Title)}\"><p class=\"box-title\">{Safe(contents.Title)}</p>\n<ol class=\"contents\">\n");
                foreach (var (heading, below) in contents.Entries(document))
                {
                    html.Append(CultureInfo.InvariantCulture, $"<li>{Link(heading)}");
                    if (below.Count > 0)
                        html.Append(CultureInfo.InvariantCulture, $"<ul>{string.Concat(below.Select(inner => $"<li>{Link(inner)}</li>"))}</ul>");
                    html.Append("</li>\n");
                }
                html.Append("</ol></nav>\n");
                break;
            case Code code:
                html.Append(CultureInfo.InvariantCulture, $"<pre style=\"overflow-x:auto;font-size:12.5px;line-height:1.4;background:var(--band);padding:8px 12px\">{Safe(code.Text)}</pre>\n");
                break;
        }
    }

    private void Add(DataTable table)
    {
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"table\"><table>\n<caption>{Safe(document.TableWord)} {++tables}. {Safe(table.Caption)}</caption>\n<thead><tr>");
        var whole = table.Columns.Sum(column => column.Share);
        foreach (var column in table.Columns)
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" style=\"width:{100 * column.Share / whole:0.#}%\">{Safe(column.Title)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\" class=\"{Class(row[0].Look)}\">{Safe(row[0].Text)}</th>");
            foreach (var cell in row.Skip(1))
                html.Append(CultureInfo.InvariantCulture, $"<td class=\"{Class(cell.Look)}\">{Safe(cell.Text)}</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody></table>\n");
        if (table.Note.Length > 0)
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"small\">{Safe(table.Note)}</p>\n");
        html.Append("</div>\n");
    }

    private static string Link(Heading heading) => $"<a href=\"#{heading.Anchor}\">{Safe(heading.Text)}</a>";

    private static string Start(string start) => start.Length == 0 ? "" : $"<strong>{Safe(start)}</strong> ";

    /// <summary>Text between tags; isolates become elements, which every reader knows.</summary>
    private static string Safe(string text) => Attribute(text).Replace("\u2066", "<bdi dir=\"ltr\">", StringComparison.Ordinal).Replace("\u2069", "</bdi>", StringComparison.Ordinal);

    private static string Attribute(string text) => WebUtility.HtmlEncode(text);

    private static string Class(ParagraphLook look) => look switch
    {
        ParagraphLook.Lead => "lead",
        ParagraphLook.Caveat => "caveat",
        ParagraphLook.Small => "small",
        _ => "text",
    };

    private static string Class(CellLook look) => look switch
    {
        CellLook.Number => "number",
        CellLook.Hidden => "hidden",
        CellLook.NotAssessed => "not-assessed",
        CellLook.NoData => "no-data",
        CellLook.Elevated => "elevated",
        CellLook.NotElevated => "not-elevated",
        CellLook.Unknown => "unknown",
        CellLook.Rise => "rise",
        CellLook.Fall => "fall",
        CellLook.Warning => "warning",
        _ => "plain",
    };
}
