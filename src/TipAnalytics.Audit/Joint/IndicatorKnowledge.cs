using TipAnalytics.Audit.Attack;
using TipAnalytics.Audit.Ledger;
using TipAnalytics.Audit.Recount;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Joint;

/// <summary>One stretch of the ledger between declared revisions: released months are the same throughout.</summary>
/// <param name="Counts">Own counts as its releases saw the records.</param>
/// <param name="Figures">Every figure as it stood at the end of the stretch.</param>
/// <param name="FirstSeq">Its first release.</param>
internal sealed record Vintage(IndicatorCount Counts, IReadOnlyList<LedgerFigure> Figures, long FirstSeq);

/// <summary>What all releases together say of one indicator, as statements on its atoms: month (or the finest period released), area the records stand in, crossing of all
/// splits, panel.</summary>
/// <param name="Count">Number of unknowns.</param>
/// <param name="Truth">Their true values: the first certificate.</param>
/// <param name="Certificates">Tables over all unknowns that the vault keeps; whether they agree with the statements is still to be checked.</param>
/// <param name="Thresholds">Threshold of its stream at every release so far, by number from 1 on.</param>
/// <param name="Insiders">Organisation → its own part of each unknown, for those among the three largest of any published cell; base only.</param>
internal sealed record IndicatorKnowledge(
    string IndicatorId, IReadOnlyList<int> Thresholds, int Count, long[] Truth, IReadOnlyList<long[]> Certificates, IReadOnlyList<Statement> Statements, IReadOnlyList<ProtectedGroup> Groups, int ProtectedAtoms, int ProtectedCells,
    IReadOnlyDictionary<string, (int Count, IReadOnlyList<Statement> Statements)> Insiders)
{
    /// <summary>What others published; readers have it too.</summary>
    public IReadOnlyList<Statement> External { get; init; } = [];

    public int Threshold => Thresholds[^1];

    /// <summary>Thresholds under which earlier releases were made, below that of now, highest first.</summary>
    public IEnumerable<int> EarlierThresholds => Thresholds.Where(threshold => threshold < Threshold).Distinct().OrderDescending();

    /// <summary>Those of statements that were made under a threshold, or a lower one.</summary>
    public IEnumerable<Statement> MadeUnder(int threshold, IEnumerable<Statement> statements) => statements.Where(statement => Thresholds[(int)statement.Seq - 1] <= threshold);
}

/// <summary>Puts the statements of one indicator together.</summary>
/// <remarks>Counts protected are signal and rest; of key informants, who answer for communities, the base. They are two sets of unknowns that no statement ties together; a caseload that
/// must stay uncertain is a group over both. Where a revision changed released months, the records of an atom fall into those counted from one vintage to another: what was added
/// and what was removed are unknowns of their own.</remarks>
internal sealed class KnowledgeBuilder
{
    private readonly record struct Atom(string Area, Period Period, string Panel, string Categories);

    private readonly OperationSetup setup;
    private readonly IReadOnlyList<Vintage> vintages;
    private readonly IEnumerable<StoredCertificate> stored;
    private readonly IReadOnlyList<int> thresholds;
    private readonly List<PublishedElsewhere> external;
    private readonly IndicatorCount last;
    private readonly int threshold;
    private readonly PeriodGrain grain;
    private readonly int measures;
    private readonly List<LeftOutFigures> leftOut;
    private readonly List<Atom> atoms = [];
    private readonly Dictionary<Atom, int> numbers = [];

    // Periods that a revision counted otherwise. In others a reader is taken to know that no record came or went.
    private readonly HashSet<Period> changed = [];

    // Per atom: its place in the unknowns, by vintages from and to.
    private readonly int pieces;
    private readonly long[] truth;

