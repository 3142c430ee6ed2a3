using System.Security.Cryptography;
using System.Text;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Suppression;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>One indicator on its way through control.</summary>
internal sealed class IndicatorRelease
{
    private readonly IndicatorTable table;
    private readonly ReleaseProfile profile;
    private readonly IndicatorCell[] cells;
    private readonly PrimaryRules rules;
    private readonly JointTable joint;
    private readonly string[] ids;
    private readonly int[] series;
    private readonly PrimaryStatus[] status;
    private readonly List<Period> counted;
    private readonly int[]?[] pieces;
    private readonly List<(Period Period, int Vintage)> restatedAt;
    private readonly ILookup<string, StatedCell> statedOf;
    private readonly StatedCell?[] stated;
    private readonly bool[] isWithheld;
    private readonly WithheldReason?[] reasons;
    private readonly bool[] isKnown;
    private readonly List<(StatedCell Cell, int[] Pieces)> facts = [];
    private readonly List<(ExternalStatement Said, int[] Pieces)> external = [];
    private readonly List<string> notes = [];

    public IndicatorRelease(IndicatorTable table, ReleaseProfile profile, IndicatorCell[] cells)
    {
        (this.table, this.profile, this.cells) = (table, profile, cells);
        rules = new(table.Stream.Kind, profile.Threshold, table.Indicator.MinimumBase);
        joint = new(table, profile.Areas, profile.History, profile.IsImpossible);
        ids = [.. cells.Select(cell => DisclosureControl.FigureId(table.Indicator.Id, cell))];
        series = Series();
        statedOf = profile.History.Cells.ToLookup(cell => DisclosureControl.FigureId(table.Indicator.Id, cell.AreaCode, cell.Period.ToString(), cell.Split, cell.Category), StringComparer.Ordinal);
        counted = [.. profile.History.Atoms.Select(atom => atom.Atom.Period).Distinct()];
        pieces = [.. cells.Select(Pieces)];
        restatedAt = RestatedPeriods();
        status = Statuses();
        stated = [.. cells.Select(Stated)];
        isKnown = new bool[joint.PieceCount];
        ReadFacts();
        for (var index = 0; index < cells.Length; index++)
        {
            if (status[index] == PrimaryStatus.LeftOut)
                Know(pieces[index] ?? []);
        }

        reasons = [.. cells.Select((_, index) => Reason(index))];
        isWithheld = [.. reasons.Select(reason => reason is not null)];
    }

    /// <summary>Cells whose statement is still to be made.</summary>
    private bool IsFresh(int index) => stated[index] is null && status[index] is not (PrimaryStatus.NoData or PrimaryStatus.LeftOut);

    public DisclosureResult Protect()
    {
        var part = new OpenPart(this);
        var (isHidden, unweighted) = (new bool[cells.Length], new HashSet<int>(PlainBefore()));
        for (var index = 0; index < cells.Length; index++)
            isHidden[index] = stated[index] is { } before ? before.Kind != StatedKind.Counts : isWithheld[index];
        var pattern = part.Table.AtomCount == 0 ? null : new CertifiedSuppression(part.Table, part.Targets, unweighted).Run();
        IReadOnlyList<(Target Target, int Release)> told = pattern?.Disclosed ?? [];
        if (told.Count > 0)
        {
            told = [.. ByRelease(part, told, unweighted)];
            // What is told already is beyond help: the rest is protected as if nobody had asked for it.
            pattern = new CertifiedSuppression(part.Table, Except(part.Targets, told), unweighted).Run();
        }

        if (pattern is not null)
        {
            for (var at = 0; at < part.Cells.Count; at++)
            {
                var index = part.Cells[at];
                if (pattern.IsHidden[at] && !isHidden[index])
                    (isHidden[index], reasons[index]) = (true, WithheldReason.Complementary);
            }

            unweighted.UnionWith(pattern.UnstatedSeries);
            HideTold(part, told, isHidden);
        }

        unweighted.UnionWith(part.Unstated);
        KeepWeighted(unweighted, isHidden);
        return Result(part, pattern, told.Count, isHidden, unweighted);
    }

