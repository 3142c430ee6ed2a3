using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>A revision as it was asked for, and what it let in.</summary>
internal sealed record DeclaredRevision(string Reason, IReadOnlyList<WaitingRows> LetIn)
{
    /// <summary>Lets in what waits; lasts from the next commit on.</summary>
    /// <returns>Null when nothing waits.</returns>
    /// <exception cref="DefinitionException">The reason is empty, reads like a number of persons or like prevalence, or holds an identifier.</exception>
    public static DeclaredRevision? Begin(Vault vault, string reason, DateOnly on)
    {
        WrittenReason.Check(reason, "--reason");
        var waiting = FrozenMonths.Waiting(vault.Connection);
        if (waiting.Count == 0)
            return null;
        FrozenMonths.LetIn(vault.Connection, on);
        return new(reason.Trim(), waiting);
    }

    public Revision Of(OperationSetup setup, ReleaseLedger ledger, IReadOnlyList<ReleasedTable> tables)
    {
        var causes = (from rows in LetIn
                      join source in setup.Sources on rows.SourceId equals source.Id
                      select new RevisionCause(rows.Stream, source.Title, rows.Kind)).ToList();
        var words = setup.Indicators.ToDictionary(indicator => indicator.Id, indicator => Words(causes.Where(cause => cause.Stream == indicator.Stream)), StringComparer.Ordinal);
        return new(Reason, causes, ledger.Restatements(tables, indicator => words[indicator]));
    }

    private static string Words(IEnumerable<RevisionCause> causes)
    {
        var kinds = causes.GroupBy(cause => cause.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => $"{Kind(kind.Key)}: {string.Join("; ", kind.Select(cause => cause.SourceTitle).Distinct().Order(StringComparer.Ordinal))}").ToList();
        return kinds.Count > 0 ? string.Join(". ", kinds) : "Withheld or shown anew with other figures, or records were erased or definitions changed since";
    }

    private static string Kind(string kind) => kind switch
    {
        "late" => "Late reports",
        "corrected" => "Corrected records",
        _ => "Records taken out by their source",
    };
}
