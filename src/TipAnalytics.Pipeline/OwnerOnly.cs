using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace TipAnalytics.Pipeline;

/// <summary>Folders and files that only their owner may enter and read: by mode on Unix, by an access list of their own on Windows.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode ReadAndWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Everyone, authenticated users, users: who reads by them is not the owner.
    private static readonly string[] Others = ["S-1-1-0", "S-1-5-11", "S-1-5-32-545"];

    /// <exception cref="IOException">It cannot be made.</exception>
    public static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
            FolderSecurity().CreateDirectory(path);
        else
            Directory.CreateDirectory(path, ReadAndWrite | UnixFileMode.UserExecute);
    }

    /// <returns>A new file, open for writing.</returns>
    /// <exception cref="IOException">It exists already or cannot be made.</exception>
    public static FileStream CreateFile(string path)
    {
        if (OperatingSystem.IsWindows())
            return new FileInfo(path).Create(FileMode.CreateNew, FileSystemRights.FullControl, FileShare.None, bufferSize: 1 << 12, FileOptions.None, FileSecurity());
        return new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, UnixCreateMode = ReadAndWrite });
    }

    /// <summary>True when others than its owner may read a file; administrators always may.</summary>
    public static bool IsReadByOthers(string path) => OperatingSystem.IsWindows() ? IsReadByOthersOnWindows(path) : (File.GetUnixFileMode(path) & ~ReadAndWrite) != 0;

    /// <returns>The command that takes others' rights away.</returns>
    public static string Remedy(string path) => Remedy(path, OperatingSystem.IsWindows());

    internal static string Remedy(string path, bool isWindows) => isWindows ? $"icacls \"{path}\" /inheritance:r /grant:r \"%USERNAME%:F\"" : $"chmod 600 {path}";

    [SupportedOSPlatform("windows")]
    private static DirectorySecurity FolderSecurity()
    {
        var security = new DirectorySecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new(Self(), FileSystemRights.FullControl, InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit, PropagationFlags.None, AccessControlType.Allow));
        return security;
    }

    [SupportedOSPlatform("windows")]
    private static FileSecurity FileSecurity()
    {
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(new(Self(), FileSystemRights.FullControl, AccessControlType.Allow));
        return security;
    }

    [SupportedOSPlatform("windows")]
    private static SecurityIdentifier Self()
    {
        using var identity = WindowsIdentity.GetCurrent();
        return identity.User!;
    }

    [SupportedOSPlatform("windows")]
    private static bool IsReadByOthersOnWindows(string path) =>
        new FileInfo(path).GetAccessControl().GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)).OfType<FileSystemAccessRule>()
            .Any(rule => rule.AccessControlType == AccessControlType.Allow && (rule.FileSystemRights & FileSystemRights.ReadData) != 0 && Others.Contains(rule.IdentityReference.Value));
}
