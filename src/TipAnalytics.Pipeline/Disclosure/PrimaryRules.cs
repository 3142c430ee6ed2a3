using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Suppression;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>What the rules on a single cell say.</summary>
internal enum PrimaryStatus
{
    /// <summary>May be published.</summary>
    Open,

    /// <summary>Known to be empty: no interview was made there. Printed «no data».</summary>
    NoData,

    /// <summary>Known to be empty and of no interest: an empty «unknown» or panel category of interviews. Left out of print.</summary>
    LeftOut,

    /// <summary>Withheld, and protected against deduction.</summary>
    Sensitive,

    /// <summary>Withheld because no estimate is made on so small a base; deducing it harms nobody.</summary>
    TooFew,
}

/// <summary>Rules P1–P5 and P8 on single cells. Zero counts as small. Counts protected: signal and rest of the base; for key informants, who
/// answer for communities and not for themselves, the base alone.</summary>
internal sealed class PrimaryRules(StreamKind kind, int threshold, int minimumBase)
{
    // The p of the p%-rule: nobody may estimate the largest provider's count to within 10 % of it. Not printed anywhere.
    private const long Concentration = 10;

    private const string Unknown = "unknown";

    public bool IsCaseload => kind is StreamKind.Incidents or StreamKind.Cases;

    /// <summary>Protected counts of a cell, by <see cref="Target.Measure"/>.</summary>
    public long[] Measures(IndicatorCell cell) => kind == StreamKind.KeyInformants ? [cell.Base] : [cell.Signal, cell.Base - cell.Signal];

    public int MeasureCount => kind == StreamKind.KeyInformants ? 1 : 2;

    /// <param name="all">The cell with split «all» of the same area and period; null when not planned.</param>
    /// <param name="countryHasRecords">Whether the country has any record of the stream in the period.</param>
    public PrimaryStatus Status(IndicatorCell cell, IndicatorCell? all, bool countryHasRecords)
    {
        // Of incidents and cases only a whole country without reports is no data: one area without is a count of zero people.
        if (cell.Base == 0 && (IsCaseload ? !countryHasRecords : !cell.HasRecords))
            return PrimaryStatus.NoData;
        if (cell.Base == 0 && !IsCaseload && (cell.Category == Unknown || cell.Split == IndicatorCell.Panel))
            return all is { Base: > 0 } ? PrimaryStatus.LeftOut : PrimaryStatus.TooFew;
        if (Measures(cell).Any(count => count < threshold) || OrganisationMargin(cell) > 0)
            return PrimaryStatus.Sensitive;
        return kind != StreamKind.KeyInformants && cell.Base < minimumBase ? PrimaryStatus.TooFew : PrimaryStatus.Open;
    }

    /// <summary>Targets of a sensitive cell: each small count may be 0 and may be the threshold or more; a caseload of few organisations may be
    /// larger or smaller by its margin.</summary>
    /// <param name="atoms">Of the cell.</param>
    public IEnumerable<Target> Targets(IndicatorCell cell, int[] atoms)
    {
        var counts = Measures(cell);
        for (var measure = 0; measure < counts.Length; measure++)
        {
            foreach (var target in Around(measure, atoms, counts[measure]))
                yield return target;
        }

        if (OrganisationMargin(cell) is > 0 and var margin)
        {
            // The base is signal plus rest, and these move apart from each other: the rest alone carries it up, and down as far as it reaches.
            yield return new(1, atoms, true, margin);
            yield return new(1, atoms, false, Math.Min(margin, counts[1]));
            if (margin > counts[1])
                yield return new(0, atoms, false, Math.Min(margin - counts[1], counts[0]));
        }
    }

    /// <summary>Of a small count, or of a small change: it may be the threshold or more, and it may be nothing.</summary>
    public IEnumerable<Target> Around(int measure, int[] atoms, long count)
    {
        if (count >= threshold)
            yield break;
        yield return new(measure, atoms, true, threshold - count);
        if (count > 0)
            yield return new(measure, atoms, false, count);
    }

    /// <summary>Whether a cell beside what an earlier release said of it would tell of a change of fewer people than the threshold.</summary>
    /// <param name="earlier">Counts of the cell that earlier releases rest on.</param>
    public bool IsSmallChange(IndicatorCell cell, IEnumerable<StatedCell> earlier) => SmallChanges(cell, earlier).Any();

    /// <summary>Targets of a cell that changed by few: the change may be nothing, and may be the threshold or more.</summary>
    public IEnumerable<Target> ChangeTargets(IndicatorCell cell, IEnumerable<StatedCell> earlier, int[] atoms)
    {
        foreach (var (measure, change) in SmallChanges(cell, earlier).Distinct())
        {
            yield return new(measure, atoms, change > 0, threshold - Math.Abs(change));
            yield return new(measure, atoms, change < 0, Math.Abs(change));
        }
    }

    private IEnumerable<(int Measure, long Change)> SmallChanges(IndicatorCell cell, IEnumerable<StatedCell> earlier)
    {
        var now = Measures(cell);
        return from stated in earlier
               from measure in Enumerable.Range(0, now.Length)
               let change = now[measure] - Measures(cell with { Signal = stated.Signal, Base = stated.Base })[measure]
               where change != 0 && Math.Abs(change) < threshold
               select (measure, change);
    }

    /// <summary>How far a caseload must stay uncertain: 0 unless fewer than three organisations stand behind it, the largest leaves a small
    /// remainder, or the two largest leave less than the p%-rule asks. Unknown organisations count as none.</summary>
    public long OrganisationMargin(IndicatorCell cell)
    {
        if (!IsCaseload || cell.Base == 0)
            return 0;
        var bases = cell.OrganisationBases.Where(count => count > 0).OrderDescending().ToList();
        var largest = bases.Count > 0 ? bases[0] : cell.Base;
        var afterLargest = cell.Base - largest;
        var afterTwo = afterLargest - (bases.Count > 1 ? bases[1] : 0);
        var missing = Concentration * largest - 100 * afterTwo;
        return bases.Count < 3 || afterLargest < threshold || missing > 0 ? Math.Max(threshold, (missing + 99) / 100) : 0;
    }
}
