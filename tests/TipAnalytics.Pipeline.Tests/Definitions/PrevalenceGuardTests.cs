using CsCheck;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Definitions;

public class PrevalenceGuardTests
{
    [Theory]
    // Trafficking beside a word of counting or of persons.
    [InlineData("trafficking_victims")]
    [InlineData("n_trafficking")]
    [InlineData("trafficking_survivor_count")]
    [InlineData("is_trafficked_person")]
    [InlineData("trafficking_per_100k")]
    [InlineData("pct_human_trafficking")]
    [InlineData("suspected_trafficking")]
    [InlineData("trafficking_hotspot")]
    [InlineData("people_in_need_trafficking")]
    [InlineData("traffickingcases")]
    [InlineData("TraffickingRisk_Score")]
    [InlineData("anti_trafficking_victims")]
    // Alone.
    [InlineData("vot")]
    [InlineData("vots")]
    [InlineData("vot_total")]
    [InlineData("pvot")]
    [InlineData("tip_cases")]
    [InlineData("tip_victims_reported")]
    [InlineData("n_tip")]
    [InlineData("tip_n")]
    [InlineData("tip_count")]
    [InlineData("TipCount")]
    [InlineData("tipcount")]
    [InlineData("Tip-Rate")]
    [InlineData("tip_prevalence")]
    [InlineData("incidence_tip")]
    [InlineData("tip_score")]
    [InlineData("ht_victims")]
    [InlineData("ht_cases")]
    [InlineData("hts_case_count")]
    [InlineData("modern_slavery_2024")]
    [InlineData("slavery_prevalence")]
    [InlineData("sdg_16_2_2")]
    [InlineData("sdg1622")]
    [InlineData("sdg_8_7_count")]
    [InlineData("trafficked")]
    [InlineData("trafficked_yn")]
    [InlineData("trafficked_smuggled")]
    [InlineData("cp_protection_concerns/trafficked_smuggled")]
    [InlineData("trafficking_smuggling")]
    [InlineData("was_sold")]
    [InlineData("sold_child")]
    // Private.
    [InlineData("victim_name")]
    [InlineData("Victim Name")]
    [InlineData("victimName")]
    [InlineData("traffickers")]
    [InlineData("trafficker_phone")]
    [InlineData("perpetrator_name")]
    [InlineData("case_id")]
    [InlineData("meta/Case ID")]
    [InlineData("survivor_code")]
    public void Refused_as_an_identifier(string identifier) => Assert.NotNull(PrevalenceGuard.Identifier(identifier));

    [Theory]
    [InlineData("anti_trafficking_services")]
    [InlineData("anti_trafficking_law")]
    [InlineData("anti_trafficking_plans_count")]
    [InlineData("tip_risk_proxy_score")]
    [InlineData("PRO-HTS")]
    [InlineData("CH-03")]
    [InlineData("gbv_type")]
    [InlineData("vote")]
    [InlineData("pivot")]
    [InlineData("case_closed_on")]
    [InlineData("tip")]
    [InlineData("share")]
    [InlineData("unaccompanied")]
    [InlineData("coping_count")]
    public void Allowed_as_an_identifier(string identifier) => Assert.Null(PrevalenceGuard.Identifier(identifier));

    [Fact]
    public void The_reason_says_what_the_name_reads_as_and_why_it_is_refused()
    {
        Assert.Equal(
            "\"TipCount\" reads as tip_count: nothing here counts, rates or estimates trafficked persons; describe the condition that is measured instead",
            PrevalenceGuard.Identifier("TipCount"));
        Assert.Equal(
            "\"meta/Case ID\" reads as case_id: it identifies a person or a case; it may serve as record id only, which is hashed at the door",
            PrevalenceGuard.Identifier("meta/Case ID"));
    }

