using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli;

/// <summary>Where a command writes: facts on standard output, messages and progress on standard error.</summary>
/// <param name="json">One JSON document on standard output instead of text.</param>
/// <param name="quiet">Errors only.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, bool json, bool quiet, bool color, bool interactive, bool canAsk)
{
    private static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        // For people and scripts in a terminal, never for a web page: «» and ’ stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new PeriodConverter() },
    };

    public bool IsJson => json;

    /// <summary>A person sits before it who can be asked, with colours or without.</summary>
    public bool CanAsk => canAsk;

    /// <summary>Asks for a text that is not shown while it is typed.</summary>
    public string Hidden(string prompt)
    {
        error.Write(prompt);
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0)
                typed.Length--;
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        error.WriteLine();
        return typed.ToString();
    }

    /// <summary>A line of the text output; nothing with <c>--json</c> or <c>--quiet</c>.</summary>
    public void Line(string text = "")
    {
        if (!json && !quiet)
            output.WriteLine(text);
    }

    /// <summary>The command's one JSON document; nothing without <c>--json</c>.</summary>
    public void Document(object document)
    {
        if (json)
            output.WriteLine(JsonSerializer.Serialize(document, JsonOptions));
    }

    /// <summary>Raw output of a query, in every mode.</summary>
    public void Raw(string text) => output.Write(text);

    public void Error(string message) => error.WriteLine(color ? $"\e[31m{message}\e[0m" : message);

    public void Note(string message)
    {
        if (!quiet)
            error.WriteLine(message);
    }

    /// <summary>A table as plain aligned columns: reads well in a terminal, a mail and a log.</summary>
    public void Table(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (json || quiet)
            return;
        var widths = headers.Select((header, i) => rows.Select(row => row[i].Length).Append(header.Length).Max()).ToList();
        output.WriteLine(Aligned(headers, widths));
        output.WriteLine(string.Join("  ", widths.Select(width => new string('-', width))));
        foreach (var row in rows)
            output.WriteLine(Aligned(row, widths));
    }

    private static string Aligned(IReadOnlyList<string> row, List<int> widths) =>
        string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd();

    /// <summary>Runs work under a progress bar when standard error is a terminal; without one otherwise.</summary>
    public T Progress<T>(Func<IProgress<RunProgress>, T> work)
    {
        if (!interactive || quiet)
            return work(new Silent());
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(error),
            ColorSystem = color ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        return console.Progress().AutoClear(true).HideCompleted(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new SpinnerColumn())
            .Start(context => work(new Bars(context)));
    }

    internal static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u00a0');

    private sealed class Silent : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            // Nobody is watching; results are printed when they stand.
        }
    }

    private sealed class Bars(ProgressContext context) : IProgress<RunProgress>
    {
        private readonly Dictionary<string, ProgressTask> tasks = [];

        public void Report(RunProgress value)
        {
            if (!tasks.TryGetValue(value.Stage, out var task))
                tasks[value.Stage] = task = context.AddTask(value.Stage, maxValue: 1);
            task.Description = Markup.Escape($"{value.Stage}: {value.Message}");
            task.IsIndeterminate = double.IsNaN(value.Fraction);
            if (!double.IsNaN(value.Fraction))
                task.Value = value.Fraction;
        }
    }

    private sealed class PeriodConverter : JsonConverter<Pipeline.Period>
    {
        public override Pipeline.Period Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Pipeline.Period.TryParse(reader.GetString() ?? "", out var period) ? period : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Pipeline.Period value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
