using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Proposes where the fields of a stream could come from: by known names, by the field's own name, by likeness of words and choices.
/// Looks at names, labels and choices; never at a value of a row.</summary>
internal sealed class MappingProposer(Catalogue catalogue, IReadOnlyList<KnownColumn> known, IReadOnlyList<KnownKey> keys, XlsForm? form)
{
    // Shares of common words, of 1: one word of three in common is worth a look, all but one or two are the same question.
    private const double Similar = 0.34;
    private const double Alike = 0.75;

    // Choices of a list that fit the field's codes, of 1.
    private const double FittingChoices = 0.6;

    public MappingProposal Propose(StreamDefinition stream, IReadOnlyList<ProposedColumn> columns)
    {
        var kept = Keys(stream, columns);
        var keyed = kept.Select(key => key.Column.Header).ToHashSet(StringComparer.Ordinal);
        var refused = columns.Where(column => !keyed.Contains(column.Header) && Refused(column)).ToList();
        var free = columns.Except(refused).Where(column => !kept.Exists(key => key.Column == column && !key.Known.Key.StartsWith("record.refuse", StringComparison.Ordinal))).ToList();
        var all = free.SelectMany(column => stream.Fields.Select(field => Match(stream, field, column)).OfType<FieldProposal>()).ToList();
        var repeat = Repeat(all);
        var fields = Best(stream, all.Where(proposal => proposal.Column.Question?.Repeat == repeat || proposal.Column.Question is null).ToList());
        var used = fields.Select(proposal => proposal.Column.Header).ToHashSet(StringComparer.Ordinal);
        return new(
            stream, fields.Select(proposal => proposal.Known?.Tool).Concat(kept.Select(key => key.Known.Tool)).OfType<string>().GroupBy(tool => tool).OrderByDescending(group => group.Count()).FirstOrDefault()?.Key,
            repeat, fields, kept, refused, columns.Count(column => !used.Contains(column.Header) && !keyed.Contains(column.Header) && !refused.Contains(column)));
    }

    /// <summary>Codes for what a column can hold: by the known column, by the code itself, by label.</summary>
    public CodeProposal Codes(FieldProposal proposal)
    {
        if (catalogue.CodeLists.GetValueOrDefault(proposal.Field.Codes ?? "") is not { } list)
            return new([], []);
        var choices = Choices(proposal.Column);
        var codes = new List<KeyValuePair<string, string>>();
        var gaps = new List<string>();
        foreach (var (name, labels) in choices)
        {
            var code = Code(name, labels, proposal.Known, list);
            if (code is null)
                gaps.Add(name);
            else if (name != code)
                codes.Add(new(name, code));
            // An export with labels as headers has labels as values, too.
            if (code is not null && proposal.Column.Question is not null && IsLabelled(proposal.Column))
                codes.AddRange(labels.Where(label => !Same(label, name) && !Same(label, code)).Distinct(StringComparer.OrdinalIgnoreCase).Select(label => new KeyValuePair<string, string>(label, code)));
        }

        if (choices.Count == 0)
            codes.AddRange((proposal.Known?.Codes ?? new Dictionary<string, string>()).Where(pair => pair.Key != pair.Value));
        return new([.. codes.DistinctBy(pair => pair.Key.ToUpperInvariant())], gaps);
    }

    /// <summary>Choice → code of a select-multiple with its own columns; without those for which no code is known.</summary>
    public string? CodeOf(FieldProposal proposal, string choice) =>
        Code(ChoiceName(proposal.Column, choice), Choices(proposal.Column).FirstOrDefault(candidate => candidate.Name == ChoiceName(proposal.Column, choice)).Labels ?? [], proposal.Known, catalogue.CodeLists[proposal.Field.Codes!]);

