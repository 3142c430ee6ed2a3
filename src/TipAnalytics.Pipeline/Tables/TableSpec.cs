namespace TipAnalytics.Pipeline.Tables;

/// <summary>What a spec file says about an aggregate table.</summary>
internal sealed record TableSpec
{
    /// <summary>Column of the counts; with a dimension that lies across, none.</summary>
    public string? Count { get; init; }

    public required CountedUnit Unit { get; init; }

    /// <summary>Smallest count that may be published, as written; <see cref="LeastCount"/> is the one that holds.</summary>
    public required int Threshold { get; init; }

    /// <summary>Whether the counts are the caseload of service providers, whom the rules on organisations protect.</summary>
    public required bool Caseload { get; init; }

    /// <summary>Column of the organisation a row comes from; rows of one cell are added.</summary>
    public string? Organisation { get; init; }

    /// <summary>Organisations behind every published cell, where no column says which; null: not stated.</summary>
    public int? OrganisationsAtLeast { get; init; }

    /// <summary>Sheet of a workbook; null: the first.</summary>
    public string? Sheet { get; init; }

    public required Dictionary<string, DimensionSpec> Dimensions { get; init; }

    /// <summary>Table shapes: dimension → levels shown. A dimension that is not named is summed up. None: every cell the file has.</summary>
    public List<Dictionary<string, List<string>>> Publish { get; init; } = [];

    /// <summary>Combinations that cannot occur: dimension → finest code. Printed «n/a».</summary>
    public List<Dictionary<string, string>> StructuralZeros { get; init; } = [];

    /// <summary>The threshold on what is counted: incidents of one person may be several, so theirs is doubled.</summary>
    public int LeastCount => Unit == CountedUnit.Incidents ? 2 * Threshold : Threshold;
}

internal enum CountedUnit
{
    /// <summary>Each person (or household) is counted once.</summary>
    Persons,

    Incidents,
}

/// <summary>One dimension of a table.</summary>
internal sealed record DimensionSpec
{
    /// <summary>Column of its codes; null: its codes are columns, see <see cref="Across"/>.</summary>
    public string? Column { get; init; }

    /// <summary>Headers of the columns that are its codes.</summary>
    public List<string> Across { get; init; } = [];

    /// <summary>Code that means all of it.</summary>
    public string Total { get; init; } = TableSpecFile.Whole;

    /// <summary>Level → code → finest codes it is the sum of. Levels may overlap each other in any way.</summary>
    public Dictionary<string, Dictionary<string, List<string>>> Levels { get; init; } = [];
}
