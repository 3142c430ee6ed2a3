using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>Grades each indicator and area on the last twelve closed months. The worst of seven aspects decides: one weak link is enough to mislead.</summary>
/// <remarks>The limits are conventions of this program, coarse on purpose, so that a letter tells no number: 90 % is what a careful survey reaches, and with less than 60 % of
/// those asked answering, those who did may differ from those who did not in anything. An area with a withheld figure in these months is not graded.</remarks>
internal static class QualityGrades
{
    // Share at which A, B and C begin; below C is D.
    private static readonly double[] Answered = [0.90, 0.80, 0.60];
    private static readonly double[] Complete = [0.90, 0.75, 0.50];

    // Share up to which A, B and C hold; above C is D.
    private static readonly double[] Flagged = [0.05, 0.10, 0.25];
    private static readonly double[] Copied = [0.01, 0.05, 0.10];

    // Smallest base in the months looked at: below, not graded; then at best C; then at best B.
    private const int Graded = 30;
    private const int SmallBelow = 50;
    private const int MiddleBelow = 100;

    /// <param name="tables">As released.</param>
    /// <param name="coverage">As released.</param>
    /// <returns>Share indicators with a source, by indicator, level and area.</returns>
    public static IReadOnlyList<QualityGrade> Of(
        OperationSetup setup, IReadOnlyList<ReleasedTable> tables, IReadOnlyList<ResponseQuality> response, IReadOnlyList<CoverageLine> coverage, IReadOnlyList<SourceInfo> sources, DateOnly asOf)
    {
        var (first, last) = ResponseQuality.Span(setup.Operation, asOf);
        var answers = response.ToDictionary(row => (row.IndicatorId, row.AreaCode));
        var recent = coverage.Where(line => line.Period.Start >= first).ToLookup(line => line.Stream, StringComparer.Ordinal);
        return [.. from table in tables
                   let indicator = setup.Catalogue.Indicators[table.IndicatorId]
                   where indicator.Kind == IndicatorKind.Share && SourcePermissions.HasSource(setup, indicator)
                   from area in table.Cells.Where(cell => cell.Split == "all").GroupBy(cell => (cell.AreaLevel, cell.AreaCode))
                   orderby table.IndicatorId, area.Key.AreaLevel, area.Key.AreaCode
                   let cells = area.Where(cell => cell.Period.Start >= first && cell.Period.Start <= last).Select(cell => cell.Value).ToList()
                   let permitted = SourcePermissions.SourcesOf(setup, indicator).Select(source => source.Id).ToHashSet(StringComparer.Ordinal)
                   let isLate = sources.Any(source => permitted.Contains(source.Id) && source.HasLateReports)
                   let isWeighted = SourcePermissions.IsWeighted(setup, indicator)
                   let complete = Completeness(setup.Areas, area.Key.AreaCode, [.. recent[indicator.Stream!]])
                   select Grade(table.IndicatorId, area.Key.AreaCode, area.Key.AreaLevel, cells, answers.GetValueOrDefault((table.IndicatorId, area.Key.AreaCode)), complete, isLate, isWeighted)];
    }

    private static QualityGrade Grade(string indicator, string area, int level, List<Cell> cells, ResponseQuality? response, double complete, bool isLate, bool isWeighted)
    {
        QualityGrade NotGraded(GradeReasons reason) => new(indicator, area, level, QualityLetter.NotGraded, reason);

        var shown = cells.OfType<Cell.Shown>().ToList();
        if (cells.Any(cell => cell is Cell.Hidden))
            return NotGraded(GradeReasons.Withheld);
        if (shown.Count == 0 || response is null)
            return NotGraded(GradeReasons.NoData);
        var smallest = shown.Min(cell => cell.Base.Low);
        if (smallest < Graded)
            return NotGraded(GradeReasons.SmallBase);
        (GradeReasons Reason, QualityLetter Letter)[] aspects =
        [
            (GradeReasons.FewAnswered, AtLeast(response.Answered, Answered)),
            (GradeReasons.Flagged, AtMost(response.Flagged, Flagged)),
            (GradeReasons.NearDuplicates, AtMost(response.NearDuplicates, Copied)),
            (GradeReasons.Incomplete, AtLeast(complete, Complete)),
            (GradeReasons.Late, isLate ? QualityLetter.B : QualityLetter.A),
            (GradeReasons.NotRepresentative, isWeighted ? QualityLetter.A : QualityLetter.B),
            (GradeReasons.SmallBase, smallest < SmallBelow ? QualityLetter.C : smallest < MiddleBelow ? QualityLetter.B : QualityLetter.A),
        ];
        var letter = aspects.Max(aspect => aspect.Letter);
        return new(indicator, area, level, letter, letter == QualityLetter.A ? GradeReasons.None : aspects.Where(aspect => aspect.Letter == letter).Aggregate(GradeReasons.None, (all, aspect) => all | aspect.Reason));
    }

    /// <summary>Share of expected periods that were received, over the places of the stream that are the area, lie in it, or hold it (a stream told for the country alone).</summary>
    private static double Completeness(AreaTree areas, string code, List<CoverageLine> lines)
    {
        var level = areas.Find(code)!.Level;
        var expected = lines.Where(line => line.State != "not_expected" && (areas.At(line.AreaCode, level)?.Code == code || areas.At(code, line.AreaLevel)?.Code == line.AreaCode)).ToList();
        return expected.Count == 0 ? 1 : (double)expected.Count(line => line.State == "received") / expected.Count;
    }

    private static QualityLetter AtLeast(double share, double[] limits) => (QualityLetter)limits.Count(limit => share < limit);

    private static QualityLetter AtMost(double share, double[] limits) => (QualityLetter)limits.Count(limit => share > limit);
}
