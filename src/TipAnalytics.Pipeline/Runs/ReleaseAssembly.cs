using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>From observations to one protected snapshot: disclosure control first, then trends on what it let out.</summary>
internal static class ReleaseAssembly
{
    /// <param name="whole">The operation with all its sources, also those that may not be used.</param>
    /// <param name="revision">Reason of a declared revision, and what it let in; null: none.</param>
    /// <param name="texts">Words in the operation's language, then in the other languages of the products.</param>
    /// <param name="languages">Languages the products are written in.</param>
    public static (ReleaseContent Content, IReadOnlyList<DisclosureResult> Results) Make(
        RunOptions options, OperationSetup whole, Vault vault, DateOnly asOf, string releaseId, Calibration? calibration, ReleaseLedger ledger, DeclaredRevision? revision,
        IReadOnlyList<CatalogueTexts> texts, IReadOnlyList<string> languages)
    {
        var setup = whole.Used(asOf);
        var catalogueFolder = options.Catalogue ?? CatalogueFolder.Default;
        var header = Header(setup, asOf, releaseId);
        var facts = SourceFacts.Read(vault.Connection, setup);
        var breaks = Breaks(setup, facts, asOf);
        var known = new Known(ledger.Areas(setup), indicator => ledger.HistoryOf(indicator, setup.ExternalFacts));
        var (tables, protectedResults) = Tables(options, setup, vault, asOf, known);
        var results = Advised(options, setup, vault, asOf, protectedResults);
        options.Say("trends", "judging series");
        var coverage = CoverageTables.Read(vault.Connection, setup, asOf);
        var trends = TrendAnalysis.Analyse(Readable(setup, vault, tables), Context(setup, vault, asOf, breaks));
        var questions = ContextChecklist.Load(catalogueFolder);
        var sources = SourceInfos(setup, vault, facts, asOf);
        var grades = QualityGrades.Of(setup, tables, ResponseQuality.Read(vault.Connection, setup, asOf), coverage, sources, asOf);
        var restated = revision?.Of(setup, ledger, tables);
        var moves = ReleasedOnsets.Moves([.. ledger.Onsets, ReleasedOnsets.Of(setup.Operation, asOf)], setup.Operation.Country, setup.Areas);
        var (held, erased, waiting) = (HeldSources(setup, vault, facts), Erasures.Read(vault.Connection), Waiting(setup, vault));
        var geometries = Boundaries.Load(Path.Combine(setup.Operation.Folder, setup.Operation.Boundaries));
        ReleaseContent In(CatalogueTexts words)
        {
            var context = ContextItems.Of(setup, words, questions);
            var told = breaks.Select(change => SeriesBreaks.In(words, setup, change)).ToList();
            var lines = coverage.Select(line => line with { StreamTitle = words.Stream(line.Stream) }).ToList();
            return new ReleaseContent(
                Header(header, words),
                [.. setup.Areas.All.Select(area => new AreaInfo(area.Code, area.Name, area.Level, area.Parent))],
                [.. setup.Indicators.Select(indicator => Documentation(setup, words, indicator))],
                tables, trends.Findings, trends.Families, trends.Convergence, told, lines,
                [.. sources.Select(source => Worded(source, words, setup))],
                InformationGaps.Of(whole, words, tables, trends.Findings, lines, told, context, held, erased, waiting, ledger.Revisions, asOf),
                context, words.Standing, CategoryLabels(setup, words))
            {
                Words = words.Words,
                Calibration = calibration,
                Notices = trends.Notices,
                Smoothed = trends.Smoothed,
                Grades = grades,
                OnsetMoves = [.. moves.Select(move => move with { Source = words.Own(move.Source) })],
                Revision = restated is null ? null : DeclaredRevision.In(words, setup, restated),
                Geometries = geometries,
                Events = ContextItems.Events(setup, words, asOf),
                ScoreSources = ContextItems.ScoreSources(setup),
                Statements = ContextItems.Statements(setup, words, asOf),
                Consultations = ContextItems.Consultations(setup, words),
            };
        }
        var content = In(texts[0]) with { Languages = languages, Translations = [.. texts.Skip(1).Select(In)] };
        return (content, results);
    }

    /// <summary>What a reader has before a release.</summary>
    internal sealed record Known(AreaVersions Areas, Func<string, IndicatorHistory> HistoryOf)
    {
        /// <summary>Nothing was released yet.</summary>
        public static Known Nothing(OperationSetup setup) => new(new(setup.Areas), _ => IndicatorHistory.None);
    }

