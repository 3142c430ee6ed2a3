using TipAnalytics.KillRun;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>Tests that change the process's environment; nothing else runs beside them.</summary>
[CollectionDefinition("Environment", DisableParallelization = true)]
public sealed class EnvironmentCollectionDefinition;

[Collection("Environment")]
public sealed class VaultKeyTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vault-key-");
    private readonly Dictionary<string, string?> before = new[] { "XDG_DATA_HOME", "LOCALAPPDATA", VaultKey.KeyVariable, VaultKey.FileVariable, VaultKey.PassphraseVariable }
        .ToDictionary(name => name, Environment.GetEnvironmentVariable);

    public VaultKeyTests()
    {
        foreach (var name in before.Keys)
            Environment.SetEnvironmentVariable(name, null);
        Environment.SetEnvironmentVariable("XDG_DATA_HOME", Path.Combine(folder.FullName, "home"));
    }

    public void Dispose()
    {
        foreach (var (name, value) in before)
            Environment.SetEnvironmentVariable(name, value);
        folder.Delete(recursive: true);
    }

    private string Operation => Path.Combine(folder.FullName, "operation");
    private string Data => Path.Combine(Operation, "data");
    private string NotePath => Path.Combine(Data, "key-id");

    [Fact]
    public void A_key_file_is_named_after_the_id_of_its_key_and_only_its_owner_may_read_it()
    {
        var path = VaultKey.CreateFor(Operation);
        Assert.StartsWith(Path.Combine(folder.FullName, "home"), path, StringComparison.Ordinal);
        Assert.Equal(VaultKey.Read(path).Id, Path.GetFileNameWithoutExtension(path));
        Assert.Equal(VaultKey.Read(path).Id, File.ReadAllText(NotePath).Trim());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public void A_key_file_that_others_can_read_is_refused_with_the_command_that_mends_it()
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = VaultKey.CreateFor(Operation);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Assert.Equal($"{path}: others can read this key file. Run: chmod 600 {path}", Assert.Throws<MachineException>(() => VaultKey.Find(Operation)).Message);
    }

    [Fact]
    public void A_lost_key_is_said_to_be_final()
    {
        var path = VaultKey.CreateFor(Operation);
        File.Delete(path);
        Assert.Equal(
            $"{path}: the key file of the vault is not there. Restore it from where it is kept, or set TIP_KEY_FILE to its path. A lost key is final: nobody can read the vault without it.",
            Assert.Throws<MachineException>(() => VaultKey.Find(Operation)).Message);
    }

    [Fact]
    public void An_operation_without_any_key_is_told_how_to_give_one() =>
        Assert.Equal(
            $"{Operation}: no key for the vault. «tip new» makes one; an operation copied from elsewhere needs its key file: set TIP_KEY_FILE to its path (or TIP_KEY, or TIP_PASSPHRASE).",
            Assert.Throws<MachineException>(() => VaultKey.Find(Operation)).Message);

    [Fact]
    public void A_file_that_holds_no_key_and_a_path_that_cannot_be_read_are_named()
    {
        var path = Path.Combine(folder.FullName, "no.key");
        File.WriteAllText(path, "c2hvcnQ=");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead);
        Assert.Equal($"{path}: this is no vault key (32 bytes in base64).", Assert.Throws<MachineException>(() => VaultKey.Read(path)).Message);
        Directory.CreateDirectory(NotePath);
        File.Delete(path);
        Assert.StartsWith($"{NotePath}: could not be written: ", Assert.Throws<MachineException>(() => VaultKey.Note(Operation, "0123456789abcdef")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_is_never_overwritten()
    {
        var path = VaultKey.CreateFor(Operation);
        var bytes = File.ReadAllBytes(path);
        Assert.Throws<MachineException>(() => VaultKey.CreateFile(path));
        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [Fact]
    public void Key_file_and_passphrase_of_the_environment_go_before_the_note()
    {
        VaultKey.CreateFor(Operation);
        var other = Path.Combine(folder.FullName, "other.key");
        var key = VaultKey.CreateFile(other);
        Environment.SetEnvironmentVariable(VaultKey.PassphraseVariable, "four words of a poem");
        Assert.True(VaultKey.Find(Operation).IsPassphrase);
        Environment.SetEnvironmentVariable(VaultKey.FileVariable, other);
        Assert.Equal(key.Id, VaultKey.Find(Operation).Id);
        Assert.Equal(other, VaultKey.CreateFor(Operation));
    }

    [Fact]
    public void After_a_rotation_duplicates_are_still_known_and_the_old_key_opens_the_old_back_up_only()
    {
        var old = WithOneBatch();
        var backUp = Path.Combine(folder.FullName, "back-up.aes");
        File.Copy(Path.Combine(Data, Vault.FileName), backUp);

        var rotated = Vault.Rotate(Data, Operation);

        using (var vault = Vault.Open(Data, VaultKey.Find(Operation), [TestVault.Stream()]))
            Assert.Equal(1, TestVault.Load(vault, "same record in another file", [TestVault.Row(vault, 2, "a", "yes")]).Outcomes["duplicate"]);
        Assert.NotEqual(old, rotated);
        Assert.Throws<MachineException>(() => VaultFile.Read(Path.Combine(Data, Vault.FileName), Path.Combine(folder.FullName, "plain"), VaultKey.Read(old)));
        VaultFile.Read(backUp, Path.Combine(folder.FullName, "plain"), VaultKey.Read(old));
    }

    [Fact]
    public void A_rotation_killed_between_the_new_key_and_the_vault_leaves_the_old_key_in_force()
    {
        WithOneBatch();
        VaultKey.CreateInKeyFolder();
        Assert.Equal(["yes"], Answers());
    }

    [Fact]
    public void A_rotation_killed_between_the_vault_and_the_note_leaves_a_vault_that_opens()
    {
        WithOneBatch();
        var note = File.ReadAllText(NotePath);
        Vault.Rotate(Data, Operation);
        File.WriteAllText(NotePath, note);
        Assert.Equal(["yes"], Answers());
        File.Delete(NotePath);
        Assert.Equal(["yes"], Answers());
    }

    [Fact]
    public void A_vault_restored_from_before_a_rotation_finds_its_old_key()
    {
        WithOneBatch();
        var backUp = File.ReadAllBytes(Path.Combine(Data, Vault.FileName));
        Vault.Rotate(Data, Operation);
        File.WriteAllBytes(Path.Combine(Data, Vault.FileName), backUp);
        Assert.Equal(["yes"], Answers());
    }

    [Fact]
    public void Rotations_killed_at_random_moments_leave_a_vault_that_opens()
    {
        var key = VaultKey.CreateFor(Operation);
        using (var vault = Vault.Open(Data, VaultKey.Read(key), [NumberedBatches.Stream]))
        {
            NumberedBatches.Take(vault);
            vault.Commit();
        }

        var random = new Random(7);
        for (var kill = 0; kill < 6; kill++)
        {
            using (var child = new KilledProcess("rotate", Operation))
            {
                child.WaitFor("rotating");
                child.KillAfter(TimeSpan.FromMilliseconds(random.Next(0, 300)));
            }

            using var vault = Vault.Open(Data, VaultKey.Find(Operation), [NumberedBatches.Stream]);
            Assert.Equal(1, NumberedBatches.Count(vault));
        }
    }

    private string WithOneBatch()
    {
        var key = VaultKey.CreateFor(Operation);
        using var vault = Vault.Open(Data, VaultKey.Find(Operation), [TestVault.Stream()]);
        TestVault.Load(vault, "file", [TestVault.Row(vault, 2, "a", "yes")]);
        vault.Commit();
        return key;
    }

    private IReadOnlyList<string> Answers()
    {
        using var vault = Vault.Open(Data, VaultKey.Find(Operation), [TestVault.Stream()]);
        return TestVault.Rows(vault, "select answer from stg_visit order by record_id");
    }
}
