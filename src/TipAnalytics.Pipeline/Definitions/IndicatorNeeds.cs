namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Which fields of its stream an indicator cannot do without.</summary>
internal static class IndicatorNeeds
{
    /// <summary>Fields bound to the indicator, and those its own universe, base, signal or answers name.</summary>
    public static IEnumerable<FieldDefinition> Of(IndicatorDefinition indicator, StreamDefinition stream)
    {
        var words = indicator.Expressions.SelectMany(text => ModelFile.Words(text).Select(pair => pair.Word)).Concat(indicator.Answers).ToHashSet(StringComparer.Ordinal);
        return stream.Fields.Where(field => field.Indicators.Contains(indicator.Id) || words.Contains(field.Name));
    }
}
