using System.CommandLine;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip key rotate DIR</c>: the vault under a new key.</summary>
internal static class KeyCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var rotate = new Command("rotate", "Encrypts the vault under a new key file; the old key opens old back-ups only") { directory };
        rotate.SetAction(parsed =>
        {
            var terminal = CommandLine.Current;
            var key = OperationKey.Rotate(parsed.GetRequiredValue(directory));
            terminal.Line($"The vault is now under {key}");
            terminal.Line("Keep it apart from back-ups of the operation. A lost key is final: nobody can read the vault without it.");
            if (Environment.GetEnvironmentVariable("TIP_KEY_FILE") is { Length: > 0 })
                terminal.Line("TIP_KEY_FILE still names the old key file: unset it, or set it to the new one.");
            terminal.Document(new { key_file = key });
            return 0;
        });
        return new Command("key", "The key of the vault") { rotate };
    }
}
