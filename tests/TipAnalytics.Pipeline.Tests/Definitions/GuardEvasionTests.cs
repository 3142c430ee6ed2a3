using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>Ways round the guard that somebody tried.</summary>
public class GuardEvasionTests
{
    [Theory]
    [InlineData("34 victims of trafficking identified")]
    [InlineData("A total of 120 people were trafficked in Reedmark")]
    [InlineData("On a identifié 34 victimes de la traite")]
    [InlineData("Se identificaron 34 víctimas de trata")]
    [InlineData("Виявлено 34 жертви торгівлі людьми")]
    [InlineData("تم تحديد 34 ضحية اتجار")]
    [InlineData("Lake Region, 34 victims of trafficking")]
    public void No_sentence_counts_victims(string text) => Assert.NotEmpty(PrevalenceGuard.Prose(text));

    [Theory]
    [InlineData("Law or policy so that victims are not punished for acts they were made to commit?")]
    [InlineData("Trafficking in Persons Protocol (2000): ratified, with reservations or declarations?")]
    [InlineData("Criminal Code, article 213, protects victims")]
    [InlineData("Services for survivors exist in 4 of 6 provinces")]
    public void A_sentence_on_law_or_services_passes(string text) => Assert.Empty(PrevalenceGuard.Prose(text));

    [Theory]
    [InlineData("Households with trafficked members")]
    [InlineData("People trafficked in camps")]
    [InlineData("Victimes de la traite")]
    [InlineData("Víctimas de la trata en la zona")]
    [InlineData("ضحايا الاتجار في المخيم")]
    [InlineData("Жертви торгівлі людьми у таборі")]
    [InlineData("Trаfficked persons")]
    public void No_title_names_trafficked_persons(string title) => Assert.NotEmpty(PrevalenceGuard.Title(title));

    [Theory]
    [InlineData("nombre de victimes de la traite")]
    [InlineData("cas de traite")]
    [InlineData("taux_traite")]
    [InlineData("número de víctimas de trata")]
    [InlineData("عدد ضحايا الاتجار")]
    [InlineData("кількість жертв торгівлі людьми")]
    [InlineData("víctimas_trata")]
    [InlineData("n_victimes_traite")]
    [InlineData("жертви_торгівлі")]
    [InlineData("ضحايا_الاتجار")]
    [InlineData("number of victims")]
    [InlineData("people_in_need")]
    [InlineData("vоt")]
    [InlineData("vοt")]
    [InlineData("trаfficked")]
    public void No_name_says_in_another_language_or_alphabet_what_may_not_be_said(string name) => Assert.NotNull(PrevalenceGuard.Identifier(name));

    [Fact]
    public void A_word_within_one_alphabet_is_not_bent_into_another() => Assert.Equal(["торгівля", "vot"], GuardText.Words("Торгівля vоt"));
}
