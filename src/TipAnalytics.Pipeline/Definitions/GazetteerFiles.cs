using System.Globalization;
using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Reads <c>places/gazetteer/*</c>: gazetteers of administrative units (COD-AB) as they are downloaded, in CSV or workbooks, in the spellings of today and before
/// (<c>adm2_pcode</c>, <c>ADM2_PCODE</c>, <c>admin2Pcode</c>), and the global table of P-codes. Other columns and sheets are ignored.</summary>
internal sealed partial class GazetteerFiles(string country, DefinitionFaults faults)
{
    public const string Folder = "places/gazetteer";

    private static readonly string[] Nothing = ["", "<NULL>", "NULL", "NONE", "N/A"];
    private static readonly string[] DayForms = ["yyyy-MM-dd", "yyyy/MM/dd", "dd-MMM-yyyy", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm:ss"];
    private static readonly string[] Extensions = [".csv", ".xlsx"];
    private static readonly string[] NoNames = ["ID", "NO"];

    private readonly List<Read> read = [];

    /// <summary>Paths below the operation's folder.</summary>
    public static IReadOnlyList<string> In(string folder) =>
        [.. Extensions.SelectMany(extension => DefinitionFile.List(folder, Folder, extension)).Order(StringComparer.Ordinal)];

    public void Add(string path, IReadOnlyList<PlaceTable> tables)
    {
        var before = read.Count;
        foreach (var table in tables)
            Add(path, table);
        if (read.Count == before)
            faults.Add(path, 1, "has no column of P-codes (adm1_pcode, ADM2_PCODE, admin2Pcode, or P-Code with Admin Level and Name) with a value under it");
    }

    /// <summary>All units. In many files the first day is the one on which the list was published, the same in all of its rows: the earliest day of all files is as far as they look
    /// back, not the beginning of a unit. A later one is.</summary>
    public IReadOnlyList<GazetteerUnit> Units()
    {
        var beginning = read.Where(row => row.IsOwn).Min(row => row.From);
        var units = new Dictionary<string, List<(GazetteerUnit Unit, Read Row)>>(StringComparer.Ordinal);
        foreach (var row in read.Where(row => row.IsOwn).Concat(read.Where(row => !row.IsOwn)))
        {
            var spans = units.TryGetValue(row.Code, out var known) ? known : units[row.Code] = [];
            // A parent named by its children is only news where it has no row of its own.
            var unit = new GazetteerUnit(row.Code, row.Level, row.Parent, row.From == beginning ? null : Month(row.From), Month(row.To));
            var (same, _) = row.IsOwn ? spans.Find(span => span.Unit.IsSame(unit)) : spans.FirstOrDefault();
            if (same is null)
            {
                if (spans.Find(span => span.Unit.Overlaps(unit)) is { Row: { } other })
                    faults.Add(row.Path, row.Line, string.Create(CultureInfo.InvariantCulture, $"{row.Place}{row.Code} is valid at the same time in row {other.Line}{(other.Path == row.Path ? "" : $" of {other.Path}")} already, with another validity, level or parent; end one of them with validTo"));
                spans.Add((same = unit, row));
            }

            same.Names.UnionWith(row.Names);
        }

        return [.. units.OrderBy(unit => unit.Key, StringComparer.Ordinal).SelectMany(unit => unit.Value, (_, span) => span.Unit)];
    }

    private void Add(string path, PlaceTable table)
    {
        var columns = table.Headers.Select(header => string.Concat(header.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant()).ToList();
        var (from, to) = (columns.FindIndex(name => name is "VALIDON" or "VALIDFROM" or "VALIDFROMDATE"), columns.IndexOf("VALIDTO"));
        var levels = Enumerable.Range(0, 5).Select(level => (
            Code: columns.FindIndex(name => name == Text($"ADM{level}PCODE") || name == Text($"ADMIN{level}PCODE")),
            Names: Enumerable.Range(0, columns.Count).Where(at => NameColumn().Match(columns[at]) is { Success: true } match && match.Groups[1].Value == Text($"{level}") && !NoNames.Contains(match.Groups[2].Value)).ToList())).ToList();
        var (code, ownLevel, name, parent) = (columns.IndexOf("PCODE"), columns.IndexOf("ADMINLEVEL"), columns.IndexOf("NAME"), columns.IndexOf("PARENTPCODE"));
        foreach (var (line, cells) in table.Rows)
        {
            string At(int column) => column >= 0 && column < cells.Length && !Nothing.Contains(cells[column].ToUpperInvariant()) ? cells[column] : "";
            var place = table.Sheet is null ? "" : $"sheet \"{table.Sheet}\": ";
            var (first, last) = (Day(path, line, place, At(from)), Day(path, line, place, At(to)));
            if (last < first)
                faults.Add(path, line, $"{place}validTo lies before validOn");
            if (code >= 0 && ownLevel >= 0)
            {
                // The global table holds every country.
                if (At(code).StartsWith(country, StringComparison.OrdinalIgnoreCase) && int.TryParse(At(ownLevel), NumberStyles.None, CultureInfo.InvariantCulture, out var level))
                    read.Add(new(path, line, place, Key(At(code)), level, level == 1 ? country : Key(At(parent)), [At(name)], first, last, IsOwn: true));
                continue;
            }

            var chain = levels.FindLastIndex(one => At(one.Code).Length > 0);
            string? above = null;
            for (var level = 0; level <= chain; level++)
            {
                if (At(levels[level].Code) is not { Length: > 0 } unit)
                {
                    if (above is not null)
                        faults.Add(path, line, FormattableString.Invariant($"{place}has a P-code of admin {chain} and none of admin {level}"));
                    continue;
                }

                read.Add(new(path, line, place, Key(unit), level, above ?? (level == 1 ? country : null), [.. levels[level].Names.Select(At).Where(text => text.Length > 0)], level == chain ? first : null, level == chain ? last : null, level == chain));
                above = Key(unit);
            }
        }
    }

    private DateOnly? Day(string path, int line, string place, string text)
    {
        if (text.Length == 0)
            return null;
        if (DateTime.TryParseExact(text, DayForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return DateOnly.FromDateTime(day);
        faults.Add(path, line, $"{place}validOn and validTo have to be days of the form yyyy-MM-dd; in a workbook, cells with a date");
        return null;
    }

    private static string Key(string code) => PlaceText.Key(code);

    private static Period? Month(DateOnly? day) => day is { } given ? Period.Containing(given, PeriodGrain.Month) : null;

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    [GeneratedRegex("^ADM(?:IN)?([0-4])(NAME(?:[A-Z]{2}|[0-9])?|[A-Z]{2}|REF(?:NAME)?|ALT(?:NAME)?[0-9](?:[A-Z]{2})?)$")]
    private static partial Regex NameColumn();

    private sealed record Read(string Path, int Line, string Place, string Code, int Level, string? Parent, IReadOnlyList<string> Names, DateOnly? From, DateOnly? To, bool IsOwn);
}