    /// <summary>Name of a choice that a header gives by name or by label; as written where the form does not know it.</summary>
    public string ChoiceName(ProposedColumn column, string choice)
    {
        var choices = Choices(column);
        var named = choices.Where(candidate => Same(candidate.Name, choice)).Concat(choices.Where(candidate => candidate.Labels.Exists(label => Same(label, choice)))).Take(1).ToList();
        return named.Count > 0 ? named[0].Name : choice;
    }

    public bool HasBands(FieldDefinition field) => field.Type == FieldType.Code && catalogue.CodeLists.GetValueOrDefault(field.Codes ?? "")?.Entries.Any(entry => (entry.From ?? entry.To) is not null) == true;

    internal static bool IsLabelled(ProposedColumn column) =>
        column.Question is { } question && !string.Equals(column.Name, question.Name, StringComparison.OrdinalIgnoreCase) && !string.Equals(column.Header, question.Path, StringComparison.OrdinalIgnoreCase);

    private static string Name(ProposedColumn column) => column.Question?.Name ?? column.Name;

    private static bool Refused(ProposedColumn column) =>
        PrevalenceGuard.Identifier(column.Header) is not null || PrevalenceGuard.Identifier(Name(column)) is not null || HeaderName.ReadsLikeValue(column.Header);

    private List<KeyProposal> Keys(StreamDefinition stream, IReadOnlyList<ProposedColumn> columns)
    {
        var found = new List<KeyProposal>();
        foreach (var key in keys.Where(key => key.Streams.Contains(stream.Id)))
        {
            var column = columns.FirstOrDefault(candidate => Same(candidate.Header, key.Column)) ?? columns.FirstOrDefault(candidate => Same(Name(candidate), key.Column[(key.Column.LastIndexOf('/') + 1)..]));
            // Of period, weight and the like the first known one is the best.
            if (column is not null && !(key.Key is not ("record.id" or "area") && found.Exists(other => other.Known.Key == key.Key)))
                found.Add(new(key, column));
        }

        return found;
    }

    private FieldProposal? Match(StreamDefinition stream, FieldDefinition field, ProposedColumn column)
    {
        var name = Name(column);
        var names = known.Where(candidate => candidate.Stream == stream.Id && candidate.Field == field.Name).ToList();
        // «SEX» and «sex» are of two tools with other codes.
        if ((names.Find(candidate => candidate.Column == name || candidate.Column == column.Header) ?? names.Find(candidate => Same(candidate.Column, name) || Same(candidate.Column, column.Header))) is { } exact)
            return new(field, column, MappingConfidence.High, exact.Item, exact, 1, $"a known name ({exact.Tool})");
        if (field.Type == FieldType.Answers)
            return null;
        if (Same(field.Name, name))
            return new(field, column, MappingConfidence.High, null, null, 1, "the field's own name");
        var plain = NameLikeness.Plain(name);
        if (names.Find(candidate => NameLikeness.Plain(candidate.Column) is { Length: > 3 } other && (other == plain || other == NameLikeness.Plain(column.Header))) is { } spelled)
            return new(field, column, MappingConfidence.Medium, spelled.Item, spelled, 0.9, $"the known name \"{spelled.Column}\" ({spelled.Tool}) in another spelling");
        if (NameLikeness.Plain(field.Name) is var own && (own == plain || own == NameLikeness.Plain(column.Header)))
            return new(field, column, MappingConfidence.Medium, null, null, 0.9, "the field's own name in another spelling");
        return Likely(field, column, name);
    }

