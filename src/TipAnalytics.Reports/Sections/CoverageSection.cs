using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>Nothing received from an area by a stream, up to the latest period.</summary>
/// <param name="Since">First period without anything.</param>
/// <param name="IsSilent">For two periods or more.</param>
internal sealed record SilentRun(string Stream, string AreaCode, Period Since, bool IsSilent);

/// <summary>What was expected and what arrived, and where sources or forms changed: before any trend.</summary>
internal static class CoverageSection
{
    public static IEnumerable<Block> Write(SectionContext context)
    {
        yield return new Heading(1, context.Texts["coverage.title"], "coverage");
        if (context.View.Content.Coverage.Count > 0)
            yield return Received(context);
        var rotating = Rotating(context.View);
        if (rotating.Count > 0)
            yield return new Paragraph(context.Texts.Say("coverage.rotating", ("sources", context.View.Join(rotating))), ParagraphLook.Caveat);
        foreach (var gap in context.View.Content.Gaps.Where(gap => gap.Kind is "held" or "late"))
            yield return new Paragraph(gap.Text, ParagraphLook.Caveat);
        yield return Breaks(context);
        if (context.View.Content.Grades.Count > 0)
            yield return Quality(context);
    }

    /// <summary>The same for one page: of the grades only what is to be used with care. Breaks stand among the gaps there.</summary>
    public static IEnumerable<Block> Brief(SectionContext context)
    {
        yield return new Heading(1, context.Texts["coverage.title"], "coverage");
        if (context.View.Content.Coverage.Count > 0)
            yield return Brief(Received(context), context.Texts["coverage.note"]);
        if (Quality(context, onlyWeak: true) is { Rows.Count: > 0 } weak)
            yield return weak;
        else if (context.View.Content.Grades.Count > 0)
            yield return new Paragraph(context.Texts["sheet.no_weak"]);
    }

    /// <summary>What arrived, what is silent, what is missing.</summary>
    private static DataTable Brief(DataTable received, string note) => received with
    {
        Columns = [.. Told.Select(column => received.Columns[column])],
        Rows = [.. received.Rows.Select(row => (IReadOnlyList<TableCell>)[.. Told.Select(column => row[column])])],
        Note = note,
    };

    private static readonly int[] Told = [0, 2, 3, 4];

