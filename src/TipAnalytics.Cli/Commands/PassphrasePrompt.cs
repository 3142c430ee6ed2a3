using System.CommandLine;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Cli.Commands;

/// <summary>The passphrase of a signing key: from a file, the environment, or typed unseen. Never an argument, which other users of the machine see and the shell remembers.</summary>
internal static class PassphrasePrompt
{
    public const string Variable = "TIP_SIGNING_PASSPHRASE";

    public static Option<string?> File() => new("--passphrase-file") { Description = $"File whose first line is the passphrase; else the environment variable {Variable}, else it is asked" };

    public static Option<string?> As(string description) => new("--as") { Description = $"{description}: role or id of a key in approvers/, or path of the private key" };

    public static Signer Signer(string? who, string? file, Terminal terminal) => new(who, prompt => Read(prompt, file, terminal));

    /// <summary>Who signs for a draft. Asked before the long work, so that nobody has to wait for it.</summary>
    /// <returns>Null when nobody is said to.</returns>
    public static Signer? Drafter(string? who, string? file, Terminal terminal)
    {
        if (who is null)
            return null;
        var passphrase = new Lazy<string>(() => Read($"Passphrase of {who}: ", file, terminal));
        _ = passphrase.Value;
        return new(who, _ => passphrase.Value);
    }

    /// <param name="file">From <c>--passphrase-file</c>.</param>
    /// <exception cref="MachineException">There is no way to ask for it, or nothing was typed.</exception>
    public static string Read(string prompt, string? file, Terminal terminal)
    {
        if (file is not null)
            return Pipeline.Runs.Signer.PassphraseFrom(file);
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
            return given;
        if (Console.IsInputRedirected || !terminal.CanAsk)
            throw new MachineException($"The passphrase cannot be asked for here: this is no terminal. Set {Variable}, or give --passphrase-file FILE.");
        return terminal.Hidden(prompt) is { Length: > 0 } typed ? typed : throw new MachineException("No passphrase was typed. Nothing was signed.");
    }

    /// <summary>As <see cref="Read"/>, typed twice where it is typed.</summary>
    public static string ReadNew(string? file, Terminal terminal)
    {
        var first = Read("New passphrase: ", file, terminal);
        var isTyped = file is null && Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 };
        return !isTyped || terminal.Hidden("The same again: ") == first ? first : throw new MachineException("The two passphrases are not the same. No key was made.");
    }
}
