using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>A file encrypted at rest: AES-256-GCM in chunks of 1 MiB under an authenticated header.</summary>
/// <remarks>Header (80 bytes): magic, format, key kind, key id, salt, file id, chunk size, plain length. Each chunk has a fresh random nonce and carries the
/// header's hash and its own index as associated data: cutting off, swapping or mixing chunks is detected, as is any changed byte.</remarks>
internal static class VaultFile
{
    private const int HeaderLength = 80;
    private const int ChunkLength = 1 << 20;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const byte Format = 1;

    private static ReadOnlySpan<byte> Magic => "TIPVAULT"u8;

    /// <summary>Encrypts a file beside its place, flushes it to the disk and renames it in: the old file stands until the new one is complete.</summary>
    /// <exception cref="MachineException">It cannot be written; the file that stood there is untouched.</exception>
    public static void Write(string plainPath, string path, VaultKey key)
    {
        RequireAes();
        var temporary = path + ".tmp";
        try
        {
            using (var plain = File.OpenRead(plainPath))
            using (var target = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                Encrypt(plain, target, key);
                target.Flush(flushToDisk: true);
            }

            DurableFile.Replace(temporary, path);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{path}: the vault could not be written: {StorageFailure.Reason(failure)}. What was committed before stands unchanged; free space or give rights, then run again.");
        }
        finally
        {
            RemoveUnfinished(path);
        }
    }

    /// <summary>Decrypts into <paramref name="plainPath"/>.</summary>
    /// <exception cref="MachineException">Wrong key, damaged or cut-off file, no vault, or no space for the working copy.</exception>
    public static void Read(string path, string plainPath, VaultKey key)
    {
        RequireAes();
        try
        {
            using var source = File.OpenRead(path);
            using var plain = new FileStream(plainPath, FileMode.Create, FileAccess.Write, FileShare.None);
            Decrypt(source, plain, key, path);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{path}: the vault could not be unpacked into its working copy: {StorageFailure.Reason(failure)}. Check rights, and free space for the copy.");
        }
    }

