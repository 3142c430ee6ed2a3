using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>What may not stand in the context register: a single case, a count of persons, a person.</summary>
public class CaseTextTests
{
    [Theory]
    [InlineData("A 14-year-old girl was taken from block C on 3 March by her uncle")]
    [InlineData("A girl of fourteen works in the reed cutters' camp")]
    [InlineData("On March 3 a woman told of a broker")]
    [InlineData("A woman came to the centre on 2026-03-03")]
    [InlineData("A boy was recruited at the landing")]
    [InlineData("Une fille de 14 ans vit chez un commerçant")]
    [InlineData("Une femme a été enlevée près du marché")]
    [InlineData("Le 3 mars une femme a parlé d'un passeur")]
    [InlineData("Una niña de 14 años trabaja en una casa")]
    [InlineData("Una mujer fue vendida en el puerto")]
    [InlineData("El 3 de marzo llegó un hombre herido")]
    [InlineData("فتاة عمرها ١٤ سنة تعمل في منزل")]
    [InlineData("خطفت فتاة من المخيم")]
    [InlineData("في 3 مارس جاءت امرأة إلى المركز")]
    [InlineData("14-річна дівчинка працює в чужому домі")]
    [InlineData("Дівчину вивезли за кордон")]
    [InlineData("3 березня жінка розповіла про посередника")]
    public void A_single_case_is_refused(string text) => Assert.Contains("single case", Assert.Single(CaseText.Reasons(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Twelve children were recruited at the landing")]
    [InlineData("34 women have been abducted")]
    [InlineData("Dozens of girls were taken over the lake")]
    [InlineData("Douze filles ont été enlevées")]
    [InlineData("Des dizaines de femmes ont été emmenées")]
    [InlineData("Doce niños fueron reclutados")]
    [InlineData("Decenas de mujeres fueron secuestradas")]
    [InlineData("خطفت ٣ فتيات")]
    [InlineData("تم تجنيد عشرات الأطفال")]
    [InlineData("Викрали двох жінок")]
    [InlineData("Завербували десятки дітей")]
    public void A_count_of_persons_is_refused(string text) => Assert.Contains("counts persons", Assert.Single(CaseText.Reasons(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("Reported by Mr. Ahmed")]
    [InlineData("Interview with Dr Sari Lund")]
    [InlineData("Taxes go to Commander Omar")]
    [InlineData("The sheikh al-Hamid decides")]
    [InlineData("Entretien avec Mme Diallo")]
    [InlineData("M. Traoré l'a dit")]
    [InlineData("Entrevista con la Sra. Pérez")]
    [InlineData("El comandante Ruiz controla la vía")]
    [InlineData("قال الشيخ حمد ذلك")]
    [InlineData("القائد عمر يسيطر على الطريق")]
    [InlineData("Розмова з паном: пан Іваненко")]
    [InlineData("Дорогу тримає командир Бондар")]
    public void A_name_after_a_title_of_address_is_found(string text) => Assert.True(CaseText.NamesPerson(text));

    [Theory]
    [InlineData("Two of three provinces answered")]
    [InlineData("Thirty households were interviewed in March 2026")]
    [InlineData("In 2024 survivors were referred by health workers")]
    [InlineData("Girls aged 14 to 17 are married early; a child under 15 years old may not work")]
    [InlineData("Under the law of 3 March 2021 a child is every person under 18")]
    [InlineData("Offers of transport over the lake are described more often since January 2025")]
    [InlineData("Adolescents of both sexes work far from home")]
    [InlineData("The crossing was closed on 3 March 2026")]
    [InlineData("Commanders and sheikhs are consulted; Doctors without Borders runs a clinic")]
    [InlineData("Les filles de moins de 18 ans sont protégées par la loi")]
    [InlineData("Una niña menor de 15 años no puede trabajar")]
    [InlineData("Deux ministères sur trois ont répondu")]
    [InlineData("القائد العسكري والشيوخ المحليون يقررون")]
    [InlineData("الأطفال دون ١٨ سنة محميون")]
    [InlineData("Дитина до 14 років не може працювати")]
    [InlineData("Дві області з трьох відповіли")]
    public void What_is_said_in_general_may_stand(string text)
    {
        Assert.Empty(CaseText.Reasons(text));
        Assert.False(CaseText.NamesPerson(text));
    }
}
