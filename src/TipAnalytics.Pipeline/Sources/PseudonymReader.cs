using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Stratum, cluster, organisation or reporting point of a row, as a pseudonym.</summary>
/// <param name="kind">Name under which unreadable values are counted.</param>
/// <param name="place">Null: the source has none.</param>
/// <param name="repeats">A column with another value in nearly every row names persons or records, and refuses the file.</param>
internal sealed class PseudonymReader(string kind, PlaceOrTime? place, Dialect cells, MappedColumns mapped, IdentifierWatch watch, bool repeats, Func<string, string> pseudonym)
{
    private const char Unreadable = '\uFFFD';

    private readonly PlaceColumns? columns = place is null ? null : new PlaceColumns(place, cells, mapped);
    private readonly ValueCache<(string Pseudonym, bool IsPersonal)> pseudonyms = new(text => (pseudonym(text), watch.IsPersonal(text)));

    /// <returns>Empty for none, and for a name with bytes that are not UTF-8: two such names would be taken for one.</returns>
    public string Read(SourceTable row, SortedDictionary<string, int> emptied)
    {
        if (columns is null)
            return "";
        var text = columns.Text(row, out var column);
        if (text.IsEmpty)
            return "";
        if (!text.Contains(Unreadable))
        {
            var known = pseudonyms.Of(text);
            if (known.IsPersonal)
                watch.Unknown(row, column ?? kind, text, ValuePlace.Names);
            if (repeats)
                watch.Repeats(column ?? kind, text);
            return known.Pseudonym;
        }

        emptied[kind] = emptied.GetValueOrDefault(kind) + 1;
        return "";
    }
}