    /// <summary>What is told only with what others published, is told by them: 0 in place of a release.</summary>
    private IEnumerable<(Target Target, int Release)> ByRelease(OpenPart part, IReadOnlyList<(Target Target, int Release)> told, HashSet<int> unweighted)
    {
        if (external.Count == 0)
            return told;
        var released = part.Table with { Facts = [.. part.Table.Facts.Where(fact => fact.Release > 0)] };
        var targets = told.Select(each => each.Target).ToList();
        var alone = new CertifiedSuppression(released, targets, unweighted).Run().Disclosed;
        return alone.Concat(Except(targets, alone).Select(target => (target, 0)));
    }

    private static List<Target> Except(IReadOnlyList<Target> targets, IReadOnlyList<(Target Target, int Release)> told)
    {
        static string Key(Target target) => FormattableString.Invariant($"{target.Measure} {target.IsUp} {target.Amount} {string.Join(' ', target.Atoms)}");
        var keys = told.Select(each => Key(each.Target)).ToHashSet(StringComparer.Ordinal);
        return [.. targets.Where(target => !keys.Contains(Key(target)))];
    }

    /// <summary>The smallest new cells that hold what is told already are withheld, so that nothing is added to it.</summary>
    private void HideTold(OpenPart part, IReadOnlyList<(Target Target, int Release)> told, bool[] isHidden)
    {
        foreach (var release in told.GroupBy(each => each.Release).OrderBy(each => each.Key))
        {
            foreach (var (target, _) in release)
            {
                var smallest = Enumerable.Range(0, part.Cells.Count).Where(at => target.Atoms.All(atom => Array.BinarySearch(part.Table.Cells[at].Atoms, atom) >= 0))
                    .OrderBy(at => part.Table.Cells[at].Atoms.Length).ThenBy(at => at).Cast<int?>().FirstOrDefault();
                if (smallest is { } found && !isHidden[part.Cells[found]])
                    (isHidden[part.Cells[found]], reasons[part.Cells[found]]) = (true, WithheldReason.Disclosed);
            }

            notes.Add(FormattableString.Invariant($"{release.Count()} bounds on small counts were already disclosed by {(release.Key > 0 ? $"release {release.Key}" : "what others published")}; what is new of them is withheld."));
        }
    }

    /// <summary>A series that was printed weighted stays so: where its share may not be stated any more, the new cells of it are withheld.</summary>
    private void KeepWeighted(HashSet<int> unweighted, bool[] isHidden)
    {
        var weightedBefore = Enumerable.Range(0, cells.Length).Where(index => stated[index] is { IsWeighted: true }).Select(index => series[index]).ToHashSet();
        for (var index = 0; index < cells.Length; index++)
        {
            if (IsFresh(index) && !isHidden[index] && cells[index].IsWeighted && unweighted.Contains(series[index]) && weightedBefore.Contains(series[index]))
                (isHidden[index], reasons[index]) = (true, WithheldReason.Complementary);
        }

        unweighted.ExceptWith(weightedBefore);
    }

    private IEnumerable<int> PlainBefore() => Enumerable.Range(0, cells.Length).Where(index => cells[index].IsWeighted && statedOf[ids[index]].Any(cell => cell.IsPlain)).Select(index => series[index]);

