using System.Globalization;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Tests.Disclosure;
using TipAnalytics.Pipeline.Tests.Indicators;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Releases;

/// <summary>An operation of two provinces with an open database in place of the vault's file: records come in, releases are made one after the other, all are attacked together.</summary>
internal sealed class SmallLedger : IDisposable
{
    private static readonly byte[] TieKey = [4, 3, 2, 1];

    private readonly string indicator;
    private int records;

    public SmallLedger(string indicator, Func<OperationSetup, OperationSetup>? change = null)
    {
        this.indicator = indicator;
        Setup = TestCatalogue.Operation(only: indicator) with { Areas = Tree("X11", "X12", "X13", "X21", "X22", "X23") };
        Setup = change?.Invoke(Setup) ?? Setup;
        Connection.Open();
        Sql.Run(Connection, EmbeddedSql.Read(typeof(Vault), "vault.sql"));
        StreamTables.Create(Connection, Setup.Catalogue.Streams.Values);
    }

    public DuckDBConnection Connection { get; } = new("DataSource=:memory:;threads=1");

    public OperationSetup Setup { get; set; }

    public StreamDefinition Stream => Setup.Catalogue.Streams[Setup.Catalogue.Indicators[indicator].Stream!];

    public static AreaTree Tree(params string[] districts) => new(
        new Area[] { new("X", "Country", 0, null), new("X1", "North", 1, "X"), new("X2", "South", 1, "X") }
            .Concat(districts.Select(code => new Area(code, code, 2, code[..2]))));

    /// <summary>Records alike, reported in a month.</summary>
    public void Add(string month, string area, int count, params (string Field, string Value)[] fields)
    {
        for (var i = 0; i < count; i++)
        {
            records++;
            var columns = fields.Append(("record_id", records.ToString(CultureInfo.InvariantCulture))).Append(("source_id", Stream.Id)).Append(("period_start", $"{month}-01"))
                .Append(("area_code", area)).Append(("shown_from", "2023-01-01")).ToList();
            Sql.Run(Connection, $"insert into \"rec_{Stream.Id}\" ({string.Join(", ", columns.Select(column => column.Item1))}) values ({string.Join(", ", columns.Select(column => $"'{column.Item2}'"))})");
        }
    }

    public void Remove(string where) => Sql.Run(Connection, $"delete from \"rec_{Stream.Id}\" where {where}");

    /// <summary>Makes the release of a day and notes it in the ledger.</summary>
    public DisclosureResult Release(string day, string? revision = null)
    {
        var (asOf, id) = (DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), $"{day}{revision}");
        var ledger = ReleaseLedger.Before(Connection, id);
        Derivation.Run(Connection, Setup, asOf);
        var table = IndicatorTables.Read(Connection, Setup, asOf).Single();
        var result = DisclosureControl.Release(table, new(Setup.Threshold(Stream.Id), TieKey, ledger.Areas(Setup))
        {
            History = ledger.HistoryOf(indicator, Setup.ExternalFacts), IsImpossible = categories => table.Indicator.IsImpossible(table.Stream, categories),
        });
        Assert.True(ledger.Add(Connection, Setup, Content(id, asOf, revision, result.Table), [result]));
        return result;
    }

    /// <summary>Attacks everything that was ever released, in both measures.</summary>
    public void Attack()
    {
        var ledger = ReleaseLedger.Before(Connection, "next");
        var history = ledger.HistoryOf(indicator, []);
        var areas = ledger.Areas(Setup);
        var definition = Setup.Catalogue.Indicators[indicator];
        var splits = ObservationStatement.Splits(definition, Stream).Select(split => ObservationStatement.Categories(split, Stream, Setup.Catalogue).Select(code => $"{split}={code}").ToList()).ToList();
        var crossings = splits.Aggregate(new List<string> { "" }, (all, codes) => [.. from one in all from code in codes select one.Length == 0 ? code : $"{one}*{code}"]);
        string[] panels = [.. history.Atoms.Select(atom => atom.Atom.Panel).Distinct().DefaultIfEmpty("")];
        List<(string, Period)> places = [.. history.Atoms.Select(atom => (atom.Atom.AreaCode, atom.Atom.Period)).Distinct()];
        var threshold = Setup.Threshold(Stream.Id);
        foreach (var measure in new Func<long, long, long>[] { (signal, _) => signal, (signal, total) => total - signal })
        {
            using var attack = new JointAttack(
                history, places, [.. from crossing in crossings from panel in panels select (crossing, panel)], (area, seq) => areas.Around(area, seq), atom => measure(atom.Signal, atom.Base));
            attack.AssertSafe(threshold, history.Cells, cell => measure(cell.Signal, cell.Base));
        }
    }

    public void Dispose() => Connection.Dispose();

    private ReleaseContent Content(string id, DateOnly asOf, string? revision, ReleasedTable table)
    {
        var last = Period.Containing(Window.LastClosedMonth(Setup.Operation, asOf), PeriodGrain.Month);
        return new(
            new(id, "test", "Test", "X", Setup.Operation.AreaVersion, "", asOf, last, last, Setup.Operation.CrisisOnset.Date, "", "", "", ""), [], [], [table], [], [], [], [], [], [], [], [],
            new Dictionary<string, string>(), new Dictionary<string, string>())
        {
            Geometries = new Dictionary<string, string>(),
            Words = LanguageFile.Load(CatalogueFolder.Default, "en"),
            Revision = revision is null ? null : new(revision, [], []),
        };
    }
}