    [Theory]
    [InlineData("The prevalence of trafficking rose.", "prevalence of trafficking")]
    [InlineData("Trafficking prevalence by area", "prevalence of trafficking")]
    [InlineData("Trafficking rates per district", "trafficking rate")]
    [InlineData("INCIDENCE of human TRAFFICKING", "incidence of trafficking")]
    [InlineData("The number of victims fell.", "number of victims")]
    [InlineData("Number of trafficked persons", "number of trafficked persons")]
    [InlineData("Number of trafficked people by month", "number of trafficked persons")]
    [InlineData("Trafficking cases rose in the north.", "trafficking cases")]
    [InlineData("12 % of the households interviewed in this region were trafficked.", "x % of … were trafficked")]
    [InlineData("About 5 percent are trafficked", "x % of … were trafficked")]
    [InlineData("Estimated victims: few", "estimated victims")]
    [InlineData("Confirmed or suspected victims", "confirmed or suspected victims")]
    [InlineData("A trafficking hotspot", "trafficking hotspot")]
    [InlineData("Hot-spots of trafficking", "trafficking hot spot")]
    [InlineData("This is evidence that trafficking is occurring.", "evidence that trafficking is (not) occurring")]
    [InlineData("It is proof that trafficking is not happening.", "evidence that trafficking is (not) occurring")]
    [InlineData("There is no trafficking in this area.", "no trafficking in")]
    [InlineData("A trafficking-free district", "trafficking-free")]
    [InlineData("The camp is free of trafficking.", "free of trafficking")]
    [InlineData("La prévalence de la traite augmente.", "prévalence de la traite")]
    [InlineData("la prevalence de la TRAITE", "prévalence de la traite")]
    [InlineData("Taux de traite", "taux de traite")]
    [InlineData("Le nombre de victimes de la traite", "nombre de victimes de traite")]
    [InlineData("Les cas de traite", "cas de traite")]
    [InlineData("Victimes présumées", "victimes présumées")]
    [InlineData("On constate l'absence de traite.", "absence de traite")]
    [InlineData("La prevalencia de la trata", "prevalencia de la trata")]
    [InlineData("Tasa de trata", "tasa de trata")]
    [InlineData("El número de víctimas de trata", "número de víctimas de trata")]
    [InlineData("Numero de victimas de trata", "número de víctimas de trata")]
    [InlineData("Los casos de trata subieron.", "casos de trata")]
    [InlineData("Víctimas presuntas", "víctimas presuntas")]
    [InlineData("Zona libre de trata", "libre de trata")]
    [InlineData("انتشار الاتجار بالأشخاص في المنطقة", "انتشار الاتجار بالأشخاص")]
    [InlineData("مُعَدَّل الاتجار", "معدل الاتجار")]
    [InlineData("عدد ضحايا الاتجار", "عدد ضحايا الاتجار")]
    [InlineData("حالات الاتجار بالبشر", "حالات الاتجار")]
    [InlineData("لا يوجد اتجار هنا", "لا يوجد اتجار")]
    [InlineData("Поширеність торгівлі людьми зросла", "поширеність торгівлі людьми")]
    [InlineData("Рівень торгівлі людьми", "рівень торгівлі людьми")]
    [InlineData("Кількість жертв торгівлі людьми", "кількість жертв торгівлі людьми")]
    [InlineData("Кількість постраждалих від торгівлі людьми", "кількість жертв торгівлі людьми")]
    [InlineData("Випадки торгівлі людьми", "випадки торгівлі людьми")]
    [InlineData("Thirty-four girls were sold last year.", "34 people were trafficked")]
    [InlineData("Two victims came forward.", "34 victims")]
    [InlineData("The agency met 2019 victims.", "34 victims")]
    [InlineData("Dozens of victims were seen.", "dozens of victims")]
    [InlineData("Trente-quatre filles ont été vendues.", "34 filles ont été vendues")]
    [InlineData("Deux victimes se sont présentées.", "34 victimes")]
    [InlineData("Il y a des dizaines de victimes.", "des dizaines de victimes")]
    [InlineData("Treinta y cuatro niñas fueron vendidas.", "34 niñas fueron vendidas")]
    [InlineData("Once víctimas.", "34 víctimas")]
    [InlineData("Se habla de decenas de víctimas.", "decenas de víctimas")]
    [InlineData("بيعت أربع فتيات في السوق", "بيعت 34 فتاة")]
    [InlineData("٣٤ ضحية", "34 ضحية")]
    [InlineData("عشرات الضحايا", "عشرات الضحايا")]
    [InlineData("Тридцять чотири дівчини було продано.", "34 дівчини було продано")]
    [InlineData("П'ять жертв звернулися.", "34 жертви")]
    [InlineData("Є десятки жертв.", "десятки жертв")]
    public void Refused_as_prose(string text, string phrase) =>
        Assert.Contains(PrevalenceGuard.Prose(text), reason => reason.StartsWith($"reads as «{phrase}»: ", StringComparison.Ordinal));

