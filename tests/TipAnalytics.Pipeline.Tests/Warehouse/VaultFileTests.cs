using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

public sealed class VaultFileTests : IDisposable
{
    private const int Header = 80;
    private const int Chunk = 12 + 16 + (1 << 20);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vault-file-");
    private readonly VaultKey key;

    public VaultFileTests() => key = VaultKey.CreateFile(Path.Combine(folder.FullName, "test.key"));

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData(3_000_000)]
    public void What_was_written_is_read_again(int length)
    {
        var plain = Plain(length);
        Assert.Equal(plain, Read(Encrypted(plain), key));
    }

    [Fact]
    public void The_same_content_is_never_encrypted_to_the_same_bytes()
    {
        var plain = Plain(100);
        Assert.NotEqual(Encrypted(plain)[Header..], Encrypted(plain)[Header..]);
    }

    [Fact]
    public void Every_flipped_bit_of_the_header_is_noticed()
    {
        var file = Encrypted(Plain(100));
        foreach (var bit in Enumerable.Range(0, Header * 8))
            IsRefused(Flipped(file, bit));
    }

    [Fact]
    public void Flipped_bits_of_the_body_are_noticed()
    {
        var file = Encrypted(Plain(2_500_000));
        var random = new Random(20260815);
        foreach (var _ in Enumerable.Range(0, 100))
            IsRefused(Flipped(file, random.Next(Header * 8, file.Length * 8)));
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_noticed()
    {
        var file = Encrypted(Plain(100));
        foreach (var length in Enumerable.Range(0, file.Length))
            IsRefused(file[..length]);
        var large = Encrypted(Plain(2_500_000));
        foreach (var length in new[] { Header, Header + Chunk, Header + 2 * Chunk, large.Length - 1 })
            IsRefused(large[..length]);
    }

    [Fact]
    public void Bytes_or_chunks_added_at_the_end_are_noticed()
    {
        var file = Encrypted(Plain(2 << 20));
        IsRefused([.. file, 0]);
        IsRefused([.. file, .. file[^Chunk..]]);
    }

    [Fact]
    public void Chunks_in_another_order_or_of_another_file_are_noticed()
    {
        var (file, other) = (Encrypted(Plain(2 << 20)), Encrypted(Plain(2 << 20)));
        var (first, second) = (file[Header..(Header + Chunk)], file[(Header + Chunk)..]);
        IsRefused([.. file[..Header], .. second, .. first]);
        IsRefused([.. file[..Header], .. first, .. first]);
        IsRefused([.. file[..Header], .. first, .. other[(Header + Chunk)..]]);
        IsRefused([.. other[..Header], .. file[Header..]]);
    }

    [Fact]
    public void Another_key_is_told_from_damage()
    {
        var file = Encrypted(Plain(100));
        var other = VaultKey.CreateFile(Path.Combine(folder.FullName, "other.key"));
        Assert.Equal(
            $"{VaultPath}: the vault was written under another key. Give the right key file (TIP_KEY_FILE), or the passphrase it was made with.",
            Assert.Throws<MachineException>(() => Read(file, other)).Message);
        Assert.Equal(
            $"{VaultPath}: the vault is damaged or was changed from outside. Restore it from a back-up.",
            Assert.Throws<MachineException>(() => Read(Flipped(file, file.Length * 8 - 1), key)).Message);
    }

    [Fact]
    public void A_passphrase_opens_its_vault_and_another_does_not()
    {
        var plain = Plain(100);
        var file = Encrypted(plain, VaultKey.FromPassphrase("four words of a poem"));
        Assert.Equal(plain, Read(file, VaultKey.FromPassphrase("four words of a poem")));
        Assert.Equal(
            $"{VaultPath}: wrong passphrase, or the vault is damaged or was changed from outside. Restore it from a back-up.",
            Assert.Throws<MachineException>(() => Read(file, VaultKey.FromPassphrase("four words of a song"))).Message);
        Assert.Throws<MachineException>(() => Read(file, key));
    }

    [Fact]
    public void A_write_that_fails_leaves_the_old_file_and_nothing_beside_it()
    {
        var before = Encrypted(Plain(100));
        var missing = Path.Combine(folder.FullName, "missing", "plain");
        Assert.Throws<MachineException>(() => VaultFile.Write(missing, VaultPath, key));
        Assert.Equal(before, File.ReadAllBytes(VaultPath));
        Assert.False(File.Exists(VaultPath + ".tmp"));
    }

    private string VaultPath => Path.Combine(folder.FullName, "vault.aes");

    private static byte[] Plain(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Flipped(byte[] file, int bit)
    {
        var copy = (byte[])file.Clone();
        copy[bit / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }

    private byte[] Encrypted(byte[] plain, VaultKey? under = null)
    {
        var path = Path.Combine(folder.FullName, "plain");
        File.WriteAllBytes(path, plain);
        VaultFile.Write(path, VaultPath, under ?? key);
        return File.ReadAllBytes(VaultPath);
    }

    private byte[] Read(byte[] file, VaultKey with)
    {
        File.WriteAllBytes(VaultPath, file);
        var plain = Path.Combine(folder.FullName, "read");
        VaultFile.Read(VaultPath, plain, with);
        return File.ReadAllBytes(plain);
    }

    private void IsRefused(byte[] file) => Assert.Equal(13, Assert.Throws<MachineException>(() => Read(file, key)).ExitCode);
}
