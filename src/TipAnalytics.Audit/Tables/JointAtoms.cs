using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Tables;

namespace TipAnalytics.Audit.Tables;

/// <summary>One cell as all files together tell it.</summary>
/// <param name="Low">Null: withheld; equal to <paramref name="High"/> for a count.</param>
internal sealed record ToldCell(string[] Codes, int[] Atoms, IReadOnlyList<string> Places, long? Low, long? High);

/// <summary>The finest cells that several tables of one spec are about: all combinations of the finest codes that any of them has, without structural zeros.</summary>
internal sealed class JointAtoms
{
    private readonly List<string> names;
    private readonly List<Dictionary<string, int>> codes;
    private readonly List<Dictionary<string, HashSet<string>>> sums;
    private readonly int[] numbers;

    public JointAtoms(TableSpec spec, IReadOnlyList<AggregateTable> tables)
    {
        names = [.. spec.Dimensions.Keys];
        codes = [.. names.Select((_, at) => tables.SelectMany(table => table.Dimensions[at].Codes).Distinct(StringComparer.Ordinal).Select((code, place) => (code, place)).ToDictionary(pair => pair.code, pair => pair.place, StringComparer.Ordinal))];
        sums = [.. names.Select((_, at) => tables.SelectMany(table => table.Dimensions[at].Sums, (table, sum) => (sum.Key, Parts: sum.Value.Level == TableSpecFile.Whole ? codes[at].Keys : sum.Value.Parts.Select(part => table.Dimensions[at].Codes[part])))
            .GroupBy(sum => sum.Key, StringComparer.Ordinal).ToDictionary(sum => sum.Key, sum => sum.SelectMany(each => each.Parts).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal))];
        var all = codes.Aggregate(1, (count, dimension) => count * dimension.Count);
        var isZero = new bool[all];
        foreach (var zero in spec.StructuralZeros)
        {
            foreach (var atom in Places([.. names.Select(name => zero.GetValueOrDefault(name, TableSpecFile.Whole))]))
                isZero[atom] = true;
        }

        numbers = new int[all];
        for (var atom = 0; atom < all; atom++)
            numbers[atom] = isZero[atom] ? -1 : Count++;
    }

    public int Count { get; }

    /// <summary>Every cell of every table; one that several files give has one count.</summary>
    /// <exception cref="SourceDataException">Two files give a cell different counts.</exception>
    public IReadOnlyList<ToldCell> Cells(IReadOnlyList<AggregateTable> tables) =>
        [.. tables.SelectMany(table => table.Counts.GroupBy(count => string.Join('\u001f', count.Codes), StringComparer.Ordinal), (table, cell) => Cell(table.File, [.. cell]))
            .GroupBy(cell => string.Join('\u001f', cell.Codes), StringComparer.Ordinal).Select(Joined)];

    private ToldCell Cell(string file, IReadOnlyList<TableCount> counts)
    {
        string[] places = [.. counts.Select(count => $"{file}, {count.Place}")];
        int[] atoms = [.. Places(counts[0].Codes).Select(atom => numbers[atom]).Where(atom => atom >= 0).Order()];
        // Rows of several organisations are parts of the cell: one that is not given leaves the sum open.
        if (counts.Any(count => count.Count is null && count.Below is null))
            return new(counts[0].Codes, atoms, places, null, null);
        return new(counts[0].Codes, atoms, places, counts.Sum(count => count.Count ?? 0), counts.Sum(count => count.Count ?? Math.Max(0, count.Below!.Value - 1)));
    }

    private static ToldCell Joined(IEnumerable<ToldCell> same)
    {
        var cells = same.ToList();
        var given = cells.Where(cell => cell.Low is not null).ToList();
        var (low, high) = (given.Max(cell => cell.Low), given.Min(cell => cell.High));
        if (low > high)
            throw new SourceDataException($"{string.Join(" and ", given.Select(cell => cell.Places[0]))}: one cell has two counts. Tables of different days are of different records: attack them as two sets, or give the one that counts.");
        return cells[0] with { Places = [.. cells.SelectMany(cell => cell.Places)], Low = low, High = high };
    }

    private int[] Places(string[] of)
    {
        int[] atoms = [0];
        for (var at = 0; at < names.Count; at++)
        {
            var dimension = codes[at];
            var parts = dimension.TryGetValue(of[at], out var own) ? [own] : sums[at].TryGetValue(of[at], out var sum) ? [.. sum.Select(code => dimension[code])] : dimension.Values.ToArray();
            atoms = [.. atoms.SelectMany(atom => parts.Select(part => atom * dimension.Count + part))];
        }

        return atoms;
    }
}