    /// <param name="stored">Certificates that the vault keeps of the indicator.</param>
    /// <param name="external">What others published of it.</param>
    /// <param name="thresholds">Of its stream at every release so far.</param>
    public KnowledgeBuilder(OperationSetup setup, IReadOnlyList<Vintage> vintages, IEnumerable<StoredCertificate> stored, IEnumerable<PublishedElsewhere> external, IReadOnlyList<int> thresholds)
    {
        (this.setup, this.vintages, this.stored, this.thresholds, last) = (setup, vintages, stored, thresholds, vintages[^1].Counts);
        threshold = thresholds[^1];
        grain = vintages.SelectMany(vintage => vintage.Figures).Select(figure => figure.Period.Grain).DefaultIfEmpty(PeriodGrain.Quarter).Min();
        measures = last.Stream.Kind == StreamKind.KeyInformants ? 1 : 2;
        // What is finer than the atoms, or split otherwise, no figure can be held against.
        this.external = [.. external.Where(fact => fact.Period.Grain >= grain && fact.Split.Split('*').All(part => part == "all" || last.Splits.Contains(part)))];
        pieces = vintages.Count * (vintages.Count + 1) / 2;
        leftOut = [.. vintages.Select(vintage => new LeftOutFigures(setup, last, [.. vintage.Figures.Where(figure => figure.State == "left_out")]))];
        ListAtoms();
        truth = new long[measures * atoms.Count * pieces];
    }

    public IndicatorKnowledge Build()
    {
        var counts = vintages.Select(CountAtoms).ToList();
        for (var atom = 0; atom < atoms.Count; atom++)
        {
            if (counts.Exists(count => Enumerable.Range(0, measures).Any(measure => count[measure][atom] != counts[0][measure][atom])))
                changed.Add(atoms[atom].Period);
        }

        for (var measure = 0; measure < measures; measure++)
        {
            for (var atom = 0; atom < atoms.Count; atom++)
                Stack(measure, atom, [.. counts.Select(count => count[measure][atom])]);
        }

        var statements = new List<Statement>();
        var groups = new List<ProtectedGroup>();
        var cells = 0;
        for (var vintage = 0; vintage < vintages.Count; vintage++)
        {
            var inside = Index();
            foreach (var figure in vintages[vintage].Figures)
            {
                if (!inside.TryGetValue((figure.AreaCode, figure.Period, figure.Split, figure.Category), out var members))
                    continue;
                var own = members.ToArray();
                if (figure.Counts is { } stated)
                    statements.AddRange(Said(figure, stated, own, vintage));
                else if (figure.State == "hidden" && Hidden(figure, own, vintage) is { Count: > 0 } sensitive)
                {
                    groups.AddRange(sensitive);
                    cells++;
                }
            }
        }

        var protectedAtoms = 0;
        for (var measure = 0; measure < measures; measure++)
        {
            for (var atom = 0; atom < atoms.Count; atom++)
            {
                foreach (var (unknowns, name) in SmallPieces(measure, atom))
                {
                    protectedAtoms++;
                    groups.Add(new(unknowns, threshold, 0, name));
                }
            }
        }

        var others = Others().ToList();
        // Two measures that only a base ties together: what one gains the other may lose.
        var tables = stored.Select(Table).ToList();
        return new(last.Indicator.Id, thresholds, truth.Length, truth, others.Count == 0 ? tables : [.. tables, .. tables.Select(Mirrored)], statements, groups, protectedAtoms, cells, Insiders()) { External = others };
    }

    /// <summary>What others published, of the records as they are now. Where it is not what these say, a reader is taken to know what they say.</summary>
    private IEnumerable<Statement> Others()
    {
        var inside = Index();
        foreach (var fact in external)
        {
            if (!inside.TryGetValue((fact.AreaCode, fact.Period, fact.Split, fact.Category), out var members))
                continue;
            int[] unknowns = [.. Enumerable.Range(0, fact.IsSignal ? 1 : measures).SelectMany(measure => Unknowns(measure, [.. members], vintages.Count - 1)).Order()];
            var sum = unknowns.Sum(unknown => truth[unknown]);
            var agrees = fact.Low <= sum && sum <= fact.High;
            // Of communities a base alone is protected.
            if (!fact.IsSignal || measures > 1)
                yield return new(unknowns, agrees ? fact.Low : sum, agrees ? fact.High : sum, fact.Name) { Seq = fact.Seq };
        }
    }

    /// <summary>A table in which the other measure gives what one gains: every base is as it is. Of a single atom less than nothing may be left; whether the totals allow it is
    /// looked at where it is used.</summary>
    private long[] Mirrored(long[] table)
    {
        var (mirrored, half) = ((long[])table.Clone(), table.Length / measures);
        if (measures == 1)
            return mirrored;
        for (var unknown = 0; unknown < table.Length; unknown++)
            mirrored[unknown] -= table[(unknown + half) % table.Length] - truth[(unknown + half) % table.Length];
        return mirrored;
    }

