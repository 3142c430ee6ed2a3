using TipAnalytics.Reports.Documents;

namespace TipAnalytics.Reports.Sections;

/// <summary>Briefing note for the humanitarian country team: one page, to be read in two minutes.</summary>
internal static class HctSection
{
    private const int Changes = 3;
    private const int MostSectors = 3;

    public static IEnumerable<Block> Write(SectionContext context)
    {
        var (view, texts) = (context.View, context.Texts);
        yield return new Heading(1, texts["hct.headline"], "hct-headline");
        yield return new Paragraph(SignalWords.Headline(context), ParagraphLook.Lead);
        yield return new Heading(1, texts["hct.changed"], "hct-changed");
        yield return new Bullets([.. context.Headlines.Make(hasIntervals: false).Take(Changes)]);
        yield return new Heading(1, texts["hct.why"], "hct-why");
        var families = SignalWords.Areas(context).SelectMany(area => area.RisingFamilies).ToList();
        yield return new Paragraph(families.Count > 0 ? texts.Say("hct.drivers", ("families", SignalWords.Families(context, families))) : texts["hct.drivers_none"]);
        yield return new Heading(1, texts["hct.unknown"], "hct-unknown");
        yield return new Bullets([("", SignalWords.Silence(context)), ("", view.Standing("CAV-8"))]);
        yield return new Heading(1, texts["hct.asks"], "hct-asks");
        yield return new Bullets([.. Asks(context)]);
        yield return Handling(context);
    }

    /// <summary>For whom, how far it may go, which release.</summary>
    public static Box Handling(SectionContext context) => new(context.Texts["hct.handling"],
    [
        new Paragraph(context.Texts.Say("hct.handling_text",
            ("audience", context.View.Content.Header.Audience), ("release", context.View.Content.Header.Id), ("as_of", context.View.Date(context.View.Content.Header.AsOf)))),
        new Paragraph(context.View.Standing("CAV-0"), ParagraphLook.Small),
    ]);

    private static IEnumerable<(string Start, string Text)> Asks(SectionContext context)
    {
        var (view, texts) = (context.View, context.Texts);
        var areas = context.Headlines.AreasWithSeveralRising();
        var sectors = ResponseSection.Concerned(view).SelectMany(indicator => indicator.CanAct).Where(code => code != "all").GroupBy(code => code)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(MostSectors).Select(group => view.Sector(group.Key)).ToList();
        yield return (texts["hct.ask_follow.start"], texts.Say("hct.ask_follow.text", ("areas", areas.Count > 0 ? view.Join(areas) : texts["hct.everywhere"])));
        yield return (texts.Say("hct.ask_sectors.start", ("sectors", sectors.Count > 0 ? view.Join(sectors) : texts["sector.all"])), texts["hct.ask_sectors.text"]);
        yield return (texts["hct.ask_gaps.start"], texts["hct.ask_gaps.text"]);
    }
}
