namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Reads and checks <c>approvers/</c>. It is no part of the hash of the definitions: who approves changes nothing of what is computed.</summary>
internal static class Approvers
{
    public const string Folder = "approvers";

    public static IReadOnlyList<ApproverDefinition> Load(string operationFolder, DefinitionFaults faults)
    {
        var approvers = new List<ApproverDefinition>();
        foreach (var path in DefinitionFile.List(operationFolder, Folder, ".yaml"))
        {
            if (DefinitionFile.Read<ApproverDefinition>(operationFolder, path, faults) is not { } file)
                continue;
            Check(file);
            if (Key(operationFolder, file, faults) is not { } key)
                continue;
            file.Value.Key = key;
            approvers.Add(file.Value);
        }

        foreach (var path in DefinitionFile.List(operationFolder, Folder, ".pem"))
        {
            if (DefinitionFile.Text(operationFolder, path, faults)?.Contains("PRIVATE KEY", StringComparison.Ordinal) == true)
                faults.Add(path, 1, "a private key stands here. It belongs to one person alone: take it out of this folder and of every copy of it, end the key, and make a new one with «tip release DIR key new»");
            else if (!File.Exists(Path.Combine(operationFolder, Path.ChangeExtension(path, ".yaml"))))
                faults.Add(path, 1, "a public key without the file that says whose it is; make both with «tip release DIR key new»");
        }

        return approvers;
    }

    private static void Check(DefinitionFile<ApproverDefinition> file)
    {
        var approver = file.Value;
        DefinitionChecks.FileName(file, approver.Id);
        DefinitionChecks.Text(file, approver.Role, "role");
        DefinitionChecks.Text(file, approver.Reviewed?.By, "reviewed", "by");
        DefinitionChecks.Text(file, approver.Ended?.By, "ended", "by");
        DefinitionChecks.Text(file, approver.Ended?.Reason, "ended", "reason");
        if (approver.Role.Any(char.IsControl))
            file.Fault("a role is one line of text", "role");
        if (approver.Reviewed is { } reviewed && IsSameRole(reviewed.By, approver.Role))
            file.Fault("a key is reviewed by another role than its own: who looks has to have seen whose key it is", "reviewed", "by");
        if (approver.Ended is { } ended && ended.On < approver.AddedOn)
            file.Fault("a key ends on the day it was added or later", "ended", "on");
    }

    public static bool IsSameRole(string one, string other) => string.Equals(one.Trim(), other.Trim(), StringComparison.OrdinalIgnoreCase);

    private static ApproverKey? Key(string operationFolder, DefinitionFile<ApproverDefinition> file, DefinitionFaults faults)
    {
        var path = Path.ChangeExtension(file.Path, ".pem");
        if (DefinitionFile.Text(operationFolder, path, faults) is not { } pem || pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
            return null;
        if (ApproverKey.Read(pem) is not { } key)
        {
            faults.Add(path, 1, "this is no public key on P-256; make one with «tip release DIR key new»");
            return null;
        }

        if (key.Id == Path.GetFileNameWithoutExtension(path))
            return key;
        faults.Add(path, 1, $"this is the key {key.Id}, not the one its name says; a key cannot take another's place");
        return null;
    }
}
