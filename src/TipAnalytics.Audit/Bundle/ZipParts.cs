using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Parts of an Office package.</summary>
internal static class ZipParts
{
    private const long Most = 64L << 20;

    /// <returns>Name and content of each part, in the order of the package. What cannot be read is noted in <paramref name="file"/>.</returns>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Read(BundleFile file, byte[] bytes)
    {
        var parts = new List<(string, byte[])>();
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
            if (zip.Comment.Length > 0)
                file.Say("comment of the package", zip.Comment);
            foreach (var entry in zip.Entries)
            {
                if (entry.Length > Most)
                {
                    file.Unknown.Add($"a part of more than {Most >> 20} MiB ({entry.FullName})");
                    continue;
                }

                if (entry.Comment.Length > 0)
                    file.Say($"comment of {entry.FullName}", entry.Comment);
                using var stream = entry.Open();
                using var memory = new MemoryStream();
                stream.CopyTo(memory);
                parts.Add((entry.FullName, memory.ToArray()));
            }
        }
        catch (InvalidDataException)
        {
            file.Unknown.Add("a package that cannot be opened");
        }

        return parts;
    }

    /// <returns>Null, and a note, for a part that is no XML.</returns>
    public static XElement? Xml(BundleFile file, string name, byte[] bytes)
    {
        if (!(name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)))
        {
            file.Unknown.Add($"a part of an unknown kind ({name})");
            return null;
        }

        try
        {
            using var reader = XmlReader.Create(new MemoryStream(bytes), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root;
        }
        catch (XmlException)
        {
            file.Unknown.Add($"a part that is no XML ({name})");
            return null;
        }
    }
}
