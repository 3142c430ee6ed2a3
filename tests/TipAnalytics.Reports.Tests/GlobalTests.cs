using System.Text;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.SideBySide;
using TipAnalytics.Reports.Tests.Fixture;

namespace TipAnalytics.Reports.Tests;

/// <summary>The roll-up of tiny operations, each of one country and a few indicators.</summary>
public sealed class GlobalTests : IDisposable
{
    private static readonly Cell Twelve = new Cell.Shown(new(12), new(9), new(16), ShareBound.Exact, new(100, 199), IsWeighted: true, default);
    private static readonly Cell Few = new Cell.Shown(new(5), null, null, ShareBound.Under5, new(5000, null), IsWeighted: false, default);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("global-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_same_definition_stands_side_by_side_in_the_order_of_ids_as_band_and_state()
    {
        var rolled = RollUp.Read([Released("river", [("CH-01", "same", Twelve)]), Released("lake", [("CH-01", "same", Few)]), Released("hills", [("CH-01", "same", new Cell.Hidden())])]);
        Assert.Equal(["hills", "lake", "river"], rolled.Operations.Select(operation => operation.Id));
        var indicator = Assert.Single(rolled.Compared);
        Assert.Equal(
            [
                new("hills", "2026-Q2", "hidden", null, null, "no_clear_change", "C"), new("lake", "2026-Q2", "shown", "under_5", new(5000, null), "no_clear_change", "C"),
                new ComparedSeries("river", "2026-Q2", "shown", "5_to_19", new(100, 199), "no_clear_change", "C"),
            ],
            indicator.Series);
        Assert.True(indicator.MixesWeights);
        Assert.Empty(rolled.NotCompared);
        Assert.Equal(6, rolled.Cells.Rows.Count);
        Assert.Equal("operation_id", rolled.Cells.Columns[0].Name);
    }

    [Fact]
    public void What_is_not_comparable_is_named_with_the_reason_and_in_no_table_of_cells()
    {
        var rolled = RollUp.Read([
            Released("hills", [("CH-01", "same", Twelve), ("CH-05", "one", Twelve), ("EC-02", "same", Twelve), ("MV-03", "same", Twelve)]),
            Released("lake", [("CH-01", "other", Twelve), ("CH-05", "two", Twelve)], without: "MV-03"),
            Released("river", [("CH-01", "same", Twelve)]),
        ]);
        Assert.Equal("CH-01", Assert.Single(rolled.Compared).Id);
        Assert.Equal(["hills", "river"], rolled.Compared[0].Series.Select(series => series.OperationId));
        Assert.Equal(
            ["CH-01 lake defined_otherwise", "CH-05 hills defined_otherwise", "CH-05 lake defined_otherwise", "EC-02 hills alone", "MV-03 hills alone", "MV-03 lake no_source"],
            rolled.NotCompared.Select(item => $"{item.IndicatorId} {item.OperationId} {item.Why}"));
        Assert.Equal(["hills CH-01", "river CH-01"], rolled.Cells.Rows.Select(row => $"{row[0]} {row[2]}").Distinct());
        // Findings are each operation's own, comparable or not.
        Assert.Equal(7, rolled.Findings.Rows.Count);
    }

    [Fact]
    public void Releases_for_different_audiences_are_not_put_together()
    {
        var failure = Assert.Throws<ReleaseBlockedException>(() => RollUp.Read([Released("lake", [("CH-01", "same", Twelve)]), Released("river", [("CH-01", "same", Twelve)], audience: "GBV AoR")]));
        Assert.Equal(
            "Nothing written: the releases are for different audiences («GBV AoR»: river; «Protection Cluster and partners»: lake), and who may read one may not read another. Put together releases for one audience.",
            failure.Message);
    }

    [Fact]
    public void An_operation_is_named_once_and_its_files_are_as_released()
    {
        var (lake, river) = (Released("lake", [("CH-01", "same", Twelve)]), Released("river", [("CH-01", "same", Twelve)]));
        Assert.Contains("the operation «lake» is there twice", Assert.Throws<DefinitionException>(() => RollUp.Read([lake, lake])).Message, StringComparison.Ordinal);
        File.Copy(Path.Combine(lake, "parquet", "cell.parquet"), Path.Combine(river, "parquet", "cell.parquet"), overwrite: true);
        Assert.Equal($"{river}: parquet/cell.parquet is not as it was released. Take the release from where it was published.", Assert.Throws<SourceDataException>(() => RollUp.Read([lake, river])).Message);
        Directory.Delete(Path.Combine(river, "parquet"), recursive: true);
        Assert.Throws<SourceDataException>(() => RollUp.Read([lake, river]));
    }

    [Fact]
    public void A_text_of_an_operations_own_that_the_guard_refuses_stops_it_with_its_place()
    {
        var bad = Released("river", [("CH-01", "same", Twelve)], title: "Number of trafficked persons");
        var failure = Assert.Throws<DefinitionException>(() => RollUp.Read([Released("lake", [("CH-01", "same", Twelve)]), bad]));
        Assert.StartsWith("river, CH-01: reads as «number of trafficked persons»", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_has_no_total_no_rank_no_share_of_persons_and_passes_the_guard()
    {
        var rolled = RollUp.Read([Released("river", [("CH-01", "same", Twelve), ("CH-05", "one", Twelve)], status: TrendStatus.RisingClear), Released("lake", [("CH-01", "same", new Cell.NoData())])]);
        var target = Path.Combine(folder.FullName, "out");
        Assert.Equal(["global.html", "cells.csv", "cells.parquet", "findings.csv", "findings.parquet", "indicators.csv", "indicators.parquet"], GlobalReport.Write(rolled, target));
        var html = File.ReadAllText(Path.Combine(target, "global.html"));
        var text = System.Net.WebUtility.HtmlDecode(Regex.Replace(html[html.IndexOf("<body>", StringComparison.Ordinal)..], "<[^>]+>", "\n"));
        Assert.Empty(text.Split('\n').SelectMany(line => PrevalenceGuard.Prose(line).Select(reason => $"{line}: {reason}")));
        Assert.Contains("5–19%", text, StringComparison.Ordinal);
        Assert.Contains("no data received", text, StringComparison.Ordinal);
        Assert.DoesNotContain("12%", text, StringComparison.Ordinal);
        Assert.True(text.IndexOf("Operation lake", StringComparison.Ordinal) < text.IndexOf("Operation river", StringComparison.Ordinal));
        Assert.Contains("▲ Rise", text, StringComparison.Ordinal);
        Assert.Contains("Measured by one operation only", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(target, "*.csv"))
            Assert.All(Encoding.UTF8.GetString(File.ReadAllBytes(file)).TrimStart('\uFEFF').Split('\n')[0].Split(','), column => Assert.Null(PrevalenceGuard.Identifier(column)));

        var again = Path.Combine(folder.FullName, "again");
        GlobalReport.Write(rolled, again);
        Assert.All(Directory.EnumerateFiles(target), file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(again, Path.GetFileName(file)))));
        Assert.Throws<MachineException>(() => GlobalReport.Write(rolled, target));
    }

    private string Released(
        string id, (string Indicator, string Hash, Cell Value)[] series, string audience = "Protection Cluster and partners", string? title = null, string? without = null, TrendStatus status = TrendStatus.NoClearChange)
    {
        var release = Path.Combine(folder.FullName, id);
        var (country, period) = (id[..2].ToUpperInvariant(), LakeRegion.Parse("2026-Q2"));
        IndicatorInfo Of(string indicator) => LakeRegion.Content.Indicators.First(known => known.Id == indicator);
        ReleasedCell At(string indicator, Period quarter, Cell value) => new($"{indicator}:{country}:{quarter}:all", country, 0, quarter, "all", "all", value);
        var content = LakeRegion.Content with
        {
            Header = LakeRegion.Content.Header with { OperationId = id, OperationName = $"Operation {id}", CountryCode = country, Audience = audience },
            Areas = [new AreaInfo(country, $"Country {id}", 0, null)],
            Indicators =
            [
                .. series.Select(one => Of(one.Indicator) with { DefinitionHash = one.Hash, Title = title ?? Of(one.Indicator).Title, HasSource = true }),
                .. without is null ? Array.Empty<IndicatorInfo>() : [Of(without) with { HasSource = false }],
            ],
            Tables = [.. series.Select(one => new ReleasedTable(one.Indicator, one.Hash, PeriodGrain.Quarter, [At(one.Indicator, LakeRegion.Parse("2026-Q1"), new Cell.NotAssessed()), At(one.Indicator, period, one.Value)]))],
            Findings =
            [
                .. series.Select(one => new Finding(
                    $"{one.Indicator}:{country}:change", one.Indicator, country, 0, PeriodGrain.Quarter, status, EvidenceGrade.C, InsufficientReason.None, null, null, null, null,
                    WindowDirection.NotTested, EffortCheck.NotNeeded, null, null, Cautions.None)),
            ],
            Convergence = [], Breaks = [], Coverage = [], Grades = [], Gaps = [],
        };
        Directory.CreateDirectory(release);
        Manifest.Write(content, release, ReleasedStore.WriteParquet(content, release), 1, 1);
        return release;
    }
}
