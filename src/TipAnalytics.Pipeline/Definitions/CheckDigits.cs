using System.Globalization;
using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks that tell a number of a kind from any other number that looks like it.</summary>
internal static partial class CheckDigits
{
    private const string DniLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

    private static readonly Dictionary<string, Func<string, bool>> Checks = new(StringComparer.Ordinal)
    {
        ["coordinates"] = Coordinates,
        ["dni"] = Dni,
        ["iban"] = Iban,
        ["luhn"] = Luhn,
        ["nir"] = Nir,
        ["phone"] = Phone,
    };

    public static IReadOnlyCollection<string> Names => Checks.Keys;

    /// <param name="check">Empty: nothing to check.</param>
    public static bool Fits(string check, string text) => check.Length == 0 || Checks[check](text);

    /// <summary>Latitude and longitude within their limits.</summary>
    private static bool Coordinates(string text)
    {
        var parts = text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries);
        return Math.Abs(double.Parse(parts[0], CultureInfo.InvariantCulture)) <= 90 && Math.Abs(double.Parse(parts[1], CultureInfo.InvariantCulture)) <= 180;
    }

    /// <summary>Spanish DNI and NIE: the letter is the number modulo 23 (Real Decreto 1553/2005).</summary>
    private static bool Dni(string text)
    {
        var compact = text.Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
        var first = "XYZ".IndexOf(compact[0], StringComparison.Ordinal);
        var digits = first >= 0 ? string.Create(CultureInfo.InvariantCulture, $"{first}{compact[1..^1]}") : compact[..^1];
        return digits.Length == 8 && DniLetters[int.Parse(digits, CultureInfo.InvariantCulture) % 23] == compact[^1];
    }

    /// <summary>ISO 13616: country and check digits moved to the end, letters as 10–35, the whole modulo 97 is 1. Words may follow the number.</summary>
    private static bool Iban(string text)
    {
        for (var end = text.Length; end >= 15; end--)
        {
            if (end < text.Length && text[end] is not (' ' or '-'))
                continue;
            var compact = text[..end].Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant();
            if (compact.Length is >= 15 and <= 34 && (compact[4..] + compact[..4]).Aggregate(0, (rest, symbol) =>
                char.IsAsciiDigit(symbol) ? (rest * 10 + symbol - '0') % 97 : (rest * 100 + symbol - 'A' + 10) % 97) == 1)
                return true;
        }
        return false;
    }

    /// <summary>ISO/IEC 7812: from the right every second digit doubled, the sum a multiple of ten.</summary>
    private static bool Luhn(string text) => text.Where(char.IsAsciiDigit).Reverse()
        .Select((digit, place) => (digit - '0') * (place % 2 + 1)).Sum(value => value > 9 ? value - 9 : value) % 10 == 0;

    /// <summary>French social security number: the key is 97 less the number modulo 97.</summary>
    private static bool Nir(string text)
    {
        var digits = Digits(text);
        return 97 - (long.Parse(digits[..13], CultureInfo.InvariantCulture) % 97) == long.Parse(digits[13..], CultureInfo.InvariantCulture);
    }

    /// <summary>9 to 15 digits (ITU-T E.164) that do not begin with a day of the form 01-03-2024.</summary>
    private static bool Phone(string text) => Digits(text).Length is >= 9 and <= 15 && !Day().IsMatch(text);

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    [GeneratedRegex(@"^\d\d[-. ]\d\d[-. ](19|20)\d\d")]
    private static partial Regex Day();
}
