using System.Globalization;
using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Entries of one kind of the register with entries that were read: those of the register where they stand, new ones where their order puts them.</summary>
internal sealed partial class RegisterMerge
{
    private readonly RegisterKind kind;
    private readonly List<string> order;
    private readonly IReadOnlySet<string> sensitive;
    private readonly List<Item> items;
    private readonly Dictionary<string, RegisterEntry> read = new(StringComparer.Ordinal);

    /// <param name="there">Entries of the register, in its order.</param>
    /// <param name="order">Ids of questions or factors, in the order of writing.</param>
    /// <param name="sensitive">Ids of questions whose answers are never shown.</param>
    public RegisterMerge(RegisterKind kind, IReadOnlyList<IReadOnlyList<(string Key, string Value)>> there, IReadOnlyList<string> order, IReadOnlySet<string> sensitive)
    {
        (this.kind, this.order, this.sensitive) = (kind, [.. order], sensitive);
        items = [.. there.Select((fields, at) => new Item(at, fields, null))];
    }

    public RegisterKind Kind => kind;

    public int Count => items.Count;

    public List<RegisterChange> Added { get; } = [];

    public List<RegisterChange> Changed { get; } = [];

    /// <summary>All entries in their new order, for the text of the file; null where it stays as it is.</summary>
    public Definitions.RegisterSection? Written => Added.Count + Changed.Count == 0 ? null : new(kind.Section, [.. items.Select(item => (
        item.Entry is null ? item.Kept : null,
        // The file says «unknown» by leaving the score out.
        (IReadOnlyList<(string Key, string Value)>)[.. item.Fields.Where(pair => pair is not ("score", RegisterKind.UnknownScore))]))]);

    public static string OneLine(string text) => Blanks().Replace(text, " ").Trim();

    /// <param name="entry">Filled in, tidied.</param>
    public void Add(RegisterEntry entry, Action<string> fault)
    {
        foreach (var field in kind.Fields.Where(field => !kind.Optional.Contains(field) && entry[field].Length == 0))
            fault(Told(entry, field, field == "audiences" ? "is «yes» for no class of readers; a statement is for those it was approved for" : "is empty"));
        foreach (var field in kind.Dates.Where(field => entry[field].Length > 0 && !IsDay(entry[field])))
            fault(Told(entry, field, "is not a date of the form yyyy-MM-dd"));
        foreach (var field in kind.Choices.Where(choice => !kind.Fields.Contains(choice.Key) && entry[choice.Key].Length > 0 && !choice.Value.Contains(entry[choice.Key])))
            fault(Told(entry, field.Key, $"is none of {string.Join(", ", field.Value)}"));
        var fields = kind.Fields.Where(field => entry[field].Length > 0).Select(field => (field, entry[field])).ToList();
        var same = items.FindIndex(item => item.Entry is null && IsSame(item.Fields, entry));
        var at = kind.Key.Count > 0 ? items.FindIndex(item => kind.Key.All(key => Of(item.Fields, key) == entry[key])) : same >= 0 ? same : Marked(entry);
        if (IsTwice(entry, at, fault))
            return;
        if (at < 0 && entry[RegisterKind.Mark] is { Length: > 0 } mark)
        {
            // As it was printed: nobody touched it here, and the register knows better by now.
            if (RegisterRecords.Mark(fields) == mark)
                return;
            fault(Told(entry, RegisterKind.Mark, "is that of no entry of the register: it reads otherwise there by now. Write the form anew, or leave the mark empty for a new entry"));
            return;
        }

        if (at < 0)
        {
            items.Insert(items.FindLastIndex(item => Comes(item.Fields).CompareTo(Comes(fields)) <= 0) + 1, new Item(null, fields, entry));
            Added.Add(Change(entry, [.. fields.Select(field => field.field).Where(field => !kind.Key.Contains(field))]));
            return;
        }

        if (IsSame(items[at].Fields, entry))
            return;
        Changed.Add(Change(entry, [.. kind.Fields.Where(field => OneLine(Of(items[at].Fields, field)) != entry[field])]));
        items[at] = items[at] with { Fields = fields, Entry = entry };
    }

    /// <summary>A fault of the new text in the words of the entry it came from; null for one that was told before the text was made.</summary>
    public string? Fault(int place, string field, string message)
    {
        if (items[place].Entry is not { } entry)
            return message;
        // Empty fields and dates were told with the place where they stand.
        if (message.StartsWith("missing key", StringComparison.Ordinal) || (kind.Dates.Contains(field) && message.Contains("which is not a date", StringComparison.Ordinal)))
            return null;
        var told = KeyPath().Replace(message, "");
        return Told(entry, field, IsOpen(entry) ? Shown(entry, told) : told.Replace($"\"{field}\"", "", StringComparison.Ordinal).IndexOfAny(['"', '«']) < 0
            ? told
            : "cannot stand so; compare it with «how to fill in» (the words of a restricted answer or a statement are not shown)");
    }

