using System.Buffers;
using System.Globalization;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>One raw row to one mapped row, or to the rule by which it ended: first what its tool marks as unusable, then consent, then what is refused on purpose, then id, form version,
/// period, area and weight. Values of fields are read of rows that stay, and only those.</summary>
internal sealed class RowMapper
{
    // The store keeps weights with 6 digits after the point.
    private const decimal SmallestWeight = 0.000001m;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    private readonly SourceDefinition source;
    private readonly OperationSetup setup;
    private readonly RecordKeys keys;
    private readonly Dialect cells;
    private readonly string fileHash;
    private readonly IReadOnlyList<(int Position, string Name)> id;
    private readonly IReadOnlyList<int> identifiedBy;
    private readonly int count;
    private readonly HashSet<string> categories = [];
    private readonly int version;
    private readonly string? versionFormat;
    private readonly int consent;
    private readonly HashSet<string> consents;
    private readonly List<(string Rule, int Position, string Column, HashSet<string> Values)> unusable;
    private readonly List<(string Rule, int Position, string Column, HashSet<string> Values)> refuse;
    private readonly HashSet<string> excepting;
    private readonly RowDay period;
    private readonly PlaceColumns area;
    private readonly AreaReader areas;
    private readonly int weight;
    private readonly IdentifierWatch watch;
    private readonly PseudonymReader stratum;
    private readonly PseudonymReader cluster;
    private readonly PseudonymReader organisation;
    private readonly PseudonymReader point;
    private readonly List<(string Name, FieldReader? Read)> fields;
    private readonly SortedDictionary<string, int> emptied;
    private readonly EnumeratorTally? enumerators;
    private readonly EnumeratorColumns? enumerator;
    private readonly PlaceTally places;
    private readonly InterviewTimes times;
    private readonly RowCorrector corrector;

    /// <param name="source">With the mapping of the form version of the rows.</param>
    /// <param name="emptied">Field → values emptied, counted as rows are mapped.</param>
    /// <param name="enumerators">Rows added up by who asked; null where no mapping names the column.</param>
    /// <param name="places">How the places were found, counted as rows are mapped.</param>
    public RowMapper(
        SourceDefinition source, StreamDefinition stream, OperationSetup setup, RecordKeys keys, Dialect dialect, MappedColumns columns, RowCorrector corrector,
        string fileName, string fileHash, SortedDictionary<string, int> emptied, EnumeratorTally? enumerators, PlaceTally places)
    {
        (this.source, this.setup, this.keys, this.corrector, this.fileHash, this.emptied, this.enumerators, this.places) = (source, setup, keys, corrector, fileHash, emptied, enumerators, places);
        cells = dialect;
        id = columns.AnyOf(source.Record.Id, MayBe.Anything);
        identifiedBy = [.. source.Record.IdentifiedBy.Select(name => columns.Needed(name, allowed: MayBe.Anything))];
        count = columns.NeededIf(source.Record.Count);
        if (count >= 0)
        {
            // What a column of a wide table does not say about itself is left open on purpose.
            var open = source.Unpivot?.Columns.Values.SelectMany(meaning => meaning.Keys).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
            categories = [.. source.Fields.Where(field => !field.Value.AllColumns.Any(open.Contains)).Select(field => field.Key)];
        }

        (version, versionFormat) = (columns.NeededIf(source.Record.Version), source.Record.VersionFormat ?? cells.DayFormat);
        consent = columns.NeededIf(source.Record.Consent?.Column);
        consents = Values(source.Record.Consent);
        unusable = [.. dialect.Refuse.Where(rule => columns.Has(rule.Value.Column)).Select(rule => (rule.Key, columns.Needed(rule.Value.Column), rule.Value.Column, Values(rule.Value)))];
        refuse = [.. source.Record.Refuse.Select(rule => (rule.Key, columns.Needed(rule.Value.Column), rule.Value.Column, Values(rule.Value)))];
        excepting = [.. source.Record.Refuse.Where(rule => rule.Value.Except.Count > 0).Select(rule => rule.Key)];
        period = Day(source, setup, cells, columns, corrector);
        area = new PlaceColumns(source.Area, cells, columns);
        areas = new AreaReader(source, stream, setup.Places);
        weight = columns.NeededIf(source.Weight);
        watch = new IdentifierWatch(setup.Catalogue.Identifiers, fileName, source);
        stratum = new PseudonymReader("stratum", Column(source.Stratum), cells, columns, watch, repeats: true, name => keys.Pseudonym(source.Id, "stratum", name));
        cluster = new PseudonymReader("cluster", Column(source.Cluster), cells, columns, watch, repeats: false, name => keys.Pseudonym(source.Id, "cluster", name));
        // An organisation is the same one in every source; a reporting point is not.
        organisation = new PseudonymReader("organisation", source.Organisation, cells, columns, watch, repeats: true, name => keys.Pseudonym("", "organisation", name));
        point = new PseudonymReader("reporting_point", source.ReportingPoint, cells, columns, watch, repeats: false, name => keys.Pseudonym(source.Id, "reporting point", name));
        enumerator = EnumeratorColumns.Of(source, stream, cells, columns);
        times = new InterviewTimes(source.Quality, cells, columns);
        var readers = new FieldReaders(cells, setup.Catalogue, columns, watch);
        fields = [.. stream.Fields.Select(field => (field.Name, source.Fields.TryGetValue(field.Name, out var mapping) ? readers.Create(field, mapping) : null))];
    }

