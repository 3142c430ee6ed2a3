namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Checks certificates in whole numbers against the table itself, without anything of the search that found them.</summary>
internal sealed class CertificateCheck(AtomTable table, bool[] isHidden, IReadOnlySet<int> unstatedSeries)
{
    // Weighted sums added up in another order than the search did.
    private const double Noise = 1e-9;

    /// <summary>Checks every certificate, and that every target but the disclosed ones has one.</summary>
    /// <param name="disclosed">Places of targets.</param>
    /// <returns>Targets that have one, upward and downward.</returns>
    /// <exception cref="InvalidOperationException">Not so.</exception>
    public (int Up, int Down) Certified(IReadOnlyList<Certificate> certificates, IReadOnlyList<Target> targets, IReadOnlySet<int> disclosed)
    {
        var placeOf = new int[table.AtomCount];
        var isMet = new bool[targets.Count];
        foreach (var part in certificates.GroupBy(certificate => certificate.Atoms))
        {
            Array.Fill(placeOf, -1);
            for (var place = 0; place < part.Key.Length; place++)
                placeOf[part.Key[place]] = place;
            foreach (var family in part.GroupBy(certificate => certificate.Groups, AtomSets.Instance))
                Check(placeOf, family.Key, [.. family], targets, isMet);
        }
        for (var at = 0; at < targets.Count; at++)
            isMet[at] |= targets[at].Amount <= 0 && targets[at].Atoms.All(atom => table.IsKnown[atom]);
        if (Enumerable.Range(0, targets.Count).Any(at => !isMet[at] && !disclosed.Contains(at)))
            throw new InvalidOperationException("Disclosure control lost a certificate it had.");
        return (targets.Where((target, at) => isMet[at] && target.IsUp).Count(), targets.Where((target, at) => isMet[at] && !target.IsUp).Count());
    }

    private void Check(int[] placeOf, int[] groups, IReadOnlyList<Certificate> family, IReadOnlyList<Target> targets, bool[] isMet)
    {
        var sizes = new int[groups.Length == 0 ? 0 : groups.Max() + 1];
        foreach (var group in groups)
            sizes[group]++;
        Require(family.All(certificate => certificate.Totals.Length == sizes.Length && Array.TrueForAll(certificate.Totals, total => total >= 0)));
        Require(family.All(certificate => certificate.Atoms.All(atom => !table.IsKnown[atom])));
        for (var cell = 0; cell < table.Cells.Count; cell++)
        {
            if (isHidden[cell] || Inside(table.Cells[cell].Atoms) is not { Count: > 0 } inside)
                continue;
            Require(IsWhole(inside));
            foreach (var certificate in family)
                Require(Move(inside, certificate) == 0);
        }
        foreach (var fact in table.Facts)
        {
            if (Inside(fact.Atoms) is not { Count: > 0 } inside)
                continue;
            Require(IsWhole(inside));
            var truth = fact.Atoms.Sum(atom => table.Counts[fact.Measure][atom]);
            var (low, high) = truth < fact.Low || truth > fact.High ? (0, 0) : (fact.Low - truth, fact.High - truth);
            foreach (var certificate in family.Where(certificate => certificate.Measure == fact.Measure))
                Require(Move(inside, certificate) is var move && move >= low && move <= high);
        }
        foreach (var statement in table.Statements)
        {
            if (!Array.Exists(statement.Atoms, atom => placeOf[atom] >= 0) || (statement.Cell >= 0 && (isHidden[statement.Cell] || unstatedSeries.Contains(table.Cells[statement.Cell].Series))))
                continue;
            var equal = Enumerable.Range(0, statement.Atoms.Length).GroupBy(at => statement.Weights[at], at => statement.Atoms[at])
                .Select(atoms => (Weight: atoms.Key, Inside: Inside([.. atoms]))).ToList();
            Require(equal.TrueForAll(each => IsWhole(each.Inside)));
            foreach (var certificate in family.Where(certificate => certificate.Measure == statement.Measure))
                Require(equal.Sum(each => each.Weight * Move(each.Inside, certificate)) is var move && move >= statement.Low - Noise && move <= statement.High + Noise);
        }
        for (var at = 0; at < targets.Count; at++)
        {
            if (isMet[at] || !Array.Exists(targets[at].Atoms, atom => placeOf[atom] >= 0))
                continue;
            var truth = targets[at].Atoms.Sum(atom => table.Counts[targets[at].Measure][atom]);
            var inside = Inside(targets[at].Atoms);
            isMet[at] = family.Any(certificate => certificate.Measure == targets[at].Measure && (targets[at].IsUp
                ? inside.Keys.Sum(group => certificate.Totals[group]) + Outside(targets[at]) >= truth + targets[at].Amount
                : inside.Where(group => group.Value.Atoms == sizes[group.Key]).Sum(group => certificate.Totals[group.Key]) + Outside(targets[at]) <= truth - targets[at].Amount));
        }

        // Group → how many of its atoms are in the set, and their true counts by measure.
        Dictionary<int, (int Atoms, long[] Counts)> Inside(int[] atoms)
        {
            var inside = new Dictionary<int, (int Atoms, long[] Counts)>();
            foreach (var atom in atoms)
            {
                if (placeOf[atom] < 0)
                    continue;
                var (count, counts) = inside.TryGetValue(groups[placeOf[atom]], out var each) ? each : (0, new long[table.Counts.Length]);
                for (var measure = 0; measure < counts.Length; measure++)
                    counts[measure] += table.Counts[measure][atom];
                inside[groups[placeOf[atom]]] = (count + 1, counts);
            }
            return inside;
        }

        bool IsWhole(Dictionary<int, (int Atoms, long[] Counts)> inside) => inside.All(group => group.Value.Atoms == sizes[group.Key]);

        static long Move(Dictionary<int, (int Atoms, long[] Counts)> inside, Certificate certificate) =>
            inside.Sum(group => certificate.Totals[group.Key] - group.Value.Counts[certificate.Measure]);

        long Outside(Target target) => target.Atoms.Where(atom => placeOf[atom] < 0).Sum(atom => table.Counts[target.Measure][atom]);
    }

    private static void Require(bool holds)
    {
        if (!holds)
            throw new InvalidOperationException("A certificate of disclosure control does not agree with what is published.");
    }
}
