using System.CommandLine;
using System.Globalization;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip release DIR key new|review|list</c>: keys of the people who stand behind releases.</summary>
internal static class ReleaseKeyCommand
{
    public static Command Create(Argument<string?> directory) => new("key", "Keys of the people who stand behind releases") { New(directory), Review(directory), List(directory) };

    private static Command New(Argument<string?> directory)
    {
        var role = new Option<string>("--role") { Description = "Role of the person, never a name", Required = true };
        var output = new Option<string?>("--output", "-o") { Description = "Where the private key goes; default: this user's own folder" };
        var file = PassphrasePrompt.File();
        var command = new Command("new", "Makes a person's signing key under a passphrase; the public part goes into approvers/") { role, output, file };
        ReleaseCommand.RequireFolder(command, directory);
        command.SetAction(parsed =>
        {
            var (terminal, root) = (CommandLine.Current, parsed.GetValue(directory)!);
            var key = ApproverKeys.Create(new RunOptions(root), parsed.GetRequiredValue(role), () => PassphrasePrompt.ReadNew(parsed.GetValue(file), terminal), parsed.GetValue(output));
            terminal.Line($"Key {key.Id} of the {key.Role}.");
            terminal.Line($"  private: {key.PrivateKey} (under the passphrase; it stays with this person, and nobody can bring back a lost one: make another)");
            terminal.Line($"  public:  {key.PublicKey} (goes with the operation, and to recipients who want to check releases)");
            terminal.Line("Somebody of another role who knows whose key it is says so, then it can sign:");
            terminal.Line($"  tip release {root} key review {key.Id} --by ROLE");
            terminal.Document(key);
            return 0;
        });
        return command;
    }

    private static Command Review(Argument<string?> directory)
    {
        var key = new Argument<string>("KEY") { Description = "Role or id of a key in approvers/" };
        var by = new Option<string>("--by") { Description = "Role of the person who has seen whose key it is, never a name", Required = true };
        var command = new Command("review", "Writes down that a key belongs to the person of its role") { key, by };
        ReleaseCommand.RequireFolder(command, directory);
        command.SetAction(parsed =>
        {
            var (terminal, root) = (CommandLine.Current, parsed.GetValue(directory)!);
            var line = ApproverKeys.Review(new RunOptions(root), parsed.GetRequiredValue(key), parsed.GetRequiredValue(by));
            terminal.Line($"Key {line.Id} of the {line.Role} is reviewed by the {line.ReviewedBy}. It can sign.");
            terminal.Document(line);
            return 0;
        });
        return command;
    }

    private static Command List(Argument<string?> directory)
    {
        var command = new Command("list", "Keys of the operation, and which of them are this user's");
        ReleaseCommand.RequireFolder(command, directory);
        command.SetAction(parsed =>
        {
            var (terminal, root) = (CommandLine.Current, parsed.GetValue(directory)!);
            var keys = ApproverKeys.List(new RunOptions(root));
            if (keys.Count == 0)
                terminal.Line($"Nobody may sign yet: tip release {root} key new --role ROLE");
            else
                terminal.Table(["key", "role", "added on", "reviewed by", "private key here"], [.. keys.Select(key => (IReadOnlyList<string>)
                [
                    key.Id, key.Role, key.AddedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    key.EndedOn is { } ended ? string.Create(CultureInfo.InvariantCulture, $"ended on {ended:yyyy-MM-dd}") : key.ReviewedBy ?? "nobody yet: signs nothing", key.IsHere ? "yes" : "no",
                ])]);
            terminal.Document(keys);
            return 0;
        });
        return command;
    }
}
