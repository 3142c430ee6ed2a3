using System.Security.Cryptography;
using System.Text;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline;

namespace TipAnalytics.Audit.Ledger;

/// <summary>A1: the hashes of the ledger, each over the one before.</summary>
internal static class LedgerChainCheck
{
    /// <returns>Releases whose hash was checked. 0 with a ledger from before there were hashes: its next release writes them.</returns>
    /// <exception cref="ReleaseBlockedException">A hash does not agree, or is missing among others.</exception>
    public static int Verify(DuckDBConnection vault)
    {
        if (Query.Read(vault, "select count(*) from duckdb_columns() where table_name = 'release' and column_name = 'sha256'", row => row.GetInt64(0))[0] == 0)
            return 0;
        var written = Query.Read(
            vault, "select seq, release_id, coalesce(previous_sha256, ''), coalesce(sha256, '') from release order by seq",
            row => (Seq: row.GetInt64(0), Id: row.GetString(1), Previous: row.GetString(2), Hash: row.GetString(3)));
        if (written.TrueForAll(release => release.Hash.Length == 0))
            return 0;
        var lines = Query.Read(vault, EmbeddedSql.Read(typeof(LedgerChainCheck), "chain_lines.sql"), row => (Seq: row.GetInt64(0), Text: row.GetString(1))).ToLookup(line => line.Seq, line => line.Text);
        var previous = "";
        foreach (var release in written)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{previous}\n{string.Join('\n', lines[release.Seq])}")));
            if (release.Previous != previous || release.Hash != hash)
            {
                throw new AuditFailure(
                    "A1", $"release {release.Id}", "the ledger does not agree with its own hashes from here on: a fact was changed, dropped or put in.",
                    "Restore the vault from a back-up made after the last release.").ToException();
            }

            previous = hash;
        }

        return written.Count;
    }
}
