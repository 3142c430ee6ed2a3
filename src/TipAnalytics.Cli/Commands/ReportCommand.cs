using System.CommandLine;
using TipAnalytics.Audit;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip report DIR [--product P]… [--lang L]… [--revision --reason TEXT] [--as KEY]</c>: a draft release from what is in the vault.</summary>
internal static class ReportCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var asOf = Arguments.AsOf();
        var product = new Option<string[]>("--product") { Description = $"One of {string.Join(", ", ReportWriter.Products)}; default: the operation's" };
        product.AcceptOnlyFromAmong([.. ReportWriter.Products]);
        var language = new Option<string[]>("--lang") { Description = $"Language of the products, one of {string.Join(", ", ReportWriter.Languages)}; default: those of the operation" };
        language.AcceptOnlyFromAmong([.. ReportWriter.Languages]);
        var revision = new Option<bool>("--revision") { Description = "A declared revision: lets in late reports and corrections of months already released, and says which figures changed" };
        var reason = new Option<string?>("--reason") { Description = "Why the revision is made; printed in the release, so no names" };
        var (who, file) = (PassphrasePrompt.As("Who signs for the draft"), PassphrasePrompt.File());
        var command = new Command("report", "Makes a draft release from what is in the vault: disclosure control, trends, documents, tables") { directory, product, language, asOf, revision, reason, who, file };
        command.Validators.Add(result =>
        {
            if (result.GetValue(revision) && string.IsNullOrWhiteSpace(result.GetValue(reason)))
                result.AddError("--revision needs a reason, which is printed in the release: --reason TEXT.");
            else if (!result.GetValue(revision) && result.GetValue(reason) is not null)
                result.AddError("--reason belongs to --revision.");
        });
        command.SetAction((parsed, cancel) =>
        {
            var terminal = CommandLine.Current;
            var chosen = parsed.GetValue(product) is { Length: > 0 } products ? products : null;
            var languages = parsed.GetValue(language) is { Length: > 0 } asked ? asked.Distinct().ToList() : null;
            var root = parsed.GetRequiredValue(directory);
            var signer = PassphrasePrompt.Drafter(parsed.GetValue(who), parsed.GetValue(file), terminal);
            var summary = RunLedger.ByHand(root, "report", TimeProvider.System, () => terminal.Progress(progress => OperationRun.Report(
                new RunOptions(root) { AsOf = parsed.GetValue(asOf), Languages = languages, Progress = progress, Cancel = cancel, Signer = signer, Audit = AuditRun.Draft }, ReportWriter.Write, chosen, parsed.GetValue(reason))), RunResult.Of);
            if (summary.UpToDate)
                terminal.Line("Nothing to revise: no late report or correction waits for a month already released. No release was made.");
            else
                RunCommand.PrintRelease(terminal, Path.GetFullPath(root), root, summary);
            terminal.Document(summary);
            return Task.FromResult(0);
        });
        return command;
    }
}
