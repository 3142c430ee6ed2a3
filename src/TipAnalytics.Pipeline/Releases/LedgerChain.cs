using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>Hashes of the releases, each over the one before: whoever changes, drops or inserts a fact breaks all that follow.</summary>
internal static class LedgerChain
{
    /// <returns>Hash of every release in the ledger, oldest first, as its rows give them now: SHA-256 (hex) over the hash before it, a line end, and the lines of
    /// <c>release_text.sql</c> joined by line ends.</returns>
    public static IReadOnlyList<(long Seq, string Previous, string Hash)> Of(DuckDBConnection vault)
    {
        var chain = new List<(long, string, string)>();
        var previous = "";
        foreach (var release in Sql.Read(vault, EmbeddedSql.Read(typeof(LedgerChain), "release_text.sql"), row => (Seq: row.GetInt64(0), Text: row.GetString(1))).GroupBy(row => row.Seq, row => row.Text))
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{previous}\n{string.Join('\n', release)}")));
            chain.Add((release.Key, previous, hash));
            previous = hash;
        }

        return chain;
    }

    /// <summary>Checks the hashes that stand in the ledger.</summary>
    /// <exception cref="ReleaseBlockedException">One does not agree: what was released before is no longer known for certain.</exception>
    public static void Verify(DuckDBConnection vault)
    {
        var written = Sql.Read(
            vault, "select seq, release_id, previous_sha256, sha256 from release order by seq",
            row => (Seq: row.GetInt64(0), Id: row.GetString(1), Previous: row.IsDBNull(2) ? null : row.GetString(2), Hash: row.IsDBNull(3) ? null : row.GetString(3)));
        // A ledger of a version without hashes gets them with its next release.
        if (written.All(release => release.Hash is null))
            return;
        var chain = Of(vault);
        for (var at = 0; at < Math.Max(chain.Count, written.Count); at++)
        {
            if (at >= chain.Count || at >= written.Count || (written[at].Seq, written[at].Previous, written[at].Hash) != (chain[at].Seq, chain[at].Previous, chain[at].Hash))
            {
                throw new ReleaseBlockedException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Nothing released: the ledger of releases does not agree with its own hashes from release {(at < written.Count ? written[at].Id : "no longer listed")} on. What a reader has already is not known for certain, so nothing can be protected against it. Restore data/vault.duckdb.aes from a back-up made after the last release."));
            }
        }
    }

    /// <summary>Writes the hashes that are missing.</summary>
    public static void Write(DuckDBConnection vault)
    {
        foreach (var (seq, previous, hash) in Of(vault))
            Sql.Run(vault, "update release set previous_sha256 = $previous, sha256 = $hash where seq = $seq and sha256 is null", ("previous", previous), ("hash", hash), ("seq", seq));
    }
}
