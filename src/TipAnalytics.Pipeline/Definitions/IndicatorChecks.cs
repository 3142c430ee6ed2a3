namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks an indicator against streams and models, and that its kind has the keys it needs and none it must not have.</summary>
internal static class IndicatorChecks
{
    // A level indicator without a stream rests on the context register.
    private static readonly string[] FilterKeys = ["stream", "model", "universe", "base", "signal", "value", "answers", "missing_rules", "disaggregate_by", "minimum_base", "elevated_from", "tables", "impossible"];

    private static readonly Dictionary<IndicatorKind, (string[] Needs, string[] Refuses)> Keys = new()
    {
        [IndicatorKind.Share] = (["stream", "model", "base", "signal", "missing_rules", "examples"], ["value"]),
        [IndicatorKind.Level] = (["model", "value", "missing_rules", "examples"], ["base", "signal", "answers", "disaggregate_by", "minimum_base", "tables", "impossible", "parts", "at_least"]),
        [IndicatorKind.Coverage] = (["examples"], [.. FilterKeys, "parts", "at_least"]),
        [IndicatorKind.Convergence] = (["examples"], [.. FilterKeys, "parts", "at_least"]),
        [IndicatorKind.AreaState] = (["parts", "at_least", "examples"], FilterKeys),
    };

    public static void Check(DefinitionFile<IndicatorDefinition> file, Catalogue catalogue)
    {
        var indicator = file.Value;
        DefinitionChecks.FileName(file, indicator.Id);
        DefinitionChecks.Name(file, indicator.Id, "indicator id", Vocabulary.IndicatorId(), "of the form CH-03", "id");
        KindKeys(file, indicator);
        Words(file, indicator);
        Limits(file, indicator);
        foreach (var (key, text) in Texts(indicator))
            DefinitionChecks.Text(file, text, key);
        foreach (var (sector, text) in indicator.ResponseOptions)
        {
            DefinitionChecks.OneOf(file, sector, Vocabulary.Sectors, "response_options", sector);
            DefinitionChecks.Text(file, text, "response_options", sector);
        }

        if (indicator.Model is { Length: > 0 } model && !catalogue.Models.ContainsKey(model))
            file.Fault($"there is no model \"{model}\" (models/{model}.sql).{Suggestion.For(model, catalogue.Models.Keys)}", "model");
        Stream(file, indicator, catalogue);
        if (indicator.VariantOf is { } principal)
            Variant(file, indicator, principal, catalogue);
        Combination(file, indicator, catalogue);
        Examples(file, indicator, catalogue);
    }

    private static void Variant(DefinitionFile<IndicatorDefinition> file, IndicatorDefinition indicator, string principal, Catalogue catalogue)
    {
        DefinitionChecks.Existing(file, principal, "indicator", catalogue.Indicators.Keys, "variant_of");
        if (catalogue.Indicators.GetValueOrDefault(principal) is { } other && (other.VariantOf is not null || other.Family != indicator.Family || other.Id == indicator.Id))
            file.Fault($"{principal} is itself a variant, or of another family: a variant names the indicator it is another form of", "variant_of");
    }

    private static void Combination(DefinitionFile<IndicatorDefinition> file, IndicatorDefinition indicator, Catalogue catalogue)
    {
        if (indicator.Parts.Count == 0)
        {
            if (indicator.Kind == IndicatorKind.Share && indicator.Family == "co_occurrence")
                file.Fault("a combination declares its \"parts\", each with element and about, and how many have to hold in \"at_least\"", "family");
            return;
        }

        if (file.Has("base") || file.Has("signal"))
            file.Fault("\"base\" and \"signal\" of a combination are made from its \"parts\"; leave them out", file.Has("base") ? "base" : "signal");
        if (indicator.AtLeast is not { } least || least < 2 || least > indicator.Parts.Count)
            file.Fault("\"at_least\" says how many parts have to hold: two or more, and no more than there are", "at_least");
        for (var i = 0; i < indicator.Parts.Count; i++)
            Part(file, indicator, indicator.Parts[i], FormattableString.Invariant($"{i}"), catalogue);
    }

    private static void Part(DefinitionFile<IndicatorDefinition> file, IndicatorDefinition indicator, CombinationPart part, string at, Catalogue catalogue)
    {
        DefinitionChecks.Text(file, part.Says, "parts", at, "says");
        DefinitionChecks.OneOf(file, part.Element, Vocabulary.Elements, "parts", at, "element");
        DefinitionChecks.OneOf(file, part.About, Vocabulary.Subjects, "parts", at, "about");
        if (indicator.Kind == IndicatorKind.Share)
        {
            if (part.Base is null || part.Signal is null || part.Of.Count > 0 || part.State is not null || part.By is not null)
                file.Fault("a part of a record has \"base\" (when it is determined) and \"signal\" (when it holds), and nothing of another indicator", "parts", at);
            return;
        }

        if (part.Base is not null || part.Signal is not null || part.Of.Count == 0 || part.State is null || (part.State == "worse") != (part.By > 0))
            file.Fault("a part of an area has \"of\" (indicators), \"state\" (elevated or worse), and with worse how much in \"by\"", "parts", at);
        DefinitionChecks.OneOf(file, part.State ?? "", Vocabulary.PartStates, "parts", at, "state");
        foreach (var id in part.Of)
        {
            DefinitionChecks.Existing(file, id, "indicator", catalogue.Indicators.Keys, "parts", at, "of");
            if (part.State == "elevated" && catalogue.Indicators.GetValueOrDefault(id) is { ElevatedFrom: null })
                file.Fault($"{id} has no \"elevated_from\" and is never elevated", "parts", at, "of");
        }
    }

