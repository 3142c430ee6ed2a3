namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Certified elastic suppression: hides further cells until every target has a whole-number table that meets it and agrees with everything told
/// and everything published. From all of it together no reader can deduce a group of atoms whose total is below the threshold the targets come from.</summary>
/// <param name="unstatedBefore">Series whose weighted shares are not printed whatever is found.</param>
/// <remarks>Safety: disclosure-control specification 3.3; algorithm: 3.6. Deterministic: the same table in the same order gives the same pattern.</remarks>
internal sealed class CertifiedSuppression(AtomTable table, IReadOnlyList<Target> targets, IEnumerable<int>? unstatedBefore = null)
{
    private readonly LossOfHiding loss = new(table, unstatedBefore ?? []);

    /// <exception cref="InvalidOperationException">A certificate does not hold: a defect of this program, and nothing may be published.</exception>
    public Pattern Run()
    {
        var rows = Part.RowsOf(table);
        foreach (var row in rows.Where(row => row.Cells.Any(cell => table.Cells[cell].IsWithheld)))
            loss.Hide(row);
        var parts = Part.Of(table, rows, targets);
        var certificates = new List<Certificate>();
        // A target on known atoms alone cannot move.
        var disclosed = Enumerable.Range(0, targets.Count).Where(index => targets[index].Amount > 0 && targets[index].Atoms.All(atom => table.IsKnown[atom]))
            .Select(index => (Index: index, Release: -1)).ToList();
        foreach (var part in parts)
        {
            var (witnesses, lost) = new PartProtection(table, part, loss).Run();
            certificates.AddRange(Certificates.Of(part, witnesses));
            disclosed.AddRange(lost.Select(each => (each.Index, LatestRelease(part, each.Target))));
        }
        var (up, down) = new CertificateCheck(table, loss.IsHidden, loss.UnstatedSeries).Certified(certificates, targets, disclosed.Select(each => each.Index).ToHashSet());
        return new(loss.IsHidden, loss.UnstatedSeries, certificates, [.. disclosed.Select(each => (targets[each.Index], each.Release))])
        {
            CertifiedUp = up,
            CertifiedDown = down,
            Blocks = parts.Count,
        };
    }

    /// <returns>−1 where no fact says anything.</returns>
    private static int LatestRelease(Part part, Target target)
    {
        var atoms = target.Atoms.ToHashSet();
        var near = part.Facts.Where(fact => fact.Measure == target.Measure && fact.Atoms.Any(atoms.Contains)).ToList();
        return (near.Count > 0 ? near : part.Facts).Select(fact => fact.Release).DefaultIfEmpty(-1).Max();
    }
}
