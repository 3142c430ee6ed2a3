namespace TipAnalytics.Pipeline.Sources;

/// <summary>Passes on the well-formed records of a CSV (UTF-8) and notes every record, so that the account of a file is whole. A parser lets an
/// unclosed quote swallow the rest of the file; here it costs the line it stands on, and reading goes on with the next line.</summary>
/// <param name="isNamed">The first line names the separator (<c>sep=;</c>) and is no record.</param>
/// <param name="rowsBefore">Records at the beginning that are passed over without a note.</param>
/// <param name="width">Fields of a well-formed record; -1: any number.</param>
internal sealed class RecordFilter(Stream input, byte separator, bool isNamed, int rowsBefore, int width) : Stream
{
    // A spreadsheet cell holds 32,767 characters of at most 4 bytes: a longer quoted cell is an unclosed quote.
    private const int LongestCell = 4 * 32_767;
    private const int LongestRecord = 64 * 1024 * 1024;

    // A record whose end is not in the data read so far.
    private const int Undecided = int.MinValue;

    private byte[] buffer = new byte[256 * 1024];
    private bool isAtEnd;
    private bool isNameWaiting = isNamed;

    // buffer[at..record] is passed on next; the record being looked at begins at «record»; data end at «filled».
    private int at;
    private int record;
    private int filled;
    private int row;

    /// <summary>Records in file order, filled as bytes are read.</summary>
    public Queue<(int Row, bool Malformed)> Records { get; } = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var written = 0;
        while (written < buffer.Length && (at < record || Next()))
        {
            var part = Math.Min(buffer.Length - written, record - at);
            this.buffer.AsSpan(at, part).CopyTo(buffer[written..]);
            (at, written) = (at + part, written + part);
        }

        return written;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            input.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Finds the next well-formed record.</summary>
    private bool Next()
    {
        if (isNameWaiting)
            Pass(LineEnd(0));
        isNameWaiting = false;
        while (Has(0))
        {
            if (BlankLine() is > 0 and var blank)
            {
                Pass(blank);
                continue;
            }

            var (length, found) = Scan();
            var isMalformed = length < 0 || (width >= 0 && found != width);
            var isBefore = ++row <= rowsBefore;
            if (!isBefore)
                Records.Enqueue((row, isMalformed));
            if (isMalformed || isBefore)
            {
                Pass(length < 0 ? LineEnd(0) : length);
                continue;
            }

            record += length;
            if (isAtEnd && record == filled && buffer[record - 1] is not ((byte)'\n' or (byte)'\r'))
                EndLine();
            return true;
        }

        return false;
    }

    private void Pass(int length) => at = record += length;

    /// <summary>Ends the last record of a file that does not end with a line end.</summary>
    private void EndLine()
    {
        if (filled == buffer.Length)
            Array.Resize(ref buffer, buffer.Length + 1);
        buffer[filled++] = (byte)'\n';
        record = filled;
    }

    /// <returns>Length of the record with its line end, or -1 when its quoting is broken; number of fields.</returns>
    private (int Length, int Fields) Scan()
    {
        while (true)
        {
            var data = buffer.AsSpan(record, filled - record);
            var (length, found) = Whole(data);
            if (length == 0)
                (length, found) = Scan(data);
            // At the end of what has been read, the record may go on in what has not.
            if (length != Undecided && (isAtEnd || length < data.Length))
                return (length, found);
            if (!Has(filled - record))
                return Scan(buffer.AsSpan(record, filled - record));
        }
    }

