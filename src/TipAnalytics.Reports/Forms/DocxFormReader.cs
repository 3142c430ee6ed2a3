using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports.Docx;

namespace TipAnalytics.Reports.Forms;

/// <summary>Reads the entries of a Word document: of each table that has a question, the cells beside the labels.</summary>
internal static class DocxFormReader
{
    /// <param name="labels">Label of a field, in any language → its key.</param>
    /// <exception cref="SourceDataException">The file cannot be read, or has no such table.</exception>
    public static IReadOnlyList<RegisterEntry> Read(string path, IReadOnlyDictionary<string, string> labels)
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

    private static IEnumerable<RegisterEntry> Entries(Body body, string name, IReadOnlyDictionary<string, string> labels)
    {
        var at = 0;
        foreach (var table in body.Descendants<Table>())
        {
            at++;
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var pair in table.Elements<TableRow>().SelectMany(row => row.Descendants<TableCell>().Chunk(2)).Where(pair => pair.Length == 2))
            {
                var control = pair[1].Descendants<SdtElement>().FirstOrDefault();
                // LibreOffice keeps the controls and drops their tags; then the label says which field it is. In text from right to left it writes a control twice: the first counts.
                var field = control?.SdtProperties?.GetFirstChild<Tag>()?.Val?.Value ?? labels.GetValueOrDefault(RegisterFormFile.Bare(Text(pair[0])));
                if (field is not null && RegisterFields.All.Contains(field) && Text((OpenXmlElement?)control ?? pair[1]) is { Length: > 0 } text)
                    fields.TryAdd(field, Chosen(control, text));
            }

            if (fields.ContainsKey(RegisterFields.Question))
                yield return new(string.Create(CultureInfo.InvariantCulture, $"{name}, table {at}"), fields);
        }
    }

    /// <summary>Text of a cell or control, paragraphs and lines as blanks; the sign for an empty control is nothing, also where somebody wrote behind it.</summary>
    private static string Text(OpenXmlElement part) =>
        string.Concat(part.Descendants().Select(piece => piece switch { Text text => text.Text, Break or TabChar or CarriageReturn or Paragraph => " ", _ => "" })).Replace(DocxForm.Empty, "", StringComparison.Ordinal).Trim('\u200e', '\u200f', ' ');

    /// <summary>The code behind the word that is shown.</summary>
    private static string Chosen(SdtElement? control, string text) =>
        control?.SdtProperties?.Descendants<ListItem>().FirstOrDefault(item => item.DisplayText?.Value == text)?.Value?.Value ?? text;
}