    /// <summary>What a plan one step coarser would keep of the indicators that keep little, worked out and not guessed.</summary>
    private static List<DisclosureResult> Advised(RunOptions options, OperationSetup setup, Vault vault, DateOnly asOf, IReadOnlyList<DisclosureResult> results)
    {
        var costly = (
            from result in results
            where result.Audit.CellsPublished < AuditSheet.FewKept * result.Audit.CellsPlanned
            let indicator = setup.Catalogue.Indicators[result.Table.IndicatorId]
            let plan = indicator.PlanOn(setup.Catalogue.Streams[indicator.Stream!])
            let coarser = PublicationPlan.Coarser(plan)
            where coarser is not null
            select (Indicator: indicator, From: Window.GrainOf(plan), Coarser: coarser)).ToDictionary(each => each.Indicator.Id, StringComparer.Ordinal);
        var others = Protect(options, setup, costly.Values.Select(each => IndicatorTables.By(vault.Connection, setup, asOf, each.Indicator, each.Coarser)), vault.TieKey, Known.Nothing(setup))
            .ToDictionary(other => other.Table.IndicatorId, other => other.Audit, StringComparer.Ordinal);
        return [.. results.Select(result =>
        {
            if (!costly.TryGetValue(result.Table.IndicatorId, out var each))
                return result;
            var other = others[each.Indicator.Id];
            var words = (PeriodGrain grain) => grain switch { PeriodGrain.Month => "months", PeriodGrain.Quarter => "quarters", PeriodGrain.HalfYear => "half-years", _ => "years" };
            return result with
            {
                Audit = result.Audit with
                {
                    Advice = [$"{words(Window.GrainOf(each.Coarser))} in place of {words(each.From)} would keep {AuditSheet.Kept(other.CellsPublished, other.CellsPlanned)} of the cells and {AuditSheet.Kept(other.ValuePublished, other.ValuePlanned)} of the value, had nothing been released yet (tables in the indicator's file, or in its stream's)"],
                },
            };
        })];
    }

    /// <summary>Every indicator protected: what trends, and through them all that leaves, are made from.</summary>
    /// <param name="known">What earlier releases rest on; null where nothing is released (a simulation).</param>
    public static (IReadOnlyList<ReleasedTable> Tables, IReadOnlyList<DisclosureResult> Results) Tables(
        RunOptions options, OperationSetup setup, Vault vault, DateOnly asOf, Known? known = null)
    {
        options.Say("protect", "reading observations");
        var protectedTables = Protect(options, setup, IndicatorTables.Stream(vault.Connection, setup, asOf), vault.TieKey, known ?? Known.Nothing(setup));
        var levels = IndicatorTables.ReadLevels(vault.Connection, setup, asOf)
            .Select(item => DisclosureControl.ReleaseLevels(item.Indicator, item.Grain, item.Cells)).ToList();
        var switchedOn = setup.Indicators.ToDictionary(indicator => indicator.Id, StringComparer.Ordinal);
        IReadOnlyList<ReleasedTable> printed = [.. protectedTables.Select(result => result.Table), .. levels];
        var states = switchedOn.Values
            .Where(indicator => indicator.Kind == IndicatorKind.AreaState)
            .Select(indicator => DisclosureControl.ReleaseLevels(
                indicator, PeriodGrain.Quarter, AreaStates.Of(indicator, switchedOn, printed, setup.Areas, Window.Periods(setup.Operation, asOf, PeriodGrain.Quarter))));
        var absent = setup.Indicators
            .Where(indicator => !SourcePermissions.HasSource(setup, indicator))
            .Select(DisclosureControl.NotAssessed);
        return (
            [.. printed.Concat(states).Concat(absent).OrderBy(table => table.IndicatorId, StringComparer.Ordinal)],
            protectedTables);
    }

    /// <summary>Panels that are none any more are not read.</summary>
    public static List<ReleasedTable> Readable(OperationSetup setup, Vault vault, IReadOnlyList<ReleasedTable> tables)
    {
        var panels = IndicatorTables.PanelsToRead(vault.Connection);
        return [.. tables.Select(table => table.PanelCells.Count == 0 || panels.Contains(setup.Catalogue.Indicators[table.IndicatorId].Stream!) ? table : table.WithoutPanel())];
    }

    /// <summary>What stands between the periods of the series as of a day.</summary>
    public static IReadOnlyList<SeriesBreak> Breaks(OperationSetup setup, Vault vault, DateOnly asOf) => Breaks(setup, SourceFacts.Read(vault.Connection, setup), asOf);

    private static IReadOnlyList<SeriesBreak> Breaks(OperationSetup setup, IReadOnlyList<SourceFacts> facts, DateOnly asOf) => SeriesBreaks.Of(
        setup, facts,
        Period.Containing(Window.FirstMonth(setup.Operation), PeriodGrain.Month), Period.Containing(Window.LastClosedMonth(setup.Operation, asOf), PeriodGrain.Month));

