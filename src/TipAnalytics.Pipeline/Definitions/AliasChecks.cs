namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks aliases against boundaries, gazetteer, each other and the mappings of the sources.</summary>
internal static class AliasChecks
{
    public static void Check(Places places, IReadOnlyList<SourceDefinition> sources, DefinitionFaults faults)
    {
        var byKey = places.Aliases.ToLookup(alias => alias.Key, StringComparer.Ordinal);
        foreach (var alias in places.Aliases)
        {
            void Fault(string message) => faults.Add(alias.File, alias.Line, message);

            if (places.Areas.Find(alias.Key) is { } own)
                Fault($"\"{own.Code}\" is a P-code of the boundaries and cannot mean another unit");
            else if (places.Recoded(alias.Key) is { } recoded && recoded != alias.Code)
                Fault($"{AreaChangesDefinition.Path} reads this code as {recoded} already; it can have one meaning only");
            else if (alias.Source.Length == 0 && places.Named(alias.Key) is [{ } named] && named != alias.Code)
                Fault($"this is the name of {named}; only for one source can it mean another unit");
            if (!places.IsKnown(alias.Code))
                Fault(byKey.Contains(alias.Code)
                    ? $"\"{alias.Code}\" is an alias itself (line {byKey[alias.Code].First().Line}); give the P-code that is meant"
                    : $"\"{alias.Code}\" is no P-code of the boundaries or the gazetteer.{Suggestion.For(alias.Code, places.Areas.All.Select(area => area.Code))}");
            else if (NotValid(places, alias) is { } month)
                Fault($"{alias.Code} is not valid in {month}, in which the alias would hold, or is no area of the boundaries then; give \"from\" and \"until\", or say in {AreaChangesDefinition.Path} what it became");
            Twice(alias, byKey[alias.Key], sources, Fault);
        }
    }

    /// <summary>A month of the alias in which its unit is not there and nothing says what it became.</summary>
    private static Period? NotValid(Places places, PlaceAlias alias)
    {
        foreach (var step in Enumerable.Range(0, places.Steps.Count + 1))
        {
            var month = places.MonthOf(step);
            if (alias.HoldsIn(month) && places.Of(alias.Code, month) is null)
                return month;
        }

        return null;
    }

    private static void Twice(PlaceAlias alias, IEnumerable<PlaceAlias> same, IReadOnlyList<SourceDefinition> sources, Action<string> fault)
    {
        var before = same.TakeWhile(other => other != alias).FirstOrDefault(other => other.Source == alias.Source && other.Code != alias.Code && other.Overlaps(alias));
        if (before is not null)
            fault(FormattableString.Invariant($"the same place means {before.Code} in line {before.Line}{(before.File == alias.File ? "" : $" of {before.File}")}; it can have one target at a time"));
        if (sources.FirstOrDefault(source => source.Id == alias.Source) is { } own
            && own.Mappings.SelectMany(mapping => mapping.Area.Codes).FirstOrDefault(code => PlaceText.Key(code.Key) == alias.Key) is { Value: { } mapped } && mapped != alias.Code)
            fault($"\"area\" in {own.File} maps the same place to {mapped}; it can have one target at a time");
    }
}
