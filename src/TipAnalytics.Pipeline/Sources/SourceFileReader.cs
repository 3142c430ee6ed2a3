using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Opens an export file under its source definition: from raw rows to mapped, coarsened ones. What is not mapped is never read.</summary>
internal static class SourceFileReader
{
    /// <returns>The file with its rows, to be read once.</returns>
    /// <exception cref="SourceDataException">The file cannot be read, or a column that is needed is missing.</exception>
    public static SourceFile Open(string path, SourceDefinition source, StreamDefinition stream, OperationSetup setup, RecordKeys keys)
    {
        var name = Path.GetFileName(path);
        string hash;
        using (var file = File.OpenRead(path))
            hash = Convert.ToHexStringLower(SHA256.HashData(file));
        var table = SourceTable.Open(path, source.Sheet);
        try
        {
            var columns = new ColumnNames(table.Headers);
            var mapped = new MappedColumns(columns);
            var mapper = new RowMapper(source, stream, setup, keys, mapped, hash);
            mapped.RequireAll(name, source);
            var emptied = new SortedDictionary<string, int>(StringComparer.Ordinal);
            return new SourceFile(
                name, hash, $"{Dialect(source)}, {table.Format}", columns.Except(mapped.Positions), columns.Duplicates, Rows(table, mapper, emptied), emptied);
        }
        catch
        {
            table.Dispose();
            throw;
        }
    }

    private static IEnumerable<SourceRow> Rows(SourceTable table, RowMapper mapper, SortedDictionary<string, int> emptied)
    {
        using (table)
        {
            var isFirst = true;
            while (table.Read())
            {
                if (isFirst && !table.IsMalformed && HxlRow.Is(table))
                {
                    isFirst = false;
                    continue;
                }

                isFirst = false;
                yield return mapper.Map(table, emptied);
            }
        }
    }

    private static string Dialect(SourceDefinition source) => source.Dialect switch
    {
        "kobo" => "KoboToolbox",
        "wfp" => "WFP survey",
        "incident_recorder" => "GBV Incident Recorder",
        "primero" => "Primero",
        _ => "table",
    };
}

/// <summary>The row of hashtags that may stand right under a header (HXL standard 1.1).</summary>
internal static partial class HxlRow
{
    public static bool Is(SourceTable row)
    {
        var cells = Enumerable.Range(0, row.Headers.Count).Select(row.Text).Where(text => text.Length > 0).ToList();
        return cells.Count > 0 && 2 * cells.Count(text => Tag().IsMatch(text)) >= cells.Count;
    }

    [GeneratedRegex(@"^#[A-Za-z]\w*(\s*\+\s*[A-Za-z]\w*)*$")]
    private static partial Regex Tag();
}

/// <summary>Columns a source definition names, found in a file; what is missing is collected and said at once.</summary>
internal sealed class MappedColumns(ColumnNames columns)
{
    private readonly List<string> missing = [];

    public HashSet<int> Positions { get; } = [];

    /// <summary>Position of a column that is needed; -1 when missing, which <see cref="RequireAll"/> then reports.</summary>
    public int Needed(string name) => Optional(name) is >= 0 and var position ? position : Missing(name);

    /// <summary>Position of a column that may be missing, or -1.</summary>
    public int Optional(string name)
    {
        var position = columns.Find(name) ?? -1;
        if (position >= 0)
            Positions.Add(position);
        return position;
    }

    /// <summary>Positions of alternatives, of which at least one is needed.</summary>
    public IReadOnlyList<int> AnyOf(IReadOnlyList<string> names)
    {
        var found = names.Select(Optional).Where(position => position >= 0).ToList();
        if (found.Count == 0 && names.Count > 0)
            Missing(names[0]);
        return found;
    }

    /// <exception cref="SourceDataException">A needed column is missing.</exception>
    public void RequireAll(string file, SourceDefinition source)
    {
        if (missing.Count == 0)
            return;
        var listed = missing.Distinct(StringComparer.Ordinal).Select(name => columns.Near(name) is { } near ? $"\"{name}\" (the file has \"{near}\")" : $"\"{name}\"");
        throw new SourceDataException(
            $"{file}: columns that are needed are missing: {string.Join(", ", listed)}. Nothing of the file was taken. Export with these columns, or change the names in {source.File}.");
    }

