namespace TipAnalytics.Pipeline.Releases;

/// <summary>A good, B usable, C with care, D not to be relied on.</summary>
public enum QualityLetter { A, B, C, D, NotGraded }

/// <summary>What a grade rests on; of several those that decided it.</summary>
[Flags]
public enum GradeReasons
{
    None = 0,

    /// <summary>Many of those asked did not know or preferred not to answer.</summary>
    FewAnswered = 1,

    /// <summary>Logic rules flag records of the stream.</summary>
    Flagged = 2,

    /// <summary>Records that are copies of others.</summary>
    NearDuplicates = 4,

    /// <summary>Rounds or places that were expected did not report.</summary>
    Incomplete = 8,

    /// <summary>Records came after their month had closed.</summary>
    Late = 16,

    /// <summary>No survey weights: describes those interviewed or reported, not everybody.</summary>
    NotRepresentative = 32,

    /// <summary>Rests on few interviews or reports.</summary>
    SmallBase = 64,

    /// <summary>Not graded: a figure of the area is withheld.</summary>
    Withheld = 128,

    /// <summary>Not graded: no figure in the last twelve months.</summary>
    NoData = 256,
}

/// <summary>How far the figures of one indicator and area can be relied on, by how the data came about, never by what they say.</summary>
/// <param name="Reasons">What decided the letter; none for A.</param>
public sealed record QualityGrade(string IndicatorId, string AreaCode, int AreaLevel, QualityLetter Letter, GradeReasons Reasons);
