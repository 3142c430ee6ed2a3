using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Tables;

/// <summary>Reads an aggregate table (CSV or workbook) under its spec. Messages give places, never what a cell holds.</summary>
internal static class TableFile
{
    private const int MostAtoms = 1_000_000;
    private const int MostFaults = 20;

    /// <exception cref="SourceDataException">The file is missing, cannot be read, or does not have what the spec names; every fault with row and column.</exception>
    public static AggregateTable Read(string path, TableSpec spec)
    {
        if (!File.Exists(path))
            throw new SourceDataException($"{path}: there is no such file.");
        using var container = SourceContainers.Open(path, null);
        var section = container.Section(spec.Sheet);
        using var table = container.OpenData(section).Table;
        try
        {
            return new Reading(container.Name, spec, table).Table();
        }
        catch (Exception failure) when (failure is not TipException)
        {
            throw SourceContainers.Unreadable(container.Name, failure);
        }
    }

    private sealed class Reading(string file, TableSpec spec, SourceTable table)
    {
        private readonly List<string> faults = [];
        private const long MostPeople = 10_000_000_000;

        private static readonly HashSet<string> Totals = new(StringComparer.OrdinalIgnoreCase)
        {
            "total", "totals", "grand total", "overall", "sum", "all", "both", "total général", "total general", "ensemble", "tous", "toutes", "les deux", "todos", "todas", "ambos",
            "المجموع", "مجموع", "المجموع الكلي", "الإجمالي", "إجمالي", "الكل", "كلاهما", "усього", "всього", "разом", "усі", "всі", "обидва",
        };

        private readonly List<(string[] Codes, string Text, string Organisation, int Row, string Column)> cells = [];

        public AggregateTable Table()
        {
            var headers = table.Headers.Select(header => header.Trim()).ToList();
            int Find(string name, string key)
            {
                var position = headers.FindIndex(header => string.Equals(header, name, StringComparison.OrdinalIgnoreCase));
                if (position < 0)
                    faults.Add($"{file}, row 1: there is no column \"{name}\", which the spec names under \"{key}\".{Suggestion.For(name, headers)}");
                return position;
            }

            var names = spec.Dimensions.Keys.ToList();
            int[] positions = [.. names.Select(name => spec.Dimensions[name].Column is { } column ? Find(column, $"dimensions.{name}.column") : -1)];
            var across = names.FindIndex(name => spec.Dimensions[name].Across.Count > 0);
            var counts = across < 0
                ? [(spec.Count!, Find(spec.Count!, "count"))]
                : spec.Dimensions[names[across]].Across.Concat(Sums(names[across]).Where(code => headers.Contains(code, StringComparer.OrdinalIgnoreCase)))
                    .Select(code => (code, Find(code, $"dimensions.{names[across]}.across"))).ToList();
            var organisation = spec.Organisation is null ? -1 : Find(spec.Organisation, "organisation");
            Stop();

            while (table.Read())
            {
                if (table.Broken is not null)
                {
                    Fault(table.Row, "", "the row cannot be read (a quotation mark or separator too many)");
                    continue;
                }
                string[] row = [.. positions.Select(position => position < 0 ? "" : table.Cell(position).ToString())];
                if (row.All(code => code.Length == 0) && counts.TrueForAll(count => table.Cell(count.Item2).IsEmpty))
                    continue;
                for (var at = 0; at < row.Length; at++)
                    if (positions[at] >= 0 && row[at].Length == 0)
                        Fault(table.Row, headers[positions[at]], "the code is missing");
                var provider = organisation < 0 ? "" : table.Cell(organisation).ToString();
                if (organisation >= 0 && provider.Length == 0)
                    Fault(table.Row, headers[organisation], "the organisation is missing");
                foreach (var (code, position) in counts)
                {
                    var codes = (string[])row.Clone();
                    if (across >= 0)
                        codes[across] = code;
                    cells.Add((codes, table.Cell(position).ToString(), provider, table.Row, headers[position]));
                }
            }
            if (cells.Count == 0 && faults.Count == 0)
                faults.Add($"{file}: the table has no rows below its header.");
            Stop();

            TableDimension[] dimensions = [.. names.Select((name, at) => Dimension(name, at, positions[at] < 0 ? name : headers[positions[at]]))];
            if (dimensions.Aggregate(1.0, (count, dimension) => count * dimension.Codes.Count) > MostAtoms)
                faults.Add($"{file}: the table has more than {MostAtoms.ToString("N0", CultureInfo.InvariantCulture)} combinations of finest codes. Protect it in parts, or with fewer dimensions.");
            TableCount[] read = [.. cells.Select(cell => Count(cell.Codes, cell.Text, cell.Organisation, cell.Row, cell.Column))];
            foreach (var same in read.GroupBy(count => string.Join('\n', [.. count.Codes, count.Organisation])).Where(same => same.Count() > 1))
                faults.Add($"{file}: the cell of {same.First().Place} stands again in {same.Last().Place}. Add the rows up, or name the column that tells them apart.");
            Stop();
            return new(file, spec, dimensions, read);
        }

