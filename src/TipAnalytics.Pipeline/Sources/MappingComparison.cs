using TipAnalytics.Pipeline.Definitions;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>An existing mapping against the header of a further form version: what can stay as it is, what has other columns, is gone, or is new. Compares names only.</summary>
internal sealed class MappingComparison
{
    private static readonly ISerializer Yaml = new SerializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance).WithEnumNamingConvention(UnderscoredNamingConvention.Instance)
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull | DefaultValuesHandling.OmitDefaults | DefaultValuesHandling.OmitEmptyCollections)
        .WithQuotingNecessaryStrings(quoteYaml1_1Strings: true).DisableAliases().WithIndentedSequences().WithNewLine("\n").Build();

    private readonly SourceDefinition existing;
    private readonly ColumnNames names;
    private readonly Dictionary<string, string> kept = new(StringComparer.Ordinal);

    public MappingComparison(SourceDefinition existing, IReadOnlyList<string> headers, MappingProposal proposal)
    {
        (this.existing, names) = (existing, new ColumnNames(headers, null, existing.Labels));
        var choices = existing.Fields.Values.SelectMany(field => field.Columns.Keys).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, mapping) in existing.Fields)
        {
            var lost = mapping.AllColumns.Where(column => names.Look(column, choices.Contains(column)).Position is null).ToList();
            (lost.Count == 0 ? Same : proposal.Fed.Contains(name) ? Other : Gone).Add(name);
            Lost[name] = lost;
        }

        New = [.. proposal.Fed.Except(existing.Fields.Keys).Order(StringComparer.Ordinal)];
        Keep("record", existing.Record, existing.Record.Id.Count == 0 || existing.Record.Id.Exists(Has), [.. existing.Record.IdentifiedBy, .. existing.Record.Refuse.Values.Select(refused => refused.Column), existing.Record.Count, existing.Record.Version, existing.Record.Consent?.Column]);
        foreach (var (key, place) in new[] { ("period", existing.Period), ("area", existing.Area), ("organisation", existing.Organisation), ("reporting_point", existing.ReportingPoint) })
        {
            if (place is not null)
                Keep(key, place, place.Columns.Count == 0 || place.Columns.Exists(Has), place.Column);
        }

        foreach (var (key, column) in new[] { ("weight", existing.Weight), ("stratum", existing.Stratum), ("cluster", existing.Cluster) })
        {
            if (column is not null)
                Keep(key, column, true, column);
        }

        if (existing.Quality is { } quality)
            Keep("quality", quality, true, quality.Enumerator, quality.Start, quality.End);
    }

    public string File => existing.File;

    /// <summary>Fields all of whose columns are in the file.</summary>
    public List<string> Same { get; } = [];

    /// <summary>Fields that have lost a column and for which another one is proposed.</summary>
    public List<string> Other { get; } = [];

    /// <summary>Fields that have lost a column and for which none is proposed.</summary>
    public List<string> Gone { get; } = [];

    /// <summary>Fields that the existing mapping does not read and for which a column is proposed.</summary>
    public IReadOnlyList<string> New { get; }

    /// <summary>Field → its columns that are not in the file.</summary>
    public Dictionary<string, IReadOnlyList<string>> Lost { get; } = new(StringComparer.Ordinal);

    /// <summary>Labels that the file has.</summary>
    public IEnumerable<KeyValuePair<string, string>> Labels => existing.Labels.Where(label => names.FindExact(label.Key) is not null);

    /// <summary>A key of the source as it stands there; null where its columns are not all in the file, or it has none.</summary>
    public string? Key(string key) => kept.GetValueOrDefault(key);

    /// <summary>A field as it stands there, indented; null where it cannot stay.</summary>
    public string? Field(string name) => Same.Contains(name) ? Indented(Text(name, existing.Fields[name])) : null;

    private void Keep(string key, object value, bool hasOne, params string?[] columns)
    {
        if (hasOne && columns.OfType<string>().All(Has))
            kept[key] = Text(key, value);
    }

    private bool Has(string column) => names.Find(column) is not null;

    private static string Text(string key, object value) => Yaml.Serialize(new Dictionary<string, object> { [key] = value }).TrimEnd('\n');

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Select(line => $"  {line}"));
}
