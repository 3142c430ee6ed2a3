using System.CommandLine;
using System.Globalization;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Warehouse;
using TipAnalytics.Reports.Accounts;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip ingest DIR [--source ID] [FILE…]</c>: files (or the inbox) into the vault.</summary>
internal static class IngestCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var files = new Argument<string[]>("FILE") { Description = "Files to take; default: all that waits in the inbox", Arity = ArgumentArity.ZeroOrMore };
        var source = new Option<string?>("--source") { Description = "Only this source; needed when files are named" };
        var command = new Command("ingest", "Takes export files into the vault; prints what was accepted, duplicate, superseded and rejected by rule") { directory, files, source };
        command.SetAction((parsed, cancel) =>
        {
            var terminal = CommandLine.Current;
            var root = parsed.GetRequiredValue(directory);
            var summary = RunLedger.ByHand(root, "ingest", TimeProvider.System, () => terminal.Progress(progress => OperationRun.Ingest(
                new RunOptions(root) { Progress = progress, Cancel = cancel, Account = IngestAccount.Page }, parsed.GetValue(source), parsed.GetValue(files))), RunResult.Of);
            Print(terminal, summary);
            terminal.Document(summary);
            return Task.FromResult(summary.ExitCode);
        });
        return command;
    }

    /// <summary>Streams in which 5 % of the records or more are nearly alone in what is kept of them, and what would cure it.</summary>
    private static void PrintKept(Terminal terminal, IReadOnlyList<KeptCombinations> kept)
    {
        foreach (var stream in kept.Where(stream => !stream.IsTolerable))
        {
            var cure = stream.Cure.Count == 0 ? "nothing coarser helps" : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", stream.Cure)}: {stream.FewPercentWithCure} %");
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"What is kept of {stream.Stream}: {stream.FewPercent} % of the records share {string.Join(", ", stream.Columns)} with fewer than four others; {cure}."));
        }
    }

    /// <summary>One line a source, then what to look at: rejections by rule, emptied values, dropped columns, refused files.</summary>
    public static void Print(Terminal terminal, IngestSummary summary)
    {
        if (summary.Batches.Count == 0 && summary.Refused.Count == 0)
        {
            terminal.Line("Nothing waits in the inbox.");
            return;
        }

        string[] outcomes = ["accepted", "duplicate", "superseded", "without_consent", "rejected"];
        var rows = summary.Batches.Where(batch => batch.Held is null).GroupBy(batch => batch.SourceId).Select(group => (IReadOnlyList<string>)
        [
            group.Key,
            Terminal.Number(group.Count()),
            Terminal.Number(group.Sum(batch => batch.Rows)),
            .. outcomes.Select(outcome => Terminal.Number(group.Sum(batch => batch.Outcomes.GetValueOrDefault(outcome)))),
        ]).ToList();
        terminal.Table(["source", "files", "rows", "accepted", "duplicate", "superseded", "without consent", "rejected"], rows);

        var again = summary.Batches.Count(batch => batch.AlreadyTaken);
        if (again > 0)
            terminal.Line($"{again} of the files were taken before, with the same content: nothing was done with them.");
        if (summary.Waiting.Count > 0)
            terminal.Line($"Late or corrected records of months already released wait for a revision (tip report --revision): {string.Join(", ", summary.Waiting)}.");
        var rejections = summary.Batches.Where(batch => batch.Held is null).SelectMany(batch => batch.FirstRejections).ToList();
        if (rejections.Count > 0)
        {
            terminal.Line();
            terminal.Line($"Rejected rows (the first {Math.Min(20, rejections.Count)}, those left out on purpose aside; values are never shown):");
            foreach (var rejection in rejections.Take(20))
                terminal.Line(string.Create(CultureInfo.InvariantCulture, $"  {rejection.File}{(rejection.Sheet is { } sheet ? $", sheet \"{sheet}\"" : "")}, row {rejection.Row}{(rejection.Column is { } column ? $", column \"{column}\"" : "")}: {rejection.Rule}"));
            foreach (var rule in summary.Rules.Where(rule => rejections.Exists(rejection => rejection.Rule == rule.Rule)))
                terminal.Line($"  {rule.Rule}: {rule.Says} {rule.Do}");
        }

        if (summary.Open.Count > 0)
            terminal.Line($"Rows to correct, of these and earlier files: {Terminal.Number(summary.Open.Count)}, listed in data/account.html. Correct them and drop the whole file again.");

        var emptied = summary.Batches.SelectMany(batch => batch.Emptied, (batch, field) => (batch.SourceId, field.Key, field.Value))
            .GroupBy(field => (field.SourceId, field.Key)).Select(group => $"{group.Key.SourceId} {group.Key.Key}: {group.Sum(field => field.Value)}").ToList();
        if (emptied.Count > 0)
        {
            terminal.Line();
            terminal.Line($"Invalid values emptied, rows kept: {string.Join("; ", emptied)}");
        }

        PrintPlaces(terminal, summary);
        PrintFlags(terminal, summary);
        PrintQuality(terminal, summary);
        foreach (var source in summary.Batches.GroupBy(batch => batch.SourceId))
        {
            Changed(terminal, source.Key, "columns that were not there before, not taken", source.SelectMany(batch => batch.AddedColumns));
            Changed(terminal, source.Key, "columns that were there before are gone", source.SelectMany(batch => batch.GoneColumns));
            var unmapped = summary.ColumnsNotTaken(source.Key);
            if (unmapped > 0)
                terminal.Line($"{source.Key}: {unmapped} columns not taken ({source.First().Dialect})");
        }

        PrintKept(terminal, summary.Kept);
        foreach (var message in summary.Refused)
            terminal.Error(message);
    }

    /// <summary>Places that were not P-codes of the boundaries, and how they were found or not; proposals are for a person to decide.</summary>
    private static void PrintPlaces(Terminal terminal, IngestSummary summary)
    {
        foreach (var source in summary.Batches.GroupBy(batch => batch.SourceId))
        {
            var found = source.SelectMany(batch => batch.Places.Found).GroupBy(way => way.Key).OrderBy(way => way.Key, StringComparer.Ordinal).Select(way => $"{way.Key} {Terminal.Number(way.Sum(rows => rows.Value))}").ToList();
            if (found.Count > 0)
                terminal.Line($"{source.Key}: rows whose place was no P-code of the boundaries, and was found by: {string.Join(", ", found)}");
            var unmatched = source.SelectMany(batch => batch.Places.Unmatched).DistinctBy(place => (place.Column, place.Written)).ToList();
            foreach (var place in unmatched.Take(20))
            {
                var proposals = place.Proposals.Select(proposal => string.Create(CultureInfo.InvariantCulture, $"{proposal.Code} {proposal.Name} ({proposal.Likeness:0.00})")).ToList();
                terminal.Line($"{source.Key}: place not found: \"{place.Written}\" (column \"{place.Column}\", {place.Rule}, {place.Rows} rows){(proposals.Count > 0 ? $"; like {string.Join(", ", proposals)}" : "")}");
            }

            var (others, rows) = (unmatched.Skip(20).Count() + source.Sum(batch => batch.Places.OtherPlaces), source.Sum(batch => batch.Places.OtherRows));
            if (others > 0)
                terminal.Line($"{source.Key}: {Terminal.Number(others)} further places not found{(rows > 0 ? $" ({Terminal.Number(rows)} rows with places that are rare or may be something about a person, not shown)" : "")}");
        }

        if (summary.UnmatchedPlaces > 0)
            terminal.Line($"Places to decide: {Terminal.Number(summary.UnmatchedPlaces)}, in data/unmatched-places.csv. Copy the file to places/aliases/, fill in code, reason, by and on there, and bring the export again.");
    }

    private static void PrintFlags(Terminal terminal, IngestSummary summary)
    {
        var flags = summary.Batches.SelectMany(batch => batch.Quality.Flags, (batch, flag) => (batch.SourceId, Flag: flag)).GroupBy(item => (item.SourceId, item.Flag.Rule)).Where(rule => rule.Any(item => item.Flag.Records > 0)).ToList();
        if (flags.Count == 0)
            return;
        terminal.Line();
        terminal.Line("Records that logic rules point at (they stay in the figures):");
        foreach (var rule in flags)
            terminal.Line($"  {rule.Key.SourceId}: {rule.First().Flag.Title} ({rule.Key.Rule}), {Terminal.Number(rule.Sum(item => item.Flag.Records))} of {Terminal.Number(rule.Sum(item => item.Flag.Checked))}");
    }

    private static void Changed(Terminal terminal, string source, string what, IEnumerable<string> columns)
    {
        var names = columns.Distinct(StringComparer.Ordinal).ToList();
        if (names.Count > 0)
            terminal.Line($"{source}: {what}: {string.Join(", ", names.Take(10))}{(names.Count > 10 ? $" and {Terminal.Number(names.Count - 10)} more" : "")}");
    }

    private static void PrintQuality(Terminal terminal, IngestSummary summary)
    {
        var asked = summary.Batches.Where(batch => batch.Quality.Enumerators is not null).GroupBy(batch => batch.SourceId)
            .ToDictionary(source => source.Key, source => source.Max(batch => Math.Max(batch.Quality.Enumerators!.RoundNumbers, Math.Max(batch.Quality.Enumerators.RepeatedAnswers, batch.Quality.Enumerators.Outlying))), StringComparer.Ordinal);
        if (summary.Quality.Count == 0)
            return;
        terminal.Line();
        terminal.Table(
            ["source", "rounds", "days late", "near duplicates", "outlying values", "outlying months", "enumerators"],
            [.. summary.Quality.Select(source => (IReadOnlyList<string>)
            [
                source.SourceId, $"{Terminal.Number(source.RoundsReceived)} of {Terminal.Number(source.RoundsExpected)}", source.DelayDays is { } days ? Terminal.Number(days) : "-",
                source.Compared == 0 ? "-" : Terminal.Number(source.NearDuplicates), Terminal.Number(source.OutlyingValues), Terminal.Number(source.OutlyingMonths),
                asked.TryGetValue(source.SourceId, out var standing) ? Terminal.Number(standing) : "-",
            ])]);
    }
}