    /// <summary>One row an indicator: the country, the worst area told, and what decided the worst.</summary>
    /// <param name="onlyWeak">Only indicators with a grade C or D somewhere.</param>
    private static DataTable Quality(SectionContext context, bool onlyWeak = false)
    {
        var (view, texts) = (context.View, context.Texts);
        string Letter(QualityGrade grade) => texts[$"quality.letter.{FindingWords.Key(grade.Letter)}"];
        string Why(QualityGrade grade) => grade.Reasons == GradeReasons.None
            ? texts["quality.reason.none"]
            : view.Semicolon(Enum.GetValues<GradeReasons>().Where(reason => reason != GradeReasons.None && grade.Reasons.HasFlag(reason)).Select(reason => texts[$"quality.reason.{FindingWords.Key(reason)}"]));
        var rows = view.Content.Grades.GroupBy(grade => grade.IndicatorId).Where(group => !onlyWeak || group.Any(grade => grade.Letter is QualityLetter.C or QualityLetter.D)).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group =>
        {
            var country = group.FirstOrDefault(grade => grade.AreaLevel == 0);
            var graded = group.Where(grade => grade.Letter != QualityLetter.NotGraded).ToList();
            var worst = graded.Where(grade => grade.AreaLevel > 0).OrderByDescending(grade => grade.Letter).ThenBy(grade => grade.AreaLevel).ThenBy(grade => grade.AreaCode, StringComparer.Ordinal).FirstOrDefault();
            var told = worst ?? country ?? group.First();
            return (IReadOnlyList<TableCell>)
            [
                new($"{group.Key} {view.Indicator(group.Key).Title}"),
                country is null ? new(texts["quality.letter.not_graded"], CellLook.Unknown) : new(Letter(country), Look(country)),
                worst is null ? new(texts["quality.no_area"], CellLook.Unknown) : new(texts.Say("quality.worst", ("area", Named(context, worst.AreaCode)), ("letter", Letter(worst))), Look(worst)),
                new(Why(told)),
                new(texts.Say("coverage.received", ("count", ReleaseView.Number(graded.Count)), ("all", ReleaseView.Number(group.Count())))),
            ];
        }).ToList();
        return new(
            texts["quality.table"],
            [new(texts["column.indicator"], 2.2), new(texts["quality.country"], 0.8), new(texts["quality.worst_area"], 1.6), new(texts["quality.why"], 2.6), new(texts["quality.graded"], 0.8)],
            rows, texts["quality.note"]);
    }

    private static CellLook Look(QualityGrade grade) => grade.Letter switch
    {
        QualityLetter.NotGraded => CellLook.Unknown,
        QualityLetter.C or QualityLetter.D => CellLook.Warning,
        _ => CellLook.Plain,
    };

    /// <summary>Runs without data that reach the latest period, by area and stream.</summary>
    public static IReadOnlyList<SilentRun> Runs(ReleaseView view)
    {
        var runs = new List<SilentRun>();
        foreach (var group in view.Content.Coverage.GroupBy(line => (line.Stream, line.AreaCode)).OrderBy(group => group.Key.AreaCode, StringComparer.Ordinal).ThenBy(group => group.Key.Stream, StringComparer.Ordinal))
        {
            var lines = group.OrderByDescending(line => line.Period).TakeWhile(line => line.State is "silent" or "missing").ToList();
            if (lines.Count > 0)
                runs.Add(new(group.Key.Stream, group.Key.AreaCode, lines[^1].Period, lines[0].State == "silent"));
        }
        return runs;
    }

    /// <summary>Name of an area, with that of its admin 1 where it lies below.</summary>
    public static string Named(SectionContext context, string code) =>
        context.View.Content.Areas.FirstOrDefault(area => area.Code == code) is { Level: 2, Parent: { } parent }
            ? context.Texts.Say("summary.parent", ("area", context.View.AreaName(code)), ("parent", context.View.AreaName(parent)))
            : context.View.AreaName(code);

    private static DataTable Received(SectionContext context)
    {
        var (view, texts) = (context.View, context.Texts);
        var runs = Runs(view);
        string Areas(string stream, bool silent)
        {
            var of = runs.Where(run => run.Stream == stream && run.IsSilent == silent)
                .Select(run => texts.Say("coverage.place", ("area", Named(context, run.AreaCode)), ("period", view.PeriodWords(run.Since)))).ToList();
            return of.Count > 0 ? view.Semicolon(of) : texts["coverage.none"];
        }
        var rows = view.Content.Coverage.GroupBy(line => (line.Stream, line.StreamTitle)).OrderBy(group => group.Key.Stream, StringComparer.Ordinal).Select(group =>
        {
            var latest = group.GroupBy(line => line.AreaCode).Select(area => area.OrderBy(line => line.Period).Last()).ToList();
            var expected = latest.Where(line => line.State != "not_expected").ToList();
            var level = latest.Max(line => line.AreaLevel);
            var points = view.Content.Sources.Where(source => source.Stream == group.Key.Stream).Select(source => source.ReportingPoints).FirstOrDefault(points => points is not null);
            var (silent, missing) = (Areas(group.Key.Stream, silent: true), Areas(group.Key.Stream, silent: false));
            return (IReadOnlyList<TableCell>)
            [
                new(group.Key.StreamTitle),
                new(level == 0 ? texts["coverage.level_one"] : texts.Say("coverage.level", ("count", ReleaseView.Number(latest.Count)), ("level", texts[$"level.admin{ReleaseView.Number(level)}"]))),
                new(texts.Say("coverage.received", ("count", ReleaseView.Number(expected.Count(line => line.State == "received"))), ("all", ReleaseView.Number(expected.Count)))),
                new(silent, silent == texts["coverage.none"] ? CellLook.Plain : CellLook.Warning),
                new(missing, missing == texts["coverage.none"] ? CellLook.Plain : CellLook.NoData),
                new(points is null ? texts["coverage.no_points"] : texts.Say("coverage.points", ("before", ReleaseView.Number(points.Before)), ("after", ReleaseView.Number(points.After)))),
            ];
        }).ToList();
        return new(
            texts.Say("coverage.table", ("period", view.PeriodWords(view.Content.Coverage.Max(line => line.Period)))),
            [new(texts["column.source"], 2.4), new(texts["column.places"], 1.2), new(texts["column.received"], 0.9), new(texts["column.silent"], 1.9), new(texts["column.missing"], 1.5), new(texts["column.points"], 0.9)],
            rows, $"{texts["coverage.note"]} {texts["coverage.points_note"]}");
    }

    /// <summary>Streams on which most tested series carry a caution about coverage.</summary>
    private static List<string> Rotating(ReleaseView view) =>
        [.. view.Content.Findings.Where(finding => finding.Difference is not null)
            .GroupBy(finding => view.Indicator(finding.IndicatorId).Stream)
            .Where(group => 2 * group.Count(finding => (finding.Flags & (Cautions.CoverageShift | Cautions.LowCoverage)) != 0) > group.Count())
            .SelectMany(group => view.Content.Sources.Where(source => source.Stream == group.Key).Select(source => source.Title)).Distinct().Order(StringComparer.Ordinal)];

    private static string What(SectionContext context, string reason, SeriesBreak change) =>
        $"{(change.AreaCode is { } code ? context.Texts.Say("placed", ("area", reason.TrimEnd('.')), ("detail", context.View.AreaName(code))) : reason.TrimEnd('.'))}. {context.Texts[change.Stops ? "coverage.not_compared" : "coverage.compared"]}";

    private static Block Breaks(SectionContext context)
    {
        var view = context.View;
        var breaks = view.Content.Breaks.GroupBy(change => (change.SourceTitle, change.From, change.Reason, change.AreaCode))
            .OrderBy(group => group.Key.From).ThenBy(group => group.Key.SourceTitle, StringComparer.Ordinal).ToList();
        return breaks.Count == 0
            ? new Paragraph(context.Texts["coverage.no_breaks"])
            : new DataTable(
                context.Texts["coverage.breaks"],
                [new(context.Texts["column.source"], 2), new(context.Texts["column.from"], 1), new(context.Texts["column.what_changed"], 3), new(context.Texts["column.indicators"], 1.4)],
                [.. breaks.Select(group => (IReadOnlyList<TableCell>)[
                    new(group.Key.SourceTitle), new(view.PeriodWords(group.Key.From)), new(What(context, group.Key.Reason, group.First())),
                    new(view.Comma(group.Select(change => change.IndicatorId).Distinct().Order(StringComparer.Ordinal)))])],
                view.Standing("CAV-7"));
    }
}
