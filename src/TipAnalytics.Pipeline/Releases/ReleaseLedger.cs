using System.Globalization;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>One statement that a release rests on.</summary>
/// <param name="What">signal and base (exact counts, never printed); share or weighted_share, interval (per cent), base_band, level, level_parts; withheld, no_data,
/// not_assessed without bounds.</param>
/// <param name="High">Null: open.</param>
internal readonly record struct Fact(string What, double? Low, double? High)
{
    public bool IsPrinted => What is not ("signal" or "base");
}

/// <summary>A declared revision that was made.</summary>
internal sealed record PastRevision(string ReleaseId, DateOnly AsOf, string Reason);

/// <summary>The facts of all releases, in the vault: only ever added to, read before the next release is protected.</summary>
internal sealed class ReleaseLedger
{
    private const int YearsBefore = 10;

    private readonly Dictionary<string, (long Seq, List<Fact> Facts)> latest = new(StringComparer.Ordinal);
    private readonly List<(string Id, DateOnly AsOf, string? Reason)> releases;

    private readonly bool isKnown;

    private ReleaseLedger(DuckDBConnection vault, string releaseId)
    {
        var all = Sql.Read(
            vault, "select release_id, as_of, revision_reason from release order by seq",
            row => (Id: row.GetString(0), row.GetFieldValue<DateOnly>(1), row.IsDBNull(2) ? null : row.GetString(2)));
        releases = [.. all.TakeWhile(release => release.Id != releaseId)];
        isKnown = releases.Count < all.Count;
        var (counts, withheld, unweighted) = (new List<(string FigureId, ReleasedCounts Counts)>(), new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        using var command = vault.CreateCommand();
        command.CommandText = EmbeddedSql.Read(typeof(ReleaseLedger), "facts.sql");
        command.Parameters.Add(new DuckDBParameter("before", (long)releases.Count + 1));
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var id = DisclosureControl.FigureId(reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5));
            var seq = reader.GetInt64(0);
            if (!latest.TryGetValue(id, out var figure) || figure.Seq != seq)
                latest[id] = figure = (seq, []);
            var fact = new Fact(reader.GetString(6), Number(reader, 7), Number(reader, 8));
            figure.Facts.Add(fact);
            // «base» stands before «signal», and both before «withheld» where an estimate is too imprecise to print and nobody is protected by that.
            if (fact.What == "signal")
                counts.Add((id, new((long)fact.Low!, (long)figure.Facts.Find(other => other.What == "base").Low!)));
            else if (fact.What == "withheld" && figure.Facts.Count == 1)
                withheld.Add(id);
            else if (fact.What == "share")
                unweighted.Add(id);
        }

