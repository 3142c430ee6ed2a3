using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Refuses what tells of a single case, in texts that people write for the context register: a person set apart by age and sex or by a day, one person to whom something was
/// done, a number of persons to whom it was done. Finds a title of address with a name. In five languages.</summary>
/// <remarks>Names without a title cannot be told from other words; whoever writes and reviews has to.</remarks>
internal static partial class CaseText
{
    private const string Single = "tells of a single case, and who was there knows whom it means; say what kind of thing is reported, for whom in general and where at the level of provinces";
    private const string Counted = "counts persons to whom something was done; say that it is reported, not how often";

    private const string EnOne = "girl|boy|woman|man|child|daughter|son|teenager|adolescent|widow|mother|father|baby";
    private const string FrOne = "fille|fillette|garçon|femme|homme|enfant|adolescente|adolescent|veuve|mère|père|bébé";
    private const string EsOne = "niña|niño|muchacha|muchacho|mujer|hombre|joven|hija|hijo|viuda|madre|padre|bebé|adolescente";
    private const string ArOne = "فتاة|الفتاة|فتى|صبي|امرأة|رجل|طفل|طفلة|الطفلة|ابنة|ابن|أرملة|رضيع";
    private const string UkOne = "дівчин*|дівчинк*|хлопчик*|хлопець|хлопця|жінка|жінку|чоловік|чоловіка|дитина|дитину|донька|доньку|син|сина|вдова|вдову|немовля";

    private const string EnDone = "taken|abducted|kidnapped|sold|trafficked|exploited|recruited|enslaved|raped|rescued|freed|identified|referred|lured|smuggled|married";
    private const string FrDone = "emmené*|enlevé*|kidnappé*|vendu*|exploité*|recruté*|violé*|libéré*|identifié*|référé*|orienté*|mariée|mariées";
    private const string EsDone = "llevad*|secuestrad*|raptad*|vendid*|explotad*|reclutad*|violad*|rescatad*|liberad*|identificad*|remitid*|casada|casadas";
    private const string ArDone = "بيعت|خطفت|اختطفت|أخذت|اقتيدت|جندت|استغلت|زوجت|اغتصبت|خطف|اختطف|جند";
    private const string ArDoing = "بيع|خطف|اختطاف|أخذ|اقتياد|تجنيد|استغلال|تزويج|اغتصاب|تحرير|إحالة";
    private const string UkDone = "продали|викрали|забрали|вивезли|завербували|зґвалтували|звільнили|виявили|направили|продано|викрадено|забрано|вивезено|завербовано|експлуатували";

    /// <summary>What sets one person apart, with the words of a limit that make it a rule for all («a child under 15 years»).</summary>
    private static readonly Phrase[] Ages =
    [
        Row($"#en year old {EnOne}"), Row($"#en years old {EnOne}"), Row($"{EnOne} #en years old"), Row($"{EnOne} aged #en"), Row($"{EnOne} of #en"),
        Row($"{FrOne} de #fr ans"), Row($"{FrOne} âgée|âgé de #fr ans"),
        Row($"{EsOne} de #es años"),
        Row($"{ArOne} عمرها|عمره #ar"), Row($"{ArOne} في #ar من العمر"), Row($"{ArOne} تبلغ|يبلغ #ar"), Row($"{ArOne} البالغة|البالغ #ar"),
        Row($"#uk річн* {UkOne}"), Row($"{UkOne} #uk років|роки"), Row($"{UkOne} віком #uk"),
    ];

    private static readonly HashSet<string> Limits =
    [
        .. GuardText.Words("""
            under below over above than minimum least before until between younger older moins plus avant jusqu minimum entre menor menores mayor mayores mínima antes hasta entre
            دون أقل أكثر فوق قبل حتى بين до менше більше старше молодше мінімальн від
            """),
    ];

    private static readonly Phrase[] Done =
    [
        Row($"{EnOne} was {EnDone}"), Row($"{EnOne} had|has been {EnDone}"),
        Row($"{FrOne} a été {FrDone}"), Row($"{EsOne} fue {EsDone}"), Row($"{EsOne} ha sido {EsDone}"),
        Row($"{ArDone} {ArOne}"), Row($"تم|جرى {ArDoing} {ArOne}"),
        Row($"{UkOne} {UkDone}"), Row($"{UkDone} {UkOne}"), Row($"{UkOne} було|була|був {UkDone}"),
    ];

    private static readonly Phrase[] Persons = [.. new[] { EnOne, FrOne, EsOne, ArOne, UkOne }.Select(Row)];

    private static readonly Phrase[] Counts =
    [
        Row($"#en {CountWords.People["en"]} were|was {EnDone}"), Row($"#en {CountWords.People["en"]} have|had been {EnDone}"), Row($"{CountWords.Crowds["en"]} of {CountWords.People["en"]} were|have {EnDone}|been"),
        Row($"#fr {CountWords.People["fr"]} ont été {FrDone}"), Row($"{CountWords.Crowds["fr"]} de {CountWords.People["fr"]} ont été {FrDone}"),
        Row($"#es {CountWords.People["es"]} fueron {EsDone}"), Row($"#es {CountWords.People["es"]} han sido {EsDone}"), Row($"{CountWords.Crowds["es"]} de {CountWords.People["es"]} fueron|han {EsDone}|sido"),
        Row($"{ArDone} #ar {CountWords.People["ar"]}"), Row($"تم|جرى {ArDoing} #ar {CountWords.People["ar"]}"), Row($"تم|جرى {ArDoing} {CountWords.Crowds["ar"]} الفتيات|النساء|الأطفال|الأشخاص|الرجال"),
        Row($"#uk {CountWords.People["uk"]} {UkDone}"), Row($"{UkDone} #uk {CountWords.People["uk"]}"), Row($"{UkDone} {CountWords.Crowds["uk"]} {CountWords.People["uk"]}"),
        Row($"{CountWords.Crowds["uk"]} {CountWords.People["uk"]} {UkDone}"), Row($"#uk {CountWords.People["uk"]} було {UkDone}"),
    ];

