using System.Globalization;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Reads a PDF: text by lines, document information, metadata, attachments, notes.</summary>
/// <remarks>The lines of a PDF have lost the heads of their columns. Its numbers are held against those of the page or document of the same name, which carry
/// them: see <see cref="PdfNumbers"/>.</remarks>
internal static class PdfFile
{
    private const double SameLine = 2;

    /// <returns>Pieces of properties; lines of text by page.</returns>
    public static (BundleFile File, IReadOnlyList<IReadOnlyList<string>> Pages) Read(string name, byte[] bytes)
    {
        var file = new BundleFile(name);
        var pages = new List<IReadOnlyList<string>>();
        try
        {
            using var pdf = PdfDocument.Open(bytes);
            var about = pdf.Information;
            foreach (var (key, value) in new[] { ("title", about.Title), ("subject", about.Subject), ("author", about.Author), ("keywords", about.Keywords), ("creator", about.Creator) })
                file.Say($"document information, {key}", value ?? "");
            if (pdf.TryGetXmpMetadata(out var metadata))
            {
                foreach (var leaf in metadata.GetXDocument().Descendants().Where(element => !element.HasElements && element.Name.LocalName is not ("CreateDate" or "ModifyDate" or "MetadataDate" or "Producer" or "PDFVersion")))
                    file.Say($"metadata, {leaf.Name.LocalName}", leaf.Value);
            }

            if (pdf.Advanced.TryGetEmbeddedFiles(out var attachments) && attachments.Count > 0)
                file.Unknown.Add("an attached file");
            foreach (var page in pdf.GetPages())
            {
                foreach (var note in page.GetAnnotations().Where(note => !string.IsNullOrEmpty(note.Content)))
                    file.Say($"note on page {page.Number.ToString(CultureInfo.InvariantCulture)}", note.Content!);
                pages.Add(Lines(page));
            }
        }
        catch (Exception failure) when (failure is PdfDocumentFormatException or InvalidOperationException or NotSupportedException or KeyNotFoundException)
        {
            // A library's words may quote what it read.
            file.Unknown.Add("a PDF that cannot be read");
        }

        return (file, pages);
    }

    private static List<string> Lines(Page page)
    {
        var lines = new List<(double Bottom, List<Word> Words)>();
        foreach (var word in page.GetWords())
        {
            var line = lines.FindIndex(line => Math.Abs(line.Bottom - word.BoundingBox.Bottom) < SameLine);
            if (line < 0)
                lines.Add((word.BoundingBox.Bottom, [word]));
            else
                lines[line].Words.Add(word);
        }

        return [.. lines.OrderByDescending(line => line.Bottom).Select(line => string.Join(' ', line.Words.OrderBy(word => word.BoundingBox.Left).Select(word => word.Text)))];
    }
}
