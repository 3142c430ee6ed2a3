using System.Globalization;
using System.Text;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Warehouse;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Html;

namespace TipAnalytics.Reports.Accounts;

/// <summary>What became of the files of an ingest, as a page for whoever looks after the data: outcomes, what is held and why, which rows to correct. It tells
/// of records by their number, so it stays in the operation's <c>data</c> folder and is no report. Export files stand in it by the start of their hash: a provider may
/// have written a person's name into a file name.</summary>
public static class IngestAccount
{
    /// <summary>Rows to correct that one page lists; more are counted.</summary>
    private const int ListedRows = 500;

    private const string RowOne = "In a spreadsheet or CSV row 1 is the header; in JSON, SPSS and pulled data it is the first record.";

    private static readonly string[] Outcomes = ["accepted", "duplicate", "superseded", "without_consent", "rejected"];

    /// <summary>One self-contained HTML page; the same summary gives the same bytes.</summary>
    public static byte[] Page(IngestSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return Encoding.UTF8.GetBytes(HtmlDocument.Write(new Document(
            "account", "en", "What became of the files", Lead(summary), "Internal: numbers of records. Not for publication", "tip ingest", ("", "", ""), "Table", "Figure",
            [.. Held(summary), new ContentsList("Contents"), .. Rules(summary), .. Files(summary), .. Values(summary), .. Columns(summary), .. Sources(summary), .. ToCorrect(summary)])));
    }

    private static string Lead(IngestSummary summary)
    {
        var again = summary.Batches.Count(batch => batch.AlreadyTaken);
        var held = summary.Batches.Count(batch => batch.Held is not null);
        var taken = summary.Batches.Where(batch => batch is { AlreadyTaken: false, Held: null }).ToList();
        return $"Files taken: {Number(taken.Count)}, with {Number(taken.Sum(batch => batch.Rows))} rows; taken before: {Number(again)}; held back: {Number(held)}; rows to correct: {Number(summary.Open.Count)}.";
    }

    private static IEnumerable<Block> Held(IngestSummary summary)
    {
        if (summary.Refused.Count > 0)
            yield return new Box("Not taken", [new Bullets([.. summary.RefusedUnnamed.Select(reason => ("", reason))])]);
    }

    private static IEnumerable<Block> Files(IngestSummary summary)
    {
        yield return new Heading(1, "Files", "files");
        yield return new DataTable(
            "Every row has one outcome; they add up to the rows of the file.",
            [new("Source", 2.1), new("File", 1.3), new("Recognised as", 2.9), new("Rows", 1), .. Outcomes.Select(outcome => new Column(Plain(outcome), 1.5))],
            [.. summary.Batches.Select(batch => (IReadOnlyList<TableCell>)
            [
                new(batch.SourceId), new(Label(batch.FileHash)), new(State(batch)), Count(batch.Rows), .. Outcomes.Select(outcome => Count(batch.Outcomes.GetValueOrDefault(outcome))),
            ])],
            "A file is named by the start of its SHA-256. Superseded: a newer version of the record came with this or another file.");
    }

    private static string State(BatchSummary batch) =>
        batch.AlreadyTaken ? "taken before with the same content" : batch.Held is not null ? "held back, see above" : batch.Dialect;

    private static IEnumerable<Block> Rules(IngestSummary summary)
    {
        if (summary.Rules.Count == 0)
            yield break;
        yield return new Heading(1, "Why rows were rejected", "rules");
        yield return new DataTable(
            "Rules, what they mean and what to do",
            [new("Rule", 1.7), new("What it means", 3.4), new("What to do", 3.4), new("Rows now", 0.9), new("To correct", 0.9)],
            [.. summary.Rules.Select(rule => (IReadOnlyList<TableCell>)
            [
                new(rule.Rule), new(rule.Says), new(rule.Do),
                Count(summary.Batches.Sum(batch => batch.RejectedByRule.GetValueOrDefault(rule.Rule))), Count(summary.Open.Count(row => row.Rule == rule.Rule)),
            ])],
            "Rows now: in the files of this ingest. To correct: also in earlier files, as long as their record has not come in.");
    }

    private static IEnumerable<Block> ToCorrect(IngestSummary summary)
    {
        if (summary.Open.Count == 0)
            yield break;
        yield return new Heading(1, "Rows to correct", "correct");
        yield return new Paragraph("Correct them where they were collected, or in the export, and drop the whole file into the inbox again: rows that were taken before are known and change nothing. A value that cannot be corrected at its source goes into the operation's corrections, by file and row.");
        var sheets = summary.Batches.Where(batch => batch.Sheet is not null).GroupBy(batch => (batch.SourceId, batch.FileHash)).ToDictionary(file => file.Key, file => file.First().Sheet!);
        yield return new DataTable(
            "Positions only; values are never shown",
            [new("Source", 2), new("File", 1.4), new("Taken on", 1.3), new("Sheet", 1.5), new("Row", 0.8), new("Column", 2.4), new("Rule", 1.8)],
            [.. summary.Open.Take(ListedRows).Select(row => (IReadOnlyList<TableCell>)
            [
                new(row.SourceId), new(Label(row.FileHash)), new(row.TakenOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), new(sheets.GetValueOrDefault((row.SourceId, row.FileHash), "")),
                Count(row.Row), new(row.Column ?? ""), new(row.Rule),
            ])],
            summary.Open.Count > ListedRows ? $"The first {Number(ListedRows)} of {Number(summary.Open.Count)}. {RowOne}" : RowOne);
    }

