using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>Slots of a Protection Analysis Update brief on one risk, in the order of the Protection Analytical Framework: threat, who and where, effect, capacities.</summary>
internal static class PauSection
{
    private static readonly string[] EffectFamilies = ["children", "pressure", "work", "movement", "co_occurrence"];

    /// <summary>Risks for immediate attention: rises of grade A or B only.</summary>
    public static IEnumerable<Block> Attention(SectionContext context)
    {
        var texts = context.Texts;
        yield return new Paragraph(texts["pau.use"], ParagraphLook.Caveat);
        yield return new Heading(1, texts["pau.attention"], "pau-attention");
        var rises = context.Headlines.Rises();
        yield return rises.Count > 0
            ? new Bullets([.. rises.Take(MostItems).Select(group => (context.Findings.Start(group.First()), $"{context.Findings.Brief([.. group])}."))])
            : new Paragraph(texts["pau.attention_none"]);
        foreach (var more in More(context, rises.Skip(MostItems).Select(group => group.Key)))
            yield return more;
        yield return new Paragraph(context.View.Standing("CAV-0"), ParagraphLook.Caveat);
    }

    public static IEnumerable<Block> Risk(SectionContext context)
    {
        var (view, texts) = (context.View, context.Texts);
        yield return new Heading(1, texts["pau.risk"], "pau-risk");
        var levels = view.OfFamily("context").Where(indicator => indicator.Kind == "level").ToList();
        var services = Services(view);
        yield return new Heading(2, texts["pau.threat"], "pau-threat");
        yield return new Paragraph(texts["pau.threat_intro"]);
        foreach (var block in Told(context, view.OfFamily("violations")))
            yield return block;
        foreach (var block in levels.Count > services.Count ? FindingsSection.Levels(context, [.. levels.Except(services)]) : [])
            yield return block;
        yield return new Heading(2, texts["pau.who"], "pau-who");
        yield return new Paragraph(HnoProtectionSection.Where(context));
        if (context.Figures.Map() is { } map)
        {
            yield return map with { WidthPoints = map.WidthPoints * 7 / 10, HeightPoints = map.HeightPoints * 7 / 10 };
            yield return ConvergenceSection.Table(context, 1);
        }
        yield return new Heading(2, texts["pau.effect"], "pau-effect");
        yield return new Paragraph(texts["pau.effect_intro"]);
        foreach (var block in Told(context, EffectFamilies.SelectMany(view.OfFamily)))
            yield return block;
        yield return new Heading(2, texts["pau.capacities"], "pau-capacities");
        if (services.Count == 0)
            yield return new Paragraph(texts["pau.capacities_none"]);
        else
            yield return new Paragraph(texts["pau.capacities_intro"]);
        foreach (var block in services.Count > 0 ? FindingsSection.LevelTables(context, services, "") : [])
            yield return block;
    }

    /// <summary>How the evidence came about and what limits it, on half a page.</summary>
    public static IEnumerable<Block> Method(SectionContext context)
    {
        yield return new Heading(1, context.Texts["pau.method"], "pau-method");
        yield return new Paragraph($"{context.Texts["hno.method"]} {context.Texts["hno.method_protected"]}");
        yield return AnnexSection.LimitItems(context);
    }

    private const string ServiceMapping = "srv";

    /// <summary>Levels of the service mapping.</summary>
    public static List<IndicatorInfo> Services(ReleaseView view) => [.. view.OfFamily("context").Where(indicator => indicator is { Kind: "level", Stream: ServiceMapping })];

    // A brief has three to five pages.
    private const int MostItems = 5;

    /// <summary>What is said of these indicators, the clearest first, as far as a brief has room; the others by their ids.</summary>
    private static IEnumerable<Block> Told(SectionContext context, IEnumerable<IndicatorInfo> indicators)
    {
        var told = indicators.Where(indicator => indicator is { Kind: "share", HasSource: true } && Rank(context, indicator) is not null)
            .OrderBy(indicator => Rank(context, indicator)).ThenBy(indicator => indicator.Id, StringComparer.Ordinal).ToList();
        yield return told.Count > 0 ? new Bullets([.. told.Take(MostItems).Select(indicator => context.Told.Of(indicator).First())]) : new Paragraph(context.Texts["hno.nothing_to_say"]);
        foreach (var more in More(context, told.Skip(MostItems).Select(indicator => indicator.Id)))
            yield return more;
    }

    private static IEnumerable<Paragraph> More(SectionContext context, IEnumerable<string> ids)
    {
        var all = ids.ToList();
        if (all.Count > 0)
            yield return new Paragraph(context.Texts.Say("pau.more", ("ids", context.View.Join(all))), ParagraphLook.Small);
    }

    /// <summary>Rank of the clearest finding in a printed area; null where nothing is told.</summary>
    private static int? Rank(SectionContext context, IndicatorInfo indicator) => context.View.PrintedAreas
        .Select(area => context.View.FindingFor(indicator.Id, area.Code)).OfType<Finding>().Where(finding => ToldFindings.IsTold(finding.Status))
        .Select(finding => (int?)ToldFindings.Rank(finding.Status)).Min();
}
