namespace TipAnalytics.Reports.Pdf;

/// <summary>The headings as the list beside the pages.</summary>
internal static class PdfOutlines
{
    private sealed record Entry(int Object, int Level, string Title, string Target)
    {
        public List<Entry> Below { get; } = [];
    }

    /// <param name="headings">Level, text and destination, in order.</param>
    /// <returns>Number of the root of the outlines.</returns>
    public static int Write(PdfFile pdf, IReadOnlyList<(int Level, string Title, string Target)> headings)
    {
        var root = new Entry(pdf.Reserve(), 0, "", "");
        var open = new Stack<Entry>([root]);
        foreach (var (level, title, target) in headings)
        {
            while (open.Peek().Level >= level)
                open.Pop();
            var entry = new Entry(pdf.Reserve(), level, title, target);
            open.Peek().Below.Add(entry);
            open.Push(entry);
        }
        pdf.Set(root.Object, $"<</Type/Outlines{Children(pdf, root)}>>");
        return root.Object;
    }

    private static string Children(PdfFile pdf, Entry parent)
    {
        var below = parent.Below;
        for (var index = 0; index < below.Count; index++)
        {
            var before = index > 0 ? $"/Prev {PdfFile.Reference(below[index - 1].Object)}" : "";
            var after = index + 1 < below.Count ? $"/Next {PdfFile.Reference(below[index + 1].Object)}" : "";
            pdf.Set(below[index].Object, $"<</Title{PdfFile.Words(below[index].Title)}/Parent {PdfFile.Reference(parent.Object)}/Dest{below[index].Target}{before}{after}{Children(pdf, below[index])}>>");
        }
        // Closed below the first level: the list fits beside a page.
        var count = (parent.Level == 0 ? below.Count : -below.Count).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return below.Count == 0 ? "" : $"/First {PdfFile.Reference(below[0].Object)}/Last {PdfFile.Reference(below[^1].Object)}/Count {count}";
    }
}