    private FieldProposal? Likely(FieldDefinition field, ProposedColumn column, string name)
    {
        if (!Fits(field, column))
            return null;
        var words = Math.Max(NameLikeness.Of(name, field.Name), column.Wordings.Max(wording => NameLikeness.Of(wording, field.Label)));
        var choices = Choices(column);
        var fitting = choices.Count == 0 || catalogue.CodeLists.GetValueOrDefault(field.Codes ?? "") is not { } list ? double.NaN
            : (double)choices.Count(choice => Code(choice.Name, choice.Labels, null, list) is not null) / choices.Count;
        if (words < Similar || fitting < FittingChoices / 2)
            return null;
        var isSure = words >= Alike && !(fitting < FittingChoices);
        var percent = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{100 * words:0} % of the words{(double.IsNaN(fitting) ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $", {100 * fitting:0} % of the choices"))} in common");
        return new(field, column, isSure ? MappingConfidence.Medium : MappingConfidence.Low, null, null, 0.8 * words + (double.IsNaN(fitting) ? 0 : 0.1 * fitting), percent);
    }

    /// <summary>A form says what kind of answer a question takes.</summary>
    private static bool Fits(FieldDefinition field, ProposedColumn column) => column.Question?.Type switch
    {
        null or "calculate" => true,
        "select_one" => field.Type == FieldType.Code,
        "select_multiple" => field.Type == FieldType.Codes,
        "integer" or "decimal" or "range" => field.Type is FieldType.Integer or FieldType.Decimal,
        "date" or "datetime" or "dateTime" or "today" => field.Type == FieldType.Month,
        _ => false,
    };

    private List<(string Name, List<string> Labels)> Choices(ProposedColumn column) =>
        column.Question is { List: not null } question && form is not null
            ? [.. form.ChoicesOf(question).Select(choice => (choice.Name, choice.Labels.Values.ToList()))]
            : [.. column.Choices.Keys.Select(choice => (choice, new List<string>()))];

    private static string? Code(string name, IEnumerable<string> labels, KnownColumn? known, CodeList list)
    {
        if (known?.Codes.TryGetValue(name, out var code) == true)
            return code;
        var same = list.Entries.FirstOrDefault(entry => Same(entry.Code, name));
        if (same is not null)
            return same.Code;
        var words = labels.Append(name).Select(NameLikeness.Plain).ToList();
        var labelled = list.Entries.Where(entry => words.Contains(NameLikeness.Plain(entry.Label)) || words.Contains(NameLikeness.Plain(entry.Code))).Take(2).ToList();
        return labelled.Count == 1 ? labelled[0].Code : null;
    }

    /// <summary>The repeat most of the recognised columns stand in; null: asked once a record.</summary>
    private static string? Repeat(IEnumerable<FieldProposal> all) =>
        all.Where(proposal => proposal.Confidence == MappingConfidence.High && proposal.Column.Question is not null)
            .GroupBy(proposal => proposal.Column.Question!.Repeat ?? "").OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).FirstOrDefault()?.Key is { Length: > 0 } repeat ? repeat : null;

    /// <summary>One column a field, the surest first, and a column for one field only; an answers field takes one column an item.</summary>
    private static List<FieldProposal> Best(StreamDefinition stream, List<FieldProposal> all)
    {
        var best = new List<FieldProposal>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        // Of summary flags beside the strategies they sum up, the strategies are read.
        var hasStrategies = all.Exists(proposal => proposal.Item is { } item && !item.EndsWith(".any", StringComparison.Ordinal));
        foreach (var proposal in all.OrderBy(proposal => proposal.Confidence).ThenByDescending(proposal => proposal.Score))
        {
            if (hasStrategies && proposal.Item?.EndsWith(".any", StringComparison.Ordinal) == true)
                continue;
            if (best.Exists(other => other.Field == proposal.Field && (other.Item is null || other.Item == proposal.Item || Contradicts(other, proposal))) || !used.Add(proposal.Column.Header))
                continue;
            best.Add(proposal);
        }

        return [.. best.OrderBy(proposal => stream.Fields.IndexOf(proposal.Field)).ThenBy(all.IndexOf)];
    }

    /// <summary>Answers of one field are written in one way: a raw value cannot mean two things.</summary>
    private static bool Contradicts(FieldProposal one, FieldProposal other) =>
        one.Known is { } known && other.Known is { } second && second.Codes.Any(pair => known.Codes.TryGetValue(pair.Key, out var code) && code != pair.Value);

    private static bool Same(string left, string right) => ColumnNames.Key(left) == ColumnNames.Key(right);
}
