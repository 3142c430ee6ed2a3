using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports.Docx;

namespace TipAnalytics.Reports.Forms;

/// <summary>Reads the entries of a Word document: the content controls of each table that has one for the question.</summary>
internal static class DocxFormReader
{
    /// <exception cref="SourceDataException">The file cannot be read, or has no such table.</exception>
    public static IReadOnlyList<RegisterEntry> Read(string path)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path))
            throw new SourceDataException($"{path}: there is no such file.");
        List<RegisterEntry> entries;
        try
        {
            using var document = WordprocessingDocument.Open(path, isEditable: false);
            entries = document.MainDocumentPart?.Document?.Body is { } body ? [.. Entries(body, name)] : [];
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

    private static IEnumerable<RegisterEntry> Entries(Body body, string name)
    {
        var at = 0;
        foreach (var table in body.Descendants<Table>())
        {
            at++;
            var fields = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var control in table.Descendants<SdtElement>())
            {
                if (control.SdtProperties?.GetFirstChild<Tag>()?.Val?.Value is { } tag && RegisterFields.All.Contains(tag) && Text(control) is { Length: > 0 } text)
                    fields.TryAdd(tag, Chosen(control, text));
            }

            if (fields.ContainsKey(RegisterFields.Question))
                yield return new(string.Create(CultureInfo.InvariantCulture, $"{name}, table {at}"), fields);
        }
    }

    /// <summary>Paragraphs and lines as blanks; the sign for an empty control is nothing, also where somebody wrote behind it.</summary>
    private static string Text(SdtElement control) =>
        string.Concat(control.Descendants().Select(part => part switch { Text text => text.Text, Break or TabChar or CarriageReturn or Paragraph => " ", _ => "" })).Replace(DocxForm.Empty, "", StringComparison.Ordinal).Trim('\u200e', '\u200f', ' ');

    /// <summary>The code behind the word that is shown.</summary>
    private static string Chosen(SdtElement control, string text) =>
        control.SdtProperties!.Descendants<ListItem>().FirstOrDefault(item => item.DisplayText?.Value == text)?.Value?.Value ?? text;
}
