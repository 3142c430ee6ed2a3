namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>A number of records that is not to be told: by its order of magnitude only.</summary>
internal static class Magnitude
{
    public static string Of(long records) => records switch
    {
        < 100 => "fewer than 100",
        < 1_000 => "100 to 999",
        < 10_000 => "1,000 to 9,999",
        _ => "10,000 or more",
    };
}
