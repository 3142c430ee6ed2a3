using System.Globalization;
using System.Text;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Html;
using TipAnalytics.Reports.Markdown;
using TipAnalytics.Reports.Texts;

namespace TipAnalytics.Reports.Catalogue;

/// <summary>The catalogue as a page: every indicator with its formula, limits and worked examples, and the streams and code lists as a reference.</summary>
public static class IndicatorCatalogue
{
    private static readonly string[] Results = ["signal", "no signal", "undetermined", "outside"];

    /// <returns>File name and bytes: <c>catalogue.html</c> and <c>catalogue.md</c>. The same content gives the same bytes.</returns>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Make(CatalogueContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var document = Compose(content);
        return [("catalogue.html", Encoding.UTF8.GetBytes(HtmlDocument.Write(document))), ("catalogue.md", Encoding.UTF8.GetBytes(MarkdownDocument.Write(document)))];
    }

    private static Document Compose(CatalogueContent content)
    {
        var texts = ReportTexts.Shipped(content.Words);
        var principal = content.Indicators.Count(indicator => indicator.VariantOf is null);
        return new(
            "catalogue", "en", "Catalogue of proxy indicators",
            string.Create(CultureInfo.InvariantCulture, $"{principal} proxy indicators and {content.Indicators.Count - principal} other forms of them; {content.Streams.Count} streams.")
                + (content.Operation is { } name ? $" As {name} uses them." : ""),
            "TipAnalytics", "Made from the definition files; holds no data.", ("", "", ""), "Table", "Figure",
            [.. Preface(content), new ContentsList("Contents", 2), .. content.Indicators.GroupBy(indicator => indicator.Family).SelectMany(family => Family(texts, family.Key, [.. family])), .. Asked(content), .. Reference(content), .. Rules(content)]);
    }

    private static IEnumerable<Block> Preface(CatalogueContent content)
    {
        yield return new Box("How to read this", [
            new Paragraph(content.StandingCaveats["CAV-0"]),
            new Paragraph("All examples are invented: no row, household, community, incident or case in them is real. They are tiny so that they can be checked by hand; a real figure is printed only on the minimum base and after disclosure control."),
            new Bullets([
                ("Signal:", "the row is in the base and has the signal."), ("No signal:", "it is in the base without it."),
                ("Undetermined:", "the question concerns it, but an answer that is needed is unknown; unknown is not «no»."), ("Outside:", "the question does not concern it."),
            ]),
            new Paragraph("The examples are run through the same statements as real records whenever definitions are checked, so a formula that says something else than its example is refused."),
            new Paragraph("No figure puts a whole legal definition together: for adults act, means and purpose; under 18 act and purpose. Each part of a combination says which element it tells of, and each field of a stream too; a combination that would bring them all together is refused, whatever its columns are called."),
        ]);
    }

    private static IEnumerable<Block> Family(ReportTexts texts, string family, IReadOnlyList<CatalogueIndicator> indicators)
    {
        yield return new Heading(1, texts[$"family.{family}"], $"family-{family}");
        foreach (var block in indicators.SelectMany(indicator => Indicator(texts, indicator)))
            yield return block;
    }

    private static IEnumerable<Block> Indicator(ReportTexts texts, CatalogueIndicator indicator)
    {
        yield return new Heading(2, $"{indicator.Id} {indicator.Title}", indicator.Id.ToLowerInvariant());
        yield return new Paragraph(indicator.Definition, ParagraphLook.Lead);
        if (indicator.IsSwitchedOn is { } isOn)
            yield return new Paragraph(isOn ? "Switched on in this operation." : "Not switched on in this operation.", ParagraphLook.Small);
        if (indicator.ApprovalBy is { } body)
            yield return new Paragraph($"Used only with the recorded approval of the {body}.", ParagraphLook.Caveat);
        yield return new Bullets([.. Facts(texts, indicator).Where(fact => fact.Text.Length > 0)]);
        yield return new Paragraph(indicator.Caveat, ParagraphLook.Caveat, "Caveat:");
        foreach (var caveat in indicator.StandingCaveats)
            yield return new Paragraph(caveat, ParagraphLook.Caveat, "Printed with it:");
        if (indicator.Parts.Count > 0)
        {
            yield return new DataTable(
                string.Create(CultureInfo.InvariantCulture, $"{indicator.Id}: parts, of which {indicator.AtLeast} or more have to hold"),
                [new("Part", 3), new("Tells of", 1), new("About", 1), new("Determined when", 3), new("Holds when", 3)],
                [.. indicator.Parts.Select(part => (IReadOnlyList<TableCell>)[new(part.Says), new(part.Element), new(part.About), new(part.Determined), new(part.Condition)])],
                "A record with an unknown part is undetermined and counted apart.");
        }

        if (Formula(indicator) is { Length: > 0 } formula)
            yield return new Code(formula);
        foreach (var example in indicator.Examples)
            yield return Example(indicator, example);
        yield return new Paragraph("Response options, to be edited by people:");
        yield return new Bullets([.. indicator.ResponseOptions.Select(option => ($"{Sector(texts, option.Key)}:", option.Value))]);
    }

    private static IEnumerable<(string Start, string Text)> Facts(ReportTexts texts, CatalogueIndicator indicator) =>
    [
        ("Unit:", $"{indicator.Unit}{(indicator.Direction switch { "higher_is_more_concern" => "; higher is more concern", "lower_is_more_concern" => "; lower is more concern", _ => "" })}"),
        ("Source:", Source(indicator)),
        ("Questions:", string.Join("; ", indicator.Fields.Select(field => $"{field.Label} ({field.Name}{(field.Columns.Count > 0 ? $"; known in {string.Join("; ", field.Columns)}" : "")})"))),
        ("Missing answers:", indicator.MissingRules ?? ""),
        ("Smallest base printed:", indicator.MinimumBase is { } least ? string.Create(CultureInfo.InvariantCulture, $"{least}, and never below the disclosure limits") : None(indicator).Base),
        ("Published:", indicator.Plan.Count > 0 ? string.Join(", ", indicator.Plan) : None(indicator).Plan),
        ("May be split by:", indicator.Splits.Count > 0 ? string.Join("; ", indicator.Splits) : None(indicator).Splits),
        ("Reference band:", indicator.ElevatedFrom is { } band
            ? string.Create(CultureInfo.InvariantCulture, $"elevated from {band:0.###}{(indicator.Kind == "share" ? " %" : "")}; a level, apart from what is tested as a rise")
            : indicator.Kind is "share" or "level" ? "none: it never counts as elevated" : ""),
        ("Why it is a proxy:", indicator.Why),
        ("A low figure means:", indicator.LowMeans),
        ("Protection risks:", string.Join("; ", indicator.ProtectionRisks.Select(risk => $"{risk.Code} {risk.Name}"))),
        ("Who can act:", $"{string.Join(", ", indicator.CanAct.Select(sector => Sector(texts, sector)))}; {string.Join(", ", indicator.Response.Select(kind => texts.Find($"kind.{kind}") ?? kind))}"),
        ("Other forms, never joined in one series:", string.Join(", ", indicator.Variants)),
        ("Changes:", string.Join("; ", indicator.Changes.Select(change => $"from {change.From}: {change.What}"))),
    ];

    /// <summary>Why an indicator has no smallest base, plan of tables and splits of its own.</summary>
    private static (string Base, string Plan, string Splits) None(CatalogueIndicator indicator) => indicator.Kind switch
    {
        "level" when indicator.Stream is null => (
            "none: a score is the judgement of reviewers about an area and counts no people", "no plan of its own: each area and quarter that is scored, since it holds no people who would have to be protected", "none: it is about an area, not about groups of people"),
        "level" => (
            "none: it counts services and no people", "no plan of its own: each area and month that is known, since it holds no people who would have to be protected", "none: it is about an area, not about groups of people"),
        "coverage" => (
            "none: it says what arrived and counts no people", "no plan of its own: each source by area and quarter", "none: it is about sources, not about groups of people"),
        "convergence" or "area_state" => (
            "none of its own: it is made from released cells, each of which stands on its own base", "no plan of its own: where the released cells it is made from are known", "none: it is about an area, and parts of groups would not add up to it"),
        _ => ("", "", indicator.Stream is null ? "" : "none: no split of the stream is planned for it"),
    };

    private static string Source(CatalogueIndicator indicator) => indicator switch
    {
        { Stream: { } stream, Model: { } model } => $"{indicator.StreamTitle} ({stream}), model {model}: {indicator.Grain![(indicator.Grain!.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim().TrimEnd('.')}",
        { Model: { } model } => $"the context register, model {model}",
        { Kind: "coverage" } => "what each source sent, by area and quarter",
        _ => "released cells of other indicators",
    };

    private static string Formula(CatalogueIndicator indicator)
    {
        var lines = new List<string>();
        void Add(string name, string? sql)
        {
            if (sql is not null)
                lines.Add($"-- {name}\n{sql}");
        }

        Add("concerned", indicator.Universe);
        Add("in the base", indicator.Base);
        Add("with the signal", indicator.Signal);
        Add("value", indicator.Value);
        return string.Join('\n', lines);
    }

    private static DataTable Example(CatalogueIndicator indicator, CatalogueExample example) => new(
        $"{indicator.Id}, invented example: {example.Says}",
        [.. example.Columns.Select(column => new Column(column == "result" ? "what becomes of the row" : column, 1))],
        [.. example.Rows.Select(row => (IReadOnlyList<TableCell>)[.. row.Select((cell, at) => Cell(cell, example.Columns[at]))])],
        $"Figure: {example.Figure}{(example.Weighted is { } weighted ? string.Create(CultureInfo.InvariantCulture, $"; weighted {weighted} %") : "")}.{Undetermined(example)}");

    private static string Undetermined(CatalogueExample example) =>
        example.Rows.Count(row => row[^1] == "undetermined") is > 0 and var count ? string.Create(CultureInfo.InvariantCulture, $" Undetermined: {count}.") : "";

    private static TableCell Cell(string text, string column) => new(
        text.Length == 0 ? "(no answer)" : text,
        column != "result" ? CellLook.Plain : Array.IndexOf(Results, text) switch { 0 => CellLook.Elevated, 1 => CellLook.NotElevated, 2 => CellLook.Unknown, _ => CellLook.NotAssessed });

    private static string Sector(ReportTexts texts, string code) => texts.Find($"sector.{code}") is { } name ? $"{name} ({code})" : code;

    private static IEnumerable<Block> Asked(CatalogueContent content)
    {
        if (content.Asked is not { } asked)
            yield break;
        yield return new Heading(1, "Asked already", "asked-already");
        yield return new Paragraph("What a source of the operation brings already need not be asked of people again. A field that does not stand here is brought by none of them.");
        foreach (var stream in asked.GroupBy(field => (field.Stream, field.StreamTitle)))
        {
            yield return new DataTable(
                $"{stream.Key.Stream} {stream.Key.StreamTitle}", [new("Field", 2), new("Meaning", 4), new("Brought by", 3)],
                [.. stream.Select(field => (IReadOnlyList<TableCell>)[new(field.Field), new(field.Label), new(string.Join(", ", field.Sources))])]);
        }
    }

    private static IEnumerable<Block> Rules(CatalogueContent content)
    {
        var rules = content.Rules.GroupBy(rule => rule.Id).ToList();
        var (missing, partly) = (Ids(rules.Where(rule => rule.All(IsMissing))), Ids(rules.Where(rule => rule.Any(IsMissing) && !rule.All(IsMissing))));
        yield return new Heading(1, "Where each rule of the guide is kept", "rules");
        yield return new Paragraph("The rules for work with data are those of An Introductory Guide to Anti-Trafficking Action in Internal Displacement Contexts (Global Protection Cluster, 2020), in our own short words.");
        yield return new Bullets([
            ("Test:", "fails when the rule is broken."), ("Rule:", "a check or a file that refuses."), ("Text:", "words that are printed."),
            ("Design:", "there is no way to do otherwise with the files that ship."), ("Not yet:", "what is still missing, and has to be kept by people until it is there."),
        ]);
        yield return new Paragraph(string.Create(CultureInfo.InvariantCulture,
            $"Of {rules.Count} rules {rules.Count - missing.Count - partly.Count} are kept, {partly.Count} in part ({string.Join(", ", partly)}) and {missing.Count} not yet ({string.Join(", ", missing)})."));
        yield return new DataTable(
            "Rules of the guide, and where each is kept", [new("Rule", 0.7), new("In short", 3), new("Kept by", 0.8), new("Where", 4), new("Note", 3)],
            [.. content.Rules.Select(rule => (IReadOnlyList<TableCell>)
            [
                new(rule.Id), new(rule.Rule), new(rule.KeptBy.Replace('_', ' '), IsMissing(rule) ? CellLook.Warning : CellLook.Plain), new(Place(rule)), new(rule.Note),
            ])]);
    }

    private static bool IsMissing(CatalogueRule rule) => rule.KeptBy == "not_yet";

    private static List<string> Ids(IEnumerable<IGrouping<string, CatalogueRule>> rules) => [.. rules.Select(rule => rule.Key)];

    /// <summary>The name of a test is a sentence.</summary>
    private static string Place(CatalogueRule rule) =>
        rule.KeptBy == "test" && rule.Where.Split('.') is [var type, var sentence] ? $"{sentence.Replace('_', ' ')} ({type})"
        : rule.Where.StartsWith("text ", StringComparison.Ordinal) ? $"report {rule.Where}"
        : rule.Where.Length == 0 ? "–" : rule.Where;

    private static IEnumerable<Block> Reference(CatalogueContent content)
    {
        yield return new Heading(1, "Streams and their fields", "streams");
        foreach (var stream in content.Streams)
        {
            yield return new Heading(2, $"{stream.Id} {stream.Title}", $"stream-{stream.Id}");
            yield return new Bullets([.. new[]
            {
                ("One record:", $"{stream.Unit} ({stream.Kind.Replace('_', ' ')})"), ("Admission:", stream.Admission),
                ("Smallest count a cell may rest on:", stream.Threshold is { } least ? least.ToString(CultureInfo.InvariantCulture) : ""),
                ("Finest place of a record:", stream.LowestLevel == 0 ? "country" : string.Create(CultureInfo.InvariantCulture, $"admin {stream.LowestLevel}")), ("Published:", string.Join(", ", stream.Plan)),
            }.Where(fact => fact.Item2.Length > 0)]);
            yield return new DataTable(
                $"Fields of {stream.Id}",
                [new("Field", 2), new("Meaning", 3), new("Type", 0.9), new("Values", 2), new("Sensitivity", 1), new("Tells of", 1.2), new("For", 2)],
                [.. stream.Fields.Select(field => (IReadOnlyList<TableCell>)
                [
                    new(field.Name), new(field.Label), new(field.Type), new(field.Values), new(field.Sensitivity.Replace('_', ' ')), new(field.Element?.Replace('_', ' ') ?? ""), new(string.Join(", ", field.Indicators)),
                ])],
                "For: the only indicators that may use the field; empty: splits and models of the stream. Tells of «by code»: the code list says it for each code.");
        }

        yield return new Heading(1, "Code lists", "code-lists");
        foreach (var list in content.CodeLists)
        {
            yield return new Heading(3, list.Id, $"codes-{list.Id}");
            var (hasBands, isTyped) = (list.Codes.Any(code => code.Band is not null), list.Codes.Any(code => code.Element is not null));
            yield return new DataTable(
                $"Codes of {list.Id}",
                [new("Code", 2), new("Label", 3), new("Missing answer", 1.5), .. hasBands ? [new Column("Band", 1)] : Array.Empty<Column>(), .. isTyped ? [new Column("Tells of", 1.2)] : Array.Empty<Column>()],
                [.. list.Codes.Select(code => (IReadOnlyList<TableCell>)
                [
                    new(code.Code), new(code.Label), new(code.Missing?.Replace('_', ' ') ?? ""),
                    .. hasBands ? [new TableCell(code.Band ?? "")] : Array.Empty<TableCell>(), .. isTyped ? [new TableCell(code.Element ?? "")] : Array.Empty<TableCell>(),
                ])]);
        }

        yield return new Heading(1, "Models", "models");
        foreach (var model in content.Models)
        {
            yield return new Heading(3, model.Name, $"model-{model.Name}");
            yield return new Code(model.Sql);
        }
    }
}
