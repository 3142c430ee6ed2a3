using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Reads the catalogue for people: every indicator, stream, code list and model, as the files say.</summary>
public static class CatalogueReader
{
    /// <param name="operation">Folder of an operation, with what it adds and switches on; null: the catalogue alone.</param>
    /// <param name="catalogue">Null: the one shipped with the program.</param>
    /// <exception cref="DefinitionException">With every fault of the files.</exception>
    public static CatalogueContent Read(string? operation = null, string? catalogue = null)
    {
        var folder = catalogue ?? CatalogueFolder.Default;
        var setup = operation is null ? null : OperationLoader.Load(OperationFolder.At(operation).Root, folder, PlaceTables.Read);
        var definitions = setup?.Catalogue ?? CatalogueLoader.Load(folder);
        var known = KnownColumns.Load(folder, definitions).ToLookup(column => (column.Stream, column.Field));
        var caveats = Definitions.StandingCaveats.Load(folder);
        return new(
            setup?.Operation.Name,
            [.. definitions.Indicators.Values
                .OrderBy(indicator => Array.IndexOf(Vocabulary.Families, indicator.Family)).ThenBy(indicator => indicator.Id, StringComparer.Ordinal)
                .Select(indicator => Indicator(indicator, definitions, caveats, known, setup?.Operation.Indicators.Contains(indicator.Id)))],
            [.. definitions.Streams.Values.OrderBy(stream => stream.Id, StringComparer.Ordinal).Select(Stream)],
            [.. definitions.CodeLists.Values.OrderBy(list => list.Id, StringComparer.Ordinal).Select(list => new CatalogueCodeList(list.Id, [.. list.Entries.Select(Code)]))],
            [.. definitions.Models.Values.OrderBy(model => model.Name, StringComparer.Ordinal).Select(model => new CatalogueModel(model.Name, model.Sql.Replace("\r", "", StringComparison.Ordinal).TrimEnd()))],
            caveats,
            [.. GuideRules.Load(folder).OrderBy(rule => rule.Id, StringComparer.Ordinal).Select(rule => new CatalogueRule(rule.Id, rule.Rule, rule.KeptBy, rule.Where, rule.Note))],
            setup is null ? null : [.. Asked(setup)])
        {
            Words = LanguageFile.Load(folder, LanguageWords.Original),
        };
    }

    private static IEnumerable<CatalogueAsked> Asked(OperationSetup setup) =>
        from stream in setup.Catalogue.Streams.Values.OrderBy(stream => stream.Id, StringComparer.Ordinal)
        from field in stream.Fields
        let sources = setup.SourcesOf(stream.Id, field.Name)
        where sources.Count > 0
        select new CatalogueAsked(stream.Id, stream.Title, field.Name, field.Label, sources);

    private static CatalogueIndicator Indicator(
        IndicatorDefinition indicator, Catalogue catalogue, IReadOnlyDictionary<string, string> caveats, ILookup<(string Stream, string Field), KnownColumn> known, bool? isOn)
    {
        var stream = indicator.Stream is { } id ? catalogue.Streams[id] : null;
        var isShare = indicator.Kind == IndicatorKind.Share;
        return new(
            indicator.Id, indicator.Title, indicator.Definition, indicator.Family, YamlBinder.Word(indicator.Kind), stream?.Id, stream?.Title, indicator.Model,
            indicator.Model is { } model ? catalogue.Models[model].Grain : null,
            indicator.Universe, indicator.Base, indicator.Signal, indicator.Value, [.. indicator.Parts.Select(Part)], indicator.AtLeast, indicator.MissingRules,
            indicator.Unit, indicator.Direction, stream is null || !isShare ? [] : Plan(indicator.PlanOn(stream)),
            stream is null ? [] : [.. indicator.DisaggregateBy.Select(split => Split(stream.Fields.First(field => field.Name == split), catalogue))],
            isShare ? indicator.MinimumBase : null, indicator.ElevatedFrom, indicator.Why, indicator.Caveat,
            // Of interviews without a design the second form of CAV-3 holds, as in reports.
            [.. indicator.StandingCaveats.Select(caveat => caveats[caveat == "CAV-3" && stream?.Kind == StreamKind.Interviews ? "CAV-3b" : caveat])],
            [.. indicator.ProtectionRisks.Select(code => (code, Vocabulary.ProtectionRiskNames[code]))], indicator.CanAct, indicator.Response, indicator.ResponseOptions, indicator.LowMeans,
            stream is null ? [] : [.. IndicatorNeeds.Of(indicator, stream).Select(field => new CatalogueField(field.Name, field.Label, Columns(known[(stream.Id, field.Name)])))],
            indicator.VariantOf, [.. catalogue.Indicators.Values.Where(other => IsOtherForm(other, indicator)).Select(other => other.Id).Order(StringComparer.Ordinal)],
            indicator.ApprovalBy, [.. indicator.Changes.Select(change => (change.From, change.What))], isOn, [.. indicator.Examples.Select(Example)], indicator.Hash);
    }

