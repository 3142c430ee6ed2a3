using System.Globalization;
using System.Text;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Html;
using TipAnalytics.Reports.Tables;
using TipAnalytics.Reports.Texts;

namespace TipAnalytics.Reports.SideBySide;

/// <summary>Several operations side by side: one page to read, and the tables behind it as CSV and Parquet.</summary>
public static class GlobalReport
{
    public const string Page = "global.html";

    /// <summary>Writes it whole into a new folder; the same releases give the same bytes.</summary>
    /// <returns>Files written, relative to <paramref name="folder"/>.</returns>
    /// <exception cref="MachineException">The folder is not empty or cannot be written; nothing of it is there then.</exception>
    public static IReadOnlyList<string> Write(RollUp rollUp, string folder)
    {
        ArgumentNullException.ThrowIfNull(rollUp);
        ArgumentNullException.ThrowIfNull(folder);
        folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var (temporary, written) = (folder + ".tmp", new List<string> { Page });
        try
        {
            if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
                throw new MachineException($"{folder}: the folder is not empty. Give a new one: nothing is overwritten.");
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
            Directory.CreateDirectory(temporary);
            File.WriteAllText(Path.Combine(temporary, Page), HtmlDocument.Write(Compose(rollUp)), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            foreach (var (name, table) in new[] { ("cells", rollUp.Cells), ("findings", rollUp.Findings), ("indicators", rollUp.Indicators) })
            {
                File.WriteAllBytes(Path.Combine(temporary, $"{name}.csv"), Csv(table));
                ParquetFile.Write(table, Path.Combine(temporary, $"{name}.parquet"));
                written.AddRange([$"{name}.csv", $"{name}.parquet"]);
            }

            if (Directory.Exists(folder))
                Directory.Delete(folder);
            Directory.Move(temporary, folder);
            return written;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MachineException($"{folder}: could not be written ({failure.GetType().Name}). Check free space and rights, and run again.");
        }
    }

    private static byte[] Csv(QueryResult table)
    {
        var csv = new CsvTable([.. table.Columns.Select(column => column.Name)]);
        foreach (var row in table.Rows)
            csv.Row([.. row.Select(value => value is DateTime day ? DateOnly.FromDateTime(day) : value)]);
        return csv.ToBytes();
    }

    internal static Document Compose(RollUp rollUp)
    {
        var texts = ReportTexts.Shipped(rollUp.Words);
        var names = rollUp.Operations.ToDictionary(operation => operation.Id, operation => operation.Name, StringComparer.Ordinal);
        var lastDay = rollUp.Operations.Max(operation => operation.AsOf);
        return new(
            "global", "en", "Proxy signals of trafficking risk, by operation",
            $"{Number(rollUp.Operations.Count)} operations side by side, each from its own last release.",
            $"For: {rollUp.Audience}", string.Create(CultureInfo.InvariantCulture, $"Releases as of {lastDay:yyyy-MM-dd} and earlier."), ("", "", ""), texts["word.table"], texts["word.figure"],
            [.. Preface(rollUp), .. Operations(rollUp), .. Compared(rollUp, texts, names), .. Findings(rollUp, texts, names), .. NotCompared(rollUp, names)]);
    }

    private static IEnumerable<Block> Preface(RollUp rollUp)
    {
        yield return new Box("How to read this", [
            new Paragraph(rollUp.StandingCaveats["CAV-0"]),
            new Bullets([
                ("No total.", "People are not added up over operations: each counts other people, in other months, in other ways."),
                ("No rank.", "Operations stand in alphabetical order of their ids. A higher band in one of them may come from its questions, its season, its reach or its sources."),
                ("Side by side", "stands only what two operations or more measure by the same definition, down to the model behind it; shares as bands. The rest is named at the end with the reason."),
                ("Change", "is each operation's own finding, since its own onset, or that of the area where it has one. Compare what it says of itself, not how much."),
                ("Four different things:", "withheld to protect people, not assessed, no data, and a low share. None of them is a zero."),
            ]),
        ]);
    }

    private static IEnumerable<Block> Operations(RollUp rollUp)
    {
        yield return new Heading(1, "Operations", "operations");
        yield return new DataTable(
            "Releases that this page rests on", [new("Operation", 2), new("Country", 0.8), new("Release", 1.6), new("Months", 1.4), new("Onset", 2), new("Indicators with a source", 1.2)],
            [.. rollUp.Operations.Select(operation => (IReadOnlyList<TableCell>)
            [
                new(operation.Name), new(operation.Country), new(operation.ReleaseId), new($"{operation.FirstPeriod} to {operation.LastPeriod}"),
                new(string.Join("; ", [string.Create(CultureInfo.InvariantCulture, $"{operation.Onset:yyyy-MM-dd}, {operation.OnsetTitle}"), .. operation.OwnOnsets])), new($"{Number(operation.WithSource)} of {Number(operation.Indicators)}", CellLook.Number),
            ])],
            "An indicator without a source is silent; silence is no good news.");
    }

    private static IEnumerable<Block> Compared(RollUp rollUp, ReportTexts texts, Dictionary<string, string> names)
    {
        yield return new Heading(1, "Measured the same way", "compared");
        if (rollUp.Compared.Count == 0)
            yield return new Paragraph("No two of these operations measure a share by the same definition.");
        foreach (var indicator in rollUp.Compared)
        {
            yield return new Heading(2, $"{indicator.Id} {indicator.Title}", $"compared-{indicator.Id}");
            yield return new Paragraph($"{indicator.Definition} {indicator.LowMeans}");
            yield return new DataTable(
                $"{indicator.Title}, {indicator.Unit}: the country, last released period", [new("Operation", 2), new("Period", 1), new("Share", 1.4), new("Base", 1), new("Since the onset", 2), new("Grade", 0.7)],
                [.. indicator.Series.Select(series => Row(series, texts, names[series.OperationId]))],
                indicator.Caveat + (indicator.MixesWeights ? " Weighted in one operation and not in another: do not compare the bands." : ""));
        }
    }

    private static IReadOnlyList<TableCell> Row(ComparedSeries series, ReportTexts texts, string operation) =>
    [
        new(operation), new(series.Period ?? "–"),
        series.State switch
        {
            "shown" => new(Band(series.ShareBand!)),
            "hidden" => new("not shown to protect people", CellLook.Hidden),
            "not_assessed" => new("not assessed", CellLook.NotAssessed),
            "no_data" => new("no data received", CellLook.NoData),
            _ => new("not published for the country", CellLook.NotAssessed),
        },
        new(series.Base is { } band ? (band.High is { } high ? $"{Number(band.Low)}–{Number(high)}" : $"{Number(band.Low)} and more") : "–", CellLook.Number),
        series.Status is { } status ? new(Status(texts, status), status.StartsWith("rising", StringComparison.Ordinal) ? CellLook.Rise : status.StartsWith("falling", StringComparison.Ordinal) ? CellLook.Fall : CellLook.Plain) : new("–"),
        new(series.Grade ?? "–"),
    ];

    private static IEnumerable<Block> Findings(RollUp rollUp, ReportTexts texts, Dictionary<string, string> names)
    {
        var columns = rollUp.Findings.Columns.Select(column => column.Name).ToList();
        int operation = columns.IndexOf("operation_id"), title = columns.IndexOf("title"), place = columns.IndexOf("area_name"), area = columns.IndexOf("area_code"), status = columns.IndexOf("status"), grade = columns.IndexOf("grade");
        yield return new Heading(1, "What each operation finds", "findings");
        foreach (var (id, name) in names)
        {
            var own = rollUp.Findings.Rows.Where(row => (string)row[operation]! == id).ToList();
            var changed = own.Where(row => ((string)row[status]!).StartsWith("rising", StringComparison.Ordinal) || ((string)row[status]!).StartsWith("falling", StringComparison.Ordinal)).ToList();
            yield return new Heading(2, name, $"findings-{id}");
            if (changed.Count > 0)
            {
                yield return new DataTable(
                    $"Changes since the onset that {name} has released", [new("Indicator", 3), new("Place", 1.6), new("Finding", 1.4), new("Grade", 0.7)],
                    [.. changed.Select(row => (IReadOnlyList<TableCell>)
                    [
                        new((string)row[title]!), new((string?)row[place] ?? (string)row[area]!),
                        new(Status(texts, (string)row[status]!), ((string)row[status]!).StartsWith("rising", StringComparison.Ordinal) ? CellLook.Rise : CellLook.Fall), new((string)row[grade]!),
                    ])],
                    "A fall does not mean less risk.");
            }

            var others = own.Except(changed).GroupBy(row => (string)row[status]!).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => ($"{Status(texts, group.Key)}:", $"{Number(group.Count())} series.")).ToList();
            yield return others.Count > 0 ? new Bullets(others) : new Paragraph(own.Count == 0 ? "No series was tested." : "Every series that was tested changed.");
        }
    }