    /// <summary>The mark of an event that reads as it did when the form was written.</summary>
    private int Marked(RegisterEntry entry) =>
        entry[RegisterKind.Mark] is { Length: > 0 } mark ? items.FindIndex(item => item.Entry is null && RegisterRecords.Mark(item.Fields) == mark) : -1;

    /// <summary>Two entries of a form for one of the register, or two of the same key.</summary>
    private bool IsTwice(RegisterEntry entry, int at, Action<string> fault)
    {
        var (field, key) = kind.Key.Count > 0 ? (kind.Key[0], string.Join('\n', kind.Key.Select(key => entry[key])))
            : entry[RegisterKind.Mark] is { Length: > 0 } mark ? (RegisterKind.Mark, mark)
            : at >= 0 ? (kind.Fields[0], $"\n{at}")
            : (kind.Fields[0], string.Join('\n', kind.Fields.Select(field => entry[field])));
        if (read.TryAdd(key, entry))
            return false;
        fault(Told(entry, field, field == RegisterKind.Mark
            ? $"stands in {read[key].Where} already; leave it empty for a further entry"
            : kind.Key.Count > 0 ? $"is filled in for the same place{(kind == RegisterKind.Scores ? " and quarter" : "")} in {read[key].Where} already" : $"is the same entry as {read[key].Where}"));
        return true;
    }

    private bool IsSame(IReadOnlyList<(string Key, string Value)> fields, RegisterEntry entry) => kind.Fields.All(field => OneLine(Of(fields, field)) == entry[field]);

    private RegisterChange Change(RegisterEntry entry, IReadOnlyList<string> fields) =>
        new(kind.Section, string.Join(' ', kind.Label.Select(field => entry[field])), kind.Place is { } place ? entry[place] : "", fields);

    /// <summary>What others may read: not a statement, not a restricted answer, and none of the sensitive questions.</summary>
    private bool IsOpen(RegisterEntry entry) =>
        kind != RegisterKind.Statements
        && (kind != RegisterKind.Answers || (entry["sensitivity"] is "public" or "internal" && order.Contains(entry["question"]) && !sensitive.Contains(entry["question"])));

    /// <summary>The message with the values that look like codes; others may be words that slipped into the wrong column, a name among them.</summary>
    private static string Shown(RegisterEntry entry, string message) =>
        entry.Fields.Values.Where(value => !CodeLike().IsMatch(value)).Aggregate(message, (told, value) => told.Replace($"\"{value}\"", "the value (not shown)", StringComparison.Ordinal));

    /// <summary>The question or factor by its id where there is such a one: anything may stand there.</summary>
    private string Told(RegisterEntry entry, string field, string message) =>
        $"{entry.Where}{(kind.Label[0] is "question" or "indicator" && order.Contains(entry[kind.Label[0]]) ? $", {entry[kind.Label[0]]}" : "")}, {field}: {message}";

    /// <summary>What entries are ordered by: the checklist, or factor, area and quarter, or the day.</summary>
    private (int, string) Comes(IReadOnlyList<(string Key, string Value)> fields) =>
        kind == RegisterKind.Answers ? (order.IndexOf(Of(fields, "question")), "")
        : (0, kind == RegisterKind.Scores ? string.Join(' ', kind.Key.Select(key => Of(fields, key))) : Of(fields, kind.Dates[0]));

    private static string Of(IReadOnlyList<(string Key, string Value)> fields, string key) => fields.FirstOrDefault(field => field.Key == key).Value ?? "";

    private static bool IsDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <param name="Kept">Place among the entries of the file; null for a new one.</param>
    /// <param name="Entry">Where it was read; null for an entry that stays as it is.</param>
    private sealed record Item(int? Kept, IReadOnlyList<(string Key, string Value)> Fields, RegisterEntry? Entry);

    [GeneratedRegex(@"^""(answers|scores|events|statements)\.[0-9]+(\.[a-z_]+)*(\.[0-9]+)?"" ")]
    private static partial Regex KeyPath();

    [GeneratedRegex("^(?:[A-Za-z]{1,4}-?[0-9][A-Za-z0-9-]{0,15}|[0-9]{4}-[0-9A-Z-]{1,5}|[0-9])$")]
    private static partial Regex CodeLike();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
