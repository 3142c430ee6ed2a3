using System.Text;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Releases;

/// <summary>Somebody wants a release out that nobody approved, or hides what happened: files, events, signatures, keys.</summary>
[Collection("Environment")]
public sealed class ReleaseAttackTests : IDisposable
{
    private const string Officer = SmallOperation.Officer;
    private const string Coordinator = SmallOperation.Coordinator;

    private readonly SmallOperation given = new();

    public void Dispose() => given.Dispose();

    [Theory]
    [InlineData("report.html", "report.html: was changed")]
    [InlineData("tables/cell.csv", "tables/cell.csv: was changed")]
    [InlineData("manifest.json", "manifest.json: was changed")]
    [InlineData("tables/new.csv", "tables/new.csv: does not belong to the release")]
    public void An_edited_file_is_told_apart_and_neither_signed_nor_published(string file, string fault)
    {
        var id = given.Draft();
        File.AppendAllText(Path.Combine(given.Releases, id, file), " ");
        var details = ReleaseDesk.Show(given.Options);
        Assert.Equal((12, fault), (details.ExitCode, Assert.Single(details.FileFaults)));
        given.Key(Officer);
        Assert.StartsWith($"Nothing approved: the files of release {id} are not those that were drafted ({fault}).", given.Blocked(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer))), StringComparison.Ordinal);
        Assert.Contains(fault, given.Blocked(() => ReleaseDesk.Publish(given.Options)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_and_its_manifest_changed_together_are_told_apart()
    {
        var id = given.Draft();
        var folder = Path.Combine(given.Releases, id);
        File.WriteAllText(Path.Combine(folder, "report.html"), "<p>Other words</p>");
        Remake(folder);
        Assert.Equal(["the files and their list were changed together", "manifest.json: was changed"], ReleaseDesk.Show(given.Options).FileFaults);
        File.Delete(Path.Combine(folder, "report.html"));
        Assert.Contains("report.html: is missing", ReleaseDesk.Show(given.Options).FileFaults);
        Directory.Delete(folder, recursive: true);
        Assert.Equal("the folder or its manifest.json is missing", Assert.Single(ReleaseDesk.Show(given.Options).FileFaults));
    }

    [Fact]
    public void An_event_that_was_changed_taken_out_or_moved_breaks_the_chain()
    {
        given.Published();
        Func<List<ReleaseEvent>, IEnumerable<ReleaseEvent>>[] changes =
        [
            events => events.Select(line => line.Kind == ReleaseEvent.Audited ? line with { Detail = "{}" } : line),
            events => events.Where(line => line.Kind != ReleaseEvent.Draft),
            events => events.Skip(1),
            events => [events[1] with { Seq = 1 }, events[0] with { Seq = 2 }, .. events.Skip(2)],
            events => [.. events, events[^1] with { Seq = events.Count + 1 }],
        ];
        var vault = File.ReadAllBytes(given.VaultFile);
        Assert.All(changes, change =>
        {
            File.WriteAllBytes(given.VaultFile, vault);
            given.Forge(change, withHashes: false);
            Assert.Matches("^The chain of release events is broken at event [0-9]: ", given.Blocked(() => ReleaseDesk.List(given.Options)));
        });
        Assert.StartsWith("The chain", given.Blocked(() => ReleaseDesk.Show(given.Options)), StringComparison.Ordinal);
        Assert.StartsWith("The chain", given.Blocked(() => ReleaseDesk.Publish(given.Options)), StringComparison.Ordinal);
        Assert.StartsWith("The chain", given.Blocked(() => given.Draft(asOf: "2026-08-16")), StringComparison.Ordinal);
    }

    [Fact]
    public void Events_taken_from_the_end_and_an_older_vault_are_told_by_the_files_beside_the_releases()
    {
        var id = given.Draft();
        var older = File.ReadAllBytes(given.VaultFile);
        given.Key(Officer);
        given.Key(Coordinator);
        ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer));
        ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Coordinator));
        ReleaseDesk.Publish(given.Options);
        ReleaseDesk.Withdraw(given.Options, id, Coordinator, "Wrong");

        given.Forge(events => events.SkipLast(1), withHashes: true);
        Assert.StartsWith($"{id}.state.json: says that release {id} is withdrawn, and the vault does not know of it", given.Blocked(() => ReleaseDesk.List(given.Options)), StringComparison.Ordinal);
        File.WriteAllBytes(given.VaultFile, older);
        Assert.StartsWith($"{id}.state.json", given.Blocked(() => given.Draft(asOf: "2026-08-16")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_of_another_key_than_it_says_is_refused_although_the_chain_fits()
    {
        var id = given.Draft();
        var officer = given.Key(Officer);
        given.Key(Coordinator);
        ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Coordinator));
        // Whoever has the vault's key and one signing key writes a second person.
        given.Forge(events => [.. events, events[^1] with { KeyId = officer, Role = Officer }], withHashes: true);
        Assert.StartsWith($"Release {id}: the signature of {Officer} (key {officer}, event 5) is not of that key.", given.Blocked(() => ReleaseDesk.List(given.Options)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_approval_of_one_release_stands_for_no_other()
    {
        var first = given.Draft();
        given.Key(Officer);
        ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer));
        var second = given.Draft(asOf: "2026-08-16");
        var draft = given.Events().Last(line => line.Kind == ReleaseEvent.Draft);
        Assert.Equal(second, draft.ReleaseId);
        given.Forge(events => [.. events, events.Single(line => line.Kind == ReleaseEvent.Approved) with { ReleaseId = second, BundleSha256 = draft.BundleSha256, ManifestSha256 = draft.ManifestSha256 }], withHashes: true);
        Assert.Contains("is not of that key", given.Blocked(() => ReleaseDesk.Publish(given.Options, second)), StringComparison.Ordinal);
        // As it stands, said of the other release.
        given.Forge(events => [.. events.SkipLast(1), events.Single(line => line.ReleaseId == first && line.Kind == ReleaseEvent.Approved) with { ReleaseId = second }], withHashes: true);
        Assert.Contains("is not of that key", given.Blocked(() => ReleaseDesk.List(given.Options)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signature_written_without_one_counts_for_nobody()
    {
        given.Draft();
        given.Key(Officer);
        given.Forge(events => [.. events, events[^1] with { Kind = ReleaseEvent.Approved, Role = Officer, Detail = "{}" }, events[^1] with { Kind = ReleaseEvent.Approved, Role = Coordinator, Detail = "{}" }], withHashes: true);
        Assert.Contains("nobody has", given.Blocked(() => ReleaseDesk.Publish(given.Options)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_was_not_reviewed_is_ended_or_gone_does_not_count()
    {
        var id = given.Draft();
        var made = ApproverKeys.Create(given.Options, Officer, () => SmallOperation.Passphrase).Id;
        Assert.StartsWith(
            $"approvers/{made}.yaml: nobody has reviewed this key yet", Assert.Throws<DefinitionException>(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer))).Message, StringComparison.Ordinal);
        ApproverKeys.Review(given.Options, Officer, Coordinator);
        ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer));
        Assert.Equal([Officer], ReleaseDesk.Show(given.Options).Release.SignedBy);

        var yaml = Path.Combine(given.Folder, "approvers", $"{made}.yaml");
        var text = File.ReadAllText(yaml);
        File.WriteAllText(yaml, text + "ended: { on: 2026-09-01, by: Coordinator, reason: The laptop was stolen }\n");
        Assert.Empty(ReleaseDesk.Show(given.Options).Release.SignedBy);
        Assert.Contains($"Not counted, as the key is not in approvers/, is not reviewed or was no longer used: {Officer} ({made}).", ReleaseDesk.Show(given.Options).Missing.Single(), StringComparison.Ordinal);
        File.WriteAllText(yaml, text + "ended: { on: 2026-09-02, by: Coordinator, reason: Left the operation }\n");
        Assert.Equal([Officer], ReleaseDesk.Show(given.Options).Release.SignedBy);
        File.WriteAllText(yaml, text + "ended: { on: 2026-08-15, by: Coordinator, reason: Left the operation }\n");
        Assert.Contains("is no longer used since 2026-08-15: Left the operation.", given.Blocked(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer), id)), StringComparison.Ordinal);
        File.Delete(yaml);
        File.Delete(Path.ChangeExtension(yaml, ".pem"));
        Assert.Empty(ReleaseDesk.Show(given.Options).Release.SignedBy);
    }

    [Fact]
    public void A_private_key_opens_under_its_passphrase_only_and_is_readable_by_its_owner_only()
    {
        given.Draft();
        var id = given.Key(Officer);
        var path = SigningKey.PathOf(id);
        Assert.Contains("BEGIN ENCRYPTED PRIVATE KEY", File.ReadAllText(path), StringComparison.Ordinal);
        Assert.Equal(
            $"{path}: the passphrase does not open this key, or the file is damaged. Nothing was signed.",
            Assert.Throws<MachineException>(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer, "four other words here"))).Message);
        Assert.StartsWith("The passphrase is too short", Assert.Throws<MachineException>(() => ApproverKeys.Create(given.Options, Officer, () => "short")).Message, StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(Path.Combine(given.Folder, "approvers"), "*.pem"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
            Assert.Contains("others can read this private key. Run: chmod 600", Assert.Throws<MachineException>(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer))).Message, StringComparison.Ordinal);
        }

        File.Delete(path);
        Assert.Contains("the private key is not there", Assert.Throws<MachineException>(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer))).Message, StringComparison.Ordinal);
        Assert.Contains("none of these private keys is here", Assert.Throws<MachineException>(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer(null))).Message, StringComparison.Ordinal);
        Assert.StartsWith("approvers: no key «Nobody».", Assert.Throws<DefinitionException>(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer("Nobody"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_may_stand_anywhere_but_in_the_operation_and_signs_as_what_it_is()
    {
        given.Draft();
        Assert.StartsWith(
            Path.Combine(given.Folder, "mine.pem") + ": a private key does not stand in the operation's folder",
            Assert.Throws<DefinitionException>(() => ApproverKeys.Create(given.Options, Officer, () => SmallOperation.Passphrase, Path.Combine(given.Folder, "mine.pem"))).Message, StringComparison.Ordinal);
        var path = Path.Combine(Path.GetDirectoryName(given.Folder)!, "officer.pem");
        var key = ApproverKeys.Create(given.Options, Officer, () => SmallOperation.Passphrase, path);
        Assert.Equal(path, key.PrivateKey);
        ApproverKeys.Review(given.Options, Officer, Coordinator);
        Assert.Equal([Officer], ReleaseDesk.Approve(given.Options, SmallOperation.Signer(path)).Release.SignedBy);

        // Another's key in its place, under the passphrase of the one who put it there.
        var other = given.Key(Coordinator);
        File.Copy(path, SigningKey.PathOf(other), overwrite: true);
        Assert.Contains($"this is another key ({key.Id}) than its name says", Assert.Throws<MachineException>(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Coordinator))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Neither_passphrase_nor_private_key_is_in_any_byte_of_the_operation_the_vault_or_a_message()
    {
        var id = given.Published();
        var messages = new StringBuilder();
        messages.Append(Assert.Throws<MachineException>(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer, "four wrong words here"), given.Draft(asOf: "2026-08-16"))));
        messages.Append(System.Text.Json.JsonSerializer.Serialize(ReleaseDesk.Show(given.Options, id)));
        var plain = Path.Combine(Path.GetDirectoryName(given.Folder)!, "plain.duckdb");
        VaultFile.Read(given.VaultFile, plain, VaultKey.Find(given.Folder));
        var secrets = Directory.EnumerateFiles(SigningKey.Folder).SelectMany(path => File.ReadLines(path).Where(line => !line.StartsWith('-') && line.Length > 40))
            .Append(SmallOperation.Passphrase).Append("four wrong words here").SelectMany(secret => new[] { Encoding.UTF8.GetBytes(secret), Encoding.Unicode.GetBytes(secret) }).ToList();
        Assert.True(secrets.Count > 8);
        foreach (var path in Directory.EnumerateFiles(given.Folder, "*", SearchOption.AllDirectories).Append(plain))
        {
            var bytes = File.ReadAllBytes(path);
            Assert.DoesNotContain(secrets, secret => bytes.AsSpan().IndexOf(secret) >= 0);
        }

        Assert.DoesNotContain(secrets, secret => messages.ToString().Contains(Encoding.UTF8.GetString(secret), StringComparison.Ordinal));
    }

    private static void Remake(string folder)
    {
        var manifest = Manifest.Read(folder)!;
        var files = manifest.Files.Select(file => file with { Sha256 = FileHash.Of(Path.Combine(folder, file.Name)) }).ToList();
        var text = File.ReadAllText(Path.Combine(folder, Manifest.FileName)).Replace(manifest.BundleSha256, Manifest.HashOf(files), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, Manifest.FileName), manifest.Files.Zip(files).Aggregate(text, (all, pair) => all.Replace(pair.First.Sha256, pair.Second.Sha256, StringComparison.Ordinal)));
    }
}
