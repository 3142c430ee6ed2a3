using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

public sealed class KeptCombinationsTests : IDisposable
{
    private static readonly AreaTree Areas = new([new("LR", "", 0, null), new("LR01", "", 1, "LR"), new("LR0101", "", 2, "LR01"), new("LR0102", "", 2, "LR01")]);

    private static readonly StreamDefinition Stream = new()
    {
        Id = "visit", Title = "", Kind = StreamKind.Incidents, Unit = "incident",
        Fields =
        [
            new() { Name = "sex", Type = FieldType.Code, Label = "", Sensitivity = "medium" },
            new() { Name = "note", Type = FieldType.Code, Label = "", Sensitivity = "low" },
            new() { Name = "meals", Type = FieldType.Integer, Label = "", Sensitivity = "high" },
        ],
    };

    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void Records_that_share_what_could_tell_a_person_with_fewer_than_four_others_are_counted_by_share()
    {
        // Ten alike, and four of the other sex.
        var kept = Read([.. Rows(10, "2026-01-01", "LR0101", "female"), .. Rows(4, "2026-01-01", "LR0101", "male")]);
        Assert.Equal(["month", "area", "sex"], kept.Columns);
        Assert.Equal((29, "without sex", 0), (kept.FewPercent, string.Join(", ", kept.Cure), kept.FewPercentWithCure));
    }

    [Fact]
    public void Five_alike_are_not_few() => Assert.Equal((0, 0), Read([.. Rows(5, "2026-01-01", "LR0101", "female")]) is var kept ? (kept.FewPercent, kept.Cure.Count) : default);

    [Fact]
    public void The_step_that_helps_most_comes_first_and_the_next_only_when_it_is_needed()
    {
        var byQuarter = Read([.. Rows(3, "2026-01-01", "LR0101", "female"), .. Rows(3, "2026-02-01", "LR0101", "female")]);
        Assert.Equal((100, "by quarter", 0), (byQuarter.FewPercent, string.Join(", ", byQuarter.Cure), byQuarter.FewPercentWithCure));
    }

    [Fact]
    public void Two_steps_are_told_where_one_is_not_enough()
    {
        var both = Read([.. Rows(6, "2026-01-01", "LR0101", "female"), .. Rows(3, "2026-02-01", "LR0101", "male"), .. Rows(3, "2026-02-01", "LR0102", "male")]);
        Assert.Equal((50, "one area level up", 0), (both.FewPercent, string.Join(", ", both.Cure), both.FewPercentWithCure));
        var more = Read([.. Rows(2, "2026-01-01", "LR0101", "female"), .. Rows(2, "2026-01-01", "LR0101", "male"), .. Rows(2, "2026-02-01", "LR0101", "female"), .. Rows(6, "2026-03-01", "LR0102", "male")]);
        Assert.Equal((50, "by quarter, without sex", 0), (more.FewPercent, string.Join(", ", more.Cure), more.FewPercentWithCure));
    }

    private KeptCombinations Read(IReadOnlyList<(string Month, string Area, string Sex)> records)
    {
        using var vault = given.Open(Stream);
        TestVault.Load(
            vault, "file",
            records.Select((record, at) => new SourceRow
            {
                Row = at + 2, Key = vault.RecordKeys.Record("monitoring", $"{at}"), AreaCode = record.Area, Values = [record.Sex, $"{at}", (long)at],
                PeriodStart = DateOnly.Parse(record.Month, System.Globalization.CultureInfo.InvariantCulture),
            }), stream: Stream);
        return Assert.Single(KeptCombinations.Read(vault.Connection, [Stream], Areas));
    }

    private static IEnumerable<(string Month, string Area, string Sex)> Rows(int count, string month, string area, string sex) => Enumerable.Repeat((month, area, sex), count);
}
