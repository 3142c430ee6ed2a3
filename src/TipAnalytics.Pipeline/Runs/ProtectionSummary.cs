namespace TipAnalytics.Pipeline.Runs;

/// <summary>What protecting an aggregate table came to. For whoever holds the table: its shares tell about what is withheld and are not passed on with it.</summary>
/// <param name="File">Name of the table's file.</param>
/// <param name="Option">suppression or rounding.</param>
/// <param name="LeastCount">Smallest count published, or the base counts are rounded to.</param>
/// <param name="Cells">Planned, without those that cannot be (structural zeros).</param>
/// <param name="NotGiven">Planned cells whose count the table does not give.</param>
/// <param name="Withheld">Cells with a count that are not published: small ones, ones of few organisations, and those that would give them away.</param>
/// <param name="Sensitive">Of these, small ones and ones of few organisations.</param>
/// <param name="KeptCells">Share of the cells with a count that is published, 0–1.</param>
/// <param name="KeptValue">Share of their value, 0–1.</param>
/// <param name="Certified">Proofs made: that a small group may be empty, or of the least count.</param>
/// <param name="Advice">Coarser plans that keep more, best first.</param>
/// <param name="Table">What may be passed on.</param>
public sealed record ProtectionSummary(
    string File, string Option, int LeastCount, int Cells, int NotGiven, int Withheld, int Sensitive, double KeptCells, double KeptValue, int Certified,
    IReadOnlyList<CoarserPlan> Advice, ProtectedTable Table)
{
    /// <summary>«dimension: code» of codes that are in no group of any level.</summary>
    public IReadOnlyList<string> InNoGroup { get; init; } = [];
}

/// <summary>A plan with less detail in one dimension.</summary>
/// <param name="Level">Finest level it shows of the dimension; null: the dimension is summed up.</param>
/// <param name="KeptCells">Share of its own cells that it publishes, 0–1.</param>
public sealed record CoarserPlan(string Dimension, string? Level, double KeptCells, double KeptValue);

/// <summary>A table as it may be passed on.</summary>
/// <param name="Rows">Text as printed, one a column.</param>
public sealed record ProtectedTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
