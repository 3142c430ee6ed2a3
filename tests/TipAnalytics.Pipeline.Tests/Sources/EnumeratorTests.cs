using System.Text;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>Who asked is compared in memory; what comes out is how many stand out.</summary>
public sealed class EnumeratorTests : IDisposable
{
    private readonly ExportFolder exports = new();

    public void Dispose() => exports.Dispose();

    [Fact]
    public void Round_ages_are_told_of_those_with_enough_of_them()
    {
        var rows = Enumerable.Range(0, 20).SelectMany(i => new[] { Row("anna", 20 + 5 * i, i % 7), Row("bela", 21 + i, i % 7) }).Append(Row("cora", 20, 1)).ToList();
        Assert.Equal(new(3, 2, 1, 0, 0), Counts(rows));
    }

    [Fact]
    public void Ages_are_read_as_the_fields_read_them()
    {
        var rows = Enumerable.Range(0, 20).Select(i => Row("anna", 20 + 5 * i, i % 7)).ToList();
        Assert.Equal(1, Counts([.. rows.Select(row => string.Concat(row.Select(letter => char.IsAsciiDigit(letter) ? (char)('٠' + letter - '0') : letter)))]).RoundNumbers);
    }

    [Fact]
    public void Interviews_that_answer_like_the_one_before_are_told_when_there_is_enough_to_tell()
    {
        var coping = string.Join(',', Enumerable.Repeat("used", 9));
        Assert.Equal(1, Counts([.. Enumerable.Range(0, 12).Select(i => $"anna,33,3,{coping}"), .. Enumerable.Range(0, 12).Select(i => $"bela,33,{i % 7},{coping}")]).RepeatedAnswers);
        Assert.Equal(0, Counts([.. Enumerable.Range(0, 12).Select(_ => "anna,33,3,used")]).RepeatedAnswers);
    }

    [Fact]
    public void A_mean_far_from_the_others_is_told_from_five_enumerators_on()
    {
        List<string> Rows(int others) => [.. Enumerable.Range(0, others).SelectMany(who => Enumerable.Range(0, 10).Select(i => Row($"e{who}", 33, (i + who) % 3))), .. Enumerable.Range(0, 10).Select(_ => Row("far", 33, 7))];
        Assert.Equal((1, 0), (Counts(Rows(5)).Outlying, Counts(Rows(3)).Outlying));
    }

    [Fact]
    public void A_column_of_more_names_than_people_ask_does_not_fill_the_memory() =>
        Assert.Equal(10_000, Counts([.. Enumerable.Range(0, 10_001).Select(i => Row($"e{i}", 33, 1))]).Enumerators);

    [Fact]
    public void Nothing_of_the_name_is_in_what_is_told() => Assert.DoesNotContain("anna", Counts([Row("anna", 33, 1)]).ToString(), StringComparison.Ordinal);

    private static string Row(string who, int age, int meals) => $"{who},{age},{meals}";

    private EnumeratorCounts Counts(IReadOnlyList<string> rows)
    {
        var source = ExportFolder.Source(
            record: new(), period: new() { Constant = "2024-05" }, area: new() { Constant = "LR0101" }, quality: new() { Enumerator = "who" },
            fields: new()
            {
                ["age"] = new() { Column = "age", Band = true },
                ["meals"] = new() { Column = "meals" },
                ["coping"] = new() { Items = Enumerable.Range(0, 9).ToDictionary(i => $"c{i}", i => $"i{i}") },
            });
        var text = new StringBuilder("who,age,meals,c0,c1,c2,c3,c4,c5,c6,c7,c8\n");
        foreach (var row in rows)
            text.Append(row).Append(',', 11 - row.Count(sign => sign == ',')).Append('\n');
        return exports.Read(source, text.ToString()).File.Enumerators!.Counts();
    }
}
