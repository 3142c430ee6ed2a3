using System.Runtime.InteropServices;

namespace TipAnalytics.Audit.Attack;

/// <summary>Tables are the same when all their numbers are.</summary>
internal sealed class LongArrays : IEqualityComparer<long[]>
{
    public static LongArrays Instance { get; } = new();

    public bool Equals(long[]? x, long[]? y) => x is null ? y is null : y is not null && x.AsSpan().SequenceEqual(y);

    public int GetHashCode(long[] obj)
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes<long>(obj));
        return hash.ToHashCode();
    }
}
