using System.CommandLine;
using System.Globalization;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip release DIR list|show|approve|publish|withdraw [ID]</c>, <c>tip release DIR key …</c>, <c>tip release verify FOLDER</c>: what happens to a release after it was made.</summary>
internal static class ReleaseCommand
{
    public static Command Create()
    {
        // Not needed by «verify», which has no operation.
        var directory = new Argument<string?>("DIR") { Description = "Folder of the operation (holds operation.yaml)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("release", "Drafts, their approval by different persons, publication and withdrawal")
        {
            directory, List(directory), Show(directory), Approve(directory), Publish(directory), Withdraw(directory), ReleaseKeyCommand.Create(directory), Verify(),
        };
        command.SetAction(_ =>
        {
            CommandLine.Current.Error("Say what to do, e.g. «tip release my-operation list». «tip release --help» lists the commands.");
            return 2;
        });
        return command;
    }

    /// <summary>Demands the folder before a subcommand.</summary>
    internal static void RequireFolder(Command command, Argument<string?> directory) => command.Validators.Add(result =>
    {
        if (result.GetValue(directory) is null)
            result.AddError($"Give the folder of the operation: tip release DIR {command.Name}");
    });

    private static Argument<string?> Id(string description = "Release id; default: the latest that is not withdrawn") => new("ID") { Description = description, Arity = ArgumentArity.ZeroOrOne };

    private static Command List(Argument<string?> directory)
    {
        var command = new Command("list", "All releases and where they stand");
        RequireFolder(command, directory);
        command.SetAction(parsed =>
        {
            var terminal = CommandLine.Current;
            var list = ReleaseDesk.List(new RunOptions(parsed.GetValue(directory)!));
            if (list.Releases.Count + list.Unrecorded.Count == 0)
                terminal.Line("There is no release yet. «tip report» makes a draft.");
            else
                terminal.Table(["release", "state", "for", "as of", "signed by"], [.. list.Releases.Select(Row), .. list.Unrecorded.Select(id => (IReadOnlyList<string>)[id, "not recorded", "", "", "made by an earlier version"])]);
            terminal.Document(list);
            return 0;
        });
        return command;
    }

    private static IReadOnlyList<string> Row(ReleaseLine line) =>
        [line.Id, line.State, line.AudienceTitle, line.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "", Signed(line)];

    /// <summary>How many of the persons needed have signed, with their roles.</summary>
    private static string Signed(ReleaseLine line) => line.PersonsNeeded <= 1 && line.SignedBy.Count == 0
        ? "not needed"
        : string.Create(CultureInfo.InvariantCulture, $"{line.SignedBy.Count} of {line.PersonsNeeded}{(line.SignedBy.Count > 0 ? $": {string.Join(", ", line.SignedBy)}" : "")}");

    private static Command Show(Argument<string?> directory)
    {
        var id = Id();
        var command = new Command("show", "One release: its files against what was signed, who signed, what is missing, which rules changed with it") { id };
        RequireFolder(command, directory);
        command.SetAction(parsed =>
        {
            var (terminal, root) = (CommandLine.Current, parsed.GetValue(directory)!);
            var details = ReleaseDesk.Show(new RunOptions(root), parsed.GetValue(id));
            Print(terminal, root, details);
            terminal.Document(details);
            return details.ExitCode;
        });
        return command;
    }

    private static void Print(Terminal terminal, string root, ReleaseDetails details)
    {
        var line = details.Release;
        terminal.Line($"Release {line.Id}: {line.State}");
        terminal.Line($"  for        {line.AudienceTitle}");
        terminal.Line($"  signed     {Signed(line)}");
        terminal.Line($"  files      {(details.FileFaults.Count == 0 ? "as drafted, all of them" : "NOT as drafted:")}");
        foreach (var fault in details.FileFaults)
            terminal.Line($"             {fault}");
        terminal.Line($"  bundle     {details.BundleSha256}");
        terminal.Line();
        terminal.Table(["event", "at (UTC)", "role", "key", "note"], [.. details.Events.Select(happening => (IReadOnlyList<string>)
            [happening.Kind, happening.At, happening.Role, happening.KeyId, happening is { KeyId.Length: > 0, Counts: false } ? "does not count: key not reviewed, ended or gone" : happening.Detail])]);
        if (details.Agreements.Count > 0)
        {
            terminal.Line();
            terminal.Table(["source", "provider", "agrees", "until"], [.. details.Agreements.Select(agreement => (IReadOnlyList<string>)
                [agreement.SourceId, agreement.Provider, agreement.Holds ? "yes" : "NO", agreement.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? ""])]);
        }

        // At the first release every rule is new.
        var changed = details.PolicyChanges.Where(change => change.From is not null || details.PolicyChanges.Any(other => other.From is not null)).ToList();
        if (changed.Count > 0)
        {
            terminal.Line();
            terminal.Line($"Rules that changed with this release{(changed.Exists(change => change.IsLooser) ? "; a looser one holds for what is not withheld yet, what is withheld stays so" : "")}:");
            terminal.Table(["rule", "from", "to", ""], [.. changed.Select(change => (IReadOnlyList<string>)[change.Rule, change.From ?? "none", change.To ?? "none", change.IsLooser ? "looser" : ""])]);
        }

        terminal.Line();
        if (details.Missing.Count > 0)
        {
            terminal.Line("Before it can be published:");
            foreach (var missing in details.Missing)
                terminal.Line($"  - {missing}");
        }
        else if (line.State is not ("published" or "withdrawn"))
        {
            terminal.Line($"Nothing is missing: tip release {root} publish {line.Id}");
        }
    }

    private static Command Approve(Argument<string?> directory)
    {
        var id = Id();
        var (who, file) = (PassphrasePrompt.As("Who signs"), PassphrasePrompt.File());
        var command = new Command("approve", "Signs a draft with a person's own key: these files, for this audience") { id, who, file };
        RequireFolder(command, directory);
        command.SetAction(parsed =>
        {
            var (terminal, root) = (CommandLine.Current, parsed.GetValue(directory)!);
            var step = ReleaseDesk.Approve(new RunOptions(root), PassphrasePrompt.Signer(parsed.GetValue(who), parsed.GetValue(file), terminal), parsed.GetValue(id));
            var line = step.Release;
            terminal.Line(step.IsNew ? $"Signed: release {line.Id}." : line.State == "published" ? $"Release {line.Id} is published already; nothing was signed." : $"This key signed release {line.Id} before; nothing was changed.");
            PrintNext(terminal, root, line);
            terminal.Document(step);
            return 0;
        });
        return command;
    }

    private static Command Publish(Argument<string?> directory)
    {
        var id = Id();
        var command = new Command("publish", "Publishes a release that enough persons have signed and whose providers agree") { id };
        RequireFolder(command, directory);
        command.SetAction(parsed =>
        {
            var (terminal, root) = (CommandLine.Current, parsed.GetValue(directory)!);
            var step = ReleaseDesk.Publish(new RunOptions(root), parsed.GetValue(id));
            terminal.Line(step.IsNew ? $"Published: release {step.Release.Id}, for {step.Release.AudienceTitle}." : $"Release {step.Release.Id} was published before; nothing was changed.");
            terminal.Line($"Hand out the folder {Path.Combine(root, "releases", step.Release.Id)}{(step.Files.Any(file => file.EndsWith(".approval.json", StringComparison.Ordinal)) ? " with its .approval.json beside it" : "")}.");
            terminal.Document(step);
            return 0;
        });
        return command;
    }

    private static Command Withdraw(Argument<string?> directory)
    {
        var id = new Argument<string>("ID") { Description = "Release id" };
        var by = new Option<string>("--by") { Description = "Role of the person who withdraws it, never a name", Required = true };
        var reason = new Option<string>("--reason") { Description = "Why, for the recipients; no data, no names", Required = true };
        var replaced = new Option<string?>("--replaced-by") { Description = "Release that takes its place" };
        var command = new Command("withdraw", "Takes a release back, from any state, and writes the notice to its recipients") { id, by, reason, replaced };
        RequireFolder(command, directory);
        command.SetAction(parsed =>
        {
            var terminal = CommandLine.Current;
            var step = ReleaseDesk.Withdraw(
                new RunOptions(parsed.GetValue(directory)!), parsed.GetRequiredValue(id), parsed.GetRequiredValue(by), parsed.GetRequiredValue(reason), parsed.GetValue(replaced));
            terminal.Line(step.IsNew ? $"Withdrawn: release {step.Release.Id}. What it showed counts as seen: later releases are protected against it." : $"Release {step.Release.Id} was withdrawn before; nothing was changed.");
            terminal.Line($"Send its recipients {step.Files.First(file => file.EndsWith(".txt", StringComparison.Ordinal))}");
            terminal.Document(step);
            return 0;
        });
        return command;
    }

    private static Command Verify()
    {
        var folder = new Argument<string>("FOLDER") { Description = "Release folder, as it was received" };
        var key = new Option<string[]>("--key") { Description = "Public key of an approver (PEM); may be repeated", Required = true };
        var approval = new Option<string?>("--approval") { Description = "Approval file; default: the one beside the folder" };
        var command = new Command("verify", "Checks a release as a recipient has it, with public keys and nothing else") { folder, key, approval };
        command.SetAction(parsed =>
        {
            var terminal = CommandLine.Current;
            var verified = ReleaseVerification.Verify(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(key), parsed.GetValue(approval));
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"Release {verified.ReleaseId}, for {verified.Audience}: all {verified.Files} files are as they were signed."));
            foreach (var signature in verified.Verified)
                terminal.Line($"  signed by the {signature.Role} at {signature.At} (key {signature.KeyId}): right{(signature.IsOfDraft ? "; made the draft" : "")}");
            foreach (var signature in verified.NotVerified)
                terminal.Line($"  said to be signed by the {signature.Role} at {signature.At} (key {signature.KeyId}): not checked, its key was not given");
            terminal.Document(verified);
            return 0;
        });
        return command;
    }

    /// <summary>What a draft needs to become published, as commands.</summary>
    public static void PrintNext(Terminal terminal, string root, ReleaseLine line)
    {
        if (line.State is "published" or "withdrawn")
            return;
        var left = line.PersonsNeeded <= 1 ? 0 : Math.Max(0, line.PersonsNeeded - line.SignedBy.Count);
        if (left > 0)
        {
            var who = line.SignedBy.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{left} more of another role") : string.Create(CultureInfo.InvariantCulture, $"{left} different persons");
            terminal.Line($"It is a draft for {line.AudienceTitle}. Before it is published, {who} sign{(left == 1 && line.SignedBy.Count > 0 ? "s" : "")} it, and then it is published:");
            terminal.Line($"  tip release {root} approve {line.Id} --as ROLE   (each has a key: tip release {root} key new --role ROLE)");
        }
        else
        {
            terminal.Line($"It is a draft for {line.AudienceTitle} until it is published:");
        }

        terminal.Line($"  tip release {root} publish {line.Id}");
    }
}