    internal static RowDay Day(SourceDefinition source, OperationSetup setup, Dialect cells, MappedColumns columns, RowCorrector corrector) =>
        new(source.Period, cells, columns, corrector, DateOnly.ParseExact(setup.Operation.FirstMonth, "yyyy-MM", CultureInfo.InvariantCulture), setup.LastDay);

    /// <param name="formVersion">Empty for a source without versions; null for one that the source definition does not declare.</param>
    public SourceRow Map(SourceTable row, string? formVersion)
    {
        watch.NextRow();
        if (row.Broken is { } broken)
            return Rejected(row, broken, null);
        foreach (var (rule, position, column, marks) in unusable)
        {
            if (Is(cells.Of(row, position), marks))
                return Rejected(row, rule, column, KnownKey(row));
        }

        if (consent >= 0 && !Is(cells.Of(row, consent), consents))
            return new SourceRow { Row = row.Row, Ended = RowOutcome.WithoutConsent, Key = KnownKey(row), Version = VersionOf(row) };
        foreach (var (rule, position, column, refused) in refuse)
        {
            if (Is(cells.Of(row, position), refused) != excepting.Contains(rule))
                return Rejected(row, rule, column, excepting.Contains(rule) ? [] : KnownKey(row));
        }

        if (corrector.Drops(row.Row))
            return Rejected(row, RowRules.Correction, null, KnownKey(row));
        if (Key(row) is not { } key)
            return Rejected(row, "missing_id", source.Record.Id.Concat(source.Record.IdentifiedBy).First());
        if (formVersion is null)
            return Rejected(row, "unknown_form_version", source.Forms!.Column, key);
        var periodRule = period.Read(row, out var day, out var periodColumn, out var hasDay);
        if (!hasDay)
            return Rejected(row, periodRule!, periodColumn, key);
        var month = new DateOnly(day.Year, day.Month, 1);
        var place = area.Text(row, out var areaColumn);
        var isPlaceMissing = place.IsEmpty;
        var found = isPlaceMissing ? null : areas.Find(place, day);
        var areaCode = found?.Area?.Code;
        var isAreaUnknown = areaCode is null;
        if (isAreaUnknown && !corrector.Has(row.Row, Correction.Area, out areaCode))
        {
            if (isPlaceMissing)
                return Rejected(row, "missing_area", area.FirstColumn, key) with { PeriodStart = month };
            watch.Unknown(row, areaColumn ?? "area", place, ValuePlace.Places);
            if (watch.Found is not null)
                return Rejected(row, "identifier_found", areaColumn) with { PeriodStart = month };
            // One household with ten members is no place of ten rows.
            if (row.Place <= 1)
                places.AddUnmatched(areaColumn ?? "area", found!.Rule!, place);
            return Rejected(row, found!.Rule!, areaColumn, key) with { PeriodStart = month };
        }

        var weighed = 1m;
        if (weight >= 0 && !(NumberText.TryDecimal(cells.Of(row, weight), out weighed) && weighed is >= SmallestWeight and <= CanonicalValues.Largest))
            return Rejected(row, "invalid_weight", source.Weight, key) with { PeriodStart = month, AreaCode = areaCode! };
        if (weighed >= FieldReaders.LongNumber && weighed == decimal.Truncate(weighed))
            watch.Unknown(row, source.Weight!, cells.Of(row, weight), ValuePlace.Answers);
        var records = 1;
        if (count >= 0 && CountedRecords.Rule(cells.Of(row, count), out records) is { } countRule)
            return Rejected(row, countRule, source.Record.Count, key) with { PeriodStart = month, AreaCode = areaCode! };
        var values = FieldValues(row, out var unknown);
        // The row of a total, or of a category nobody mapped, would count what other rows count too.
        if (count >= 0 && unknown is not null)
            return Rejected(row, "unknown_category", unknown, key) with { PeriodStart = month, AreaCode = areaCode! };
        var mapped = new SourceRow
        {
            Row = row.Row,
            Count = records,
            Key = key,
            Version = Version(row),
            PeriodStart = month,
            AreaCode = areaCode!,
            FormVersion = formVersion,
            Weight = weighed,
            Stratum = stratum.Read(row, emptied),
            Cluster = cluster.Read(row, emptied),
            Organisation = organisation.Read(row, emptied),
            ReportingPoint = point.Read(row, emptied),
            Values = values,
            Minutes = times.Minutes(row),
        };
        if (watch.Found is { } personal)
            return Rejected(row, "identifier_found", personal);
        if (found?.Area is not null)
            places.Add(found);
        if (enumerator is not null)
            enumerators!.Add(enumerator, row, mapped);
        return corrector.Applied(mapped, periodRule is not null, isAreaUnknown);
    }

