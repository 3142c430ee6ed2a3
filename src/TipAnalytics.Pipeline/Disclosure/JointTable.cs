using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>Counts of one atom at every statement of its period.</summary>
/// <param name="Vintages">Ascending; the last is the one the release to come rests on.</param>
/// <param name="Counts">As many.</param>
/// <param name="Pieces">Numbers of its pieces in the joint table.</param>
internal sealed record AtomHistory(IndicatorAtom Key, IReadOnlyList<int> Vintages, IReadOnlyList<IndicatorAtom> Counts, IReadOnlyList<(int Number, Piece Piece)> Pieces)
{
    public IndicatorAtom Now => Counts[^1];

    /// <summary>Statement that held at a vintage.</summary>
    public int At(int vintage)
    {
        var at = Vintages.Count - 1;
        while (at > 0 && Vintages[at] > vintage)
            at--;
        return at;
    }
}

/// <summary>The atoms of one indicator as all its releases know them, cut into pieces, and the way from a cell of any release to its pieces.</summary>
internal sealed class JointTable
{
    // Weights are sums of decimals read as doubles.
    private const double Tolerance = 1e-9;

    private readonly IndicatorTable table;
    private readonly AreaVersions areas;
    private readonly List<AtomHistory> atoms = [];
    private readonly List<(int Atom, Piece Piece)> pieces = [];
    private readonly List<Period> periods = [];
    private readonly List<(Period, int, IReadOnlyList<IndicatorAtom>)> refined = [];
    // By hierarchy of areas: a ledger has many releases and few of these.
    private readonly Dictionary<int, Dictionary<(string Area, Period Period), List<int>>> atomsIn = [];
    private readonly Dictionary<Period, IReadOnlyList<Period>?> inside = [];
    private readonly Dictionary<string, Dictionary<string, string>> categories = new(StringComparer.Ordinal);

    /// <param name="isImpossible">Whether a combination of categories cannot exist by the plan.</param>
    /// <exception cref="ReleaseBlockedException">Released periods cannot be brought together with the areas of today.</exception>
    public JointTable(IndicatorTable table, AreaVersions areas, IndicatorHistory history, Func<IReadOnlyDictionary<string, string>, bool> isImpossible)
    {
        (this.table, this.areas) = (table, areas);
        var changed = Fill(history, isImpossible);
        Vintage = history.Vintage + (changed.Count > 0 ? 1 : 0);
        Restated = changed;
        periods.AddRange(atoms.Select(atom => atom.Key.Period).Distinct().Order());
    }

    /// <summary>Vintage of the release to come: one more than before where released periods changed.</summary>
    public int Vintage { get; }

    /// <summary>Released periods whose atoms changed.</summary>
    public IReadOnlySet<Period> Restated { get; }

    /// <summary>Released periods whose counts are told apart more finely now, with the finer counts.</summary>
    public IReadOnlyList<(Period Period, int Vintage, IReadOnlyList<IndicatorAtom> Atoms)> Refined => refined;

    public IReadOnlyList<AtomHistory> Atoms => atoms;

    public int PieceCount => pieces.Count;

    public Piece this[int piece] => pieces[piece].Piece;

    public AtomHistory AtomOf(int piece) => atoms[pieces[piece].Atom];

    /// <summary>Always there, of a period that was stated once or that did not change.</summary>
    public bool IsLasting(int piece) => this[piece] is { From: 0 } && this[piece].To == AtomOf(piece).Vintages.Count - 1;

    /// <summary>Pieces of a cell, ascending.</summary>
    /// <param name="seq">Release that states it; null: the one to come.</param>
    /// <param name="vintage">At which it is stated.</param>
    /// <returns>Null when the atoms do not tell the cell apart (released periods of a coarser plan, or of another hierarchy).</returns>
    public int[]? PiecesOf(string areaCode, Period period, string split, string category, long? seq, int vintage) =>
        AtomsOf(areaCode, period, split, category, seq) is { } found ? PiecesOf(found, vintage) : null;