    /// <summary>Id of the key that a vault was written under, for finding its key file.</summary>
    /// <returns>Null without a vault, for one under a passphrase, or when its header does not say.</returns>
    /// <exception cref="MachineException">The file cannot be read.</exception>
    public static string? KeyIdOf(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using var source = File.OpenRead(path);
            var header = new byte[HeaderLength];
            if (source.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !IsOurs(header) || header[9] != 0)
                return null;
            var id = System.Text.Encoding.ASCII.GetString(header, 10, 16);
            // It becomes a file name: nothing but hex digits.
            return id.All(char.IsAsciiHexDigitLower) ? id : null;
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{path}: the vault cannot be read: {StorageFailure.Reason(failure)}.");
        }
    }

    /// <summary>Removes what a killed or failed write left beside the vault.</summary>
    public static void RemoveUnfinished(string path)
    {
        try
        {
            File.Delete(path + ".tmp");
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            // It is encrypted, and the next write replaces it.
            return;
        }
    }

    private static void Encrypt(Stream plain, Stream target, VaultKey key)
    {
        var header = Header(key, plain.Length);
        target.Write(header);
        using var aes = new AesGcm(key.ForFile(header[26..58]), TagLength);
        var (buffer, cipher) = (new byte[ChunkLength], new byte[ChunkLength]);
        var (nonce, tag) = (new byte[NonceLength], new byte[TagLength]);
        for (long index = 0, left = plain.Length; left > 0 || index == 0; index++)
        {
            var length = plain.ReadAtLeast(buffer, (int)Math.Min(left, ChunkLength), throwOnEndOfStream: false);
            RandomNumberGenerator.Fill(nonce);
            aes.Encrypt(nonce, buffer.AsSpan(0, length), cipher.AsSpan(0, length), tag, Associated(header, index));
            target.Write(nonce);
            target.Write(tag);
            target.Write(cipher.AsSpan(0, length));
            left -= length;
        }
    }

    private static void Decrypt(Stream source, Stream plain, VaultKey key, string path)
    {
        var header = new byte[HeaderLength];
        var isWhole = source.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) == HeaderLength;
        if (isWhole && header.AsSpan(0, 8).SequenceEqual(Magic) && header[8] > Format)
            throw new MachineException(FormattableString.Invariant($"{path}: a vault of a later program (file format {header[8]}; tip {ProgramVersion.Text} knows {Format}), or it is damaged at its start. Update the program, or restore a back-up."));
        if (!isWhole || !IsOurs(header))
            throw new MachineException($"{path}: this is no vault of this program, or it is damaged at its start. Restore it from a back-up.");
        if (header[9] != (key.IsPassphrase ? 1 : 0) || !header.AsSpan(10, 16).SequenceEqual(IdBytes(key)))
            throw new MachineException($"{path}: the vault was written under another key. Give the right key file (TIP_KEY_FILE), or the passphrase it was made with.");
        // Before any arithmetic with it: the length has to be the one this file can hold. A file cut off or added to ends here too.
        var left = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(72));
        if (left < 0 || left > source.Length || source.Length != EncryptedLength(left) || BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(68)) != ChunkLength)
            throw Damaged(path, "the");

        using var aes = new AesGcm(key.ForFile(header[26..58]), TagLength);
        var (block, clear) = (new byte[NonceLength + TagLength + ChunkLength], new byte[ChunkLength]);
        for (long index = 0; left > 0 || index == 0; index++)
        {
            var length = (int)Math.Min(left, ChunkLength);
            var read = source.ReadAtLeast(block.AsSpan(0, NonceLength + TagLength + length), NonceLength + TagLength + length, throwOnEndOfStream: false);
            try
            {
                if (read < NonceLength + TagLength + length)
                    throw new AuthenticationTagMismatchException();
                aes.Decrypt(
                    block.AsSpan(0, NonceLength), block.AsSpan(NonceLength + TagLength, length), block.AsSpan(NonceLength, TagLength), clear.AsSpan(0, length), Associated(header, index));
            }
            catch (AuthenticationTagMismatchException)
            {
                throw Damaged(path, key.IsPassphrase ? "wrong passphrase, or the" : "the");
            }

            plain.Write(clear.AsSpan(0, length));
            left -= length;
        }
    }

    private static MachineException Damaged(string path, string what) => new($"{path}: {what} vault is damaged or was changed from outside. Restore it from a back-up.");

    private static bool IsOurs(byte[] header) => header.AsSpan(0, 8).SequenceEqual(Magic) && header[8] == Format;

    private static long EncryptedLength(long plain) => HeaderLength + plain + Math.Max(1, (plain + ChunkLength - 1) / ChunkLength) * (NonceLength + TagLength);

    private static byte[] Header(VaultKey key, long length)
    {
        var header = new byte[HeaderLength];
        Magic.CopyTo(header);
        header[8] = Format;
        header[9] = key.IsPassphrase ? (byte)1 : (byte)0;
        IdBytes(key).CopyTo(header, 10);
        RandomNumberGenerator.Fill(header.AsSpan(26, 32));
        RandomNumberGenerator.Fill(header.AsSpan(58, 10));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(68), ChunkLength);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(72), length);
        return header;
    }

    private static byte[] IdBytes(VaultKey key) => System.Text.Encoding.ASCII.GetBytes(key.Id);

    private static byte[] Associated(byte[] header, long index)
    {
        var data = new byte[32 + 8];
        SHA256.HashData(header, data);
        BinaryPrimitives.WriteInt64LittleEndian(data.AsSpan(32), index);
        return data;
    }

    private static void RequireAes()
    {
        if (!AesGcm.IsSupported)
            throw new MachineException("This machine offers no AES-GCM, which the vault needs. On Linux install OpenSSL (package openssl), then run again.");
    }
}