    /// <summary>What trends need besides the tables.</summary>
    public static TrendContext Context(OperationSetup setup, Vault vault, DateOnly asOf, IReadOnlyList<SeriesBreak> breaks) => new(
        setup.Indicators.ToDictionary(indicator => indicator.Id, StringComparer.Ordinal),
        setup.Catalogue.Streams.ToDictionary(stream => stream.Key, stream => stream.Value.Kind, StringComparer.Ordinal),
        setup.Areas, setup.Operation.CrisisOnset.Date,
        Period.Containing(Window.FirstMonth(setup.Operation), PeriodGrain.Month), Period.Containing(Window.LastClosedMonth(setup.Operation, asOf), PeriodGrain.Month),
        breaks, CoverageTables.Index(vault.Connection, setup, asOf))
    {
        AreaOnsets = setup.Areas.All.ToDictionary(area => area.Code, area => setup.Operation.CrisisOnset.Of(area.Code, setup.Areas), StringComparer.Ordinal),
    };

    /// <summary>Indicators share nothing in the solver, so they are protected side by side while the next is read; results stand in the order of the
    /// indicators, whichever is done first.</summary>
    private static DisclosureResult[] Protect(RunOptions options, OperationSetup setup, IEnumerable<IndicatorTable> tables, byte[] tieKey, Known known)
    {
        var results = new ConcurrentBag<DisclosureResult>();
        // One indicator that cannot be released stops the release, in its own words.
        ExceptionDispatchInfo? stopped = null;
        Parallel.ForEach(
            Partitioner.Create(tables, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { CancellationToken = options.Cancel, MaxDegreeOfParallelism = Environment.ProcessorCount },
            (table, loop) =>
            {
                try
                {
                    results.Add(Protected(setup, table, tieKey, known));
                    options.Say("protect", table.Indicator.Id);
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    stopped = ExceptionDispatchInfo.Capture(failure);
                    loop.Stop();
                }
            });
        stopped?.Throw();
        return [.. results.OrderBy(result => result.Table.IndicatorId, StringComparer.Ordinal)];
    }

    private static DisclosureResult Protected(OperationSetup setup, IndicatorTable table, byte[] tieKey, Known known) =>
        DisclosureControl.Release(table, new ReleaseProfile(setup.Threshold(table.Stream.Id), tieKey, known.Areas)
        {
            History = known.HistoryOf(table.Indicator.Id),
            IsImpossible = categories => table.Indicator.IsImpossible(table.Stream, categories),
        });

    private static ReleaseHeader Header(OperationSetup setup, DateOnly asOf, string releaseId)
    {
        var operation = setup.Operation;
        var first = Period.Containing(Window.FirstMonth(operation), PeriodGrain.Month);
        return new ReleaseHeader(
            releaseId, operation.Id, operation.Name, operation.Country, operation.AreaVersion, Audiences.Titles[operation.Audience], asOf, first,
            Period.Containing(Window.LastClosedMonth(operation, asOf), PeriodGrain.Month), operation.CrisisOnset.Date, operation.CrisisOnset.Title,
            operation.CrisisOnset.Source, setup.Hash, ProgramVersion.Text)
        {
            AudienceClass = operation.Audience,
            AreaOnsets = [.. operation.CrisisOnset.Areas.OrderBy(area => area.Key, StringComparer.Ordinal).Select(area => new AreaOnsetInfo(area.Key, area.Value.Date, area.Value.Title, area.Value.Source))],
        };
    }

    private static ReleaseHeader Header(ReleaseHeader header, CatalogueTexts words) => header with
    {
        OperationName = words.Own(header.OperationName), Audience = words.Audience(header.AudienceClass), OnsetTitle = words.Own(header.OnsetTitle), OnsetSource = words.Own(header.OnsetSource),
        AreaOnsets = [.. header.AreaOnsets.Select(onset => onset with { Title = words.Own(onset.Title), Source = words.Own(onset.Source) })],
    };

    /// <returns>Titles of the sources with records that wait for a revision, in order.</returns>
    private static List<string> Waiting(OperationSetup setup, Vault vault)
    {
        var waiting = FrozenMonths.Waiting(vault.Connection).Select(rows => rows.SourceId).ToHashSet(StringComparer.Ordinal);
        return [.. setup.Sources.Where(source => waiting.Contains(source.Id)).Select(source => source.Title).Distinct().Order(StringComparer.Ordinal)];
    }

    private static List<HeldSource> HeldSources(OperationSetup setup, Vault vault, IReadOnlyList<SourceFacts> known)
    {
        var held = HeldFile.Read(vault.Connection);
        if (held.Count == 0)
            return [];
        var facts = known.ToDictionary(fact => fact.SourceId, StringComparer.Ordinal);
        return [.. from source in setup.Sources.OrderBy(source => source.Id, StringComparer.Ordinal)
                   let files = held.Where(file => file.SourceId == source.Id).ToList()
                   where files.Count > 0
                   select new HeldSource(source.Id, source.Title, files.Min(file => file.Since), facts[source.Id].LastMonth)];
    }

    private static List<SourceInfo> SourceInfos(OperationSetup setup, Vault vault, IReadOnlyList<SourceFacts> known, DateOnly asOf)
    {
        var facts = known.ToDictionary(fact => fact.SourceId, StringComparer.Ordinal);
        var points = CoverageTables.ReportingPoints(vault.Connection, setup, asOf);
        return [.. setup.Sources.OrderBy(source => source.Id, StringComparer.Ordinal).Select(source =>
        {
            var (fact, protocol, stream) = (facts[source.Id], source.Protocol, setup.Catalogue.Streams[source.Stream]);
            return new SourceInfo(
                source.Id, source.Title, source.Provider, stream.Id, stream.Title, protocol.Purpose, "", protocol.AgreedOn,
                protocol.ExpiresOn, Math.Min(protocol.LowestLevel, stream.LowestLevel), fact.FirstMonth, fact.LastMonth, fact.FormVersions,
                points.GetValueOrDefault(source.Id), fact.HasLateReports, []);
        })];
    }

    private static SourceInfo Worded(SourceInfo source, CatalogueTexts words, OperationSetup setup)
    {
        var definition = setup.Sources.First(item => item.Id == source.Id);
        return source with
        {
            Title = words.Own(source.Title), Provider = words.Own(source.Provider), StreamTitle = words.Stream(source.Stream), Purpose = words.Own(source.Purpose),
            Parties = words.Words.Comma(definition.Protocol.Parties.Select(words.Own)), Notes = Notes(definition, setup.Catalogue.Streams[source.Stream], words),
        };
    }

    private static List<string> Notes(SourceDefinition source, StreamDefinition stream, CatalogueTexts words)
    {
        var notes = new List<string>();
        if (source.Approval is { } approval)
            notes.Add(words.Words.Say("approval", ("by", words.Own(approval.By)), ("date", words.Words.Date(approval.On)), ("reference", words.Own(approval.Reference))));
        if (stream.Kind == StreamKind.Survey && source.Mappings.Any(mapping => mapping.Weight is null))
            notes.Add(words.Words.Say("no_weights"));
        return notes;
    }

    private static IndicatorInfo Documentation(OperationSetup setup, CatalogueTexts words, IndicatorDefinition indicator)
    {
        var texts = words.Of(indicator);
        var stream = indicator.Stream is { } id ? setup.Catalogue.Streams.GetValueOrDefault(id) : null;
        return new IndicatorInfo(
            indicator.Id, texts.Title, texts.Definition, indicator.Family, indicator.Kind.ToString().ToLowerInvariant(), indicator.Stream,
            stream?.Kind.ToString().ToLowerInvariant(), UnitNoun(stream), texts.Unit, indicator.Direction, indicator.Why, texts.Caveat,
            indicator.StandingCaveats, indicator.ProtectionRisks, indicator.CanAct, indicator.Response, texts.LowMeans, texts.Options,
            indicator.ElevatedFrom, indicator.MinimumBase, indicator.Hash, SourcePermissions.HasSource(setup, indicator));
    }

    private static string UnitNoun(StreamDefinition? stream) => stream?.Kind switch
    {
        StreamKind.KeyInformants => "communities",
        StreamKind.Incidents => "reported incidents",
        StreamKind.Cases => "cases",
        StreamKind.Survey or StreamKind.Interviews => "households",
        _ => "",
    };

    /// <summary>Labels of splits (<c>head_sex</c>) and of their categories (<c>head_sex=female</c>).</summary>
    private static SortedDictionary<string, string> CategoryLabels(OperationSetup setup, CatalogueTexts words)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var stream in setup.Catalogue.Streams.Values)
        {
            foreach (var split in stream.Tables.Concat(setup.Indicators.Where(indicator => indicator.Stream == stream.Id).SelectMany(indicator => indicator.Tables)).SelectMany(table => table.Splits).Distinct(StringComparer.Ordinal))
            {
                if (stream.Fields.FirstOrDefault(candidate => candidate.Name == split) is not { Codes: { } codes } field)
                    continue;
                labels[split] = words.Label($"{stream.Id}.{split}");
                labels[$"{split}=unknown"] = words.Words.Say("not_known");
                foreach (var entry in setup.Catalogue.CodeLists[codes].Entries)
                    labels[$"{split}={entry.Code}"] = words.Label($"{codes}={entry.Code}");
            }
        }

        return labels;
    }
}
