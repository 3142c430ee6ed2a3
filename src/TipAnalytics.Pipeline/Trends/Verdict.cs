using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Statistics;

namespace TipAnalytics.Pipeline.Trends;

/// <summary>A tested series with what may be claimed of it among all tests of its level.</summary>
internal sealed record Judged(
    TestedSeries Series, TrendStatus Status, InsufficientReason Reason, EffortCheck Effort, WindowDirection Direction)
{
    public bool IsRise => Status is TrendStatus.RisingClear or TrendStatus.RisingProbable || Effort == EffortCheck.RiseHiddenByChangeOfPoints;

    public bool IsFall => Status is TrendStatus.FallingClear or TrendStatus.FallingProbable;

    /// <summary>Effort verified (or nothing to verify) and no caution that lowers the grade to C.</summary>
    public bool IsSolid => Effort is not (EffortCheck.Unverified or EffortCheck.Artefact)
        && (Series.Flags & (Cautions.SeasonalRisk | Cautions.UnstableBaseline)) == 0;

    /// <summary>p for a rise as it enters convergence: 1 for an artefact, the panel's where a change of points hides the rise; NaN when gated.</summary>
    public double PUp => P(change => change.PUp);

    /// <summary>p for a fall, by the same rules.</summary>
    public double PDown => P(change => change.PDown);

    public Finding ToFinding(EvidenceGrade ofArea)
    {
        var series = Series.Series;
        var isComparable = Status is not (TrendStatus.NotComparable or TrendStatus.Withheld);
        var isTested = Series.IsTested && isComparable;
        var isConstant = Status == TrendStatus.Constant;
        return new(
            $"{Series.Indicator.Id}:{Series.AreaCode}:change", Series.Indicator.Id, Series.AreaCode, Series.AreaLevel,
            series?.Grain ?? Series.FinestGrain, Status, GradeOf(ofArea), Reason,
            isComparable && series is not null ? Print.Level(series.Before, Series.Kind) : null,
            isComparable && series is not null ? Print.Level(series.After, Series.Kind) : null,
            isTested || isConstant ? Print.Difference(Series.Change!) : null,
            isTested ? Print.VisibleRise(Series.Change!) : null,
            Direction, Effort,
            isTested && Series.Panel is not null ? Print.Difference(Series.Panel) : null,
            series?.BreakFrom, Series.Flags)
        {
            PUp = isTested ? Series.Change!.PUp : double.NaN,
            LargestShift = isTested ? Series.Shift : null,
            TooFew = Reason == InsufficientReason.TooFewPeriods && series is not null ? TooFewOf(series) : null,
            Snapshots = Status == TrendStatus.InsufficientData && series is not null ? Print.Snapshots(series, Series.Kind) : null,
        };
    }

    /// <returns>Null where the periods are there and too many of them have too small a base.</returns>
    private static PeriodCount? TooFewOf(Series series)
    {
        var counted = new PeriodCount(series.Before.Count(), series.After.Count(), LevelChange.EnoughPeriods);
        return Math.Min(counted.Before, counted.Since) < counted.Needed ? counted : null;
    }

    private EvidenceGrade GradeOf(EvidenceGrade ofArea)
    {
        if (Status is TrendStatus.InsufficientData or TrendStatus.NotComparable or TrendStatus.Withheld)
            return EvidenceGrade.D;

        // Several families that rise strengthen a rise; they say nothing about a fall or about no clear change.
        if (!IsRise || !IsSolid || ofArea == EvidenceGrade.D)
            return EvidenceGrade.C;
        var isCapped = Effort == EffortCheck.RiseHiddenByChangeOfPoints || Series.Flags.HasFlag(Cautions.StrongCarryOver);
        return isCapped && ofArea == EvidenceGrade.A ? EvidenceGrade.B : ofArea;
    }

    private double P(Func<LevelChangeResult, double> of)
    {
        if (!Series.IsTested)
            return double.NaN;
        return Effort switch
        {
            EffortCheck.Artefact => 1,
            EffortCheck.RiseHiddenByChangeOfPoints => of(Series.Panel!),
            _ => of(Series.Change!),
        };
    }
}

