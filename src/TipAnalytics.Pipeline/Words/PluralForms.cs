namespace TipAnalytics.Pipeline.Words;

/// <summary>Plural forms of whole numbers (Unicode CLDR 48, plural rules, cardinals). «Many» of French and Spanish is for whole millions, which are never printed.</summary>
public static class PluralForms
{
    private static readonly string[] OneOther = ["one", "other"];
    private static readonly string[] Ukrainian = ["one", "few", "many", "other"];
    private static readonly string[] Arabic = ["zero", "one", "two", "few", "many", "other"];

    /// <summary>Every name of a form.</summary>
    public static IReadOnlySet<string> All { get; } = Arabic.ToHashSet(StringComparer.Ordinal);

    /// <summary>The forms a language has.</summary>
    public static IReadOnlyList<string> In(string language) => language switch
    {
        "ar" => Arabic,
        "uk" => Ukrainian,
        _ => OneOther,
    };

    /// <summary>The form of a number; its sign does not matter.</summary>
    public static string Of(string language, int number)
    {
        var n = Math.Abs(number);
        var (last, lastTwo) = (n % 10, n % 100);
        return language switch
        {
            "ar" => n switch { 0 => "zero", 1 => "one", 2 => "two", _ => lastTwo is >= 3 and <= 10 ? "few" : lastTwo >= 11 ? "many" : "other" },
            "uk" => last == 1 && lastTwo != 11 ? "one" : last is >= 2 and <= 4 && lastTwo is not (>= 12 and <= 14) ? "few" : "many",
            "fr" => n <= 1 ? "one" : "other",
            _ => n == 1 ? "one" : "other",
        };
    }
}
