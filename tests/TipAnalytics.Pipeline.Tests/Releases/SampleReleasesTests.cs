using System.Globalization;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Tests.Disclosure;
using TipAnalytics.Pipeline.Tests.SampleData;
using TipAnalytics.Pipeline.Warehouse;
using Xunit.Abstractions;

namespace TipAnalytics.Pipeline.Tests.Releases;

/// <summary>The invented operation, released month after month since its onset, and attacked as a whole.</summary>
public sealed partial class SampleReleasesTests(ITestOutputHelper output) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tip-sample-").FullName;

    /// <summary>TIP_SAMPLE_RELEASES=all releases every indicator each month; else two indicators, three times.</summary>
    private static bool IsWhole => Environment.GetEnvironmentVariable("TIP_SAMPLE_RELEASES") == "all";

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Nothing_can_be_recovered_from_all_releases_of_the_sample_together()
    {
        foreach (var path in Directory.EnumerateFiles(SampleFiles.Operation, "*", SearchOption.AllDirectories))
            Copy(path, Path.Combine(folder, Path.GetRelativePath(SampleFiles.Operation, path)));
        foreach (var path in Directory.EnumerateFiles(SampleFiles.Inbox, "*", SearchOption.AllDirectories))
            Copy(path, Path.Combine(folder, "inbox", Path.GetRelativePath(SampleFiles.Inbox, path)));
        var settings = Path.Combine(folder, "operation.yaml");
        if (!IsWhole)
            File.WriteAllText(settings, Indicators().Replace(File.ReadAllText(settings), "indicators: [CH-09, VI-03]\n"));
        OperationKey.Create(folder);
        var catalogue = Path.Combine(SampleFiles.Root, "pipelines");
        var options = new RunOptions(folder) { Catalogue = catalogue, AsOf = new(2026, 8, 15) };
        OperationRun.Ingest(options);
        var days = Enumerable.Range(0, 18).Select(month => new DateOnly(2025, 3, 20).AddMonths(month)).ToList();
        foreach (var day in IsWhole ? days : [days[0], days[3], days[17]])
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            OperationRun.Report(options with { AsOf = day }, (_, _, _) => []);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}: {watch.Elapsed.TotalSeconds:0.0} s"));
        }

        var setup = OperationLoader.Load(folder, catalogue, PlaceTables.Read);
        using var vault = Vault.Open(Path.Combine(folder, "data"), VaultKey.Find(folder), setup.Catalogue.Streams.Values);
        var ledger = ReleaseLedger.Before(vault.Connection, "next");
        var areas = ledger.Areas(setup);
        foreach (var indicator in setup.Indicators.Where(indicator => indicator.Kind == IndicatorKind.Share))
        {
            var history = ledger.HistoryOf(indicator.Id, []);
            if (history.Atoms.Count == 0)
                continue;
            var stream = setup.Catalogue.Streams[indicator.Stream!];
            var counts = history.Cells.Where(cell => cell.Split != "panel").GroupBy(cell => (cell.AreaCode, cell.Period, cell.Split, cell.Category)).Select(cell => cell.Last()).ToList();
            output.WriteLine($"{indicator.Id}: {counts.Count(cell => cell.Kind == StatedKind.Counts)} of {counts.Count(cell => cell.Kind is StatedKind.Counts or StatedKind.Withheld)} cells released");
            var crossings = ObservationStatement.Splits(indicator, stream).Select(split => ObservationStatement.Categories(split, stream, setup.Catalogue).Select(code => $"{split}={code}").ToList())
                .Aggregate(new List<string> { "" }, (all, codes) => [.. from one in all from code in codes select one.Length == 0 ? code : $"{one}*{code}"]);
            string[] panels = [.. history.Atoms.Select(atom => atom.Atom.Panel).Distinct()];
            // The rows of one year at a time: nothing is stated over two.
            foreach (var year in history.Atoms.Select(atom => atom.Atom.Period.Year).Distinct())
            {
                var part = history with { Cells = [.. history.Cells.Where(cell => cell.Period.Year == year)], Atoms = [.. history.Atoms.Where(atom => atom.Atom.Period.Year == year)] };
                List<(string, Period)> places = [.. part.Atoms.Select(atom => (atom.Atom.AreaCode, atom.Atom.Period)).Distinct()];
                var isBase = stream.Kind == StreamKind.KeyInformants;
                foreach (var measure in isBase ? [(_, total) => total] : new Func<long, long, long>[] { (signal, _) => signal, (signal, total) => total - signal })
                {
                    using var attack = new JointAttack(part, places, [.. from crossing in crossings from panel in panels select (crossing, panel)], (area, seq) => areas.Around(area, seq), atom => measure(atom.Signal, atom.Base));
                    attack.AssertSafe(setup.Threshold(stream.Id), part.Cells, cell => measure(cell.Signal, cell.Base), most: 60);
                }
            }
        }
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        File.Copy(from, to);
    }

    [GeneratedRegex(@"indicators:\n(  - .*\n)+")]
    private static partial Regex Indicators();
}
