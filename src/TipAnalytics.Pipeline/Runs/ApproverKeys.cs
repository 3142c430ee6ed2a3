using System.Globalization;
using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Keys of the people who stand behind releases: made on each person's own computer, the public part in the operation's folder.</summary>
public static class ApproverKeys
{
    /// <summary>Makes a key: the private part where the person says, the public part with its role in <c>approvers/</c>. Nobody has reviewed it yet.</summary>
    /// <param name="role">Role, never a name.</param>
    /// <param name="passphrase">Asked once the rest is right.</param>
    /// <param name="path">Of the private key; null: the user's own folder.</param>
    /// <exception cref="DefinitionException">The role is empty or holds what may not be written down, or the path is inside the operation.</exception>
    /// <exception cref="MachineException">The passphrase is too short, or a file cannot be written.</exception>
    public static NewApproverKey Create(RunOptions options, string role, Func<string> passphrase, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(passphrase);
        WrittenReason.Check(role, "--role");
        if (role.Any(char.IsControl))
            throw new DefinitionException("--role: a role is one line of text.");
        var folder = OperationFolder.At(options.Folder);
        var setup = OperationRun.Load(options, folder);
        if (path is not null && !Path.GetRelativePath(folder.Root, Path.GetFullPath(path)).StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(Path.GetRelativePath(folder.Root, Path.GetFullPath(path))))
            throw new DefinitionException($"{path}: a private key does not stand in the operation's folder, which others have and which is backed up. Give a place of your own.");
        var (file, key) = SigningKey.Create(passphrase(), path);
        var approver = new ApproverDefinition { Id = key.Id, Role = role.Trim(), AddedOn = OperationRun.AsOf(options, setup) };
        Put(folder, $"{key.Id}.pem", key.Pem);
        Put(folder, $"{key.Id}.yaml", Text(approver, null));
        return new(key.Id, approver.Role, file, Path.Combine(Approvers.Folder, $"{key.Id}.pem"));
    }

    /// <summary>Writes down that somebody knows whose key it is.</summary>
    /// <param name="key">Role or id.</param>
    /// <param name="by">Another role than the key's, never a name.</param>
    public static ApproverLine Review(RunOptions options, string key, string by)
    {
        WrittenReason.Check(by, "--by");
        var (folder, approver, day) = Find(options, key);
        if (approver.Reviewed is not null)
            return Line(approver);
        if (Approvers.IsSameRole(by, approver.Role))
            throw new DefinitionException($"--by: the key is the {approver.Role}'s own. Somebody of another role, who has seen whose key it is, reviews it.");
        Put(folder, $"{approver.Id}.yaml", Text(approver, new ReviewDefinition { By = by.Trim(), On = day }));
        return Line(approver) with { ReviewedBy = by.Trim() };
    }

    /// <summary>In the order of their ids.</summary>
    public static IReadOnlyList<ApproverLine> List(RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. OperationRun.Load(options, OperationFolder.At(options.Folder)).Approvers.Select(Line)];
    }

    private static (OperationFolder Folder, ApproverDefinition Approver, DateOnly Day) Find(RunOptions options, string key)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = OperationFolder.At(options.Folder);
        var setup = OperationRun.Load(options, folder);
        var found = setup.Approvers.Where(approver => approver.Id == key || Approvers.IsSameRole(approver.Role, key)).ToList();
        // A person who lost a key has two of one role; the reviewed one is done with.
        if (found.Count > 1 && found.Where(approver => approver.Reviewed is null).ToList() is [var open])
            found = [open];
        return found.Count switch
        {
            1 => (folder, found[0], OperationRun.AsOf(options, setup)),
            0 => throw new DefinitionException($"{Approvers.Folder}: no key «{key}».{Suggestion.For(key, setup.Approvers.Select(approver => approver.Role))}"),
            _ => throw new DefinitionException($"{Approvers.Folder}: several keys are the {key}'s: {string.Join(", ", found.Select(approver => approver.Id))}. Give the id."),
        };
    }

    private static ApproverLine Line(ApproverDefinition approver) =>
        new(approver.Id, approver.Role, approver.AddedOn, approver.Reviewed?.By, approver.Ended?.On, File.Exists(SigningKey.PathOf(approver.Id)));

    private static string Text(ApproverDefinition approver, ReviewDefinition? reviewed)
    {
        var text = new StringBuilder("# Somebody who may stand behind releases. A role, never a name. The public key stands beside this file; the private one only with the person.\n");
        text.Append(CultureInfo.InvariantCulture, $"id: {YamlText.Scalar(approver.Id)}\nrole: {YamlText.Scalar(approver.Role)}\nadded_on: {approver.AddedOn:yyyy-MM-dd}\n");
        text.Append(reviewed is null
            ? "reviewed:                         # somebody of another role who has seen whose key it is: { by: role, on: yyyy-MM-dd }\n"
            : string.Create(CultureInfo.InvariantCulture, $"reviewed: {{ by: {YamlText.Scalar(reviewed.By)}, on: {reviewed.On:yyyy-MM-dd} }}\n"));
        text.Append("# ended: { on: yyyy-MM-dd, by: role, reason: text }   # when the key is no longer used; what it signed before stands. Never delete the file\n");
        return text.ToString();
    }

    private static void Put(OperationFolder folder, string name, string text)
    {
        var path = Path.Combine(folder.Root, Approvers.Folder, name);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            DurableFile.WriteText(path, text);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{path}: could not be written: {StorageFailure.Reason(failure)}.");
        }
    }
}

/// <param name="PrivateKey">Path of the private part.</param>
/// <param name="PublicKey">Path of the public part in the operation's folder.</param>
public sealed record NewApproverKey(string Id, string Role, string PrivateKey, string PublicKey);

/// <param name="ReviewedBy">Role; null: nobody yet, and the key signs nothing.</param>
/// <param name="EndedOn">Null: in use.</param>
/// <param name="IsHere">The private part is in this user's own folder.</param>
public sealed record ApproverLine(string Id, string Role, DateOnly AddedOn, string? ReviewedBy, DateOnly? EndedOn, bool IsHere);
