namespace TipAnalytics.Pipeline.Statistics;

/// <summary>A change of a share, split: inside the strata, and by their changed mix. The two add to the whole change.</summary>
internal sealed record MixSplit(double Within, double Composition)
{
    public double Total => Within + Composition;

    public bool IsMostlyComposition => Math.Abs(Composition) > Math.Abs(Within);
}

/// <summary>One stratum (a reporting point, or the points in and out of the panel): counts with the signal and bases in two periods.</summary>
internal readonly record struct Stratum(double Signal1, double Base1, double Signal2, double Base2);

/// <remarks>Kitagawa (1955), JASA 50(272), 1168–1194.</remarks>
internal static class Kitagawa
{
    /// <returns>NaN parts when a period has no base at all. A stratum with a base in one period only goes entirely to composition.</returns>
    public static MixSplit Split(IReadOnlyList<Stratum> strata)
    {
        var (total1, total2) = (strata.Sum(s => s.Base1), strata.Sum(s => s.Base2));
        if (!(total1 > 0 && total2 > 0))
            return new(double.NaN, double.NaN);
        double within = 0, composition = 0;
        foreach (var s in strata)
        {
            var (w1, w2) = (s.Base1 / total1, s.Base2 / total2);
            if (s.Base1 > 0 && s.Base2 > 0)
            {
                var (p1, p2) = (s.Signal1 / s.Base1, s.Signal2 / s.Base2);
                within += (w1 + w2) / 2 * (p2 - p1);
                composition += (p1 + p2) / 2 * (w2 - w1);
            }
            else if (s.Base2 > 0)
                composition += w2 * (s.Signal2 / s.Base2);
            else if (s.Base1 > 0)
                composition -= w1 * (s.Signal1 / s.Base1);
        }

        return new(within, composition);
    }
}
