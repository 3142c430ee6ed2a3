using System.Globalization;
using System.Text;
using TipAnalytics.Reports.Documents;

namespace TipAnalytics.Reports.Markdown;

/// <summary>Writes a document as Markdown (CommonMark with tables). Pictures have no place in it.</summary>
internal static class MarkdownDocument
{
    public static string Write(Document document)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Plain(document.Title)}\n\n{Plain(document.Subtitle)}\n");
        foreach (var block in document.Blocks)
            Add(text, block, document);
        text.Append(CultureInfo.InvariantCulture, $"\n{Plain(document.FooterLine)}\n");
        return text.ToString();
    }

    private static void Add(StringBuilder text, Block block, Document document)
    {
        text.Append('\n');
        switch (block)
        {
            case Heading heading:
                text.Append(CultureInfo.InvariantCulture, $"<a id=\"{heading.Anchor}\"></a>\n\n{new string('#', heading.Level + 1)} {Plain(heading.Text)}\n");
                break;
            case Paragraph { Look: ParagraphLook.Caveat } paragraph:
                text.Append(CultureInfo.InvariantCulture, $"> {Start(paragraph.Start)}{Plain(paragraph.Text)}\n");
                break;
            case Paragraph paragraph:
                text.Append(CultureInfo.InvariantCulture, $"{Start(paragraph.Start)}{Plain(paragraph.Text)}\n");
                break;
            case Bullets bullets:
                foreach (var (start, item) in bullets.Items)
                    text.Append(CultureInfo.InvariantCulture, $"- {Start(start)}{Plain(item)}\n");
                break;
            case Box box:
                text.Append(CultureInfo.InvariantCulture, $"**{Plain(box.Title)}**\n");
                foreach (var inner in box.Content)
                    Add(text, inner, document);
                break;
            case Code code:
                text.Append(CultureInfo.InvariantCulture, $"```sql\n{code.Text}\n```\n");
                break;
            case DataTable table:
                Add(text, table);
                break;
            case ContentsList contents:
                text.Append(CultureInfo.InvariantCulture, $"**{Plain(contents.Title)}**\n\n");
                foreach (var (heading, below) in contents.Entries(document))
                {
                    text.Append(CultureInfo.InvariantCulture, $"- [{Plain(heading.Text)}](#{heading.Anchor})\n");
                    foreach (var inner in below)
                        text.Append(CultureInfo.InvariantCulture, $"  - [{Plain(inner.Text)}](#{inner.Anchor})\n");
                }
                break;
        }
    }

    private static void Add(StringBuilder text, DataTable table)
    {
        text.Append(CultureInfo.InvariantCulture, $"{Plain(table.Caption)}\n\n");
        Row(text, table.Columns.Select(column => column.Title));
        Row(text, table.Columns.Select(_ => "---"), isPlain: true);
        foreach (var row in table.Rows)
            Row(text, row.Select(cell => cell.Text));
        if (table.Note.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n{Plain(table.Note)}\n");
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells, bool isPlain = false) =>
        text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells.Select(cell => isPlain ? cell : Plain(cell)))} |\n");

    private static string Start(string start) => start.Length == 0 ? "" : $"**{Plain(start)}** ";

    /// <summary>Signs that would be read as marks.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var sign in text)
        {
            if (sign is '\\' or '*' or '_' or '|' or '<' or '[' or ']' or '`')
                plain.Append('\\');
            plain.Append(sign is '\n' ? ' ' : sign);
        }

        return plain.ToString();
    }
}
