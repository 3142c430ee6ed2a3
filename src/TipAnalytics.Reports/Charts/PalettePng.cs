using System.Buffers.Binary;
using System.IO.Compression;
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

    /// <param name="bitmap">RGBA, opaque.</param>
    public static byte[] Encode(SKBitmap bitmap)
    {
        var pixels = bitmap.GetPixelSpan();
        var count = bitmap.Width * bitmap.Height;
        var colours = new Dictionary<int, int>();
        for (var index = 0; index < count; index++)
        {
            var colour = Coarse(pixels, index);
            colours[colour] = colours.GetValueOrDefault(colour) + 1;
        }
        // The most frequent colours, ties by value; edges in between take the nearest.
        var palette = colours.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(256).Select(pair => pair.Key).ToArray();
        var place = palette.Select((colour, index) => (colour, index)).ToDictionary(pair => pair.colour, pair => (byte)pair.index);
        var rows = new byte[bitmap.Height * (bitmap.Width + 1)];
        for (var y = 0; y < bitmap.Height; y++)
            for (var x = 0; x < bitmap.Width; x++)
            {
                var colour = Coarse(pixels, y * bitmap.Width + x);
                if (!place.TryGetValue(colour, out var entry))
                    place[colour] = entry = Nearest(palette, colour);
                rows[y * (bitmap.Width + 1) + 1 + x] = entry;
            }
        return Write(bitmap.Width, bitmap.Height, palette, rows);
    }

    // Soft edges in steps of 8 are not visible and compress far better; white stays white.
    private static int Coarse(ReadOnlySpan<byte> pixels, int index) =>
        Step(pixels[4 * index]) << 16 | Step(pixels[4 * index + 1]) << 8 | Step(pixels[4 * index + 2]);

    private static int Step(byte value) => Math.Min(255, (value + 4) / 8 * 8);

    private static byte Nearest(int[] palette, int colour)
    {
        var (best, bestDistance) = (0, int.MaxValue);
        for (var index = 0; index < palette.Length; index++)
        {
            var (red, green, blue) = ((palette[index] >> 16) - (colour >> 16), (palette[index] >> 8 & 255) - (colour >> 8 & 255), (palette[index] & 255) - (colour & 255));
            if (red * red + green * green + blue * blue is var distance && distance < bestDistance)
                (best, bestDistance) = (index, distance);
        }
        return (byte)best;
    }

    private static byte[] Write(int width, int height, int[] palette, byte[] rows)
    {
        using var png = new MemoryStream();
        png.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 3);
        Chunk(png, "IHDR"u8, header);
        Chunk(png, "PLTE"u8, [.. palette.SelectMany(colour => new[] { (byte)(colour >> 16), (byte)(colour >> 8), (byte)colour })]);
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