    private int Missing(string name)
    {
        missing.Add(name);
        return -1;
    }
}

/// <summary>One raw row to one mapped row, or to the rule by which it ended.</summary>
internal sealed class RowMapper
{
    private readonly SourceDefinition source;
    private readonly OperationSetup setup;
    private readonly RecordKeys keys;
    private readonly string fileHash;
    private readonly int level;
    private readonly DateOnly firstMonth;
    private readonly IReadOnlyList<int> id;
    private readonly int version;
    private readonly int consent;
    private readonly List<(string Rule, int Position, ColumnValues Values)> refuse;
    private readonly PlaceColumns period;
    private readonly PlaceColumns area;
    private readonly PlaceColumns? organisation;
    private readonly PlaceColumns? point;
    private readonly int weight;
    private readonly int stratum;
    private readonly int cluster;
    private readonly int form;
    private readonly List<(string Name, FieldReader? Read)> fields;

    public RowMapper(SourceDefinition source, StreamDefinition stream, OperationSetup setup, RecordKeys keys, MappedColumns columns, string fileHash)
    {
        (this.source, this.setup, this.keys, this.fileHash) = (source, setup, keys, fileHash);
        level = Math.Min(source.Protocol.LowestLevel, stream.LowestLevel);
        firstMonth = DateOnly.ParseExact(setup.Operation.FirstMonth, "yyyy-MM", CultureInfo.InvariantCulture);
        id = columns.AnyOf(source.Record.Id);
        version = source.Record.Version is { } name ? columns.Needed(name) : -1;
        consent = source.Record.Consent is { } asked ? columns.Needed(asked.Column) : -1;
        refuse = [.. source.Record.Refuse.Select(rule => (rule.Key, columns.Needed(rule.Value.Column), rule.Value))];
        period = PlaceColumns.Of(source.Period, columns);
        area = PlaceColumns.Of(source.Area, columns);
        organisation = source.Organisation is { } who ? PlaceColumns.Of(who, columns) : null;
        point = source.ReportingPoint is { } where ? PlaceColumns.Of(where, columns) : null;
        weight = source.Weight is { } weighed ? columns.Needed(weighed) : -1;
        stratum = source.Stratum is { } layer ? columns.Needed(layer) : -1;
        cluster = source.Cluster is { } unit ? columns.Needed(unit) : -1;
        form = source.Forms?.Column is { } formColumn ? columns.Needed(formColumn) : -1;
        fields = [.. stream.Fields.Select(field => (field.Name, source.Fields.TryGetValue(field.Name, out var mapping)
            ? new FieldReaders(source, setup.Catalogue, NeededOrOptional(mapping, columns)).Create(field, mapping)
            : null))];
    }

    public SourceRow Map(SourceTable row, SortedDictionary<string, int> emptied)
    {
        if (row.IsMalformed)
            return Rejected(row, "malformed", null);
        if (source.Record.Consent is { } asked && !Is(row.Text(consent), asked.Values))
            return new SourceRow { Row = row.Row, Ended = RowOutcome.WithoutConsent };
        foreach (var (rule, position, values) in refuse)
        {
            if (Is(row.Text(position), values.Values))
                return Rejected(row, rule, values.Column);
        }

        var recordId = RecordId(row);
        if (recordId.Length == 0)
            return Rejected(row, "missing_id", source.Record.Id[0]);
        var periodText = period.Text(row);
        if (periodText.Length == 0)
            return Rejected(row, "missing_period", source.Period.Column);
        if (!DateText.TryDay(periodText, source.Period.Format, out var day))
            return Rejected(row, "invalid_period", source.Period.Column);
        if (day < firstMonth || (setup.Operation.AsOf is { } asOf && day > asOf))
            return Rejected(row, "period_outside", source.Period.Column);
        var areaText = area.Text(row);
        if (areaText.Length == 0)
            return Rejected(row, "missing_area", source.Area.Column);
        if (setup.Areas.Find(areaText) is not { } found)
            return Rejected(row, "unknown_area", source.Area.Column);
        if (FormVersion(row, day) is not { } formVersion)
            return Rejected(row, "unknown_form_version", source.Forms!.Column);
        var weighed = 1m;
        if (weight >= 0 && !(decimal.TryParse(row.Text(weight), NumberStyles.Float, CultureInfo.InvariantCulture, out weighed) && weighed > 0))
            return Rejected(row, "invalid_weight", source.Weight);
        return new SourceRow
        {
            Row = row.Row,
            Key = keys.Record(source.Id, recordId),
            Version = version >= 0 ? DateText.Version(row.Text(version)) : "",
            PeriodStart = new DateOnly(day.Year, day.Month, 1),
            AreaCode = (setup.Areas.At(areaText, Math.Min(level, found.Level)) ?? found).Code,
            FormVersion = formVersion,
            Weight = weighed,
            Stratum = Pseudonym(row, stratum, "stratum"),
            Cluster = Pseudonym(row, cluster, "cluster"),
            Organisation = organisation is null ? "" : keys.Pseudonym("", "organisation", organisation.Text(row)),
            ReportingPoint = point is null ? "" : keys.Pseudonym(source.Id, "reporting point", point.Text(row)),
            Values = [.. fields.Select(field => Value(row, field, emptied))],
        };
    }