    /// <summary>Form of the examples; whether they agree with the SQL is another stage's check.</summary>
    private static void Examples(DefinitionFile<IndicatorDefinition> file, IndicatorDefinition indicator, Catalogue catalogue)
    {
        if (file.Has("examples") && indicator.Examples.Count == 0)
            file.Fault("an indicator has one worked example or more", "examples");
        for (var i = 0; i < indicator.Examples.Count; i++)
        {
            var (example, at) = (indicator.Examples[i], FormattableString.Invariant($"{i}"));
            DefinitionChecks.Text(file, example.Says, "examples", at, "says");
            if (example.Weighted is not null && (indicator.Kind != IndicatorKind.Share || catalogue.Streams.GetValueOrDefault(indicator.Stream ?? "") is not { Kind: StreamKind.Survey }))
                file.Fault("only surveys have weights", "examples", at, "weighted");
            foreach (var fault in ExampleTable.Read(example.Rows).Faults(indicator, catalogue))
                file.Fault(fault, "examples", at, "rows");
        }
    }

    private static void KindKeys(DefinitionFile<IndicatorDefinition> file, IndicatorDefinition indicator)
    {
        var (needs, refuses) = Keys[indicator.Kind];
        var kind = YamlBinder.Word(indicator.Kind);
        // What is in the base and what has the signal, a combination says by its parts.
        foreach (var key in needs.Where(key => !file.Has(key) && !(indicator.Parts.Count > 0 && key is ("base" or "signal"))))
            file.Fault($"missing key \"{key}\"; an indicator of the kind {kind} needs {string.Join(", ", needs)}", "kind");
        foreach (var key in refuses.Where(key => file.Has(key)))
            file.Fault($"\"{key}\" has no meaning for an indicator of the kind {kind}; leave it out", key);
    }

    private static void Words(DefinitionFile<IndicatorDefinition> file, IndicatorDefinition indicator)
    {
        DefinitionChecks.OneOf(file, indicator.Family, Vocabulary.Families, "family");
        DefinitionChecks.OneOf(file, indicator.Direction, Vocabulary.Directions, "direction");
        DefinitionChecks.AllOf(file, indicator.ProtectionRisks, Vocabulary.ProtectionRisks, "protection_risks");
        DefinitionChecks.AllOf(file, indicator.CanAct, Vocabulary.Sectors, "can_act");
        DefinitionChecks.AllOf(file, indicator.Response, Vocabulary.Responses, "response");
        DefinitionChecks.AllOf(file, indicator.StandingCaveats, [.. StandingCaveats.Ids.Where(id => id != "CAV-0")], "standing_caveats");
    }

    private static void Limits(DefinitionFile<IndicatorDefinition> file, IndicatorDefinition indicator)
    {
        if (indicator.MinimumBase < 5)
            file.Fault("\"minimum_base\" is never below 5", "minimum_base");
        if (indicator.ElevatedFrom < 0 || (indicator.Kind == IndicatorKind.Share && indicator.ElevatedFrom > 100))
            file.Fault("\"elevated_from\" is a share from 0 to 100 or a level from 0", "elevated_from");
    }

    private static void Stream(DefinitionFile<IndicatorDefinition> file, IndicatorDefinition indicator, Catalogue catalogue)
    {
        if (indicator.Stream is not { Length: > 0 } id)
            return;
        if (id == Vocabulary.RegisterStream)
        {
            file.Fault("the context register is no stream: a level indicator on it leaves \"stream\" out", "stream");
        }
        else if (catalogue.Streams.TryGetValue(id, out var stream))
        {
            if (indicator.Kind == IndicatorKind.Level && stream.Kind != StreamKind.Reference)
                file.Fault($"{id} holds people: a level is printed without protection and rests on a reference stream or the register only", "stream");
            for (var i = 0; i < indicator.DisaggregateBy.Count; i++)
                StreamChecks.Split(file, stream, indicator.DisaggregateBy[i], "disaggregate_by", FormattableString.Invariant($"{i}"));
            StreamChecks.Plan(file, stream, indicator.Tables);
            StreamChecks.Impossible(file, stream, indicator.Impossible, catalogue);
        }
        else
        {
            file.Fault($"there is no stream \"{id}\".{Suggestion.For(id, catalogue.Streams.Keys)}", "stream");
        }
    }

    private static IEnumerable<(string Key, string? Text)> Texts(IndicatorDefinition indicator) =>
    [
        ("title", indicator.Title), ("definition", indicator.Definition), ("unit", indicator.Unit), ("why", indicator.Why),
        ("caveat", indicator.Caveat), ("low_means", indicator.LowMeans), ("missing_rules", indicator.MissingRules),
    ];
}