    private DisclosureResult Result(OpenPart part, Pattern? pattern, int told, bool[] isHidden, HashSet<int> unweighted)
    {
        var printer = new CellPrinter(table.Stream.Kind, profile.Threshold);
        var (printed, panel, fresh) = (new List<ReleasedCell>(), new List<ReleasedCell>(), new Dictionary<string, WithheldReason?>(StringComparer.Ordinal));
        var isPlain = cells.Select((cell, index) => cell.IsWeighted && stated[index] is not { IsWeighted: true } && (stated[index] is { IsPlain: true } || unweighted.Contains(series[index]))).ToArray();
        for (var index = 0; index < cells.Length; index++)
        {
            var cell = cells[index];
            if (stated[index] is null && !IsGone(index))
                fresh[ids[index]] = isHidden[index] && status[index] is not PrimaryStatus.NoData ? reasons[index] : null;
            if (status[index] == PrimaryStatus.LeftOut)
                continue;
            Cell value = status[index] == PrimaryStatus.NoData ? new Cell.NoData()
                : isHidden[index] ? new Cell.Hidden()
                : printer.Print(cell, isPlain[index]);
            // What was too imprecise to print stays so, whichever share it was.
            if (stated[index] is { Kind: StatedKind.Counts, IsWeighted: false, IsPlain: false } && value is Cell.Shown shown)
                value = new Cell.Hidden { Exact = shown.Exact };
            (cell.Split == IndicatorCell.Panel ? panel : printed).Add(new(ids[index], cell.AreaCode, cell.Level, cell.Period, cell.Split, cell.Category, value));
        }

        return new(
            new(table.Indicator.Id, table.Indicator.Hash, table.Grain, printed) { PanelCells = panel },
            Audit(part, pattern, told, isHidden, isPlain))
        {
            Vintage = joint.Vintage,
            Fresh = fresh,
            LeftOut = [.. cells.Where((_, index) => status[index] == PrimaryStatus.LeftOut && stated[index] is null)],
            Atoms = NewAtoms(fresh),
            Refined = joint.Refined,
            Certificates = pattern is null ? [] : part.Described(pattern),
        };
    }

    /// <summary>Of a period that is no longer in the records nothing is said; what was said stays.</summary>
    private bool IsGone(int index) => status[index] == PrimaryStatus.NoData && (statedOf[ids[index]].Any(cell => cell.Kind != StatedKind.NoData) || pieces[index] is not { Length: 0 });

    private List<IndicatorAtom> NewAtoms(Dictionary<string, WithheldReason?> fresh)
    {
        var known = profile.History.Atoms.Select(atom => atom.Atom.Period).ToHashSet();
        var told = cells.Where((cell, index) => fresh.ContainsKey(ids[index]) && status[index] != PrimaryStatus.NoData).Select(cell => cell.Period).ToHashSet();
        static bool IsIn(Period part, HashSet<Period> periods) => periods.Any(period => period.Start <= part.Start && period.End >= part.End);
        var parts = joint.Atoms.Select(atom => atom.Key.Period).Distinct().Where(part => joint.Restated.Contains(part) || (!IsIn(part, known) && IsIn(part, told))).ToHashSet();
        return [.. joint.Atoms.Where(atom => parts.Contains(atom.Key.Period) && (atom.Now.Base > 0 || joint.Restated.Contains(atom.Key.Period))).Select(atom => atom.Now)];
    }

    private DisclosureAudit Audit(OpenPart part, Pattern? pattern, int told, bool[] isHidden, bool[] isPlain)
    {
        var people = Enumerable.Range(0, cells.Length).Where(index => status[index] is not (PrimaryStatus.NoData or PrimaryStatus.LeftOut)).ToList();
        var published = people.Where(index => !isHidden[index]).ToList();
        foreach (var index in people.Where(index => isHidden[index] && stated[index] is not null))
            reasons[index] = WithheldReason.Sticky;
        return new(
            table.Indicator.Id, people.Count, published.Count, people.Sum(index => cells[index].Base), published.Sum(index => cells[index].Base),
            people.Count(index => reasons[index] is not (null or WithheldReason.Complementary or WithheldReason.Sticky)), people.Count(index => reasons[index] is WithheldReason.Complementary),
            people.Count(index => reasons[index] is WithheldReason.Sticky),
            part.ProtectedAtoms, part.Targets.Count, pattern?.CertifiedUp ?? 0, pattern?.CertifiedDown ?? 0, told, pattern?.Blocks ?? 0, published.Count(index => isPlain[index]))
        {
            Stated = people.Count(index => stated[index] is not null),
            LedgerFacts = part.Table.Facts.Count,
            Certificates = pattern?.Certificates.Count ?? 0,
            Withheld = people.Where(index => reasons[index] is not null).GroupBy(index => reasons[index]!.Value).OrderBy(reason => reason.Key).ToDictionary(reason => reason.Key.ToString(), reason => reason.Count()),
            Notes = notes,
            Series = people.GroupBy(index => cells[index].Period.Grain).OrderBy(grain => grain.Key).ToDictionary(
                grain => grain.Key.ToString(),
                grain => grain.GroupBy(index => series[index]).ToList() is var all ? FormattableString.Invariant($"{all.Count(each => each.All(index => !isHidden[index]))} of {all.Count}") : ""),
        };
    }

