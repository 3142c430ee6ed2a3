using System.IO.Compression;
using System.Security;
using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Reports.Docx;

/// <summary>Makes the bytes of an Office package depend on its content alone.</summary>
internal static class DocxPackage
{
    // ZIP knows no dates before 1980.
    private static readonly DateTimeOffset Fixed = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The same parts, sorted, <c>[Content_Types].xml</c> first, all at one fixed time.</summary>
    public static byte[] Rewrite(byte[] package)
    {
        using var source = new ZipArchive(new MemoryStream(package), ZipArchiveMode.Read);
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in source.Entries.OrderBy(entry => entry.FullName == "[Content_Types].xml" ? 0 : 1).ThenBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                // Pictures are compressed already.
                var level = entry.FullName.EndsWith(".png", StringComparison.Ordinal) ? CompressionLevel.NoCompression : CompressionLevel.Optimal;
                var copy = archive.CreateEntry(entry.FullName, level);
                copy.LastWriteTime = Fixed;
                using var from = entry.Open();
                using var to = copy.Open();
                from.CopyTo(to);
            }
        }
        return target.ToArray();
    }

    /// <summary>Title, subject and language, without dates and names.</summary>
    public static string CoreProperties(string title, string subject, string language) => string.Concat(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>",
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">",
        $"<dc:title>{SecurityElement.Escape(Bidirectional.Plain(title))}</dc:title><dc:subject>{SecurityElement.Escape(Bidirectional.Plain(subject))}</dc:subject><dc:language>{language}</dc:language>",
        "</cp:coreProperties>");
}
