using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Proposes a source definition from the header of an export, from a form, or from both. Reads names, labels and choices, never a row.</summary>
public static class Mapping
{
    /// <param name="file">An export, or a form (XLSForm).</param>
    /// <param name="form">The form of the export; null: none.</param>
    /// <param name="sheet">Worksheet of the export; null: the first.</param>
    /// <param name="id">Id of the source to be; null: that of the stream. A file's own name may be a person's.</param>
    /// <param name="stream">Stream of the source to be; null: that of <paramref name="against"/>.</param>
    /// <param name="against">A source definition of which the export is a further form version; null: the source is a new one.</param>
    /// <param name="headerRows">Rows of the header, of which that with most names counts.</param>
    /// <param name="catalogue">The catalogue of definitions; null: the one shipped with the program.</param>
    /// <exception cref="SourceDataException">A file cannot be read.</exception>
    /// <exception cref="DefinitionException">There is no such stream.</exception>
    public static MapSummary Propose(string file, string? stream, string? form = null, string? sheet = null, string? id = null, string? against = null, int headerRows = 1, string? catalogue = null)
    {
        var folder = catalogue ?? CatalogueFolder.Default;
        var definitions = CatalogueLoader.Load(folder);
        var existing = against is null ? null : Existing(against);
        if (existing is not null && stream is not null && stream != existing.Stream)
            throw new DefinitionException($"{existing.File} is a source of {existing.Stream}; leave --stream out.");
        stream = stream ?? existing?.Stream ?? throw new DefinitionException("Say which stream the data belong to (--stream), or of which source the export is a further form version (--against).");
        sheet ??= existing?.Sheet;
        if (!definitions.Streams.TryGetValue(stream, out var wanted))
            throw NoStream(stream, definitions);
        foreach (var missing in new[] { file, form }.OfType<string>().Where(path => !File.Exists(path)))
            throw new SourceDataException($"{missing}: there is no such file.");
        var isForm = XlsForm.Is(file);
        var questions = form is not null ? XlsForm.Read(form) : isForm ? XlsForm.Read(file) : null;
        var headers = isForm ? null : Headers(file, sheet, existing?.HeaderRows ?? headerRows, IncidentRecorderLocale.Load(folder, new DefinitionFaults()));
        var (columns, proposer, proposals) = Proposals(folder, definitions, headers, questions);
        var proposal = proposals[stream];
        var unusable = KnownUnusable.Load(folder).ToDictionary(column => ColumnNames.Key(column.Column), column => column.Why, StringComparer.Ordinal);
        proposal = proposal with
        {
            Unusable = [.. columns.Where(column => unusable.ContainsKey(ColumnNames.Key(column.Name)) && !proposal.Active.Any(field => field.Column == column)).Select(column => (column.Header, unusable[ColumnNames.Key(column.Name)]))],
        };
        if (sheet is not null)
            proposal = proposal with { Sheet = sheet };
        proposal = proposal with { HeaderRows = headerRows };
        var indicators = Indicators(definitions, proposals);
        var own = indicators.Where(indicator => indicator.Stream == stream).Select(Words);
        var name = id ?? stream;
        var comparison = existing is null ? null : new MappingComparison(existing, headers ?? [.. columns.Select(column => column.Header)], proposal);
        var yaml = new MappingYaml(proposal, proposer, name, comparison).Write(own);
        return new MapSummary(
            Path.GetFileName(file), stream, name, [.. Fields(wanted, proposal, proposer)], [.. proposal.Keys.Select(key => new MappedKey(key.Known.Key, key.Column.Header, key.Known.Note))],
            indicators, [.. proposal.NotToBeTaken.Where(column => !HeaderName.ReadsLikeValue(column.Header)).Select(column => column.Header)],
            proposal.NotToBeTaken.Count(column => HeaderName.ReadsLikeValue(column.Header)), proposal.Unused, yaml)
        {
            CannotBeUsed = [.. proposal.Unusable.Select(column => new UnusableColumn(column.Column, column.Why))],
            Against = comparison is null ? null : new(comparison.File, comparison.Same, comparison.Other, comparison.Gone, comparison.New),
        };
    }

