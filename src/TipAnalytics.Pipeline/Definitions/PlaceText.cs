using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>A place as written, compared exactly but for what cannot be seen: blanks at its ends and doubled ones, the form of its Unicode, upper and lower case.</summary>
internal static partial class PlaceText
{
    private const int Longest = 40;
    private const int MostWords = 4;
    private const int LongestOpenCode = 6;
    private const int LongestCode = 12;
    private const int LongestNumber = 8;

    public static string Key(string text)
    {
        var plain = Ascii.IsValid(text) ? text : Visible(text.Normalize(NormalizationForm.FormKC));
        return string.Join(' ', plain.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();
    }

    /// <summary>A code that a spreadsheet has made a number of: <c>1.0E+05</c>, <c>801.0</c>.</summary>
    /// <param name="key">As <see cref="Key"/> gives it.</param>
    public static bool IsNumberOfSpreadsheet(string key) => Scientific().IsMatch(key);

    /// <summary>A code without the zeros before each of its numbers: what is left of NG008 and of 0801 when they are lost.</summary>
    public static string WithoutZeros(string key) => Zeros().Replace(key, "");

    /// <summary>Whether a text that no list knows may be shown to the people who can say which place it is. An address, a shelter, a tent or a position has digits and is no
    /// code; a description of the way has many words; a name of a person is not caught here, but does not come again in many rows.</summary>
    public static bool MayBeShown(string text, string country, Identifiers identifiers)
    {
        if (text.Length is 0 or > Longest || !char.IsLetterOrDigit(text[0]) || text.Any(char.IsControl) || text.Count(symbol => symbol == ' ') >= MostWords)
            return false;
        // A spreadsheet's number of few digits is no telephone's.
        var longest = text.StartsWith(country, StringComparison.OrdinalIgnoreCase) ? LongestCode : IsNumberOfSpreadsheet(Key(text)) ? LongestNumber : LongestOpenCode;
        if (text.Any(char.IsDigit) && !(text.Length <= longest && Code().IsMatch(text)))
            return false;
        return identifiers.Value(text, ValuePlace.Places) is null && identifiers.Value(text, ValuePlace.Names) is null && PrevalenceGuard.Identifier(text) is null;
    }

    /// <summary>Without marks of direction and joiners.</summary>
    private static string Visible(string text) => string.Concat(text.Where(symbol => CharUnicodeInfo.GetUnicodeCategory(symbol) != UnicodeCategory.Format));

    [GeneratedRegex(@"^([A-Z]{0,3}\d+(\.\d+)?E[+-]?\d+|\d+\.0+)$")]
    private static partial Regex Scientific();

    [GeneratedRegex(@"(?<!\d)0+(?=\d)")]
    private static partial Regex Zeros();

    [GeneratedRegex(@"^[A-Za-z]{0,5}[-_]?[A-Za-z]?\d[0-9A-Za-z.+-]*$")]
    private static partial Regex Code();
}
