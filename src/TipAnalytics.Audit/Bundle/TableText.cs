namespace TipAnalytics.Audit.Bundle;

/// <summary>A table in a document, as it is read: each cell gets the head of its column and of its row.</summary>
internal sealed class TableText(string caption = "")
{
    private readonly List<string> row = [];
    private List<string> heads = [];
    private string? cell;
    private bool isHead;
    private bool isCaption;

    /// <summary>Whether the words belong to a cell or caption of the table.</summary>
    public bool Take(string words)
    {
        if (isCaption)
            caption = Joined(caption, words);
        else if (cell is not null)
            cell = Joined(cell, words);
        else
            return false;
        return true;
    }

    private static string Joined(string start, string words) => start.Length == 0 ? words : $"{start} {words}";

    public void Start(string element)
    {
        switch (element)
        {
            case "caption":
                isCaption = true;
                break;
            case "thead":
                isHead = true;
                break;
            case "th" or "td":
                cell = "";
                break;
        }
    }

    public void End(string element, BundleFile file)
    {
        switch (element)
        {
            case "caption":
                isCaption = false;
                file.Say("caption", caption);
                break;
            case "thead":
                isHead = false;
                break;
            case "th" or "td":
                row.Add(cell ?? "");
                cell = null;
                break;
            case "tr":
                EndRow(row, file, isHead);
                row.Clear();
                break;
        }
    }

    /// <summary>A row of cells.</summary>
    /// <param name="isHeadRow">Its cells name the columns.</param>
    public void EndRow(IReadOnlyList<string> cells, BundleFile file, bool isHeadRow)
    {
        if (isHeadRow)
        {
            heads = [.. cells];
            foreach (var head in cells)
                file.Say($"head of a column of «{HtmlFile.Start(caption)}»", head);
            return;
        }

        for (var at = 0; at < cells.Count; at++)
        {
            var head = at < heads.Count ? heads[at] : "";
            // Every cell of the row tells whom the others are about; its own words come first.
            file.Say($"table «{HtmlFile.Start(caption)}», row «{HtmlFile.Start(cells[0])}», column «{head}»", cells[at], [head, .. cells.Where((_, other) => other != at), caption]);
        }
    }
}
