using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>One statement that a release rests on.</summary>
/// <param name="What">signal and base (exact counts, never printed); share or weighted_share, interval (per cent), base_band, level, level_parts; withheld, no_data,
/// not_assessed, left_out without bounds.</param>
/// <param name="High">Null: open.</param>
internal readonly record struct Fact(string What, double? Low, double? High)
{
    public bool IsPrinted => What is not ("signal" or "base" or "left_out");
}

/// <summary>A declared revision that was made.</summary>
internal sealed record PastRevision(string ReleaseId, DateOnly AsOf, string Reason);

/// <summary>The facts of all releases, in the vault: only ever added to, read before the next release is protected.</summary>
internal sealed class ReleaseLedger
{
    private const int YearsBefore = 10;

    private readonly Dictionary<string, (long Seq, List<Fact> Facts)> latest = new(StringComparer.Ordinal);
    private readonly List<(string Id, DateOnly AsOf, string? Reason)> releases;
    private readonly Dictionary<string, IndicatorHistory> histories;
    private readonly IReadOnlyList<(string Id, long Since, IReadOnlyDictionary<string, string?> Parents)> trees;
    private readonly HashSet<ExternalFact> saidBefore;
    private readonly IReadOnlyList<ReleasedOnsets> onsets;
    private readonly bool isKnown;

    private ReleaseLedger(DuckDBConnection vault, string releaseId)
    {
        LedgerChain.Verify(vault);
        var all = Sql.Read(
            vault, "select release_id, as_of, revision_reason from release order by seq",
            row => (Id: row.GetString(0), row.GetFieldValue<DateOnly>(1), row.IsDBNull(2) ? null : row.GetString(2)));
        releases = [.. all.TakeWhile(release => release.Id != releaseId)];
        isKnown = releases.Count < all.Count;
        var before = (long)releases.Count + 1;
        var facts = Sql.Read(
            vault, EmbeddedSql.Read(typeof(ReleaseLedger), "facts.sql"),
            row => (
                Figure: new Figure(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), (int)row.GetInt64(9)),
                Fact: new Fact(row.GetString(6), Number(row, 7), Number(row, 8))),
            ("before", before));
        var stated = new Dictionary<string, List<StatedCell>>(StringComparer.Ordinal);
        foreach (var figure in facts.GroupBy(row => row.Figure, row => row.Fact))
        {
            latest[figure.Key.Id] = (figure.Key.Seq, [.. figure]);
            if (Stated(figure.Key, [.. figure]) is not { } cell)
                continue;
            if (!stated.TryGetValue(figure.Key.Indicator, out var list))
                stated[figure.Key.Indicator] = list = [];
            list.Add(cell);
        }

