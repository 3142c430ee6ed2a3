namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Compares ascending lists of numbers by what they hold.</summary>
internal sealed class AtomSets : IEqualityComparer<int[]>
{
    public static readonly AtomSets Instance = new();

    private AtomSets()
    {
    }

    public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(int[] obj)
    {
        var hash = new HashCode();
        foreach (var number in obj)
            hash.Add(number);
        return hash.ToHashCode();
    }
}