    /// <summary>The two usual kinds of line, recognised by counting, at memory speed: no quotation mark at all, or every cell quoted and no mark inside.</summary>
    /// <returns>Length 0 for another kind.</returns>
    private (int Length, int Fields) Whole(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOfAny((byte)'\r', (byte)'\n');
        if (end <= 0)
            return default;
        var line = data[..end];
        var quotes = line.Count((byte)'"');
        var after = data[end] == '\r' && end + 1 < data.Length && data[end + 1] == '\n' ? end + 2 : end + 1;
        if (quotes == 0)
            return (after, line.Count(separator) + 1);
        if (line.Length < 2 || line[0] != '"' || line[^1] != '"')
            return default;
        // Each quotation mark but the first and the last belongs to one «";"»: then each of these ends a cell and begins the next. The first and the last belong
        // to none: in «"a"";"» the last would stand for a cell, and the mark in the middle for nothing.
        var found = line[1..^1].Count([(byte)'"', separator, (byte)'"']) + 1;
        return quotes == 2 * found ? (after, found) : default;
    }

    /// <returns>Length <see cref="Undecided"/> when the data end inside the record, -1 when its quoting is broken.</returns>
    private (int Length, int Fields) Scan(ReadOnlySpan<byte> data)
    {
        var (position, found) = (0, 1);
        while (true)
        {
            if (position < data.Length && data[position] == '"')
            {
                var end = ClosingQuote(data[(position + 1)..]);
                if (end < 0)
                    return (end == -1 || isAtEnd ? -1 : Undecided, found);
                position += end + 2;
            }
            else if (position < data.Length)
            {
                var end = data[position..].IndexOfAny([separator, (byte)'"', (byte)'\r', (byte)'\n']);
                position = end < 0 ? data.Length : position + end;
            }

            if (position >= data.Length)
                return (isAtEnd ? data.Length : Undecided, found);
            if (data[position] is (byte)'\r' or (byte)'\n')
                return (data[position] == '\r' && position + 1 < data.Length && data[position + 1] == '\n' ? position + 2 : position + 1, found);
            if (data[position] != separator)
                return (-1, found);
            (position, found) = (position + 1, found + 1);
        }
    }

    /// <returns>Where the quotation mark stands that closes the cell; -1 for none; <see cref="Undecided"/> when the data end before.</returns>
    private static int ClosingQuote(ReadOnlySpan<byte> data)
    {
        var position = 0;
        while (position < data.Length)
        {
            var end = data[position..].IndexOf((byte)'"');
            position = end < 0 ? data.Length : position + end;
            if (position > LongestCell)
                return -1;
            if (end < 0)
                break;
            if (position + 1 < data.Length && data[position + 1] == '"')
                position += 2;
            else
                return position;
        }

        return Undecided;
    }

    /// <returns>Length of a line of nothing or blanks with its end; 0 for a line with anything in it.</returns>
    private int BlankLine()
    {
        var position = 0;
        while (Has(position) && buffer[record + position] is var letter && letter != separator && letter is (byte)' ' or (byte)'\t')
            position++;
        return !Has(position) ? position : buffer[record + position] is (byte)'\r' or (byte)'\n' ? AfterLineEnd(position) : 0;
    }

    private int LineEnd(int position)
    {
        while (Has(position))
        {
            var end = buffer.AsSpan(record + position, filled - record - position).IndexOfAny((byte)'\r', (byte)'\n');
            if (end >= 0)
                return AfterLineEnd(position + end);
            position = filled - record;
        }

        return position;
    }

    private int AfterLineEnd(int position) => buffer[record + position] == '\r' && Has(position + 1) && buffer[record + position + 1] == '\n' ? position + 2 : position + 1;

    /// <summary>Whether the file has a byte at this distance from the beginning of the record; reads on when needed.</summary>
    private bool Has(int position)
    {
        while (record + position >= filled && !isAtEnd)
        {
            if (at > 0)
            {
                buffer.AsSpan(record, filled - record).CopyTo(buffer);
                (at, record, filled) = (0, 0, filled - record);
            }

            if (filled == buffer.Length)
            {
                if (filled >= LongestRecord)
                    throw new InvalidDataException();
                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            var read = input.Read(buffer, filled, buffer.Length - filled);
            (filled, isAtEnd) = (filled + read, read == 0);
        }

        return record + position < filled;
    }
}
