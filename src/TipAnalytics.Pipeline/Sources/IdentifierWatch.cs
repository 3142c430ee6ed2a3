using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Looks at mapped values that no list knows: one that identifies a person refuses the whole file when it stands among the first rows, for then its column
/// is the wrong one, and ends its own row later on. So does a column whose first values are free text. What a list knows is never looked at.</summary>
internal sealed class IdentifierWatch(Identifiers identifiers, string file, SourceDefinition source)
{
    /// <summary>Rows in which a hit speaks against the column, not only against its row.</summary>
    public const int FirstRows = 200;

    // More different values than any list of answers leaves unknown; texts of four words and more than any list has labels for.
    private const int MostDifferent = 40;
    private const int MostTexts = 10;
    private const int WordsOfText = 4;

    // Of so many values of a column that names organisations, nearly all are different.
    private const int EnoughValues = 150;
    private const int MostDifferentNames = 135;

    private readonly Dictionary<string, Column> columns = new(StringComparer.Ordinal);
    private int rows;

    /// <summary>Column of the current row in which an identifier was found; null for none.</summary>
    public string? Found { get; private set; }

    public void NextRow() => (rows, Found) = (rows + 1, null);

    /// <param name="column">As mapped.</param>
    /// <exception cref="SourceDataException">An identifier or free text among the first rows.</exception>
    /// <param name="isColumnTested">The value also counts for what the column as a whole holds.</param>
    public void Unknown(SourceTable row, string column, ReadOnlySpan<char> text, ValuePlace place, bool isColumnTested = true)
    {
        if (!columns.TryGetValue(column, out var seen))
            columns[column] = seen = new(value => identifiers.Value(value, place));
        if (seen.Kinds.Of(text) is { } kind)
        {
            if (rows <= FirstRows)
                throw new SourceDataException(FormattableString.Invariant($"{file}: not taken. Row {row.Row}, column \"{column}\": what stands there looks like an identifier ({kind}; value not shown). Take the column out of {source.File}, or have it corrected or removed in the export."));
            Found ??= column;
        }
        else if (isColumnTested && place == ValuePlace.Answers && rows <= FirstRows)
            Count(seen, column, text);
    }

    /// <summary>Whether a name is one of a person, not of an organisation or place.</summary>
    public bool IsPersonal(string name) => identifiers.Value(name, ValuePlace.Names) is not null;

    /// <summary>Counts a value of a column whose values have to come again.</summary>
    /// <exception cref="SourceDataException">Nearly all of the first rows have a value of their own.</exception>
    public void Repeats(string column, ReadOnlySpan<char> text)
    {
        if (rows > FirstRows)
            return;
        if (!columns.TryGetValue(column, out var seen))
            columns[column] = seen = new(value => identifiers.Value(value, ValuePlace.Names));
        seen.Different.Add(text.ToString());
        if (++seen.Values == EnoughValues && seen.Different.Count > MostDifferentNames)
            throw new SourceDataException(FormattableString.Invariant($"{file}: not taken. Column \"{column}\" has another value in nearly every row: it names persons or records instead of organisations or strata. Take it out of {source.File}."));
    }

    private void Count(Column seen, string column, ReadOnlySpan<char> text)
    {
        if (!seen.Different.Add(text.ToString()))
            return;
        if (text.Count(' ') >= WordsOfText - 1)
            seen.Texts++;
        if (seen.Different.Count > MostDifferent || seen.Texts > MostTexts)
            throw new SourceDataException(FormattableString.Invariant($"{file}: not taken. Column \"{column}\" holds free text, names or numbers instead of the answers of a list: among the first rows there are {seen.Different.Count} different values that neither the mapping nor the code list knows (not shown). Give the labels under \"codes\" in {source.File}, or take the column out of it."));
    }

    private sealed class Column(Func<string, string?> kind)
    {
        public ValueCache<string?> Kinds { get; } = new(kind);

        /// <summary>Held while the first rows are read, in memory only.</summary>
        public HashSet<string> Different { get; } = new(StringComparer.OrdinalIgnoreCase);

        public int Texts { get; set; }

        public int Values { get; set; }
    }
}