    /// <summary>Of interviews, every crossing where and when there was one; of a caseload, every area and period in which anything was heard: a report nobody made is a count of zero.
    /// Empty categories that are left out of print are known to be empty.</summary>
    private void ListAtoms()
    {
        var places = vintages.SelectMany(vintage => vintage.Counts.Places).Select(place => (place.AreaCode, Period: Period.Containing(place.Month, grain))).ToHashSet();
        if (last.IsCaseload)
        {
            var finest = Math.Min(last.Stream.LowestLevel, setup.Sources.Where(source => source.Stream == last.Stream.Id).Select(source => source.Protocol.LowestLevel).DefaultIfEmpty(2).Max());
            places.UnionWith(
                from period in vintages.SelectMany(vintage => vintage.Counts.Heard).Select(month => Period.Containing(month, grain)).Distinct()
                from area in setup.Areas.All
                where area.Level == finest
                select (area.Code, period));
        }

        List<string> crossings = [""];
        foreach (var codes in last.Categories)
            crossings = [.. crossings.SelectMany(_ => codes, (start, code) => start.Length == 0 ? code : $"{start}*{code}")];
        string[] panels = last.HasPanel ? ["in", "out"] : [""];
        foreach (var (area, period) in places.OrderBy(place => place.Period).ThenBy(place => place.AreaCode, StringComparer.Ordinal))
        {
            foreach (var categories in crossings)
            {
                foreach (var panel in panels)
                {
                    var atom = new Atom(area, period, panel, categories);
                    if (!IsLeftOut(atom))
                    {
                        numbers.Add(atom, atoms.Count);
                        atoms.Add(atom);
                    }
                }
            }
        }
    }

    /// <summary>Whether print left out a category that holds it, in every vintage: only of an empty one can that be.</summary>
    private bool IsLeftOut(Atom atom) => leftOut.TrueForAll(figures => figures.Contains(atom.Area, atom.Period, atom.Panel, Codes(atom)));

    /// <summary>Figures of one vintage that print left out.</summary>
    private sealed class LeftOutFigures(OperationSetup setup, IndicatorCount count, IEnumerable<LedgerFigure> figures)
    {
        private readonly HashSet<(string, Period, string, string)> keys = [.. figures.Select(figure => (figure.AreaCode, figure.Period, figure.Split, figure.Category))];
        private readonly List<string> splits = [.. figures.Select(figure => figure.Split).Distinct()];
        private readonly List<PeriodGrain> grains = [.. figures.Select(figure => figure.Period.Grain).Distinct()];

        public bool Contains(string area, Period period, string panel, string[] codes) =>
            keys.Count > 0 && count.Keys(setup.Areas, area, period.Start, panel, codes, splits, grains).Any(keys.Contains);
    }

    private static string[] Codes(Atom atom) => atom.Categories.Length == 0 ? [] : atom.Categories.Split('*');

    /// <summary>Signal and rest (or base) of every atom in one vintage.</summary>
    private long[][] CountAtoms(Vintage vintage)
    {
        var counts = Enumerable.Range(0, measures).Select(_ => new long[atoms.Count]).ToArray();
        foreach (var row in vintage.Counts.Rows)
        {
            if (!numbers.TryGetValue(AtomOf(row), out var atom))
                continue;
            if (measures == 1)
                counts[0][atom] += row.Base;
            else
                (counts[0][atom], counts[1][atom]) = (counts[0][atom] + row.Signal, counts[1][atom] + row.Base - row.Signal);
        }

        return counts;
    }

    private Atom AtomOf(CountedRow row) => new(row.AreaCode, Period.Containing(row.Month, grain), row.Panel, string.Join('*', row.Categories));

    /// <summary>Unknown of an atom for the records counted in all vintages from one to another.</summary>
    private int Unknown(int measure, int atom, int from, int to)
    {
        // Pairs from ≤ to in order: those that begin at 0, at 1 …
        var at = from * vintages.Count - from * (from - 1) / 2 + to - from;
        return (measure * atoms.Count + atom) * pieces + at;
    }

    private IEnumerable<int> At(int measure, int atom, int vintage) => !changed.Contains(atoms[atom].Period) ? [Unknown(measure, atom, 0, vintages.Count - 1)] :
        from start in Enumerable.Range(0, vintage + 1)
        from end in Enumerable.Range(vintage, vintages.Count - vintage)
        select Unknown(measure, atom, start, end);