    private static SourceDefinition Existing(string path)
    {
        var faults = new DefinitionFaults();
        var read = DefinitionFile.Read<SourceDefinition>(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path), faults);
        faults.ThrowIfAny();
        read!.Value.File = path;
        return read.Value;
    }

    /// <summary>A proposal for every stream.</summary>
    /// <param name="headers">Null: there is only the form.</param>
    internal static (IReadOnlyList<ProposedColumn> Columns, MappingProposer Proposer, Dictionary<string, MappingProposal> Proposals) Proposals(
        string folder, Catalogue definitions, IReadOnlyList<string>? headers, XlsForm? form)
    {
        var known = KnownColumns.Load(folder, definitions);
        var columns = ProposedColumns.Of(headers, form, Multiples(definitions, known));
        var proposer = new MappingProposer(definitions, known, KnownKeys.Load(folder, definitions), form);
        return (columns, proposer, definitions.Streams.Values.OrderBy(candidate => candidate.Id, StringComparer.Ordinal).ToDictionary(candidate => candidate.Id, candidate => proposer.Propose(candidate, columns), StringComparer.Ordinal));
    }

    internal static DefinitionException NoStream(string stream, Catalogue definitions) =>
        new($"\"{stream}\" is no stream.{Suggestion.For(stream, definitions.Streams.Keys)} There are: {string.Join(", ", definitions.Streams.Keys.Order(StringComparer.Ordinal))}.");

    /// <summary>«CH-05: could be fed», «CH-02: lacks attends_school, edu_barrier».</summary>
    public static string Words(IndicatorFeed indicator)
    {
        ArgumentNullException.ThrowIfNull(indicator);
        return indicator.Lacks.Count == 0 ? $"{indicator.Id}: could be fed" : $"{indicator.Id}: lacks {string.Join(", ", indicator.Lacks)}";
    }

    private static IReadOnlyList<string> Headers(string file, string? sheet, int headerRows, IReadOnlyList<IncidentRecorderLocale> locales)
    {
        using var container = SourceContainers.Open(file, null);
        var section = sheet is null ? IncidentRecorderWords.Sheet(container, locales) ?? container.Section(null) : container.Section(sheet);
        var (table, signs) = container.OpenData(section, headerRows, cell => !cell.Contains(' ', StringComparison.Ordinal));
        using (table)
            return signs.Headers;
    }

    private static HashSet<string> Multiples(Catalogue catalogue, IReadOnlyList<KnownColumn> known) =>
        known.Where(column => catalogue.Streams[column.Stream].Fields.Exists(field => field.Name == column.Field && field.Type == FieldType.Codes)).Select(column => column.Column)
            .Concat(catalogue.Streams.Values.SelectMany(stream => stream.Fields).Where(field => field.Type == FieldType.Codes).Select(field => field.Name))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    internal static List<IndicatorFeed> Indicators(Catalogue catalogue, Dictionary<string, MappingProposal> proposals) =>
        [.. from indicator in catalogue.Indicators.Values.OrderBy(indicator => indicator.Id, StringComparer.Ordinal)
            where indicator.Stream is not null
            let fed = proposals[indicator.Stream!].Fed
            let needs = IndicatorNeeds.Of(indicator, catalogue.Streams[indicator.Stream!]).Select(field => field.Name).ToList()
            select new IndicatorFeed(indicator.Id, indicator.Title, indicator.Stream!, [.. needs.Where(field => !fed.Contains(field))])];

    private static IEnumerable<MappedField> Fields(StreamDefinition stream, MappingProposal proposal, MappingProposer proposer)
    {
        foreach (var field in stream.Fields)
        {
            if (proposal.Spans.TryGetValue(field.Name, out var span))
                yield return new(field.Name, [span.From, span.To], "high", "known names", [], false);
            var own = proposal.Fields.Where(candidate => candidate.Field == field).ToList();
            if (own.Count > 0 && !proposal.Spans.ContainsKey(field.Name))
            {
                var columns = own.SelectMany(candidate => candidate.Column.Choices.Values.Prepend(candidate.Column.Header));
                yield return new(
                    field.Name, [.. columns], YamlBinder.Word(own[0].Confidence), own[0].Reason, [.. own.SelectMany(candidate => proposer.Codes(candidate).Gaps).Distinct(StringComparer.Ordinal)],
                    own.Exists(MappingYaml.IsSlot));
            }
        }
    }
}

/// <summary>A proposed source definition, and what it rests on.</summary>
/// <param name="NotToBeTaken">Columns that identify people, by name.</param>
/// <param name="ReadLikeValues">Columns whose very name reads like a value (a header may be missing); they are not shown.</param>
/// <param name="Unused">Columns for which nothing is proposed; they are never read.</param>
/// <param name="Yaml">The proposal as a file.</param>
public sealed record MapSummary(
    string File, string Stream, string SourceId, IReadOnlyList<MappedField> Fields, IReadOnlyList<MappedKey> Keys, IReadOnlyList<IndicatorFeed> Indicators,
    IReadOnlyList<string> NotToBeTaken, int ReadLikeValues, int Unused, string Yaml)
{
    /// <summary>Known columns that no field can be read from.</summary>
    public IReadOnlyList<UnusableColumn> CannotBeUsed { get; init; } = [];

    /// <summary>How the fields compare with an existing mapping; null where there is none.</summary>
    public MappedAgainst? Against { get; init; }
}

/// <param name="Why">With what to map in its place.</param>
public sealed record UnusableColumn(string Column, string Why);

/// <summary>Fields of a further form version against the mapping of an earlier one.</summary>
/// <param name="Same">All of their columns are there.</param>
/// <param name="Other">A column is gone, another one proposed.</param>
/// <param name="Gone">A column is gone, none proposed.</param>
/// <param name="New">Not mapped so far.</param>
public sealed record MappedAgainst(string File, IReadOnlyList<string> Same, IReadOnlyList<string> Other, IReadOnlyList<string> Gone, IReadOnlyList<string> New);

/// <param name="Confidence">high: a known name; medium: another spelling, or nearly the same words and choices; low: something in common, and no mapping.</param>
/// <param name="Columns">As written in the file; of a select-multiple and of answers all of them.</param>
/// <param name="Gaps">Choices for which no code is known.</param>
/// <param name="IsCountrySpecific">Numbered slots whose meaning each country's form decides.</param>
public sealed record MappedField(string Field, IReadOnlyList<string> Columns, string Confidence, string Reason, IReadOnlyList<string> Gaps, bool IsCountrySpecific);

public sealed record MappedKey(string Key, string Column, string Note);

/// <param name="Lacks">Fields it cannot do without and for which no column is proposed; empty: it could be fed.</param>
public sealed record IndicatorFeed(string Id, string Title, string Stream, IReadOnlyList<string> Lacks);
