using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>The guard against prevalence over rendered files, where nobody looks at first: file names, document properties, titles, alternative texts, captions of tables,
/// names of sheets and controls.</summary>
internal static partial class RenderedFiles
{
    private static readonly HashSet<string> WordAttributes = ["descr", "title"];
    private static readonly HashSet<string> WordElements = ["tblCaption", "tblDescription", "alias"];

    /// <param name="files">Relative to <paramref name="folder"/>.</param>
    /// <exception cref="ReleaseBlockedException">With every place.</exception>
    public static void Check(string folder, IReadOnlyList<string> files)
    {
        var refused = files.SelectMany(file => Refusals(file, File.ReadAllBytes(Path.Combine(folder, file)))).Distinct().ToList();
        if (refused.Count > 0)
            throw new ReleaseBlockedException($"Nothing released: what stands beside the text of its files reads like a count of people or a finding about trafficking.\n{string.Join('\n', refused)}");
    }

    /// <returns>File, place and reason, one a hit.</returns>
    public static IEnumerable<string> Refusals(string file, byte[] content)
    {
        foreach (var part in file.Split('/').Select(part => Path.GetFileNameWithoutExtension(part)))
        {
            foreach (var reason in PrevalenceGuard.Prose(part.Replace('-', ' ').Replace('_', ' ')))
                yield return $"{file}: the file name {reason}";
            if (PrevalenceGuard.Identifier(part) is { } identifier)
                yield return $"{file}: the file name {identifier}";
        }

        foreach (var (place, text) in Words(file, content).Distinct())
        {
            foreach (var reason in PrevalenceGuard.Prose(text))
                yield return $"{file}: {place} {reason}";
        }
    }

    private static IEnumerable<(string Place, string Text)> Words(string file, byte[] content) => Path.GetExtension(file) switch
    {
        ".docx" or ".xlsx" => Package(content),
        ".html" => Page(Encoding.UTF8.GetString(content)),
        ".pdf" => Pdf(content),
        _ => [],
    };

    private static List<(string, string)> Package(byte[] content)
    {
        var words = new List<(string, string)>();
        using var archive = new ZipArchive(new MemoryStream(content), ZipArchiveMode.Read);
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.EndsWith(".xml", StringComparison.Ordinal)))
        {
            using var stream = entry.Open();
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            foreach (var element in XDocument.Load(reader).Descendants())
            {
                if (entry.FullName.StartsWith("docProps/", StringComparison.Ordinal) && !element.HasElements)
                    words.Add(("the document properties", element.Value));
                words.AddRange(element.Attributes().Where(attribute => WordAttributes.Contains(attribute.Name.LocalName)).Select(attribute => ("an alternative text", attribute.Value)));
                words.AddRange(element.Attributes().Where(attribute => WordElements.Contains(element.Name.LocalName) && attribute.Name.LocalName == "val").Select(attribute => ("the caption of a table or field", attribute.Value)));
                if (element.Name.LocalName is "sheet" or "docPr" or "cNvPr" && element.Attribute("name") is { } name)
                    words.Add(("the name of a sheet or picture", name.Value));
            }
        }

        return words;
    }

    private static IEnumerable<(string, string)> Page(string html) =>
        Title().Matches(html).Select(match => ("the title", WebUtility.HtmlDecode(match.Groups[1].Value)))
            .Concat(Attribute().Matches(html).Select(match => (match.Groups[1].Value == "content" ? "the description of the page" : "an alternative text", WebUtility.HtmlDecode(match.Groups[2].Value))));

    /// <summary>Texts of dictionaries (titles, alternative texts, links) and of the XMP packet. Only streams that hold objects or metadata are unpacked: the others are pages, fonts and pictures.</summary>
    private static IEnumerable<(string, string)> Pdf(byte[] content)
    {
        var plain = Encoding.Latin1.GetString(content);
        foreach (Match stream in Stream().Matches(plain))
        {
            var isPacket = stream.Groups[1].Value.Contains("/Metadata", StringComparison.Ordinal);
            if (!isPacket && !stream.Groups[1].Value.Contains("/ObjStm", StringComparison.Ordinal))
                continue;
            var data = content.AsSpan(stream.Index + stream.Length, int.Parse(stream.Groups[2].ValueSpan, CultureInfo.InvariantCulture)).ToArray();
            if (stream.Groups[1].Value.Contains("/FlateDecode", StringComparison.Ordinal))
                data = Inflate(data);
            if (isPacket)
            {
                foreach (var element in XDocument.Parse(Encoding.UTF8.GetString(data).TrimStart('\uFEFF')).Descendants().Where(element => !element.HasElements))
                    yield return ("the document properties (XMP)", element.Value);
            }
            else
            {
                foreach (Match text in Text().Matches(Encoding.Latin1.GetString(data)))
                    yield return ("a title or alternative text", Decoded(text.Value));
            }
        }
    }

    private static string Decoded(string text) => text[0] == '<'
        ? Encoding.BigEndianUnicode.GetString(Convert.FromHexString(text[5..^1]))
        : text[1..^1].Replace("\\(", "(", StringComparison.Ordinal).Replace("\\)", ")", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    private static byte[] Inflate(byte[] data)
    {
        using var plain = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress))
            zlib.CopyTo(plain);
        return plain.ToArray();
    }

    [GeneratedRegex("<title>(.*?)</title>", RegexOptions.Singleline)]
    private static partial Regex Title();

    [GeneratedRegex("\\s(alt|aria-label|title|content)=\"([^\"]*)\"")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"<<([^\n]*?)/Length ([0-9]+)>>\nstream\n")]
    private static partial Regex Stream();

    [GeneratedRegex(@"\((?:[^\\()]|\\.)*\)|<FEFF[0-9A-F]*>")]
    private static partial Regex Text();
}
