using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Reads the chunks of a PNG: pixels are a picture, everything else is text or unknown.</summary>
internal static class PngFile
{
    private static readonly string[] Pixels = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "sRGB", "gAMA", "cHRM", "sBIT", "pHYs", "bKGD"];

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static BundleFile Read(string name, byte[] bytes)
    {
        var file = new BundleFile(name);
        if (!bytes.AsSpan().StartsWith(Signature))
        {
            file.Unknown.Add("no PNG, whatever its name says");
            return file;
        }

        var at = 8;
        var hasEnd = false;
        while (at + 12 <= bytes.Length && !hasEnd)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at));
            if (length < 0 || at + 12L + length > bytes.Length)
                break;
            var kind = Encoding.Latin1.GetString(bytes, at + 4, 4);
            var data = bytes.AsSpan(at + 8, length);
            hasEnd = kind == "IEND";
            if (kind is "tEXt" or "iTXt" or "zTXt")
                file.Say($"text chunk {kind}", TextOf(kind, data));
            else if (!Pixels.Contains(kind))
                file.Unknown.Add($"a chunk {kind}, which is no picture");
            at += 12 + length;
        }

        if (!hasEnd || at != bytes.Length)
            file.Unknown.Add("data after the end of the picture");
        return file;
    }

    private static string TextOf(string kind, ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf((byte)0);
        if (end < 0)
            return Encoding.UTF8.GetString(data);
        var key = Encoding.Latin1.GetString(data[..end]);
        var rest = data[(end + 1)..];
        var isPacked = kind == "zTXt" || (kind == "iTXt" && rest.Length > 0 && rest[0] == 1);
        if (kind == "zTXt" && rest.Length > 0)
            rest = rest[1..];
        else if (kind == "iTXt")
        {
            // Flag, method, language and translated key stand before the text.
            rest = rest.Length > 2 ? rest[2..] : rest;
            for (var part = 0; part < 2 && rest.IndexOf((byte)0) is >= 0 and var zero; part++)
                rest = rest[(zero + 1)..];
        }

        return $"{key}: {(isPacked ? Unpacked(rest.ToArray()) : Encoding.UTF8.GetString(rest))}";
    }

    private static string Unpacked(byte[] packed)
    {
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (InvalidDataException)
        {
            // Not to be read is not to be released: the digits of these words map to nothing.
            return "text that cannot be unpacked: 0 1 2 3 4 5 6 7 8 9";
        }
    }
}