    /// <summary>Pieces of atoms at a vintage, ascending.</summary>
    public int[] PiecesOf(List<int> ofAtoms, int vintage)
    {
        var list = new List<int>(ofAtoms.Count);
        foreach (var atom in ofAtoms)
        {
            var at = atoms[atom].At(vintage);
            foreach (var (number, piece) in atoms[atom].Pieces)
            {
                if (piece.From <= at && at <= piece.To)
                    list.Add(number);
            }
        }

        list.Sort();
        return [.. list];
    }

    /// <summary>Numbers of the atoms of a cell; null as above.</summary>
    public List<int>? AtomsOf(string areaCode, Period period, string split, string category, long? seq)
    {
        if (Inside(period) is not { } parts)
            return null;
        var index = Index(seq);
        var (fields, codes) = (split.Split(IndicatorAtom.Crossing), category.Split(IndicatorAtom.Crossing));
        var found = new List<int>();
        foreach (var part in parts)
        {
            foreach (var atom in index.GetValueOrDefault((areaCode, part), []))
            {
                switch (Holds(atoms[atom].Key, fields, codes))
                {
                    case null:
                        return null;
                    case true:
                        found.Add(atom);
                        break;
                }
            }
        }

        return found;
    }

    private bool? Holds(IndicatorAtom atom, string[] fields, string[] codes)
    {
        if (fields is [IndicatorCell.All])
            return true;
        if (fields is [IndicatorCell.Panel])
            return atom.Panel.Length == 0 ? null : atom.Panel == codes[0];
        var own = Categories(atom.Categories);
        for (var at = 0; at < fields.Length; at++)
        {
            if (!own.TryGetValue(fields[at], out var code))
                return null;
            if (code != codes[at])
                return false;
        }

        return true;
    }

    public IReadOnlyDictionary<string, string> CategoriesOf(IndicatorAtom atom) => Categories(atom.Categories);

    private Dictionary<string, string> Categories(string text)
    {
        if (!categories.TryGetValue(text, out var known))
        {
            categories[text] = known = new(StringComparer.Ordinal);
            foreach (var pair in text.Split(IndicatorAtom.Crossing, StringSplitOptions.RemoveEmptyEntries))
                known[pair[..pair.IndexOf('=', StringComparison.Ordinal)]] = pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..];
        }

