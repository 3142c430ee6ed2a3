using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Sections;

/// <summary>Annex: definitions with their hashes, latest values, sources and protocols, methods, disclosure control, limits.</summary>
internal static class AnnexSection
{
    private static readonly string[] LimitKeys = ["reported", "groups", "time", "place", "law"];

    public static IEnumerable<Block> Definitions(SectionContext context)
    {
        yield return new Heading(1, context.Texts["annex.definitions"], "annex-definitions");
        yield return new DataTable(
            context.Texts["annex.definitions_table"],
            [new(context.Texts["column.id"], 0.9), new(context.Texts["column.indicator"], 1.7), new(context.Texts["column.definition"], 6)],
            [.. context.View.Content.Indicators.OrderBy(indicator => indicator.Id, StringComparer.Ordinal).Select(indicator => (IReadOnlyList<TableCell>)
                [new($"{indicator.Id} {Short(indicator.DefinitionHash)}"), new(indicator.Title), new(context.Texts.Say("annex.caveat", ("definition", $"{indicator.Definition.TrimEnd('.')}."), ("caveat", $"{indicator.Caveat.TrimEnd('.')}.")))])],
            context.Texts.Say("annex.definitions_note", ("hash", Short(context.View.Content.Header.DefinitionsHash)), ("version", context.View.Content.Header.CodeVersion)));
    }

    public static IEnumerable<Block> LatestValues(SectionContext context)
    {
        var view = context.View;
        yield return new Heading(1, context.Texts["annex.values"], "annex-values");
        yield return new Paragraph(context.Texts["annex.values_intro"]);
        foreach (var part in view.PrintedAreas.Chunk(7))
            yield return new DataTable(
                context.Texts["annex.values_table"],
                [new(context.Texts["column.indicator"], 1.2), .. part.Select(area => new Column(area.Name, 1))],
                [.. view.Content.Indicators.Where(indicator => indicator is { Kind: "share", HasSource: true }).OrderBy(indicator => indicator.Id, StringComparer.Ordinal).Select(indicator => (IReadOnlyList<TableCell>)
                    [new($"{indicator.Id}{Period(view, indicator)}"), .. part.Select(area => context.Cells.Value(view.Latest(indicator.Id, area.Code)?.Value))])],
                context.Texts["annex.values_note"]);
    }

    /// <summary>The values of every line drawn in the document; heat table and map have their tables beside them.</summary>
    public static IEnumerable<Block> FigureData(SectionContext context)
    {
        var tables = context.Placed.SelectMany(figure => figure.Values).Distinct().ToList();
        if (tables.Count == 0)
            yield break;
        yield return new Heading(1, context.Texts["figure_data.title"], "figure-data");
        yield return new Paragraph(context.Texts["figure_data.intro"]);
        foreach (var table in tables)
            yield return table;
    }

    public static IEnumerable<Block> Sources(SectionContext context)
    {
        var view = context.View;
        yield return new Heading(1, context.Texts["annex.sources"], "annex-sources");
        yield return new DataTable(
            context.Texts["annex.sources_table"],
            [new(context.Texts["column.source"], 1.8), new(context.Texts["column.provider"], 1.4), new(context.Texts["column.months"], 1.5), new(context.Texts["column.protocol"], 2.4), new(context.Texts["column.lowest"], 0.8), new(context.Texts["column.forms"], 1.1)],
            [.. view.Content.Sources.OrderBy(source => source.Id, StringComparer.Ordinal).Select(source => (IReadOnlyList<TableCell>)
            [
                new(source.Title), new(source.Provider),
                new(source is { FirstMonth: { } first, LastMonth: { } last } ? view.Texts.Say("span", ("first", view.PeriodWords(first)), ("last", view.PeriodWords(last))) : context.Texts["cell.no_data"]),
                new(context.Texts.Say("annex.protocol", ("parties", source.Parties.TrimEnd('.')), ("purpose", source.Purpose.TrimEnd('.')), ("from", view.Date(source.ProtocolAgreedOn)), ("to", view.Date(source.ProtocolExpiresOn)))),
                new(context.Texts[$"level.admin{ReleaseView.Number(source.LowestLevel)}"]),
                new(source.FormVersions.Count > 0 ? view.Comma(source.FormVersions) : "–"),
            ])]);
        var notes = view.Content.Sources.OrderBy(source => source.Id, StringComparer.Ordinal)
            .SelectMany(source => source.Notes.Select(note => (source.Title + ".", note)).Concat(source.HasLateReports ? [(source.Title + ".", context.Texts["annex.late"])] : [])).ToList();
        if (notes.Count > 0)
            yield return new Bullets(notes);
    }

