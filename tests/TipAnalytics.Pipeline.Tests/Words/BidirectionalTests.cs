using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Pipeline.Tests.Words;

/// <summary>Order of numbers and Latin words in text from right to left. Runs are given as they stand on the line, the leftmost first.</summary>
public class BidirectionalTests
{
    [Theory]
    [InlineData("عام 2026", "2026|عام ")]
    [InlineData("الربع 2 من عام 2026", "2026| من عام |2|الربع ")]
    [InlineData("CH-01 عمل الأطفال", " عمل الأطفال|CH-01")]
    [InlineData("نسبة 12.5% من الأسر", " من الأسر|12.5%|نسبة ")]
    [InlineData("فترة الثقة 95%. بعدها", ". بعدها|95%|فترة الثقة ")]
    [InlineData("\u206622%\u2069 ← \u206631%\u2069", "31%| ← |22%")]
    [InlineData("\u2066+9\u2069 نقاط (\u2066+3\u2069–\u2066+15\u2069)", ")|+15|–|+3| نقاط (|+9")]
    [InlineData("\u2066Northshore\u2069، \u2066Harbour\u2069", "Harbour|، |Northshore")]
    public void Stand_on_an_arabic_line(string text, string runs) =>
        Assert.Equal(runs.Split('|'), Bidirectional.OnLine(text, isRightToLeft: true).Select(run => run.Text));

    [Theory]
    [InlineData("2026", "\u20662026\u2069")]
    [InlineData("+9", "\u2066+9\u2069")]
    [InlineData("Upper Reed", "\u2066Upper Reed\u2069")]
    [InlineData("الأطفال", "الأطفال")]
    [InlineData("CH-01 عمل", "CH-01 عمل")]
    [InlineData("\u206622%\u2069 ← \u206631%\u2069", "\u206622%\u2069 ← \u206631%\u2069")]
    [InlineData("–", "–")]
    public void Only_what_has_no_letter_from_right_to_left_and_no_isolate_yet_is_isolated(string value, string isolated) => Assert.Equal(isolated, Bidirectional.Isolate(value));

    [Theory]
    [InlineData("en", "other one other other other other")]
    [InlineData("fr", "one one other other other other")]
    [InlineData("es", "other one other other other other")]
    [InlineData("uk", "many one few many many few")]
    [InlineData("ar", "zero one two many many many")]
    public void Plural_forms_are_those_of_the_unicode_rules(string language, string forms) =>
        Assert.Equal(forms, string.Join(' ', new[] { 0, 1, 2, 11, 14, 22 }.Select(number => PluralForms.Of(language, number))));

    [Theory]
    [InlineData(3, "few"), InlineData(10, "few"), InlineData(11, "many"), InlineData(99, "many"), InlineData(100, "other"), InlineData(102, "other"), InlineData(103, "few"), InlineData(-2, "two")]
    public void Arabic_goes_by_the_last_two_digits(int number, string form) => Assert.Equal(form, PluralForms.Of("ar", number));
}
