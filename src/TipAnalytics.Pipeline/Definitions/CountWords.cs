namespace TipAnalytics.Pipeline.Definitions;

/// <summary>How prose counts people, in digits and in words: numbers from two up, crowds (dozens, hundreds), and who is counted. By language, since «once» is eleven in one and no number in another.</summary>
internal static class CountWords
{
    /// <summary>Begins a word of a pattern that stands for any number: <c>#en</c> in digits or English words, <c>#</c> in digits.</summary>
    public const char Sign = '#';

    private const string YearWord = "year";

    private static readonly Dictionary<string, HashSet<string>> Numbers = new[]
    {
        ("", ""),
        ("en", """
            two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
            twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen
            """),
        ("fr", """
            deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente quarante cinquante soixante septante huitante nonante cent cents mille
            """),
        ("es", """
            dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiún veintiuna veintidós veintitrés veinticuatro veinticinco
            veintiséis veintisiete veintiocho veintinueve treinta cuarenta cincuenta sesenta setenta ochenta noventa cien ciento doscientos doscientas trescientos trescientas quinientos quinientas mil
            """),
        ("ar", """
            اثنان اثنين اثنتان اثنتين ثلاث ثلاثة أربع أربعة خمس خمسة ست ستة سبع سبعة ثمان ثماني ثمانية تسع تسعة عشر عشرة عشرون عشرين ثلاثون ثلاثين وثلاثون وثلاثين أربعون أربعين وأربعون وأربعين
            خمسون خمسين وخمسون وخمسين ستون ستين وستون وستين سبعون سبعين وسبعون وسبعين ثمانون ثمانين وثمانون وثمانين تسعون تسعين وتسعون وتسعين وعشرون وعشرين مئة مائة مئتان مئتين ألف
            """),
        // A word with an apostrophe is two: what stands after it counts.
        ("uk", """
            два дві двоє двох три троє трьох чотири четверо чотирьох ять ятеро ятьох шість шестеро шістьох сім семеро вісім восьмеро десять десятеро одинадцять дванадцять тринадцять чотирнадцять ятнадцять
            шістнадцять сімнадцять вісімнадцять двадцять тридцять сорок ятдесят шістдесят ятсот сімдесят вісімдесят сто двісті триста чотириста тисяча
            """),
    }.ToDictionary(list => list.Item1, list => GuardText.Words(list.Item2).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    // What stands before a year, folded as the text is.
    private static readonly HashSet<string> YearLeads =
    [
        .. GuardText.Words("in since during until year en depuis année desde año في عام سنة منذ у в з"),
        .. GuardText.Words("january february march april may june july august september october november december"),
        .. GuardText.Words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
    ];

    /// <summary>Language → words for many, alternatives with <c>|</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string> Crowds = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["en"] = "dozens|scores|tens|hundreds|thousands",
        ["fr"] = "dizaine|dizaines|douzaine|douzaines|quinzaine|vingtaine|trentaine|quarantaine|cinquantaine|centaine|centaines|milliers",
        ["es"] = "decena|decenas|docena|docenas|veintena|treintena|centenar|centenares|cientos|miles",
        ["ar"] = "عشرات|مئات|آلاف|والعشرات|العشرات|المئات|الآلاف",
        ["uk"] = "десятки|десятків|сотні|сотень|тисячі|тисяч",
    };

    /// <summary>Language → persons who are counted, alternatives with <c>|</c>.</summary>
    public static readonly IReadOnlyDictionary<string, string> People = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["en"] = "people|persons|adults|women|men|girls|boys|children|minors|adolescents|teenagers|babies|refugees|migrants|households|families",
        ["fr"] = "personnes|adultes|femmes|hommes|filles|garçons|enfants|mineurs|mineures|adolescents|adolescentes|bébés|réfugiés|réfugiées|migrants|familles",
        ["es"] = "personas|adultos|mujeres|hombres|niñas|niños|muchachas|muchachos|jóvenes|menores|adolescentes|bebés|refugiados|refugiadas|migrantes|familias",
        ["ar"] = "شخص|شخصا|اشخاص|فتاة|فتيات|فتى|فتيان|امرأة|نساء|رجل|رجلا|رجال|طفل|طفلا|طفلة|اطفال|قاصر|قاصرين|مهاجر|مهاجرين|لاجئ|لاجئين|عائلة|عائلات",
        ["uk"] = "люд*|осіб|особи|жінок|жінки|чоловік*|дівчат|дівчини|дівчинки|дівчаток|хлопц*|хлопчик*|дітей|дитини|дітьми|підлітк*|немовл*|біженц*|мігрант*|родин*|сімей",
    };

    /// <summary>Whether a word is a number: digits of any script, or a number word of the language from two up.</summary>
    public static bool Fits(string language, string word) => word.All(char.IsDigit) || Numbers[language].Contains(word);

    /// <summary>A year is no number of anything: «In 2024 survivors were referred». The list is changed.</summary>
    public static List<string> WithoutYears(List<string> words)
    {
        for (var i = 1; i < words.Count; i++)
        {
            if (words[i].Length == 4 && words[i].All(char.IsDigit) && char.GetNumericValue(words[i][0]) is 1 or 2 && char.GetNumericValue(words[i][1]) is 9 or 0 && YearLeads.Contains(words[i - 1]))
                words[i] = YearWord;
        }

        return words;
    }
}
