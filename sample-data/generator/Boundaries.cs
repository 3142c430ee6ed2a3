using System.Globalization;
using System.Text;

namespace TipAnalytics.SampleData;

/// <summary>Invented admin 2 boundaries around an invented lake, in the ocean at 0° N, 0° E, with the column names of common operational datasets.</summary>
/// <remarks>Six sectors around the lake, each of two districts on the shore and three behind them. Neighbours share one polyline, roughened
/// by midpoint displacement, so that borders meet exactly.</remarks>
public sealed class Boundaries
{
    private const double KilometresPerDegree = 111.32;
    private readonly SplitMix64 random = new(0xB0DE5);
    private readonly Dictionary<string, (double X, double Y)> nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<(double X, double Y)>> edges = new(StringComparer.Ordinal);

    public static void Write(string path)
    {
        var text = new StringBuilder("{\n\"type\": \"FeatureCollection\",\n\"name\": \"lr_admin2\",\n\"features\": [\n");
        var boundaries = new Boundaries();
        text.AppendJoin(",\n", LakeRegion.Districts.Select(boundaries.Feature)).Append("\n]\n}\n");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ToString());
    }

    private string Feature(District district, int index)
    {
        var ring = Ring(index / 5, index % 5);
        var (area, centreX, centreY) = AreaAndCentre(ring);
        var coordinates = string.Join(',', ring.Select(point => string.Create(CultureInfo.InvariantCulture, $"[{point.X:0.####},{point.Y:0.####}]")));
        return string.Create(CultureInfo.InvariantCulture,
            $"{{\"type\": \"Feature\", \"properties\": {{\"adm2_pcode\": \"{district.Code}\", \"adm2_name\": \"{district.Name}\", \"adm1_pcode\": \"{district.Province}\", \"adm1_name\": \"{LakeRegion.ProvinceNames[index / 5]}\", \"adm0_pcode\": \"{LakeRegion.Country}\", \"adm0_name\": \"{LakeRegion.CountryName}\", \"valid_on\": \"2022-06-01\", \"version\": \"v01\", \"lang\": \"en\", \"area_sqkm\": {area:0.0}, \"center_lat\": {centreY:0.####}, \"center_lon\": {centreX:0.####}}}, \"geometry\": {{\"type\": \"Polygon\", \"coordinates\": [[{coordinates}]]}}}}");
    }

    // Corners on the shore (s), between shore and hinterland (m) and on the outline (o) at whole degrees; counter-clockwise.
    private List<(double X, double Y)> Ring(int sector, int place)
    {
        var start = sector * 60;
        string[] corners = place switch
        {
            0 => [$"s{start}", $"m{start}", $"m{start + 20}", $"m{start + 30}", $"s{start + 30}"],
            1 => [$"s{start + 30}", $"m{start + 30}", $"m{start + 40}", $"m{start + 60}", $"s{start + 60}"],
            2 => [$"m{start}", $"o{start}", $"o{start + 20}", $"m{start + 20}"],
            3 => [$"m{start + 20}", $"o{start + 20}", $"o{start + 40}", $"m{start + 40}", $"m{start + 30}"],
            _ => [$"m{start + 40}", $"o{start + 40}", $"o{start + 60}", $"m{start + 60}"],
        };
        var ring = new List<(double X, double Y)>();
        for (var i = 0; i < corners.Length; i++)
            ring.AddRange(Edge(corners[i].Replace("360", "0", StringComparison.Ordinal), corners[(i + 1) % corners.Length].Replace("360", "0", StringComparison.Ordinal)).SkipLast(1));
        ring.Add(ring[0]);
        return ring;
    }

    private IEnumerable<(double X, double Y)> Edge(string from, string to)
    {
        if (string.CompareOrdinal(from, to) > 0)
            return Edge(to, from).Reverse();
        var key = $"{from} {to}";
        if (!edges.TryGetValue(key, out var edge))
            edges.Add(key, edge = [Node(from), .. Between(Node(from), Node(to), 4), Node(to)]);
        return edge;
    }

    private (double X, double Y) Node(string name)
    {
        if (nodes.TryGetValue(name, out var node))
            return node;
        var angle = (int.Parse(name[1..], CultureInfo.InvariantCulture) + 9 * (random.NextDouble() - 0.5)) * Math.PI / 180;
        var radius = name[0] switch { 's' => 0.42, 'm' => 0.95, _ => 1.6 } * (1 + 0.22 * (random.NextDouble() - 0.5));
        // Four decimals are eleven metres; the last digits of the platform's sine never show.
        node = (Math.Round(1.25 * radius * Math.Cos(angle), 4), Math.Round(radius * Math.Sin(angle), 4));
        nodes.Add(name, node);
        return node;
    }

    private List<(double X, double Y)> Between((double X, double Y) from, (double X, double Y) to, int depth)
    {
        if (depth == 0)
            return [];
        var offset = 0.28 * (random.NextDouble() - 0.5);
        var middle = (
            Math.Round((from.X + to.X) / 2 - offset * (to.Y - from.Y), 4),
            Math.Round((from.Y + to.Y) / 2 + offset * (to.X - from.X), 4));
        return [.. Between(from, middle, depth - 1), middle, .. Between(middle, to, depth - 1)];
    }

    private static (double SquareKilometres, double X, double Y) AreaAndCentre(List<(double X, double Y)> ring)
    {
        double twice = 0, x = 0, y = 0;
        for (var i = 0; i + 1 < ring.Count; i++)
        {
            var cross = ring[i].X * ring[i + 1].Y - ring[i + 1].X * ring[i].Y;
            twice += cross;
            x += (ring[i].X + ring[i + 1].X) * cross;
            y += (ring[i].Y + ring[i + 1].Y) * cross;
        }
        return (Math.Abs(twice) / 2 * KilometresPerDegree * KilometresPerDegree, x / (3 * twice), y / (3 * twice));
    }
}
