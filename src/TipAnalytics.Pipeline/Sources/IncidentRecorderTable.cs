using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>An Incident Recorder sheet in English, whatever language it was exported in: names of columns, labels, days. A label that is not known stays as
/// it is, for the mapping to name it; where it says whether the incident was reported to another agency, the row ends: it might count twice.</summary>
internal sealed class IncidentRecorderTable : WrappedTable
{
    private readonly IncidentRecorderWords words;
    private readonly bool[] isDay;
    private readonly bool isTranslated;
    private readonly int reportedBefore;
    private readonly ValueCache<string> labels;
    private readonly ValueCache<string> days;

    private readonly bool areMonthsLate;

    /// <param name="isUsed">Whether the mapping uses a name.</param>
    /// <param name="areMonthsLate">The month that is written is the one after that which is meant.</param>
    public IncidentRecorderTable(SourceTable table, IncidentRecorderWords words, Func<string, bool> isUsed, bool areMonthsLate)
        : base(table)
    {
        (this.words, this.areMonthsLate) = (words, areMonthsLate);
        var keys = table.Headers.Select(words.Key).ToList();
        Headers = words.Names(table.Headers, isUsed);
        isDay = [.. keys.Select(IncidentRecorderWords.IsDay)];
        isTranslated = words.Language != IncidentRecorderLocale.English;
        reportedBefore = keys.IndexOf("reported_before");
        labels = new(text => words.Label(text) ?? text);
        days = new(text => words.Day(text, areMonthsLate));
    }

    public override IReadOnlyList<string> Headers { get; }

    public override string Format => $"{Inner.Format}, language {words.Language}{(areMonthsLate ? ", months written one too late" : "")}";

    public override bool Read()
    {
        if (!base.Read())
            return false;
        Broken ??= isTranslated && IsUnknown(Inner.Cell(reportedBefore)) ? "unknown_label" : null;
        return true;
    }

    public override ReadOnlySpan<char> Cell(int column)
    {
        var text = Inner.Cell(column);
        if (text.IsEmpty)
            return text;
        return (isDay[column] ? days : labels).Of(text);
    }

    private bool IsUnknown(ReadOnlySpan<char> text) => !text.IsEmpty && words.Label(text.ToString()) is null;
}
