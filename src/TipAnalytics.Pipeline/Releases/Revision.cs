using TipAnalytics.Pipeline.Disclosure;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>What a declared revision of released months changed. No numbers of records.</summary>
/// <param name="Reason">In the words of the person who declared it.</param>
/// <param name="Causes">By source and kind.</param>
/// <param name="Restatements">Figures that read otherwise now, in the order of the tables.</param>
public sealed record Revision(string Reason, IReadOnlyList<RevisionCause> Causes, IReadOnlyList<Restatement> Restatements);

/// <param name="Kind">late, corrected or removed.</param>
public sealed record RevisionCause(string Stream, string SourceTitle, string Kind);

/// <summary>One figure of an earlier release that reads otherwise now.</summary>
/// <param name="Before">As last printed; the bands of answers left out are not kept and are null.</param>
/// <param name="Why">Sources and kinds of change behind the indicator, in words; not which of them touched this figure.</param>
public sealed record Restatement(
    string FigureId, string IndicatorId, string AreaCode, int AreaLevel, Period Period, string Split, string Category, Cell Before, Cell After, string Why);
