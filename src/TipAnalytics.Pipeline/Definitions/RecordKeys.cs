namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Keyed hashes at the door: record ids and pseudonyms, HMAC-SHA-256 under the deployment key.</summary>
internal sealed class RecordKeys(byte[] key)
{
    /// <summary>Key of a record: the same for every version of it, meaningless without the deployment key.</summary>
    public byte[] Record(string sourceId, string id) => Hash("record", sourceId, id);

    /// <summary>Pseudonym of an organisation, reporting point, stratum or cluster: 16 hex digits; empty text for an empty name.</summary>
    public string Pseudonym(string sourceId, string kind, string name) =>
        name.Length == 0 ? "" : Convert.ToHexStringLower(Hash(kind, sourceId, name))[..16];

    /// <summary>Tells two versions of a record apart without keeping either.</summary>
    public byte[] Content(string values) => Hash("content", "", values);

    private byte[] Hash(string kind, string sourceId, string value) =>
        System.Security.Cryptography.HMACSHA256.HashData(key, System.Text.Encoding.UTF8.GetBytes(string.Join('\u001f', kind, sourceId, value)));
}
