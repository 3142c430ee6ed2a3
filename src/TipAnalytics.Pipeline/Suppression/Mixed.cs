namespace TipAnalytics.Pipeline.Suppression;

/// <summary>Numbers that look drawn at random and are the same on every machine.</summary>
internal static class Mixed
{
    /// <remarks>SplitMix64: Steele, Lea, Flood (2014), OOPSLA.</remarks>
    public static ulong Of(int number, int draw)
    {
        var mixed = ((ulong)(uint)draw << 32 | (uint)number) + 0x9E3779B97F4A7C15;
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB;
        return mixed ^ mixed >> 31;
    }
}
