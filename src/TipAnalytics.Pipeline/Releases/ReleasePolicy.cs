using System.Globalization;
using System.Text.Json;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>One rule of protection or approval that changed.</summary>
/// <param name="Rule">e.g. <c>threshold gbv_ir</c>.</param>
/// <param name="From">Null: there was none.</param>
/// <param name="To">Null: there is none any more.</param>
/// <param name="IsLooser">It lets out more: what is withheld already stays withheld all the same.</param>
public sealed record PolicyChange(string Rule, string? From, string? To, bool IsLooser);

/// <summary>The rules a draft is made under: thresholds and planned tables of the streams it rests on, audience, persons, agreements. A change is an event of its own.</summary>
internal static class ReleasePolicy
{
    private const string Threshold = "threshold ";
    private const string Plan = "plan ";
    private const string Persons = "persons ";
    private const string Agreement = "agreement ";

    /// <summary>Rule → what it says.</summary>
    /// <param name="setup">With the sources that may be used only.</param>
    public static SortedDictionary<string, string> Of(OperationSetup setup)
    {
        var rules = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["audience"] = setup.Operation.Audience };
        foreach (var stream in setup.Sources.Select(source => setup.Catalogue.Streams[source.Stream]).DistinctBy(stream => stream.Id))
        {
            if (stream.Kind != StreamKind.Reference)
                rules[Threshold + stream.Id] = setup.Threshold(stream.Id).ToString(CultureInfo.InvariantCulture);
            if (stream.Tables.Count > 0)
                rules[Plan + stream.Id] = Words(stream.Tables);
        }

        foreach (var indicator in setup.Indicators.Where(indicator => indicator.Tables.Count > 0))
            rules[Plan + indicator.Id] = Words(indicator.Tables);
        foreach (var audience in Audiences.Titles.Keys)
            rules[Persons + audience] = setup.Operation.Persons(audience).ToString(CultureInfo.InvariantCulture);
        foreach (var source in setup.Sources.Where(source => source.Protocol.AgreementFor.Count > 0))
            rules[Agreement + source.Id] = string.Join(", ", source.Protocol.AgreementFor.Order(StringComparer.Ordinal));
        return rules;
    }

    /// <returns>What changed since the last draft, by rule; everything at the first.</returns>
    public static IReadOnlyList<PolicyChange> Changes(ReleaseChain chain, IReadOnlyDictionary<string, string> now)
    {
        var before = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var change in chain.Events.Where(line => line.Kind == ReleaseEvent.Policy).SelectMany(ChangesOf))
        {
            if (change.To is { } to)
                before[change.Rule] = to;
            else
                before.Remove(change.Rule);
        }

        return [.. before.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Select(rule => (Rule: rule, From: before.GetValueOrDefault(rule), To: now.GetValueOrDefault(rule)))
            .Where(change => change.From != change.To)
            .Select(change => new PolicyChange(change.Rule, change.From, change.To, IsLooser(change.Rule, change.From, change.To)))];
    }

    /// <returns>Stream → highest threshold that a release of the chain was made under.</returns>
    public static IReadOnlyDictionary<string, int> Thresholds(ReleaseChain chain) =>
        chain.Events.Where(line => line.Kind == ReleaseEvent.Policy).SelectMany(ChangesOf)
            .Where(change => change.To is not null && change.Rule.StartsWith(Threshold, StringComparison.Ordinal))
            .GroupBy(change => change.Rule[Threshold.Length..], change => int.Parse(change.To!, CultureInfo.InvariantCulture), StringComparer.Ordinal)
            .ToDictionary(stream => stream.Key, stream => stream.Max(), StringComparer.Ordinal);

    public static IReadOnlyList<PolicyChange> ChangesOf(ReleaseEvent line) => JsonSerializer.Deserialize<List<PolicyChange>>(line.Detail, ReleaseJson.Inside)!;

    private static bool IsLooser(string rule, string? from, string? to)
    {
        if (from is null)
            return false;
        if (rule.StartsWith(Threshold, StringComparison.Ordinal) || rule.StartsWith(Persons, StringComparison.Ordinal))
            return to is not null && int.Parse(to, CultureInfo.InvariantCulture) < int.Parse(from, CultureInfo.InvariantCulture);
        if (rule.StartsWith(Plan, StringComparison.Ordinal))
            return Parts(to, "; ").Except(Parts(from, "; ")).Any();
        if (rule.StartsWith(Agreement, StringComparison.Ordinal))
            return Parts(from, ", ").Except(Parts(to, ", ")).Any();
        // Another audience: wider where it stands further on.
        var order = Audiences.Titles.Keys.ToList();
        return to is not null && order.IndexOf(to) > order.IndexOf(from);
    }

    private static string[] Parts(string? text, string between) => text?.Split(between) ?? [];

    private static string Words(IEnumerable<PlannedTable> tables) => string.Join("; ", tables
        .SelectMany(table => table.Splits.Order(StringComparer.Ordinal).Prepend("all"), (table, split) => string.Create(CultureInfo.InvariantCulture, $"admin {table.Level} {table.Grain.ToString().ToLowerInvariant()} {split}"))
        .Distinct().Order(StringComparer.Ordinal));
}
