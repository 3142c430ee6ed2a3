using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Definitions;

public class WrittenReasonTests
{
    [Theory]
    [InlineData("", "is empty")]
    [InlineData("  ", "is empty")]
    [InlineData("The provider called from +252 61 555 1234 and sent data", "reads like an identifier")]
    [InlineData("Ask amina@example.org.", "reads like an identifier")]
    [InlineData("The number of trafficked persons was wrong", "number of trafficked persons")]
    public void Empty_words_identifiers_and_numbers_of_persons_are_no_reason(string text, string why) =>
        Assert.Contains(why, Assert.Throws<DefinitionException>(() => WrittenReason.Check(text, "--reason")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Information management officer, Protection Cluster")]
    [InlineData("The provider sent the districts missing since 2025-11-04; 3 files")]
    public void A_role_and_a_plain_reason_pass(string text) => WrittenReason.Check(text, "--reason");
}
