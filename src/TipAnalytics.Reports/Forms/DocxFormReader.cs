using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports.Docx;

namespace TipAnalytics.Reports.Forms;

/// <summary>Reads the entries of a Word document: of each table that has the fields of an entry, the cells beside the labels, or those under them row by row.</summary>
internal static class DocxFormReader
{
    /// <param name="labels">Kind of entry → label of a field, in any language → its key.</param>
    /// <exception cref="SourceDataException">The file cannot be read, or has no such table.</exception>
    public static IReadOnlyList<RegisterEntry> Read(string path, IReadOnlyDictionary<RegisterKind, IReadOnlyDictionary<string, string>> labels)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new SourceDataException($"{path}: there is no such file.");
        List<RegisterEntry> entries;
        try
        {
            using var document = WordprocessingDocument.Open(path, isEditable: false);
            entries = document.MainDocumentPart?.Document?.Body is { } body ? [.. Entries(body, name, labels)] : [];
        }
        catch (Exception failure) when (failure is not TipException)
        {
            // A library's words may quote the document.
            throw new SourceDataException($"{name}: cannot be read as a Word document ({failure.GetType().Name}). Save it again as DOCX, without a password.");
        }

        return entries.Count > 0
            ? entries
            : throw new SourceDataException($"{name}: holds no entry of the register. Fill in the document that «tip register DIR form» writes, and keep its tables with their fields.");
    }

    private static IEnumerable<RegisterEntry> Entries(Body body, string name, IReadOnlyDictionary<RegisterKind, IReadOnlyDictionary<string, string>> labels)
    {
        var at = 0;
        foreach (var table in body.Descendants<Table>())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{name}, table {++at}");
            List<List<TableCell>> rows = [.. table.Elements<TableRow>().Select(row => row.Descendants<TableCell>().ToList())];
            if (rows.Count == 0)
                continue;
            // Labels stand above the entries where every row has the cells of the first, and that one is not filled in.
            var isByRow = rows[0].TrueForAll(cell => Control(cell) is null) && rows.TrueForAll(row => row.Count == rows[0].Count);
            List<(TableCell Label, TableCell Value, int Row)> pairs = isByRow
                ? [.. rows.Index().Skip(1).SelectMany(row => row.Item.Select((cell, column) => (rows[0][column], cell, row.Index)))]
                : [.. rows.SelectMany(row => row.Chunk(2).Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1], 0)))];
            if (labels.Keys.FirstOrDefault(kind => kind.Signs.All(sign => pairs.Exists(pair => Field(kind, pair.Label, pair.Value, labels[kind]) == sign))) is not { } found)
                continue;
            foreach (var entry in pairs.GroupBy(pair => pair.Row))
                yield return new(found, isByRow ? string.Create(CultureInfo.InvariantCulture, $"{place}, row {entry.Key + 1}") : place, Fields(found, entry.Select(pair => (pair.Label, pair.Value)), labels[found]));
        }
    }

    private static Dictionary<string, string> Fields(RegisterKind kind, IEnumerable<(TableCell Label, TableCell Value)> pairs, IReadOnlyDictionary<string, string> labels)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (label, value) in pairs)
        {
            var control = Control(value);
            if (Field(kind, label, value, labels) is { } field && Text((OpenXmlElement?)control ?? value) is { Length: > 0 } text)
                fields.TryAdd(field, Chosen(control, text));
        }

        return fields;
    }

    /// <summary>Field of a cell. LibreOffice keeps the controls and drops their tags; then the label says which field it is. In text from right to left it writes a control twice: the first counts.</summary>
    private static string? Field(RegisterKind kind, TableCell label, TableCell value, IReadOnlyDictionary<string, string> labels) =>
        (Control(value)?.SdtProperties?.GetFirstChild<Tag>()?.Val?.Value ?? labels.GetValueOrDefault(RegisterFormFile.Bare(Text(label)))) is { } field && kind.FormFields.Contains(field) ? field : null;

    private static SdtElement? Control(TableCell cell) => cell.Descendants<SdtElement>().FirstOrDefault();

    /// <summary>Text of a cell or control, paragraphs and lines as blanks; the sign for an empty control is nothing, also where somebody wrote behind it.</summary>
    private static string Text(OpenXmlElement part) =>
        string.Concat(part.Descendants().Select(piece => piece switch { Text text => text.Text, Break or TabChar or CarriageReturn or Paragraph => " ", _ => "" })).Replace(DocxForm.Empty, "", StringComparison.Ordinal).Trim('\u200e', '\u200f', ' ');

    /// <summary>The code behind the word that is shown.</summary>
    private static string Chosen(SdtElement? control, string text) =>
        control?.SdtProperties?.Descendants<ListItem>().FirstOrDefault(item => item.DisplayText?.Value == text)?.Value?.Value ?? text;
}
