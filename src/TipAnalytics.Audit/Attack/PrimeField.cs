namespace TipAnalytics.Audit.Attack;

/// <summary>Arithmetic modulo a prime below 2^62.</summary>
/// <remarks>A matrix over the integers has the same rank over such a field unless the prime divides one of its minors: with probability of about its size / 2^61.
/// A finding is therefore confirmed over a second prime.</remarks>
internal readonly record struct PrimeField(ulong Prime)
{
    /// <summary>2^61 − 1.</summary>
    public static readonly PrimeField First = new((1UL << 61) - 1);

    /// <summary>2^61 − 31, the next prime below.</summary>
    public static readonly PrimeField Second = new((1UL << 61) - 31);

    public ulong Subtract(ulong left, ulong right) => left >= right ? left - right : left + Prime - right;

    public ulong Multiply(ulong left, ulong right) => (ulong)((UInt128)left * right % Prime);

    /// <summary>Inverse of a number that is not 0 (Fermat).</summary>
    public ulong Invert(ulong value)
    {
        var (result, power) = (1UL, value);
        for (var exponent = Prime - 2; exponent > 0; exponent >>= 1)
        {
            if ((exponent & 1) == 1)
                result = Multiply(result, power);
            power = Multiply(power, power);
        }

        return result;
    }

    public ulong Of(long value) => value >= 0 ? (ulong)value % Prime : Prime - (ulong)-value % Prime;

    /// <summary>The whole number nearest to 0 that stands for a residue.</summary>
    public long Nearest(ulong residue) => residue > Prime / 2 ? -(long)(Prime - residue) : (long)residue;
}
