namespace TipAnalytics.SampleData;

/// <summary>The generator's own source of chance, so that bytes never depend on the version of .NET.</summary>
/// <remarks>Steele, Lea and Flood (2014), Fast splittable pseudorandom number generators, OOPSLA.</remarks>
public sealed class SplitMix64(ulong seed)
{
    private ulong state = seed;

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in 0 … <paramref name="bound"/> − 1.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Close to standard normal: twelve uniforms, so that no logarithm of the platform's is needed.</summary>
    public double NextNormal()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
            sum += NextDouble();
        return sum;
    }

    public T Pick<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items[Below(items.Count)];
    }

    public void Shuffle<T>(IList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>32 hex digits in the form of a UUID that begins with «ZZMARK» in ASCII, so that a search finds every one of them.</summary>
    public string MarkedUuid()
    {
        var digits = Next().ToString("x16", System.Globalization.CultureInfo.InvariantCulture) + Next().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        return $"5a5a4d41-524b-4{digits[..3]}-a{digits[3..6]}-{digits[6..18]}";
    }
}
