using System.Buffers;
using System.Globalization;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Numbers as exports write them.</summary>
internal static class NumberText
{
    private const int Longest = 64;

    private static readonly SearchValues<char> Separators = SearchValues.Create(", \u00A0\u202F’'");

    /// <summary>Digits of any script (Arabic-Indic, Persian …) as those of ASCII; the Arabic signs for the decimal point and the minus too. Most texts stay as they are.</summary>
    /// <param name="scratch">Room for a number or a day; a longer text stays as it is.</param>
    public static ReadOnlySpan<char> Latin(ReadOnlySpan<char> text, Span<char> scratch)
    {
        if (text.Length > scratch.Length || !text.ContainsAnyInRange('\u0660', '\u2212'))
            return text;
        var length = 0;
        foreach (var letter in text)
        {
            if (letter is '\u066C' or '\u200E' or '\u200F' or '\u061C')
                continue;
            scratch[length++] = letter switch
            {
                '\u066B' => '.',
                '\u2212' => '-',
                _ => CharUnicodeInfo.GetDecimalDigitValue(letter) is >= 0 and var digit ? (char)('0' + digit) : letter,
            };
        }

        return scratch[..length];
    }

    /// <summary>A number with a decimal point.</summary>
    public static bool TryDecimal(scoped ReadOnlySpan<char> text, out decimal number) =>
        decimal.TryParse(Latin(text, stackalloc char[Longest]), NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>A whole number, with commas or spaces between its thousands («1,234,567») or a fraction of zeros («12.0»). «2.000» is two to some and two
    /// thousand to others: it is none.</summary>
    public static bool TryWhole(scoped ReadOnlySpan<char> text, out long number)
    {
        text = Latin(text, stackalloc char[Longest]);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))
            return true;
        if (IsEitherWay(text))
            return false;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var given))
        {
            number = given == decimal.Truncate(given) && Math.Abs(given) < long.MaxValue ? (long)given : 0;
            return given == number;
        }

        if (text.Length > 26 || !IsGrouped(text))
            return false;
        Span<char> digits = stackalloc char[text.Length];
        var length = 0;
        foreach (var letter in text)
        {
            if (char.IsAsciiDigit(letter))
                digits[length++] = letter;
        }

        return long.TryParse(digits[..length], NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>One to three digits, a point and three zeros.</summary>
    private static bool IsEitherWay(ReadOnlySpan<char> text) =>
        text.EndsWith(".000", StringComparison.Ordinal) && text.Length is >= 5 and <= 7 && text[0] != '0' && !text[..^4].ContainsAnyExceptInRange('0', '9');

    /// <summary>One to three digits, then groups of three after one and the same separator.</summary>
    private static bool IsGrouped(ReadOnlySpan<char> text)
    {
        var first = text.IndexOfAny(Separators);
        if (first is < 1 or > 3 || (text.Length - first) % 4 != 0)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            var isSeparator = i >= first && (i - first) % 4 == 0;
            if (isSeparator ? text[i] != text[first] : !char.IsAsciiDigit(text[i]))
                return false;
        }

        return true;
    }
}
