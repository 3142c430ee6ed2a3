namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Identifier patterns with one reason.</summary>
/// <param name="Patterns">Words joined by <c>_</c>; <c>*</c> ends a stem.</param>
internal sealed record NameRule(string Reason, string[] Patterns)
{
    private readonly (string Pattern, Stem[] Stems, Stem Joined)[] parts =
        [.. Patterns.Select(pattern => (pattern, pattern.Split('_').Select(Stem.Of).ToArray(), Stem.Of(pattern.Replace("_", "", StringComparison.Ordinal))))];

    /// <returns>The pattern whose whole words stand in a row, in either order, or written together as one word; null without one.</returns>
    public string? Find(List<string> words) =>
        Array.Find(parts, part => words.Exists(part.Joined.Fits) || (part.Stems.Length > 1 && InARow(words, part.Stems))).Pattern;

    internal static bool InARow(List<string> words, Stem[] stems)
    {
        for (var start = 0; start + stems.Length <= words.Count; start++)
        {
            var (forwards, backwards) = (true, true);
            for (var i = 0; i < stems.Length; i++)
            {
                forwards &= stems[i].Fits(words[start + i]);
                backwards &= stems[^(i + 1)].Fits(words[start + i]);
            }
            if (forwards || backwards)
                return true;
        }
        return false;
    }
}

/// <summary>A refused phrase.</summary>
/// <param name="Shown">As printed in the message.</param>
/// <param name="Words">Words that have to be there, alternatives with <c>|</c>; <c>*</c> at an end for any letters.</param>
/// <param name="Slack">Other words allowed between; null: anywhere in the sentence; negative: the words follow each other in this order.</param>
internal sealed record Phrase(string Shown, string Reason, string[] Words, int? Slack)
{
    private readonly Stem[][] stems = [.. Words.Select(word => word.Split('|').Select(Stem.Of).ToArray())];

    public bool IsIn(List<string> sentence)
    {
        // Most phrases end here: one of their words is nowhere in the sentence.
        if (!Array.TrueForAll(stems, stem => sentence.Exists(word => Fits(word, stem))))
            return false;
        if (Slack < 0)
            return Enumerable.Range(0, Math.Max(0, sentence.Count - stems.Length + 1)).Any(start => stems.Index().All(stem => Fits(sentence[start + stem.Index], stem.Item)));
        var span = Slack is { } slack ? stems.Length + slack : sentence.Count;
        for (var start = 0; start < sentence.Count; start++)
        {
            var window = sentence.GetRange(start, Math.Min(span, sentence.Count - start));
            if (stems.All(stem => window.Exists(word => Fits(word, stem))))
                return true;
        }
        return false;
    }

    private static bool Fits(string word, Stem[] alternatives) => Array.Exists(alternatives, stem => stem.Fits(word));
}

/// <summary>A word of a pattern, open at the start or end where it has a <c>*</c>.</summary>
/// <param name="Text">Folded, as the text is.</param>
internal readonly record struct Stem(string Text, bool OpenStart, bool OpenEnd)
{
    public static Stem Of(string word) => word.StartsWith(CountWords.Sign) ? new(word, false, false) : new(string.Concat(GuardText.Words(word)), word.StartsWith('*'), word.EndsWith('*'));

    public bool Fits(string word) =>
        Text.StartsWith(CountWords.Sign) ? CountWords.Fits(Text[1..], word)
        : OpenStart ? word.Contains(Text, StringComparison.Ordinal)
        : OpenEnd ? word.StartsWith(Text, StringComparison.Ordinal)
        : word == Text;
}

/// <summary>The lists of the guard.</summary>
internal static class GuardPatterns
{
    public const string Prevalence = "nothing here counts, rates or estimates trafficked persons; describe the condition that is measured instead";
    private const string Merged = "trafficking and smuggling are different; a code for either cannot be used as a measure";
    private const string Option = "a stand-alone trafficking option is rarely ticked and is no measure; use the typed signals instead";
    public const string Private = "it identifies a person or a case; it may serve as record id only, which is hashed at the door";
    private const string Proof = "no figure here proves that trafficking is or is not happening";

