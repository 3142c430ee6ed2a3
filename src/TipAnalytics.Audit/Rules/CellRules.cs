using TipAnalytics.Audit.Ledger;
using TipAnalytics.Audit.Recount;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Rules;

/// <summary>A2: the rules P1–P10 on single cells, from the specification and not from the code that applies them.</summary>
internal static class CellRules
{
    // P5: nobody may know another's caseload to within so many per cent.
    private const long ConcentrationPercent = 10;
    private const int OrganisationsAtLeast = 3;
    private const int Smallest = 5;
    private const int Largest = 95;

    private static readonly string[] KnownFacts = ["signal", "base", "share", "weighted_share", "interval", "base_band", "level", "level_parts", "withheld", "no_data", "not_assessed", "left_out"];

    // P10: only the country or admin 1, by year.
    private static readonly string[] CoarseOnly = ["perpetrator", "location", "nationality", "disability", "sogi", "orientation"];

    /// <returns>The first rule a published figure breaks; null when none.</returns>
    /// <param name="threshold">Of a stream, as the release was made under it.</param>
    public static AuditFailure? Check(IEnumerable<LedgerFigure> figures, OperationSetup setup, OperationCount counts, Func<string, int> threshold)
    {
        foreach (var figure in figures)
        {
            if (figure.Facts.FirstOrDefault(fact => !KnownFacts.Contains(fact.What)) is { } strange)
                return Failure(figure, "P9", $"it states «{strange.What}», which no rule lets out");
            if (Form(figure) is { } form)
                return Failure(figure, "P6", form);
            if (figure.Counts is not { } stated || counts.Shares.GetValueOrDefault(figure.IndicatorId) is not { } count)
                continue;
            if (Broken(figure, count.Indicator, count.Stream.Kind, threshold(count.Stream.Id), stated, count.Cell(figure.AreaCode, figure.Period, figure.Split, figure.Category)) is { } broken)
                return Failure(figure, broken.Rule, broken.What);
            var level = setup.Areas.Find(figure.AreaCode)?.Level;
            if (level is null)
                return Failure(figure, "P10", "its area is none of the operation");
            if (CoarseOnly.Any(part => figure.Split.Contains(part, StringComparison.OrdinalIgnoreCase)) && (level > 1 || figure.Period.Grain != PeriodGrain.Year))
                return Failure(figure, "P10", $"«{figure.Split}» may stand for the country or admin 1 and by year only");
        }

        return null;
    }

    /// <summary>Rules on the counts behind one published cell.</summary>
    /// <param name="cell">Own count, for the organisations behind it.</param>
    internal static (string Rule, string What)? Broken(LedgerFigure figure, IndicatorDefinition indicator, StreamKind kind, long threshold, (long Signal, long Base) stated, CellCount cell)
    {
        if (kind == StreamKind.KeyInformants)
            return stated.Base < threshold ? ("P1", $"fewer than {threshold} communities stand behind it") : null;
        // A zero counts as small.
        if (stated.Signal < threshold || stated.Base - stated.Signal < threshold)
            return ("P1", $"the signal or the rest of its base is below {threshold}");
        if (stated.Base < indicator.MinimumBase)
            return ("P8", $"its base is below {indicator.MinimumBase}");
        if (kind is not (StreamKind.Incidents or StreamKind.Cases))
            return null;
        var shares = cell.Organisations.Values.OrderDescending().ToList();
        if (shares.Count < OrganisationsAtLeast)
            return ("P3", $"fewer than {OrganisationsAtLeast} organisations stand behind it");
        if (stated.Base - shares[0] is > 0 and var remainder && remainder < threshold)
            return ("P4", "its largest organisation sees what few others reported");
        return 100 * (stated.Base - shares[0] - shares[1]) < ConcentrationPercent * shares[0] ? ("P5", "its second organisation can tell what the first reported") : null;
    }

    /// <summary>0 and 100 per cent are never printed; under 5 and over 95 as bounds.</summary>
    private static string? Form(LedgerFigure figure)
    {
        if (figure.Share is not { } share)
            return null;
        if (share.Low is not { } low || share.High is not { } high || low != Math.Floor(low) || high != Math.Floor(high))
            return "its share is no whole per cent";
        var isForm = (low == high && low is >= Smallest and <= Largest) || (low, high) is (0, Smallest) or (Largest, 100);
        if (!isForm)
            return $"a share under {Smallest} or over {Largest} per cent is printed otherwise than as a bound";
        if (low != high && figure.Of("interval") is not null)
            return "a bound is printed with an interval, which tells where inside it the share lies";
        return figure.Of("base_band") is null ? "a share is printed without the band of its base" : null;
    }

    private static AuditFailure Failure(LedgerFigure figure, string rule, string what) =>
        new("A2", figure.FigureId, $"rule {rule}: {what}.", "Withhold the figure, or plan it coarser (admin 1 instead of admin 2, quarters instead of months).");
}
