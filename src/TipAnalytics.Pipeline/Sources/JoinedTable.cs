using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Rows of a repeat group, with the columns of their parents that they lack. Of the parents only the columns that are needed are held.</summary>
internal sealed class JoinedTable : SourceTable
{
    private readonly SourceTable child;
    private readonly SourceTable parent;
    private readonly int childKey;
    private readonly int parentKey;
    private readonly Dictionary<string, Parent> parents = new(StringComparer.OrdinalIgnoreCase);
    private int[] held = [];
    private Parent? current;

    /// <param name="joins">Pairs of columns by which exports join; the first that both tables have counts.</param>
    /// <param name="file">For messages.</param>
    /// <exception cref="SourceDataException">The tables have no pair of columns in common.</exception>
    public JoinedTable(SourceTable child, SourceTable parent, IEnumerable<DialectJoin> joins, string file)
    {
        (this.child, this.parent) = (child, parent);
        var (children, fathers) = (new ColumnNames(child.Headers), new ColumnNames(parent.Headers));
        var pairs = joins.ToList();
        if (pairs.Find(join => children.FindExact(join.Child) is { } own && fathers.FindExact(join.Parent) is { } other && (!join.First || own + other == 0)) is not { } found)
            throw new SourceDataException($"{file}: nothing joins the rows with their parents. One of these pairs is needed: {string.Join(", ", pairs.Select(join => $"\"{join.Child}\" with \"{join.Parent}\"").Distinct())}. Nothing of the file was taken. Export with these columns.");
        (childKey, parentKey) = (children.FindExact(found.Child)!.Value, fathers.FindExact(found.Parent)!.Value);
        Headers = [.. child.Headers, .. parent.Headers.Select(name => children.FindExact(name) is null ? name : "")];
    }

    public override IReadOnlyList<string> Headers { get; }

    public override IReadOnlyList<string>? Tags => child.Tags;

    public override string Format => $"{child.Format}, joined with its parent";

    public override int? DayOffset => child.DayOffset;

    public override int Place => current?.Children ?? 0;

    public override bool IsOfParent(int column) => column >= child.Headers.Count || column == childKey || child.Headers[column].StartsWith("_submission__", StringComparison.Ordinal);

    public override bool Read()
    {
        if (!child.Read())
            return false;
        Row = child.Row;
        current = child.Broken is null ? ParentOf(RecordId.Bare(child.Cell(childKey))) : null;
        Broken = child.Broken ?? (current is null ? "no_parent" : null);
        if (current is not null)
            current.Children++;
        return true;
    }

    public override ReadOnlySpan<char> Cell(int column)
    {
        if (column < child.Headers.Count)
            return child.Cell(column);
        var place = Array.BinarySearch(held, column - child.Headers.Count);
        return place < 0 || current is null ? default : current.Cells[place].AsSpan();
    }

    public override ReadOnlySpan<char> Label(int column) => column < child.Headers.Count ? child.Label(column) : default;

    /// <summary>Reads the parents.</summary>
    public override void Need(IReadOnlySet<int> columns)
    {
        held = [.. columns.Where(column => column >= child.Headers.Count).Select(column => column - child.Headers.Count).Order()];
        child.Need(columns.Where(column => column < child.Headers.Count).Append(childKey).ToHashSet());
        parent.Need(held.Append(parentKey).ToHashSet());
        while (parent.Read())
        {
            if (parent.Broken is not null || parent.Cell(parentKey) is { IsEmpty: true })
                continue;
            var key = RecordId.Bare(parent.Cell(parentKey)).ToString();
            parents[key] = new Parent([.. held.Select(column => parent.Cell(column).ToString())]);
        }
    }

    protected override void Dispose(bool disposing)
    {
        child.Dispose();
        parent.Dispose();
    }

    /// <summary>A group inside a group names the row it stands in (<c>uuid:…/group[1]</c>): its form begins the name.</summary>
    private Parent? ParentOf(ReadOnlySpan<char> key)
    {
        var lookup = parents.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(key, out var found))
            return found;
        var slash = key.IndexOf('/');
        return slash > 0 && lookup.TryGetValue(key[..slash], out found) ? found : null;
    }

    private sealed class Parent(string[] cells)
    {
        public string[] Cells => cells;

        public int Children { get; set; }
    }
}
