using System.Globalization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Reads <c>places/aliases/*.csv</c>. The list of places that were not found has the same columns and more: filled in, it is such a file. A row without a code is not
/// decided yet.</summary>
internal static class AliasFile
{
    public const string Folder = "places/aliases";

    private static readonly string[] Columns = ["written", "code", "source", "from", "until", "reason", "by", "on"];

    /// <summary>Header of the list to be filled in; the columns after «on» are for the reader.</summary>
    public static readonly string[] ToFillIn = [.. Columns, "why", "rows", "column", "file", "proposals"];

    public static List<PlaceAlias> Read(string folder, string path, IReadOnlyList<SourceDefinition> sources, DefinitionFaults faults)
    {
        var aliases = new List<PlaceAlias>();
        foreach (var (line, cells) in DefinitionTable.Read(folder, path, faults, Columns, ToFillIn))
        {
            void Fault(string message) => faults.Add(path, line, message);

            var (written, code, source) = (PlaceText.Key(cells[0]), PlaceText.Key(cells[1]), cells[2]);
            if (code.Length == 0)
                continue;
            if (written.Length == 0)
                Fault("\"written\" is empty: an alias needs the place as the source writes it");
            if (source.Length > 0 && sources.All(known => known.Id != source))
                Fault($"\"{source}\" is no source of this operation.{Suggestion.For(source, sources.Select(known => known.Id))}");
            var (from, until) = (Day(cells[3], "from", Fault), Day(cells[4], "until", Fault));
            if (until < from)
                Fault("\"until\" lies before \"from\"");
            foreach (var (name, text) in new[] { ("reason", cells[5]), ("by", cells[6]) })
            {
                if (text.Length == 0)
                    Fault($"\"{name}\" is empty: an alias is a decision of a person (by: a role, never a name)");
                GuardRule.Text(text, name, Fault);
            }

            if (Day(cells[7], "on", Fault) is null && cells[7].Length == 0)
                Fault("\"on\" is empty: the day on which this was decided, yyyy-MM-dd");
            aliases.Add(new(written, code, source, Month(from), Month(until), path, line));
        }

        return aliases;
    }

    private static DateOnly? Day(string text, string column, Action<string> fault)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        if (text.Length > 0)
            fault($"\"{column}\" is no day of the form yyyy-MM-dd");
        return null;
    }

    private static Period? Month(DateOnly? day) => day is { } given ? Period.Containing(given, PeriodGrain.Month) : null;
}
