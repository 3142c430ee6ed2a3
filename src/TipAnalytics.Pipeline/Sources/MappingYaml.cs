using System.Text;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Writes a proposal as a source definition: what is sure as mapping, what is not as comment, what only people know as blanks.</summary>
/// <param name="against">The mapping of an earlier form version: what is the same is taken over, and the file is that of a version; null: a source of its own.</param>
internal sealed class MappingYaml(MappingProposal proposal, MappingProposer proposer, string id, MappingComparison? against = null)
{
    private static readonly string[] ColumnKeys = ["weight", "stratum", "cluster"];
    private static readonly string[] PlaceKeys = ["organisation", "reporting_point"];

    private readonly StringBuilder text = new();

    public string Write(IEnumerable<string> indicators)
    {
        Line("# Proposed by «tip map». Nothing is taken until a person has compared every line with the form, filled what is empty, and written who did under \"reviewed\".");
        foreach (var indicator in indicators)
            Line($"# {indicator}");
        foreach (var column in proposal.NotToBeTaken.Where(column => !HeaderName.ReadsLikeValue(column.Header)))
            Line($"# Not to be taken: {OneLine(column.Header)}");
        foreach (var (column, why) in proposal.Unusable)
            Line($"# Not to be mapped: {OneLine(column)} {why}");
        if (against is not null)
        {
            Line($"# Name this file in {against.File}, under forms.versions: {{ id: …, from: …, mapping: {id}.yaml }}; changes: says what is asked otherwise than before.");
            foreach (var (words, fields) in new[] { ("The same as there", against.Same), ("Other columns than there", against.Other), ("Not in this export", against.Gone), ("New", against.New) })
                Line($"# {words}: {(fields.Count > 0 ? string.Join(", ", fields) : "nothing")}");
            Reviewed();
        }
        else
        {
            Source();
        }

        Labels();
        Record();
        Places();
        Fields();
        return text.ToString();
    }

    /// <summary>Key of the source → what people have to fill in.</summary>
    private void Source()
    {
        Line($"id: {id}");
        Line("title:                # what is collected, of whom");
        Line($"stream: {proposal.Stream.Id}");
        Line("provider:             # organisation");
        Line($"dialect: {Dialect}");
        if (proposal.Sheet is { } sheet)
            Line($"sheet: {YamlText.Scalar(sheet)}");
        if (proposal.HeaderRows > 1)
            Line(FormattableString.Invariant($"header_rows: {proposal.HeaderRows}"));
        Protocol();
        Reviewed();
    }

    private void Reviewed() => Line("reviewed:             # { by: role, never a name, on: yyyy-MM-dd }");

    /// <summary>Headers that are labels of the form, by the name of their question.</summary>
    private void Labels()
    {
        var taken = proposal.Keys.Select(key => key.Column).Concat(proposal.Active.Select(field => field.Column)).Distinct();
        var labels = taken.SelectMany(column => column.Choices.Values.Prepend(column.Header).Select(header => KeyValuePair.Create(header, NameOf(column, header)))).Where(label => label.Key != label.Value)
            .Concat(against?.Labels ?? []).DistinctBy(label => ColumnNames.Key(label.Key)).ToList();
        if (labels.Count > 0)
            Line("labels:               # header as written → name the mapping knows it by");
        foreach (var (header, name) in labels)
            Line($"  {YamlText.Scalar(header)}: {YamlText.Scalar(name)}");
    }

    /// <summary>Name of a column in the mapping: of a label, the name of its question, and of its choice; else the header.</summary>
    private string NameOf(ProposedColumn column, string header)
    {
        if (!MappingProposer.IsLabelled(column))
            return header;
        var choice = column.Choices.FirstOrDefault(choice => choice.Value == header).Key;
        return choice is null ? (header == column.Header ? column.Question!.Path : header) : $"{column.Question!.Path}/{proposer.ChoiceName(column, choice)}";
    }

    private string NameOf(ProposedColumn column) => YamlText.Scalar(NameOf(column, column.Header));

    private bool IsKept(string key)
    {
        if (against?.Key(key) is not { } text)
            return false;
        Line($"# The same as in {against.File}");
        Line(text);
        return true;
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
    }

    private void Record()
    {
        if (IsKept("record"))
            return;
        var isKnown = proposal.Keys.Any(key => key.Known.Key.StartsWith("record.", StringComparison.Ordinal));
        Line(isKnown ? "record:" : "record: {}            # no column is known to identify a record: file and row stand for it");
        if (!isKnown)
            return;
        var ids = Keys("record.id").Select(key => NameOf(key.Column)).ToList();
        Line(ids.Count > 0 ? $"  id: [{string.Join(", ", ids)}]" : "  # id: no column is known to identify a record; an export of KoboToolbox adds [meta/rootUuid, _uuid]");
        foreach (var key in Keys("record.version"))
            Line($"  version: {NameOf(key.Column)}");
        foreach (var key in Keys("record.consent"))
            Line($"  consent: {Values(key)}");
        var refusals = proposal.Keys.Where(key => key.Known.Key.StartsWith("record.refuse.", StringComparison.Ordinal)).ToList();
        if (refusals.Count > 0)
            Line("  refuse:");
        foreach (var key in refusals)
            Line($"    {key.Known.Key["record.refuse.".Length..]}: {Values(key)}");
    }

