using System.Globalization;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Reports.Tests.Fixture;

/// <summary>An invented release: 6 admin 1, 30 admin 2, quarters 2023-Q1 to 2026-Q2, every status and every state of a cell at least once.</summary>
internal static class LakeRegion
{
    public static readonly string[] Admin1Names = ["Northshore", "Saltmarsh", "Upper Reed", "Stonebank", "Harbour", "East Hills"];
    private static readonly Period First = Parse("2023-Q1");
    private const int Quarters = 14;
    private const int Before = 8;

    public static ReleaseContent Content { get; } = Make();

    /// <summary>The same release in all languages: names and reasons of the operation itself stay as written.</summary>
    public static ReleaseContent InAllLanguages { get; } = Content with { Languages = [.. LanguageFile.Languages], Translations = [.. LanguageFile.Languages.Where(language => language != "en").Select(In)] };

    private static ReleaseContent In(string language)
    {
        var catalogue = CatalogueLoader.Load(CatalogueFolder.Default);
        var texts = CatalogueTexts.Load(CatalogueFolder.Default, null, language, catalogue);
        InformationGap Gap(string kind, string subject, string sentence, params (string, string)[] slots) => new(kind, subject, texts.Words.Say(sentence, slots));
        return Content with
        {
            Words = texts.Words,
            Indicators = [.. Content.Indicators.Select(indicator => (indicator, Texts: texts.Of(catalogue.Indicators[indicator.Id]))).Select(pair => pair.indicator with
            {
                Title = pair.Texts.Title, Definition = pair.Texts.Definition, Unit = pair.Texts.Unit, Caveat = pair.Texts.Caveat, LowMeans = pair.Texts.LowMeans, ResponseOptions = pair.Texts.Options,
            })],
            StandingCaveats = texts.Standing,
            CategoryLabels = new Dictionary<string, string>
            {
                ["head_sex=female"] = texts.Label("sex=female"), ["head_sex=male"] = texts.Label("sex=male"), ["idp"] = texts.Label("displacement_status=idp"), ["host"] = texts.Label("displacement_status=host"),
            },
            Coverage = [.. Content.Coverage.Select(line => line with { StreamTitle = texts.Stream(line.Stream) })],
            Sources = [.. Content.Sources.Select(source => source with { StreamTitle = texts.Stream(source.Stream) })],
            Context = [.. Content.Context.Select(item => item with { Question = texts.Question(item.QuestionId == "QE6" ? "QE3" : item.QuestionId), PartTitle = texts.Question(item.Part) })],
            Gaps =
            [
                Gap("no_source", "CH-02", "no_source", ("id", "CH-02"), ("title", texts.Of(catalogue.Indicators["CH-02"]).Title)),
                Gap("silent_area", "LR06", "silent_area", ("area", "East Hills"), ("code", "LR06"), ("month", texts.Words.Month(Parse("2025-10"))), ("streams", texts.Words.Semicolon([texts.Stream("fs_hh"), texts.Stream("pm_ki")]))),
                Gap("withheld", "VI-04", "withheld", ("id", "VI-04"), ("title", texts.Of(catalogue.Indicators["VI-04"]).Title)),
                Gap("register", "context", "register", ("count", "1"), ("all", "6"), ("questions", "QH3")),
            ],
        };
    }

    public static Period Parse(string text) => Period.TryParse(text, out var period) ? period : throw new FormatException(text);

