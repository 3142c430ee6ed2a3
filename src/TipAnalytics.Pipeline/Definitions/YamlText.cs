using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Texts in definition files that the program writes for a person to go on with.</summary>
internal static partial class YamlText
{
    /// <summary>A value or key, in quotation marks where it could read as something else, in a flow mapping too.</summary>
    public static string Scalar(string text)
    {
        if (Plain().IsMatch(text) && !Word().IsMatch(text))
            return text;
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '"' or '\\' => quoted.Append('\\').Append(letter),
                < ' ' or '\u007f' or '\u0085' or '\u2028' or '\u2029' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => quoted.Append(letter),
            };
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>Letters, digits and marks that mean nothing in YAML, beginning with a letter.</summary>
    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{M}\p{Nd}_./() +-]*(?<! )$")]
    private static partial Regex Plain();

    [GeneratedRegex("^(yes|no|on|off|true|false|null|y|n)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
