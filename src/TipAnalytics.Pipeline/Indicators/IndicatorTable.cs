using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>Unprotected counts of one indicator over every cell of its publication plan. Never leaves the pipeline.</summary>
/// <param name="Grain">Grain of the plan's finest table.</param>
/// <param name="Cells">Every planned cell, also those without a record, ordered by level, area, period, split, category.</param>
internal sealed record IndicatorTable(
    IndicatorDefinition Indicator, StreamDefinition Stream, PeriodGrain Grain, IReadOnlyList<IndicatorCell> Cells)
{
    /// <summary>The finest cells with records: every cell is a sum of them.</summary>
    public IReadOnlyList<IndicatorAtom> Atoms { get; init; } = [];

    /// <summary>Length of the atoms' periods: the finest of the plan and of what was released.</summary>
    public PeriodGrain AtomGrain { get; init; } = Grain;

    /// <summary>Areas and periods of the atoms in which an atom without records is a zero. Elsewhere nothing was received, and a reader knows.</summary>
    public IReadOnlyList<(string AreaCode, Period Period)> Places { get; init; } = [];

    /// <summary>Splits crossed in the atoms, with their categories, by name.</summary>
    public IReadOnlyList<(string Split, IReadOnlyList<string> Categories)> Splits { get; init; } = [];

    /// <summary>Whether atoms are apart by «in» and «out» of the panel.</summary>
    public bool HasPanel { get; init; }
}

/// <summary>One atom: the finest cell any release of the indicator may ever use.</summary>
/// <param name="AreaCode">Area its records stand in, of any level.</param>
/// <param name="Categories"><c>field=code</c> of every split crossed, joined by <see cref="Crossing"/>, in the order of their names; empty without splits.</param>
/// <param name="Panel">in, out; empty without a panel.</param>
/// <param name="WeightedSignal">Sum of survey weights, as <paramref name="WeightedBase"/>; the counts for unweighted sources.</param>
internal readonly record struct IndicatorAtom(
    string AreaCode, Period Period, string Categories, string Panel, long Signal, long Base, double WeightedSignal, double WeightedBase)
{
    public const char Crossing = '*';
}

/// <summary>One planned cell. Splits: <c>all</c> (category <c>all</c>), a disaggregation (its codes and <c>unknown</c>; they add to all),
/// or <c>panel</c> with <c>in</c>/<c>out</c> (reporting points that reported throughout; planned and protected, never printed).</summary>
/// <param name="Signal">Unweighted count with the signal.</param>
/// <param name="Base">Unweighted base.</param>
/// <param name="Share">Estimate, weighted where the source is; NaN when the base is 0.</param>
/// <param name="EffectiveBase">Effective sample size (design effect and degrees of freedom inside); equals the base for unweighted streams.</param>
/// <param name="IsWeighted">True when weights and design stand behind the share.</param>
/// <param name="HasRecords">False: no record of the stream at all in this area and period.</param>
/// <param name="Missing">Answers left out, as counts.</param>
/// <param name="OrganisationBases">Base by contributing organisation, largest first; empty where organisations are not known.</param>
internal sealed record IndicatorCell(
    string AreaCode, int Level, Period Period, string Split, string Category,
    long Signal, long Base, double Share, double EffectiveBase, bool IsWeighted, bool HasRecords,
    MissingCounts Missing, IReadOnlyList<long> OrganisationBases)
{
    public const string All = "all";
    public const string Panel = "panel";

    /// <summary>Sum of the survey weights of the base; 0 for unweighted sources.</summary>
    public double WeightedBase { get; init; }

    /// <summary>Sum of the survey weights of the signal; 0 for unweighted sources.</summary>
    public double WeightedSignal { get; init; }
}

internal readonly record struct MissingCounts(long NotAsked, long NotApplicable, long DontKnow, long Refused);

/// <summary>A level cell (context score, services): no people behind it, no protection needed.</summary>
/// <param name="Value">Null: unknown.</param>
/// <param name="Known">Parts known, for fractions of functions; null where the unit has no parts.</param>
internal sealed record LevelCell(string AreaCode, int Level, Period Period, decimal? Value, int? Known, int? OutOf);
