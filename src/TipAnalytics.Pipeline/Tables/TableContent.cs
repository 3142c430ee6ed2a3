namespace TipAnalytics.Pipeline.Tables;

/// <summary>Counts of a table by cell, organisations added up, and what its own sums say.</summary>
internal sealed class TableContent
{
    private readonly Dictionary<string, Given> cells = new(StringComparer.Ordinal);
    private readonly AggregateTable table;

    public TableContent(AggregateTable table)
    {
        this.table = table;
        foreach (var same in table.Counts.GroupBy(count => Key(count.Codes)))
        {
            var parts = same.ToList();
            cells[same.Key] = new(parts[0].Codes, table.Atoms(parts[0].Codes), parts.TrueForAll(part => part.Count is not null) ? parts.Sum(part => part.Count!.Value) : null,
                parts.TrueForAll(part => part.Count is not null || part.Below is not null) ? parts.Sum(part => part.Count ?? part.Below!.Value - 1) : long.MaxValue / 4,
                parts.Where(part => part.Organisation.Length > 0 && part.Count is not null).ToDictionary(part => part.Organisation, part => part.Count!.Value, StringComparer.Ordinal),
                parts[0].Place);
        }
    }

    /// <param name="Count">Null: not given.</param>
    /// <param name="Highest">Largest count it may have.</param>
    public sealed record Given(string[] Codes, int[] Atoms, long? Count, long Highest, IReadOnlyDictionary<string, long> ByOrganisation, string Place);

    public IEnumerable<Given> Cells => cells.Values;

    /// <summary>Per atom: its count; null: not given.</summary>
    public long?[] Atoms(bool[] isZero)
    {
        var atoms = new long?[table.AtomCount];
        foreach (var cell in Finest)
            atoms[cell.Atoms[0]] = cell.Count;
        for (var atom = 0; atom < atoms.Length; atom++)
            if (isZero[atom])
                atoms[atom] = 0;
        return atoms;
    }

    /// <summary>Per atom: the largest count it may have.</summary>
    public long[] Highest()
    {
        var highest = Enumerable.Repeat(long.MaxValue / 4, table.AtomCount).ToArray();
        foreach (var cell in Finest)
            highest[cell.Atoms[0]] = cell.Highest;
        return highest;
    }

    /// <summary>Counts of organisations in a cell; those of a sum that has none of its own from its atoms.</summary>
    public IReadOnlyDictionary<string, long> Organisations(string[] codes)
    {
        if (cells.TryGetValue(Key(codes), out var cell) && cell.ByOrganisation.Count > 0)
            return cell.ByOrganisation;
        var atoms = table.Atoms(codes).ToHashSet();
        return Finest.Where(each => atoms.Contains(each.Atoms[0])).SelectMany(each => each.ByOrganisation).GroupBy(each => each.Key, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Sum(each => each.Value), StringComparer.Ordinal);
    }

    public Given? Of(string[] codes) => cells.GetValueOrDefault(Key(codes));

    private IEnumerable<Given> Finest => cells.Values.Where(cell => cell.Codes.Select((code, at) => table.Dimensions[at].LevelOf(code) == table.Dimensions[at].Name).All(isFinest => isFinest));

    private static string Key(string[] codes) => string.Join('\n', codes);
}