    /// <summary>A true value for each piece: what a vintage adds lies on top, and is the first to be taken away.</summary>
    private void Stack(int measure, int atom, long[] counts)
    {
        var standing = new Stack<(int From, long Count)>();
        var before = 0L;
        for (var vintage = 0; vintage < counts.Length; vintage++)
        {
            if (counts[vintage] > before)
                standing.Push((vintage, counts[vintage] - before));
            for (var less = before - counts[vintage]; less > 0;)
            {
                var (from, count) = standing.Pop();
                var taken = Math.Min(less, count);
                truth[Unknown(measure, atom, from, vintage - 1)] += taken;
                if (count > taken)
                    standing.Push((from, count - taken));
                less -= taken;
            }

            before = counts[vintage];
        }

        foreach (var (from, count) in standing)
            truth[Unknown(measure, atom, from, counts.Length - 1)] += count;
    }

    /// <summary>A certificate over all unknowns: what it does not name is as it is. The first atom of a group that is known here holds what the group counts.</summary>
    private long[] Table(StoredCertificate certificate)
    {
        var table = (long[])truth.Clone();
        var isPlaced = new bool[certificate.Counts.Count];
        for (var at = 0; at < certificate.Atoms.Count; at++)
        {
            if (certificate.Measure >= measures || certificate.Atoms[at] is not { } named || !numbers.TryGetValue(Own(named), out var atom))
                continue;
            // It was there in every vintage.
            table[Unknown(certificate.Measure, atom, 0, vintages.Count - 1)] = isPlaced[certificate.Groups[at]] ? 0 : certificate.Counts[certificate.Groups[at]];
            isPlaced[certificate.Groups[at]] = true;
        }

        return table;
    }

    private Atom Own(CertificateAtom named) => new(named.AreaCode, named.Period, named.Panel, string.Join('*', last.Splits.Select(split => named.Categories.GetValueOrDefault(split, ""))));

    /// <summary>Atoms of every cell that the figures name.</summary>
    private Dictionary<(string, Period, string, string), List<int>> Index()
    {
        var figures = vintages.SelectMany(vintage => vintage.Figures).ToList();
        var splits = figures.Select(figure => figure.Split).Concat(external.Select(fact => fact.Split)).Distinct().ToList();
        var grains = figures.Select(figure => figure.Period.Grain).Concat(external.Select(fact => fact.Period.Grain)).Distinct().ToList();
        var index = new Dictionary<(string, Period, string, string), List<int>>();
        for (var atom = 0; atom < atoms.Count; atom++)
        {
            foreach (var key in last.Keys(setup.Areas, atoms[atom].Area, atoms[atom].Period.Start, atoms[atom].Panel, Codes(atoms[atom]), splits, grains))
            {
                if (!index.TryGetValue(key, out var members))
                    index[key] = members = [];
                members.Add(atom);
            }
        }

        return index;
    }

    private IEnumerable<Statement> Said(LedgerFigure figure, (long Signal, long Base) stated, int[] members, int vintage)
    {
        // A figure that no later release repeated stands for its own vintage alone.
        if (figure.Seq < vintages[vintage].FirstSeq)
        {
            var now = vintages[vintage].Counts.Cell(figure.AreaCode, figure.Period, figure.Split, figure.Category);
            if (stated != (now.Signal, now.Base))
                yield break;
        }

        var values = measures == 1 ? [stated.Base] : new[] { stated.Signal, stated.Base - stated.Signal };
        for (var measure = 0; measure < measures; measure++)
            yield return new(Unknowns(measure, members, vintage), values[measure], values[measure], figure.FigureId) { Seq = figure.Seq };
    }

    private int[] Unknowns(int measure, int[] members, int vintage) => [.. members.SelectMany(atom => At(measure, atom, vintage)).Order()];

