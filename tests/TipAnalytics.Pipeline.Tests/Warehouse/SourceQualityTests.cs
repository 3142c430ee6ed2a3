using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

public sealed class SourceQualityTests : IDisposable
{
    private static readonly StreamDefinition Stream = TestVault.Stream("visit", ("items", FieldType.Answers), ("meals", FieldType.Integer));
    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void Records_with_all_the_same_content_under_other_ids_are_near_duplicates_where_there_is_enough_to_tell()
    {
        using var vault = given.Open(Stream);
        var many = string.Join(' ', Enumerable.Range(10, 15).Select(i => $"i{i}:used"));
        Load(vault, "file", Row(vault, 2, "a", many, 1), Row(vault, 3, "b", many, 1), Row(vault, 4, "c", many, 1), Row(vault, 5, "d", many, 2), Row(vault, 6, "e", "i1:used", 1), Row(vault, 7, "f", "i1:used", 1));
        var quality = Quality(vault);
        Assert.Equal((2, 4), (quality.NearDuplicates, quality.Compared));
    }

    [Fact]
    public void A_number_far_from_the_others_of_its_month_and_area_is_counted_once_however_often_it_is_looked_at()
    {
        using var vault = given.Open(Stream);
        Load(vault, "file", [.. Enumerable.Range(0, 12).Select(i => Row(vault, i + 2, $"r{i}", "", i % 4)), Row(vault, 20, "far", "", 90)]);
        Assert.Equal((1, 1), (Quality(vault).OutlyingValues, Quality(vault).OutlyingValues));
    }

    [Fact]
    public void Rounds_months_and_delay_tell_completeness_and_timeliness()
    {
        using var vault = given.Open(Stream);
        Load(vault, "first", [.. new[] { 1, 2, 3, 5, 6, 7 }.SelectMany(month => Enumerable.Range(0, 4 + month % 2 + (month == 7 ? 60 : 0)).Select(i => Row(vault, 100 * month + i, $"{month}-{i}", "", 1, new(2025, month, 1))))]);
        var quality = Quality(vault, new(2025, 8, 1));
        Assert.Equal((6, 8, 1, null), (quality.RoundsReceived, quality.RoundsExpected, quality.OutlyingMonths, quality.DelayDays));

        // Back-fill said nothing; a month that ended after the source was first heard from does.
        BatchLoader.Load(vault, Source, Stream, new SourceFile("second", "second", "table", [], [], [Row(vault, 2, "new", "", 1)], new Dictionary<string, int>()), new(2026, 2, 20));
        quality = Quality(vault);
        Assert.Equal((7, 13, 20), (quality.RoundsReceived, quality.RoundsExpected, quality.DelayDays));
    }

    private static SourceQuality Quality(Vault vault, DateOnly? lastClosed = null) =>
        new SourceQualityChecks(vault.Connection, Source, Stream).Run(lastClosed ?? new(2026, 1, 1));

    private static SourceDefinition Source { get; } = new()
    {
        Id = "monitoring", Title = "", Stream = "visit", Provider = "", Dialect = "table", Record = new(), Period = new(), Area = new(),
        Protocol = new() { Parties = [], Purpose = "", AgreedOn = default, ExpiresOn = default, LowestLevel = 2, Audiences = [], MinimumCell = 5, RetentionMonths = 60, Fields = [] },
        Fields = new() { ["meals"] = new() { Column = "meals" }, ["items"] = new() { Column = "items" } },
    };

    private static void Load(Vault vault, string file, params SourceRow[] rows) => TestVault.Load(vault, file, rows, Source, Stream);

    private static SourceRow Row(Vault vault, int row, string id, string items, long meals, DateOnly? month = null) =>
        TestVault.Row(vault, row, id, "", 1, items, meals) with { PeriodStart = month ?? new(2026, 1, 1) };
}