        var atoms = Sql.Read(
                vault, EmbeddedSql.Read(typeof(ReleaseLedger), "stated_atoms.sql"),
                row => (Indicator: row.GetString(0), Atom: new StatedAtom((int)row.GetInt64(1), new(
                    row.GetString(2), PeriodOf(row.GetString(3)), row.GetString(4), row.GetString(5), row.GetInt64(6), row.GetInt64(7), row.GetDouble(8), row.GetDouble(9)))),
                ("before", before))
            .ToLookup(row => row.Indicator, row => row.Atom, StringComparer.Ordinal);
        histories = stated.Keys.Union(atoms.Select(indicator => indicator.Key))
            .ToDictionary(id => id, id => new IndicatorHistory(stated.GetValueOrDefault(id, []), [.. atoms[id]], []), StringComparer.Ordinal);
        saidBefore = [.. Sql.Read(
            vault, "select source, indicator_id, area_code, period, split, category, what, lo, hi from external_fact where release_seq < $before order by all",
            row => new ExternalFact(
                row.GetString(0), row.GetString(1), row.GetString(2), PeriodOf(row.GetString(3)), row.GetString(4), row.GetString(5), row.GetString(6) == "signal", row.GetInt64(7), row.GetInt64(8)),
            ("before", before))];
        onsets = [.. Sql.Read(
                vault, "select release_seq, area_code, onset_on, source from release_onset where release_seq < $before order by release_seq, area_code nulls first",
                row => (Seq: row.GetInt64(0), Area: row.IsDBNull(1) ? null : row.GetString(1), Onset: (row.GetFieldValue<DateOnly>(2), row.GetString(3))), ("before", before))
            .GroupBy(row => row.Seq)
            .Select(release => new ReleasedOnsets(
                releases[(int)release.Key - 1].AsOf, release.First().Onset.Item1, release.First().Onset.Item2,
                release.Skip(1).ToDictionary(row => row.Area!, row => row.Onset, StringComparer.Ordinal)))];
        trees = [.. Sql.Read(
                vault, "select id, since_seq, code, children from hierarchy_version where since_seq < $before order by since_seq, code",
                row => (Id: row.GetString(0), Since: row.GetInt64(1), Code: row.GetString(2), Children: row.GetFieldValue<List<string>>(3)), ("before", before))
            .GroupBy(row => (row.Id, row.Since))
            .Select(tree => (tree.Key.Id, tree.Key.Since, (IReadOnlyDictionary<string, string?>)tree.ToDictionary(
                row => row.Code, row => tree.FirstOrDefault(parent => parent.Children.Contains(row.Code)).Code, StringComparer.Ordinal)))];
    }

    /// <summary>Whether a release was decided.</summary>
    public static bool Holds(DuckDBConnection vault, string releaseId) =>
        Sql.Read(vault, "select count(*) from release where release_id = $id", row => row.GetInt64(0), ("id", releaseId))[0] > 0;

    /// <summary>Ids of all releases, oldest first.</summary>
    public static IReadOnlyList<string> Ids(DuckDBConnection vault) => Sql.Read(vault, "select release_id from release order by seq", row => row.GetString(0));

    /// <summary>What stood before a release: before it is made, or made again, which gives it as it was.</summary>
    /// <exception cref="ReleaseBlockedException">The ledger was changed after it was written.</exception>
    public static ReleaseLedger Before(DuckDBConnection vault, string releaseId) => new(vault, releaseId);

    /// <summary>What the next release of an indicator is protected against.</summary>
    /// <param name="external">What others published, as far as it is known now; what was known at an earlier release stays.</param>
    public IndicatorHistory HistoryOf(string indicatorId, IReadOnlyList<ExternalFact> external) => histories.GetValueOrDefault(indicatorId, IndicatorHistory.None) with
    {
        External =
        [
            .. from said in saidBefore.Union(external)
               where said.Indicator == indicatorId
               select new ExternalStatement(said.Source, said.Area, said.Period, said.Split, said.Category, said.IsSignal, said.Low, said.High) { IsNew = !saidBefore.Contains(said) },
        ],
    };

    /// <summary>Areas as releases saw them, and as they are now.</summary>
    public AreaVersions Areas(OperationSetup setup) => new(setup.Areas, [.. trees.Select(tree => (tree.Since, tree.Parents))], setup.Places.Changes);

    /// <summary>Onsets of the releases so far, oldest first; releases of a program that did not note them are not among them.</summary>
    public IReadOnlyList<ReleasedOnsets> Onsets => onsets;

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

    /// <summary>Notes a release, what it states for the first time or anew, the counts and proofs behind that, and the months it freezes. The vault has to be committed
    /// before the release can be seen.</summary>
    /// <param name="results">Of the indicators about people, with the tables of the release.</param>
    /// <returns>False when the release was noted before.</returns>
    public bool Add(DuckDBConnection vault, OperationSetup setup, ReleaseContent content, IReadOnlyList<DisclosureResult> results)
    {
        if (isKnown)
            return false;
        var seq = (long)releases.Count + 1;
        var head = content.Header;
        var ofPeople = results.ToDictionary(result => result.Table.IndicatorId, StringComparer.Ordinal);
        using var transaction = vault.BeginTransaction();
        Freeze(vault, setup, head);
        Sql.Run(
            vault, "insert into release (seq, release_id, as_of, revision_reason) values ($seq, $id, $as_of, $reason)",
            ("seq", seq), ("id", head.Id), ("as_of", head.AsOf), ("reason", content.Revision?.Reason ?? (object)DBNull.Value));
        var fresh = content.Tables.SelectMany(table => Fresh(table, ofPeople.GetValueOrDefault(table.IndicatorId))).ToList();
        Sql.Append(vault, "fact",
            from item in fresh
            from fact in item.Facts
            select new object?[] { seq, item.Table.IndicatorId, item.Table.DefinitionHash, item.Area, item.Period, item.Split, item.Category, fact.What, fact.Low, fact.High, item.Vintage });
        Sql.Append(vault, "withheld",
            from item in fresh
            where item.Reason is not null
            select new object?[] { seq, item.Table.IndicatorId, item.Area, item.Period, item.Split, item.Category, item.Vintage, item.Reason.ToString() });
        Sql.Append(vault, "atom", results.SelectMany(result => result.Atoms, (result, atom) => Row(seq, result.Table.IndicatorId, result.Vintage, atom)));
        foreach (var result in results)
            Refine(vault, result);
        foreach (var result in results)
            AddCertificates(vault, seq, result);
        AddTree(vault, setup, seq);
        var onsetsNow = ReleasedOnsets.Of(setup.Operation, head.AsOf);
        Sql.Append(vault, "release_onset", onsetsNow.Own.OrderBy(own => own.Key, StringComparer.Ordinal).Select(own => new object?[] { seq, own.Key, own.Value.Onset, own.Value.Source })
            .Prepend([seq, null, onsetsNow.Onset, onsetsNow.Source]));
        Sql.Append(vault, "external_fact", setup.ExternalFacts.Except(saidBefore).Select(said => new object?[]
        {
            seq, said.Source, said.Indicator, said.Area, said.Period.ToString(), said.Split, said.Category, said.IsSignal ? "signal" : "base", said.Low, said.High,
        }));
        Sql.Run(vault, EmbeddedSql.Read(typeof(ReleaseLedger), "keep_panel.sql"), ("release", head.Id));
        LedgerChain.Write(vault);
        transaction.Commit();
        return true;
    }

    private static object?[] Row(long seq, string indicator, int vintage, IndicatorAtom atom) =>
    [
        seq, indicator, (long)vintage, atom.AreaCode, atom.Period.ToString(), atom.Categories, atom.Panel, atom.Signal, atom.Base, atom.WeightedSignal, atom.WeightedBase,
    ];

    /// <summary>Puts finer counts of a period in the place of the coarser ones, which they add up to: new facts of it are told by the finer ones alone.</summary>
    private static void Refine(DuckDBConnection vault, DisclosureResult result)
    {
        foreach (var (period, vintage, atoms) in result.Refined)
        {
            (string, object)[] place = [("indicator", result.Table.IndicatorId), ("vintage", (long)vintage), ("period", period.ToString())];
            var seq = Sql.Read(vault, "select min(release_seq) from atom where indicator_id = $indicator and vintage = $vintage and period = $period", row => row.GetInt64(0), place)[0];
            Sql.Run(vault, "delete from atom where indicator_id = $indicator and vintage = $vintage and period = $period", place);
            Sql.Append(vault, "atom", atoms.Select(atom => Row(seq, result.Table.IndicatorId, vintage, atom)));
        }
    }

    private IEnumerable<Statement> Fresh(ReleasedTable table, DisclosureResult? result)
    {
        foreach (var cell in table.Cells.Concat(table.PanelCells))
        {
            var facts = Facts(cell.Value);
            if (result is null ? !latest.TryGetValue(cell.FigureId, out var known) || !known.Facts.SequenceEqual(facts) : result.Fresh.ContainsKey(cell.FigureId))
                yield return new(table, cell.AreaCode, cell.Period.ToString(), cell.Split, cell.Category, facts, result?.Vintage ?? 0, result?.Fresh[cell.FigureId]);
        }

        foreach (var cell in result?.LeftOut ?? [])
            yield return new(table, cell.AreaCode, cell.Period.ToString(), cell.Split, cell.Category, [new("left_out", null, null)], result!.Vintage, null);
    }

    private static void AddCertificates(DuckDBConnection vault, long seq, DisclosureResult result)
    {
        foreach (var component in result.Certificates.GroupBy(certificate => certificate.Component))
        {
            var positions = new Dictionary<(IndicatorAtom, int, int), long>();
            var placed = new Dictionary<object, List<long>>(ReferenceEqualityComparer.Instance);
            foreach (var certificate in component)
            {
                // Certificates of a part have one list of atoms.
                if (placed.ContainsKey(certificate.Atoms))
                    continue;
                foreach (var atom in certificate.Atoms)
                    positions.TryAdd(atom, positions.Count);
                placed[certificate.Atoms] = [.. certificate.Atoms.Select(atom => positions[atom])];
            }

            Sql.Append(vault, "certificate_atom", positions.Select(pair => new object?[]
            {
                component.Key, pair.Value, pair.Key.Item1.AreaCode, pair.Key.Item1.Period.ToString(), pair.Key.Item1.Categories, pair.Key.Item1.Panel, (long)pair.Key.Item2, (long)pair.Key.Item3,
            }));
            Sql.Append(vault, "certificate", component.Select(certificate =>
            {
                var (atoms, groups, totals) = (placed[certificate.Atoms], certificate.Certificate.Groups.Select(group => (long)group).ToList(), certificate.Certificate.Totals.ToList());
                var text = string.Join('\n', result.Table.IndicatorId, component.Key, certificate.Certificate.Measure, string.Join(' ', atoms), string.Join(' ', groups), string.Join(' ', totals));
                return new object?[] { result.Table.IndicatorId, component.Key, seq, (long)certificate.Certificate.Measure, atoms, groups, totals, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) };
            }));
        }
    }

    /// <summary>The areas, where they are others than those of the release before.</summary>
    private void AddTree(DuckDBConnection vault, OperationSetup setup, long seq)
    {
        var rows = setup.Areas.All.Select(area => (area.Code, Children: setup.Areas.All.Where(child => child.Parent == area.Code).Select(child => child.Code).ToList())).ToList();
        var text = string.Join('\n', rows.Select(row => $"{row.Code}: {string.Join(' ', row.Children)}"));
        var id = $"{setup.Operation.AreaVersion}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8]}";
        if (trees.Count == 0 || trees[^1].Id != id)
            Sql.Append(vault, "hierarchy_version", rows.Select(row => new object?[] { id, seq, row.Code, row.Children }));
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

    /// <summary>What a figure says about people; null for levels and what was not assessed.</summary>
    private static StatedCell? Stated(Figure figure, List<Fact> facts)
    {
        bool Has(string what) => facts.Exists(fact => fact.What == what);
        // «base» stands before «signal», and both before «withheld» where an estimate is too imprecise to print and nobody is protected by that.
        StatedKind? kind = Has("signal") ? StatedKind.Counts : Has("withheld") ? StatedKind.Withheld : Has("no_data") ? StatedKind.NoData : Has("left_out") ? StatedKind.LeftOut : null;
        return kind is not { } known ? null : new(
            figure.Seq, figure.Vintage, figure.Area, PeriodOf(figure.Period), figure.Split, figure.Category, known,
            known == StatedKind.Counts ? (long)facts.Find(fact => fact.What == "signal").Low! : 0, known == StatedKind.Counts ? (long)facts.Find(fact => fact.What == "base").Low! : 0)
        {
            IsWeighted = Has("weighted_share"),
            IsPlain = Has("share"),
        };
    }

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
        return (Of("no_data") ?? Of("left_out")) is not null ? new Cell.NoData() : Of("not_assessed") is not null ? new Cell.NotAssessed() : new Cell.Hidden();
    }

    private static WholePercent? Limit(double? value) => value is { } percent ? new((int)percent) : null;

    private static double? Number(DuckDBDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetDouble(at);

    private static Period PeriodOf(string text) => Period.TryParse(text, out var period) ? period : throw new InvalidOperationException("The ledger holds a period that is none.");

    private readonly record struct Figure(long Seq, string Indicator, string Area, string Period, string Split, string Category, int Vintage)
    {
        public string Id => DisclosureControl.FigureId(Indicator, Area, Period, Split, Category);
    }

    private sealed record Statement(ReleasedTable Table, string Area, string Period, string Split, string Category, List<Fact> Facts, long Vintage, WithheldReason? Reason);
}
