using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Logic rules as SQL conditions.</summary>
internal static class RuleSql
{
    /// <summary>Over incoming rows. A rule is one expression: brackets and a line end keep a comment or a second statement from slipping in. What cannot be
    /// worked out for a row does not hold for it; the engine's own message would quote the value.</summary>
    public static string OnIncoming(QualityRule rule) => $"coalesce(try((\n{rule.When}\n)), false)";

    /// <summary>Over records of the vault, where a rule of the door is a name in their flags.</summary>
    public static string OnRecords(QualityRule rule) => rule.IsOfTheDoor ? $"list_contains(string_split(coalesce(flags, ''), ' '), '{rule.Id}')" : OnIncoming(rule);

    /// <summary>Over records: true where the rule could be asked. A rule of the door needs both times.</summary>
    public static string IsAsked(QualityRule rule) => rule.IsOfTheDoor ? "flags is not null" : "true";

    /// <summary>Names of the rules of the door that hold for an incoming row, separated by spaces; null where they could not be asked.</summary>
    public static string Flags(IEnumerable<QualityRule> rules)
    {
        var asked = rules.Where(rule => rule.IsOfTheDoor).Select(rule => $"case when {OnIncoming(rule)} then '{rule.Id}' end").ToList();
        return asked.Count == 0 ? "null" : $"case when {QualityRule.DoorColumn} is not null then concat_ws(' ', {string.Join(", ", asked)}) end";
    }
}
