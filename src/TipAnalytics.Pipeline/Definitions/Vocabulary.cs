using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Words definitions choose from.</summary>
internal static partial class Vocabulary
{
    /// <summary>Name of the context register beside the streams (<c>stg_ctx</c>); no stream may take it.</summary>
    public const string RegisterStream = "ctx";

    public static readonly string[] Families = ["children", "pressure", "work", "movement", "violations", "context", "co_occurrence", "environment"];
    public static readonly string[] Directions = ["higher_is_more_concern", "lower_is_more_concern", "none"];
    public static readonly string[] Sensitivities = ["low", "medium", "high", "very_high"];

    /// <summary>What a field or a part of a combination tells of, in the terms of the legal definition: its three elements, or what makes people vulnerable, or neither.</summary>
    public static readonly string[] Elements = ["act", "means", "purpose", "vulnerability", "context"];

    /// <summary>Element of a field whose codes have one each (column «element» of the code list).</summary>
    public const string ElementByCode = "by_code";

    /// <summary>Whom a part of a combination is about; person: of any age.</summary>
    public static readonly string[] Subjects = ["adult", "child", "person", "household", "community", "area"];

    /// <summary>Beginnings of words in names, code lists and labels of fields that tell most of a person or of a deed; shown by rule P10 only.</summary>
    public static readonly string[] GuardedSplits =
        ["perpetrator", "offender", "location_type", "place_type", "type of place", "kind of place", "nationalit", "citizenship", "disabilit", "sogi", "orientation", "gender_identity", "gender identity"];

    /// <summary>Threshold under which no such split is shown.</summary>
    public const int GuardedThreshold = 10;

    public static readonly string[] PartStates = ["elevated", "worse"];

    /// <summary>Prevention, protection, prosecution support, partnerships.</summary>
    public static readonly string[] Responses = ["prev", "prot", "pros", "part"];

    /// <summary>The fifteen protection risks of the Global Protection Cluster, numbered by us.</summary>
    public static readonly Dictionary<string, string> ProtectionRiskNames = new(StringComparer.Ordinal)
    {
        ["PR01"] = "Abduction, kidnapping, enforced disappearance, arbitrary or unlawful arrest and/or detention",
        ["PR02"] = "Attacks on civilians and other unlawful killings, and attacks on civilian objects",
        ["PR03"] = "Child and forced family separation",
        ["PR04"] = "Child, early or forced marriage",
        ["PR05"] = "Discrimination and stigmatization, denial of resources, opportunities, services and/or humanitarian access",
        ["PR06"] = "Disinformation and denial of access to information",
        ["PR07"] = "Forced recruitment and association of children in armed forces and groups",
        ["PR08"] = "Gender-based violence",
        ["PR09"] = "Impediments and/or restrictions to access to legal identity, remedies and justice",
        ["PR10"] = "Presence of mines and other explosive ordnance",
        ["PR11"] = "Psychological/emotional abuse or inflicted distress",
        ["PR12"] = "Theft, extortion, forced eviction or destruction of personal property",
        ["PR13"] = "Torture or cruel, inhuman, degrading treatment or punishment",
        ["PR14"] = "Trafficking in persons, forced labour or slavery-like practices",
        ["PR15"] = "Unlawful impediments or restrictions to freedom of movement, siege and forced displacement",
    };

    public static readonly string[] ProtectionRisks = [.. ProtectionRiskNames.Keys];

    /// <summary>Sector codes of the humanitarian programme cycle, plus JUS (justice and labour authorities) and DEV (development actors).</summary>
    public static readonly string[] Sectors =
    [
        "PRO", "PRO-CPN", "PRO-GBV", "PRO-HLP", "PRO-MIN", "PRO-HTS", "EDU", "FSC", "HEA", "NUT", "SHL", "WSH", "CCM", "ERY", "MPC", "LOG", "JUS", "DEV",
    ];

    public static readonly string[] Encodings = ["utf-8", "utf-16", "latin1", "windows-1252", "windows-1256"];
    public static readonly string[] Products = ["context-annex", "hct-note", "hno-pack", "key-messages", "pau-brief", "trend-report", "trend-sheet"];
    public static readonly string[] Answers = ["yes", "no", "partly", "unknown", "not_applicable"];
    public static readonly string[] EventKinds = ["access", "other"];
    public static readonly string[] Confidences = ["high", "medium", "low"];
    public static readonly string[] RegisterSensitivities = ["public", "internal", "restricted"];

    /// <summary>Columns every stream has; no field may take their names.</summary>
    public static readonly string[] RecordColumns =
    [
        "record_id", "source_id", "batch_id", "form_version", "period_start", "area_code", "survey_weight", "stratum", "cluster", "organisation", "reporting_point",
        "record_key", "version", "content", "file_position", "row_number", "flags", QualityRule.DoorColumn,
    ];

    /// <summary>Names of streams, fields, models and code lists: a word SQL takes without quotes.</summary>
    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    public static partial Regex SqlName();

    /// <summary>Ids of operations and sources; they become folder names and job arguments.</summary>
    [GeneratedRegex("^[a-z0-9][a-z0-9_-]*$")]
    public static partial Regex FolderName();

    [GeneratedRegex("^[A-Z]{2,4}-[0-9]{2,3}[a-z]?$")]
    public static partial Regex IndicatorId();

    /// <summary>Codes stand in texts separated by spaces and colons.</summary>
    [GeneratedRegex(@"^[^\s:]+$")]
    public static partial Regex CodeName();
}