    /// <param name="unknown">First column of a field whose value is not known, or, where it has to be, is empty.</param>
    private object?[] FieldValues(SourceTable row, out string? unknown)
    {
        unknown = null;
        var values = new object?[fields.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var (name, read) = fields[i];
            if (read is null)
                continue;
            values[i] = read(row, out var invalid);
            if (invalid > 0 || (values[i] is null && categories.Contains(name)))
                unknown ??= source.Fields[name].AllColumns.FirstOrDefault() ?? name;
            if (invalid > 0)
                Count(name, invalid);
        }

        return values;
    }

    /// <returns>Null for a row without an id.</returns>
    private byte[]? Key(SourceTable row)
    {
        if (identifiedBy.Count > 0)
        {
            var parts = new string[identifiedBy.Count];
            for (var i = 0; i < parts.Length; i++)
                parts[i] = cells.Of(row, identifiedBy[i]).ToString();
            return Array.TrueForAll(parts, part => part.Length == 0) ? null : keys.Record(source.Id, Placed(row, string.Join('\u001f', parts), identifiedBy.All(row.IsOfParent)));
        }

        if (source.Record.Id.Count == 0)
            return keys.Record(source.Id, Placed(row, string.Create(CultureInfo.InvariantCulture, $"{fileHash} {row.Row}"), isOfParent: true));
        foreach (var (position, _) in id)
        {
            var text = RecordId.Bare(cells.Of(row, position));
            if (!text.IsEmpty)
                return keys.Record(source.Id, row.Place > 0 && row.IsOfParent(position) ? Placed(row, text.ToString(), isOfParent: true) : text);
        }

        return null;
    }

    /// <summary>Rows of a repeat group, and categories of a wide table, that have no id of their own are told apart by their place.</summary>
    private static string Placed(SourceTable row, string id, bool isOfParent) =>
        row.Place > 0 && isOfParent ? string.Create(CultureInfo.InvariantCulture, $"{id} {row.Place}") : id;

    /// <summary>Key of a row that ends before its id is asked for; empty where it tells no record.</summary>
    private byte[] KnownKey(SourceTable row) => source.Record.Id.Count == 0 ? [] : Key(row) ?? [];

    private string Version(SourceTable row)
    {
        var ordered = VersionOf(row);
        if (ordered.Length == 0 && version >= 0 && !cells.Of(row, version).IsEmpty)
            Count("version", 1);
        return ordered;
    }

    /// <returns>Empty for a number that identifies somebody, wherever it stands in the file.</returns>
    private string VersionOf(SourceTable row)
    {
        if (version < 0)
            return "";
        var text = NumberText.Latin(cells.Of(row, version), stackalloc char[64]);
        if (text.IsEmpty || text.ContainsAnyExcept(Digits))
            return DateText.Version(text, versionFormat);
        watch.Unknown(row, source.Record.Version!, text, ValuePlace.Answers, isColumnTested: false);
        return watch.Found is null ? DateText.Version(text, versionFormat) : "";
    }

    private void Count(string field, int invalid) => emptied[field] = emptied.GetValueOrDefault(field) + invalid;

    private static PlaceOrTime? Column(string? name) => name is null ? null : new PlaceOrTime { Column = name };

    private static HashSet<string> Values(ColumnValues? given) => new(given?.Values.Concat(given.Except).Select(value => value.Trim()) ?? [], StringComparer.OrdinalIgnoreCase);

    private static bool Is(ReadOnlySpan<char> text, HashSet<string> values) => values.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text);

    private SourceRow Rejected(SourceTable row, string rule, string? column, byte[]? key = null) =>
        new() { Row = row.Row, Ended = RowOutcome.Rejected, Rule = rule, Column = column, Key = key ?? [], Version = key is { Length: > 0 } ? VersionOf(row) : "" };
}
