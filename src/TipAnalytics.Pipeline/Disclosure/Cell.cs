namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>A share in whole per cent, 0–100.</summary>
public readonly record struct WholePercent(int Value);

/// <summary>How a share is to be read.</summary>
public enum ShareBound
{
    /// <summary>The share itself.</summary>
    Exact,

    /// <summary>«under 5 %»: nearly none of the base (rule P6).</summary>
    Under5,

    /// <summary>«over 95 %»: nearly all of the base (rule P6).</summary>
    Over95,
}

/// <summary>Size of the base, coarse on purpose: 30–49, 50–99, 100–199, 200–299, 300–499, 500–999, 1 000–1 999, 2 000–4 999, 5 000+;
/// for key informants 5–9, 10–19, 20–29 as well.</summary>
/// <param name="Low">Smallest base of the band.</param>
/// <param name="High">Largest base of the band, included; null for an open band.</param>
public readonly record struct BaseBand(int Low, int? High);

/// <summary>Answers left out of a base, each as a share band of everybody asked: 0 none or under 5 %, 1: 5–19 %, 2: 20–49 %, 3: 50 % and more;
/// null: withheld.</summary>
public readonly record struct MissingBands(int? NotAsked, int? NotApplicable, int? DontKnow, int? Refused);

/// <summary>What a reader sees in one cell of a released table. Zero of people is <see cref="Hidden"/>, never shown.</summary>
public abstract record Cell
{
    private Cell()
    {
    }

    /// <summary>A released share.</summary>
    /// <param name="Share">Weighted where the source is a weighted survey; see <paramref name="IsWeighted"/>.</param>
    /// <param name="Low">Lower 95 % limit in whole per cent; null where no interval applies (key informants below 30 communities).</param>
    /// <param name="High">Upper limit, as <paramref name="Low"/>.</param>
    /// <param name="Bound">Whether <paramref name="Share"/> is printed as a bound.</param>
    /// <param name="Base">Size of the base as a band.</param>
    /// <param name="IsWeighted">False: «Not representative: describes the households interviewed» for a survey.</param>
    /// <param name="Missing">Answers left out.</param>
    public sealed record Shown(
        WholePercent Share, WholePercent? Low, WholePercent? High, ShareBound Bound, BaseBand Base, bool IsWeighted, MissingBands Missing) : Cell
    {
        /// <summary>The exact released values behind the print, for trends only; never leaves the pipeline.</summary>
        internal ExactShare? Exact { get; init; }

        public bool Equals(Shown? other) => other is not null
            && (Share, Low, High, Bound, Base, IsWeighted, Missing) == (other.Share, other.Low, other.High, other.Bound, other.Base, other.IsWeighted, other.Missing);

        public override int GetHashCode() => HashCode.Combine(Share, Low, High, Bound, Base, IsWeighted, Missing);
    }

    /// <summary>A score or state that is no count of people: context score 0–2, share of missing service functions in eighths, number of families.</summary>
    /// <param name="Value">The value in the indicator's own unit.</param>
    /// <param name="Known">How many parts were known; null where the unit has no parts.</param>
    /// <param name="OutOf">How many parts there are.</param>
    public sealed record Level(decimal Value, int? Known, int? OutOf) : Cell;

    /// <summary>Not shown to protect people: one look whatever the reason.</summary>
    public sealed record Hidden : Cell
    {
        /// <summary>Set only where the cell passed disclosure control and is withheld for imprecision alone: its exact values may enter a
        /// trend (they are facts of the release), its print may not. Never leaves the pipeline.</summary>
        internal ExactShare? Exact { get; init; }

        public bool Equals(Hidden? other) => other is not null;

        public override int GetHashCode() => 1;
    }

    /// <summary>The question or source is not part of this operation here and now.</summary>
    public sealed record NotAssessed : Cell;

    /// <summary>Expected, but nothing was received.</summary>
    public sealed record NoData : Cell;
}

/// <summary>Exact values of a released cell. Unit: interviews, communities, incidents or cases.</summary>
/// <param name="Signal">Unweighted count with the signal.</param>
/// <param name="Base">Unweighted count of the base.</param>
/// <param name="Share">Share as estimated (weighted where printed weighted), 0–1.</param>
/// <param name="EffectiveBase">Effective sample size for the interval.</param>
internal sealed record ExactShare(long Signal, long Base, double Share, double EffectiveBase);