    private int[]? Pieces(IndicatorCell cell)
    {
        if (joint.AtomsOf(cell.AreaCode, cell.Period, cell.Split, cell.Category, null) is not { } atoms)
            return null;
        var (signal, total) = (atoms.Sum(atom => joint.Atoms[atom].Now.Signal), atoms.Sum(atom => joint.Atoms[atom].Now.Base));
        if ((signal, total) == (cell.Signal, cell.Base))
            return joint.PiecesOf(atoms, joint.Vintage);
        // Of released periods some may be gone, or counted in other areas; anything else is an error of ours.
        if (!WasCounted(cell.Period))
            throw new InvalidOperationException($"The atoms of {DisclosureControl.FigureId(table.Indicator.Id, cell)} do not add to its counts.");
        return null;
    }

    /// <summary>Whether counts were kept with a release for any part of a period.</summary>
    private bool WasCounted(Period period) => counted.Any(part => part.Start <= period.End && part.End >= period.Start);

    /// <summary>What was said of a cell and still holds; null where its period was restated since, or it was never stated.</summary>
    private StatedCell? Stated(IndicatorCell cell, int index)
    {
        if (statedOf[ids[index]].LastOrDefault() is not { } last)
            return null;
        if (pieces[index] is null)
            return last.Kind == StatedKind.Withheld ? last : null;
        if (IsRestated(cell.Period, last.Vintage))
            return null;
        var holds = last.Kind switch
        {
            StatedKind.Counts => (last.Signal, last.Base) == (cell.Signal, cell.Base),
            StatedKind.NoData => status[index] == PrimaryStatus.NoData,
            StatedKind.LeftOut => status[index] == PrimaryStatus.LeftOut,
            _ => true,
        };
        return holds ? last : null;
    }

    private bool IsRestated(Period period, int since) => restatedAt.Any(restated => restated.Vintage > since && restated.Period.Start <= period.End && restated.Period.End >= period.Start);

    /// <summary>Periods that were stated more than once, or are by this release, with the vintage of the last time.</summary>
    private List<(Period Period, int Vintage)> RestatedPeriods() =>
        [.. profile.History.Atoms.GroupBy(atom => atom.Atom.Period, atom => atom.Vintage)
            .Select(period => (period.Key, joint.Restated.Contains(period.Key) ? joint.Vintage : period.Max())).Where(period => period.Item2 > 0)];

    private PrimaryStatus[] Statuses()
    {
        var all = cells.Where(cell => cell.Split == IndicatorCell.All).ToDictionary(cell => (cell.AreaCode, cell.Period));
        var withRecords = cells.Where(cell => cell.HasRecords).Select(cell => cell.Period).ToHashSet();
        // A category that cannot be, by the plan, is no cell.
        return [.. cells.Select((cell, index) => rules.Status(cell, all.GetValueOrDefault((cell.AreaCode, cell.Period)), withRecords.Contains(cell.Period)) is var each
            && each == PrimaryStatus.Sensitive && cell.Base == 0 && pieces[index] is { Length: 0 } ? PrimaryStatus.LeftOut : each)];
    }

    private WithheldReason? Reason(int index)
    {
        if (!IsFresh(index))
            return null;
        var cell = cells[index];
        var earlier = statedOf[ids[index]];
        if (pieces[index] is null)
            return WithheldReason.OtherGround;
        if (status[index] == PrimaryStatus.Sensitive)
            return rules.OrganisationMargin(cell) > 0 && rules.Measures(cell).All(count => count >= profile.Threshold) ? WithheldReason.Organisations : WithheldReason.Small;
        if (earlier.Any(before => before.Kind == StatedKind.Withheld))
            return WithheldReason.Sticky;
        if (rules.IsSmallChange(cell, earlier.Where(before => before.Kind == StatedKind.Counts)))
            return WithheldReason.SmallChange;
        return status[index] == PrimaryStatus.TooFew ? WithheldReason.TooFew : null;
    }