    [Theory]
    [InlineData("Conditions that can raise the risk of trafficking in persons rose in Shore.")]
    [InlineData("Trafficking in persons, forced labour or slavery-like practices")]
    [InlineData("Lack of education is a key vulnerability (Guide, support for trafficked persons, education).")]
    [InlineData("Share of reported incidents with captivity or abduction at the time.")]
    [InlineData("Smuggling is not trafficking: label «facilitated movement».")]
    [InlineData("Anti-trafficking services reached more cases in 12 % of areas.")]
    [InlineData("Reports received: yes.")]
    [InlineData("The number of sources rose. Drivers of trafficking are read together.")]
    [InlineData("Le cas est grave; elle traite avec lui.")]
    [InlineData("En este caso se trata de otra cosa.")]
    [InlineData("It does not mean that no child was withdrawn.")]
    [InlineData("In 2024 survivors were referred by health workers.")]
    [InlineData("Since March 2024 victims may stay during a case.")]
    [InlineData("Depuis 2024 victimes et témoins sont protégés par la loi.")]
    [InlineData("Desde 2024 víctimas y testigos tienen protección.")]
    [InlineData("У 2024 році постраждалих направляли до служб.")]
    [InlineData("منذ 2024 ضحايا الجرائم يحميهم القانون")]
    [InlineData("Two of three provinces answered; thirty households were interviewed.")]
    [InlineData("Once survivors agree, two organisations help.")]
    [InlineData("Of forty households two sold land.")]
    [InlineData("Deux familles sur trois ont vendu du bétail.")]
    [InlineData("")]
    public void Allowed_as_prose(string text) => Assert.Empty(PrevalenceGuard.Prose(text));

    public static TheoryData<string> CaveatIds => [.. StandingCaveats.Ids];

    [Theory]
    [MemberData(nameof(CaveatIds))]
    public void Every_standing_caveat_passes(string id)
    {
        var text = StandingCaveats.Load(CatalogueFolder.Default)[id];

        Assert.Empty(PrevalenceGuard.Prose(text));
        Assert.Empty(PrevalenceGuard.Prose($"{text} Read with care. {text}"));
    }

    [Fact]
    public void A_standing_caveat_with_a_word_taken_out_is_refused()
    {
        var text = StandingCaveats.Load(CatalogueFolder.Default)["CAV-0"].Replace("are not proof", "are proof", StringComparison.Ordinal);

        Assert.NotEmpty(PrevalenceGuard.Prose(text));
    }

    [Fact]
    public void A_caveat_does_not_cover_the_sentence_after_it() =>
        Assert.NotEmpty(PrevalenceGuard.Prose(StandingCaveats.Load(CatalogueFolder.Default)["CAV-0"] + " Trafficking rates rose."));

    [Fact]
    public void Case_accents_separators_and_neighbouring_words_do_not_hide_a_refused_identifier() =>
        Gen.Select(
            OneOf("tip_count", "victim_name", "trafficked", "case_id", "vots", "trafficking_victims"),
            OneOf("_", "-", " ", "/", "."),
            Gen.Bool,
            OneOf("", "form1", "q7"))
        .Sample((pattern, separator, upper, before) =>
        {
            var name = pattern.Replace("_", separator, StringComparison.Ordinal).Replace("i", "ï", StringComparison.Ordinal);
            var written = before + separator + (upper ? name.ToUpperInvariant() : name);
            return PrevalenceGuard.Identifier(written) is not null;
        });

    private static Gen<string> OneOf(params string[] words) => Gen.Int[0, words.Length - 1].Select(i => words[i]);
}
