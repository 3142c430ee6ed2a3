using System.Globalization;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Reads one canonical field of a row.</summary>
/// <param name="invalid">Values that no list or limit knows: they are emptied; their number, never they themselves.</param>
/// <returns>The stored value; null when missing or emptied.</returns>
internal delegate object? FieldReader(SourceTable row, out int invalid);

/// <summary>Makes the reader of a field from its mapping.</summary>
internal sealed class FieldReaders(SourceDefinition source, Catalogue catalogue, Func<string, int> column)
{
    private readonly bool isPrimero = source.Dialect == "primero";

    public FieldReader Create(FieldDefinition field, FieldMapping mapping)
    {
        if (mapping.Constant is { } constant)
            return (SourceTable _, out int invalid) => Typed(field, mapping, constant, out invalid);
        if (mapping.Age is { } age)
            return Span(field, mapping, age, DateText.Years);
        if (mapping.Days is { } days)
            return Span(field, mapping, days, (from, to) => to.DayNumber - from.DayNumber);
        if (mapping.Items.Count > 0)
            return Answers(field, mapping);
        if (field.Type == FieldType.Codes)
            return Codes(field, mapping);
        var position = column(mapping.Column!);
        return (SourceTable row, out int invalid) => Typed(field, mapping, Cell(row, position), out invalid);
    }

    private object? Typed(FieldDefinition field, FieldMapping mapping, string text, out int invalid)
    {
        invalid = 0;
        if (text.Length == 0)
            return null;
        object? value = field.Type switch
        {
            FieldType.Integer => Whole(field, text),
            FieldType.Decimal => Number(field, text),
            FieldType.Month => DateText.TryDay(text, mapping.Format, out var day) ? new DateOnly(day.Year, day.Month, 1) : null,
            _ when mapping.Band => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Band(field, number) : null,
            _ => Code(field, mapping, text),
        };
        if (value is null)
            invalid = 1;
        return value;
    }

    /// <summary>0/1 columns where they are mapped and answered, else the summary column.</summary>
    private FieldReader Codes(FieldDefinition field, FieldMapping mapping)
    {
        int? summary = mapping.Column is { } name ? column(name) : null;
        var flags = mapping.Columns.Select(pair => (Position: column(pair.Key), Code: pair.Value)).Where(flag => flag.Position >= 0).ToList();
        return (SourceTable row, out int invalid) =>
        {
            invalid = 0;
            var isAnswered = false;
            var chosen = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var (position, code) in flags)
            {
                var text = Cell(row, position);
                if (text.Length == 0)
                    continue;
                isAnswered = true;
                if (text is "1" || text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("yes", StringComparison.OrdinalIgnoreCase))
                    chosen.Add(code);
                else if (text is not "0" && !text.Equals("false", StringComparison.OrdinalIgnoreCase) && !text.Equals("no", StringComparison.OrdinalIgnoreCase))
                    invalid++;
            }

            if (!isAnswered && summary is >= 0)
            {
                foreach (var part in Parts(Cell(row, summary.Value)))
                {
                    isAnswered = true;
                    if (Code(field, mapping, part) is { } code)
                        chosen.Add(code);
                    else
                        invalid++;
                }
            }

            return isAnswered ? string.Join(' ', chosen) : null;
        };
    }

    private FieldReader Answers(FieldDefinition field, FieldMapping mapping)
    {
        var items = mapping.Items.Select(pair => (Position: column(pair.Key), Item: pair.Value)).OrderBy(item => item.Item, StringComparer.Ordinal).ToList();
        return (SourceTable row, out int invalid) =>
        {
            invalid = 0;
            var answers = new List<string>();
            foreach (var (position, item) in items)
            {
                var text = Cell(row, position);
                if (text.Length == 0)
                    continue;
                if (Code(field, mapping, text) is { } answer)
                    answers.Add($"{item}:{answer}");
                else
                    invalid++;
            }

            return answers.Count > 0 ? string.Join(' ', answers) : null;
        };
    }

    private FieldReader Span(FieldDefinition field, FieldMapping mapping, DateSpan span, Func<DateOnly, DateOnly, int> measure)
    {
        var (from, to) = (column(span.From), column(span.To));
        return (SourceTable row, out int invalid) =>
        {
            invalid = 0;
            var (first, last) = (Cell(row, from), Cell(row, to));
            if (first.Length == 0 || last.Length == 0)
                return null;
            var value = DateText.TryDay(first, mapping.Format, out var start) && DateText.TryDay(last, mapping.Format, out var end) && start <= end
                ? Band(field, measure(start, end))
                : null;
            if (value is null)
                invalid = 1;
            return value;
        };
    }

    private string? Code(FieldDefinition field, FieldMapping mapping, string text)
    {
        foreach (var (raw, code) in mapping.Codes)
        {
            if (string.Equals(raw.Trim(), text, StringComparison.OrdinalIgnoreCase))
                return code;
        }

        return catalogue.CodeLists[field.Codes!].Entries.FirstOrDefault(entry => string.Equals(entry.Code, text, StringComparison.OrdinalIgnoreCase))?.Code;
    }

    private string? Band(FieldDefinition field, double number) =>
        catalogue.CodeLists[field.Codes!].Entries
            .FirstOrDefault(entry => (entry.From ?? entry.To) is not null && number >= (entry.From ?? double.MinValue) && Math.Floor(number) <= (entry.To ?? double.MaxValue))?.Code;

    private static long? Whole(FieldDefinition field, string text) =>
        Number(field, text) is { } number && number == decimal.Truncate(number) ? (long)number : null;

    private static decimal? Number(FieldDefinition field, string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && number >= (field.Minimum ?? decimal.MinValue) && number <= (field.Maximum ?? decimal.MaxValue)
            ? number
            : null;

    /// <summary>A cell without what stands for «nothing» in its dialect.</summary>
    private string Cell(SourceTable row, int position)
    {
        var text = position < 0 ? "" : row.Text(position);
        // Primero puts an apostrophe before text that a spreadsheet could take for a formula.
        if (isPrimero && text.Length > 1 && text[0] == '\'')
            text = text[1..];
        return text.Equals("n/a", StringComparison.OrdinalIgnoreCase) ? "" : text;
    }

    /// <summary>Values of a multi-select: separated by spaces, or in Ruby notation <c>["a", "b"]</c>.</summary>
    private static IEnumerable<string> Parts(string text) =>
        text.StartsWith('[') && text.EndsWith(']')
            ? text[1..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => part.Trim('"'))
            : text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