    private static object? Value(SourceTable row, (string Name, FieldReader? Read) field, SortedDictionary<string, int> emptied)
    {
        if (field.Read is null)
            return null;
        var value = field.Read(row, out var invalid);
        if (invalid > 0)
            emptied[field.Name] = emptied.GetValueOrDefault(field.Name) + invalid;
        return value;
    }

    private string RecordId(SourceTable row)
    {
        if (source.Record.Id.Count == 0)
            return string.Create(CultureInfo.InvariantCulture, $"{fileHash} {row.Row}");
        var text = id.Select(row.Text).FirstOrDefault(text => text.Length > 0) ?? "";
        return text.StartsWith("uuid:", StringComparison.Ordinal) ? text["uuid:".Length..] : text;
    }

    /// <returns>Null for a version that the source definition does not declare.</returns>
    private string? FormVersion(SourceTable row, DateOnly day)
    {
        if (source.Forms is not { } forms)
            return "";
        var written = form >= 0 ? row.Text(form) : "";
        return written.Length > 0
            ? forms.Versions.FirstOrDefault(candidate => candidate.Id == written)?.Id
            : forms.Versions.LastOrDefault(candidate => candidate.From <= day)?.Id ?? forms.Versions[0].Id;
    }

    private string Pseudonym(SourceTable row, int position, string kind) => position < 0 ? "" : keys.Pseudonym(source.Id, kind, row.Text(position));

    private static bool Is(string text, List<string> values) => values.Any(value => string.Equals(value.Trim(), text, StringComparison.OrdinalIgnoreCase));

    private static SourceRow Rejected(SourceTable row, string rule, string? column) =>
        new() { Row = row.Row, Ended = RowOutcome.Rejected, Rule = rule, Column = column };

    /// <summary>Of a multi-select either the summary column or the 0/1 columns are enough.</summary>
    private static Func<string, int> NeededOrOptional(FieldMapping mapping, MappedColumns columns)
    {
        if (mapping.Column is not { } summary || mapping.Columns.Count == 0)
            return columns.Needed;
        var hasSummary = columns.Optional(summary) >= 0;
        var hasFlags = mapping.Columns.Keys.Any(name => columns.Optional(name) >= 0);
        return hasSummary || hasFlags ? columns.Optional : columns.Needed;
    }
}

/// <summary>Where a period, place or organisation comes from.</summary>
internal sealed class PlaceColumns
{
    private readonly string? constant;
    private readonly IReadOnlyList<int> positions;
    private readonly Dictionary<string, string> codes;

    private PlaceColumns(string? constant, IReadOnlyList<int> positions, Dictionary<string, string> codes) =>
        (this.constant, this.positions, this.codes) = (constant, positions, codes);

    public static PlaceColumns Of(PlaceOrTime place, MappedColumns columns) => new(
        place.Constant,
        place.Column is { } column ? [columns.Needed(column)] : columns.AnyOf(place.Columns),
        place.Codes.ToDictionary(pair => ColumnNames.Key(pair.Key), pair => pair.Value, StringComparer.Ordinal));

    public string Text(SourceTable row)
    {
        var text = constant ?? positions.Select(row.Text).FirstOrDefault(text => text.Length > 0) ?? "";
        return codes.TryGetValue(ColumnNames.Key(text), out var code) ? code : text;
    }
}
