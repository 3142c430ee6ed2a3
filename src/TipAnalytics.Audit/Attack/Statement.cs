namespace TipAnalytics.Audit.Attack;

/// <summary>One thing a reader knows about whole numbers of 0 or more: low ≤ Σ unknowns ≤ high.</summary>
/// <param name="Unknowns">Ascending, each once.</param>
/// <param name="Low">Equal to <paramref name="High"/> for a published count.</param>
/// <param name="High"><see cref="long.MaxValue"/>: open.</param>
/// <param name="Source">Where it was said, for the words of a failure.</param>
internal sealed record Statement(int[] Unknowns, long Low, long High, string Source)
{
    public bool IsExact => Low == High;
}

/// <summary>What a reader must not be able to rule out about a group of unknowns.</summary>
/// <param name="Unknowns">Ascending, each once; never empty.</param>
/// <param name="AtLeast">It must stay possible that the group holds so many or more; null: not asked.</param>
/// <param name="AtMost">It must stay possible that the group holds so many or fewer; null: not asked.</param>
/// <param name="Name">For the words of a failure.</param>
internal sealed record ProtectedGroup(int[] Unknowns, long? AtLeast, long? AtMost, string Name);
