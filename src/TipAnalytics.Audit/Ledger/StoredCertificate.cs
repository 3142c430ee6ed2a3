using DuckDB.NET.Data;
using TipAnalytics.Pipeline;

namespace TipAnalytics.Audit.Ledger;

/// <summary>An atom as a certificate names it.</summary>
/// <param name="Categories">Field → code.</param>
internal sealed record CertificateAtom(string AreaCode, Period Period, IReadOnlyDictionary<string, string> Categories, string Panel);

/// <summary>A table of whole numbers that the vault keeps with a release: said to agree with everything told. It is checked before it counts.</summary>
/// <param name="Measure">0 signal, 1 rest of the base; of key informants 0 the base.</param>
/// <param name="Atoms">Null: part of an atom of a restated period, which the auditor cuts in its own way.</param>
/// <param name="Groups">Of each atom.</param>
/// <param name="Counts">By group; how a group shares its count out is open.</param>
internal sealed record StoredCertificate(int Measure, IReadOnlyList<CertificateAtom?> Atoms, IReadOnlyList<int> Groups, IReadOnlyList<long> Counts)
{
    /// <param name="last">Release up to which is read.</param>
    /// <returns>By indicator. What cannot be read is left out: another table is searched instead.</returns>
    public static ILookup<string, StoredCertificate> Read(DuckDBConnection vault, long last)
    {
        var atoms = Query.Read(
            vault, EmbeddedSql.Read(typeof(StoredCertificate), "certificate_atoms.sql"),
            row => (Component: row.GetString(0), Position: row.GetInt64(1), Atom: Atom(row)), ("last", last))
            .GroupBy(atom => atom.Component, StringComparer.Ordinal)
            .ToDictionary(component => component.Key, component => component.ToDictionary(atom => atom.Position, atom => atom.Atom), StringComparer.Ordinal);
        return Query.Read(
            vault, EmbeddedSql.Read(typeof(StoredCertificate), "certificates.sql"),
            row => (
                Indicator: row.GetString(0), Component: row.GetString(1), Measure: (int)row.GetInt64(2), Atoms: row.GetFieldValue<List<long>>(3),
                Groups: row.GetFieldValue<List<long>>(4), Counts: row.GetFieldValue<List<long>>(5)), ("last", last))
            .Where(row => row.Groups.Count == row.Atoms.Count && row.Groups.TrueForAll(group => group >= 0 && group < row.Counts.Count))
            .ToLookup(
                row => row.Indicator,
                row => new StoredCertificate(
                    row.Measure, row.Atoms.ConvertAll(position => atoms.GetValueOrDefault(row.Component)?.GetValueOrDefault(position)), row.Groups.ConvertAll(group => (int)group), row.Counts),
                StringComparer.Ordinal);
    }

    private static CertificateAtom? Atom(DuckDBDataReader row)
    {
        if (!row.GetBoolean(6) || !Period.TryParse(row.GetString(3), out var period))
            return null;
        var categories = row.GetString(4).Split('*', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Where(pair => pair.Length == 2);
        return new(row.GetString(2), period, categories.ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal), row.GetString(5));
    }
}
