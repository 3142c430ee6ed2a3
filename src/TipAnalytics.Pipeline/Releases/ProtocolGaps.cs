using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>What a release does without, because a protocol does not permit it or the records are erased.</summary>
internal static class ProtocolGaps
{
    /// <param name="erased">Erasures noted in the vault.</param>
    public static IEnumerable<InformationGap> Of(OperationSetup setup, CatalogueTexts texts, IReadOnlyList<ErasedRecords> erased, DateOnly asOf) =>
        OfProtocols(setup, texts, asOf).Concat(OfErasures(setup, texts, erased, asOf));

    /// <summary>What the protocols do not permit; whatever is in the vault.</summary>
    public static IEnumerable<InformationGap> OfProtocols(OperationSetup setup, CatalogueTexts texts, DateOnly asOf)
    {
        var sources = setup.Sources.OrderBy(source => source.Id, StringComparer.Ordinal).ToList();
        foreach (var source in sources.Where(source => !SourcePermissions.IsWithdrawn(source, asOf) && !SourcePermissions.Names(source, setup.Operation.Audience)))
            yield return new InformationGap("protocol", source.Id, texts.Words.Say("audience", ("source", texts.Own(source.Title)), ("audience", texts.Audience(setup.Operation.Audience))));
        foreach (var (source, indicators) in sources.Select(source => (source, setup.Indicators.Where(indicator => indicator.Stream == source.Stream && SourcePermissions.Refused(setup, source, indicator).Any()).Select(indicator => indicator.Id).ToList())))
        {
            if (indicators.Count > 0)
                yield return new InformationGap("protocol", source.Id, texts.Words.Say("not_permitted", ("source", texts.Own(source.Title)), ("indicators", texts.Words.Comma(indicators))));
        }
    }

    private static IEnumerable<InformationGap> OfErasures(OperationSetup setup, CatalogueTexts texts, IReadOnlyList<ErasedRecords> erased, DateOnly asOf)
    {
        var sources = setup.Sources.OrderBy(source => source.Id, StringComparer.Ordinal).ToList();
        foreach (var source in sources.Where(source => SourcePermissions.IsWithdrawn(source, asOf)))
        {
            yield return new InformationGap(
                "erased", source.Id,
                texts.Words.Say("withdrawn", ("source", texts.Own(source.Title)), ("date", texts.Words.Date(source.Withdrawn!.On))));
        }

        foreach (var source in sources.Where(source => !SourcePermissions.IsWithdrawn(source, asOf)))
        {
            var months = erased.Where(receipt => receipt.SourceId == source.Id && receipt.Reason == Erasures.ByRetention).Select(receipt => receipt.LastMonth).ToList();
            if (months.Count > 0)
            {
                yield return new InformationGap(
                    "erased", source.Id,
                    texts.Words.Say("retention", ("source", texts.Own(source.Title)), ("month", texts.Words.Month(months.Max()))));
            }
        }
    }
}
