using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Frozen small-count rounding (specification 3.8): the option where holes are not acceptable. Some atoms are moved to 0 or to the base, so that no
/// cell that may be published is 1 … base − 1; everything published is computed from the rounded atoms, so releases cannot be played off against each other.</summary>
/// <remarks>After Langsrud and Heldal (2018), Privacy in Statistical Databases, small count rounding; which atoms go up is drawn by systematic sampling with
/// a keyed start, so that sums in the order of the atoms move by less than the base.</remarks>
internal static class SmallCountRounding
{
    /// <param name="counts">Of the atoms, each 0 or more.</param>
    /// <param name="cells">Atoms of every cell that may ever be published.</param>
    /// <param name="roundingBase">5 or more; 10 for incident streams.</param>
    /// <param name="key">Of the store: the same counts under the same key are rounded the same way.</param>
    /// <returns>Rounded atoms, to be frozen and used for everything.</returns>
    public static long[] Round(long[] counts, IReadOnlyList<int[]> cells, int roundingBase, byte[] key)
    {
        var rounded = (long[])counts.Clone();
        for (var pass = 0; ; pass++)
        {
            // A rounded atom is 0 or the base and stays so; each pass rounds at least one more, so there is an end.
            int[] small = [.. cells.Where(cell => cell.Sum(atom => rounded[atom]) is var sum && sum > 0 && sum < roundingBase)
                .SelectMany(cell => cell).Where(atom => rounded[atom] > 0 && rounded[atom] < roundingBase).Distinct().Order()];
            if (small.Length == 0)
                return rounded;
            var sum = Start(key, pass, roundingBase);
            foreach (var atom in small)
            {
                var before = sum;
                sum += rounded[atom];
                rounded[atom] = (long)Math.Floor(sum / roundingBase) > (long)Math.Floor(before / roundingBase) ? roundingBase : 0;
            }
        }
    }

    /// <returns>0 or more, below the base.</returns>
    private static double Start(byte[] key, int pass, int roundingBase)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, pass);
        return BinaryPrimitives.ReadUInt32BigEndian(HMACSHA256.HashData(key, number)) / (1.0 + uint.MaxValue) * roundingBase;
    }
}