    public static IEnumerable<Block> Methodology(SectionContext context)
    {
        yield return new Heading(1, context.Texts["annex.methodology"], "annex-methodology");
        yield return new Paragraph(context.Texts["method.proxies"]);
        yield return new Paragraph(context.Texts["method.guidance"]);
        yield return new Paragraph(string.Join(' ', OwnWindows(context).Prepend(context.Texts.Say("method.test", ("windows", Windows(context))))));
        foreach (var moved in RevisionSection.MovedOnsets(context, all: true))
            yield return moved;
        yield return new Paragraph(context.Texts["method.effort"]);
        yield return new Paragraph(context.Texts["method.convergence"]);
        foreach (var text in Families(context))
            yield return new Paragraph(text);
        yield return new Paragraph(Calibration(context));
        yield return new Bullets([.. Enum.GetValues<EvidenceGrade>().Select(grade => ($"{context.Texts[$"grade.{grade}.letter"]}:", context.Texts[$"grade.{grade}.meaning"]))]);
        foreach (var text in Consultations(context))
            yield return new Paragraph(text);
    }

    /// <summary>Who was asked about the indicators, and what changed because of it; or that nobody is recorded to have been asked.</summary>
    private static IEnumerable<string> Consultations(SectionContext context) => context.View.Content.Consultations is { Count: > 0 } consultations
        ? consultations.Select(consultation => context.Texts.Say("method.consulted",
            ("date", context.View.Date(consultation.On)), ("with", consultation.With), ("about", context.View.Comma(consultation.About)), ("changed", $"{consultation.Changed.TrimEnd('.')}.")))
        : [context.Texts["method.not_consulted"]];

    /// <summary>How often the rules would be wrong on this operation's own layout, with the day of the simulation; or that nobody has looked.</summary>
    public static string Calibration(SectionContext context) => context.View.Content.Calibration is { Series: > 0 } rates
        ? context.Texts.Say("method.calibration",
        [
            ("date", context.View.Date(rates.On)), ("series", ReleaseView.Number(rates.Series)), ("histories", ReleaseView.Number(rates.Histories)),
            .. Rate(context, "false", rates.FalseRise, rates.FalseRiseLow, rates.FalseRiseHigh), .. Rate(context, "any", rates.AnyFalseRise, rates.AnyFalseRiseLow, rates.AnyFalseRiseHigh),
            .. Rate(context, "among", rates.FalseAmongClaims, rates.FalseAmongClaimsLow, rates.FalseAmongClaimsHigh), .. Rate(context, "power", rates.Power, rates.PowerLow, rates.PowerHigh),
        ])
        : context.Texts["method.not_calibrated"];

    /// <summary>A share with its limits, in per cent with one decimal place; the limits rounded outward.</summary>
    private static IEnumerable<(string Slot, string Value)> Rate(SectionContext context, string slot, double share, double low, double high) =>
    [
        (slot, context.Texts.Say("number.percent", ("value", Decimal(context, 100 * share)))),
        ($"{slot}_low", Decimal(context, Math.Floor(1000 * low) / 10)), ($"{slot}_high", Decimal(context, Math.Ceiling(1000 * high) / 10)),
    ];