    public static readonly NameRule[] Names =
    [
        new(Prevalence,
        [
            "vot", "vots", "pvot", "tip_case*", "tip_victim*", "n_tip", "tip_count", "tip_rate", "tip_prevalence", "tip_incidence", "tip_score",
            "ht_victim*", "ht_case*", "hts_case*", "modern_slavery*", "slavery_prevalence", "sdg_16_2_2", "sdg_1622", "sdg_8_7_count", "people_in_need", "victim*_count", "victim*_number",
        ]),
        new(Merged, ["trafficked_smuggled", "trafficking_smuggling"]),
        new(Option, ["trafficked", "was_sold", "sold_child"]),
    ];

    public static readonly HashSet<string> Persons =
        ["victim", "survivor", "case", "person", "people", "caseload", "prev", "prevalence", "incidence", "pin"];

    public static readonly HashSet<string> Companions =
    [
        .. Persons, "num", "number", "n", "count", "total", "sum", "rate", "ratio", "estimate", "est", "per", "100k", "1000", "share", "pct", "percent",
        "prob", "score", "likelihood", "flag", "is", "has", "confirmed", "suspected", "presumed", "identified", "verified", "hotspot", "index",
        "severity", "need",
    ];

    public static readonly Phrase[] Phrases =
    [
        Near("prevalence of trafficking", "prevalence traffick*"),
        Near("trafficking rate", "rate|rates traffick*"),
        Near("incidence of trafficking", "incidence traffick*"),
        Near("number of victims", "number|numbers victim|victims"),
        Near("number of trafficked persons", "number|numbers traffick*"),
        Near("trafficking cases", "trafficking case|cases", 1),
        new("x % of … were trafficked", Prevalence, ["percent|cent", "trafficked"], null),
        Near("estimated victims", "estimate|estimated|estimates victim|victims"),
        Near("confirmed or suspected victims", "confirmed|suspected victim|victims"),
        Near("trafficking hotspot", "traffick* hotspot|hotspots"),
        Near("trafficking hot spot", "traffick* hot spot|spots"),
        Near("evidence that trafficking is (not) occurring", "proof|evidence|proves|proven traffick*", 4, Proof),
        Row("no trafficking in", "no traffick* in", Proof),
        Row("trafficking-free", "trafficking free", Proof),
        Row("free of trafficking", "free of|from trafficking", Proof),

        Row("34 victims", "#en victim|victims|survivor|survivors"),
        Row("34 trafficked persons", "#en trafficked"),
        Row("34 people were trafficked", $"#en {CountWords.People["en"]} were|are|was|is|been trafficked|sold|enslaved"),
        Row("34 people have been trafficked", $"#en {CountWords.People["en"]} have|had been trafficked|sold|enslaved"),
        Row("dozens of victims", $"{CountWords.Crowds["en"]} of victim|victims|survivor|survivors|trafficked"),
        Row("dozens of people were trafficked", $"{CountWords.Crowds["en"]} of {CountWords.People["en"]} were|are|been trafficked|sold|enslaved"),

        Row("34 victimes", "#fr victime|victimes|survivante|survivantes|survivant|survivants"),
        Row("des dizaines de victimes", $"{CountWords.Crowds["fr"]} de victime|victimes|survivantes|survivants"),
        Row("34 filles ont été vendues", $"#fr {CountWords.People["fr"]} ont été vendu*"),
        Row("34 filles vendues", $"#fr {CountWords.People["fr"]} vendues|vendus"),
        Row("des dizaines de filles ont été vendues", $"{CountWords.Crowds["fr"]} de {CountWords.People["fr"]} ont été vendu*"),

        Row("34 víctimas", "#es víctima|víctimas|sobreviviente|sobrevivientes"),
        Row("decenas de víctimas", $"{CountWords.Crowds["es"]} de víctima|víctimas|sobrevivientes"),
        Row("34 niñas fueron vendidas", $"#es {CountWords.People["es"]} fueron|eran|sido vendidas|vendidos"),
        Row("34 niñas han sido vendidas", $"#es {CountWords.People["es"]} han sido vendidas|vendidos"),
        Row("decenas de niñas fueron vendidas", $"{CountWords.Crowds["es"]} de {CountWords.People["es"]} fueron vendidas|vendidos"),

        Near("34 ضحية", "#ar *ضحايا*|*ضحية*|ناجيات|ناجين|ناجية", 0),
        Row("34 من الضحايا", "#ar من *ضحايا*|الناجين|الناجيات"),
        Row("عشرات الضحايا", $"{CountWords.Crowds["ar"]} *ضحايا*|الناجين|الناجيات"),
        Row("عشرات من الضحايا", $"{CountWords.Crowds["ar"]} من *ضحايا*|الناجين|الناجيات"),
        Row("ضحيتان", "ضحيتان|ضحيتين|الضحيتان|الضحيتين"),
        Row("بيعت 34 فتاة", $"بيعت|بيع|بيعوا #ar {CountWords.People["ar"]}"),
        Row("تم بيع 34 فتاة", $"تم بيع #ar {CountWords.People["ar"]}"),
        Row("34 فتاة تم بيعهن", $"#ar {CountWords.People["ar"]} بيعت|بيعوا|بعن"),
        Row("34 فتاة جرى بيعهن", $"#ar {CountWords.People["ar"]} تم|جرى بيعهن|بيعهم"),

        Row("34 жертви", "#uk жертв*|постраждал*"),
        Row("десятки жертв", $"{CountWords.Crowds["uk"]} жертв*|постраждал*"),
        Row("34 дівчат продали", $"#uk {CountWords.People["uk"]} продали|продано"),
        Row("34 дівчини було продано", $"#uk {CountWords.People["uk"]} було|були продано|продані"),
        Row("продали 34 дівчат", $"продали|продано #uk {CountWords.People["uk"]}"),

        Near("prévalence de la traite", "prévalence traite"),
        Near("taux de traite", "taux traite"),
        Near("nombre de victimes de traite", "nombre|nombres victime* traite"),
        Row("cas de traite", "cas de traite"),
        Row("cas de la traite", "cas de la traite"),
        Near("victimes présumées", "victime* présumé*"),
        Near("absence de traite", "absence traite", 4, Proof),
        Near("exempt de traite", "exempt* traite", 2, Proof),
        Near("preuve de la traite", "preuve|preuves|prouve|prouvent|prouvé* traite", 4, Proof),
        Near("foyer de traite", "foyer|foyers traite"),

        Near("prevalencia de la trata", "prevalencia trata"),
        Near("tasa de trata", "tasa|tasas trata"),
        Near("número de víctimas de trata", "número|números víctima* trata"),
        Row("casos de trata", "caso|casos de trata"),
        Row("casos de la trata", "caso|casos de la trata"),
        Near("víctimas presuntas", "víctima* presunta*"),
        Near("libre de trata", "libre|libres trata", 2, Proof),
        Near("prueba de trata", "prueba|pruebas|prueban|demuestra|demuestran trata", 4, Proof),
        Near("foco de trata", "foco|focos trata"),

        Near("انتشار الاتجار بالأشخاص", "*انتشار* *اتجار*"),
        Near("معدل الاتجار", "*معدل* *اتجار*"),
        Near("عدد ضحايا الاتجار", "*عدد* *ضحايا* *اتجار*"),
        Near("حالات الاتجار", "*حالات* *اتجار*"),
        Near("لا يوجد اتجار", "لا يوجد *اتجار*", 2, Proof),
        Near("يثبت الاتجار", "*يثبت*|*تثبت*|*دليل* *اتجار*", 4, Proof),
        Near("بؤرة الاتجار", "بؤر*|البؤر*|وبؤر* *اتجار*"),

        Near("поширеність торгівлі людьми", "поширен* торгівл* люд*"),
        Near("рівень торгівлі людьми", "рівень|рівня|рівні торгівл* люд*"),
        Near("кількість жертв торгівлі людьми", "кількіст* жертв*|постраждал* торгівл* люд*"),
        Near("випадки торгівлі людьми", "випад* торгівл* люд*"),
        Near("доказ торгівлі людьми", "доказ*|довод*|доведен* торгівл* люд*", 4, Proof),
        Near("осередок торгівлі людьми", "осеред* торгівл* люд*"),
    ];

    /// <summary>What no title may say, though a sentence on law or services may.</summary>
    public static readonly Phrase[] Titles =
    [
        Near("victims of trafficking", "victim*|survivor* traffick*"),
        Row("trafficked", "trafficked"),
        Near("victimes de la traite", "victime* traite"),
        Near("víctimas de la trata", "víctima* trata"),
        Near("ضحايا الاتجار", "*ضحايا* *اتجار*"),
        Near("жертви торгівлі людьми", "жертв*|постраждал* торгівл*"),
    ];

    private static Phrase Near(string shown, string words, int slack = 4, string reason = Prevalence) => new(shown, reason, words.Split(' '), slack);

    private static Phrase Row(string shown, string words, string reason = Prevalence) => new(shown, reason, words.Split(' '), -1);
}
