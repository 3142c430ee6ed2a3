using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>A small SPSS system file by hand. A column is <c>name:format:labels</c>: <c>A12</c> a text of 12 bytes, <c>F</c> a number, <c>DATE</c> a day;
/// labels are <c>1=Yes 2=No</c>. Cells are separated by «;», an empty one is «nothing»; a day is given in seconds since 1582-10-14.</summary>
internal sealed class SpssFile : IDisposable
{
    private const double Bias = 100;

    private readonly MemoryStream bytes = new();
    private readonly bool isBigEndian;
    private readonly Encoding encoding;
    private string? veryLong;

    private SpssFile(bool isBigEndian, Encoding encoding) => (this.isBigEndian, this.encoding) = (isBigEndian, encoding);

    /// <param name="compression">0 none, 1 byte codes, 2 byte codes in deflated blocks.</param>
    /// <param name="veryLong">Text of the record of very long texts; null: none.</param>
    public static byte[] Of(int compression, string columns, string[] rows, bool isBigEndian = false, string encoding = "UTF-8", string? veryLong = null)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        using var file = new SpssFile(isBigEndian, Encoding.GetEncoding(encoding)) { veryLong = veryLong };
        return file.Write(compression, [.. columns.Split(',').Select(column => column.Split(':'))], rows);
    }

    public void Dispose() => bytes.Dispose();

    private byte[] Write(int compression, string[][] columns, string[] rows)
    {
        Text(compression == 2 ? "$FL3" : "$FL2", 4);
        Text("@(#) SPSS DATA FILE", 60);
        Int(2, -1, compression, 0, rows.Length);
        Double(Bias);
        Text("01 Jan 2500:00:00", 17);
        Text("", 64 + 3);
        var slot = 0;
        var slots = new List<int>();
        for (var i = 0; i < columns.Length; i++)
        {
            slots.Add(slot);
            var width = Width(columns[i]);
            var format = columns[i][1] == "DATE" ? 20 : width > 0 ? 1 : 5;
            Int(2, width, 1, 1, (format << 16) | 0x0800, (format << 16) | 0x0800);
            Text(FormattableString.Invariant($"V{i}"), 8);
            Int(5);
            Text("Label", 8);
            Double(999);
            slot++;
            for (var left = width - 8; left > 0; left -= 8, slot++)
            {
                Int(2, -1, 0, 0, 0, 0);
                Text("", 8);
            }
        }

        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].Length < 3)
                continue;
            var labels = columns[i][2].Split(' ').Select(label => label.Split('=')).ToList();
            Int(3, labels.Count);
            foreach (var label in labels)
            {
                Double(double.Parse(label[0], null));
                var text = encoding.GetBytes(label[1].Replace('_', ' '));
                bytes.WriteByte((byte)text.Length);
                bytes.Write(text);
                bytes.Write(new byte[((text.Length + 8) / 8 * 8) - 1 - text.Length]);
            }

            Int(4, 1, slots[i] + 1);
        }

        Int(6, 1);
        Text("a document line", 80);
        Extension(3, 4, 8, () => Int(1, 0, 0, 0, 0, 0, 0, encoding.CodePage));
        Extension(13, 1, null, () => bytes.Write(encoding.GetBytes(string.Join('\t', columns.Select((column, i) => FormattableString.Invariant($"V{i}={column[0]}"))))));
        if (veryLong is { } widths)
            Extension(14, 1, null, () => bytes.Write(Encoding.ASCII.GetBytes(widths)));
        Extension(20, 1, null, () => bytes.Write(Encoding.ASCII.GetBytes(encoding.WebName)));
        Int(999, 0);
        var cells = rows.SelectMany(row => row.Split(';').Select((cell, i) => Cells(columns[i], cell)).SelectMany(cell => cell)).ToList();
        if (compression == 0)
            cells.ForEach(cell => bytes.Write(cell));
        else if (compression == 1)
            bytes.Write(Coded(cells));
        else
            Deflated(Coded(cells));
        return bytes.ToArray();
    }

    private static int Width(string[] column) => column[1][0] == 'A' ? int.Parse(column[1][1..], null) : 0;

    private IEnumerable<byte[]> Cells(string[] column, string cell)
    {
        var width = Width(column);
        if (width == 0)
            return [Double8(cell.Length == 0 ? -double.MaxValue : double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture))];
        var text = encoding.GetBytes(cell).Concat(Enumerable.Repeat((byte)' ', width)).Take((width + 7) / 8 * 8).ToArray();
        return text.Concat(Enumerable.Repeat((byte)' ', 8)).Take((width + 7) / 8 * 8).Chunk(8);
    }

    private byte[] Coded(List<byte[]> cells)
    {
        var coded = new MemoryStream();
        foreach (var eight in cells.Append([]).Chunk(8))
        {
            var codes = new byte[8];
            var after = new MemoryStream();
            for (var i = 0; i < eight.Length; i++)
            {
                var number = eight[i].Length == 0 ? 0 : isBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(eight[i]) : BinaryPrimitives.ReadDoubleLittleEndian(eight[i]);
                if (eight[i].Length == 0)
                    codes[i] = 252;
                else if (eight[i].All(letter => letter == ' '))
                    codes[i] = 254;
                else if (number == -double.MaxValue)
                    codes[i] = 255;
                else if (number == Math.Floor(number) && number is > -99 and < 152)
                    codes[i] = (byte)(number + Bias);
                else
                {
                    codes[i] = 253;
                    after.Write(eight[i]);
                }
            }

            coded.Write(codes);
            coded.Write(after.ToArray());
        }

        return coded.ToArray();
    }

    /// <summary>Two blocks, with the table of blocks behind them.</summary>
    private void Deflated(byte[] coded)
    {
        var header = bytes.Position;
        var blocks = new[] { coded[..(coded.Length / 2)], coded[(coded.Length / 2)..] }.Select(part =>
        {
            var block = new MemoryStream();
            using (var zip = new ZLibStream(block, CompressionLevel.Optimal, leaveOpen: true))
                zip.Write(part);
            return (part.Length, Bytes: block.ToArray());
        }).ToList();
        var trailer = header + 24 + blocks.Sum(block => block.Bytes.Length);
        Long(header, trailer, 24 + (24 * blocks.Count));
        blocks.ForEach(block => bytes.Write(block.Bytes));
        Long(-(long)Bias, 0);
        Int(0x3ff000, blocks.Count);
        var (before, at) = (header, header + 24);
        foreach (var (length, block) in blocks)
        {
            Long(before, at);
            Int(length, block.Length);
            (before, at) = (before + length, at + block.Length);
        }
    }

    private void Extension(int kind, int size, int? count, Action content)
    {
        var start = bytes.Position;
        Int(7, kind, size, count ?? 0);
        content();
        var end = bytes.Position;
        if (count is not null)
            return;
        bytes.Position = start + 12;
        Int((int)(end - start - 16));
        bytes.Position = end;
    }

    private void Text(string text, int length) => bytes.Write([.. encoding.GetBytes(text.PadRight(length))[..length]]);

    private void Int(params int[] numbers)
    {
        foreach (var number in numbers)
            bytes.Write(BitConverter.GetBytes(isBigEndian ? BinaryPrimitives.ReverseEndianness(number) : number));
    }

    private void Long(params long[] numbers)
    {
        foreach (var number in numbers)
            bytes.Write(BitConverter.GetBytes(isBigEndian ? BinaryPrimitives.ReverseEndianness(number) : number));
    }

    private void Double(double number) => bytes.Write(Double8(number));

    private byte[] Double8(double number) => BitConverter.GetBytes(isBigEndian ? BinaryPrimitives.ReverseEndianness(BitConverter.DoubleToInt64Bits(number)) : BitConverter.DoubleToInt64Bits(number));
}
