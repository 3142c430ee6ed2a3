namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Where the catalogue is.</summary>
internal static class CatalogueFolder
{
    /// <summary>The catalogue that ships with the program, beside it.</summary>
    public static string Default => Path.Combine(AppContext.BaseDirectory, "catalogue");
}
