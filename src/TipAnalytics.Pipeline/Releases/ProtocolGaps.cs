using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>What a release does without, because a protocol does not permit it or the records are erased.</summary>
internal static class ProtocolGaps
{
    /// <param name="erased">Erasures noted in the vault.</param>
    public static IEnumerable<InformationGap> Of(OperationSetup setup, IReadOnlyList<ErasedRecords> erased, DateOnly asOf) =>
        OfProtocols(setup, asOf).Concat(OfErasures(setup, erased, asOf));

    /// <summary>What the protocols do not permit; whatever is in the vault.</summary>
    public static IEnumerable<InformationGap> OfProtocols(OperationSetup setup, DateOnly asOf)
    {
        var sources = setup.Sources.OrderBy(source => source.Id, StringComparer.Ordinal).ToList();
        foreach (var source in sources.Where(source => !SourcePermissions.IsWithdrawn(source, asOf) && !SourcePermissions.Names(source, setup.Operation.Audience)))
            yield return new InformationGap("protocol", source.Id, $"{source.Title}: the information-sharing protocol does not name «{Audiences.Titles[setup.Operation.Audience]}»; nothing here rests on it.");
        foreach (var (source, indicators) in sources.Select(source => (source, setup.Indicators.Where(indicator => indicator.Stream == source.Stream && SourcePermissions.Refused(setup, source, indicator).Any()).Select(indicator => indicator.Id).ToList())))
        {
            if (indicators.Count > 0)
                yield return new InformationGap("protocol", source.Id, $"{source.Title}: the information-sharing protocol does not permit the answers for {string.Join(", ", indicators)}; these do without its records.");
        }
    }

    private static IEnumerable<InformationGap> OfErasures(OperationSetup setup, IReadOnlyList<ErasedRecords> erased, DateOnly asOf)
    {
        var sources = setup.Sources.OrderBy(source => source.Id, StringComparer.Ordinal).ToList();
        foreach (var source in sources.Where(source => SourcePermissions.IsWithdrawn(source, asOf)))
        {
            yield return new InformationGap(
                "erased", source.Id,
                string.Create(CultureInfo.InvariantCulture, $"{source.Title}: the provider withdrew it on {source.Withdrawn!.On:yyyy-MM-dd} and its records are erased; earlier releases stand, this one does without."));
        }

        foreach (var source in sources.Where(source => !SourcePermissions.IsWithdrawn(source, asOf)))
        {
            var months = erased.Where(receipt => receipt.SourceId == source.Id && receipt.Reason == Erasures.ByRetention).Select(receipt => receipt.LastMonth).ToList();
            if (months.Count > 0)
            {
                yield return new InformationGap(
                    "erased", source.Id,
                    string.Create(CultureInfo.InvariantCulture, $"{source.Title}: records up to {months.Max():MMMM yyyy} are erased at the end of their retention; figures of these months stand in earlier releases only."));
            }
        }
    }
}
