using System.Security.Cryptography;
using System.Text;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Keyed hashes at the door: record ids and pseudonyms, HMAC-SHA-256 under the deployment key. One hash is used again and again, at half the
/// time of a new one for each row; a lock keeps two threads from mixing their messages.</summary>
internal sealed class RecordKeys(byte[] key) : IDisposable
{
    // Longer than the parts of nearly every message; those that are longer go through a buffer of their own.
    private const int ShortMessage = 512;

    private readonly Lock gate = new();
    private readonly IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

    /// <summary>Key of a record: the same for every version of it, meaningless without the deployment key.</summary>
    public byte[] Record(string sourceId, ReadOnlySpan<char> id) => Hash("record", sourceId, id);

    /// <summary>Pseudonym of an organisation, reporting point, stratum or cluster: 16 hex digits; empty text for an empty name.</summary>
    public string Pseudonym(string sourceId, string kind, string name) =>
        name.Length == 0 ? "" : Convert.ToHexStringLower(Hash(kind, sourceId, name))[..16];

    /// <summary>Tells two versions of a record apart without keeping either.</summary>
    public byte[] Content(string values) => Hash("content", "", values);

    public void Dispose() => hash.Dispose();

    private byte[] Hash(string kind, string sourceId, ReadOnlySpan<char> value)
    {
        var longest = Encoding.UTF8.GetMaxByteCount(kind.Length + sourceId.Length + value.Length + 2);
        var message = longest <= ShortMessage ? stackalloc byte[ShortMessage] : new byte[longest];
        var length = Encoding.UTF8.GetBytes(kind, message);
        message[length++] = 0x1f;
        length += Encoding.UTF8.GetBytes(sourceId, message[length..]);
        message[length++] = 0x1f;
        length += Encoding.UTF8.GetBytes(value, message[length..]);
        lock (gate)
        {
            hash.AppendData(message[..length]);
            return hash.GetHashAndReset();
        }
    }
}
