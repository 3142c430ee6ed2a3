using CsCheck;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Definitions;

public class SuggestionTests
{
    private static readonly Gen<string> Word = Gen.String[Gen.Char['a', 'd'], 0, 6];

    [Theory]
    [InlineData("singal", "signal", 1)]
    [InlineData("signal", "signal", 0)]
    [InlineData("", "base", 4)]
    [InlineData("kitten", "sitting", 3)]
    public void The_distance_counts_edits_and_swaps_of_neighbours(string left, string right, int edits) =>
        Assert.Equal(edits, Suggestion.Distance(left, right));

    [Fact]
    public void The_distance_is_the_same_both_ways_and_never_above_the_longer_word() =>
        Gen.Select(Word, Word).Sample((left, right) =>
            Suggestion.Distance(left, right) == Suggestion.Distance(right, left)
            && Suggestion.Distance(left, right) <= Math.Max(left.Length, right.Length)
            && (Suggestion.Distance(left, right) == 0) == (left == right));

    [Fact]
    public void Words_too_far_from_every_known_one_get_no_suggestion() => Assert.Equal("", Suggestion.For("weather", ["signal", "base"]));
}
