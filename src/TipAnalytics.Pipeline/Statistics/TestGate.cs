namespace TipAnalytics.Pipeline.Statistics;

/// <summary>Why a series has no test; <see cref="Open"/> when it has one.</summary>
internal enum TestGate
{
    Open,
    TooFewPeriods,

    /// <summary>Too few neighbouring periods: carry-over between periods cannot be estimated.</summary>
    TooFewAdjacent,

    TooFewEvents,
    TooFewNonEvents,

    /// <summary>All values equal: no change observed, and no variation to test against.</summary>
    Constant,
}
