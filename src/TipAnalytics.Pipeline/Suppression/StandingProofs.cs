namespace TipAnalytics.Pipeline.Suppression;

/// <summary>A witness and the targets it meets, by their place among all.</summary>
internal sealed record Proof(Witness Witness, int[] Targets);

/// <summary>Proofs that still hold while rows are published again, and which targets rest on which.</summary>
internal sealed class StandingProofs
{
    private readonly HashSet<Proof> standing = new(ReferenceEqualityComparer.Instance);
    private readonly List<Proof> inOrder = [];
    private readonly Dictionary<Row, List<Proof>> moving = [];
    private readonly Dictionary<GroupModel, List<Proof>> ofModel = [];
    private readonly Dictionary<int, int> times = [];

    public StandingProofs(IEnumerable<Proof> proofs) => Add(proofs);

    public List<Proof> All => [.. inOrder.Where(standing.Contains)];

    /// <summary>Proofs that do not hold once a row is published.</summary>
    /// <param name="breaks">Whether a witness breaks a statement that would be made again.</param>
    public List<Proof> KilledBy(Row row, Func<Witness, bool> breaks) =>
        [.. moving.GetValueOrDefault(row, []).Concat(ofModel.Where(model => model.Key.MayCut(row)).SelectMany(model => model.Value))
            .Concat(inOrder.Where(proof => breaks(proof.Witness))).Where(standing.Contains).Distinct()];

    /// <summary>Targets that no other proof meets, ascending.</summary>
    public List<int> OnlyMetBy(List<Proof> killed)
    {
        var lost = new Dictionary<int, int>();
        foreach (var target in killed.SelectMany(proof => proof.Targets))
            lost[target] = lost.GetValueOrDefault(target) + 1;
        return [.. lost.Where(target => times[target.Key] == target.Value).Select(target => target.Key).Order()];
    }

    public void Replace(List<Proof> killed, IEnumerable<Proof> found)
    {
        standing.ExceptWith(killed);
        foreach (var target in killed.SelectMany(proof => proof.Targets))
            times[target]--;
        Add(found);
    }

    private void Add(IEnumerable<Proof> proofs)
    {
        foreach (var proof in proofs)
        {
            standing.Add(proof);
            inOrder.Add(proof);
            Listed(ofModel, proof.Witness.Model).Add(proof);
            foreach (var row in proof.Witness.MovedRows())
                Listed(moving, row).Add(proof);
            foreach (var target in proof.Targets)
                times[target] = times.GetValueOrDefault(target) + 1;
        }
    }

    private static List<Proof> Listed<T>(Dictionary<T, List<Proof>> lists, T key)
        where T : notnull
    {
        if (!lists.TryGetValue(key, out var list))
            lists[key] = list = [];
        return list;
    }
}