    private void ReadFacts()
    {
        var unknown = 0;
        foreach (var cell in profile.History.Cells.Where(cell => cell.Kind is StatedKind.Counts or StatedKind.LeftOut))
        {
            if (joint.PiecesOf(cell.AreaCode, cell.Period, cell.Split, cell.Category, cell.Seq, cell.Vintage) is not { } own
                || (own.Sum(piece => joint[piece].Signal), own.Sum(piece => joint[piece].Signal + joint[piece].Rest)) != (cell.Signal, cell.Base))
            {
                if (WasCounted(cell.Period))
                {
                    throw new ReleaseBlockedException(
                        $"Nothing released: what an earlier release says of {DisclosureControl.FigureId(table.Indicator.Id, cell.AreaCode, cell.Period.ToString(), cell.Split, cell.Category)} cannot be found in the counts kept for it. If areas changed, say in places/changes.yaml what became of {cell.AreaCode}; if a split or field left the definitions, put it back.");
                }

                unknown++;
                continue;
            }

            if (cell.Kind == StatedKind.LeftOut)
                Know(own);
            else
                facts.Add((cell, own));
        }

        if (unknown > 0)
            notes.Add(FormattableString.Invariant($"{unknown} figures of releases made before counts were kept with them do not agree with the records of today and could not be taken into account."));
        ReadExternal();
    }

    private void ReadExternal()
    {
        var (unusable, contrary) = (new List<string>(), new List<string>());
        foreach (var said in profile.History.External)
        {
            var name = $"{said.Source}: {DisclosureControl.FigureId(table.Indicator.Id, said.AreaCode, said.Period.ToString(), said.Split, said.Category)} {(said.IsSignal ? "signal" : "base")}";
            if (joint.PiecesOf(said.AreaCode, said.Period, said.Split, said.Category, null, joint.Vintage) is not { Length: > 0 } own)
            {
                if (said.IsNew)
                    unusable.Add(name);
                continue;
            }

            if (said.IsNew && Told(said, own) is var truth && (truth < said.Low || truth > said.High))
                contrary.Add(name);
            external.Add((said, own));
        }

        if (unusable.Count > 0)
            notes.Add($"Published by others and of no use, because no record here belongs to it (check area, period and category in external-facts/): {string.Join("; ", unusable)}.");
        if (contrary.Count > 0)
            notes.Add($"Published by others otherwise than the records here count it; readers are taken to know what the records say (check it, and ask the publisher which records it rests on): {string.Join("; ", contrary)}.");
    }

    /// <summary>What the records say of a count that others published.</summary>
    private long Told(ExternalStatement said, int[] own) => own.Sum(piece => joint[piece].Signal + (said.IsSignal ? 0 : joint[piece].Rest));

    private void Know(int[] own)
    {
        foreach (var piece in own)
            isKnown[piece] = true;
    }

    private int[] Series()
    {
        var numbers = new Dictionary<(string, string, string, PeriodGrain), int>();
        return [.. cells.Select(cell =>
        {
            var key = (cell.AreaCode, cell.Split, cell.Category, cell.Period.Grain);
            if (!numbers.TryGetValue(key, out var number))
                numbers[key] = number = numbers.Count;
            return number;
        })];
    }

    /// <summary>The parts in which something is stated for the first time, or anew. What was proved before and is not touched is not looked at again, so the ledger may grow.</summary>
    private sealed class OpenPart
    {
        private readonly IndicatorRelease release;
        private readonly List<int> pieceOf = [];
        private readonly Dictionary<int, int> placeOf = [];

        public OpenPart(IndicatorRelease release)
        {
            this.release = release;
            Cells = [.. Enumerable.Range(0, release.cells.Length).Where(index => release.IsFresh(index) && release.pieces[index] is { Length: > 0 })];
            var open = Connected();
            for (var piece = 0; piece < release.joint.PieceCount; piece++)
            {
                if (!open[piece])
                    continue;
                placeOf[piece] = pieceOf.Count;
                pieceOf.Add(piece);
            }

            Table = Make();
            Targets = [.. AllTargets()];
        }

        /// <summary>Planned cells of the table, as numbers of the release's cells.</summary>
        public List<int> Cells { get; }

        public AtomTable Table { get; }

        public IReadOnlyList<Target> Targets { get; }

