using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Stratum, cluster, organisation or reporting point of a row, as a pseudonym.</summary>
/// <param name="kind">Name under which unreadable values are counted.</param>
/// <param name="place">Null: the source has none.</param>
internal sealed class PseudonymReader(string kind, PlaceOrTime? place, Dialect cells, MappedColumns mapped, Func<string, string> pseudonym)
{
    private const char Unreadable = '\uFFFD';

    private readonly PlaceColumns? columns = place is null ? null : new PlaceColumns(place, cells, mapped);
    private readonly ValueCache<string> pseudonyms = new(pseudonym);

    /// <returns>Empty for none, and for a name with bytes that are not UTF-8: two such names would be taken for one.</returns>
    public string Read(SourceTable row, SortedDictionary<string, int> emptied)
    {
        if (columns is null)
            return "";
        var text = columns.Text(row, out _);
        if (text.IsEmpty)
            return "";
        if (!text.Contains(Unreadable))
            return pseudonyms.Of(text);
        emptied[kind] = emptied.GetValueOrDefault(kind) + 1;
        return "";
    }
}
