namespace TipAnalytics.Pipeline.Definitions;

/// <summary>What a place as written stands for.</summary>
/// <param name="Area">Area of the boundaries; null with <paramref name="Rule"/>.</param>
/// <param name="Way">How it was found.</param>
/// <param name="IsOutOfDate">Its code was not in force any more in that month, or not yet.</param>
/// <param name="Rule">Rule by which a row with it ends; null when it was found.</param>
internal sealed record PlaceMatch(Area? Area, PlaceWay Way, bool IsOutOfDate, string? Rule)
{
    public const string Unknown = "unknown_area";

    /// <summary>A spreadsheet made a number of the code, or took its zeros.</summary>
    public const string Damaged = "damaged_area_code";

    /// <summary>A unit that was not there in that month, and no review says what it became.</summary>
    public const string NotValid = "area_not_valid";

    /// <summary>The name of several units.</summary>
    public const string Ambiguous = "ambiguous_area";

    public static PlaceMatch None(string rule) => new(null, PlaceWay.Code, false, rule);
}

/// <summary>How a place was found.</summary>
internal enum PlaceWay
{
    /// <summary>A P-code of the boundaries, or what the source's own mapping says.</summary>
    Code,

    /// <summary>Exactly the name of one unit.</summary>
    Name,

    /// <summary>A reviewed alias.</summary>
    Alias,

    /// <summary>The same unit under another make of codes.</summary>
    Recoded,

    /// <summary>A unit that became, or lies whole in, one other.</summary>
    Successor,

    /// <summary>A unit without a single successor: in the smallest area that holds all of them.</summary>
    Whole,
}
