using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Dictionary of an SPSS system file (.sav, .zsav): what stands before its cases. Little- or big-endian; unknown extension records are passed over.</summary>
internal sealed class SavFile
{
    private const int LongestRecord = 64 * 1024 * 1024;

    // The format's own limit.
    private const int LongestText = 32_767;

    private readonly Stream input;
    private readonly List<(int Width, string Name, int Format, int Slot)> found = [];
    private readonly List<(List<(byte[] Value, byte[] Label)> Labels, int[] Slots)> labelled = [];
    private readonly Dictionary<string, string> longNames = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> veryLong = new(StringComparer.OrdinalIgnoreCase);
    private readonly bool isBigEndian;
    private readonly Encoding encoding = Encoding.Latin1;
    private int codePage;
    private string encodingName = "";

    static SavFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <exception cref="InvalidDataException">No system file, or cut off.</exception>
    public SavFile(Stream input)
    {
        this.input = input;
        var header = Bytes(176);
        var magic = Encoding.ASCII.GetString(header, 0, 4);
        var layout = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(64));
        isBigEndian = layout is not (2 or 3);
        if (magic is not ("$FL2" or "$FL3") || Int(header, 64) is not (2 or 3))
            throw new InvalidDataException();
        Compression = Int(header, 72);
        Cases = Int(header, 80);
        Bias = Double(header, 84);
        var slots = ReadRecords();
        // A case without a cell has no end.
        if (slots == 0)
            throw new InvalidDataException();
        encoding = DeclaredEncoding();
        Variables = [.. Named()];
        Slots = slots;
    }

    /// <summary>0 none, 1 byte codes, 2 byte codes in deflated blocks.</summary>
    public int Compression { get; }

    /// <summary>Cases the file says it has; -1 where it does not say.</summary>
    public int Cases { get; }

    public double Bias { get; }

    /// <summary>Cells of eight bytes a case has; a text takes several.</summary>
    public int Slots { get; }

    public IReadOnlyList<SavVariable> Variables { get; }

    public double Double(ReadOnlySpan<byte> bytes) => isBigEndian ? BinaryPrimitives.ReadDoubleBigEndian(bytes) : BinaryPrimitives.ReadDoubleLittleEndian(bytes);

    public void Write(Span<byte> cell, double number)
    {
        if (isBigEndian)
            BinaryPrimitives.WriteDoubleBigEndian(cell, number);
        else
            BinaryPrimitives.WriteDoubleLittleEndian(cell, number);
    }

    public string Text(ReadOnlySpan<byte> bytes) => encoding.GetString(bytes).TrimEnd(' ', '\0');

    public long Long(ReadOnlySpan<byte> bytes) => isBigEndian ? BinaryPrimitives.ReadInt64BigEndian(bytes) : BinaryPrimitives.ReadInt64LittleEndian(bytes);

    public int Int(ReadOnlySpan<byte> bytes) => isBigEndian ? BinaryPrimitives.ReadInt32BigEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes);

    private int Int(byte[] bytes, int at) => Int(bytes.AsSpan(at));

    private double Double(byte[] bytes, int at) => Double(bytes.AsSpan(at));

    private int Int() => Int(Bytes(4), 0);

    private byte[] Bytes(int count)
    {
        if (count is < 0 or > LongestRecord)
            throw new InvalidDataException();
        var bytes = new byte[count];
        input.ReadExactly(bytes);
        return bytes;
    }

    /// <returns>Slots of a case.</returns>
    private int ReadRecords()
    {
        var slots = 0;
        while (true)
        {
            switch (Int())
            {
                case 2:
                    ReadVariable(slots++);
                    break;
                case 3:
                    ReadLabels();
                    break;
                case 6:
                    Bytes(80 * Int());
                    break;
                case 7:
                    ReadExtension();
                    break;
                case 999:
                    Int();
                    return slots;
                default:
                    throw new InvalidDataException();
            }
        }
    }

    private void ReadVariable(int slot)
    {
        var (width, hasLabel, missing, print) = (Int(), Int(), Int(), Int());
        Int();
        var name = Encoding.Latin1.GetString(Bytes(8)).TrimEnd();
        if (hasLabel == 1)
            Bytes((Int() + 3) / 4 * 4);
        Bytes(8 * Math.Abs(missing));
        // -1: the next eight letters of a text.
        if (width >= 0)
            found.Add((width, name, (print >> 16) & 0xff, slot));
    }

    private void ReadLabels()
    {
        var labels = new List<(byte[], byte[])>();
        for (var left = Int(); left > 0; left--)
        {
            var value = Bytes(8);
            var length = Bytes(1)[0];
            labels.Add((value, Bytes((length + 8) / 8 * 8 - 1)[..length]));
        }

        if (Int() != 4)
            throw new InvalidDataException();
        var slots = new List<int>();
        for (var left = Int(); left > 0; left--)
            slots.Add(Int() - 1);
        labelled.Add((labels, [.. slots]));
    }

    private void ReadExtension()
    {
        var (kind, size, count) = (Int(), Int(), Int());
        var data = Bytes(checked(size * count));
        if (kind == 3 && data.Length >= 32)
            codePage = Int(data, 28);
        else if (kind == 20)
            encodingName = Encoding.ASCII.GetString(data).Trim();
        else if (kind is 13 or 14)
            Pairs(kind, data);
    }

    private void Pairs(int kind, byte[] data)
    {
        // The names are in the file's encoding, which may be said later only; until then bytes are kept as letters.
        foreach (var pair in Encoding.Latin1.GetString(data).Split('\t', '\0').Select(text => text.Split('=', 2)).Where(parts => parts.Length == 2))
        {
            if (kind == 13)
                longNames[pair[0].Trim()] = pair[1];
            else if (int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out var width))
                veryLong[pair[0].Trim()] = width is >= 1 and <= LongestText ? width : throw new InvalidDataException();
        }
    }

    private Encoding DeclaredEncoding()
    {
        try
        {
            return encodingName.Length > 0 ? Encoding.GetEncoding(encodingName) : Encoding.GetEncoding(codePage > 437 ? codePage : 1252);
        }
        catch (Exception failure) when (failure is ArgumentException or NotSupportedException)
        {
            return Encoding.GetEncoding(1252);
        }
    }

    private IEnumerable<SavVariable> Named()
    {
        for (var i = 0; i < found.Count; i++)
        {
            var (width, name, format, slot) = found[i];
            var letters = longNames.GetValueOrDefault(name, name);
            var labels = labelled.Where(set => set.Slots.Contains(slot)).SelectMany(set => set.Labels).ToList();
            yield return new SavVariable(
                encoding.GetString(Encoding.Latin1.GetBytes(letters)), width, format, slot,
                width > 0 ? [] : labels.GroupBy(label => Double(label.Value, 0)).ToDictionary(group => group.Key, group => Text(group.First().Label)));
            // A text of more than 255 bytes goes on in variables of its own, which nobody named; the first part is read.
            if (veryLong.TryGetValue(name, out var bytes))
                i += ((bytes + 251) / 252) - 1;
        }
    }
}

/// <summary>A variable.</summary>
/// <param name="Width">Bytes of a text; 0 for a number.</param>
/// <param name="Format">Print format: 20 to 41 hold those of days.</param>
/// <param name="Slot">First of its cells in a case.</param>
/// <param name="Labels">Value labels of a number.</param>
internal sealed record SavVariable(string Name, int Width, int Format, int Slot, IReadOnlyDictionary<double, string> Labels)
{
    public bool IsDay => Width == 0 && Format is 20 or 22 or 23 or 24 or 28 or 29 or 30 or 38 or 39 or 41;
}
