using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>A rule under which rows ended, for a person.</summary>
/// <param name="Says">What it means.</param>
/// <param name="Do">What to do about it.</param>
public sealed record RuleWords(string Rule, string Says, string Do)
{
    /// <param name="rule">A rule of the program, a quality rule, or one under which a source or dialect leaves rows out.</param>
    internal static RuleWords Of(string rule, Catalogue catalogue) =>
        RowRules.Find(rule) is { } own ? new(rule, own.Says, own.Do)
        : catalogue.QualityRules.FirstOrDefault(quality => quality.Id == rule) is { } logic ? new(rule, logic.Says, "Ask who collected it, and correct the record where it was collected.")
        : new(rule, "The source definition leaves such rows out.", "Nothing is wrong.");
}