    /// <summary>Withheld cells that a rule on the cell itself withholds.</summary>
    private List<ProtectedGroup> Hidden(LedgerFigure figure, int[] members, int vintage)
    {
        var cell = vintages[vintage].Counts.Cell(figure.AreaCode, figure.Period, figure.Split, figure.Category);
        var groups = new List<ProtectedGroup>();
        for (var measure = 0; measure < measures; measure++)
        {
            var unknowns = Unknowns(measure, members, vintage);
            if (unknowns.Sum(unknown => truth[unknown]) < threshold)
                groups.Add(new(unknowns, threshold, 0, figure.FigureId));
        }

        if (Margin(cell) is > 0 and var margin)
        {
            int[] both = [.. Enumerable.Range(0, measures).SelectMany(measure => Unknowns(measure, members, vintage)).Order()];
            var total = both.Sum(unknown => truth[unknown]);
            groups.Add(new(both, total + margin, Math.Max(0, total - margin), figure.FigureId) { Margin = margin });
        }

        return groups;
    }

    /// <summary>How far a caseload must stay uncertain: 0 when three organisations or more stand behind it and none of them can tell another's part.</summary>
    private long Margin(CellCount cell)
    {
        // Of counts kept with a release the organisations are not known; it was attacked while they were.
        if (!last.IsCaseload || cell.Base == 0 || cell.IsKept)
            return 0;
        var shares = cell.Organisations.Values.OrderDescending().ToList();
        var largest = shares.Count > 0 ? shares[0] : cell.Base;
        var rest = cell.Base - largest;
        var others = rest - (shares.Count > 1 ? shares[1] : 0);
        var missing = (10 * largest - 100 * others + 99) / 100;
        return shares.Count < 3 || (rest > 0 && rest < threshold) || missing > 0 ? Math.Max(threshold, missing) : 0;
    }

    /// <summary>Of an atom: its count in each vintage, what a revision added, what one removed; those below the threshold.</summary>
    private IEnumerable<(int[] Unknowns, string Name)> SmallPieces(int measure, int atom)
    {
        var name = $"{last.Indicator.Id}, {atoms[atom].Area}, {atoms[atom].Period}{(atoms[atom].Categories.Length > 0 ? $", {atoms[atom].Categories}" : "")}{(atoms[atom].Panel.Length > 0 ? $", panel {atoms[atom].Panel}" : "")}";
        bool IsSmall(int[] unknowns) => unknowns.Sum(unknown => truth[unknown]) < threshold;
        for (var vintage = 0; vintage < vintages.Count; vintage++)
        {
            int[] all = [.. At(measure, atom, vintage).Order()];
            if (IsSmall(all))
                yield return (all, name);
            if (!changed.Contains(atoms[atom].Period))
                yield break;
            if (vintage == 0)
                continue;
            int[] added = [.. Enumerable.Range(vintage, vintages.Count - vintage).Select(to => Unknown(measure, atom, vintage, to)).Order()];
            int[] removed = [.. Enumerable.Range(0, vintage).Select(from => Unknown(measure, atom, from, vintage - 1)).Order()];
            if (IsSmall(added))
                yield return (added, $"{name}, added by revision {vintage}");
            if (IsSmall(removed))
                yield return (removed, $"{name}, removed by revision {vintage}");
        }
    }

    /// <summary>For each organisation that is one of the three largest of a published cell: what is left of the last vintage's base when it takes its own cases away.</summary>
    private Dictionary<string, (int, IReadOnlyList<Statement>)> Insiders()
    {
        if (!last.IsCaseload)
            return [];
        var inside = Index();
        var figures = vintages[^1].Figures.Where(figure => figure.Counts is not null).ToList();
        var known = figures.SelectMany(figure => last.Cell(figure.AreaCode, figure.Period, figure.Split, figure.Category).Organisations
                .OrderByDescending(share => share.Value).ThenBy(share => share.Key, StringComparer.Ordinal).Take(3).Select(share => share.Key))
            .Distinct().Order(StringComparer.Ordinal);
        return known.ToDictionary(
            organisation => organisation,
            organisation => (atoms.Count, (IReadOnlyList<Statement>)
            [.. from figure in figures
                where inside.ContainsKey((figure.AreaCode, figure.Period, figure.Split, figure.Category))
                let own = last.Cell(figure.AreaCode, figure.Period, figure.Split, figure.Category).Organisations.GetValueOrDefault(organisation)
                let left = figure.Counts!.Value.Base - own
                select new Statement([.. inside[(figure.AreaCode, figure.Period, figure.Split, figure.Category)]], left, left, figure.FigureId) { Seq = figure.Seq }]),
            StringComparer.Ordinal);
    }
}
