using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Indicators;

/// <summary>Fills <c>observation.sql</c> for one indicator. Identifiers come from declared columns, literals from code lists.</summary>
internal static class ObservationStatement
{
    public static string Share(IndicatorDefinition indicator, Catalogue catalogue)
    {
        var stream = catalogue.Streams[indicator.Stream!];
        return Sql.Text("observation")
            .Replace("{indicator}", indicator.Id, StringComparison.Ordinal)
            .Replace("{missing_rank}", MissingRank(indicator, stream, catalogue), StringComparison.Ordinal)
            .Replace("{places}", Places(indicator, stream, catalogue), StringComparison.Ordinal)
            .Replace("{universe}", indicator.Universe ?? "true", StringComparison.Ordinal)
            .Replace("{base}", indicator.BaseFilter ?? "true", StringComparison.Ordinal)
            .Replace("{signal}", indicator.SignalFilter, StringComparison.Ordinal);
    }

    /// <summary>Fills <c>atom_observation</c>.</summary>
    /// <param name="released">Splits that releases have told of.</param>
    public static string Atoms(IndicatorDefinition indicator, Catalogue catalogue, IEnumerable<string> released)
    {
        var stream = catalogue.Streams[indicator.Stream!];
        var splits = AtomSplits(indicator, stream, released).Select(split => $"'{split}=' || {Category(split, stream, catalogue)}");
        return Sql.Text("atoms")
            .Replace("{indicator}", indicator.Id, StringComparison.Ordinal)
            .Replace("{categories}", string.Join($" || '{IndicatorAtom.Crossing}' || ", splits.DefaultIfEmpty("''")), StringComparison.Ordinal)
            .Replace("{panel}", Derivation.HasPanel(stream) ? PanelCategory(stream) : "''", StringComparison.Ordinal)
            .Replace("{universe}", indicator.Universe ?? "true", StringComparison.Ordinal)
            .Replace("{base}", indicator.BaseFilter ?? "true", StringComparison.Ordinal)
            .Replace("{signal}", indicator.SignalFilter, StringComparison.Ordinal);
    }

    /// <summary>Splits that are crossed in the atoms of an indicator: those it shows, and those it has shown.</summary>
    public static IReadOnlyList<string> AtomSplits(IndicatorDefinition indicator, StreamDefinition stream, IEnumerable<string> released) =>
        [.. Splits(indicator, stream).Union(released.Where(split => stream.Fields.Any(field => field.Name == split))).Order(StringComparer.Ordinal)];

    /// <summary>Splits the plan has and the indicator lists, each shown alone.</summary>
    public static IReadOnlyList<string> Splits(IndicatorDefinition indicator, StreamDefinition stream) =>
        [.. indicator.DisaggregateBy.Where(split => indicator.PlanOn(stream).Any(table => table.Splits.Contains(split))).Order(StringComparer.Ordinal)];

    /// <summary>Categories of a split in code-list order, then <c>unknown</c>; codes for a missing answer are unknown.</summary>
    public static IReadOnlyList<string> Categories(string split, StreamDefinition stream, Catalogue catalogue) =>
        [.. stream.Fields.Where(field => field.Name == split && field.Codes is not null)
            .SelectMany(field => catalogue.CodeLists[field.Codes!].Entries).Where(entry => entry.Missing is null).Select(entry => entry.Code), Unknown];

    public const string Unknown = "unknown";

    private static string Places(IndicatorDefinition indicator, StreamDefinition stream, Catalogue catalogue)
    {
        var places = new List<string> { "{'split': 'all', 'category': 'all'}" };
        places.AddRange(Splits(indicator, stream).Select(split => $"{{'split': '{split}', 'category': {Category(split, stream, catalogue)}}}"));
        if (Derivation.HasPanel(stream))
            places.Add($"{{'split': 'panel', 'category': {PanelCategory(stream)}}}");
        return $"[{string.Join(", ", places)}]";
    }

    private static string Category(string split, StreamDefinition stream, Catalogue catalogue) =>
        $"case when {split} in ({Literals(Categories(split, stream, catalogue))}) then {split} else '{Unknown}' end";

    private static string PanelCategory(StreamDefinition stream) =>
        "case when exists (select 1 from panel_point where panel_point.in_panel"
        + $" and panel_point.stream = '{stream.Id}' and panel_point.source_id = model.source_id"
        + " and panel_point.reporting_point = model.reporting_point) then 'in' else 'out' end";

    /// <summary>Refused before do not know before not applicable; everything else was not asked.</summary>
    private static string MissingRank(IndicatorDefinition indicator, StreamDefinition stream, Catalogue catalogue)
    {
        var ranks = indicator.Answers.Select(column =>
        {
            // A derived column such as lcs_child_work holds answers of the stream's own code lists.
            var own = stream.Fields.Where(field => field.Name == column).ToList();
            var entries = (own.Count > 0 ? own : stream.Fields).Where(field => field.Codes is not null)
                .SelectMany(field => catalogue.CodeLists[field.Codes!].Entries).ToList();
            var cases = new[] { (MissingKind.Refused, 3), (MissingKind.DontKnow, 2), (MissingKind.NotApplicable, 1) }
                .Select(kind => (Rank: kind.Item2, Codes: entries.Where(entry => entry.Missing == kind.Item1).Select(entry => entry.Code).Distinct().Order(StringComparer.Ordinal).ToList()))
                .Where(kind => kind.Codes.Count > 0)
                .Select(kind => $" when list_has_any(string_split(cast({column} as varchar), ' '), [{Literals(kind.Codes)}]) then {kind.Rank}")
                .ToList();
            return cases.Count == 0 ? "0" : $"case{string.Concat(cases)} else 0 end";
        });
        return $"greatest(0, {string.Join(", ", ranks.DefaultIfEmpty("0"))})";
    }

    private static string Literals(IEnumerable<string> codes) =>
        string.Join(", ", codes.Select(code => $"'{code.Replace("'", "''", StringComparison.Ordinal)}'"));
}
