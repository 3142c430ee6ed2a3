namespace TipAnalytics.Audit.Attack;

/// <summary>One thing a reader knows about whole numbers of 0 or more: low ≤ Σ unknowns ≤ high.</summary>
/// <param name="Unknowns">Ascending, each once.</param>
/// <param name="Low">Equal to <paramref name="High"/> for a published count.</param>
/// <param name="High"><see cref="long.MaxValue"/>: open.</param>
/// <param name="Source">Where it was said, for the words of a failure.</param>
internal sealed record Statement(int[] Unknowns, long Low, long High, string Source)
{
    /// <summary>Release that made it first, or that was the first to know of it; 0: none.</summary>
    public long Seq { get; init; }

    public bool IsExact => Low == High;
}

/// <summary>What a reader must not be able to rule out about a group of unknowns.</summary>
/// <param name="Unknowns">Ascending, each once; never empty.</param>
/// <param name="AtLeast">It must stay possible that the group holds so many or more; null: not asked.</param>
/// <param name="AtMost">It must stay possible that the group holds so many or fewer; null: not asked.</param>
/// <param name="Name">For the words of a failure.</param>
internal sealed record ProtectedGroup(int[] Unknowns, long? AtLeast, long? AtMost, string Name)
{
    /// <summary>How far a caseload of few organisations must stay uncertain on either side; null: the group is a count below the threshold.</summary>
    public long? Margin { get; init; }
}

/// <summary>A protected group over the classes of a part, in which unknowns that no statement tells apart are one. Members share a class total out among
/// themselves in any way: the group may take all of every class it touches, and must take only those that lie inside it whole.</summary>
/// <param name="Touched">Classes with a member in the group: their sum is what it may hold at most.</param>
/// <param name="Inside">Classes that lie inside it whole: their sum is what it holds at least.</param>
/// <param name="Groups">Those it stands for, one or more: they ask the same of the same classes.</param>
internal sealed record PartGroup(int[] Touched, int[] Inside, long? AtLeast, long? AtMost, IReadOnlyList<ProtectedGroup> Groups)
{
    public string Name => Groups[0].Name;

    public int Alike => Groups.Count;

    /// <summary>Null where the statements say nothing of the group alone: it cuts through a class.</summary>
    public int[]? Whole => Touched.Length == Inside.Length ? Inside : null;
}
