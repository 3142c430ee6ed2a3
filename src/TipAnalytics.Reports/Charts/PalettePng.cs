using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace TipAnalytics.Reports.Charts;

/// <summary>PNG with a palette of up to 256 colours: charts have few colours and many soft edges, and weigh a third of a full-colour PNG.</summary>
internal static class PalettePng
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
    private static readonly uint[] Crc = [.. Enumerable.Range(0, 256).Select(index =>
    {
        var value = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? 0xEDB88320 ^ (value >> 1) : value >> 1;
        return value;
    })];

    // Areas keep their exact colour; soft edges share what is left of the palette in coarse steps, which are not visible and compress far better.
    private const int ExactColours = 64;

    /// <param name="bitmap">RGBA, opaque.</param>
    public static byte[] Encode(SKBitmap bitmap)
    {
        var pixels = MemoryMarshal.Cast<byte, uint>(bitmap.GetPixelSpan());
        var counts = Counts(pixels);
        // The most frequent colours, ties by value.
        var exact = counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(ExactColours).Select(pair => pair.Key).ToList();
        var coarse = counts.Keys.Except(exact).GroupBy(Coarse).OrderByDescending(group => group.Sum(colour => counts[colour])).ThenBy(group => group.Key).Select(group => group.Key);
        var palette = exact.Concat(coarse).Distinct().Take(256).ToArray();
        var place = counts.Keys.ToDictionary(colour => colour, colour => Nearest(palette, colour));
        var rows = new byte[bitmap.Height * (bitmap.Width + 1)];
        for (var y = 0; y < bitmap.Height; y++)
        {
            var row = pixels.Slice(y * bitmap.Width, bitmap.Width);
            var (last, entry) = (row[0], place[row[0]]);
            for (var x = 0; x < row.Length; x++)
            {
                if (row[x] != last)
                    (last, entry) = (row[x], place[row[x]]);
                rows[y * (bitmap.Width + 1) + 1 + x] = entry;
            }
        }
        return Write(bitmap.Width, bitmap.Height, palette, rows);
    }

    private static Dictionary<uint, int> Counts(ReadOnlySpan<uint> pixels)
    {
        var counts = new Dictionary<uint, int>();
        for (var start = 0; start < pixels.Length;)
        {
            var run = pixels[start..].IndexOfAnyExcept(pixels[start]);
            run = run < 0 ? pixels.Length - start : run;
            counts[pixels[start]] = counts.GetValueOrDefault(pixels[start]) + run;
            start += run;
        }
        return counts;
    }

    private static uint Coarse(uint colour) => Step(colour & 255) | Step(colour >> 8 & 255) << 8 | Step(colour >> 16 & 255) << 16 | 0xFF000000;

    private static uint Step(uint value) => Math.Min(255, (value + 8) / 16 * 16);

    private static byte Nearest(uint[] palette, uint colour)
    {
        var (best, bestDistance) = (0, int.MaxValue);
        for (var index = 0; index < palette.Length && bestDistance > 0; index++)
        {
            int Apart(int shift) => (int)(palette[index] >> shift & 255) - (int)(colour >> shift & 255);
            if (Apart(0) * Apart(0) + Apart(8) * Apart(8) + Apart(16) * Apart(16) is var distance && distance < bestDistance)
                (best, bestDistance) = (index, distance);
        }
        return (byte)best;
    }

    private static byte[] Write(int width, int height, uint[] palette, byte[] rows)
    {
        using var png = new MemoryStream();
        png.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3);
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "PLTE"u8, [.. palette.SelectMany(colour => new[] { (byte)colour, (byte)(colour >> 8), (byte)(colour >> 16) })]);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            zlib.Write(rows);
        Chunk(png, "IDAT"u8, packed.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> kind, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(kind);
        png.Write(data);
        var sum = 0xFFFFFFFF;
        foreach (var part in kind)
            sum = Crc[(sum ^ part) & 255] ^ (sum >> 8);
        foreach (var part in data)
            sum = Crc[(sum ^ part) & 255] ^ (sum >> 8);
        BinaryPrimitives.WriteUInt32BigEndian(number, sum ^ 0xFFFFFFFF);
        png.Write(number);
    }
}