    private string Values(KeyProposal key) =>
        $"{{ column: {NameOf(key.Column)}, values: [{string.Join(", ", key.Known.Values.Select(YamlText.Scalar))}] }}{Note(key)}";

    private static string Note(KeyProposal key) => key.Known.Note.Length > 0 ? $"  # {key.Known.Note}" : "";

    private void Places()
    {
        var period = Keys("period").FirstOrDefault();
        if (!IsKept("period"))
            Line(period is null ? "period: { constant: }  # no date column is known: the month of the round, or { column: … }" : $"period: {{ column: {NameOf(period.Column)} }}{Note(period)}");
        var areas = Keys("area").ToList();
        if (!IsKept("area"))
        {
            Line(areas.Count switch
            {
                0 => "area: { constant: }    # no column with P-codes is known: the P-code of all rows, or { column: … }",
                1 => $"area: {{ column: {NameOf(areas[0].Column)} }}{Note(areas[0])}",
                _ => $"area: {{ columns: [{string.Join(", ", areas.Select(key => NameOf(key.Column)))}] }}{Note(areas[0])}",
            });
        }

        foreach (var name in ColumnKeys.Where(name => !IsKept(name)))
        {
            foreach (var key in Keys(name))
                Line($"{name}: {NameOf(key.Column)}{Note(key)}");
        }

        foreach (var name in PlaceKeys.Where(name => !IsKept(name)))
        {
            foreach (var key in Keys(name))
                Line($"{name}: {{ column: {NameOf(key.Column)} }}{Note(key)}");
        }

        IsKept("quality");
        foreach (var key in Keys("forms").Where(_ => against is null))
            Line($"# forms: {{ column: {YamlText.Scalar(key.Column.Header)}, versions: [] }}   # name each version with its first day");
    }

    private void Fields()
    {
        Line(proposal.Fed.Count + (against?.Same.Count ?? 0) > 0 ? "fields:" : "fields: {}");
        foreach (var field in proposal.Stream.Fields)
        {
            if (against?.Field(field.Name) is { } same)
            {
                Line(same);
                continue;
            }

            if (against?.Lost.GetValueOrDefault(field.Name) is { } lost)
                Line($"  # {field.Name}: not in this export: {string.Join(", ", lost.Where(column => !HeaderName.ReadsLikeValue(column)))}");
            var own = proposal.Fields.Where(candidate => candidate.Field == field).ToList();
            if (proposal.Spans.TryGetValue(field.Name, out var span))
                Line($"  {field.Name}: {{ {span.Measure}: {{ from: {NameOf(Column(span.From))}, to: {NameOf(Column(span.To))} }} }}");
            else if (own.Count == 0)
                Line($"  # {field.Name}: no column was recognised ({field.Label})");
            else if (own[0].Confidence == MappingConfidence.Low)
                Line($"  # {field.Name}: {{ column: {NameOf(own[0].Column)} }}   # low: {own[0].Reason}; compare with the form");
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
            Line($"      {NameOf(item.Column)}: {item.Item}{(IsSlot(item) ? "  # country-specific: set the strategy its label names" : "")}");
        var codes = items.SelectMany(item => proposer.Codes(item).Codes).DistinctBy(pair => pair.Key.ToUpperInvariant()).ToList();
        Codes(codes, items.SelectMany(item => proposer.Codes(item).Gaps).Distinct(StringComparer.Ordinal));
    }

    private void Field(FieldProposal field)
    {
        var (codes, gaps) = proposer.Codes(field);
        Line($"  {field.Field.Name}:   # {YamlBinder.Word(field.Confidence)}: {field.Reason}");
        Line($"    column: {NameOf(field.Column)}");
        if (IsBanded(field))
            Line("    band: true");
        if (field.Field.Type == FieldType.Codes && field.Column.Choices.Count > 0)
        {
            Line("    columns:");
            foreach (var (choice, column) in field.Column.Choices)
                Line(proposer.CodeOf(field, choice) is { } code ? $"      {YamlText.Scalar(NameOf(field.Column, column))}: {code}" : $"      # {YamlText.Scalar(NameOf(field.Column, column))}: no code is known");
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

    private ProposedColumn Column(string header) => proposal.Keys.First(key => key.Column.Header == header).Column;

    private static string OneLine(string words) => string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private void Line(string line) => text.Append(line).Append('\n');
}