        private IEnumerable<string> Sums(string name) =>
            spec.Dimensions[name].Levels.SelectMany(level => level.Value.Keys).Append(spec.Dimensions[name].Total);

        private TableDimension Dimension(string name, int at, string header)
        {
            var given = spec.Dimensions[name];
            var sums = Sums(name).ToHashSet(StringComparer.Ordinal);
            List<string> codes = [.. cells.Select(cell => cell.Codes[at]).Where(code => !sums.Contains(code)).Distinct(StringComparer.Ordinal)];
            // Taken for a category of its own, a total would be added to what it is the sum of, and nothing would be found that it gives away.
            if (codes.Find(code => Totals.Contains(code.Trim())) is { } all)
                faults.Add($"{file}: \"{all}\" among the codes of {name} reads like the sum of the others. If it is, write «total: {all}» under dimensions, {name}; if it is a category, give it another name.");
            var places = codes.Select((code, place) => (code, place)).ToDictionary(pair => pair.code, pair => pair.place, StringComparer.Ordinal);
            var parts = new Dictionary<string, (string Level, int[] Parts)>(StringComparer.Ordinal);
            foreach (var (level, groups) in given.Levels)
            {
                foreach (var (code, members) in groups)
                {
                    // A part without a row of its own is one the table says nothing about: it stands for itself.
                    foreach (var member in members.Where(member => !places.ContainsKey(member)))
                    {
                        places[member] = codes.Count;
                        codes.Add(member);
                    }
                    parts[code] = (level, [.. members.Select(member => places[member]).Order()]);
                }
            }
            parts[given.Total] = (TableSpecFile.Whole, [.. Enumerable.Range(0, codes.Count)]);
            return new(name, header, given.Across.Count > 0, codes, parts);
        }

        private TableCount Count(string[] codes, string text, string organisation, int row, string column)
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"row {row}, column \"{column}\"");
            if (NumberText.TryWhole(text, out var number))
            {
                if (number < 0)
                    Fault(row, column, "a count cannot be negative (value not shown)");
                if (number > MostPeople)
                    Fault(row, column, "more than there are people on earth (value not shown)");
                return new(codes, number, null, organisation, place);
            }
            if (text.StartsWith('<') && NumberText.TryWhole(text.AsSpan(1).Trim(), out var below))
                return new(codes, null, below, organisation, place);
            // Letters or digits are a value that was meant; anything else is a mark for a count that is not given.
            if (text.Any(char.IsLetterOrDigit) && !string.Equals(text, "n/a", StringComparison.OrdinalIgnoreCase))
                Fault(row, column, "neither a whole number, nor «<» with one, nor a mark without letters and digits (value not shown)");
            return new(codes, null, null, organisation, place);
        }

        private void Fault(int row, string column, string message) =>
            faults.Add(string.Create(CultureInfo.InvariantCulture, $"{file}, row {row}{(column.Length == 0 ? "" : $", column \"{column}\"")}: {message}."));

        private void Stop()
        {
            if (faults.Count == 0)
                return;
            throw new SourceDataException(string.Join('\n', faults.Take(MostFaults).Append(faults.Count > MostFaults ? string.Create(CultureInfo.InvariantCulture, $"… and {faults.Count - MostFaults} more.") : "")).TrimEnd());
        }
    }
}
