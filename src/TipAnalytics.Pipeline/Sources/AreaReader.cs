using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>A place as written → area at the lowest level that stream and protocol permit. An area above that level stays as it is.</summary>
internal sealed class AreaReader
{
    private readonly SourceDefinition source;
    private readonly Places places;
    private readonly int level;
    private readonly Dictionary<string, string> given = new(StringComparer.Ordinal);

    // By step of the operation's places: within one, a text means one thing.
    private readonly ValueCache<PlaceMatch?[]> seen;

    public AreaReader(SourceDefinition source, StreamDefinition stream, Places places)
    {
        (this.source, this.places) = (source, places);
        level = Math.Min(source.Protocol.LowestLevel, stream.LowestLevel);
        foreach (var (text, code) in source.Area.Codes)
            given.TryAdd(PlaceText.Key(text), code);
        seen = new(_ => new PlaceMatch?[places.Steps.Count + 1]);
    }

    /// <param name="day">Of the record: a place is looked up as of its own month.</param>
    public PlaceMatch Find(ReadOnlySpan<char> text, DateOnly day)
    {
        var step = places.Steps.Count == 0 ? 0 : places.StepOf(day);
        var known = seen.Of(text);
        return known[step] ??= Coarse(places.Find(text.ToString(), source.Id, given, places.MonthOf(step)));
    }

    private PlaceMatch Coarse(PlaceMatch found)
    {
        if (found.Area is not { } area)
            return found;
        // Where no finer area is kept anyway, nothing is lost to a unit that was split.
        var way = found.Way == PlaceWay.Whole && area.Level >= level ? PlaceWay.Successor : found.Way;
        return found with { Area = places.Areas.At(area.Code, Math.Min(level, area.Level)) ?? area, Way = way };
    }
}
