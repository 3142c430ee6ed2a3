using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>The row of hashtags that may stand right under a header (HXL standard 1.1).</summary>
internal static partial class HxlRow
{
    public static bool Is(SourceTable row)
    {
        var (cells, tags) = (0, 0);
        for (var column = 0; column < row.Headers.Count; column++)
        {
            var text = row.Cell(column);
            if (text.IsEmpty)
                continue;
            cells++;
            if (text[0] == '#' && Tag().IsMatch(text))
                tags++;
        }

        return cells > 0 && 2 * tags >= cells;
    }

    [GeneratedRegex(@"^#[A-Za-z]\w*(\s*\+\s*[A-Za-z]\w*)*$")]
    private static partial Regex Tag();
}
