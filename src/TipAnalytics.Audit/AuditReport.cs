using System.Text.Json;
using System.Text.Json.Serialization;

namespace TipAnalytics.Audit;

/// <summary>What an audit came to. It tells about hidden cells: it stays in <c>data/audits/</c>, in no bundle.</summary>
/// <param name="ReleaseId">Last release looked at.</param>
public sealed record AuditReport(string ReleaseId)
{
    public int LedgerReleases { get; init; }

    public int LedgerFacts { get; init; }

    /// <summary>Releases whose place in the chain of hashes was checked; 0 for a ledger from before there were hashes, whose next release writes them.</summary>
    public int ReleasesChained { get; set; }

    /// <summary>Figures whose counts were counted again and agree.</summary>
    public int FiguresRecounted { get; set; }

    /// <summary>Figures of a definition that has changed since: they cannot be counted again.</summary>
    public int FiguresOfOtherDefinitions { get; set; }

    public int CellsPublished { get; set; }

    public int ProtectedAtoms { get; set; }

    public int ProtectedCells { get; set; }

    /// <summary>Independent statements among all that was published.</summary>
    public int JointRank { get; set; }

    public int RecoveredRank { get; set; }

    public int RecoveredBoundPropagation { get; set; }

    /// <summary>Bounds on small counts that were told before: under a lower threshold, or by what others published.</summary>
    public int AlreadyDisclosed { get; set; }

    /// <summary>Smallest of the largest values that protected counts may take to a reader, over the sample attacked by linear programs.</summary>
    public double? LpMinUpper { get; set; }

    /// <summary>Largest of the smallest values.</summary>
    public double? LpMaxLower { get; set; }

    public int Certificates { get; set; }

    public int CertifiedUp { get; set; }

    public int CertifiedDown { get; set; }

    public int CertifiedUnknown { get; set; }

    [JsonPropertyName("nested_pairs_below_T")]
    public int NestedPairsBelowT { get; set; }

    public int FilesRead { get; set; }

    /// <summary>Releases of other definitions, whose files are those that were audited.</summary>
    public int BundlesReadBack { get; set; }

    public int NumbersInBundle { get; set; }

    public int NumbersMapped { get; set; }

    public int DerivedFormulas { get; set; }

    public int InsidersChecked { get; set; }

    /// <summary>Seconds spent on reading bundles, counting again, attacking, and on verifying certificates alone.</summary>
    public double SecondsCoverage { get; set; }

    public double SecondsRecount { get; set; }

    public double SecondsAttack { get; set; }

    public double SecondsVerify { get; set; }

    public double SecondsAudit { get; set; }

    /// <summary>Name and value of each number, as in the manifest of an audit.</summary>
    public IEnumerable<(string Name, decimal Value)> Numbers() =>
        from property in JsonSerializer.SerializeToElement(this, Format).EnumerateObject()
        where property.Value.ValueKind == JsonValueKind.Number
        select (property.Name, property.Value.GetDecimal());

    /// <summary>As JSON.</summary>
    internal byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Format);

    internal static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
