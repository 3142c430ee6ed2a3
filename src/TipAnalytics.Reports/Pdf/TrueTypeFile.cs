using System.Buffers.Binary;
using System.Text;

namespace TipAnalytics.Reports.Pdf;

/// <summary>A TrueType font file: its measures, and a smaller file that draws some of its glyphs.</summary>
internal sealed class TrueTypeFile
{
    private static readonly string[] Kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    // Flags of the parts of a composite glyph.
    private const int WordArguments = 0x01;
    private const int OneScale = 0x08;
    private const int MoreParts = 0x20;
    private const int TwoScales = 0x40;
    private const int FourScales = 0x80;

    private readonly byte[] data;
    private readonly SortedDictionary<string, (int Start, int Length)> tables = new(StringComparer.Ordinal);
    private readonly int metrics;

    public TrueTypeFile(byte[] data)
    {
        this.data = data;
        for (var table = 0; table < Unsigned(4); table++)
        {
            var at = 12 + 16 * table;
            tables[Encoding.ASCII.GetString(data, at, 4)] = (Whole(at + 8), Whole(at + 12));
        }
        UnitsPerEm = Unsigned(Table("head") + 18);
        metrics = Unsigned(Table("hhea") + 34);
        Ascent = Thousandths(Signed(Table("hhea") + 4));
        Descent = Thousandths(Signed(Table("hhea") + 6));
        CapHeight = Unsigned(Table("OS/2")) >= 2 ? Thousandths(Signed(Table("OS/2") + 88)) : Ascent;
        Box = [.. Enumerable.Range(0, 4).Select(side => Thousandths(Signed(Table("head") + 36 + 2 * side)))];
    }

    public int UnitsPerEm { get; }

    /// <summary>Height above the line in thousandths of the size; <see cref="Descent"/> is negative.</summary>
    public float Ascent { get; }

    public float Descent { get; }

    public float CapHeight { get; }

    public IReadOnlyList<float> Box { get; }

    /// <summary>Width of a glyph in thousandths of the size.</summary>
    public float Advance(ushort glyph) => Thousandths(Unsigned(Table("hmtx") + 4 * Math.Min(glyph, metrics - 1)));

    public float Thousandths(int units) => units * 1000f / UnitsPerEm;

