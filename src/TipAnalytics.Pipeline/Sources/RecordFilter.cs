using System.Text;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Passes on the well-formed records of a CSV and notes every record, so that the account of a file is whole. A parser lets an unclosed
/// quote swallow the rest of the file; here it costs the line it stands on, and reading goes on with the next line.</summary>
internal sealed class RecordFilter(TextReader lines, char separator) : TextReader
{
    // A quoted cell longer than this is taken for an unclosed quote.
    private const int LongestRecord = 1000;

    private readonly LinkedList<string> ahead = [];
    private readonly StringBuilder record = new();
    private string current = "";
    private int at;
    private int row;
    private int fields = -1;

    /// <summary>Records in file order, filled as text is read.</summary>
    public Queue<(int Row, bool Malformed)> Records { get; } = new();

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        var written = 0;
        while (written < buffer.Length)
        {
            if (at == current.Length && !Next())
                break;
            var part = Math.Min(buffer.Length - written, current.Length - at);
            current.AsSpan(at, part).CopyTo(buffer[written..]);
            (at, written) = (at + part, written + part);
        }
        return written;
    }

    public override int Read() => at < current.Length || Next() ? current[at++] : -1;

    public override int Peek() => at < current.Length || Next() ? current[at] : -1;

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            lines.Dispose();
        base.Dispose(disposing);
    }

    private bool Next()
    {
        while (Line() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            row++;
            var state = new QuoteState(separator);
            state.Add(line);
            record.Clear().Append(line).Append('\n');
            var taken = new List<string>();
            while (state.Open && !state.Broken && taken.Count < LongestRecord && Line() is { } more)
            {
                taken.Add(more);
                state.Add("\n");
                state.Add(more);
                record.Append(more).Append('\n');
            }
            if (state.Open || state.Broken)
                for (var index = taken.Count - 1; index >= 0; index--)
                    ahead.AddFirst(taken[index]);
            if (fields < 0)
                fields = state.Fields;
            var malformed = state.Open || state.Broken || state.Fields != fields;
            Records.Enqueue((row, malformed));
            if (malformed)
                continue;
            (current, at) = (record.ToString(), 0);
            return true;
        }
        return false;
    }

    private string? Line()
    {
        if (ahead.First is not { } first)
            return lines.ReadLine();
        ahead.RemoveFirst();
        return first.Value;
    }

    private struct QuoteState(char separator)
    {
        private bool closed;
        private bool inside;

        public bool Open { get; private set; }
        public bool Broken { get; private set; }
        public int Fields { get; private set; } = 1;

        public void Add(string text)
        {
            for (var index = 0; index < text.Length && !Broken; index++)
            {
                var letter = text[index];
                if (Open)
                {
                    if (letter != '"')
                        continue;
                    if (index + 1 < text.Length && text[index + 1] == '"')
                        index++;
                    else
                        (Open, closed) = (false, true);
                }
                else if (letter == separator)
                {
                    Fields++;
                    (inside, closed) = (false, false);
                }
                else if (letter == '"' && !inside && !closed)
                    Open = true;
                else if (letter == '"' || closed)
                    Broken = true;
                else
                    inside = true;
            }
        }
    }
}