    private static ReleaseContent Make()
    {
        var areas = Areas().ToList();
        var indicators = FixtureIndicators.All;
        var findings = indicators.Where(indicator => indicator is { Kind: "share", HasSource: true }).SelectMany((indicator, index) => Findings(indicator, index, areas)).ToList();
        return new(
            new("2026-08-15-1a2b3c4d", "lake-region", "Lake Region", "LR", "v01", "Protection Cluster and partners", new(2026, 8, 15), Parse("2023-01"), Parse("2026-06"),
                new(2025, 1, 1), "Flooding and displacement", "Joint declaration of the operation", "9f8e7d6c5b4a39281706", "0.1.0"),
            areas, indicators,
            [.. indicators.Where(indicator => indicator is { HasSource: true, Kind: "share" or "level" }).Select((indicator, index) => Table(indicator, index, areas))],
            findings,
            [new(0, 15, 3, 1, 1), new(1, 84, 13, 2, 2), new(2, 240, 9, 0, 1)],
            Convergence(areas),
            [new("EC-02", "WFP-named coping survey", Parse("2025-Q3"), "the question on begging moved to another module"), new("MV-03", "Protection monitoring households", Parse("2024-Q3"), "a new form version asks about separation differently")],
            Coverage(areas),
            FixtureSources.All,
            Gaps(),
            FixtureSources.Register,
            FixtureSources.Caveats,
            new Dictionary<string, string> { ["head_sex=female"] = "Headed by a woman", ["head_sex=male"] = "Headed by a man", ["idp"] = "Internally displaced", ["host"] = "Host community" })
        {
            Grades =
            [
                .. new[] { "LR", "LR01", "LR02" }.Select((area, at) => new QualityGrade("CH-01", area, Math.Min(at, 1), at < 2 ? QualityLetter.A : QualityLetter.C, at < 2 ? GradeReasons.None : GradeReasons.Incomplete | GradeReasons.SmallBase)),
                new("CH-05", "LR", 0, QualityLetter.B, GradeReasons.NotRepresentative), new("CH-05", "LR0101", 2, QualityLetter.NotGraded, GradeReasons.Withheld),
            ],
            Words = LanguageFile.Load(CatalogueFolder.Default, "en"),
            Geometries = areas.Where(area => area.Level == 2).ToDictionary(area => area.Code, Square),
        };
    }

    private static IEnumerable<AreaInfo> Areas()
    {
        yield return new("LR", "Lake Region", 0, null);
        for (var one = 1; one <= 6; one++)
        {
            yield return new($"LR0{one}", Admin1Names[one - 1], 1, "LR");
            for (var two = 1; two <= 5; two++)
                yield return new($"LR0{one}0{two}", $"{Admin1Names[one - 1]} {"ABCDE"[two - 1]}", 2, $"LR0{one}");
        }
    }

    // Six blocks, three across and two down; five strips in each.
    private static string Square(AreaInfo area)
    {
        var (one, two) = (area.Code[3] - '1', area.Code[5] - '1');
        var (left, bottom) = (30 + one % 3 * 1.0 + (two % 2) * 0.5, 2 + one / 3 * 1.2 + two / 2 * 0.4);
        var (width, height) = (two == 4 ? 1.0 : 0.5, 0.4);
        return string.Create(CultureInfo.InvariantCulture, $$"""{"type":"Polygon","coordinates":[[[{{left}},{{bottom}}],[{{left + width}},{{bottom}}],[{{left + width}},{{bottom + height}}],[{{left}},{{bottom + height}}],[{{left}},{{bottom}}]]]}""");
    }

    /// <summary>One status an area, rotated by the indicator, so that every status occurs; children and pressure rise in the first areas.</summary>
    public static TrendStatus Status(int indicator, AreaInfo area)
    {
        if (area.Level == 0)
            return indicator is 1 or 3 ? TrendStatus.RisingClear : indicator == 5 ? TrendStatus.FallingClear : TrendStatus.NoClearChange;
        var place = area.Code[3] - '1';
        return (indicator, place) switch
        {
            (1 or 3 or 4, 0 or 2) => TrendStatus.RisingClear,
            (6, 0) => TrendStatus.RisingProbable,
            (_, 5) => indicator % 2 == 0 ? TrendStatus.InsufficientData : TrendStatus.Withheld,
            (9, 1) => TrendStatus.ReportingArtefactPossible,
            (5, _) => TrendStatus.NotComparable,
            (8, 3) => TrendStatus.FallingProbable,
            (2, 4) => TrendStatus.Constant,
            _ => TrendStatus.NoClearChange,
        };
    }

