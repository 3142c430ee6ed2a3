using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;
using TipAnalytics.Pipeline.Words;

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

    public Revision Of(OperationSetup setup, ReleaseLedger ledger, IReadOnlyList<ReleasedTable> tables) => new(
        Reason,
        [.. from rows in LetIn
            join source in setup.Sources on rows.SourceId equals source.Id
            select new RevisionCause(rows.Stream, source.Title, rows.Kind)],
        ledger.Restatements(tables));

    /// <summary>The same revision in a language, with the reason of each figure.</summary>
    public static Revision In(CatalogueTexts texts, OperationSetup setup, Revision revision)
    {
        var causes = revision.Causes.Select(cause => cause with { SourceTitle = texts.Own(cause.SourceTitle) }).ToList();
        var words = setup.Indicators.ToDictionary(indicator => indicator.Id, indicator => Words(texts.Words, causes.Where(cause => cause.Stream == indicator.Stream)), StringComparer.Ordinal);
        return new(texts.Own(revision.Reason), causes, [.. revision.Restatements.Select(figure => figure with { Why = words[figure.IndicatorId] })]);
    }

    private static string Words(LanguageWords words, IEnumerable<RevisionCause> causes)
    {
        var kinds = causes.GroupBy(cause => cause.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => words.Say($"why_{kind.Key}", ("sources", words.Semicolon(kind.Select(cause => cause.SourceTitle).Distinct().Order(StringComparer.Ordinal))))).ToList();
        return kinds.Count > 0 ? string.Join(". ", kinds) : words.Say("why_other");
    }
}
