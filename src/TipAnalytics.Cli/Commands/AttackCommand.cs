using System.CommandLine;
using System.Globalization;
using TipAnalytics.Audit.Tables;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip attack FILES… --spec SPEC</c>: what a reader of some published tables can prove.</summary>
internal static class AttackCommand
{
    private const int Shown = 50;

    public static Command Create()
    {
        var files = new Argument<string[]>("FILES") { Description = "Published tables (CSV or XLSX), all of the same records", Arity = ArgumentArity.OneOrMore };
        var spec = new Option<string>("--spec") { Description = "What the tables hold: dimensions, hierarchies, count column, threshold", Required = true };
        var command = new Command("attack", "Attacks published tables together and prints what each withheld count can be; ends with 12 if anything is recoverable") { files, spec };
        command.SetAction((parsed, _) =>
        {
            var terminal = CommandLine.Current;
            var summary = TableAttack.Run(parsed.GetRequiredValue(files), parsed.GetRequiredValue(spec));
            Print(terminal, summary);
            terminal.Document(summary);
            return Task.FromResult(summary.IsRecoverable ? 12 : 0);
        });
        return command;
    }

    private static void Print(Terminal terminal, TableAttackSummary summary)
    {
        string[] dimensions = [.. summary.Withheld.Take(1).SelectMany(cell => cell.Codes.Keys)];
        var found = summary.Withheld.OrderByDescending(cell => cell.Recovered.Length > 0).Take(Shown).ToList();
        if (found.Count > 0)
        {
            terminal.Table([.. dimensions, "at least", "at most", "recovered"], [.. found.Select(cell => (IReadOnlyList<string>)
            [
                .. dimensions.Select(dimension => cell.Codes[dimension]), Number(cell.Low), cell.High is { } high ? Number(high) : "open",
                cell.Recovered switch { "exact" => "exactly", "below_threshold" => $"below {Number(summary.Threshold)}", _ => "-" },
            ])]);
        }

        if (summary.Withheld.Count > Shown)
            terminal.Line($"… and {Number(summary.Withheld.Count - Shown)} more; --json gives all.");
        foreach (var place in summary.Small.Take(Shown))
            terminal.Line($"{place}: published, and below {Number(summary.Threshold)}.");
        if (summary.Small.Count > Shown)
            terminal.Line($"… and {Number(summary.Small.Count - Shown)} more that are published below {Number(summary.Threshold)}; --json gives all.");
        foreach (var pair in summary.NestedPairs)
            terminal.Line($"One count lies inside the other and they differ by fewer than {Number(summary.Threshold)}: {pair}.");
        if (ProtectCommand.InNoGroup(summary.InNoGroup) is { } slip)
            terminal.Line(slip);
        terminal.Line($"{Number(summary.Published)} published counts, {Number(summary.Withheld.Count)} withheld; recovered exactly {Number(summary.Withheld.Count(cell => cell.Recovered == "exact"))}, proven below {Number(summary.Threshold)} {Number(summary.Withheld.Count(cell => cell.Recovered == "below_threshold"))}.");
        terminal.Line(summary.IsRecoverable
            ? "Small counts are told or can be recovered: withhold more, or round. «tip protect» does it for a table that is still whole. (Zeros of a table that was rounded tell nothing.)"
            : "Nothing is recoverable by these tables together. Likely guesses, and tables that are not among them, are not covered.");
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
