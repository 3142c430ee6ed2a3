using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Releases;

namespace TipAnalytics.Reports.Tests.Fixture;

internal static class FixtureSources
{
    public static readonly IReadOnlyList<SourceInfo> All =
    [
        Make("wfp-coping", "WFP-named coping survey", "Food security partner", "fs_hh", "Household coping surveys", 2, null),
        Make("pm-households", "Protection monitoring households", "Protection monitoring consortium", "pm_hh", "Protection monitoring, households", 2, null),
        Make("pm-rounds", "Key-informant rounds", "Protection monitoring consortium", "pm_ki", "Protection monitoring, communities", 1, new(9, 18)),
        Make("gbv-recorder", "GBV incident extract", "GBV AoR", "gbv_ir", "Reported GBV incidents", 1, new(14, 11)),
        Make("cp-extract", "Child-protection extract", "CP AoR", "cp_cm", "Child-protection cases", 1, new(8, 8)),
        Make("services", "Service mapping", "Protection cluster", "srv", "Service mapping", 2, null),
    ];

    public static readonly IReadOnlyList<ContextItem> Register =
    [
        new("QA1", "Which forms of exploitation were known before the crisis?", "yes", "Farm and domestic work of children away from home was known before the crisis", "LR", new(2026, 6, 1), "secondary review", "medium", new(2026, 12, 1)) { PartTitle = "Before the crisis" },
        new("QB2", "Have displacement routes changed?", "partly", "Families move towards the harbour in the dry months", "LR05", new(2026, 5, 10), "partners", "medium", new(2026, 11, 1)) { PartTitle = "Now" },
        new("QE6", "Does the law cover all forms of trafficking in persons?", "yes", null, "LR", new(2026, 4, 2), "law review", "high", new(2027, 4, 2)) { PartTitle = "Criminalisation in national law", IsLaw = true, Provision = "Criminal Code, article 12" },
        new("QH3", "Does a national referral mechanism work?", "unknown", null, "LR", null, null, null, null) { PartTitle = "Institutions and capacity" },
        new("QG1", "Are labour inspections carried out?", "no", "Inspections stopped with the floods", "LR", new(2026, 3, 20), "authorities", "low", new(2026, 9, 20)) { PartTitle = "Human rights and gender equality", IsLaw = true },
        new("QH8", "Restricted question", "restricted", null, "LR", null, null, null, null) { PartTitle = "Institutions and capacity" },
    ];

    public static readonly IReadOnlyDictionary<string, string> Caveats = new Dictionary<string, string>
    {
        ["CAV-0"] = "These are proxy indicators drawn from data collected for other purposes. They show conditions and changes that can raise the risk of trafficking in persons. They do not measure prevalence, are not proof that trafficking is or is not happening, and must be read together and in context. No report from an area does not mean there is no risk.",
        ["CAV-1"] = "Based only on incidents reported to participating services or monitors whose consent allows use; changes may come from access, trust or number of services.",
        ["CAV-2"] = "Share of assessed communities where informants reported it; not a share of people.",
        ["CAV-3"] = "Weighted survey estimate with its interval",
        ["CAV-3b"] = "Not representative: describes the households interviewed.",
        ["CAV-4"] = "Combination of signals in the same record; a warning sign for programming, not a finding about any person.",
        ["CAV-5"] = "Not shown to protect people.",
        ["CAV-6"] = "Not assessed.",
        ["CAV-7"] = "Sources or form changed here; not comparable across the line.",
        ["CAV-8"] = "This system does not count trafficked persons. Establishing their number is not its purpose and could put people at risk.",
        ["CAV-9"] = "Concerns about a person go to trained protection staff through the referral pathway, not through this report.",
    };

    private static SourceInfo Make(string id, string title, string provider, string stream, string streamTitle, int level, ReportingPoints? points) => new(
        id, title, provider, stream, streamTitle, "Analysis of protection trends", $"Protection cluster and {provider}", new(2025, 11, 1), new(2027, 10, 31), level,
        LakeRegion.Parse("2023-01"), LakeRegion.Parse("2026-06"), ["v1", "v2"], points, stream == "gbv_ir", []);
}
