using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Words;

public class LanguageWordsTests
{
    [Theory]
    [InlineData("Valid until {date}.", "31 December 2027", "Valid until 31 December 2027.")]
    [InlineData("Чинний до {date}.", "31 грудня 2027 р.", "Чинний до 31 грудня 2027 р.")]
    [InlineData("{date}, {date}", "2 кв. 2026 р.", "2 кв. 2026 р., 2 кв. 2026 р.")]
    [InlineData("{date}%.", "31", "31%.")]
    public void The_stop_of_an_abbreviation_ends_the_sentence_too(string text, string value, string filled) =>
        Assert.Equal(filled, LanguageFile.Load(CatalogueFolder.Default, "uk").Fill(text, [("date", value)]));
}
