using TipAnalytics.Audit.Ledger;
using TipAnalytics.Audit.Recount;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Rules;

/// <summary>A1: facts equal what the vault says, counted again.</summary>
/// <param name="isGone">Whether records that were behind a figure of an earlier release may be gone.</param>
internal sealed class LedgerRecount(OperationSetup setup, Func<LedgerFigure, bool> isGone)
{
    private const double Tolerance = 1e-6;

    /// <param name="figures">Facts said first by the releases that are checked.</param>
    /// <param name="now">Counts of records as reports see them now.</param>
    /// <param name="then">Counts as the release of a number saw them: asked where the first differ, since a declared revision may have changed them.</param>
    /// <returns>The first figure that differs; null when all agree.</returns>
    public AuditFailure? Check(IEnumerable<LedgerFigure> figures, OperationCount now, Func<long, OperationCount> then)
    {
        foreach (var figure in figures)
        {
            if (setup.Catalogue.Indicators.GetValueOrDefault(figure.IndicatorId) is not { } indicator)
                return Failure(figure, "the indicator is in no definition now, so it cannot be counted again.", "Put its definition back.");
            if (indicator.Hash != figure.DefinitionHash)
                continue;
            // Of levels nothing is kept but what was printed.
            if (indicator.Kind == IndicatorKind.Level && isGone(figure))
                continue;
            if (Difference(figure, indicator, now) is not null && Difference(figure, indicator, then(figure.Seq)) is { } difference)
                return Failure(figure, difference, "Restore the vault from a back-up, or withdraw the release.");
        }

        return null;
    }

    private static string? Difference(LedgerFigure figure, IndicatorDefinition indicator, OperationCount counts) => indicator.Kind switch
    {
        IndicatorKind.Share => OfShare(figure, counts.Shares.GetValueOrDefault(figure.IndicatorId)),
        IndicatorKind.Level => OfLevel(figure, indicator, counts.Levels.GetValueOrDefault(figure.IndicatorId)),
        // Made from other figures of the release: 1 yes, 0 no.
        IndicatorKind.AreaState => figure.Of("level") is { Low: not (0 or 1) } ? "a state is neither yes nor no." : null,
        _ => "an indicator of this kind has no figures.",
    };

    private static string? OfShare(LedgerFigure figure, IndicatorCount? counts)
    {
        if (counts is null)
            return figure.Facts.All(fact => fact.What is "not_assessed") ? null : "no source feeds the indicator, and yet it has figures.";
        var cell = counts.Cell(figure.AreaCode, figure.Period, figure.Split, figure.Category);
        if (figure.Counts is { } stated && stated != (cell.Signal, cell.Base))
            return "the counts behind it are not those the vault gives.";
        if (figure.Share is not null && figure.Counts is null)
            return "a share stands in the ledger without the counts behind it.";
        if (figure.State is "no_data" or "left_out" && cell.Base > 0)
            return "it says that no data were received, and there are records.";
        if (figure.Of("weighted_share") is { } weighted && (cell.BaseWeight <= 0 || !IsWithin(weighted, 100 * cell.SignalWeight / cell.BaseWeight)))
            return "the weighted share is not the one the vault gives.";
        return null;
    }

    private static bool IsWithin(LedgerFact share, double percent) => share.Low == share.High
        ? Math.Abs(percent - share.Low!.Value) <= 0.5 + Tolerance
        : percent >= share.Low - Tolerance && percent <= share.High + Tolerance;

    private static string? OfLevel(LedgerFigure figure, IndicatorDefinition indicator, IReadOnlyDictionary<(string, DateOnly), (double? Value, long? Known, long? Parts)>? values)
    {
        // A value by month stands for the quarter it ends.
        var month = indicator.Stream is null ? figure.Period.Start : new DateOnly(figure.Period.End.Year, figure.Period.End.Month, 1);
        var (value, known, parts) = values?.GetValueOrDefault((figure.AreaCode, month)) ?? default;
        if (figure.Of("level") is { } level)
        {
            if (value is null || Math.Abs(level.Low!.Value - value.Value) > Tolerance)
                return "the level is not the one the vault gives.";
            if (figure.Of("level_parts") is { } stated && (stated.Low != known || stated.High != parts))
                return "the parts of the level are not those the vault gives.";
            return null;
        }

        return value is null ? null : "it says that there is no level, and the vault gives one.";
    }

    private static AuditFailure Failure(LedgerFigure figure, string what, string how) => new("A1", figure.FigureId, what, how);
}
