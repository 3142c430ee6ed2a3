using System.Globalization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>A count that somebody else published on the same records (a partner's dashboard): a reader has it, so releases are protected together with it.</summary>
/// <param name="Source">Name of its file.</param>
/// <param name="IsSignal">True: records with the signal; false: the base.</param>
/// <param name="High">As <paramref name="Low"/> for a count; larger for a range.</param>
internal sealed record ExternalFact(string Source, string Indicator, string Area, Period Period, string Split, string Category, bool IsSignal, long Low, long High);

/// <summary>Reads <c>external-facts/*.csv</c>.</summary>
internal static class ExternalFactFile
{
    public const string Folder = "external-facts";

    private const string All = "all";

    private static readonly string[] Header = ["indicator", "area", "period", "split", "category", "what", "low", "high"];

    /// <param name="places">Areas of today and of reviewed changes.</param>
    public static IReadOnlyList<ExternalFact> Load(string folder, Catalogue catalogue, Places places, DefinitionFaults faults) =>
        [.. from path in DefinitionFile.List(folder, Folder, ".csv")
            from row in DefinitionTable.Read(folder, path, faults, Header)
            let fact = Read(path, row.Line, row.Fields, catalogue, places, faults)
            where fact is not null
            select fact];

    private static ExternalFact? Read(string path, int line, string[] fields, Catalogue catalogue, Places places, DefinitionFaults faults)
    {
        var isSound = true;
        void Fault(string message)
        {
            faults.Add(path, line, message);
            isSound = false;
        }

        var indicator = catalogue.Indicators.GetValueOrDefault(fields[0]);
        if (indicator is not { Kind: IndicatorKind.Share, Stream: { } streamId } || !catalogue.Streams.TryGetValue(streamId, out var stream))
        {
            Fault($"\"{fields[0]}\" is no share indicator.{Suggestion.For(fields[0], catalogue.Indicators.Keys)}");
            return null;
        }

        if (places.Areas.All.Count > 0 && !places.IsKnown(fields[1]))
            Fault($"there is no area \"{fields[1]}\".{Suggestion.For(fields[1], places.Areas.All.Select(area => area.Code))}");
        if (!Period.TryParse(fields[2], out var period))
            Fault($"\"{fields[2]}\" is no period of the form 2026-09, 2026-Q3, 2026-H2 or 2026");
        var (split, category) = (fields[3].Length == 0 ? All : fields[3], fields[4].Length == 0 ? All : fields[4]);
        if (split != All && !indicator.DisaggregateBy.Contains(split))
            Fault($"{indicator.Id} is not split by \"{split}\".{Suggestion.For(split, indicator.DisaggregateBy)}");
        else if (split != All && stream.Fields.Find(field => field.Name == split)?.Codes is { } list && category != "unknown" && !catalogue.CodeLists[list].Contains(category))
            Fault($"\"{category}\" is no category of {split}.{Suggestion.For(category, catalogue.CodeLists[list].Entries.Select(entry => entry.Code))}");
        else if ((split == All) != (category == All))
            Fault("\"split\" and \"category\" are both given, or both left empty");
        if (fields[5] is not ("signal" or "base"))
            Fault("\"what\" is signal (records with the signal) or base (records it is a share of)");
        var (low, high) = (Count(fields[6]), fields[7].Length == 0 ? Count(fields[6]) : Count(fields[7]));
        if (low is null || high is null || low > high)
            Fault("\"low\" and \"high\" are whole numbers, low not above high; high is left empty for a count");
        return isSound ? new(Path.GetFileNameWithoutExtension(path), indicator.Id, fields[1], period, split, category, fields[5] == "signal", low!.Value, high!.Value) : null;
    }

    private static long? Count(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
}
