using System.Globalization;
using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>The places that were not found, as a file in which a person fills in what is meant (<c>data/unmatched-places.csv</c>). A copy of it in <c>places/aliases/</c> is in force as far as it is filled in.</summary>
internal static class UnmatchedPlaceFile
{
    // An editing distance to every name of a country takes time; the most frequent come first.
    private const int MostPlaces = 200;

    /// <summary>Writes the list anew, or takes it away when every place is known by now. Call after the vault is committed.</summary>
    /// <returns>Number of places on it.</returns>
    /// <exception cref="MachineException">It cannot be written.</exception>
    public static int Write(OperationSetup setup, OperationFolder folder, Vault vault)
    {
        var places = (
            from noted in UnmatchedPlaces.Read(vault.Connection)
            where noted.Text.Written is not null && !IsKnownNow(setup, noted)
            group noted by (noted.SourceId, noted.Text.Written) into same
            select (Last: same.Last(), Rows: same.Max(noted => noted.Text.Rows)) into place
            orderby place.Rows descending, place.Last.SourceId, place.Last.Text.Written
            select place).Take(MostPlaces).ToList();
        try
        {
            if (places.Count == 0)
                File.Delete(folder.UnmatchedPlaces);
            else
                DurableFile.WriteText(folder.UnmatchedPlaces, Text(setup, places));
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{folder.UnmatchedPlaces}: could not be written: {StorageFailure.Reason(failure)}. The vault is complete; the next ingest writes the list.");
        }

        return places.Count;
    }

    private static bool IsKnownNow(OperationSetup setup, NotedPlace noted)
    {
        var key = PlaceText.Key(noted.Text.Written!);
        var source = setup.Sources.FirstOrDefault(source => source.Id == noted.SourceId);
        return setup.Places.HasAlias(noted.Text.Written!, noted.SourceId) || source?.Mappings.Any(mapping => mapping.Area.Codes.Keys.Any(given => PlaceText.Key(given) == key)) == true
            || Enumerable.Range(0, setup.Places.Steps.Count + 1).All(step => setup.Places.Find(noted.Text.Written!, noted.SourceId, NoCodes, setup.Places.MonthOf(step)).Area is not null);
    }

    private static readonly Dictionary<string, string> NoCodes = [];

    private static string Text(OperationSetup setup, List<(NotedPlace Last, int Rows)> places)
    {
        var proposals = new PlaceProposals(setup.Places);
        var text = new StringBuilder().AppendJoin(',', AliasFile.ToFillIn).Append('\n');
        foreach (var (noted, rows) in places)
        {
            var proposed = UnmatchedPlaces.Proposed(proposals, noted.Text.Written!).Select(proposal => string.Create(CultureInfo.InvariantCulture, $"{proposal.Code} {proposal.Name} {proposal.Likeness:0.00}"));
            text.AppendJoin(',', new[]
            {
                noted.Text.Written!, "", noted.SourceId, "", "", "", "", "", noted.Text.Rule, Magnitude.Of(rows), noted.Text.Column, noted.FileHash[..Math.Min(8, noted.FileHash.Length)], string.Join("; ", proposed),
            }.Select(Cell)).Append('\n');
        }

        return text.ToString();
    }

    private static string Cell(string text) => text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
