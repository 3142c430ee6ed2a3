using System.Globalization;
using CsCheck;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>What is in the vault does not depend on how the records came.</summary>
public sealed class FileOrderTests : IDisposable
{
    private readonly TestVault given = new();

    private static int Iterations => int.TryParse(Environment.GetEnvironmentVariable("TIP_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked / 100 : 20;

    public void Dispose() => given.Dispose();

    /// <summary>Rows with versions: without, or with two contents of one version, the later file wins, and order is the only thing to go by.</summary>
    [Fact]
    public void Files_in_any_order_twice_or_split_in_parts_give_the_same_records()
    {
        using var vault = given.Open();
        var sample = 0;
        Gen.Select(Gen.Int[0, 7], Gen.Int[1, 4]).Array[1, 20].SelectMany(rows => Gen.Select(Gen.Const(rows), Arrangement(rows.Length), Arrangement(rows.Length))).Sample((rows, one, other) =>
        {
            var states = new[] { one, other }.Select(files =>
            {
                var source = string.Create(CultureInfo.InvariantCulture, $"s{sample++}");
                foreach (var (file, at) in files.Select((file, at) => (file, at)))
                {
                    var batch = TestVault.Load(
                        vault, string.Create(CultureInfo.InvariantCulture, $"{string.Join(' ', file)} of {at}"), file.Select((row, place) => Row(vault, place + 2, rows[row])), TestVault.Source(source));
                    Assert.Equal(file.Length, batch.Outcomes.Values.Sum());
                }

                return TestVault.Rows(vault, $"select record_key, version, answer, survey_weight from rec_visit where source_id = '{source}' order by all");
            }).ToList();
            Assert.Equal(states[0], states[1]);
            Assert.Equal(rows.Select(row => row.Item1).Distinct().Count(), states[0].Count);
        }, iter: Iterations, threads: 1);
    }

    /// <summary>Rows in any order, cut into files; some files twice.</summary>
    private static Gen<int[][]> Arrangement(int rows) =>
        Gen.Select(Gen.Shuffle(Enumerable.Range(0, rows).ToArray()), Gen.Int[1, 6], Gen.Bool.Array[6]).Select((order, size, again) =>
        {
            var files = order.Chunk(size).ToList();
            return files.Concat(files.Where((_, at) => again[at % again.Length])).ToArray();
        });

    private static Pipeline.Sources.SourceRow Row(Vault vault, int number, (int Id, int Version) row) => TestVault.Row(
        vault, number, Text(row.Id), Text(row.Version), row.Version, $"answer {Text(row.Id)} {Text(row.Version)}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
