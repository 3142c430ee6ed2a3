using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks <c>operation.yaml</c> against catalogue and areas.</summary>
internal static partial class OperationChecks
{
    public static void Check(DefinitionFile<OperationDefinition> file, Catalogue catalogue, AreaTree areas)
    {
        var operation = file.Value;
        DefinitionChecks.Name(file, operation.Id, "operation id", Vocabulary.FolderName(), "lower-case letters, digits, - and _", "id");
        DefinitionChecks.Text(file, operation.Name, "name");
        DefinitionChecks.Context(file, operation.CrisisOnset.Title, "crisis_onset", "title");
        DefinitionChecks.Source(file, operation.CrisisOnset.Source, "crisis_onset", "source");
        foreach (var (code, onset) in operation.CrisisOnset.Areas)
        {
            DefinitionChecks.Existing(file, code, "admin 1 or admin 2 area", areas.All.Where(area => area.Level > 0).Select(area => area.Code), "crisis_onset", "areas", code);
            DefinitionChecks.Context(file, onset.Title, "crisis_onset", "areas", code, "title");
            DefinitionChecks.Source(file, onset.Source, "crisis_onset", "areas", code, "source");
            if (Period.TryParse(operation.FirstMonth, out var first) && onset.Date != default && onset.Date <= first.End)
                file.Fault("the onset has to lie after the first month of the series, else there is nothing to compare with", "crisis_onset", "areas", code, "date");
        }
        if (areas.All.Count > 0 && operation.Country.Length > 0 && areas.Find(operation.Country) is not { Level: 0 })
            file.Fault($"the country \"{operation.Country}\" is not the adm0_pcode of the boundaries.{Suggestion.For(operation.Country, areas.All.Where(area => area.Level == 0).Select(area => area.Code))}", "country");
        Calendar(file, operation);
        if (operation.Languages.Count == 0)
            file.Fault("names no language; write «languages: [en]», or leave the key out", "languages");
        for (var i = 0; i < operation.Languages.Count; i++)
        {
            if (!Language().IsMatch(operation.Languages[i]))
                file.Fault($"\"{operation.Languages[i]}\" is no language code of two letters", "languages", FormattableString.Invariant($"{i}"));
        }
        Indicators(file, operation, catalogue);
        DefinitionChecks.AllOf(file, operation.Products, Vocabulary.Products, "products");
        Audiences.Check(file, operation.Audience, "audience");
        Audiences.CheckPersons(file);
        foreach (var (stream, threshold) in operation.Thresholds)
            Threshold(file, stream, threshold, catalogue);
        foreach (var (stream, decision) in operation.ThresholdDecisions)
        {
            DefinitionChecks.Text(file, decision.By, "threshold_decisions", stream, "by");
            DefinitionChecks.Text(file, decision.Reason, "threshold_decisions", stream, "reason");
            if (!operation.Thresholds.ContainsKey(stream))
                file.Fault($"there is no threshold of {stream} under \"thresholds\" that this decision lowers", "threshold_decisions", stream);
        }

        for (var i = 0; i < operation.Consultations.Count; i++)
            Consultation(file, operation.Consultations[i], FormattableString.Invariant($"{i}"), catalogue);
    }

    private static void Consultation(DefinitionFile<OperationDefinition> file, ConsultationDefinition consultation, string at, Catalogue catalogue)
    {
        const string key = "consultations";
        DefinitionChecks.Role(file, consultation.With, key, at, "with");
        DefinitionChecks.Text(file, consultation.Changed, key, at, "changed");
        for (var i = 0; i < consultation.About.Count; i++)
            DefinitionChecks.Existing(file, consultation.About[i], "indicator", catalogue.Indicators.Keys, key, at, "about", FormattableString.Invariant($"{i}"));
    }

    private static void Calendar(DefinitionFile<OperationDefinition> file, OperationDefinition operation)
    {
        if (operation.FirstMonth.Length > 0)
        {
            if (!Period.TryParse(operation.FirstMonth, out var first) || first.Grain != PeriodGrain.Month)
                file.Fault($"\"{operation.FirstMonth}\" is not a month of the form 2026-09", "first_month");
            else if (operation.CrisisOnset.Date != default && operation.CrisisOnset.Date <= first.End)
                file.Fault("the onset of the crisis has to lie after the first month of the series, else there is nothing to compare with", "crisis_onset", "date");
        }
        if (operation.CloseAfterDays < 0)
            file.Fault("\"close_after_days\" cannot be negative", "close_after_days");
    }

    private static void Indicators(DefinitionFile<OperationDefinition> file, OperationDefinition operation, Catalogue catalogue)
    {
        for (var i = 0; i < operation.Indicators.Count; i++)
        {
            var (id, at) = (operation.Indicators[i], FormattableString.Invariant($"{i}"));
            DefinitionChecks.Existing(file, id, "indicator", catalogue.Indicators.Keys, "indicators", at);
            if (operation.Indicators.IndexOf(id) < i)
                file.Fault($"\"{id}\" stands twice in \"indicators\"", "indicators", at);
            if (catalogue.Indicators.GetValueOrDefault(id) is { ApprovalBy: { } body } && operation.Approvals.GetValueOrDefault(id)?.By != body)
                file.Fault($"{id} is used with the recorded approval of {body} only: enter it under \"approvals\" with by, on and reference, or take the indicator out", "indicators", at);
        }

        foreach (var (id, approval) in operation.Approvals)
        {
            DefinitionChecks.Existing(file, id, "indicator", catalogue.Indicators.Keys, "approvals", id);
            DefinitionChecks.Text(file, approval.Reference, "approvals", id, "reference");
        }
    }

    private static void Threshold(DefinitionFile<OperationDefinition> file, string stream, int threshold, Catalogue catalogue)
    {
        DefinitionChecks.Existing(file, stream, "stream", catalogue.Streams.Keys, "thresholds", stream);
        if (threshold < 5)
            file.Fault("a threshold is never below 5", "thresholds", stream);
        else if (catalogue.Streams.TryGetValue(stream, out var definition) && definition.Kind == StreamKind.Reference)
            file.Fault($"{stream} is a reference stream and takes no threshold", "thresholds", stream);
        else if (definition?.Threshold > threshold && definition.Kind is not (StreamKind.Incidents or StreamKind.Cases))
            file.Fault(FormattableString.Invariant($"an operation may raise a threshold, not lower it; {stream} has {definition.Threshold}"), "thresholds", stream);
        else if (definition?.Threshold > threshold && !file.Value.ThresholdDecisions.ContainsKey(stream))
        {
            file.Fault(
                FormattableString.Invariant($"lowering the threshold of {stream} below {definition.Threshold} needs a recorded decision: enter it under \"threshold_decisions\" with by, on and reason"),
                "thresholds", stream);
        }
    }

    [GeneratedRegex("^[a-z]{2}$")]
    private static partial Regex Language();
}