    private static bool IsOtherForm(IndicatorDefinition other, IndicatorDefinition indicator) =>
        other.Id != indicator.Id && (other.VariantOf ?? other.Id) == (indicator.VariantOf ?? indicator.Id);

    private static CataloguePart Part(CombinationPart part) => new(
        part.Says, part.Element, part.About, part.Base ?? "one of them is so, or all of them are known",
        part.Signal ?? $"{string.Join(" or ", part.Of)} {(part.By is { } by ? string.Create(CultureInfo.InvariantCulture, $"worse than the quarter before by {by} or more") : "at or above the reference band")}");

    private static CatalogueExample Example(IndicatorExample example)
    {
        var table = ExampleTable.Read(example.Rows);
        return new(example.Says, table.Columns, table.Rows, example.Figure, example.Weighted);
    }

    /// <summary>Answers to lists have a column for each item: the first few tell enough.</summary>
    private static IReadOnlyList<string> Columns(IEnumerable<KnownColumn> columns) =>
        [.. columns.GroupBy(column => column.Tool).OrderBy(tool => tool.Key, StringComparer.Ordinal)
            .Select(tool => $"{tool.Key}: {string.Join(", ", tool.Select(column => column.Column).Order(StringComparer.Ordinal).Take(3))}{(tool.Count() > 3 ? " and others" : "")}")];

    private static string Split(FieldDefinition field, Catalogue catalogue) =>
        $"{field.Label}: {string.Join(", ", catalogue.CodeLists[field.Codes!].Entries.Where(entry => entry.Missing is null).Select(entry => entry.Label))}";

    private static IReadOnlyList<string> Plan(IEnumerable<PlannedTable> tables) =>
        [.. tables.Select(table => string.Create(CultureInfo.InvariantCulture, $"{(table.Level == 0 ? "country" : $"admin {table.Level}")} by {YamlBinder.Word(table.Grain).Replace('_', '-')}"))];

    private static CatalogueSource Stream(StreamDefinition stream) => new(
        stream.Id, stream.Title, YamlBinder.Word(stream.Kind), stream.Unit, stream.ApprovalBy is { } body ? $"off by default; a source needs the recorded approval of the {body}" : "on by default",
        stream.Threshold, stream.LowestLevel, Plan(stream.Tables), [.. stream.Fields.Select(Field)]);

    private static CatalogueEntry Field(FieldDefinition field) => new(
        field.Name, field.Label, YamlBinder.Word(field.Type),
        field.Items is { } items ? $"{items}: {field.Codes}" : field.Codes ?? ((field.Minimum ?? field.Maximum) is not null ? string.Create(CultureInfo.InvariantCulture, $"{field.Minimum}–{field.Maximum}") : ""),
        field.Sensitivity, field.Element, field.Indicators);

    private static CatalogueCode Code(CodeListEntry entry) => new(
        entry.Code, entry.Label, entry.Missing is { } missing ? YamlBinder.Word(missing) : null,
        (entry.From ?? entry.To) is null ? null : string.Create(CultureInfo.InvariantCulture, $"{entry.From}–{entry.To}"), entry.Element);
}
