using System.Text;
using TipAnalytics.Reports.Tables;
using TipAnalytics.Reports.Tests.Fixture;

namespace TipAnalytics.Reports.Tests;

public class TableTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1"), InlineData("+1", "'+1"), InlineData("-1", "'-1"), InlineData("@x", "'@x"), InlineData(" =x", "' =x"), InlineData("\tx", "'\tx"), InlineData("plain", "plain"), InlineData("a,b", "\"a,b\""), InlineData("a\"b", "\"a\"\"b\"")]
    public void Text_that_a_spreadsheet_would_run_is_neutralised(string text, string written)
    {
        var csv = new CsvTable("column");
        csv.Row(text);
        Assert.Equal($"\uFEFFcolumn\n{written}\n", Encoding.UTF8.GetString(csv.ToBytes()));
    }

    [Fact]
    public void Numbers_keep_their_sign_and_the_invariant_culture()
    {
        var csv = new CsvTable("whole", "part", "day", "truth", "empty");
        csv.Row(-4, 0.5m, new DateOnly(2026, 3, 1), true, null);
        Assert.EndsWith("\n-4,0.5,2026-03-01,true,\n", Encoding.UTF8.GetString(csv.ToBytes()), StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_that_are_not_shown_carry_a_state_and_no_value()
    {
        var rows = Encoding.UTF8.GetString(Products.Files["tables/cells-CH-03.csv"]).Split('\n').Skip(1).Where(row => row.Length > 0).Select(row => row.Split(',')).ToList();
        Assert.Equal(["hidden", "no_data", "not_assessed", "shown"], rows.Select(row => row[10]).Distinct().Order(StringComparer.Ordinal));
        Assert.All(rows.Where(row => row[10] != "shown"), row => Assert.All(row[11..], Assert.Empty));
    }

    [Fact]
    public void A_bound_is_a_share_of_5_or_95_with_the_name_of_the_bound()
    {
        var bounds = Encoding.UTF8.GetString(Products.Files["tables/cells-EC-05w.csv"]).Split('\n').Skip(1).Where(row => row.Length > 0).Select(row => row.Split(',')).Where(row => row[14].Length > 0).ToList();
        Assert.NotEmpty(bounds);
        Assert.All(bounds, row => Assert.Equal(("5", "under_5"), (row[11], row[14])));
    }

    [Fact]
    public void Evidence_lines_carry_p_codes_and_the_cluster_that_reads_them_first()
    {
        var lines = Encoding.UTF8.GetString(Products.Files["tables/evidence.csv"]).Split('\n');
        Assert.StartsWith("\uFEFFarea_code,area_name,area_level,admin1_pcode,admin1_name,admin2_pcode,admin2_name,cluster,risk_cluster,description,indicator_id", lines[0], StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("LR0102,Northshore B,2,LR01,Northshore,LR0102,Northshore B,PRO-CPN,PRO-HTS,", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("LR01,Northshore,1,LR01,Northshore,,,PRO-GBV,PRO-HTS,", StringComparison.Ordinal));
    }

    [Fact]
    public void No_table_has_a_column_of_counts()
    {
        foreach (var (name, bytes) in Products.Files.Where(file => file.Key.EndsWith(".csv", StringComparison.Ordinal)))
            Assert.DoesNotMatch("(?i)(^|,)(count|n|total|signal|numerator|population|in_need)(,|$)", Encoding.UTF8.GetString(bytes).Split('\n')[0]);
    }

    [Fact]
    public void Every_column_of_the_findings_table_that_is_no_place_or_limit_is_in_the_codebook()
    {
        var codebook = Encoding.UTF8.GetString(Products.Files["tables/codebook.csv"]);
        Assert.All(new[] { "status", "grade", "difference_points", "smallest_visible_rise", "effort", "break_from", "cautions" }, column => Assert.Contains($"findings,{column},", codebook, StringComparison.Ordinal));
        Assert.All(new[] { "hidden", "not_assessed", "no_data" }, state => Assert.Contains($"cells,state,{state},", codebook, StringComparison.Ordinal));
    }
}
