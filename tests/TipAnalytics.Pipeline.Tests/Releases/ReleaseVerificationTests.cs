using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Pipeline.Tests.Releases;

/// <summary>What a recipient can come to have: a published release with its approval, a draft, a notice of withdrawal, public keys. The operation is gone.</summary>
public sealed class HandedOut : IDisposable
{
    public HandedOut()
    {
        using var operation = new SmallOperation();
        Id = operation.Published();
        Copy(operation.Releases, $"{Id}*");
        Copy(Path.Combine(operation.Folder, "approvers"), "*.pem");
        Keys = [.. ApproverKeys.List(operation.Options).OrderBy(key => key.Role == SmallOperation.Officer ? 0 : 1).Select(key => Path.Combine(Root, $"{key.Id}.pem"))];
        Draft = operation.Draft(asOf: "2026-08-16");
        Copy(operation.Releases, Draft);
        Stranger = Path.Combine(Root, operation.Key("GBV AoR coordinator") + ".pem");
        Copy(Path.Combine(operation.Folder, "approvers"), Path.GetFileName(Stranger));
        ReleaseDesk.Withdraw(operation.Options, Id, SmallOperation.Coordinator, "Wrong");
        File.Copy(Path.Combine(operation.Releases, $"{Id}.withdrawal-notice.txt"), Path.Combine(Root, "notice.txt"));
        File.Copy(Path.Combine(operation.Releases, Id, "WITHDRAWN.txt"), Path.Combine(Root, "mark.txt"));
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("handed-out-").FullName;
    public string Id { get; }
    public string Draft { get; }
    public IReadOnlyList<string> Keys { get; }
    public string Stranger { get; }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    /// <summary>Files and folders of that name.</summary>
    public void Copy(string from, string names, string? to = null)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(from, names))
        {
            var files = Directory.Exists(entry) ? Directory.EnumerateFiles(entry, "*", SearchOption.AllDirectories) : [entry];
            foreach (var file in files)
            {
                var target = Path.Combine(to ?? Root, Path.GetRelativePath(from, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target, overwrite: true);
            }
        }
    }
}

/// <summary>A recipient has the folder, the approval beside it and the public keys; neither vault nor operation.</summary>
[Collection("Environment")]
public sealed class ReleaseVerificationTests : IClassFixture<HandedOut>, IDisposable
{
    private readonly HandedOut given;
    private readonly DirectoryInfo received = Directory.CreateTempSubdirectory("received-");
    private readonly string folder;

    public ReleaseVerificationTests(HandedOut given)
    {
        this.given = given;
        given.Copy(given.Root, $"{given.Id}*", received.FullName);
        folder = Path.Combine(received.FullName, given.Id);
    }

    public void Dispose() => received.Delete(recursive: true);

    [Fact]
    public void A_release_as_it_was_handed_out_is_verified_with_the_public_keys_alone()
    {
        var verified = ReleaseVerification.Verify(folder, given.Keys);
        Assert.Equal([SmallOperation.Officer, SmallOperation.Coordinator], verified.Verified.Select(signature => signature.Role));
        Assert.Empty(verified.NotVerified);
        Assert.Equal(("Protection Cluster and partners", 11), (verified.Audience, verified.Files));
        Assert.Single(ReleaseVerification.Verify(folder, [given.Keys[0]]).NotVerified);
    }

    [Fact]
    public void The_signed_text_is_readable_and_its_signature_is_checked_by_any_other_program_too()
    {
        using var approval = JsonDocument.Parse(File.ReadAllText(folder + ".approval.json"));
        string Of(JsonElement element, string name) => element.GetProperty(name).GetString()!;
        var (root, signature) = (approval.RootElement, approval.RootElement.GetProperty("signatures")[0]);
        var text = $"TipAnalytics release\nkind: approved\nrelease: {Of(root, "release_id")}\nbundle_sha256: {Of(root, "bundle_sha256")}\nmanifest_sha256: {Of(root, "manifest_sha256")}\naudience: partners\n"
            + $"role: {SmallOperation.Officer}\nkey_id: {Of(signature, "key_id")}\nat: {Of(signature, "at")}\nprevious_sha256: {Of(signature, "previous_sha256")}\n";
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(given.Keys[0]));
        Assert.True(key.VerifyData(Encoding.UTF8.GetBytes(text), Convert.FromBase64String(Of(signature, "signature")), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    [Theory]
    [InlineData("report.html", "<p>", "<b>", "report.html: was changed.")]
    [InlineData("manifest.json", "\"audience_class\": \"partners\"", "\"audience_class\": \"public\"", "It was signed for «Protection Cluster and partners», and says that it is for «Public».")]
    [InlineData("manifest.json", "\"report.html\"", "\"../report.html\"", "../report.html: is missing.")]
    [InlineData("../{id}.approval.json", SmallOperation.Coordinator, "Humanitarian Coordinator", "The signature of Humanitarian Coordinator is not of the key")]
    [InlineData("../{id}.approval.json", "T08:", "T09:", "is not of the key")]
    [InlineData("../{id}.approval.json", "\"audience\": \"partners\"", "\"audience\": \"public\"", "The signature of Information management officer is not of the key")]
    [InlineData("../{id}.approval.json", "\"kind\": \"approved\"", "\"kind\": \"approved\\nrelease: x\"", "The approval file was made up")]
    public void Anything_that_was_changed_is_refused(string file, string from, string to, string fault)
    {
        var path = Path.Combine(folder, file.Replace("{id}", Path.GetFileName(folder), StringComparison.Ordinal));
        var text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
        Assert.Contains(fault, Assert.Throws<ReleaseBlockedException>(() => ReleaseVerification.Verify(folder, given.Keys)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_approval_of_another_release_and_the_key_of_somebody_else_are_refused()
    {
        given.Copy(given.Root, given.Draft, received.FullName);
        var draft = Path.Combine(received.FullName, given.Draft);
        Assert.Contains($"The approval is of release {given.Id}, the folder is release {given.Draft}.", Refused(draft, folder + ".approval.json"), StringComparison.Ordinal);
        Assert.Contains("It is marked as a draft", Refused(draft, folder + ".approval.json"), StringComparison.Ordinal);
        Assert.Contains("signed nothing here", Assert.Throws<ReleaseBlockedException>(() => ReleaseVerification.Verify(folder, [given.Stranger])).Message, StringComparison.Ordinal);
        Assert.Contains("this is no public key", Assert.Throws<MachineException>(() => ReleaseVerification.Verify(folder, [Path.Combine(folder, "report.html")])).Message, StringComparison.Ordinal);
        Assert.Contains("the approval is not there", Assert.Throws<MachineException>(() => ReleaseVerification.Verify(draft, given.Keys)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_withdrawn_release_is_refused_with_its_notice_or_its_mark()
    {
        File.Copy(Path.Combine(given.Root, "notice.txt"), folder + ".withdrawal-notice.txt");
        Assert.Contains("A notice of withdrawal stands beside it", Refused(folder), StringComparison.Ordinal);
        File.Delete(folder + ".withdrawal-notice.txt");
        File.Copy(Path.Combine(given.Root, "mark.txt"), Path.Combine(folder, "WITHDRAWN.txt"));
        Assert.Contains("It is marked as withdrawn", Refused(folder), StringComparison.Ordinal);
    }

    private string Refused(string release, string? approval = null) => Assert.Throws<ReleaseBlockedException>(() => ReleaseVerification.Verify(release, given.Keys, approval)).Message;
}