    private static IEnumerable<Block> NotCompared(RollUp rollUp, Dictionary<string, string> names)
    {
        yield return new Heading(1, "Not compared, and why", "not-compared");
        if (rollUp.NotCompared.Count == 0)
            yield return new Paragraph("Everything that these operations switched on is compared.");
        foreach (var why in rollUp.NotCompared.GroupBy(item => item.Why).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            yield return new DataTable(
                Reason(why.Key), [new("Indicator", 3), new("Operations", 3)],
                [.. why.GroupBy(item => item.IndicatorId).Select(item => (IReadOnlyList<TableCell>)
                [
                    new($"{item.Key} {item.First().Title}"), new(string.Join(", ", item.Select(one => names[one.OperationId]))),
                ])]);
        }
    }

    private static string Reason(string why) => why switch
    {
        "no_source" => "Switched on, without a source that may be used",
        "own_judgement" => "Judged by each operation by itself: levels of its own register, its own coverage, its own set of indicators",
        "alone" => "Measured by one operation only",
        _ => "Defined otherwise than in the other operations: another wording, model or version",
    };

    private static string Band(string band) => band switch
    {
        "under_5" => "under 5%",
        "5_to_19" => "5–19%",
        "20_to_49" => "20–49%",
        _ => "50% and more",
    };

    private static string Status(ReportTexts texts, string status) => $"{texts[$"status.{status}.symbol"]} {texts[$"status.{status}.word"]}";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u00a0');
}
