using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Documents;

namespace TipAnalytics.Reports.Sections;

/// <summary>Sentences to be quoted, points to be spoken, and the standing answers to what is asked next.</summary>
internal static class MessagesSection
{
    private const int MostAreas = 2;

    /// <summary>Five to eight sentences; each carries its own caveat, because each is quoted alone.</summary>
    public static IEnumerable<Block> Messages(SectionContext context)
    {
        yield return new Heading(1, context.Texts["messages.title"], "messages");
        yield return new Paragraph(context.Texts["messages.intro"], ParagraphLook.Caveat);
        yield return new Bullets([.. Sentences(context).Select(sentence => ("", sentence))]);
    }

    /// <summary>Six to ten points; numbers as bands.</summary>
    public static IEnumerable<Block> Talking(SectionContext context)
    {
        yield return new Heading(1, context.Texts["talking.title"], "talking");
        yield return new Paragraph(context.Texts["talking.intro"], ParagraphLook.Caveat);
        yield return new Bullets([.. Points(context).Select(point => ("", point))]);
    }

    public static IEnumerable<Block> Asked(SectionContext context)
    {
        var (view, texts) = (context.View, context.Texts);
        yield return new Heading(1, texts["asked.title"], "asked");
        yield return new Bullets(
        [
            (texts["asked.number"], view.Standing("CAV-8")),
            (texts["asked.worse.start"], texts.Say("asked.worse.text", ("headline", SignalWords.Headline(context)))),
            (texts["asked.responsible.start"], texts.Say("asked.responsible.text", ("follow", view.Standing("CAV-9")))),
            (texts["asked.data.start"], texts["asked.data.text"]),
        ]);
        yield return HctSection.Handling(context);
    }

    private static IEnumerable<string> Sentences(SectionContext context)
    {
        var (view, texts) = (context.View, context.Texts);
        var operation = ("operation", view.Content.Header.OperationName);
        yield return texts.Say("messages.scope", operation);
        var areas = SignalWords.Areas(context);
        foreach (var area in areas.Take(MostAreas))
            yield return texts.Say("messages.area", ("area", view.AreaName(area.AreaCode)), ("families", SignalWords.Families(context, area.RisingFamilies)), ("onset", view.Date(view.OnsetOf(area.AreaCode))));
        if (areas.Count == 0)
            yield return view.Content.Header.AreaOnsets.Count == 0
                ? texts.Say("messages.none", operation, ("onset", view.Date(view.Content.Header.Onset))) : texts.Say("messages.none_own_onsets", operation);
        foreach (var (finding, before, after) in SignalWords.Rises(context).Take(1))
            yield return texts.Say("messages.proxy",
                ("unit", context.Findings.Unit(view.Indicator(finding.IndicatorId))), ("area", view.AreaName(finding.AreaCode)), ("title", view.Indicator(finding.IndicatorId).Title),
                ("before", before), ("after", after), ("onset", view.Date(view.OnsetOf(finding.AreaCode))));
        foreach (var fall in view.Content.Findings.Where(finding => finding is { AreaLevel: 1, Status: TrendStatus.FallingClear or TrendStatus.FallingProbable }).OrderBy(finding => finding.FigureId, StringComparer.Ordinal).Take(1))
            yield return texts.Say("messages.fall", ("area", view.AreaName(fall.AreaCode)), ("title", view.Indicator(fall.IndicatorId).Title), ("onset", view.Date(view.OnsetOf(fall.AreaCode))));
        yield return SignalWords.Silence(context);
        yield return texts["messages.distinct"];
        yield return view.Standing("CAV-9");
    }

    private static IEnumerable<string> Points(SectionContext context)
    {
        var (view, texts) = (context.View, context.Texts);
        yield return texts["talking.open"];
        var areas = SignalWords.Areas(context);
        yield return areas.Count > 0 ? texts.Say("talking.areas", ("areas", view.Join(areas.Select(area => view.AreaName(area.AreaCode))))) : texts["talking.none"];
        foreach (var (finding, before, after) in SignalWords.Rises(context).Take(2))
            yield return texts.Say("talking.proxy",
                ("area", view.AreaName(finding.AreaCode)), ("title", view.Indicator(finding.IndicatorId).Title), ("unit", context.Findings.Unit(view.Indicator(finding.IndicatorId))), ("before", before), ("after", after));
        yield return areas.Count > 0 ? texts.Say("talking.families", ("families", SignalWords.Families(context, areas.SelectMany(area => area.RisingFamilies)))) : texts["hct.drivers_none"];
        yield return texts["talking.effort"];
        yield return SignalWords.SilentAreas(context) is { Length: > 0 } silent ? texts.Say("talking.silence", ("areas", silent)) : texts["messages.silence_none"];
        yield return texts["talking.asks"];
        yield return texts["talking.no_number"];
    }
}
