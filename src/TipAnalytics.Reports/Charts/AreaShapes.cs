using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;
using NetTopologySuite.Operation.Union;
using SkiaSharp;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Releases;

namespace TipAnalytics.Reports.Charts;

/// <summary>Geometries of the areas, in degrees; parents without one of their own are the union of their children.</summary>
internal sealed class AreaShapes
{
    private static readonly JsonSerializerOptions GeoJson = new() { Converters = { new GeoJsonConverterFactory() } };
    private readonly Dictionary<string, Geometry> shapes = new(StringComparer.Ordinal);

    public AreaShapes(ReleaseContent content)
    {
        foreach (var (code, text) in content.Geometries.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            shapes[code] = Read(code, text);
        foreach (var parent in content.Areas.Where(area => area.Level is 0 or 1).OrderByDescending(area => area.Level).ThenBy(area => area.Code, StringComparer.Ordinal))
            if (!shapes.ContainsKey(parent.Code)
                && content.Areas.Where(area => area.Parent == parent.Code && shapes.ContainsKey(area.Code)).Select(area => shapes[area.Code]).ToList() is { Count: > 0 } children)
                shapes[parent.Code] = UnaryUnionOp.Union(children);
    }

    public Geometry? Find(string code) => shapes.GetValueOrDefault(code);

    public Envelope Extent(IEnumerable<string> codes)
    {
        var extent = new Envelope();
        foreach (var code in codes)
            if (Find(code) is { } shape)
                extent.ExpandToInclude(shape.EnvelopeInternal);
        return extent;
    }

    /// <summary>Outline with holes, ready to fill.</summary>
    public static SKPath Path(Geometry shape, Func<Coordinate, SKPoint> place)
    {
        var path = new SKPath { FillType = SKPathFillType.EvenOdd };
        for (var part = 0; part < shape.NumGeometries; part++)
            if (shape.GetGeometryN(part) is Polygon polygon)
                foreach (var ring in polygon.Holes.Prepend((LinearRing)polygon.ExteriorRing))
                    path.AddPoly([.. ring.Coordinates.Select(place)], close: true);
        return path;
    }

    private static Geometry Read(string code, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Geometry>(text, GeoJson) ?? throw new JsonException();
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException or ArgumentException)
        {
            throw new DefinitionException($"boundary of {code}: not a GeoJSON geometry. Correct the boundaries file of the operation.");
        }
    }
}
