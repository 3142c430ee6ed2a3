using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Several operations side by side, from what each has released and from nothing else: no vault is opened, no key is needed. Nothing is added up over
/// operations and nobody is ranked: what can be compared stands beside each other in the order of the operations' ids, what cannot is named with the reason.</summary>
/// <param name="Audience">For whom all the releases were made.</param>
/// <param name="Operations">In the order of their ids.</param>
/// <param name="Compared">Shares that at least two operations take by the same definition, in the order of their ids.</param>
/// <param name="NotCompared">All else that an operation has switched on, in the order of indicator and operation.</param>
/// <param name="Cells">Released cells of the compared indicators, one row each, values as printed; the first column is the operation.</param>
/// <param name="Findings">What each operation says of its own series, one row each.</param>
/// <param name="Indicators">Indicators by operation with their words, one row each.</param>
/// <param name="StandingCaveats">CAV-0 … by id.</param>
/// <param name="Words">Words of the language it is written in.</param>
public sealed record RollUp(
    string Audience, IReadOnlyList<RolledOperation> Operations, IReadOnlyList<ComparedIndicator> Compared, IReadOnlyList<NotCompared> NotCompared,
    QueryResult Cells, QueryResult Findings, QueryResult Indicators, IReadOnlyDictionary<string, string> StandingCaveats, LanguageWords Words)
{
    /// <summary>Reads the last release of each operation.</summary>
    /// <param name="folders">Folders of operations, or of single releases.</param>
    /// <exception cref="SourceDataException">A release has no Parquet files, or they are not as they were released.</exception>
    /// <exception cref="ReleaseBlockedException">The releases are for different audiences.</exception>
    /// <exception cref="DefinitionException">Two folders are of one operation, or the prevalence guard refuses a text.</exception>
    /// <exception cref="MachineException">Nothing was released yet, or by a later program.</exception>
    public static RollUp Read(IReadOnlyList<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        using var reader = new RollUpReader();
        foreach (var folder in folders)
            reader.Take(folder);
        return reader.ToRollUp();
    }
}

/// <summary>An operation and the release that stands for it.</summary>
/// <param name="Indicators">Switched on.</param>
/// <param name="WithSource">Of these, with a source that may be used: the rest is silent, which is no good news.</param>
/// <param name="OwnOnsets">Name and day of each area with an onset of its own, earliest first; it holds for the areas inside it too.</param>
public sealed record RolledOperation(
    string Id, string Name, string Country, string ReleaseId, DateOnly AsOf, string FirstPeriod, string LastPeriod, DateOnly Onset, string OnsetTitle, string Program, int Indicators, int WithSource,
    IReadOnlyList<string> OwnOnsets);

/// <summary>A share that several operations take by the same definition.</summary>
/// <param name="MixesWeights">True: weighted in one operation and not in another.</param>
public sealed record ComparedIndicator(
    string Id, string Title, string Definition, string Unit, string Caveat, string LowMeans, IReadOnlyList<ComparedSeries> Series, bool MixesWeights);

/// <summary>The country of one operation.</summary>
/// <param name="Period">Last released period; null: nothing is published for the country.</param>
/// <param name="State">shown, hidden, not_assessed, no_data, not_planned.</param>
/// <param name="ShareBand">under_5, 5_to_19, 20_to_49, 50_and_more; null unless shown. A band: operations ask in other months and other ways, and a few points between them mean nothing.</param>
/// <param name="Base">Null unless shown.</param>
/// <param name="Status">What is said of the series since the operation's own onset; null: no finding.</param>
/// <param name="Grade">A to D; null: no finding.</param>
public sealed record ComparedSeries(string OperationId, string? Period, string State, string? ShareBand, BaseBand? Base, string? Status, string? Grade);

/// <param name="Why">no_source, own_judgement, alone, defined_otherwise.</param>
public sealed record NotCompared(string IndicatorId, string Title, string OperationId, string Why);