        Earlier = new(counts.ToLookup(item => item.FigureId, item => item.Counts, StringComparer.Ordinal), withheld, unweighted);
    }

    /// <summary>Whether a release was decided.</summary>
    public static bool Holds(DuckDBConnection vault, string releaseId) =>
        Sql.Read(vault, "select count(*) from release where release_id = $id", row => row.GetInt64(0), ("id", releaseId))[0] > 0;

    /// <summary>Ids of all releases, oldest first.</summary>
    public static IReadOnlyList<string> Ids(DuckDBConnection vault) => Sql.Read(vault, "select release_id from release order by seq", row => row.GetString(0));

    /// <summary>What stood before a release: before it is made, or made again, which gives it as it was.</summary>
    public static ReleaseLedger Before(DuckDBConnection vault, string releaseId) => new(vault, releaseId);

    /// <summary>What the next release is protected against.</summary>
    public EarlierReleases Earlier { get; }

    /// <summary>Declared revisions so far, oldest first.</summary>
    public IEnumerable<PastRevision> Revisions => releases.Where(release => release.Reason is not null).Select(release => new PastRevision(release.Id, release.AsOf, release.Reason!));

    /// <returns>Figures of earlier releases that read otherwise now, in the order of the tables, without a reason.</returns>
    public IReadOnlyList<Restatement> Restatements(IEnumerable<ReleasedTable> tables) =>
        [.. from table in tables
            from cell in table.Cells
            where latest.ContainsKey(cell.FigureId)
            let before = latest[cell.FigureId].Facts
            where !before.Where(fact => fact.IsPrinted).SequenceEqual(Facts(cell.Value).Where(fact => fact.IsPrinted))
            select new Restatement(
                cell.FigureId, table.IndicatorId, cell.AreaCode, cell.AreaLevel, cell.Period, cell.Split, cell.Category, Printed(before), cell.Value, "")];

    /// <summary>Notes a release, the facts of it that are new, and the months it freezes. The vault has to be committed before the release can be seen.</summary>
    /// <returns>False when the release was noted before.</returns>
    public bool Add(DuckDBConnection vault, OperationSetup setup, ReleaseContent content)
    {
        if (isKnown)
            return false;
        var seq = releases.Count + 1;
        var fresh = content.Tables
            .SelectMany(table => table.Cells.Concat(table.PanelCells), (table, cell) => (table, cell, Facts: Facts(cell.Value)))
            .Where(item => !latest.TryGetValue(item.cell.FigureId, out var known) || !known.Facts.SequenceEqual(item.Facts))
            .ToList();
        var head = content.Header;
        using var transaction = vault.BeginTransaction();
        Freeze(vault, setup, head);
        Sql.Run(
            vault, "insert into release values ($seq, $id, $as_of, $reason)",
            ("seq", seq), ("id", head.Id), ("as_of", head.AsOf), ("reason", content.Revision?.Reason ?? (object)DBNull.Value));
        using (var appender = vault.CreateAppender("fact"))
        {
            foreach (var (table, cell, facts) in fresh)
            {
                foreach (var fact in facts)
                {
                    appender.CreateRow()
                        .AppendValue((long)seq).AppendValue(table.IndicatorId).AppendValue(table.DefinitionHash).AppendValue(cell.AreaCode).AppendValue(cell.Period.ToString())
                        .AppendValue(cell.Split).AppendValue(cell.Category).AppendValue(fact.What).AppendValue(fact.Low).AppendValue(fact.High).EndRow();
                }
            }
        }

        transaction.Commit();
        return true;
    }

    /// <summary>Every month up to the last of the streams' released periods, as far as it is not frozen yet; also those before the operation's first, as a case that was
    /// opened then is in the figures as long as it stays open. The last months of an unfinished quarter stand in no figure of a
    /// stream that is released by quarter.</summary>
    private static void Freeze(DuckDBConnection vault, OperationSetup setup, ReleaseHeader head)
    {
        var known = Sql.Read(vault, "select stream, month from frozen_month", row => (row.GetString(0), row.GetFieldValue<DateOnly>(1))).ToHashSet();
        var months = (from stream in Derivation.SourcedStreams(setup.Used(head.AsOf))
                      let last = Window.Periods(setup.Operation, head.AsOf, Window.GrainOf(stream)).Select(period => period.End).DefaultIfEmpty().Max()
                      where last != default
                      let first = DateOnly.ParseExact(setup.Operation.FirstMonth, "yyyy-MM", CultureInfo.InvariantCulture).AddYears(-YearsBefore)
                      from month in Enumerable.Range(0, int.MaxValue).Select(first.AddMonths).TakeWhile(month => month <= last)
                      where !known.Contains((stream.Id, month))
                      select new object?[] { stream.Id, month, head.Id, head.AsOf }).ToList();
        Sql.Append(vault, "frozen_month", months);
    }

    private static List<Fact> Facts(Cell value) => value switch
    {
        Cell.Shown shown =>
        [
            .. Counts(shown.Exact),
            new(shown.IsWeighted ? "weighted_share" : "share", shown.Bound == ShareBound.Under5 ? 0 : shown.Share.Value, shown.Bound == ShareBound.Over95 ? 100 : shown.Share.Value),
            .. shown is { Low: { } low, High: { } high } ? [new Fact("interval", low.Value, high.Value)] : Array.Empty<Fact>(),
            new("base_band", shown.Base.Low, shown.Base.High),
        ],
        Cell.Level level => [new("level", (double)level.Value, (double)level.Value), .. level.OutOf is null ? Array.Empty<Fact>() : [new Fact("level_parts", level.Known, level.OutOf)]],
        Cell.Hidden hidden => [.. Counts(hidden.Exact), new("withheld", null, null)],
        Cell.NoData => [new("no_data", null, null)],
        _ => [new("not_assessed", null, null)],
    };

    private static IEnumerable<Fact> Counts(ExactShare? exact) => exact is null ? [] : [new("base", exact.Base, exact.Base), new("signal", exact.Signal, exact.Signal)];

    private static Cell Printed(List<Fact> facts)
    {
        Fact? Of(string what) => facts.Exists(fact => fact.What == what) ? facts.Find(fact => fact.What == what) : null;
        if ((Of("share") ?? Of("weighted_share")) is { } share)
        {
            var (band, bound) = (Of("base_band")!.Value, share.Low == share.High ? ShareBound.Exact : share.Low == 0 ? ShareBound.Under5 : ShareBound.Over95);
            return new Cell.Shown(
                new((int)(bound == ShareBound.Under5 ? share.High : share.Low)!), Limit(Of("interval")?.Low), Limit(Of("interval")?.High), bound,
                new((int)band.Low!, (int?)band.High), share.What == "weighted_share", default);
        }

        if (Of("level") is { } level)
            return new Cell.Level((decimal)level.Low!, (int?)Of("level_parts")?.Low, (int?)Of("level_parts")?.High);
        return Of("no_data") is not null ? new Cell.NoData() : Of("not_assessed") is not null ? new Cell.NotAssessed() : new Cell.Hidden();
    }

    private static WholePercent? Limit(double? value) => value is { } percent ? new((int)percent) : null;

    private static double? Number(DuckDBDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetDouble(at);
}