        /// <summary>Series with a share that cannot be stated over a withheld part.</summary>
        public HashSet<int> Unstated { get; } = [];

        public int ProtectedAtoms { get; private set; }

        /// <summary>Certificates with what their atoms are.</summary>
        public IReadOnlyList<PartCertificate> Described(Pattern pattern)
        {
            var component = Component(pattern);
            // Certificates of a part have one list of atoms.
            var described = new Dictionary<int[], IReadOnlyList<(IndicatorAtom Atom, int First, int Last)>>(ReferenceEqualityComparer.Instance);
            return [.. pattern.Certificates.Select(certificate => new PartCertificate(component, certificate, described.TryGetValue(certificate.Atoms, out var known) ? known : described[certificate.Atoms] =
                [.. certificate.Atoms.Select(atom =>
                {
                    var (history, piece) = (release.joint.AtomOf(pieceOf[atom]), release.joint[pieceOf[atom]]);
                    return (history.Key, history.Vintages[piece.From], history.Vintages[piece.To]);
                })]))];
        }

        private string Component(Pattern pattern)
        {
            var text = new StringBuilder();
            for (var at = 0; at < Cells.Count; at++)
                text.Append(release.ids[Cells[at]]).Append(pattern.IsHidden[at] ? " withheld\n" : FormattableString.Invariant($" {release.cells[Cells[at]].Signal} {release.cells[Cells[at]].Base}\n"));
            foreach (var fact in Table.Facts)
                text.Append(FormattableString.Invariant($"{fact.Release} {fact.Measure} {fact.Low} {fact.High} {string.Join(' ', fact.Atoms)}\n"));
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        }

        private bool[] Connected()
        {
            var parent = Enumerable.Range(0, release.joint.PieceCount).ToArray();
            int Root(int piece)
            {
                while (parent[piece] != piece)
                    piece = parent[piece] = parent[parent[piece]];
                return piece;
            }

            foreach (var atoms in Cells.Select(index => release.pieces[index]!).Concat(release.facts.Select(fact => fact.Pieces)).Concat(release.external.Select(fact => fact.Pieces))
                .Concat(release.joint.Atoms.Select(atom => atom.Pieces.Select(piece => piece.Number).ToArray()).Where(atom => atom.Length > 1)))
            {
                foreach (var piece in atoms)
                    parent[Root(piece)] = Root(atoms[0]);
            }

            // What others published since may tell what was safe till now.
            var roots = Cells.Select(index => release.pieces[index]!).Concat(release.external.Where(said => said.Said.IsNew).Select(said => said.Pieces)).Select(atoms => Root(atoms[0])).ToHashSet();
            return [.. Enumerable.Range(0, release.joint.PieceCount).Select(piece => roots.Contains(Root(piece)))];
        }

        private int[] Places(int[] atoms) => [.. atoms.Select(piece => placeOf[piece])];

        private bool IsOpen(int[] atoms) => atoms.Length > 0 && placeOf.ContainsKey(atoms[0]);

        private AtomTable Make()
        {
            var joint = release.joint;
            var isBase = release.rules.MeasureCount == 1;
            long[][] counts = isBase
                ? [[.. pieceOf.Select(piece => joint[piece].Signal + joint[piece].Rest)]]
                : [[.. pieceOf.Select(piece => joint[piece].Signal)], [.. pieceOf.Select(piece => joint[piece].Rest)]];
            var facts = new List<LinearFact>();
            foreach (var (cell, atoms) in release.facts.Where(fact => IsOpen(fact.Pieces)))
            {
                var places = Places(atoms);
                if (isBase)
                {
                    facts.Add(new(0, places, cell.Base, cell.Base, (int)cell.Seq));
                    continue;
                }

                facts.Add(new(0, places, cell.Signal, cell.Signal, (int)cell.Seq));
                facts.Add(new(1, places, cell.Base - cell.Signal, cell.Base - cell.Signal, (int)cell.Seq));
            }

            // A base that others tell is no count of one measure here: signal and rest are no more than it. What both tell with it together, the audit looks at.
            foreach (var (said, atoms) in release.external.Where(fact => IsOpen(fact.Pieces)))
            {
                var places = Places(atoms);
                if (said.IsSignal || isBase)
                    facts.Add(new(0, places, said.Low, said.High, 0));
                else
                    facts.AddRange(Enumerable.Range(0, 2).Select(measure => new LinearFact(measure, places, 0, Math.Max(said.High, release.Told(said, atoms)), 0)));
            }

            return new(
                counts, [.. pieceOf.Select(piece => release.isKnown[piece])],
                [.. Cells.Select(index => new TableCell(
                    Places(release.pieces[index]!), DisclosureControl.Weight(release.cells[index], release.ids[index], release.profile.TieKey), release.series[index], release.isWithheld[index]))],
                facts)
            {
                Statements = isBase ? [] : [.. Statements()],
                Blocks = Blocks(),
            };
        }

