using TipAnalytics.Pipeline.Releases;

namespace TipAnalytics.Reports.Tests.Fixture;

/// <summary>The 22 indicators of the invented operation, with shortened texts.</summary>
internal static class FixtureIndicators
{
    public static readonly IReadOnlyList<IndicatorInfo> All =
    [
        Make("CH-01", "Child work as a household coping strategy", "children", "fs_hh", "survey", "households", ["FSC", "PRO-CPN", "MPC", "EDU"], ["prev"]),
        Make("CH-02", "Children out of school mainly because they earn outside the home", "children", null, null, "children", ["EDU", "PRO-CPN"], ["prev"], hasSource: false),
        Make("CH-03", "Children withdrawn from school to meet needs", "children", "fs_hh", "survey", "households", ["EDU", "FSC", "MPC"], ["prev"]),
        Make("CH-05", "Children living away for work or without news", "children", "pm_hh", "interviews", "households", ["PRO-CPN"], ["prot", "prev"]),
        Make("CH-08", "Children in the care of unrelated adults or without care", "children", "cp_cm", "cases", "cases", ["PRO-CPN", "SHL"], ["prot"]),
        Make("CH-09", "Unknown adults offering care, schooling, training or transport to children", "children", "pm_ki", "keyinformants", "communities", ["PRO-CPN", "CCM", "EDU"], ["prev"]),
        Make("EC-01", "Emergency coping used or exhausted", "pressure", "fs_hh", "survey", "households", ["FSC", "MPC", "ERY"], ["prev"]),
        Make("EC-02", "Begging to meet needs", "pressure", "fs_hh", "survey", "households", ["FSC", "MPC", "PRO"], ["prev"]),
        Make("EC-05w", "Debt to meet basic needs", "pressure", "pm_hh", "interviews", "households", ["ERY", "MPC", "PRO", "JUS"], ["prev", "prot"]),
        Make("LB-04", "Brokers or recruiters active", "work", "pm_ki", "keyinformants", "communities", ["CCM", "PRO", "ERY", "JUS"], ["prev"]),
        Make("MV-01", "Missing civil documents", "movement", "pm_hh", "interviews", "households", ["PRO", "JUS", "PRO-CPN"], ["prev"]),
        Make("MV-03", "Family separation during displacement", "movement", "pm_hh", "interviews", "households", ["PRO-CPN", "PRO"], ["prot"]),
        Make("VI-03", "Reported GBV incidents with goods, money, benefits or services exchanged", "violations", "gbv_ir", "incidents", "reported incidents", ["PRO-GBV", "HEA", "MPC"], ["prot", "prev"]),
        Make("VI-04", "Reported GBV incidents with captivity or abduction at the time", "violations", "gbv_ir", "incidents", "reported incidents", ["PRO-GBV", "PRO", "HEA"], ["prot"]),
        Make("VI-05", "Forced marriage among reported GBV incidents", "violations", "gbv_ir", "incidents", "reported incidents", ["PRO-GBV", "PRO-CPN", "JUS"], ["prot"]),
        Make("CX-02", "Labour demand that can exploit", "context", "ctx", "reference", "areas", ["ERY", "JUS", "PRO"], ["prev"], "level", 2),
        Make("CX-05", "Rule of law weakened", "context", "ctx", "reference", "areas", ["JUS", "PRO", "DEV"], ["pros", "part"], "level", 2),
        Make("CX-06", "Armed actors and international forces present", "context", "ctx", "reference", "areas", ["PRO", "PRO-CPN"], ["prev", "part"], "level", 2),
        Make("CX-07", "Gap in protection services and referral", "context", "srv", "reference", "functions", ["PRO", "PRO-GBV", "PRO-CPN", "HEA", "SHL"], ["prot"], "level", 0.375m),
        Make("CO-01", "Child work, school withdrawal and emergency coping together", "co_occurrence", "fs_hh", "survey", "households", ["PRO-CPN", "EDU", "FSC", "MPC"], ["prev"]),
        Make("CO-08", "Convergence of driver families in an area", "co_occurrence", null, null, "families", ["all"], ["prev", "prot", "pros", "part"], "convergence", null),
        Make("RE-01", "Coverage and silence", "environment", null, null, "areas", ["PRO"], ["part"], "coverage", null),
    ];

    private static IndicatorInfo Make(
        string id, string title, string family, string? stream, string? streamKind, string unit, string[] canAct, string[] response, string kind = "share", decimal? elevated = 25, bool hasSource = true) => new(
        id, title, $"Share of {unit} with a usable answer that show this signal in the reporting period.", family, kind, stream, streamKind, unit, $"share of {unit}", "higher_is_more_concern",
        "Named by the Guide.", "Covers need-driven situations too; recall and question wording differ between rounds", Standing(id, streamKind), ["PR14"], canAct, response,
        "Few or none said so; small numbers and zero are not shown alike. It does not mean that there is none.",
        canAct.Where(sector => sector != "all").Take(2).ToDictionary(sector => sector, sector => $"Review with partners how {sector} activities reach households and communities that show this signal."),
        elevated, 30, $"{id.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant()}00aa", hasSource);

    private static string[] Standing(string id, string? streamKind) => id.StartsWith("CO", StringComparison.Ordinal) ? ["CAV-4"] : streamKind switch
    {
        "incidents" or "cases" => ["CAV-1"],
        "keyinformants" => ["CAV-2"],
        "survey" or "interviews" => ["CAV-3"],
        _ => [],
    };
}