    private static string Decimal(SectionContext context, double number) => context.View.Decimal(number.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Tests made, claims, and how many of them to expect to be false, a level each.</summary>
    public static IEnumerable<string> Families(SectionContext context) => context.View.Content.TestFamilies.OrderBy(family => family.AreaLevel).Select(family =>
        context.Texts.Say("method.family",
            ("level", context.Texts[$"level.admin{ReleaseView.Number(family.AreaLevel)}"]), ("tests", ReleaseView.Number(family.Tests)), ("claims", ReleaseView.Number(family.Claims)),
            ("falls", ReleaseView.Number(family.FallClaims)), ("false", ReleaseView.Number(family.ExpectedFalse))));

    /// <summary>«8 quarters before with 6 quarters since», for every grain a printed series was tested at; the longest of each. Of areas for which the country's onset
    /// holds; those with an onset of their own are told apart by <see cref="OwnWindows"/>.</summary>
    public static string Windows(SectionContext context) =>
        Windows(context, Compared(context).Where(finding => finding.AreaLevel <= 1 && context.View.OwnOnsetOf(finding.AreaCode) is null)) ?? context.Texts["none"];

    /// <summary>A sentence for every area with an onset of its own: the onset, and what is compared there, the areas inside it included.</summary>
    public static IEnumerable<string> OwnWindows(SectionContext context) =>
        from own in context.View.Content.Header.AreaOnsets
        let windows = Windows(context, Compared(context).Where(finding => context.View.OwnOnsetOf(finding.AreaCode) == own))
        where windows is not null
        select context.Texts.Say("findings.area_windows", ("area", context.View.AreaName(own.AreaCode)), ("onset", context.View.Date(own.Onset)), ("windows", windows));

    private static IEnumerable<Finding> Compared(SectionContext context) =>
        context.View.Content.Findings.Where(finding => finding is { Before: not null, After: not null, Difference: not null });

    private static string? Windows(SectionContext context, IEnumerable<Finding> compared)
    {
        var windows = compared.GroupBy(finding => finding.Grain).OrderByDescending(group => group.Count()).ThenBy(group => group.Key)
            .Select(group => context.Texts.Say("findings.windows",
                ("before", context.Findings.Count(group.Max(finding => finding.Before!.Periods), group.Key)), ("after", context.Findings.Count(group.Max(finding => finding.After!.Periods), group.Key)))).ToList();
        return windows.Count > 0 ? windows.Aggregate((list, next) => context.Texts.Say("findings.windows_or", ("first", list), ("next", next))) : null;
    }

    public static IEnumerable<Block> Disclosure(SectionContext context)
    {
        var view = context.View;
        var bases = view.Content.Indicators.Where(indicator => indicator is { Kind: "share", StreamKind: not null }).GroupBy(context.Findings.CountedUnit).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => context.Texts.Say("disclosure.base_one", ("minimum", ReleaseView.Number(group.Min(indicator => indicator.MinimumBase))), ("unit", group.Key)));
        var grains = view.Content.Tables.SelectMany(table => table.Cells).Select(cell => cell.Period.Grain).Distinct().Order().Select(grain => context.Texts[$"grain.{FindingWords.Key(grain)}.plural"]);
        yield return new Heading(1, context.Texts["annex.disclosure"], "annex-disclosure");
        yield return new Paragraph(context.Texts.Say("disclosure.text", ("hidden", view.Standing("CAV-5"))));
        yield return new Paragraph($"{context.Texts.Say("disclosure.base", ("bases", view.Join(bases)), ("grains", view.Join(grains)))} {context.Texts["disclosure.bound"]}");
    }

    public static IEnumerable<Block> Limits(SectionContext context)
    {
        yield return new Heading(1, context.Texts["annex.limits"], "annex-limits");
        yield return LimitItems(context);
        yield return new Paragraph(context.View.Standing("CAV-0"), ParagraphLook.Caveat);
    }

    public static Bullets LimitItems(SectionContext context) =>
        new([.. LimitKeys.Select(limit => (context.Texts[$"limit.{limit}.start"], context.Texts[$"limit.{limit}.text"]))]);

    private static string Period(ReleaseView view, IndicatorInfo indicator) =>
        view.PrintedAreas.Select(area => view.Latest(indicator.Id, area.Code)?.Period).FirstOrDefault(period => period is not null) is { } period ? $" · {view.PeriodWords(period)}" : "";

    private static string Short(string hash) => hash.Length > 8 ? hash[..8] : hash;
}