    /// <summary>The font with the outlines of these glyphs and of their parts; numbers of glyphs stay what they were.</summary>
    public byte[] Subset(IEnumerable<ushort> glyphs)
    {
        var kept = new SortedSet<ushort> { 0 };
        var open = new Stack<ushort>(glyphs);
        while (open.TryPop(out var glyph))
        {
            if (kept.Add(glyph))
                foreach (var part in Parts(glyph))
                    open.Push(part);
        }
        var count = kept.Max + 1;
        var (outlines, places) = (new MemoryStream(), new byte[4 * (count + 1)]);
        for (var glyph = 0; glyph < count; glyph++)
        {
            if (kept.Contains((ushort)glyph) && Outline((ushort)glyph) is { Length: > 0 } outline)
            {
                outlines.Write(outline);
                outlines.Write(new byte[(4 - outline.Length % 4) % 4]);
            }
            BinaryPrimitives.WriteInt32BigEndian(places.AsSpan(4 * (glyph + 1)), (int)outlines.Length);
        }
        var widths = new byte[4 * count];
        foreach (var glyph in kept)
        {
            // Past the last width there are only left bearings, two bytes each. Without its bearing an outline is drawn out of its place.
            Put(widths, 4 * glyph, Unsigned(Table("hmtx") + 4 * Math.Min(glyph, metrics - 1)), 2);
            Put(widths, 4 * glyph + 2, Unsigned(Table("hmtx") + (glyph < metrics ? 4 * glyph + 2 : 4 * metrics + 2 * (glyph - metrics))), 2);
        }
        return File(new Dictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["glyf"] = outlines.ToArray(),
            ["loca"] = places,
            ["hmtx"] = widths,
            ["head"] = With(With("head", 8, 0, 4), 50, 1, 2),
            ["hhea"] = With("hhea", 34, count, 2),
            ["maxp"] = With("maxp", 4, count, 2),
        });
    }

    private byte[] File(Dictionary<string, byte[]> made)
    {
        var parts = Kept.Where(tag => made.ContainsKey(tag) || tables.ContainsKey(tag)).Select(tag => (Tag: tag, Data: made.GetValueOrDefault(tag) ?? Bytes(tag))).ToList();
        var file = new byte[12 + 16 * parts.Count + parts.Sum(part => (part.Data.Length + 3) / 4 * 4)];
        BinaryPrimitives.WriteInt32BigEndian(file, 0x00010000);
        var power = (int)Math.Log2(parts.Count);
        Put(file, 4, parts.Count, 2);
        Put(file, 6, 16 << power, 2);
        Put(file, 8, power, 2);
        Put(file, 10, 16 * parts.Count - (16 << power), 2);
        var (entry, start, head) = (12, 12 + 16 * parts.Count, 0);
        foreach (var (tag, content) in parts)
        {
            head = tag == "head" ? start : head;
            content.CopyTo(file, start);
            Encoding.ASCII.GetBytes(tag, file.AsSpan(entry));
            Put(file, entry + 4, (int)Sum(file.AsSpan(start, (content.Length + 3) / 4 * 4)), 4);
            Put(file, entry + 8, start, 4);
            Put(file, entry + 12, content.Length, 4);
            entry += 16;
            start += (content.Length + 3) / 4 * 4;
        }
        Put(file, head + 8, (int)(0xB1B0AFBA - Sum(file)), 4);
        return file;
    }

    private IEnumerable<ushort> Parts(ushort glyph)
    {
        var outline = Outline(glyph);
        if (outline.Length < 10 || BinaryPrimitives.ReadInt16BigEndian(outline) >= 0)
            yield break;
        var at = 10;
        int flags;
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(at));
            yield return BinaryPrimitives.ReadUInt16BigEndian(outline.AsSpan(at + 2));
            at += 4 + ((flags & WordArguments) != 0 ? 4 : 2) + ((flags & OneScale) != 0 ? 2 : (flags & TwoScales) != 0 ? 4 : (flags & FourScales) != 0 ? 8 : 0);
        }
        while ((flags & MoreParts) != 0);
    }

    private byte[] Outline(ushort glyph)
    {
        var isLong = Signed(Table("head") + 50) != 0;
        int Place(int index) => isLong ? Whole(Table("loca") + 4 * index) : 2 * Unsigned(Table("loca") + 2 * index);
        return data[(Table("glyf") + Place(glyph))..(Table("glyf") + Place(glyph + 1))];
    }

    private byte[] With(string tag, int at, int value, int bytes) => With(Bytes(tag), at, value, bytes);

    private static byte[] With(byte[] table, int at, int value, int bytes)
    {
        Put(table, at, value, bytes);
        return table;
    }

    private static void Put(byte[] to, int at, int value, int bytes)
    {
        if (bytes == 2)
            BinaryPrimitives.WriteUInt16BigEndian(to.AsSpan(at), (ushort)value);
        else
            BinaryPrimitives.WriteInt32BigEndian(to.AsSpan(at), value);
    }

    private static uint Sum(ReadOnlySpan<byte> table)
    {
        var sum = 0u;
        for (var at = 0; at < table.Length; at += 4)
            sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(table[at..]));
        return sum;
    }

    private byte[] Bytes(string tag) => data[tables[tag].Start..(tables[tag].Start + tables[tag].Length)];

    private int Table(string tag) => tables[tag].Start;

    private int Unsigned(int at) => BinaryPrimitives.ReadUInt16BigEndian(data.AsSpan(at));

    private int Signed(int at) => BinaryPrimitives.ReadInt16BigEndian(data.AsSpan(at));

    private int Whole(int at) => BinaryPrimitives.ReadInt32BigEndian(data.AsSpan(at));
}
