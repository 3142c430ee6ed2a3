using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Columns a source definition names, found in a file; what is missing is collected and said at once.</summary>
/// <param name="identifiers">What a column that is not called as the mapping names it may not be called.</param>
/// <param name="givenUp">Columns whose loss a person accepted: missing, they are as good as empty.</param>
internal sealed class MappedColumns(ColumnNames columns, Identifiers identifiers, IReadOnlySet<string>? givenUp = null)
{
    private readonly List<string> missing = [];
    private readonly Dictionary<string, IReadOnlyList<string>> unclear = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> names = [];
    private readonly List<(string Name, string Header, IdentifierName Reads)> personal = [];
    private readonly SortedSet<string> ways = new(StringComparer.Ordinal);

    public HashSet<int> Positions { get; } = [];

    /// <summary>How names were found where they do not stand in the file as they are mapped: «names with .», «labels» …</summary>
    public IReadOnlyCollection<string> Ways => ways;

    public bool Has(string name) => columns.Find(name) is not null;

    /// <summary>Whether the file has a column of a choice (<c>question/choice</c>).</summary>
    public bool HasChoice(string name) => columns.Look(name, isChoice: true).Position is not null;

    /// <summary>Position of a column that is needed; -1 when missing, which <see cref="RequireAll"/> then reports.</summary>
    /// <param name="allowed">What the column may be; of what is hashed at the door or kept nowhere, anything.</param>
    public int Needed(string name, bool isChoice = false, MayBe allowed = MayBe.NoIdentifier) => Optional(name, isChoice, allowed) is >= 0 and var position ? position : Missing(name);

    /// <summary>Position of a column that is needed, or -1 when the definition names none.</summary>
    public int NeededIf(string? name) => name is null ? -1 : Needed(name);

    /// <summary>Position of a column that may be missing, or -1.</summary>
    public int Optional(string name, bool isChoice = false, MayBe allowed = MayBe.NoIdentifier)
    {
        var match = columns.Look(name, isChoice);
        if (match.Candidates is { } candidates)
            unclear[name] = candidates;
        if (match.Position is not { } position)
            return -1;
        // Two names that are not those of the file cannot both mean one column of it.
        if (names.TryGetValue(position, out var other) && ColumnNames.Key(other) != ColumnNames.Key(name) && match.Way is not null and not ColumnNames.Tagged)
        {
            unclear[name] = [$"{columns.NameOf(position)} for \"{other}\""];
            return -1;
        }

        if (!isChoice && match.Way is not (null or ColumnNames.AsMapped or ColumnNames.Tagged) && Reads(position, match.Way) is { } reads && !(allowed == MayBe.Anything || (allowed == MayBe.DateOfBirth && reads.Kind == Identifiers.DateOfBirth)))
            personal.Add((name, columns.NameOf(position), reads));
        names.TryAdd(position, name);
        Positions.Add(position);
        if (match.Way is { } way)
            ways.Add(way);
        return position;
    }

    /// <summary>Positions of alternatives, of which at least one is needed.</summary>
    public IReadOnlyList<(int Position, string Name)> AnyOf(IReadOnlyList<string> names, MayBe allowed = MayBe.NoIdentifier)
    {
        var found = names.Select(name => (Position: Optional(name, allowed: allowed), name)).Where(column => column.Position >= 0).ToList();
        if (found.Count == 0 && names.Count > 0)
            Missing(names[0]);
        return found;
    }

    /// <summary>How many needed columns are missing.</summary>
    public int MissingFrom(SourceDefinition source, bool mayOmit) => Wanted(source, mayOmit, [this])[false].Count();

    /// <summary>At least half of the names that are needed are there. Otherwise a row of values may stand in their place.</summary>
    public bool IsHeader(SourceDefinition source, bool mayOmit) => names.Count >= MissingFrom(source, mayOmit);

    /// <param name="others">Found in the same file, and needed as well.</param>
    /// <param name="isHeader">What is near to a missing name may be shown.</param>
    /// <param name="mayOmit">The file leaves out what was not answered: what only fields need may be missing.</param>
    /// <returns>Names that were left out.</returns>
    /// <exception cref="SourceDataException">A needed column is missing.</exception>
    public IReadOnlyList<string> RequireAll(string file, string fileHash, SourceDefinition source, bool isHeader, bool mayOmit = false, IReadOnlyList<MappedColumns>? others = null)
    {
        IReadOnlyList<MappedColumns> all = [this, .. others ?? []];
        if (all.Any(found => found.personal.Count > 0))
            throw new SourceDataException($"{file}: not taken. {string.Join("; ", all.SelectMany(found => found.personal).Distinct().Select(found => $"what {source.File} calls \"{found.Name}\" is \"{found.Header}\" in the file, which reads as {found.Reads.Pattern} ({found.Reads.Kind})"))}. Take it out of the mapping; where it is something else, name it as the file does.");
        var wanted = Wanted(source, mayOmit, all);
        if (wanted[false].Any())
        {
            var listed = wanted[false].Select(name => all.Select(found => found.unclear.GetValueOrDefault(name)).OfType<IReadOnlyList<string>>().FirstOrDefault() is { } candidates ? $"\"{name}\" (the file has {string.Join(" and ", candidates.Select(candidate => candidate.Contains('"', StringComparison.Ordinal) ? candidate : $"\"{candidate}\""))}, which does not say which is meant)"
                : isHeader && columns.Near(name) is { } near && !HeaderName.ReadsLikeValue(near) ? $"\"{name}\" (the file has \"{near}\")" : $"\"{name}\"");
            throw new SourceDataException(
                $"{file}: columns that are needed are missing: {string.Join(", ", listed)}. Nothing of the file was taken. Export with these columns, or change the names in {source.File}.")
            {
                MissingColumns = [.. wanted[false]],
                FileHash = fileHash,
            };
        }

        return [.. wanted[true]];
    }

    /// <summary>How the name that the file has reads: as it is, and, where it stands in groups that the mapping does not name, each of these and all together.</summary>
    private IdentifierName? Reads(int position, string way)
    {
        var header = columns.NameOf(position);
        return identifiers.Name(header) ?? (way != ColumnNames.GroupsBefore ? null
            : header.Split('/', '.', '-', ':').Select(part => identifiers.Name(part)).OfType<IdentifierName>().FirstOrDefault() ?? identifiers.Name(GuardText.IdentifierWords(header)));
    }

    /// <returns>Missing names by whether they may be.</returns>
    private static ILookup<bool, string> Wanted(SourceDefinition source, bool mayOmit, IReadOnlyList<MappedColumns> all)
    {
        var fields = mayOmit ? source.Fields.Values.SelectMany(field => field.AllColumns).ToHashSet(StringComparer.Ordinal) : [];
        return all.SelectMany(found => found.missing).Distinct(StringComparer.Ordinal).ToLookup(fields.Contains);
    }

    private int Missing(string name)
    {
        if (givenUp?.Contains(name) != true)
            missing.Add(name);
        return -1;
    }
}

/// <summary>What a mapped column may be by its name.</summary>
internal enum MayBe { NoIdentifier, DateOfBirth, Anything }
