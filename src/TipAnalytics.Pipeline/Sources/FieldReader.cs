using System.Globalization;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Reads one canonical field of a row.</summary>
/// <param name="invalid">Values that no list or limit knows: they are emptied; their number, never they themselves.</param>
/// <returns>The stored value; null when missing or emptied.</returns>
internal delegate object? FieldReader(SourceTable row, out int invalid);

/// <summary>Makes the readers of a source's fields from their mappings.</summary>
internal sealed class FieldReaders(Dialect cells, Catalogue catalogue, MappedColumns columns, IdentifierWatch watch)
{
    // Nine digits: no number of people, days or meals, but one of a telephone or a document.
    public const long LongNumber = 100_000_000;
    private static readonly object[] SmallNumbers = [.. Enumerable.Range(0, 1000).Select(number => (object)(long)number)];

    private delegate object? CellReader(ReadOnlySpan<char> text, int? dayOffset);

    public FieldReader Create(FieldDefinition field, FieldMapping mapping)
    {
        var lookup = field.Codes is { } list ? new CodeLookup(mapping, catalogue.CodeLists[list]) : null;
        if (mapping.Age is { } age)
            return Span(lookup!, mapping, age, MayBe.DateOfBirth, DateText.Years);
        if (mapping.Days is { } days)
            return Span(lookup!, mapping, days, MayBe.NoIdentifier, (from, to) => to.DayNumber - from.DayNumber);
        if (mapping.Items.Count > 0)
            return MultiValues.Answers(cells, lookup!, watch, [.. mapping.Items.Select(pair => (columns.Needed(pair.Key), pair.Key, pair.Value))]);
        if (field.Type == FieldType.Codes && mapping.Constant is null)
            return MultiValues.Codes(cells, lookup!, mapping, columns, watch);
        var read = Cell(field, mapping, lookup);
        if (mapping.Constant is { } constant)
        {
            var value = field.Type == FieldType.Codes ? MultiValues.Sorted(constant) : read(constant, null);
            return (SourceTable _, out int invalid) =>
            {
                invalid = 0;
                return value;
            };
        }

        var column = columns.Needed(mapping.Column!);
        return (SourceTable row, out int invalid) =>
        {
            invalid = 0;
            var text = cells.Of(row, column);
            if (text.IsEmpty)
                return null;
            var value = read(text, row.DayOffset) ?? lookup?.Find(row.Label(column));
            invalid = value is null ? 1 : 0;
            if (value is null or long and >= LongNumber)
                watch.Unknown(row, mapping.Column!, text, ValuePlace.Answers);
            return value;
        };
    }

    /// <summary>Reader of one cell that is not empty: null for a value that is none of the field's.</summary>
    private CellReader Cell(FieldDefinition field, FieldMapping mapping, CodeLookup? lookup)
    {
        var (minimum, maximum) = (field.Minimum ?? -CanonicalValues.Largest, field.Maximum ?? CanonicalValues.Largest);
        return field.Type switch
        {
            FieldType.Integer => (text, _) => !cells.IsNoAnswer(text) && NumberText.TryWhole(text, out var number) && number >= minimum && number <= maximum ? Boxed(number) : null,
            FieldType.Decimal => (text, _) => Number(text, minimum, maximum),
            FieldType.Month => (text, dayOffset) => DateText.TryDay(text, mapping.Format ?? cells.DayFormat, dayOffset, out var day) ? new DateOnly(day.Year, day.Month, 1) : null,
            _ when mapping.Band => (text, _) => lookup!.Find(text) is { } code && mapping.Codes.Count > 0 ? code
                : !cells.IsNoAnswer(text) && double.TryParse(NumberText.Latin(text, stackalloc char[64]), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? lookup.Band(number) : null,
            _ => (text, _) => lookup!.Find(text),
        };
    }

    private FieldReader Span(CodeLookup lookup, FieldMapping mapping, DateSpan span, MayBe allowed, Func<DateOnly, DateOnly, int> measure)
    {
        var (from, to, format) = (columns.Needed(span.From, allowed: allowed), columns.Needed(span.To, allowed: allowed), mapping.Format ?? cells.DayFormat);
        return (SourceTable row, out int invalid) =>
        {
            invalid = 0;
            // A span is of the moment: the first day is read before the second cell is asked for.
            var first = cells.Of(row, from);
            var isFirstEmpty = first.IsEmpty;
            var isFirstDay = DateText.TryDay(first, format, row.DayOffset, out var start);
            var last = cells.Of(row, to);
            if (isFirstEmpty || last.IsEmpty)
                return null;
            var value = isFirstDay && DateText.TryDay(last, format, row.DayOffset, out var end) && start <= end ? lookup.Band(measure(start, end)) : null;
            invalid = value is null ? 1 : 0;
            return value;
        };
    }

    private decimal? Number(ReadOnlySpan<char> text, decimal minimum, decimal maximum) =>
        !cells.IsNoAnswer(text) && NumberText.TryDecimal(text, out var number) && number >= minimum && number <= maximum ? number : null;

    private static object Boxed(long number) => number is >= 0 and < 1000 ? SmallNumbers[number] : number;
}