/// <summary>Claims over all tests of one admin level: Benjamini–Hochberg over rises, falls as a second family, directions and panels as
/// families of their own; then the check at the points that reported throughout.</summary>
internal static class Verdict
{
    public static IReadOnlyList<Judged> Judge(IReadOnlyList<TestedSeries> series, double falseClaimRate)
    {
        var rises = ManyTests.BenjaminiHochberg([.. series.Select(s => s.IsTested ? s.Change!.PUp : double.NaN)]);
        var falls = ManyTests.BenjaminiHochberg([.. series.Select(s => s.IsTested ? s.Change!.PDown : double.NaN)]);
        var directions = ManyTests.BenjaminiHochberg([.. series.Select(s => s.Direction is { Gate: TestGate.Open } d ? d.PTwo : double.NaN)]);
        var panels = ManyTests.BenjaminiHochberg([.. series.Select(s => s.Panel?.PUp ?? double.NaN)]);
        return [.. series.Select((s, i) => JudgeOne(s, rises[i], falls[i], directions[i], panels[i], falseClaimRate))];
    }

    private static Judged JudgeOne(TestedSeries s, double rise, double fall, double direction, double panel, double falseClaimRate)
    {
        var moving = !(direction <= falseClaimRate) ? WindowDirection.NoClearDirection
            : s.Direction!.S > 0 ? WindowDirection.StillRising : WindowDirection.StillFalling;
        if (s.Direction is not { Gate: TestGate.Open })
            moving = WindowDirection.NotTested;
        if (!s.IsTested)
        {
            var (status, reason) = Untested(s);
            return new(s, status, reason, EffortCheck.NotNeeded, status is TrendStatus.NotComparable ? WindowDirection.NotTested : moving);
        }

        var change = s.Change!;
        // A claim must stand on what is printed: an interval that a reader sees touching 0 carries none.
        var isRise = rise <= falseClaimRate && Print.Difference(change).Low > 0;
        var isFall = fall <= falseClaimRate && Print.Difference(change).High < 0;
        var effort = EffortOf(s, isRise, isFall, panel, falseClaimRate);
        var claim = effort == EffortCheck.Artefact ? TrendStatus.ReportingArtefactPossible
            : isRise ? rise <= 0.05 ? TrendStatus.RisingClear : TrendStatus.RisingProbable
            : isFall ? fall <= 0.05 ? TrendStatus.FallingClear : TrendStatus.FallingProbable
            : TrendStatus.NoClearChange;
        return new(s, claim, InsufficientReason.None, effort, moving);
    }

    private static EffortCheck EffortOf(TestedSeries s, bool isRise, bool isFall, double adjustedPanel, double falseClaimRate)
    {
        if (s.Kind == StreamKind.Survey)
            return EffortCheck.NotNeeded;
        if (s.Panel is not { } panel)
            return EffortCheck.Unverified;
        if (isRise)
            return panel.PUp <= 0.05 && panel.Difference > 0 ? EffortCheck.Verified : EffortCheck.Artefact;
        if (isFall)
            return panel.PDown <= 0.05 && panel.Difference < 0 ? EffortCheck.Verified : EffortCheck.Artefact;

        // A rise looked for in every panel is one more family of tests; at 5 % each, every twentieth panel would «rise».
        return adjustedPanel <= falseClaimRate && panel.Low > 0 ? EffortCheck.RiseHiddenByChangeOfPoints : EffortCheck.NotNeeded;
    }

    private static (TrendStatus Status, InsufficientReason Reason) Untested(TestedSeries s)
    {
        if (!s.HasAnyData)
            return (TrendStatus.InsufficientData, InsufficientReason.NoData);
        if (s.Series is null)
            return (TrendStatus.Withheld, InsufficientReason.None);
        if (s.Change is { Gate: TestGate.Constant })
            return (TrendStatus.Constant, InsufficientReason.None);
        if (s.Series.BreakFrom is not null)
            return (TrendStatus.NotComparable, InsufficientReason.None);
        return (TrendStatus.InsufficientData, s.Change?.Gate switch
        {
            TestGate.TooFewAdjacent => InsufficientReason.TooFewAdjacent,
            TestGate.TooFewEvents => InsufficientReason.TooFewEvents,
            TestGate.TooFewNonEvents => InsufficientReason.TooFewNonEvents,
            _ => InsufficientReason.TooFewPeriods,
        });
    }
}
