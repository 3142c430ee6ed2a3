namespace TipAnalytics.Reports.Pdf;

/// <summary>Text of one look.</summary>
/// <param name="Colour">Six hexadecimal digits.</param>
internal sealed record Span(string Text, PdfFont Font, string Colour);

/// <param name="Width">In points.</param>
internal sealed record TextLine(IReadOnlyList<Span> Spans, float Width);

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
            if (line.Count > 0)
                lines.Add(new(line, used));
            (line, used) = ([], 0);
        }
        foreach (var span in spans)
        {
            foreach (var word in span.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Fitting(word, span.Font, size, width)))
            {
                var before = line.Count == 0 || word.Joins ? "" : " ";
                var needed = span.Font.Width(before, size) + span.Font.Width(word.Text, size);
                if (line.Count > 0 && used + needed > width)
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

    /// <summary>Runs of one direction, leftmost first.</summary>
    public static IEnumerable<(string Text, PdfFont Font, string Colour, bool IsRightToLeft)> Runs(TextLine line, bool isRightToLeft) =>
        (isRightToLeft ? line.Spans.Reverse() : line.Spans).Select(span => (span.Text, span.Font, span.Colour, isRightToLeft));

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
