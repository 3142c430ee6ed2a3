using System.Globalization;
using System.Text;
using TipAnalytics.Pipeline.Disclosure;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>The inner audit of a release in plain words: what was withheld and why, what it cost, what a coarser plan would keep. It tells about hidden cells, so it stays
/// in the operation's <c>data</c> folder and goes into no bundle.</summary>
internal static class AuditSheet
{
    /// <summary>Under this share of cells kept a coarser plan is worth a look.</summary>
    public const double FewKept = 0.5;

    private static readonly (WithheldReason Reason, string Words)[] Reasons =
    [
        (WithheldReason.Small, "too few on one side or the other"),
        (WithheldReason.Organisations, "fewer than three organisations behind it, or one that would see the others"),
        (WithheldReason.SmallChange, "changed by too few since it was released"),
        (WithheldReason.TooFew, "base too small for an estimate"),
        (WithheldReason.Complementary, "others could be worked out with it"),
        (WithheldReason.Sticky, "withheld by an earlier release, and stays so"),
        (WithheldReason.Disclosed, "already disclosed by an earlier release or by others"),
        (WithheldReason.OtherGround, "released before in other areas or more coarsely, or its records are gone"),
    ];

    /// <param name="notes">On the release as a whole.</param>
    /// <returns>Markdown, by indicator.</returns>
    public static string Of(ReleaseContent content, IReadOnlyList<DisclosureAudit> audits, IReadOnlyList<string> notes)
    {
        var titles = content.Indicators.ToDictionary(indicator => indicator.Id, indicator => indicator.Title, StringComparer.Ordinal);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Inner audit of release {content.Header.Id}\n\n");
        text.Append("For the people who release, and for nobody else: it tells about withheld figures. It is in no bundle.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Kept(audits.Sum(audit => audit.CellsPublished), audits.Sum(audit => audit.CellsPlanned))} of the cells about people are released, {Kept(audits.Sum(audit => audit.ValuePublished), audits.Sum(audit => audit.ValuePlanned))} of what they count.\n");
        foreach (var note in notes)
            text.Append(CultureInfo.InvariantCulture, $"\n- {note}\n");
        foreach (var audit in audits)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {audit.IndicatorId} {titles.GetValueOrDefault(audit.IndicatorId, "")}\n\n");
            text.Append(CultureInfo.InvariantCulture, $"{audit.CellsPublished} of {audit.CellsPlanned} cells released ({Kept(audit.CellsPublished, audit.CellsPlanned)}), {Kept(audit.ValuePublished, audit.ValuePlanned)} of the value");
            text.Append(CultureInfo.InvariantCulture, $"; series without a hidden cell: {string.Join(", ", audit.Series.Select(grain => $"{Name(grain.Key)} {grain.Value}").DefaultIfEmpty("none"))}.\n");
            foreach (var (reason, words) in Reasons.Where(reason => audit.Withheld.ContainsKey(reason.Reason.ToString())))
                text.Append(CultureInfo.InvariantCulture, $"- {audit.Withheld[reason.ToString()]} withheld: {words}\n");
            if (audit.Unweighted > 0)
                text.Append(CultureInfo.InvariantCulture, $"- {audit.Unweighted} shares not weighted, because the weighted share would tell of a withheld part\n");
            text.Append(CultureInfo.InvariantCulture, $"- proofs: {audit.CertifiedUp + audit.CertifiedDown} of {audit.Targets} bounds, in {audit.Certificates} tables; {audit.Stated} cells stand as released before, proved against {audit.LedgerFacts} facts\n");
            foreach (var line in audit.Notes.Concat(audit.Advice))
                text.Append(CultureInfo.InvariantCulture, $"- {line}\n");
        }

        return text.ToString();
    }

    /// <summary>Share in whole per cent.</summary>
    public static string Kept(double part, double whole) => whole == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100 * part / whole)} %");

    private static string Name(string grain) => grain switch { "Month" => "monthly", "Quarter" => "quarterly", "HalfYear" => "half-yearly", _ => "yearly" };
}
