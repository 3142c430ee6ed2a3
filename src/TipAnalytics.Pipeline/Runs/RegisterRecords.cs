using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Entries of the register as fields (key → value): those that say something, in the order of writing.</summary>
internal static class RegisterRecords
{
    public static IReadOnlyList<IReadOnlyList<(string Key, string Value)>> Of(RegisterKind kind, ContextDefinition register) => kind.Section switch
    {
        "answers" => [.. register.Answers.Select(Of)],
        "scores" => [.. register.Scores.Select(Of)],
        "events" => [.. register.Events.Select(Of)],
        _ => [.. register.Statements.Select(Of)],
    };

    public static IReadOnlyList<(string Key, string Value)> Of(ContextAnswer answer) => Made(RegisterKind.Answers,
        answer.Question, answer.Answer, answer.Detail ?? "", answer.Provision ?? "", answer.Geo, Day(answer.AsOf), answer.SourceClass, answer.SourceRef, answer.Confidence, answer.Sensitivity,
        Day(answer.ReviewDue), answer.EnteredByRole);

    public static IReadOnlyList<(string Key, string Value)> Of(ContextScore score) => Made(RegisterKind.Scores,
        score.Indicator, score.Area, score.Period, score.Score?.ToString(CultureInfo.InvariantCulture) ?? RegisterKind.UnknownScore, score.SourceRef, score.Reason);

    public static IReadOnlyList<(string Key, string Value)> Of(ContextEvent item) => Made(RegisterKind.Events, Day(item.Date), item.Geo, item.Kind, item.Title, item.Source);

    private static IReadOnlyList<(string Key, string Value)> Of(ContextStatement statement) => Made(RegisterKind.Statements,
        statement.Text, statement.ApprovedBy, Day(statement.On), statement.Reference, string.Join(", ", statement.Audiences));

    /// <returns>What an event says, in six hexadecimal digits: the form gives it out, and finds the event again by it as long as nobody changed it in the file.</returns>
    public static string Mark(IEnumerable<(string Key, string Value)> fields) =>
        $"e-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', fields.Select(field => field.Value)))))[..6]}";

    private static List<(string Key, string Value)> Made(RegisterKind kind, params ReadOnlySpan<string> values)
    {
        var fields = new List<(string, string)>();
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Length > 0)
                fields.Add((kind.Fields[i], values[i]));
        }

        return fields;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
