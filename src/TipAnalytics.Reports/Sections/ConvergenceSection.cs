using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>Where signals meet: levels and tested rises, apart from each other, with what is known beside them.</summary>
internal static class ConvergenceSection
{
    public static IEnumerable<Block> Write(SectionContext context)
    {
        yield return new Heading(1, context.Texts["convergence.title"], "convergence");
        yield return new Paragraph(context.Texts["convergence.intro"]);
        if (context.Figures.Heat() is not { } heat)
        {
            yield return new Paragraph(context.Texts["convergence.nothing"], ParagraphLook.Caveat);
            yield break;
        }
        yield return heat;
        yield return Table(context, 1);
        var finer = context.View.Convergence(2).Where(area => area.Known >= Figures.MinimumKnown && area.Elevated > 1).ToList();
        if (finer.Count > 0)
            yield return new Paragraph(context.Texts.Say("convergence.admin2", ("areas", context.View.Semicolon(finer.OrderBy(area => area.AreaCode, StringComparer.Ordinal)
                .Select(area => context.Texts.Say("placed", ("area", context.View.AreaName(area.AreaCode)), ("detail", context.Figures.Known(area))))))));
        yield return new Paragraph(context.Texts["convergence.caveat"], ParagraphLook.Caveat);
    }

    public static DataTable Table(SectionContext context, int level) => new(
        context.Texts["convergence.table"],
        [
            new(context.Texts["column.area"], 1.1), new(context.Texts["column.elevated"], 0.9), new(context.Texts["column.which"], 2.2), new(context.Texts["column.unknown"], 1.8),
            new(context.Texts["column.rising"], 1.8), new(context.Texts["column.rule"], 1.7), new(context.Texts["column.grade"], 0.6),
        ],
        [.. context.View.Convergence(level).Select(area => Row(context, area))],
        context.Texts["convergence.table_note"]);

    private static IReadOnlyList<TableCell> Row(SectionContext context, AreaConvergence area)
    {
        string Names(FamilyState state) => OrNone(context, ReleaseView.DriverFamilies.Where(family => area.Families.GetValueOrDefault(family) == state).Select(family => context.Texts[$"family_short.{family}"]));
        var unknown = ReleaseView.DriverFamilies.Any(family => area.Families.GetValueOrDefault(family) == FamilyState.Unknown);
        return
        [
            new(context.View.AreaName(area.AreaCode)),
            new(context.Figures.Known(area), area.Known < Figures.MinimumKnown ? CellLook.Unknown : area.Elevated > 0 ? CellLook.Elevated : CellLook.NotElevated),
            new(Names(FamilyState.Elevated)),
            new(Names(FamilyState.Unknown), unknown ? CellLook.Unknown : CellLook.Plain),
            new(OrNone(context, area.RisingFamilies.Select(family => context.Texts[$"family_short.{family}"]))),
            new(Rule(context, area), area.SeveralFamiliesRise == true ? CellLook.Rise : area.SeveralFamiliesRise is null ? CellLook.Unknown : CellLook.Plain),
            new(context.Texts[$"grade.{area.Grade}.letter"]),
        ];
    }

    private static string Rule(SectionContext context, AreaConvergence area) => (area.MostFamiliesRise, area.SeveralFamiliesRise, area.IsMixed) switch
    {
        (_, null, _) => context.Texts["rule.insufficient"],
        (_, true, true) => context.Texts["rule.mixed"],
        (true, _, _) => context.Texts["rule.most"],
        (_, true, _) => context.Texts["rule.several"],
        _ => context.Texts["rule.no"],
    };

    private static string OrNone(SectionContext context, IEnumerable<string> names) =>
        names.ToList() is { Count: > 0 } list ? context.View.Comma(list) : context.Texts["none"];
}
