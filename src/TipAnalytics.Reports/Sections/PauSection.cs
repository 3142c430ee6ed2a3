using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Reports.Documents;

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
        var rises = context.Headlines.Rises().Select(group => (context.Findings.Start(group.First()), $"{context.Findings.Brief([.. group])}.")).ToList();
        yield return rises.Count > 0 ? new Bullets(rises) : new Paragraph(texts["pau.attention_none"]);
        yield return new Paragraph(context.View.Standing("CAV-0"), ParagraphLook.Caveat);
    }

    public static IEnumerable<Block> Risk(SectionContext context)
    {
        var (view, texts) = (context.View, context.Texts);
        yield return new Heading(1, texts["pau.risk"], "pau-risk");
        var levels = view.OfFamily("context").Where(indicator => indicator.Kind == "level").ToList();
        var services = levels.Where(indicator => indicator.Stream == ServiceMapping).ToList();
        yield return new Heading(2, texts["pau.threat"], "pau-threat");
        yield return new Paragraph(texts["pau.threat_intro"]);
        yield return Told(context, view.OfFamily("violations"));
        foreach (var block in levels.Count > services.Count ? FindingsSection.Levels(context, [.. levels.Except(services)]) : [])
            yield return block;
        yield return new Heading(2, texts["pau.who"], "pau-who");
        yield return new Paragraph(HnoProtectionSection.Where(context));
        if (context.Figures.Map() is { } map)
        {
            yield return map;
            yield return ConvergenceSection.Table(context, 1);
        }
        yield return new Heading(2, texts["pau.effect"], "pau-effect");
        yield return new Paragraph(texts["pau.effect_intro"]);
        yield return Told(context, EffectFamilies.SelectMany(view.OfFamily));
        yield return new Heading(2, texts["pau.capacities"], "pau-capacities");
        if (services.Count == 0)
            yield return new Paragraph(texts["pau.capacities_none"]);
        else
            yield return new Paragraph(texts["pau.capacities_intro"]);
        foreach (var block in services.Count > 0 ? FindingsSection.Levels(context, services) : [])
            yield return block;
        yield return new Paragraph(view.Standing("CAV-9"), ParagraphLook.Caveat);
    }

    private const string ServiceMapping = "srv";

    private static Block Told(SectionContext context, IEnumerable<IndicatorInfo> indicators)
    {
        var told = indicators.Where(indicator => indicator is { Kind: "share", HasSource: true }).SelectMany(context.Told.Of).ToList();
        return told.Count > 0 ? new Bullets(told) : new Paragraph(context.Texts["hno.nothing_to_say"]);
    }
}
