namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Which area a place means, as of a month: by P-code, reviewed alias, reviewed conversion or exact name. What is only alike is never taken. An area that a stream does
/// not use, or that a protocol does not permit, is for the caller to coarsen.</summary>
/// <param name="units">Of the gazetteer; empty: the boundaries are all there is.</param>
internal sealed class Places(
    AreaTree areas, string country, IReadOnlyList<GazetteerUnit> units, IReadOnlyList<PlaceAlias> aliases, IReadOnlyList<AreaChange> changes, IReadOnlyList<Recoding> recodings, string hash = "")
{
    private readonly ILookup<string, GazetteerUnit> spans = units.ToLookup(unit => unit.Code, StringComparer.Ordinal);
    private readonly ILookup<string, PlaceAlias> aliasOf = aliases.ToLookup(alias => alias.Key, StringComparer.Ordinal);
    private readonly ILookup<string, string> named = Names(areas, units);
    private readonly ILookup<string, AreaChange> changesOf = changes
        .SelectMany(change => change.Old.Concat(change.New).Distinct(StringComparer.Ordinal), (change, code) => (change, code))
        .OrderBy(item => item.change.From).ToLookup(item => item.code, item => item.change, StringComparer.Ordinal);

    private HashSet<string>? withoutZeros;

    public static Places Of(AreaTree areas, string country) => new(areas, country, [], [], [], []);

    public AreaTree Areas => areas;

    public string Country => country;

    public IReadOnlyList<GazetteerUnit> Units => units;

    public IReadOnlyList<PlaceAlias> Aliases => aliases;

    public IReadOnlyList<AreaChange> Changes => changes;

    /// <summary>A reviewed change or recoding is there.</summary>
    public bool HasChanges => changes.Count + recodings.Count > 0;

    /// <summary>Changes when anything that decides about a place does.</summary>
    public string Hash => hash;

    /// <summary>Months from which a place may mean something else than the month before, in order. Between two of them nothing changes.</summary>
    public IReadOnlyList<Period> Steps { get; } = [.. changes.Select(change => change.Month)
        .Concat(units.SelectMany(unit => Ends(unit.From, unit.To)))
        .Concat(aliases.SelectMany(alias => Ends(alias.From, alias.To)))
        .Distinct().Order()];

    /// <summary>Number of <see cref="Steps"/> up to a day.</summary>
    public int StepOf(DateOnly day)
    {
        var step = 0;
        while (step < Steps.Count && Steps[step].Start <= day)
            step++;
        return step;
    }

    /// <summary>A month of the step.</summary>
    public Period MonthOf(int step) => step > 0 ? Steps[step - 1] : Steps.Count == 0 ? new(PeriodGrain.Month, 0) : new(PeriodGrain.Month, Steps[0].Index - 1);

    /// <param name="given">The source's own mapping, place as <see cref="PlaceText.Key"/> gives it → P-code.</param>
    public PlaceMatch Find(string text, string sourceId, IReadOnlyDictionary<string, string> given, Period month)
    {
        var key = areas.Find(text) is null ? PlaceText.Key(text) : text;
        if (given.TryGetValue(key, out var code))
            return Match([code], month, PlaceWay.Code);
        if (AliasOf(key, sourceId, month) is { } alias)
            return Match([alias.Code], month, PlaceWay.Alias);
        if (Recoded(key) is { } other)
            return Match([other], month, PlaceWay.Recoded);
        if (IsKnown(key))
            return Match([key], month, PlaceWay.Code);
        var codes = Named(key);
        if (codes.Count > 0)
            return Match(codes.Exists(name => IsInForce(name, month)) ? codes.FindAll(name => IsInForce(name, month)) : codes, month, PlaceWay.Name);
        return PlaceMatch.None(PlaceText.IsNumberOfSpreadsheet(key) || HasLostZeros(key) ? PlaceMatch.Damaged : PlaceMatch.Unknown);
    }

    /// <summary>Area of the boundaries that a P-code stands for in a month; null for a code that is not known, or not in force and not converted.</summary>
    public Area? Of(string code, Period month) => Cover(code, month) is { } cover ? Around(cover.Areas) : null;

    /// <summary>A P-code of the boundaries, of the gazetteer or of a change.</summary>
    public bool IsKnown(string code) => areas.Find(code) is not null || spans.Contains(code) || changesOf.Contains(code);

    /// <summary>A reviewed alias of the source, at any time.</summary>
    public bool HasAlias(string text, string sourceId) => aliasOf[PlaceText.Key(text)].Any(alias => alias.Source.Length == 0 || alias.Source == sourceId);

    /// <summary>P-codes of the units with just this name, as <see cref="PlaceText.Key"/> gives it.</summary>
    public List<string> Named(string key) => [.. named[key]];

    /// <summary>Every name of an area, the one of the boundaries first.</summary>
    public IEnumerable<string> NamesOf(Area area) => spans[area.Code].SelectMany(unit => unit.Names).Order(StringComparer.Ordinal).Prepend(area.Name).Distinct(StringComparer.Ordinal);

    /// <summary>The same code without the zeros that a spreadsheet takes.</summary>
    public bool HasLostZeros(string key)
    {
        withoutZeros ??= areas.All.Select(area => area.Code).Concat(units.Select(unit => unit.Code)).Select(PlaceText.WithoutZeros).ToHashSet(StringComparer.Ordinal);
        return key.AsSpan().ContainsAnyInRange('0', '9') && withoutZeros.Contains(key);
    }

    /// <summary>A code of another make as the P-code it stands for; null for one that stands for itself.</summary>
    public string? Recoded(string key)
    {
        if (areas.Find(key) is not null)
            return null;
        foreach (var recoding in recodings)
        {
            if (recoding.Codes.TryGetValue(key, out var code) || (code = recoding.Digits?.Convert(key, country)) is not null && IsKnown(code))
                return code;
        }

        return null;
    }

    /// <summary>The smallest area that holds all of some.</summary>
    public Area? Around(IReadOnlyList<Area> several)
    {
        for (var level = several.Min(area => area.Level); level >= 0; level--)
        {
            if (several.Select(area => areas.At(area.Code, level)).Distinct().ToList() is [{ } around])
                return around;
        }

        return null;
    }

    /// <summary>Areas that a change made other ground: the units on both sides, and those around them up to the smallest area that holds the whole change.</summary>
    public IReadOnlyList<Area> OtherGround(AreaChange change)
    {
        List<Area> touched = [.. change.Old.Concat(change.New).SelectMany(GroundOf).Distinct()];
        if (touched.Count == 0 || Around(touched) is not { } around)
            return [];
        var outer = touched.Where(area => area != around).SelectMany(area => Enumerable.Range(around.Level + 1, area.Level - around.Level).Select(level => areas.At(area.Code, level)!));
        // What is renamed or merged is the same ground; where its parts came from other areas, these are not.
        return [.. outer.Where(area => change.IsOtherGround || !change.Names(area.Code)).Distinct().OrderBy(area => area.Level).ThenBy(area => area.Code, StringComparer.Ordinal)];
    }

    /// <summary>A unit in the boundaries; of one that is not there, the area that it was in.</summary>
    private IEnumerable<Area> GroundOf(string code) =>
        areas.Find(code) is { } area ? [area] : spans[code].Select(unit => unit.Parent).OfType<string>().Select(areas.Find).OfType<Area>();

    private PlaceAlias? AliasOf(string key, string sourceId, Period month) =>
        aliasOf[key].Where(alias => alias.HoldsIn(month) && (alias.Source.Length == 0 || alias.Source == sourceId)).MaxBy(alias => alias.Source.Length);

    /// <summary>Codes that are one place mean one area, or nothing is decided.</summary>
    private PlaceMatch Match(List<string> codes, Period month, PlaceWay way)
    {
        var covers = codes.ConvertAll(code => Cover(code, month)).OfType<Covered>().ToList();
        if (covers.Count == 0)
            return PlaceMatch.None(PlaceMatch.NotValid);
        if (covers.Select(cover => Around(cover.Areas)).Distinct().ToList() is not [{ } area])
            return PlaceMatch.None(PlaceMatch.Ambiguous);
        var cover = covers[0];
        return new(area, cover.Areas.Count > 1 ? PlaceWay.Whole : way != PlaceWay.Code || area.Code == codes[0] ? way : PlaceWay.Successor, cover.IsOutOfDate, null);
    }

    /// <summary>Areas of the boundaries that together are what a code meant in a month.</summary>
    private Covered? Cover(string code, Period month)
    {
        AreaChange? past = null, next = null;
        foreach (var change in changesOf[code])
        {
            if (change.Month <= month)
                past = change;
            else
                next ??= change;
        }

        // Gone: what it became, as of the month. Each step goes to a later change, so this ends.
        if (past is not null && !past.New.Contains(code))
            return Union(past.New, month, isOutOfDate: true);
        if (next is not null && (past is not null || next.Old.Contains(code)))
            return Union(next.New, next.Month, isOutOfDate: false);
        // Not there yet: all of that time is kept on the area around it.
        if (next is not null)
            return Union(next.New, next.Month, isOutOfDate: true);
        return past is null && spans.Contains(code) && !spans[code].Any(unit => unit.IsValidIn(month)) ? null : InBoundaries(code, null);
    }

    private Covered? Union(List<string> codes, Period month, bool isOutOfDate)
    {
        var parts = codes.ConvertAll(code => Cover(code, month));
        return parts.Contains(null) ? null : new([.. parts.SelectMany(part => part!.Areas).Distinct()], isOutOfDate);
    }

    /// <summary>The area itself; of a unit below the finest areas the one around it; where the boundaries are older than the unit, those it was made of.</summary>
    private Covered? InBoundaries(string code, DateOnly? before)
    {
        if (areas.Find(code) is { } area)
            return new([area], false);
        if (spans[code].FirstOrDefault() is { Parent: { } parent } unit && unit.Level > areas.All[^1].Level)
            return InBoundaries(parent, before);
        if (changesOf[code].LastOrDefault(change => change.New.Contains(code) && (before is null || change.From < before)) is not { } made)
            return null;
        var parts = made.Old.ConvertAll(old => InBoundaries(old, made.From));
        return parts.Contains(null) ? null : new([.. parts.SelectMany(part => part!.Areas).Distinct()], false);
    }

    private bool IsInForce(string code, Period month) => !spans.Contains(code) || spans[code].Any(unit => unit.IsValidIn(month));

    private static IEnumerable<Period> Ends(Period? from, Period? to)
    {
        if (from is { } first)
            yield return first;
        if (to is { } last)
            yield return new(PeriodGrain.Month, last.Index + 1);
    }

    /// <summary>Units below the finest areas are known by code only: villages share their names with the districts around them.</summary>
    private static ILookup<string, string> Names(AreaTree areas, IReadOnlyList<GazetteerUnit> units) => areas.All
        .Select(area => (Name: area.Name, area.Code))
        .Concat(units.Where(unit => areas.All.Count > 0 && unit.Level <= areas.All[^1].Level).SelectMany(unit => unit.Names, (unit, name) => (Name: name, unit.Code)))
        .Select(item => (Key: PlaceText.Key(item.Name), item.Code)).Where(item => item.Key.Length > 0).Distinct()
        .ToLookup(item => item.Key, item => item.Code, StringComparer.Ordinal);

    private sealed record Covered(IReadOnlyList<Area> Areas, bool IsOutOfDate);
}