        private int[] Blocks()
        {
            var numbers = new Dictionary<(string, int), int>();
            return [.. pieceOf.Select(piece =>
            {
                var key = release.joint.AtomOf(piece).Key;
                var around = release.profile.Areas.Around(key.AreaCode);
                var block = (around.Count > 1 ? around[^2] : key.AreaCode, key.Period.Year);
                if (!numbers.TryGetValue(block, out var number))
                    numbers[block] = number = numbers.Count;
                return number;
            })];
        }

        private IEnumerable<ShareStatement> Statements()
        {
            if (!release.cells.Any(cell => cell.IsWeighted))
                yield break;
            var shares = new WeightedShares(release.joint);
            var plain = release.PlainBefore().ToHashSet();
            for (var at = 0; at < Cells.Count; at++)
            {
                var (index, cell) = (Cells[at], release.cells[Cells[at]]);
                if (!cell.IsWeighted || release.isWithheld[index] || cell.Split == IndicatorCell.Panel || plain.Contains(release.series[index]))
                    continue;
                if (shares.Of(release.pieces[index]!, at, release.joint.Vintage, cell.Share) is not { } statements)
                {
                    // Of one atom the share says no more than its counts; without a small one there is nothing to protect.
                    if (release.pieces[index] is { Length: > 1 } parts && parts.Any(IsSmall))
                        Unstated.Add(release.series[index]);
                    continue;
                }

                foreach (var statement in statements)
                    yield return statement with { Atoms = Places(statement.Atoms) };
            }

            foreach (var (cell, atoms) in release.facts.Where(fact => fact.Cell.IsWeighted && IsOpen(fact.Pieces)))
            {
                foreach (var statement in shares.Of(atoms, -1, cell.Vintage, null) ?? [])
                    yield return statement with { Atoms = Places(statement.Atoms) };
            }
        }

        private bool IsSmall(int piece) => !release.isKnown[piece] && Math.Min(release.joint[piece].Signal, release.joint[piece].Rest) < release.profile.Threshold;

        private IEnumerable<Target> AllTargets()
        {
            var protectedAtoms = new HashSet<AtomHistory>(ReferenceEqualityComparer.Instance);
            for (var place = 0; place < pieceOf.Count; place++)
            {
                if (Table.IsKnown[place])
                    continue;
                var isLasting = release.joint.IsLasting(pieceOf[place]);
                for (var measure = 0; measure < Table.Counts.Length; measure++)
                {
                    var count = Table.Counts[measure][place];
                    // That nothing changed may be known.
                    if (count == 0 && !isLasting)
                        continue;
                    foreach (var target in release.rules.Around(measure, [place], count))
                    {
                        protectedAtoms.Add(release.joint.AtomOf(pieceOf[place]));
                        yield return target;
                    }
                }
            }

            ProtectedAtoms = protectedAtoms.Count;
            for (var at = 0; at < Cells.Count; at++)
            {
                var (index, cell, atoms) = (Cells[at], release.cells[Cells[at]], Table.Cells[at].Atoms);
                var earlier = release.statedOf[release.ids[index]].Where(before => before.Kind == StatedKind.Counts);
                foreach (var target in (release.status[index] == PrimaryStatus.Sensitive ? release.rules.Targets(cell, atoms) : []).Concat(release.rules.ChangeTargets(cell, earlier, atoms)))
                {
                    if (target.Amount > 0 && !target.Atoms.All(atom => Table.IsKnown[atom]))
                        yield return target;
                }
            }
        }
    }
}
