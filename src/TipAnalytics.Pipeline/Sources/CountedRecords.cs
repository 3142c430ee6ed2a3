using System.Buffers;
using System.Globalization;
using System.Text;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Rows of a table of counts, shared in place of records, as the records they stand for: known by the dimensions of the table only. The third of five
/// like ones is the third in every file, so that a table that comes again changes nothing, and two rows that coarsening made alike add up.</summary>
/// <param name="column">With the counts, for rows that end.</param>
/// <param name="most">Records of one table; rows beyond them end.</param>
internal sealed class CountedRecords(RecordKeys keys, string sourceId, string column, int most = CountedRecords.MostOfTable)
{
    /// <summary>Records of one row: more is no count of incidents or cases of an area and month.</summary>
    public const int Most = 100_000;

    // More would fill the memory and the vault before anybody looks.
    private const int MostOfTable = 2_000_000;

    private static readonly SearchValues<char> Withheld = SearchValues.Create("*.-–xX");

    private const string TooLarge = "count_too_large";
    private const char Separator = '\u001f';

    private readonly Dictionary<string, int> counted = new(StringComparer.Ordinal);
    private readonly StringBuilder text = new();
    private int records;

    public IEnumerable<SourceRow> Of(SourceRow row)
    {
        if (row.Ended is not null)
        {
            yield return row;
            yield break;
        }

        if (records + row.Count > most)
        {
            yield return new SourceRow { Row = row.Row, Ended = RowOutcome.Rejected, Rule = TooLarge, Column = column, PeriodStart = row.PeriodStart, AreaCode = row.AreaCode };
            yield break;
        }

        records += row.Count;
        var dimensions = Dimensions(row);
        var before = counted.GetValueOrDefault(dimensions);
        counted[dimensions] = before + row.Count;
        for (var i = 0; i < row.Count; i++)
        {
            var key = keys.Record(sourceId, string.Create(CultureInfo.InvariantCulture, $"count{Separator}{dimensions}{before + i}"));
            yield return row with { Key = key, Corrected = i == 0 ? row.Corrected : [] };
        }
    }

    /// <summary>Whether a row that ended by a rule counts something that cannot be told: what was counted before is not wrong for it.</summary>
    public static bool IsUnreadable(string? rule) => rule is "missing_count" or "invalid_count" or TooLarge;

    /// <summary>The rule by which a cell is no count; null for one.</summary>
    public static string? Rule(ReadOnlySpan<char> cell, out int count)
    {
        count = 0;
        if (cell.IsEmpty)
            return "missing_count";
        // «<5», «*», «**», «..», «-», «x»: the provider withholds a small number.
        if (cell[0] is '<' or '≤' || !cell.ContainsAnyExcept(Withheld))
            return "count_withheld";
        if (!NumberText.TryWhole(cell, out var number) || number < 0)
            return "invalid_count";
        if (number > Most)
            return TooLarge;
        count = (int)number;
        return count == 0 ? "count_zero" : null;
    }

    private string Dimensions(SourceRow row)
    {
        text.Clear().Append(CultureInfo.InvariantCulture, $"{row.PeriodStart:O}{Separator}{row.AreaCode}{Separator}{row.FormVersion}{Separator}{row.Organisation}{Separator}{row.ReportingPoint}{Separator}");
        foreach (var value in row.Values)
            text.Append(CultureInfo.InvariantCulture, $"{value ?? "\0"}{Separator}");
        return text.ToString();
    }
}
