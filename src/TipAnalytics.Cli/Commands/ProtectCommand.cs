using System.CommandLine;
using System.Globalization;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip protect TABLE --spec SPEC [--out FILE] [--option rounding]</c>: disclosure control for any aggregate table.</summary>
internal static class ProtectCommand
{
    private const string Suppression = "suppression";
    private const string Rounding = "rounding";

    public static Command Create()
    {
        var table = new Argument<string>("TABLE") { Description = "A table of counts (CSV or XLSX)" };
        var spec = new Option<string>("--spec") { Description = "What the table holds and what of it is to be published (YAML)", Required = true };
        var target = new Option<string?>("--out") { Description = "Write the protected table into this file (CSV); without it, onto standard output" };
        var option = new Option<string>("--option") { Description = "«suppression» withholds counts; «rounding» rounds small ones instead", DefaultValueFactory = _ => Suppression };
        option.AcceptOnlyFromAmong(Suppression, Rounding);
        var command = new Command("protect", "Protects a table of counts before it is shared: withholds what would show a small group, and proves that nothing withheld can be worked out; exit 12 when nothing could be published")
        {
            table, spec, target, option,
        };
        command.SetAction(parsed =>
        {
            var terminal = CommandLine.Current;
            if (parsed.GetValue(target) is { } over && Path.GetFullPath(over) == Path.GetFullPath(parsed.GetRequiredValue(table)))
                throw new DefinitionException($"{over}: is the table itself; protected, it could not be made whole again. Give another file to --out.");
            var summary = TableProtection.Protect(parsed.GetRequiredValue(table), parsed.GetRequiredValue(spec), parsed.GetRequiredValue(option) == Rounding);
            var csv = CsvText.Of(summary.Table.Columns, summary.Table.Rows).TrimEnd('\n') + "\n";
            var path = parsed.GetValue(target);
            if (path is not null)
                Write(path, csv);
            else if (!terminal.IsJson)
                terminal.Raw(csv);
            foreach (var line in Words(summary, path))
                terminal.Note(line);
            terminal.Document(summary);
            return 0;
        });
        return command;
    }

    private static IEnumerable<string> Words(ProtectionSummary summary, string? path)
    {
        if (summary.Option == Rounding)
        {
            yield return $"{summary.File}: {Terminal.Number(summary.Cells)} cells rounded so that none is below {summary.LeastCount} but 0.";
            yield return "Say with the table: values are rounded to protect people; 0 does not mean none. Keep this table and compute all others from it: a second rounding of the same counts, or the same counts with some withheld, would undo it.";
        }
        else
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{summary.File}: {Terminal.Number(summary.Cells - summary.NotGiven - summary.Withheld)} of {Terminal.Number(summary.Cells - summary.NotGiven)} cells kept ({100 * summary.KeptCells:0} %, {100 * summary.KeptValue:0} % of their value); "
                + $"{Terminal.Number(summary.Withheld)} withheld, {Terminal.Number(summary.Withheld - summary.Sensitive)} of them to protect others.");
            yield return $"Of no group can it be worked out that it is below {summary.LeastCount}, nor that anybody is in it: {Terminal.Number(summary.Certified)} proofs, each checked. The figures above tell about what is withheld; keep them to yourself.";
        }
        if (summary.NotGiven > 0)
            yield return $"{Terminal.Number(summary.NotGiven)} {(summary.NotGiven == 1 ? "cell has" : "cells have")} no count in the table: blank, «<» or without a row. They are printed like withheld ones; none was taken for zero.";
        if (InNoGroup(summary.InNoGroup) is { } slip)
            yield return slip;
        if (summary.Advice.Count > 0)
            yield return $"That costs a lot. {TableProtection.Words(summary.Advice[0])}";
        if (path is not null)
            yield return $"Written: {path}";
    }

    /// <summary>Codes that are in no group, for people; null where there are none.</summary>
    public static string? InNoGroup(IReadOnlyList<string> codes) =>
        codes.Count == 0 ? null : $"In no group of its dimension, so in the total alone: {string.Join("; ", codes)}. If that is a slip of the pen, put it right and do it again: what a sum leaves out is not seen.";

    /// <exception cref="MachineException">The file cannot be written.</exception>
    private static void Write(string path, string text)
    {
        if (!Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase))
            throw new MachineException($"{path}: the protected table is written as CSV; give a name that ends in .csv.");
        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MachineException($"{path}: could not be written. Check that its folder is there and may be written to.");
        }
    }
}
