using System.Security.Cryptography;
using System.Text;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>How the places of a file were found, and those that were not, counted as its rows are mapped.</summary>
internal sealed class PlaceTally(Places places, IReadOnlyList<SourceDefinition> mappings, Identifiers identifiers)
{
    // More different places than a country has units: then they are sites, addresses or no places at all, and nobody is helped by a list.
    private const int MostDifferent = 20_000;

    private readonly Dictionary<(string Column, string Rule), Dictionary<string, int>> unmatched = [];
    private readonly Dictionary<(string Column, string Rule), int> beyond = [];

    /// <summary>Areas that places may mean.</summary>
    public PlaceProposals Proposals => field ??= new PlaceProposals(places);

    /// <summary>Way → rows; <c>out_of_date</c> besides: their code was not in force in their month.</summary>
    public SortedDictionary<string, int> Found { get; } = new(StringComparer.Ordinal);

    /// <summary>Changes when a place of this source may be read otherwise.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', mappings.SelectMany(mapping => mapping.Area.Codes.OrderBy(code => code.Key, StringComparer.Ordinal)).Select(code => $"{code.Key}\u001f{code.Value}").Prepend(places.Hash)))));

    public void Add(PlaceMatch found)
    {
        if (found.Way != PlaceWay.Code)
            Count(YamlBinder.Word(found.Way));
        if (found.IsOutOfDate)
            Count("out_of_date");
    }

    public void AddUnmatched(string column, string rule, ReadOnlySpan<char> text)
    {
        if (!unmatched.TryGetValue((column, rule), out var texts))
            unmatched[(column, rule)] = texts = new(StringComparer.Ordinal);
        var known = texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (known.TryGetValue(text, out var rows))
            known[text] = rows + 1;
        else if (texts.Count < MostDifferent)
            known[text] = 1;
        else
            beyond[(column, rule)] = beyond.GetValueOrDefault((column, rule)) + 1;
    }

    /// <summary>Places that were not found. Those that are rare, like no place that is known (codes aside), or may be something about a person, are only counted, together: a
    /// name in a shifted column comes as often as a place does.</summary>
    /// <param name="fewestRows">A place of fewer rows is not shown.</param>
    public IReadOnlyList<UnmatchedText> Unmatched(int fewestRows)
    {
        if (unmatched.Count == 0)
            return [];
        return
        [
            .. from part in unmatched
               let texts = part.Value.GroupBy(text => PlaceText.Key(text.Key), (_, same) => (Written: same.MaxBy(text => text.Value).Key, Rows: same.Sum(text => text.Value))).ToList()
               let shown = texts.Where(text => text.Rows >= fewestRows && PlaceText.MayBeShown(text.Written, places.Country, identifiers) && (text.Written.Any(char.IsDigit) || Proposals.For(text.Written).Count > 0)).ToHashSet()
               let hidden = texts.Where(text => !shown.Contains(text)).ToList()
               from line in shown.Select(text => new UnmatchedText(part.Key.Column, part.Key.Rule, text.Written, text.Rows, 1))
                   .Concat(hidden.Count == 0 ? [] : [new UnmatchedText(part.Key.Column, part.Key.Rule, null, hidden.Sum(text => text.Rows) + beyond.GetValueOrDefault(part.Key), hidden.Count)])
               orderby line.Column, line.Rule, line.Written is null, line.Rows descending, line.Written
               select line,
        ];
    }

    private void Count(string way) => Found[way] = Found.GetValueOrDefault(way) + 1;
}

/// <summary>A place of one column that was not found.</summary>
/// <param name="Rule">Rule by which its rows ended.</param>
/// <param name="Written">As written; null: several that are not shown, together.</param>
/// <param name="Rows">Stays inside: with the place it is a figure.</param>
/// <param name="Count">Different places.</param>
internal sealed record UnmatchedText(string Column, string Rule, string? Written, int Rows, int Count);
