using System.Globalization;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>A repeat group that an export has flattened into columns (<c>children[1]/sex</c>, <c>children[2]/sex</c>), as a row for each repetition that has
/// anything in it, with the columns of its record beside it. The columns of the group lose their number: <c>children/sex</c>.</summary>
internal sealed class UnfoldedTable : WrappedTable
{
    private readonly int[][] positions;
    private readonly bool[] isOfGroup;
    private readonly int repetitions;
    private int repetition;

    public UnfoldedTable(SourceTable table, string group)
        : base(table)
    {
        var headers = new List<string>();
        var places = new List<int[]>();
        var parts = table.Headers.Select(header => Part(header, group)).ToList();
        repetitions = parts.Max(part => part.Number);
        foreach (var name in parts.Where(part => part.Number > 0).Select(part => part.Name).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            headers.Add(name);
            places.Add([.. Enumerable.Range(1, repetitions).Select(number => parts.FindIndex(part => part.Number == number && part.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))]);
        }

        isOfGroup = [.. headers.Select(_ => true), .. parts.Where(part => part.Number == 0).Select(_ => false)];
        for (var i = 0; i < parts.Count; i++)
        {
            if (parts[i].Number != 0)
                continue;
            headers.Add(table.Headers[i]);
            places.Add([.. Enumerable.Repeat(i, repetitions)]);
        }

        (Headers, positions, repetition) = (headers, [.. places], repetitions);
        // Of the columns of the group the first that is there speaks for all.
        Tags = table.Tags is { } tags ? [.. places.Select(numbers => numbers.FirstOrDefault(position => position >= 0, -1) is >= 0 and var first && first < tags.Count ? tags[first] : "")] : null;
    }

    public override IReadOnlyList<string> Headers { get; }

    public override IReadOnlyList<string>? Tags { get; }

    public override string Format => $"{Inner.Format}, repeat group as columns";

    public override int Place => repetition;

    public override bool IsOfParent(int column) => !isOfGroup[column];

    /// <summary>Whether a table has columns of repetitions of the group.</summary>
    public static bool Has(SourceTable table, string? group) => group is not null && table.Headers.Any(header => Part(header, group).Number > 0);

    public override bool Read()
    {
        while (true)
        {
            while (++repetition <= repetitions)
            {
                if (HasContent())
                    return true;
            }

            if (!base.Read())
                return false;
            repetition = 0;
            if (Broken is null)
                continue;
            repetition = repetitions;
            return true;
        }
    }

    public override ReadOnlySpan<char> Cell(int column) => (uint)column < (uint)positions.Length ? Inner.Cell(positions[column][repetition - 1]) : default;

    public override ReadOnlySpan<char> Label(int column) => (uint)column < (uint)positions.Length ? Inner.Label(positions[column][repetition - 1]) : default;

    public override void Need(IReadOnlySet<int> columns) =>
        Inner.Need(positions.Where((_, column) => isOfGroup[column] || columns.Contains(column)).SelectMany(places => places).Where(place => place >= 0).ToHashSet());

    private bool HasContent()
    {
        for (var column = 0; column < positions.Length && isOfGroup[column]; column++)
        {
            if (Inner.Cell(positions[column][repetition - 1]) is { IsEmpty: false } text && !text.Equals("n/a", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <returns>Number 0 for a column outside of the group.</returns>
    private static (int Number, string Name) Part(string header, string group)
    {
        var at = header.IndexOf($"{group}[", StringComparison.OrdinalIgnoreCase);
        var end = at < 0 ? -1 : header.IndexOf(']', at);
        return end > 0 && (at == 0 || header[at - 1] is '/' or '.') && int.TryParse(header.AsSpan((at + group.Length + 1)..end), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1000
            ? (number, header[..(at + group.Length)] + header[(end + 1)..])
            : (0, header);
    }
}
