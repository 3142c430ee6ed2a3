using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Reports.Pdf;

/// <summary>Text of one look.</summary>
/// <param name="Colour">Six hexadecimal digits.</param>
internal sealed record Span(string Text, PdfFont Font, string Colour);

/// <param name="Width">In points.</param>
internal sealed record TextLine(IReadOnlyList<Span> Spans, float Width)
{
    public string Text => string.Concat(Spans.Select(span => span.Text));
}

/// <summary>Breaks text into lines and puts them into the order in which they are drawn.</summary>
internal static class PdfText
{
    /// <summary>Lines of at most this width; a word that is wider is cut.</summary>
    public static IReadOnlyList<TextLine> Wrap(IEnumerable<Span> spans, float size, float width)
    {
        var lines = new List<TextLine>();
        var (line, used) = (new List<Span>(), 0f);
        void End()
        {
            // What is isolated stays so on both lines.
            var isOpen = line.Count > 0 && IsOpen(string.Concat(line.Select(span => span.Text)));
            if (isOpen)
                line[^1] = line[^1] with { Text = line[^1].Text + Bidirectional.End };
            if (line.Count > 0)
                lines.Add(new(line, used));
            (line, used) = (isOpen ? [line[^1] with { Text = Bidirectional.Start.ToString() }] : [], 0);
        }
        foreach (var span in spans)
        {
            foreach (var word in span.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Fitting(word, span.Font, size, width)))
            {
                var before = used == 0 || word.Joins ? "" : " ";
                var needed = span.Font.Width(before, size) + span.Font.Width(word.Text, size);
                if (used > 0 && used + needed > width)
                {
                    End();
                    (before, needed) = ("", span.Font.Width(word.Text, size));
                }
                Add(line, span with { Text = before + word.Text });
                used += needed;
            }
        }
        End();
        return lines;
    }

    /// <summary>Runs of one direction and one look, leftmost first.</summary>
    public static IEnumerable<(string Text, PdfFont Font, string Colour, bool IsRightToLeft)> Runs(TextLine line, bool isRightToLeft)
    {
        // Signs without isolates, each with its look: the runs of the whole line have the same signs in the same order.
        var looks = line.Spans.SelectMany(span => Bidirectional.Plain(span.Text).Select(_ => span)).ToList();
        var runs = new List<List<(string Text, PdfFont Font, string Colour, bool IsRightToLeft)>>();
        var at = 0;
        foreach (var run in Bidirectional.Runs(line.Text, isRightToLeft))
        {
            var pieces = new List<(string Text, PdfFont Font, string Colour, bool IsRightToLeft)>();
            for (var start = 0; start < run.Text.Length;)
            {
                var look = looks[at + start];
                var length = looks.Skip(at + start).Take(run.Text.Length - start).TakeWhile(other => other.Font == look.Font && other.Colour == look.Colour).Count();
                pieces.Add((run.Text.Substring(start, length), look.Font, look.Colour, run.IsRightToLeft));
                start += length;
            }
            at += run.Text.Length;
            if (run.IsRightToLeft)
                pieces.Reverse();
            runs.Add(pieces);
        }
        if (isRightToLeft)
            runs.Reverse();
        return runs.SelectMany(pieces => pieces);
    }

    private static bool IsOpen(string text) => text.LastIndexOf(Bidirectional.Start) > text.LastIndexOf(Bidirectional.End);

    private static void Add(List<Span> line, Span span)
    {
        if (line.Count > 0 && line[^1] is var last && last.Font == span.Font && last.Colour == span.Colour)
            line[^1] = last with { Text = last.Text + span.Text };
        else
            line.Add(span);
    }

    /// <summary>The word in pieces that fit; all but the first join the one before.</summary>
    private static IEnumerable<(string Text, bool Joins)> Fitting(string word, PdfFont font, float size, float width)
    {
        var (start, joins) = (0, false);
        while (font.Width(word[start..], size) > width && word.Length - start > 1)
        {
            var length = 1;
            while (length < word.Length - start && font.Width(word.Substring(start, length + 1), size) <= width)
                length++;
            // After a hyphen or a stroke, where there is one.
            var sign = word.LastIndexOfAny(['-', '/', '_', '–'], start + length - 1, length);
            length = sign > start ? sign - start + 1 : length;
            yield return (word.Substring(start, length), joins);
            (start, joins) = (start + length, true);
        }
        yield return (word[start..], joins);
    }
}
