using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>Records that were taken before a change of units was known.</summary>
public sealed class VaultAreaTests : IDisposable
{
    private static readonly AreaTree Areas = new([new("LR", "Lake Region", 0, null), new("LR01", "Shore", 1, "LR"), new("LR0101", "North", 2, "LR01"), new("LR0102", "South", 2, "LR01"), new("LR0103", "East", 2, "LR01")]);

    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void Stand_on_the_area_that_they_would_be_read_as_today()
    {
        using var vault = given.Open();
        TestVault.Load(vault, "file", [.. new[] { ("LR0101", 12), ("LR0101", 1), ("LR0109", 12), ("LR001", 12), ("LR0188", 12) }
            .Select((place, at) => TestVault.Row(vault, at + 2, $"id {at}", "yes") with { AreaCode = place.Item1, PeriodStart = new(place.Item2 == 12 ? 2025 : 2026, place.Item2, 1) })]);
        var places = new Places(
            Areas, "LR", [], [],
            [Change(AreaChangeKind.Split, 1, "LR0101", "LR0101", "LR0102"), Change(AreaChangeKind.Renamed, 1, "LR0109", "LR0108"), Change(AreaChangeKind.Renamed, 2, "LR0108", "LR0103")],
            [new() { Digits = new() { From = [3], To = [2] }, Reason = "", By = "", On = default }]);

        Assert.Equal([3, 0], [Apply(vault, places), Apply(vault, places)]);
        Assert.Equal(
            ["2 | LR01", "3 | LR0101", "4 | LR0103", "5 | LR01", "6 | LR0188"],
            TestVault.Rows(vault, "select row_number, area_code from rec_visit order by row_number"));
        Assert.Equal(0, Apply(vault, Places.Of(Areas, "LR")));
    }

    [Fact]
    public void What_reports_rest_on_stands_there_too_and_a_row_that_differed_by_the_area_alone_waits_no_longer()
    {
        using var vault = given.Open();
        void Load(string name, params SourceRow[] rows) => TestVault.Load(vault, name, rows);
        SourceRow Row(string id, string answer, string area) => TestVault.Row(vault, 2, id, answer) with { AreaCode = area };
        Load("first", Row("a", "yes", "LR0109"), Row("b", "yes", "LR0109") with { Row = 3 });
        using (var command = vault.Connection.CreateCommand())
        {
            command.CommandText = "insert into frozen_month values ('visit', date '2026-01-01', 'release', date '2026-02-15')";
            command.ExecuteNonQuery();
        }

        Load("second", Row("a", "no", "LR0109"), Row("b", "yes", "LR0103") with { Row = 3 });
        Assert.Equal(["yes | LR0109", "yes | LR0109"], TestVault.Rows(vault, "select answer, area_code from stg_visit order by record_id"));

        Assert.Equal(1, Apply(vault, new Places(Areas, "LR", [], [], [Change(AreaChangeKind.Renamed, 1, "LR0109", "LR0103")], [])));

        Assert.Equal(["yes | LR0103", "yes | LR0103"], TestVault.Rows(vault, "select answer, area_code from stg_visit order by record_id"));
        Assert.Equal(["1"], TestVault.Rows(vault, "select count(*) from past_visit where shown_until is null"));
    }

    private static int Apply(Vault vault, Places places) => VaultAreas.Apply(vault, [TestVault.Stream()], places);

    private static AreaChange Change(AreaChangeKind kind, int month, string old, params string[] now) => new() { Kind = kind, From = new(2026, month, 1), Old = [old], New = [.. now], Reason = "", By = "", On = default };
}
