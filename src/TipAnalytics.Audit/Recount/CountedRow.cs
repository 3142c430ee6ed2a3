namespace TipAnalytics.Audit.Recount;

/// <summary>Records of one indicator that share month, area, organisation, panel and all categories.</summary>
/// <param name="Categories">One code a split, in the order of <see cref="IndicatorCount.Splits"/>.</param>
/// <param name="Missing">Not asked, not applicable, do not know, refused.</param>
internal sealed record CountedRow(
    string AreaCode, DateOnly Month, string Organisation, string Panel, string[] Categories, long Base, long Signal, double BaseWeight, double SignalWeight, long[] Missing)
{
    /// <summary>Of counts kept with a release: organisations and answers left out are not known.</summary>
    public bool IsKept { get; init; }
}

/// <summary>Own count of one cell.</summary>
internal sealed class CellCount
{
    public long Base { get; private set; }

    public long Signal { get; private set; }

    public long Rest => Base - Signal;

    public double BaseWeight { get; private set; }

    public double SignalWeight { get; private set; }

    public long[] Missing { get; } = new long[4];

    /// <summary>Whether a part of it is known from counts kept with a release alone.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Base by organisation that is named.</summary>
    public Dictionary<string, long> Organisations { get; } = new(StringComparer.Ordinal);

    public void Add(CountedRow row)
    {
        (Base, Signal, BaseWeight, SignalWeight) = (Base + row.Base, Signal + row.Signal, BaseWeight + row.BaseWeight, SignalWeight + row.SignalWeight);
        IsKept |= row.IsKept;
        for (var kind = 0; kind < Missing.Length; kind++)
            Missing[kind] += row.Missing[kind];
        if (row.Organisation.Length > 0 && row.Base > 0)
            Organisations[row.Organisation] = Organisations.GetValueOrDefault(row.Organisation) + row.Base;
    }
}
