using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Wording;
using TipAnalytics.Reports.Xlsx;

namespace TipAnalytics.Reports.Tables;

/// <summary>The tables of evidence in one file that explains itself: what release it is, how to read it, every caveat, and what the columns mean.</summary>
internal static class EvidenceWorkbook
{
    /// <summary>Tags of the HXL standard for the columns of the evidence table.</summary>
    private static readonly Dictionary<string, string> Tags = new(StringComparer.Ordinal)
    {
        ["area_code"] = "#loc+code",
        ["area_name"] = "#loc+name",
        ["area_level"] = "#loc+level",
        ["admin1_pcode"] = "#adm1+code",
        ["admin1_name"] = "#adm1+name",
        ["admin2_pcode"] = "#adm2+code",
        ["admin2_name"] = "#adm2+name",
        ["cluster"] = "#sector+code",
        ["risk_cluster"] = "#sector+code+risk",
        ["description"] = "#description",
        ["indicator_id"] = "#indicator+code",
        ["indicator"] = "#indicator+name",
        ["latest_period"] = "#date+period",
        ["latest"] = "#indicator+text",
        ["base_band"] = "#meta+base",
        ["change"] = "#indicator+change+text",
        ["grade"] = "#meta+grade",
        ["sources"] = "#meta+sources",
        ["caveats"] = "#meta+caveats",
    };

    /// <param name="document">Document of the product, for its title and the lines of every page.</param>
    /// <param name="hasTags">A row of HXL tags under the head of the evidence table.</param>
    public static byte[] Make(ReleaseView view, Document document, bool hasTags)
    {
        var evidence = TableFiles.Evidence(view);
        return Workbook.Write(document.Title, document.FooterLine, document.Language, document.IsRightToLeft,
        [
            new("about", ["item", "value"], null, [.. About(view, document)]),
            new("evidence", evidence.Columns, hasTags ? [.. evidence.Columns.Select(column => Tags[column])] : null, evidence.Rows),
            Of("findings", TableFiles.Findings(view)),
            Of("convergence", TableFiles.Convergence(view)),
            Of("indicators", TableFiles.Indicators(view)),
            Of("gaps", TableFiles.Gaps(view)),
            Of("codebook", Codebook.Make(view)),
            new("caveats", ["id", "caveat"], null, [.. view.Content.StandingCaveats.OrderBy(caveat => caveat.Key, StringComparer.Ordinal).Select(caveat => (IReadOnlyList<object?>)[caveat.Key, caveat.Value])]),
        ]);
    }

    private static IEnumerable<IReadOnlyList<object?>> About(ReleaseView view, Document document)
    {
        var header = view.Content.Header;
        yield return ["title", document.Title];
        yield return ["release_id", header.Id];
        yield return ["as_of", header.AsOf];
        yield return ["period", $"{header.FirstPeriod} – {header.LastPeriod}"];
        yield return ["areas", view.Join(view.Admin1.Select(area => area.Name))];
        yield return ["p_codes", header.AreaVersion];
        yield return ["audience", header.Audience];
        yield return ["program_version", header.CodeVersion];
        yield return ["definitions_hash", header.DefinitionsHash];
        yield return ["how_to_read", view.Standing("CAV-0")];
    }

    private static Sheet Of(string name, CsvTable table) => new(name, table.Columns, null, table.Rows);
}
