using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Reports.Pdf;

/// <summary>The objects of a PDF file (ISO 32000-1), numbered as they are asked for. Nothing in it depends on time or chance.</summary>
internal sealed class PdfFile
{
    // Objects of a tagged document are many and small; together in streams they weigh a tenth.
    private const int ObjectsPerStream = 200;

    private readonly List<Entry?> objects = [];

    private sealed record Entry(string Text, byte[]? Data);

    /// <summary>A number for an object that is set later.</summary>
    public int Reserve()
    {
        objects.Add(null);
        return objects.Count;
    }

    public void Set(int id, string text) => objects[id - 1] = new(text, null);

    public int Add(string text)
    {
        var id = Reserve();
        Set(id, text);
        return id;
    }

    /// <param name="entries">Entries of its dictionary besides length and filter.</param>
    public int AddStream(string entries, byte[] data) => AddPacked($"{entries}/Filter/FlateDecode", Deflate(data));

    /// <summary>A stream whose data is compressed already; the entries name the filter.</summary>
    public int AddPacked(string entries, byte[] data)
    {
        objects.Add(new(entries, data));
        return objects.Count;
    }

    public byte[] ToBytes(int catalog, int info)
    {
        using var file = new MemoryStream();
        Write(file, "%PDF-1.7\n");
        file.Write([(byte)'%', 0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
        var places = new (int Kind, int Where, int Index)[objects.Count + 1];
        var small = new List<int>();
        for (var id = 1; id <= places.Length - 1; id++)
        {
            if (objects[id - 1] is not { } entry)
                throw new InvalidOperationException($"object {id} of the PDF was reserved and not set");
            if (entry.Data is null)
                small.Add(id);
            else
                places[id] = (1, Stream(file, id, entry), 0);
        }
        var next = places.Length;
        var streams = new List<int>();
        foreach (var part in small.Chunk(ObjectsPerStream))
        {
            for (var index = 0; index < part.Length; index++)
                places[part[index]] = (2, next, index);
            streams.Add(Stream(file, next++, Together(part)));
        }
        References(file, [.. places, .. streams.Select(where => (1, where, 0))], next, catalog, info);
        return file.ToArray();
    }

    /// <summary>Text in a dictionary: plain signs as they are, all else as UTF-16. Isolates are left out: not every reader knows them.</summary>
    public static string Words(string words)
    {
        var text = Bidirectional.Plain(words);
        return text.All(sign => sign is >= ' ' and <= '~')
            ? $"({text.Replace("\\", "\\\\").Replace("(", "\\(").Replace(")", "\\)")})"
            : $"<FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(text))}>";
    }

    public static string Number(float value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    public static string Reference(int id) => string.Create(CultureInfo.InvariantCulture, $"{id} 0 R");

    private Entry Together(int[] part)
    {
        var (head, body) = (new StringBuilder(), new StringBuilder());
        foreach (var id in part)
        {
            head.Append(CultureInfo.InvariantCulture, $"{id} {body.Length} ");
            body.Append(objects[id - 1]!.Text).Append('\n');
        }
        return new(string.Create(CultureInfo.InvariantCulture, $"/Type/ObjStm/N {part.Length}/First {head.Length}/Filter/FlateDecode"), Deflate(Encoding.ASCII.GetBytes($"{head}{body}")));
    }

    private static void References(MemoryStream file, (int Kind, int Where, int Index)[] places, int id, int catalog, int info)
    {
        var start = (int)file.Position;
        var table = new MemoryStream();
        foreach (var (kind, where, index) in places.Append((1, start, 0)))
            table.Write([(byte)kind, (byte)(where >> 24), (byte)(where >> 16), (byte)(where >> 8), (byte)where, (byte)(index >> 8), (byte)index]);
        var hash = Convert.ToHexString(SHA256.HashData(file.GetBuffer().AsSpan(0, start)).AsSpan(0, 16));
        Stream(file, id, new(string.Create(CultureInfo.InvariantCulture,
            $"/Type/XRef/Size {id + 1}/W[1 4 2]/Root {catalog} 0 R/Info {info} 0 R/ID[<{hash}><{hash}>]/Filter/FlateDecode"), Deflate(table.ToArray())));
        Write(file, string.Create(CultureInfo.InvariantCulture, $"startxref\n{start}\n%%EOF\n"));
    }

    private static int Stream(MemoryStream file, int id, Entry entry)
    {
        var start = (int)file.Position;
        Write(file, string.Create(CultureInfo.InvariantCulture, $"{id} 0 obj\n<<{entry.Text}/Length {entry.Data!.Length}>>\nstream\n"));
        file.Write(entry.Data);
        Write(file, "\nendstream\nendobj\n");
        return start;
    }

    private static byte[] Deflate(byte[] data)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(data);
        return packed.ToArray();
    }

    private static void Write(MemoryStream file, string text) => file.Write(Encoding.ASCII.GetBytes(text));
}