    private static IEnumerable<Block> Values(IngestSummary summary)
    {
        var emptied = summary.Batches.SelectMany(batch => batch.Emptied, (batch, field) => (batch.SourceId, Field: field.Key, Count: field.Value))
            .GroupBy(value => (value.SourceId, value.Field)).OrderBy(value => value.Key.SourceId, StringComparer.Ordinal).ThenBy(value => value.Key.Field, StringComparer.Ordinal).ToList();
        var flags = summary.Batches.SelectMany(batch => batch.Quality.Flags, (batch, flag) => (batch.SourceId, Flag: flag))
            .GroupBy(item => (item.SourceId, item.Flag.Rule)).Where(rule => rule.Any(item => item.Flag.Records > 0))
            .OrderBy(rule => rule.Key.SourceId, StringComparer.Ordinal).ThenBy(rule => rule.Key.Rule, StringComparer.Ordinal).ToList();
        if (emptied.Count + flags.Count == 0)
            yield break;
        yield return new Heading(1, "Values to look at", "values");
        if (emptied.Count > 0)
        {
            yield return new DataTable(
                "Values that could not be understood: left empty, the row stays", [new("Source", 2), new("Field", 2), new("Values", 1)],
                [.. emptied.Select(value => (IReadOnlyList<TableCell>)[new(value.Key.SourceId), new(value.Key.Field), Count(value.Sum(item => item.Count))])]);
        }
        if (flags.Count > 0)
        {
            yield return new DataTable(
                "Records that logic rules point at: they stay in the figures", [new("Source", 2), new("Rule", 4), new("Records", 1), new("Of", 1)],
                [.. flags.Select(rule => (IReadOnlyList<TableCell>)
                [
                    new(rule.Key.SourceId), new(rule.First().Flag.Title), Count(rule.Sum(item => item.Flag.Records)), Count(rule.Sum(item => item.Flag.Checked)),
                ])]);
        }
    }

    private static IEnumerable<Block> Columns(IngestSummary summary)
    {
        List<(string, string)> changes =
        [
            .. summary.Batches.GroupBy(batch => batch.SourceId).OrderBy(source => source.Key, StringComparer.Ordinal).SelectMany(source => new[]
            {
                (source.Key, Named("not there before, not taken", source.SelectMany(batch => batch.AddedColumns))),
                (source.Key, Named("there before, and gone", source.SelectMany(batch => batch.GoneColumns))),
                (source.Key, Named("twice in the header, the first was read", source.SelectMany(batch => batch.DuplicateColumns))),
                (source.Key, summary.ColumnsNotTaken(source.Key) is > 0 and var left ? $"{Number(left)} columns are not mapped and were never read." : ""),
            }).Where(change => change.Item2.Length > 0),
        ];
        if (changes.Count == 0)
            yield break;
        yield return new Heading(1, "Columns", "columns");
        yield return new Bullets(changes);
    }

    private static string Named(string what, IEnumerable<string> columns)
    {
        var names = columns.Distinct(StringComparer.Ordinal).ToList();
        return names.Count == 0 ? "" : $"{what}: {string.Join(", ", names)}.";
    }

    private static IEnumerable<Block> Sources(IngestSummary summary)
    {
        if (summary.Quality.Count == 0)
            yield break;
        yield return new Heading(1, "Sources as a whole", "sources");
        yield return new DataTable(
            "Rounds, delay and unusual values",
            [new("Source", 2), new("Rounds received", 1.2), new("Days late", 1), new("Near duplicates", 1.2), new("Outlying values", 1.2), new("Outlying months", 1.2)],
            [.. summary.Quality.Select(source => (IReadOnlyList<TableCell>)
            [
                new(source.SourceId), new($"{Number(source.RoundsReceived)} of {Number(source.RoundsExpected)}"), new(source.DelayDays is { } days ? Number(days) : "not known"),
                new(source.Compared == 0 ? "not compared" : Number(source.NearDuplicates)), Count(source.OutlyingValues), Count(source.OutlyingMonths),
            ])]);
    }

    private static string Plain(string outcome) => char.ToUpperInvariant(outcome[0]) + outcome[1..].Replace('_', ' ');

    private static string Label(string hash) => hash.Length < 8 ? "" : hash[..8];

    private static TableCell Count(long value) => new(Number(value), CellLook.Number);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u00a0');
}