    private static int Level(int indicator, AreaInfo area) => 12 + indicator * 3 % 17 + (area.Level == 0 ? 0 : (area.Code[3] - '0') % 4);

    private static int Rise(TrendStatus status) => status switch
    {
        TrendStatus.RisingClear => 11,
        TrendStatus.RisingProbable => 7,
        TrendStatus.FallingClear => -9,
        TrendStatus.FallingProbable => -6,
        TrendStatus.ReportingArtefactPossible => 8,
        TrendStatus.Constant => 0,
        _ => 2,
    };

    private static IEnumerable<Finding> Findings(IndicatorInfo indicator, int index, List<AreaInfo> areas)
    {
        foreach (var area in areas.Where(area => area.Level <= 1))
        {
            var status = Status(index, area);
            var (before, rise) = (Level(index, area), Rise(status));
            var shown = status is not (TrendStatus.Withheld or TrendStatus.NotComparable);
            var tested = shown && status != TrendStatus.InsufficientData;
            var rising = status is TrendStatus.RisingClear or TrendStatus.RisingProbable;
            yield return new(
                $"{indicator.Id}:{area.Code}:change", indicator.Id, area.Code, area.Level, PeriodGrain.Quarter, status,
                !tested ? EvidenceGrade.D : rising && index is 1 or 3 ? EvidenceGrade.A : rising && index == 4 ? EvidenceGrade.B : EvidenceGrade.C,
                status == TrendStatus.InsufficientData ? (InsufficientReason)(1 + index / 2 % 5) : InsufficientReason.None,
                shown ? new(new(before), new(before - 3), new(before + 4), Before) : null, shown ? new(new(before + rise), new(before + rise - 3), new(before + rise + 4), Quarters - Before) : null,
                tested ? new(rise, rise - 5, rise + 5) : null, status == TrendStatus.NoClearChange ? 6 + index % 5 : null,
                rising ? WindowDirection.StillRising : WindowDirection.NotTested,
                status == TrendStatus.ReportingArtefactPossible ? EffortCheck.Artefact : indicator.StreamKind is "incidents" or "keyinformants" ? EffortCheck.Unverified : rising && index == 4 ? EffortCheck.Verified : EffortCheck.NotNeeded,
                status == TrendStatus.ReportingArtefactPossible ? new(1, -4, 6) : null,
                status == TrendStatus.NotComparable ? Parse("2025-Q3") : null, index == 6 ? Cautions.SeasonalRisk | Cautions.ShortSeries : Cautions.None);
        }
    }

    private static ReleasedTable Table(IndicatorInfo indicator, int index, List<AreaInfo> areas) => new(
        indicator.Id, indicator.DefinitionHash, PeriodGrain.Quarter,
        [.. from area in areas
            where indicator.StreamKind is not ("incidents" or "cases") || area.Level <= 1
            from quarter in Enumerable.Range(0, Quarters)
            let period = new Period(PeriodGrain.Quarter, First.Index + quarter)
            from split in area.Level == 0 && indicator.StreamKind is "survey" or "interviews" && area.Level == 0 ? new[] { ("all", "all"), ("head_sex", "female"), ("head_sex", "male") } : [("all", "all")]
            select new ReleasedCell(
                split.Item1 == "all" ? $"{indicator.Id}:{area.Code}:{period}:all" : $"{indicator.Id}:{area.Code}:{period}:{split.Item1}={split.Item2}",
                area.Code, area.Level, period, split.Item1, split.Item2, Value(indicator, index, area, quarter, split.Item2))]);

