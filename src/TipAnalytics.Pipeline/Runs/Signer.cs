using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Who signs, as asked for.</summary>
/// <param name="As">Role or id of a key in <c>approvers/</c>, or path of a private key; null: the only key this user has.</param>
/// <param name="Passphrase">Asked once, with words for a prompt; never kept.</param>
public sealed record Signer(string? As, Func<string, string> Passphrase)
{
    /// <summary>The first line of a file that only its owner may read.</summary>
    /// <exception cref="MachineException">It cannot be read, others can read it, or the line is empty.</exception>
    public static string PassphraseFrom(string path) =>
        PrivateFile.Read(path, "file with a passphrase").Split('\n')[0].TrimEnd('\r') is { Length: > 0 } line ? line : throw new MachineException($"{path}: its first line is empty; the passphrase stands there.");

    /// <exception cref="DefinitionException">No such key in <c>approvers/</c>, or nobody has reviewed it.</exception>
    /// <exception cref="MachineException">The private key or its passphrase is not there or not right.</exception>
    /// <exception cref="ReleaseBlockedException">The key is no longer used.</exception>
    internal (ApproverDefinition Approver, SigningKey Key) Open(OperationSetup setup, DateOnly day)
    {
        if (setup.Approvers.Count == 0)
            throw new DefinitionException($"{Approvers.Folder}: nobody may sign yet. Each person makes a key: tip release {setup.Operation.Folder} key new --role ROLE");
        var chosen = As is not null && File.Exists(As) ? null : Chosen(setup.Approvers);
        if (chosen is not null)
            RequireUsable(chosen, day);
        var path = chosen is null ? As! : SigningKey.PathOf(chosen.Id);
        var key = SigningKey.Open(path, () => Passphrase($"Passphrase of the key {(chosen is null ? Path.GetFileName(path) : $"{chosen.Id} ({chosen.Role})")}: "));
        try
        {
            var approver = setup.Approvers.FirstOrDefault(candidate => candidate.Id == key.Public.Id)
                ?? throw new DefinitionException($"{Approvers.Folder}: the public part of this key ({key.Public.Id}) is not here. Put {key.Public.Id}.pem and {key.Public.Id}.yaml back.");
            if (chosen is not null && approver != chosen)
                throw new MachineException($"{path}: this is another key ({key.Public.Id}) than its name says. Nothing was signed.");
            RequireUsable(approver, day);
            return (approver, key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    private ApproverDefinition Chosen(IReadOnlyList<ApproverDefinition> approvers)
    {
        var asked = approvers.Where(approver => As is null || approver.Id == As || Approvers.IsSameRole(approver.Role, As)).ToList();
        var known = string.Join(", ", approvers.Select(approver => $"{approver.Id} ({approver.Role})"));
        if (asked.Count == 0)
            throw new DefinitionException($"{Approvers.Folder}: no key «{As}». There are: {known}.");
        // A person who made a new key has two of one role.
        var able = asked.Count == 1 && As is not null ? asked : [.. asked.Where(approver => approver.Ended is null && File.Exists(SigningKey.PathOf(approver.Id)))];
        return able.Count switch
        {
            1 => able[0],
            0 => throw new MachineException($"{SigningKey.Folder}: none of these private keys is here: {string.Join(", ", asked.Select(approver => $"{approver.Id} ({approver.Role})"))}. Sign on the computer of the person it belongs to, or give the path of the key with --as."),
            _ => throw new MachineException($"Several private keys are here: {string.Join(", ", able.Select(approver => $"{approver.Id} ({approver.Role})"))}. Say which signs with --as KEY."),
        };
    }

    private static void RequireUsable(ApproverDefinition approver, DateOnly day)
    {
        if (approver.Reviewed is null)
            throw new DefinitionException($"{Approvers.Folder}/{approver.Id}.yaml: nobody has reviewed this key yet, so it signs nothing. Somebody of another role who knows that it belongs to the {approver.Role} says so: tip release DIR key review {approver.Id} --by ROLE");
        if (approver.Ended is { } ended && ended.On <= day)
            throw new ReleaseBlockedException(FormattableString.Invariant($"The key {approver.Id} ({approver.Role}) is no longer used since {ended.On:yyyy-MM-dd}: {ended.Reason.TrimEnd('.')}. Nothing was signed; make a new key with «tip release DIR key new»."));
    }
}
