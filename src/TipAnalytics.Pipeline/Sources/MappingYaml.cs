using System.Text;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Writes a proposal as a source definition: what is sure as mapping, what is not as comment, what only people know as blanks.</summary>
internal sealed class MappingYaml(MappingProposal proposal, MappingProposer proposer, string file, string id)
{
    private readonly StringBuilder text = new();

    public string Write(IEnumerable<string> indicators)
    {
        Line($"# Proposed by «tip map» from {file}. Nothing is taken until a person has compared every line with the form, filled what is empty, and written who did under \"reviewed\".");
        foreach (var indicator in indicators)
            Line($"# {indicator}");
        foreach (var column in proposal.NotToBeTaken.Where(column => !HeaderName.ReadsLikeValue(column.Header)))
            Line($"# Not to be taken: {OneLine(column.Header)}");
        Line($"id: {id}");
        Line("title:                # what is collected, of whom");
        Line($"stream: {proposal.Stream.Id}");
        Line("provider:             # organisation");
        Line($"dialect: {Dialect}");
        if (proposal.Sheet is { } sheet)
            Line($"sheet: {YamlText.Scalar(sheet)}");
        Protocol();
        Record();
        Places();
        Fields();
        return text.ToString();
    }

    private string Dialect => proposal.Tool switch
    {
        "wfp" or "incident_recorder" or "primero" or "table" => proposal.Tool,
        null => "table",
        _ => "kobo",
    };

    private void Protocol()
    {
        Line("protocol:             # the information-sharing protocol of this data");
        Line("  parties: []         # two or more");
        Line("  purpose:");
        Line("  agreed_on:          # yyyy-MM-dd");
        Line("  expires_on:         # yyyy-MM-dd");
        Line($"  lowest_level: {proposal.Stream.LowestLevel}     # finest admin level a record may keep");
        Line("  audiences: []");
        Line(FormattableString.Invariant($"  minimum_cell: {Math.Max(5, proposal.Stream.Threshold ?? 5)}"));
        Line("  retention_months:");
        Line($"  fields: [{string.Join(", ", proposal.Stream.Fields.Select(field => field.Name).Where(proposal.Fed.Contains))}]");
        if (!proposal.Stream.OnByDefault)
        {
            Line("approval:             # this stream is off by default");
            Line($"  by: {YamlText.Scalar(proposal.Stream.ApprovalBy ?? "")}");
            Line("  on:                 # yyyy-MM-dd");
            Line("  reference:");
        }

        Line("reviewed:             # { by: role, never a name, on: yyyy-MM-dd }");
    }

    private void Record()
    {
        var isKnown = proposal.Keys.Any(key => key.Known.Key.StartsWith("record.", StringComparison.Ordinal));
        Line(isKnown ? "record:" : "record: {}            # no column is known to identify a record: file and row stand for it");
        if (!isKnown)
            return;
        var ids = Keys("record.id").Select(key => YamlText.Scalar(key.Column.Header)).ToList();
        Line(ids.Count > 0 ? $"  id: [{string.Join(", ", ids)}]" : "  # id: no column is known to identify a record; an export of KoboToolbox adds [meta/rootUuid, _uuid]");
        foreach (var key in Keys("record.version"))
            Line($"  version: {YamlText.Scalar(key.Column.Header)}");
        foreach (var key in Keys("record.consent"))
            Line($"  consent: {Values(key)}");
        var refusals = proposal.Keys.Where(key => key.Known.Key.StartsWith("record.refuse.", StringComparison.Ordinal)).ToList();
        if (refusals.Count > 0)
            Line("  refuse:");
        foreach (var key in refusals)
            Line($"    {key.Known.Key["record.refuse.".Length..]}: {Values(key)}");
    }

    private static string Values(KeyProposal key) =>
        $"{{ column: {YamlText.Scalar(key.Column.Header)}, values: [{string.Join(", ", key.Known.Values.Select(YamlText.Scalar))}] }}{Note(key)}";

    private static string Note(KeyProposal key) => key.Known.Note.Length > 0 ? $"  # {key.Known.Note}" : "";