    private static Cell Value(IndicatorInfo indicator, int index, AreaInfo area, int quarter, string category)
    {
        if (indicator.Kind == "level")
            return area.Level == 0 || (index + area.Code[^1]) % 5 == 0 ? new Cell.NotAssessed()
                : indicator.Id == "CX-07" ? new Cell.Level((area.Code[^1] - '0') % 5 * 0.125m, 8 - area.Code[^1] % 2, 8) : new Cell.Level((index + area.Code[^1] + quarter / 6) % 3, null, null);
        if (area.Code.StartsWith("LR06", StringComparison.Ordinal) && quarter > 9)
            return new Cell.NoData();
        if (area.Code.StartsWith("LR05", StringComparison.Ordinal) && index % 4 == 1)
            return new Cell.NotAssessed();
        if ((index + area.Code.Length * quarter + area.Code[^1]) % 11 == 0 || area.Level == 2 && (index + area.Code[^1]) % 3 == 0)
            return new Cell.Hidden();
        var status = area.Level == 2 ? TrendStatus.NoClearChange : Status(index, area);
        var share = Level(index, area) + (quarter >= Before ? Rise(status) : 0) + (quarter * 7 + index) % 4 - 1 + (category == "female" ? 3 : 0);
        var bound = index == 7 && quarter % 5 == 4 ? ShareBound.Under5 : ShareBound.Exact;
        return new Cell.Shown(new(bound == ShareBound.Under5 ? 3 : share), new(share - 4), new(share + 5), bound, area.Level == 0 ? new(1000, 1999) : area.Level == 1 ? new(300, 499) : new(50, 99), indicator.StreamKind == "survey", new(0, 1, 0, null));
    }

    private static List<AreaConvergence> Convergence(List<AreaInfo> areas) =>
        [.. areas.Where(area => area.Level >= 1).Select((area, index) =>
        {
            var silent = area.Code.StartsWith("LR06", StringComparison.Ordinal);
            FamilyState State(int family) => silent ? family == 5 ? FamilyState.NotElevated : FamilyState.Unknown
                : (index * 3 + family * 5) % 7 < 1 ? FamilyState.Unknown : (area.Code[3] - '0' + family + index % 3) % (area.Level == 1 ? 2 : 3) == 0 ? FamilyState.Elevated : FamilyState.NotElevated;
            var states = Sections.Families.Select((family, place) => (family, State(place))).ToDictionary(pair => pair.family, pair => pair.Item2);
            var several = area.Level == 1 && area.Code is "LR01" or "LR03";
            return new AreaConvergence(
                area.Code, area.Level, Parse("2026-Q2"), states, states.Values.Count(state => state == FamilyState.Elevated), states.Values.Count(state => state != FamilyState.Unknown),
                several ? ["children", "pressure"] : [], silent || area.Level == 2 ? null : several, silent || area.Level == 2 ? null : false, false, several ? EvidenceGrade.B : silent ? EvidenceGrade.D : EvidenceGrade.C);
        })];

    private static List<CoverageLine> Coverage(List<AreaInfo> areas) =>
        [.. from source in FixtureSources.All
            from area in areas.Where(area => area.Level == 1)
            select new CoverageLine(source.Stream, source.StreamTitle, area.Code, 1, Parse("2026-Q2"),
                area.Code == "LR06" ? source.Stream == "srv" ? "received" : "silent" : source.Stream == "pm_ki" && area.Code == "LR04" ? "missing" : source.Stream == "cp_cm" && area.Code == "LR05" ? "not_expected" : "received")];

    private static List<InformationGap> Gaps() =>
    [
        new("no_source", "CH-02", "No source of this operation asks why children are out of school."),
        new("silent_area", "LR06", "Nothing was received from East Hills since the fourth quarter of 2025 except the service mapping."),
        new("series_break", "EC-02", "The question on begging moved to another module; earlier values are not compared."),
        new("withheld", "VI-04", "Captivity or abduction at the time of an incident is shown at country level only."),
        new("register", "QH3", "It is not known whether a national referral mechanism works."),
        new("short_series", "LB-04", "Key-informant rounds started late; the series is short."),
    ];

    internal static class Sections
    {
        public static readonly string[] Families = ["children", "pressure", "work", "movement", "violations", "context"];
    }
}
