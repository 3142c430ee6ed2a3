using System.Globalization;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs.Notices;

/// <summary>What a person is told about an operation: where, what is wrong, what to do. Made of messages of the run ledger, so it holds no data.</summary>
/// <param name="Items">Job and message; each message once.</param>
internal sealed record Notice(string Operation, string Name, IReadOnlyList<NoticeItem> Items)
{
    // What nobody has mended is said again after this time, and not before.
    private static readonly TimeSpan Repeat = TimeSpan.FromDays(7);

    // More than anybody reads in a message; the ledger has all.
    private const int MostItems = 20;

    public string Subject => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Items.Count} {(Items.Count == 1 ? "matter needs" : "matters need")} a person");

    public string Text =>
        string.Join("\n\n", Items.Take(MostItems).Select(item => $"{item.Job}\n{item.Message}"))
        + (Items.Count > MostItems ? string.Create(CultureInfo.InvariantCulture, $"\n\nand {Items.Count - MostItems} more.") : "")
        + "\n\nAll runs: the page /runs of the host, or «tip runs» with the folder of the operation. What is not mended is told again after a week.\n";

    /// <summary>What has not been told yet over a channel.</summary>
    /// <param name="channel">mail or webhook.</param>
    /// <returns>Null: nothing, or not yet.</returns>
    public static Notice? Of(OperationPlan plan, IReadOnlyList<RunLine> lines, string channel, DateTimeOffset now)
    {
        var (told, items, lastTold) = (new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal), new List<NoticeItem>(), (DateTimeOffset?)null);
        foreach (var line in lines)
        {
            if (line.Event == RunEvent.Told && line.Job == channel)
            {
                lastTold = line.At;
                foreach (var item in items)
                    told[item.Message] = line.At;
                items.Clear();
            }
            else if (line.IsFinal && line.Cause != RunCause.Hand && line.Outcome is RunOutcome.Person or RunOutcome.Failed or RunOutcome.Asked)
            {
                items.AddRange((line.Messages ?? [])
                    .Where(message => !(told.TryGetValue(message, out var at) && line.At - at < Repeat) && items.TrueForAll(item => item.Message != message))
                    .Select(message => new NoticeItem(line.Job, message)));
            }
        }

        return items.Count == 0 || (lastTold is { } last && now - last < plan.Notices!.Digest && now >= last) ? null : new Notice(plan.Id, plan.Name, items);
    }
}

internal sealed record NoticeItem(string Job, string Message);
