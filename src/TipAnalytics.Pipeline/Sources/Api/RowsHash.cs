using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TipAnalytics.Pipeline.Sources.Api;

/// <summary>SHA-256 (hex) of mapped rows, whatever their order: what two pulls of the same records have in common.</summary>
internal static class RowsHash
{
    private const char Separator = '\u001f';

    public static string Of(IEnumerable<SourceRow> rows)
    {
        var hashes = rows.Select(row => SHA256.HashData(Encoding.UTF8.GetBytes(Text(row)))).ToList();
        hashes.Sort((one, other) => one.AsSpan().SequenceCompareTo(other));
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hashes.ForEach(all.AppendData);
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static string Text(SourceRow row) => string.Join(Separator, new object?[]
    {
        row.Ended, row.Rule, row.Column, Convert.ToHexStringLower(row.Key), row.Version, row.PeriodStart, row.AreaCode, row.FormVersion, row.Weight, row.Stratum, row.Cluster,
        row.Organisation, row.ReportingPoint, row.Minutes,
    }.Concat(row.Values).Select(value => value is null ? "\0" : Convert.ToString(value, CultureInfo.InvariantCulture)));
}
