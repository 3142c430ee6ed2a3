using System.Globalization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Reads canonical values of a source's records as a person writes them: codes, numbers, months, P-codes.</summary>
internal sealed class CanonicalValues(SourceDefinition source, StreamDefinition stream, OperationDefinition operation, Catalogue catalogue, AreaTree areas)
{
    /// <summary>The store keeps decimals with 12 digits before the point and 6 after it; the last digit is left to rounding.</summary>
    public const decimal Largest = 999_999_999_999m;

    /// <summary>What may be written: period, area, and the fields the source maps.</summary>
    public IReadOnlyList<string> Names { get; } = [Correction.Period, Correction.Area, .. source.Mappings.SelectMany(mapping => mapping.Fields.Keys).Distinct()];

    public bool Knows(string name) => Names.Contains(name) && (name is Correction.Period or Correction.Area || stream.Fields.Exists(field => field.Name == name));

    /// <param name="text">Null: no value.</param>
    /// <param name="fault">What is wrong with it; null when nothing is.</param>
    /// <returns>As a mapped row holds it.</returns>
    public object? Read(string name, string? text, out string? fault)
    {
        fault = null;
        if (name == Correction.Period)
            return Month(text, out fault);
        if (name == Correction.Area)
            return Area(text, out fault);
        return text is null ? null : OfField(stream.Fields.Find(known => known.Name == name)!, text, catalogue, out fault);
    }

    /// <summary>A value of one field of a stream.</summary>
    /// <param name="fault">What is wrong with it; null when nothing is.</param>
    public static object? OfField(FieldDefinition field, string text, Catalogue catalogue, out string? fault)
    {
        fault = null;
        return field.Type switch
        {
            FieldType.Integer or FieldType.Decimal => Number(field, text, out fault),
            FieldType.Month => Period.TryParse(text, out var month) && month.Grain == PeriodGrain.Month ? month.Start : Wrong(out fault, $"\"{text}\" is not a month of the form 2026-09"),
            FieldType.Code => Code(field.Codes, text, catalogue) ? text : Wrong(out fault, Unknown(text, field.Codes, catalogue)),
            _ => Several(field, text, catalogue, out fault),
        };
    }

    private object? Month(string? text, out string? fault)
    {
        fault = null;
        if (text is null || !Period.TryParse(text, out var month) || month.Grain != PeriodGrain.Month)
            return Wrong(out fault, "\"period\" takes a month of the form 2026-09");
        return Period.TryParse(operation.FirstMonth, out var first) && (month.Start < first.Start || month.Start > operation.AsOf)
            ? Wrong(out fault, $"\"{text}\" is outside the series, which begins with {operation.FirstMonth}")
            : month.Start;
    }

    private object? Area(string? text, out string? fault)
    {
        fault = null;
        var lowest = Math.Min(stream.LowestLevel, source.Protocol.LowestLevel);
        if (text is null || areas.Find(text) is not { } area)
            return Wrong(out fault, $"\"area\" takes a P-code of the boundaries.{Suggestion.For(text ?? "", areas.All.Select(known => known.Code))}");
        return area.Level <= lowest
            ? area.Code
            : Wrong(out fault, string.Create(CultureInfo.InvariantCulture, $"{area.Code} lies at admin {area.Level}; records of this source keep admin {lowest} at the finest"));
    }

    private static object? Number(FieldDefinition field, string text, out string? fault)
    {
        fault = null;
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= (field.Minimum ?? -Largest) && number <= (field.Maximum ?? Largest) && (field.Type == FieldType.Decimal || number == decimal.Truncate(number))
            ? field.Type == FieldType.Decimal ? number : (object)(long)number
            : Wrong(out fault, $"\"{text}\" is not a number within the limits of \"{field.Name}\"");
    }

    /// <summary>Codes, or answers <c>item:answer</c>, sorted as the store holds them.</summary>
    private static object? Several(FieldDefinition field, string text, Catalogue catalogue, out string? fault)
    {
        fault = null;
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts)
        {
            var (item, code) = field.Type == FieldType.Answers && part.Split(':') is [var left, var right] ? (left, right) : (null, part);
            if (field.Type == FieldType.Answers && item is null)
                return Wrong(out fault, $"\"{part}\" is not of the form item:answer");
            if (item is not null && !Code(field.Items, item, catalogue))
                return Wrong(out fault, Unknown(item, field.Items, catalogue));
            if (!Code(field.Codes, code, catalogue))
                return Wrong(out fault, Unknown(code, field.Codes, catalogue));
        }

        return string.Join(' ', parts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static bool Code(string? list, string code, Catalogue catalogue) => catalogue.CodeLists.GetValueOrDefault(list ?? "")?.Contains(code) == true;

    private static string Unknown(string code, string? list, Catalogue catalogue) =>
        $"\"{code}\" is no code of the code list \"{list}\".{Suggestion.For(code, catalogue.CodeLists.GetValueOrDefault(list ?? "")?.Entries.Select(entry => entry.Code) ?? [])}";

    private static object? Wrong(out string? fault, string message)
    {
        fault = message;
        return null;
    }
}
