using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline;

namespace TipAnalytics.Audit.Ledger;

/// <summary>Thresholds that releases were made under, from the chain of release events: a threshold that is raised holds for what is published after.</summary>
internal sealed class LedgerThresholds
{
    private const string Rule = "threshold ";

    // By number of the release, from 1 on.
    private readonly List<IReadOnlyDictionary<string, int>> inForce = [];

    private LedgerThresholds()
    {
    }

    /// <exception cref="ReleaseBlockedException">An event says what no event says: the vault was tampered with.</exception>
    public static LedgerThresholds Read(DuckDBConnection vault, FactLedger ledger)
    {
        var changes = Query.Read(
            vault, "select release_id, detail from release_event where kind = 'policy' order by seq", row => (Id: row.GetString(0), Detail: row.GetString(1)))
            .SelectMany(line => Changes(line.Id, line.Detail), (line, change) => (line.Id, change.Stream, change.To)).ToLookup(change => change.Id, StringComparer.Ordinal);
        var (thresholds, now) = (new LedgerThresholds(), new Dictionary<string, int>(StringComparer.Ordinal));
        foreach (var release in ledger.Releases)
        {
            foreach (var (_, stream, to) in changes[release.Id])
                now[stream] = to;
            thresholds.inForce.Add(now.ToDictionary(StringComparer.Ordinal));
        }

        return thresholds;
    }

    /// <summary>Threshold of a stream at a release; null where nothing was noted of it (a release from before rules were).</summary>
    public int? At(long seq, string stream) => inForce[(int)seq - 1].TryGetValue(stream, out var threshold) ? threshold : null;

    private static List<(string Stream, int To)> Changes(string releaseId, string detail)
    {
        try
        {
            using var json = JsonDocument.Parse(detail);
            return
            [
                .. from change in json.RootElement.EnumerateArray()
                   let rule = change.GetProperty("rule").GetString()!
                   where rule.StartsWith(Rule, StringComparison.Ordinal) && change.TryGetProperty("to", out _)
                   select (rule[Rule.Length..], int.Parse(change.GetProperty("to").GetString()!, NumberStyles.None, CultureInfo.InvariantCulture)),
            ];
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            throw new AuditFailure("A1", $"release {releaseId}", "an event tells of changed rules in a form that none has.", "Restore the vault from a back-up.").ToException();
        }
    }
}
