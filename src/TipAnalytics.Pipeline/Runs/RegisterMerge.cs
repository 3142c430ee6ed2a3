using System.Globalization;
using System.Text.RegularExpressions;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Answers of the register with entries that were read: by question and place, those of the register where they stand, new ones after the questions before them.</summary>
internal sealed partial class RegisterMerge
{
    private readonly List<string> order;
    private readonly IReadOnlyList<ContextQuestion> questions;
    private readonly List<Item> items;
    private readonly DateOnly lastDay;
    private readonly Dictionary<(string Question, string Geo), RegisterEntry> read = [];

    /// <param name="lastDay">The latest day that has come: nothing is known as of a later one.</param>
    public RegisterMerge(IReadOnlyList<ContextAnswer> answers, IReadOnlyList<ContextQuestion> questions, DateOnly lastDay)
    {
        (this.questions, this.lastDay, order) = (questions, lastDay, [.. questions.Select(question => question.Id)]);
        items = [.. answers.Select((answer, at) => new Item(at, FieldsOf(answer), null))];
    }

    public List<RegisterChange> Added { get; } = [];

    public List<RegisterChange> Changed { get; } = [];

    /// <summary>For <see cref="RegisterText"/>.</summary>
    public IReadOnlyList<(int? Kept, IReadOnlyList<(string Key, string Value)> Fields)> Answers => [.. items.Select(item => (item.Entry is null ? item.Kept : null, item.Fields))];

    /// <summary>Fields of an answer that say something, in the order of writing.</summary>
    public static IReadOnlyList<(string Key, string Value)> FieldsOf(ContextAnswer answer) =>
        [.. RegisterFields.All.Select(field => (Key: field, Value: field switch
        {
            RegisterFields.Question => answer.Question,
            "answer" => answer.Answer,
            "detail" => answer.Detail ?? "",
            "provision" => answer.Provision ?? "",
            RegisterFields.Geo => answer.Geo,
            "as_of" => Day(answer.AsOf),
            "source_class" => answer.SourceClass,
            "source_ref" => answer.SourceRef,
            "confidence" => answer.Confidence,
            "sensitivity" => answer.Sensitivity,
            "review_due" => Day(answer.ReviewDue),
            _ => answer.EnteredByRole,
        })).Where(field => field.Value.Length > 0)];

    public static string OneLine(string text) => Blanks().Replace(text, " ").Trim();

    /// <param name="entry">Filled in, tidied.</param>
    public void Add(RegisterEntry entry, Action<string> fault)
    {
        var empty = RegisterFields.All.Where(field => !RegisterFields.Optional.Contains(field) && entry[field].Length == 0).ToList();
        foreach (var field in empty)
            fault(Told(entry, field, "is empty"));
        foreach (var field in RegisterFields.Dates.Where(field => entry[field].Length > 0 && !IsDay(entry[field])))
            fault(Told(entry, field, "is not a date of the form yyyy-MM-dd"));
        if (IsDay(entry["as_of"]) && DateOnly.ParseExact(entry["as_of"], "yyyy-MM-dd", CultureInfo.InvariantCulture) > lastDay)
            fault(Told(entry, "as_of", "has not come yet; give the day as of which this was known"));
        var place = (entry[RegisterFields.Question], entry[RegisterFields.Geo]);
        if (!read.TryAdd(place, entry))
        {
            fault(Told(entry, RegisterFields.Question, $"is filled in for the same place in {read[place].Where} already"));
            return;
        }

        var at = items.FindIndex(item => (Of(item.Fields, RegisterFields.Question), Of(item.Fields, RegisterFields.Geo)) == place);
        var fields = RegisterFields.All.Where(field => entry[field].Length > 0).Select(field => (field, entry[field])).ToList();
        if (at < 0)
        {
            items.Insert(After(entry[RegisterFields.Question]), new Item(null, fields, entry));
            Added.Add(new(entry[RegisterFields.Question], entry[RegisterFields.Geo], [.. fields.Select(field => field.field).Where(field => field is not (RegisterFields.Question or RegisterFields.Geo))]));
            return;
        }

        var before = items[at].Fields;
        var differ = RegisterFields.All.Where(field => OneLine(Of(before, field)) != entry[field]).ToList();
        if (differ.Count == 0)
            return;
        items[at] = items[at] with { Fields = fields, Entry = entry };
        Changed.Add(new(entry[RegisterFields.Question], entry[RegisterFields.Geo], differ));
    }

    /// <summary>A fault of the new text in the words of the entry it came from; null for one that was told before the text was made.</summary>
    public string? Fault(int answer, string field, string message)
    {
        if (items[answer].Entry is not { } entry)
            return message;
        // Empty fields and dates were told with the place where they stand.
        if (message.StartsWith("missing key", StringComparison.Ordinal) || (RegisterFields.Dates.Contains(field) && message.Contains("which is not a date", StringComparison.Ordinal)))
            return null;
        var told = KeyPath().Replace(message, "");
        return Told(entry, field, IsOpen(entry) || !told.Contains('"', StringComparison.Ordinal)
            ? told
            : "cannot stand so; compare it with «how to fill in» (the words of a restricted answer are not shown)");
    }

    /// <summary>An entry that says of itself that others may read it, and is none of the sensitive questions.</summary>
    private bool IsOpen(RegisterEntry entry) =>
        entry["sensitivity"] is "public" or "internal" && questions.FirstOrDefault(question => question.Id == entry[RegisterFields.Question]) is { IsSensitive: false };

    /// <summary>The question by its id where there is such a one: anything may stand there.</summary>
    private string Told(RegisterEntry entry, string field, string message) =>
        $"{entry.Where}{(order.Contains(entry[RegisterFields.Question]) ? $", {entry[RegisterFields.Question]}" : "")}, {field}: {message}";

    private int After(string question)
    {
        var place = order.IndexOf(question);
        return items.FindLastIndex(item => order.IndexOf(Of(item.Fields, RegisterFields.Question)) <= place) + 1;
    }

    private static string Of(IReadOnlyList<(string Key, string Value)> fields, string key) => fields.FirstOrDefault(field => field.Key == key).Value ?? "";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static bool IsDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <param name="Kept">Place among the answers of the file; null for a new one.</param>
    /// <param name="Entry">Where it was read; null for an answer that stays as it is.</param>
    private sealed record Item(int? Kept, IReadOnlyList<(string Key, string Value)> Fields, RegisterEntry? Entry);

    [GeneratedRegex(@"^""answers\.[0-9]+(\.[a-z_]+)?"" ")]
    private static partial Regex KeyPath();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
