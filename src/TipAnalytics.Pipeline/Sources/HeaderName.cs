using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Whether the name of a column may be kept and shown. Where an export lost its header, a row of values stands in its place.</summary>
internal static partial class HeaderName
{
    // A label of a question is long, a note of an interviewer longer.
    private const int LongestName = 400;

    /// <summary>True for a name that is no identifier and does not read like a value: address, number, day, coordinates, document.</summary>
    public static bool MayBeShown(string name) =>
        !ReadsLikeValue(name) && PrevalenceGuard.Identifier(name) is null;

    public static bool ReadsLikeValue(string name) => name.Length > LongestName || Value().IsMatch(name.Trim());

    /// <summary>The name, or a keyed hash of one that may not be shown.</summary>
    public static string Kept(string name, RecordKeys keys) => MayBeShown(name) ? name : $"#{keys.Pseudonym("", "column", name)}";

    // Mail; seven digits or more with only marks between them; a decimal number; a day; a uuid.
    [GeneratedRegex(@"\S@\S|(\d[\s().+/-]*){7}|^[+-]?\d+[.,]\d+$|^\d{4}-\d{2}-\d{2}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Value();
}
