using TipAnalytics.Pipeline.Disclosure;

namespace TipAnalytics.Pipeline.Tests.Disclosure;

public class IntegerWitnessTests
{
    // 3 + 20 + 30 = 53, and the total is published.
    private static readonly AdditiveTable Table = new([[3, 20, 30, 53]], [new(3, [0, 1, 2])], new bool[4]);
    private static readonly Block Whole = new([0, 1, 2, 3], Table.Sums, [0, 1, 2, 3]);
    private static readonly Target Up = new(0, 0, true, 2);

    [Fact]
    public void The_search_in_whole_numbers_finds_a_table_for_two_hidden_parts()
    {
        bool[] hidden = [true, true, false, false];
        var found = IntegerWitness.Search(Table, Whole, hidden, Up, []);

        Assert.NotNull(found);
        Assert.True(found.Holds(Table, Whole, hidden) && found.Meets(Table, Whole, Up));
    }

    [Fact]
    public void The_search_finds_none_for_a_part_hidden_alone() =>
        Assert.Null(IntegerWitness.Search(Table, Whole, [true, false, false, false], Up, []));

    [Theory]
    [InlineData(new long[] { 5, 18, 30, 53 }, true)]
    [InlineData(new long[] { 5, 20, 30, 55 }, false)]
    [InlineData(new long[] { 5, 20, 30, 53 }, false)]
    [InlineData(new long[] { 24, -1, 30, 53 }, false)]
    public void A_witness_keeps_published_cells_and_sums_and_is_nowhere_negative(long[] counts, bool holds) =>
        Assert.Equal(holds, new IntegerWitness(0, counts).Holds(Table, Whole, [true, true, false, false]));
}