        return known;
    }

    private IReadOnlyList<Period>? Inside(Period period)
    {
        if (!inside.TryGetValue(period, out var parts))
        {
            var touched = periods.Where(part => part.Start <= period.End && part.End >= period.Start).ToList();
            inside[period] = parts = touched.TrueForAll(part => part.Start >= period.Start && part.End <= period.End) ? touched : null;
        }

        return parts;
    }

    private Dictionary<(string Area, Period Period), List<int>> Index(long? seq)
    {
        var version = areas.At(seq);
        if (atomsIn.TryGetValue(version, out var index))
            return index;
        index = [];
        for (var atom = 0; atom < atoms.Count; atom++)
        {
            var key = atoms[atom].Key;
            foreach (var area in areas.Around(key.AreaCode, seq))
            {
                if (!index.TryGetValue((area, key.Period), out var list))
                    index[(area, key.Period)] = list = [];
                list.Add(atom);
            }
        }

        return atomsIn[version] = index;
    }

    /// <returns>Released periods that changed.</returns>
    private HashSet<Period> Fill(IndicatorHistory history, Func<IReadOnlyDictionary<string, string>, bool> isImpossible)
    {
        var changed = new HashSet<Period>();
        var stated = history.Atoms.GroupBy(atom => atom.Atom.Period).OrderBy(period => period.Key).ToList();
        var (now, places) = (table.Atoms.ToLookup(atom => atom.Period), table.Places.ToLookup(place => place.Period, place => place.AreaCode));
        var all = table.Atoms.Select(atom => atom.Period).Concat(table.Places.Select(place => place.Period)).Distinct().Order().ToList();
        var own = new Shape(table.AtomGrain, [.. table.Splits.Select(split => split.Split)], table.HasPanel);
        var covered = new HashSet<Period>();
        foreach (var period in stated)
        {
            var parts = all.Where(part => part.Start >= period.Key.Start && part.End <= period.Key.End).ToList();
            covered.UnionWith(parts);
            var shape = Shape.Of(period.Key, [.. period.Select(atom => atom.Atom)], Categories);
            IReadOnlyList<(int Vintage, List<IndicatorAtom> Atoms)> versions = [.. period.GroupBy(atom => atom.Vintage, atom => atom.Atom).OrderBy(version => version.Key).Select(version => (version.Key, version.ToList()))];
            List<IndicatorAtom> current = [.. parts.SelectMany(part => now[part])];
            if (parts.Count == 0)
            {
                // Records of it are gone, or it lies outside the series now. What was said of it stays.
                Add(versions, []);
                continue;
            }

            var isSameTree = period.All(atom => areas.IsCurrent(atom.Atom.AreaCode));
            var latest = versions[^1].Atoms;
            var seenAs = isSameTree ? (Func<string, string>)(code => code) : Classes(latest);
            var isSame = Same(Summed(latest, shape, seenAs), Summed(current, shape, seenAs));
            if (isSameTree && shape.Equals(own))
            {
                if (!isSame)
                    changed.Add(period.Key);
                Add(isSame ? versions : [.. versions, (history.Vintage + 1, current)], Zeros(parts, places, own, isImpossible));
            }
            else if (isSameTree && isSame && versions.Count == 1)
            {
                // The same counts, told apart more finely.
                refined.Add((period.Key, versions[0].Vintage, current));
                foreach (var part in parts)
                    Add([(versions[0].Vintage, [.. now[part]])], Zeros([part], places, own, isImpossible));
            }
            else if (isSame)
            {
                Add(versions, isSameTree ? Zeros(parts, places, shape, isImpossible).Select(zero => zero with { Period = period.Key }).Distinct() : []);
            }
            else if (isSameTree)
            {
                changed.Add(period.Key);
                Add([.. versions, (history.Vintage + 1, [.. Summed(current, shape, seenAs).Values])], Zeros(parts, places, shape, isImpossible).Select(zero => zero with { Period = period.Key }).Distinct());
            }
            else
            {
                throw new ReleaseBlockedException(
                    $"Nothing released: {table.Indicator.Id} was released for {period.Key} in other areas, and the areas of today do not add to the same counts. Say in places/changes.yaml which old areas became which new ones, or make the revision of {period.Key} in the old areas before the boundaries are changed.");
            }
        }

        foreach (var period in all.Where(period => !covered.Contains(period)))
            Add([(history.Vintage, [.. now[period]])], Zeros([period], places, own, isImpossible));
        return changed;
    }

    private void Add(IReadOnlyList<(int Vintage, List<IndicatorAtom> Atoms)> versions, IEnumerable<IndicatorAtom> zeros)
    {
        var byKey = versions.Select(version => version.Atoms.ToDictionary(Key)).ToList();
        var keys = byKey.SelectMany(version => version.Keys).Concat(zeros.Select(Key)).Distinct()
            .OrderBy(key => key.Period).ThenBy(key => key.AreaCode, StringComparer.Ordinal).ThenBy(key => key.Categories, StringComparer.Ordinal).ThenBy(key => key.Panel, StringComparer.Ordinal);
        var vintages = versions.Select(version => version.Vintage).ToList();
        foreach (var key in keys)
        {
            var counts = byKey.ConvertAll(version => version.GetValueOrDefault(key, key));
            var first = pieces.Count;
            pieces.AddRange(AtomPieces.Of(counts.ConvertAll(count => (count.Signal, count.Base - count.Signal))).Select(piece => (atoms.Count, piece)));
            atoms.Add(new(key, vintages, counts, [.. Enumerable.Range(first, pieces.Count - first).Select(piece => (piece, pieces[piece].Piece))]));
        }
    }

    private static IndicatorAtom Key(IndicatorAtom atom) => atom with { Signal = 0, Base = 0, WeightedSignal = 0, WeightedBase = 0 };

    private IEnumerable<IndicatorAtom> Zeros(IReadOnlyList<Period> parts, ILookup<Period, string> places, Shape shape, Func<IReadOnlyDictionary<string, string>, bool> isImpossible)
    {
        List<string> crossings = [""];
        foreach (var (split, codes) in table.Splits.Where(split => shape.Splits.Contains(split.Split)))
            crossings = [.. crossings.SelectMany(_ => codes, (crossing, code) => crossing.Length == 0 ? $"{split}={code}" : $"{crossing}{IndicatorAtom.Crossing}{split}={code}")];
        crossings.RemoveAll(crossing => isImpossible(Categories(crossing)));
        string[] panels = shape.HasPanel ? ["in", "out"] : [""];
        return from part in parts
               from area in places[part].Distinct()
               from crossing in crossings
               from panel in panels
               select new IndicatorAtom(area, part, crossing, panel, 0, 0, 0, 0);
    }

    /// <summary>Areas of an older hierarchy as the smallest area of today that surely holds them; areas of today that are in none of these for themselves.</summary>
    private Func<string, string> Classes(IEnumerable<IndicatorAtom> old)
    {
        var classOf = old.Select(atom => atom.AreaCode).Distinct(StringComparer.Ordinal)
            .ToDictionary(code => code, code => areas.Around(code) is [var first, ..] ? first : code, StringComparer.Ordinal);
        var known = classOf.Values.ToHashSet(StringComparer.Ordinal);
        return code => classOf.TryGetValue(code, out var own) ? own : areas.Around(code).FirstOrDefault(known.Contains) ?? code;
    }

    private Dictionary<(string, string, string), IndicatorAtom> Summed(IEnumerable<IndicatorAtom> each, Shape shape, Func<string, string> seenAs)
    {
        var sums = new Dictionary<(string, string, string), IndicatorAtom>();
        foreach (var atom in each)
        {
            var own = Categories(atom.Categories);
            var crossing = string.Join(IndicatorAtom.Crossing, shape.Splits.Where(own.ContainsKey).Select(split => $"{split}={own[split]}"));
            var key = (seenAs(atom.AreaCode), crossing, shape.HasPanel ? atom.Panel : "");
            var before = sums.GetValueOrDefault(key, new(key.Item1, Period.Containing(atom.Period.Start, shape.Grain), crossing, key.Item3, 0, 0, 0, 0));
            sums[key] = before with
            {
                Signal = before.Signal + atom.Signal, Base = before.Base + atom.Base,
                WeightedSignal = before.WeightedSignal + atom.WeightedSignal, WeightedBase = before.WeightedBase + atom.WeightedBase,
            };
        }

        return sums;
    }

    private static bool Same(Dictionary<(string, string, string), IndicatorAtom> one, Dictionary<(string, string, string), IndicatorAtom> other) =>
        one.Keys.Union(other.Keys).All(key =>
        {
            var (left, right) = (one.GetValueOrDefault(key), other.GetValueOrDefault(key));
            return left.Signal == right.Signal && left.Base == right.Base && IsNear(left.WeightedSignal, right.WeightedSignal) && IsNear(left.WeightedBase, right.WeightedBase);
        });

    private static bool IsNear(double one, double other) => Math.Abs(one - other) <= Tolerance * (1 + Math.Abs(one));

    /// <summary>How finely atoms of a period are told apart.</summary>
    private sealed record Shape(PeriodGrain Grain, IReadOnlyList<string> Splits, bool HasPanel)
    {
        public static Shape Of(Period period, IReadOnlyList<IndicatorAtom> atoms, Func<string, Dictionary<string, string>> categories) =>
            new(period.Grain, [.. categories(atoms[0].Categories).Keys.Order(StringComparer.Ordinal)], atoms[0].Panel.Length > 0);

        public bool Equals(Shape? other) => other is not null && Grain == other.Grain && HasPanel == other.HasPanel && Splits.SequenceEqual(other.Splits);

        public override int GetHashCode() => HashCode.Combine(Grain, HasPanel, Splits.Count);
    }
}