    private static readonly Phrase[] Numbered = [.. CountWords.People.Select(people => Row($"#{people.Key} {people.Value}"))];

    /// <returns>Why a text of the register may not stand so, without any word of it; one reason a kind.</returns>
    public static IEnumerable<string> Reasons(string text)
    {
        var sentences = GuardText.Sentences(text).ToList();
        if (sentences.Exists(Age) || sentences.Exists(words => IsIn(Done, words)) || SentenceBreak().Split(text).Any(OnADay))
            yield return Single;
        if (sentences.Exists(words => IsIn(Counts, words)))
            yield return Counted;
    }

    /// <summary>Whether persons are counted, whatever is said of them.</summary>
    public static bool CountsPersons(string text) => GuardText.Sentences(text).Any(words => IsIn(Numbered, words));

    /// <summary>Whether a title of address stands before a name.</summary>
    public static bool NamesPerson(string text) => Title().IsMatch(text) || ArabicTitle().IsMatch(text);

    private static bool Age(List<string> words) => IsIn(Ages, words) && !words.Exists(Limits.Contains);

    private static bool OnADay(string sentence) => Day().IsMatch(sentence) && !Law().IsMatch(sentence) && GuardText.Sentences(sentence).Any(words => IsIn(Persons, words));

    private static bool IsIn(Phrase[] phrases, List<string> words) => Array.Exists(phrases, phrase => phrase.IsIn(words));

    private static Phrase Row(string words) => new(words, Single, words.Split(' '), -1);

    [GeneratedRegex(@"(?<=[.!?؟])\s+|\n")]
    private static partial Regex SentenceBreak();

    // 3 March, March 3, 3 de marzo, 3 березня, 3 مارس, 2026-03-03, 3/3/2026.
    [GeneratedRegex(@"(?x) \b\d{4}-\d{1,2}-\d{1,2}\b | \b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b
        | \b\d{1,2}(?:st|nd|rd|th|er|º)? \s+ (?:of\s+|de\s+|من\s+)? (?:May|(?i: january|february|march|april|june|july|august|september|october|november|december
            | janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre | enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre
            | січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня
            | يناير|فبراير|مارس|أبريل|ابريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر|كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين)) \b
        | \b(?:January|February|March|April|May|June|July|August|September|October|November|December) \s+ \d{1,2}\b (?!\d)")]
    private static partial Regex Day();

    [GeneratedRegex(@"(?i)\b(?:law|act|decree|code|article|convention|protocol|loi|décret|arrêté|ley|decreto|código|artículo|convenio|закон\w*|указ\w*|постанов\w*|статт\w*)\b|قانون|مرسوم|المادة|اتفاقية")]
    private static partial Regex Law();

    [GeneratedRegex(@"(?x) (?<![\p{L}\d])
        (?: Mr | Mrs | Ms | Miss | Dr | Prof | [Ss]heik[h]?a? | [Ss]haikh | [Cc]ommander | [Cc]olonel | [Cc]aptain | [Ll]ieutenant | [Ss]ergeant | [Ii]mam | [Mm]ullah | [Pp]astor | [Ee]mir | [Hh]aji
          | M\. | Mme | Mlle | [Mm]onsieur | [Mm]adame | [Dd]octeur | [Cc]heikh | [Cc]ommandant | [Cc]apitaine
          | Sr | Sra | Srta | [Ss]eñor | [Ss]eñora | don | [Dd]oña | [Dd]octora? | [Jj]eque | [Cc]omandante | [Cc]oronel | [Cc]apitán | [Tt]eniente
          | [Пп]ан | [Пп]ані | [Дд]октор | [Шш]ейх | [Кк]омандир | [Пп]олковник | [Кк]апітан | [Мм]айор | [Лл]ейтенант )
        \.? \s+ (?:(?:al|el|abu|de|la|von|van|bin|ibn)[\s-]+)? \p{Lu}[\p{Ll}\p{M}'’.-]")]
    private static partial Regex Title();

    // Names have no capitals there: a title with an article before a word without one, as «القائد أحمد» and not «القائد العسكري».
    [GeneratedRegex(@"(?<!\p{L})(?:السيد|السيدة|الشيخ|الشيخة|القائد|العقيد|النقيب|الدكتور|الدكتورة|الحاج|الملا)\s+(?!(?:ال|لل|بال|وال|في|من|على|إلى|عن|أن|الذي|التي|هو|هي|أو|لا|لم|لن|قد|كما|غير|ذو|ذات)(?:\p{L}|\b))\p{L}{2,}")]
    private static partial Regex ArabicTitle();
}
