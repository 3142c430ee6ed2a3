using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Reads an SVG: its texts, and the shapes whose coordinates could tell a number.</summary>
/// <remarks>A line or row of marks passes only if its heights lie on one straight scale of a released series: then they say what is printed and no more. Any other drawn shape of data refuses the file:
/// print it as PNG.</remarks>
internal static partial class SvgFile
{
    private const double Near = 0.05;
    private const int FrameCorners = 5;

    private static readonly string[] Texts = ["text", "tspan", "title", "desc"];

    /// <param name="series">Released series, in per cent, that may be drawn.</param>
    public static BundleFile Read(string name, byte[] bytes, IReadOnlyList<IReadOnlyList<double>> series)
    {
        var file = new BundleFile(name);
        if (ZipParts.Xml(file, $"{name}.xml", bytes) is not { } root)
            return file;
        foreach (var comment in root.DescendantNodes().OfType<XComment>())
            file.Say("comment", comment.Value);
        foreach (var element in root.DescendantsAndSelf())
        {
            if (Texts.Contains(element.Name.LocalName))
                file.Say($"<{element.Name.LocalName}>", string.Concat(element.Nodes().OfType<XText>().Select(text => text.Value)).Trim());
            else if (element.Name.LocalName is "script" or "foreignObject" or "image" or "metadata")
                file.Unknown.Add($"an element <{element.Name.LocalName}>, which no reader looks through");
            foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration && (attribute.Name.LocalName.StartsWith("data", StringComparison.Ordinal) || attribute.Name.LocalName.StartsWith("aria", StringComparison.Ordinal) || attribute.Name.LocalName is "id" or "class")))
                file.Say($"<{element.Name.LocalName} {attribute.Name.LocalName}>", attribute.Value);
            if (Heights(element) is { Count: > FrameCorners } heights && !series.Any(shares => IsScaled(heights, shares)))
                file.Unknown.Add($"a drawn <{element.Name.LocalName}> whose points follow from no released series");
        }

        return file;
    }

    private static List<double> Heights(XElement element)
    {
        var points = element.Name.LocalName switch { "polyline" or "polygon" => (string?)element.Attribute("points"), "path" => (string?)element.Attribute("d"), _ => null };
        if (points is null)
            return [];
        var numbers = Number().Matches(points).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)).ToList();
        return [.. Enumerable.Range(0, numbers.Count / 2).Select(at => numbers[2 * at + 1])];
    }

    /// <summary>Whether heights are a + b · share for every point.</summary>
    internal static bool IsScaled(IReadOnlyList<double> heights, IReadOnlyList<double> shares)
    {
        if (heights.Count != shares.Count)
            return false;
        var (first, last) = (0, Enumerable.Range(0, shares.Count).MaxBy(at => Math.Abs(shares[at] - shares[0])));
        if (shares[first] == shares[last])
            return heights.All(height => Math.Abs(height - heights[0]) <= Near);
        var slope = (heights[last] - heights[first]) / (shares[last] - shares[first]);
        return Enumerable.Range(0, shares.Count).All(at => Math.Abs(heights[first] + slope * (shares[at] - shares[first]) - heights[at]) <= Near * Math.Max(1, Math.Abs(slope)));
    }

    [GeneratedRegex(@"-?\d+(?:\.\d+)?")]
    private static partial Regex Number();
}
