using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Tables;

/// <summary>What the columns and codes of the tables mean.</summary>
internal static class Codebook
{
    private static readonly (string Table, string Column)[] Columns =
    [
        ("cells", "figure_id"), ("cells", "area_code"), ("cells", "period"), ("cells", "split"), ("cells", "state"), ("cells", "share_percent"), ("cells", "bound"), ("cells", "low_percent"),
        ("cells", "base_low"), ("cells", "is_weighted"), ("cells", "not_asked_band"), ("cells", "level_value"), ("cells", "level_known"),
        ("findings", "status"), ("findings", "grade"), ("findings", "before_percent"), ("findings", "difference_points"), ("findings", "smallest_visible_rise"), ("findings", "effort"), ("findings", "break_from"), ("findings", "cautions"),
        ("convergence", "elevated_families"), ("convergence", "several_families_rise"), ("evidence", "cluster"), ("evidence", "latest"), ("evidence", "sources"), ("coverage", "state"), ("gaps", "kind"),
        ("restatement", "state_before"), ("restatement", "why"),
    ];

    public static CsvTable Make(ReleaseView view)
    {
        var csv = new CsvTable("table", "column", "code", "meaning");
        foreach (var (table, column) in Columns)
            csv.Row(table, column, null, view.Texts[$"codebook.{table}.{column}"]);
        foreach (var (state, meaning) in new[] { ("hidden", view.Standing("CAV-5")), ("not_assessed", view.Standing("CAV-6")), ("no_data", view.Texts["cell.no_data"]) })
            csv.Row("cells", "state", state, meaning);
        foreach (var (label, words) in view.Content.CategoryLabels.OrderBy(label => label.Key, StringComparer.Ordinal))
            csv.Row("cells", "category", label, words);
        foreach (var (id, caveat) in view.Content.StandingCaveats.OrderBy(caveat => caveat.Key, StringComparer.Ordinal))
            csv.Row("evidence", "caveats", id, caveat);
        return csv;
    }
}