    private void Places()
    {
        var period = Keys("period").FirstOrDefault();
        Line(period is null ? "period: { constant: }  # no date column is known: the month of the round, or { column: … }" : $"period: {{ column: {YamlText.Scalar(period.Column.Header)} }}{Note(period)}");
        var areas = Keys("area").ToList();
        Line(areas.Count switch
        {
            0 => "area: { constant: }    # no column with P-codes is known: the P-code of all rows, or { column: … }",
            1 => $"area: {{ column: {YamlText.Scalar(areas[0].Column.Header)} }}{Note(areas[0])}",
            _ => $"area: {{ columns: [{string.Join(", ", areas.Select(key => YamlText.Scalar(key.Column.Header)))}] }}{Note(areas[0])}",
        });
        foreach (var name in new[] { "weight", "stratum", "cluster" })
        {
            foreach (var key in Keys(name))
                Line($"{name}: {YamlText.Scalar(key.Column.Header)}{Note(key)}");
        }

        foreach (var name in new[] { "organisation", "reporting_point" })
        {
            foreach (var key in Keys(name))
                Line($"{name}: {{ column: {YamlText.Scalar(key.Column.Header)} }}{Note(key)}");
        }

        foreach (var key in Keys("forms"))
            Line($"# forms: {{ column: {YamlText.Scalar(key.Column.Header)}, versions: [] }}   # name each version with its first day");
    }

    private void Fields()
    {
        Line(proposal.Fed.Count > 0 ? "fields:" : "fields: {}");
        foreach (var field in proposal.Stream.Fields)
        {
            var own = proposal.Fields.Where(candidate => candidate.Field == field).ToList();
            if (proposal.Spans.TryGetValue(field.Name, out var span))
                Line($"  {field.Name}: {{ {span.Measure}: {{ from: {YamlText.Scalar(span.From)}, to: {YamlText.Scalar(span.To)} }} }}");
            else if (own.Count == 0)
                Line($"  # {field.Name}: no column was recognised ({field.Label})");
            else if (own[0].Confidence == MappingConfidence.Low)
                Line($"  # {field.Name}: {{ column: {YamlText.Scalar(own[0].Column.Header)} }}   # low: {own[0].Reason}; compare with the form");
            else if (field.Type == FieldType.Answers)
                Answers(field, own);
            else
                Field(own[0]);
        }
    }

    private void Answers(FieldDefinition field, List<FieldProposal> items)
    {
        Line($"  {field.Name}:");
        Line("    items:");
        foreach (var item in items)
            Line($"      {YamlText.Scalar(item.Column.Header)}: {item.Item}{(IsSlot(item) ? "  # country-specific: set the strategy its label names" : "")}");
        var codes = items.SelectMany(item => proposer.Codes(item).Codes).DistinctBy(pair => pair.Key.ToUpperInvariant()).ToList();
        Codes(codes, items.SelectMany(item => proposer.Codes(item).Gaps).Distinct(StringComparer.Ordinal));
    }

    private void Field(FieldProposal field)
    {
        var (codes, gaps) = proposer.Codes(field);
        Line($"  {field.Field.Name}:   # {YamlBinder.Word(field.Confidence)}: {field.Reason}");
        if (field.Column.Question is { } question && MappingProposer.IsLabelled(field.Column))
            Line($"    # the label of {question.Name}");
        Line($"    column: {YamlText.Scalar(field.Column.Header)}");
        if (IsBanded(field))
            Line("    band: true");
        if (field.Field.Type == FieldType.Codes && field.Column.Choices.Count > 0)
        {
            Line("    columns:");
            foreach (var (choice, column) in field.Column.Choices)
                Line(proposer.CodeOf(field, choice) is { } code ? $"      {YamlText.Scalar(column)}: {code}" : $"      # {YamlText.Scalar(column)}: no code is known");
            codes = [];
        }

        Codes(codes, gaps);
    }

    private void Codes(IReadOnlyList<KeyValuePair<string, string>> codes, IEnumerable<string> gaps)
    {
        if (codes.Count > 0)
            Line("    codes:");
        foreach (var (raw, code) in codes)
            Line($"      {(raw.All(char.IsAsciiDigit) ? $"\"{raw}\"" : YamlText.Scalar(raw))}: {YamlText.Scalar(code)}");
        foreach (var gap in gaps)
            Line($"      # {YamlText.Scalar(OneLine(gap))}: no code is known; such values will be emptied");
    }

    /// <summary>A number of a field whose code list has bands.</summary>
    internal bool IsBanded(FieldProposal field) => proposer.HasBands(field.Field) && (field.Known?.Codes.Count ?? 0) == 0 && field.Column.Question?.Type is not "select_one";

    internal static bool IsSlot(FieldProposal proposal) => proposal.Item?.Contains(".slot", StringComparison.Ordinal) == true;

    private IEnumerable<KeyProposal> Keys(string key) => proposal.Keys.Where(candidate => candidate.Known.Key == key);

    private static string OneLine(string words) => string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private void Line(string line) => text.Append(line).Append('\n');
}
