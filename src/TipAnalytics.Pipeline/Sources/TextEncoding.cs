using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Encoding of a text file: by its mark, by the zeros of UTF-16, as declared, or by its bytes.</summary>
/// <param name="Mark">Length of the encoding mark in bytes.</param>
/// <param name="Title">For the report, with how it was found where that was not certain.</param>
/// <remarks>Bytes that are no UTF-8 are read as UTF-8 all the same when more well-formed letters of several bytes stand in the file than ill-formed ones:
/// then it is damaged, and what is damaged becomes U+FFFD. Otherwise a code page is meant: windows-1256 when most letters beyond ASCII stand beside
/// another one, as in Arabic words, else windows-1252, which holds Latin-1.</remarks>
internal sealed record TextEncoding(Encoding Encoding, int Mark, string Title)
{
    // So many settle the question.
    private const int MostCounted = 10_000;

    static TextEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="open">Opens the file at its beginning.</param>
    /// <param name="declared">Encoding that the source definition names; null: recognised.</param>
    /// <exception cref="SourceDataException">The mark of the file is another encoding's.</exception>
    public static TextEncoding Of(string fileName, Func<Stream> open, string? declared)
    {
        var start = new byte[1024];
        using (var bytes = open())
            Array.Resize(ref start, bytes.ReadAtLeast(start, start.Length, throwOnEndOfStream: false));
        if (Marked(start) is { } marked)
        {
            if (declared is not null && !marked.Title.StartsWith(declared, StringComparison.OrdinalIgnoreCase))
                throw new SourceDataException($"{fileName}: the file begins with the mark of {marked.Title.Split(' ')[0]}, and the source definition declares the encoding {declared}. Nothing of it was taken. Take \"encoding\" out of the definition, or ask whether this is the right file.");
            return marked;
        }

        if (declared is not null)
            return new(Encoding.GetEncoding(declared), 0, $"{declared} as declared");
        if (Zeros(start) is { } wide)
            return wide;
        return ByBytes(open);
    }

    private static TextEncoding? Marked(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith(Encoding.UTF8.Preamble))
            return new(Encoding.UTF8, 3, "UTF-8 with byte-order mark");
        if (start.StartsWith(Encoding.Unicode.Preamble))
            return new(Encoding.Unicode, 2, "UTF-16");
        return start.StartsWith(Encoding.BigEndianUnicode.Preamble) ? new(Encoding.BigEndianUnicode, 2, "UTF-16") : null;
    }

    /// <summary>A header is mostly ASCII, every other byte of which is zero in UTF-16.</summary>
    private static TextEncoding? Zeros(ReadOnlySpan<byte> start)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i + 1 < start.Length; i += 2)
            (even, odd) = (even + (start[i] == 0 ? 1 : 0), odd + (start[i + 1] == 0 ? 1 : 0));
        if (3 * Math.Max(even, odd) < start.Length / 2 || even + odd == 0)
            return null;
        return odd > even ? new(Encoding.Unicode, 0, "UTF-16 without byte-order mark") : new(Encoding.BigEndianUnicode, 0, "UTF-16 without byte-order mark");
    }

    private static TextEncoding ByBytes(Func<Stream> open)
    {
        var (whole, broken, paired, single) = (0, 0, 0, 0);
        var buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
        using (var bytes = open())
        {
            var kept = 0;
            while (bytes.Read(buffer, kept, buffer.Length - kept) is > 0 and var read)
            {
                var data = buffer.AsSpan(0, kept + read);
                kept = Unfinished(data);
                var part = data[..^kept];
                if (broken > 0 || !Utf8.IsValid(part))
                    (broken, paired, single) = (broken + Broken(part), paired + Pairs(part, true), single + Pairs(part, false));
                if (whole < MostCounted && !Ascii.IsValid(part))
                    whole += Letters(part);
                data[^kept..].CopyTo(buffer);
            }

            broken += kept > 0 ? 1 : 0;
        }

        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        if (broken == 0)
            return new(Encoding.UTF8, 0, "UTF-8");
        if (whole > broken)
            return new(Encoding.UTF8, 0, "UTF-8 with damaged letters");
        var page = paired > single ? "windows-1256" : "windows-1252";
        return new(Encoding.GetEncoding(page), 0, $"{page} by its bytes");
    }

    /// <summary>Bytes at the end of a piece that may be the beginning of a letter.</summary>
    private static int Unfinished(ReadOnlySpan<byte> data)
    {
        for (var back = 1; back <= Math.Min(3, data.Length); back++)
        {
            if (data[^back] >= 0xC0)
                return (data[^back] >= 0xF0 ? 4 : data[^back] >= 0xE0 ? 3 : 2) > back ? back : 0;
            if (data[^back] < 0x80)
                return 0;
        }

        return 0;
    }

    private static int Broken(ReadOnlySpan<byte> data) => Count(data, isWhole: false);

    private static int Letters(ReadOnlySpan<byte> data) => Count(data, isWhole: true);

    /// <summary>Letters of several bytes, or sequences that are none, up to a number that settles the question.</summary>
    private static int Count(ReadOnlySpan<byte> data, bool isWhole)
    {
        var count = 0;
        while (!data.IsEmpty && count < MostCounted)
        {
            var next = data.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (next < 0)
                break;
            var status = Rune.DecodeFromUtf8(data[next..], out _, out var length);
            count += status == OperationStatus.Done == isWhole ? 1 : 0;
            data = data[(next + length)..];
        }

        return count;
    }

    /// <summary>Bytes beyond ASCII that stand beside another one, or alone.</summary>
    private static int Pairs(ReadOnlySpan<byte> data, bool isPaired)
    {
        var count = 0;
        for (var i = 0; i < data.Length; i++)
        {
            if (data[i] >= 0x80 && ((i > 0 && data[i - 1] >= 0x80) || (i + 1 < data.Length && data[i + 1] >= 0x80)) == isPaired)
                count++;
        }

        return count;
    }
}
