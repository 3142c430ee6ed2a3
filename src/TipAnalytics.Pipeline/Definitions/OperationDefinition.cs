using YamlDotNet.Serialization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>A country operation (<c>operation.yaml</c>).</summary>
internal sealed class OperationDefinition
{
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>P-code of the country.</summary>
    public required string Country { get; init; }

    /// <summary>Version of the P-codes, e.g. v01; travels with every code that leaves.</summary>
    public required string AreaVersion { get; init; }

    /// <summary>GeoJSON with COD column names: the admin-2 file carries the hierarchy in its properties (adm2_pcode, adm2_name, adm1_pcode,
    /// adm1_name, adm0_pcode, adm0_name; legacy ADM2_PCODE … too).</summary>
    public required string Boundaries { get; init; }

    /// <summary>Reports are made as of this day; null: the day of the run.</summary>
    public DateOnly? AsOf { get; init; }

    public required OnsetDefinition CrisisOnset { get; init; }

    /// <summary>First month of the series (yyyy-MM).</summary>
    public required string FirstMonth { get; init; }

    /// <summary>Days after its end a month closes.</summary>
    public int CloseAfterDays { get; init; } = 45;

    public List<string> Languages { get; init; } = ["en"];

    /// <summary>Indicators switched on.</summary>
    public required List<string> Indicators { get; init; }

    /// <summary>Recorded approvals of indicators that need one, by indicator.</summary>
    public Dictionary<string, ApprovalDefinition> Approvals { get; init; } = [];

    public List<string> Products { get; init; } = ["hno-pack", "trend-report"];

    /// <summary>Raises a stream's threshold; lowering an incident stream needs a recorded decision and never goes below 5.</summary>
    public Dictionary<string, int> Thresholds { get; init; } = [];

    /// <summary>Recorded decisions to lower a threshold, by stream.</summary>
    public Dictionary<string, ThresholdDecision> ThresholdDecisions { get; init; } = [];

    /// <summary>Whom releases are made for: a class of <see cref="Audiences"/>.</summary>
    public string Audience { get; init; } = Audiences.Partners;

    /// <summary>Class of audience → how many different persons have to stand behind a release for it; classes left out have the safe number.</summary>
    public Dictionary<string, int> PersonsNeeded { get; init; } = [];

    /// <summary>Who of the people concerned was asked about the indicators, and what changed because of it (Guide, R-40).</summary>
    public List<ConsultationDefinition> Consultations { get; init; } = [];

    /// <summary>How many different persons have to stand behind a release for an audience before it may be published; 1: whoever makes it.</summary>
    public int Persons(string audience) => PersonsNeeded.GetValueOrDefault(audience, Audiences.PersonsByDefault(audience));

    /// <summary>What a host does by itself; null: nothing.</summary>
    public SchedulesDefinition? Schedules { get; init; }

    [YamlIgnore]
    public string Folder { get; set; } = "";
}

/// <summary>A decision to lower the threshold of an incident stream, taken by those who answer for its data.</summary>
internal sealed class ThresholdDecision
{
    /// <summary>Role, never a name.</summary>
    public required string By { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>Why fewer are safe here: that no person stands behind several records, above all.</summary>
    public required string Reason { get; init; }
}

/// <summary>A consultation about a set of indicators, printed in the methodology annex.</summary>
internal sealed class ConsultationDefinition
{
    public required DateOnly On { get; init; }

    /// <summary>A group, never a person.</summary>
    public required string With { get; init; }

    /// <summary>Indicators that were talked about.</summary>
    public required List<string> About { get; init; }

    /// <summary>What is done otherwise since; «nothing» is an answer too.</summary>
    public required string Changed { get; init; }
}

/// <summary>Onset of the crisis: declared with its source before results are computed. The onset month belongs to the crisis period.</summary>
internal sealed class OnsetDefinition
{
    public required DateOnly Date { get; init; }
    public required string Title { get; init; }
    public required string Source { get; init; }

    /// <summary>P-code → onset of its own, for areas the crisis reached at another time; holds for the areas inside it too. The country keeps its own.</summary>
    public Dictionary<string, AreaOnset> Areas { get; init; } = [];

    /// <summary>Day of the onset in an area: its own, else that of the nearest area around it, else the country's.</summary>
    public DateOnly Of(string areaCode, AreaTree areas) => areas.Around(areaCode).Select(area => Areas.GetValueOrDefault(area.Code)).FirstOrDefault(own => own is not null)?.Date ?? Date;
}

/// <summary>Onset in one area, declared with its source like that of the country.</summary>
internal sealed class AreaOnset
{
    public required DateOnly Date { get; init; }
    public required string Title { get; init; }
    public required string Source { get; init; }
}

/// <summary>The context-analysis register (<c>context-analysis.yaml</c>).</summary>
internal sealed class ContextDefinition
{
    public required List<ContextAnswer> Answers { get; init; }
    public required List<ContextScore> Scores { get; init; }

    /// <summary>What happened, dated: drawn on trend charts.</summary>
    public List<ContextEvent> Events { get; init; } = [];

    /// <summary>What verified cases, anonymised, say in words (Guide, R-18); none unless somebody approved it.</summary>
    public List<ContextStatement> Statements { get; init; } = [];
}

/// <summary>A qualitative statement from anonymised verified cases: words without any number, printed for the classes of readers it was approved for and for no other.</summary>
internal sealed class ContextStatement
{
    public required string Text { get; init; }

    /// <summary>Role, never a name.</summary>
    public required string ApprovedBy { get; init; }

    public required DateOnly On { get; init; }

    /// <summary>Where the approval is recorded.</summary>
    public required string Reference { get; init; }

    /// <summary>Classes of readers (<see cref="Definitions.Audiences"/>).</summary>
    public required List<string> Audiences { get; init; }
}

/// <summary>A dated change of the context.</summary>
internal sealed class ContextEvent
{
    public required DateOnly Date { get; init; }

    /// <summary>P-code.</summary>
    public required string Geo { get; init; }

    /// <summary>access: who can be reached changed, which stands between periods of every series there; other: for reading only.</summary>
    public required string Kind { get; init; }

    public required string Title { get; init; }
    public required string Source { get; init; }
}

/// <summary>One answered question of the checklist (Guide, «Context analysis»). A question without an entry is unknown and a gap.</summary>
internal sealed class ContextAnswer
{
    public required string Question { get; init; }

    /// <summary>yes, no, partly, unknown, not_applicable.</summary>
    public required string Answer { get; init; }

    public string? Detail { get; init; }

    /// <summary>Article of a law, or what of a treaty was ratified and with which reservations, where the question asks for it.</summary>
    public string? Provision { get; init; }

    public required string Geo { get; init; }
    public required DateOnly AsOf { get; init; }
    public required string SourceClass { get; init; }
    public required string SourceRef { get; init; }

    /// <summary>high, medium, low.</summary>
    public required string Confidence { get; init; }

    /// <summary>public, internal, restricted.</summary>
    public required string Sensitivity { get; init; }

    public required DateOnly ReviewDue { get; init; }

    /// <summary>Role of the person who wrote the entry, never a name.</summary>
    public required string EnteredByRole { get; init; }
}

/// <summary>A contextual score (CX-01…CX-06): 0 none known, 1 some, 2 strong, null unknown.</summary>
internal sealed class ContextScore
{
    public required string Indicator { get; init; }
    public required string Area { get; init; }

    /// <summary>Quarter, e.g. 2025-Q1.</summary>
    public required string Period { get; init; }

    public int? Score { get; init; }
    public required string SourceRef { get; init; }
    public required string Reason { get; init; }
}
