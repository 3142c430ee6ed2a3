using System.Text.Json;

namespace TipAnalytics.Cli.Tests;

public class ProtectTests
{
    private const string Spec = """
        unit: persons
        threshold: 5
        caseload: false
        count: people
        dimensions:
          place: {column: place, total: All, levels: {side: {West: [A, B]}}}
          sex: {column: sex}
        publish:
          - {place: [place, total], sex: [sex, total]}
        """;

    private const string Table = """
        place,sex,people
        A,f,3
        A,m,20
        B,f,30
        B,m,12
        C,f,14
        C,m,9
        """;

    private static Tip.Output Protect(string table, string spec, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("tip-test-").FullName;
        File.WriteAllText(Path.Combine(folder, "t.csv"), table);
        File.WriteAllText(Path.Combine(folder, "t.yaml"), spec);
        return Tip.Run(["protect", Path.Combine(folder, "t.csv"), "--spec", Path.Combine(folder, "t.yaml"), .. options]);
    }

    private static Dictionary<string, string> Cells(string csv) =>
        csv.Trim().Split('\n').Skip(1).Select(line => line.Split(',')).ToDictionary(cells => $"{cells[0]} {cells[1]}", cells => cells[2]);

    [Fact]
    public void A_small_count_is_withheld_with_the_others_that_would_tell_it()
    {
        var output = Protect(Table, Spec);
        Assert.Equal(0, output.Code);
        var cells = Cells(output.Text);
        Assert.Equal(12, cells.Count);
        Assert.Equal("*", cells["A f"]);
        // In its row and in its column another count is withheld.
        Assert.Contains("*", new[] { cells["A m"], cells["A total"] });
        Assert.Contains("*", new[] { cells["B f"], cells["C f"], cells["All f"] });
        Assert.DoesNotContain("3", cells.Values);
        Assert.Contains("cells kept", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_in_no_group_is_named_as_it_may_be_a_slip_of_the_pen()
    {
        Assert.Contains("In no group of its dimension, so in the total alone: place: C.", Protect(Table, Spec).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("In no group", Protect(Table, Spec.Replace("[A, B]", "[A, B, C]", StringComparison.Ordinal)).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("In no group", Protect(Table, Spec.Replace(", levels: {side: {West: [A, B]}}", "", StringComparison.Ordinal)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_the_rows_shows_nothing_and_changes_nothing()
    {
        var lines = Table.Split('\n');
        var shuffled = string.Join('\n', [lines[0], .. lines.Skip(1).Reverse()]);
        Assert.Equal(Cells(Protect(Table, Spec).Text).Keys, Cells(Protect(shuffled, Spec).Text).Keys);
    }

    [Theory]
    [InlineData("A,f,3", "A,f,")]
    [InlineData("A,f,3", "A,f,<5")]
    [InlineData("A,f,3\n", "")]
    public void A_count_nobody_gave_is_not_zero(string given, string instead)
    {
        var output = Protect(Table.Replace(given, instead, StringComparison.Ordinal), Spec);
        Assert.Equal(0, output.Code);
        Assert.Equal(("*", "*", "*"), (Cells(output.Text)["A f"], Cells(output.Text)["A total"], Cells(output.Text)["All f"]));
        Assert.Contains("none was taken for zero", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_protect_writes_attack_reads_with_its_totals_so_that_a_count_put_back_is_seen_to_give_away_another()
    {
        var spec = Spec.Replace("total: All, ", "", StringComparison.Ordinal);
        var protectedTable = Protect(Table, spec).Text;
        Assert.Equal(0, Attack(protectedTable).Code);
        var cells = Cells(protectedTable);
        Assert.Equal(("*", "*", "23"), (cells["A f"], cells["A m"], cells["A total"]));
        var unsafeTable = Attack(protectedTable.Replace("A,m,*", "A,m,20", StringComparison.Ordinal));
        Assert.Equal(12, unsafeTable.Code);
        Assert.Matches("A +f +3 +3 +exactly", unsafeTable.Text);
        var inTheOpen = Attack(Table);
        Assert.Equal(12, inTheOpen.Code);
        Assert.Contains("t.csv, row 2, column \"people\": published, and below 5.", inTheOpen.Text, StringComparison.Ordinal);

        Tip.Output Attack(string table)
        {
            var folder = Directory.CreateTempSubdirectory("tip-test-").FullName;
            File.WriteAllText(Path.Combine(folder, "t.csv"), table);
            File.WriteAllText(Path.Combine(folder, "t.yaml"), spec);
            return Tip.Run("attack", Path.Combine(folder, "t.csv"), "--spec", Path.Combine(folder, "t.yaml"));
        }
    }

    [Fact]
    public void The_table_itself_is_not_written_over()
    {
        var folder = Directory.CreateTempSubdirectory("tip-test-").FullName;
        var (table, spec) = (Path.Combine(folder, "t.csv"), Path.Combine(folder, "t.yaml"));
        File.WriteAllText(table, Table);
        File.WriteAllText(spec, Spec);
        Assert.Equal(10, Tip.Run("protect", table, "--spec", spec, "--out", Path.Combine(folder, ".", "t.csv")).Code);
        Assert.Equal(Table, File.ReadAllText(table));
    }

    [Fact]
    public void Counts_that_contradict_each_other_are_said_by_the_attack()
    {
        var folder = Directory.CreateTempSubdirectory("tip-test-").FullName;
        File.WriteAllText(Path.Combine(folder, "t.csv"), "place,people\nx,30\ny,30\nz,*\ntotal,50\n");
        File.WriteAllText(Path.Combine(folder, "t.yaml"), "unit: persons\nthreshold: 5\ncaseload: false\ncount: people\ndimensions: { place: { column: place } }\npublish: [{ place: [place, total] }]\n");
        var output = Tip.Run("attack", Path.Combine(folder, "t.csv"), "--spec", Path.Combine(folder, "t.yaml"));
        Assert.Equal(11, output.Code);
        Assert.Contains("contradict each other", output.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("A,Total,23", "\"Total\" among the codes of sex reads like the sum of the others. If it is, write «total: Total» under dimensions, sex; if it is a category, give it another name.")]
    [InlineData("المجموع,f,47", "\"المجموع\" among the codes of place reads like the sum of the others.")]
    [InlineData("total,f,47", "\"total\" among the codes of place reads like the sum of the others.")]
    public void A_row_that_reads_like_a_total_and_is_not_named_as_one_is_refused(string row, string says)
    {
        var output = Protect($"{Table}\n{row}\n", Spec);
        Assert.Equal(11, output.Code);
        Assert.Contains(says, output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Totals_are_checked_and_not_added()
    {
        var withTotal = Table + "\nAll,f,47\n";
        Assert.Equal(0, Protect(withTotal, Spec).Code);
        var wrong = Protect(Table + "\nAll,f,48\n", Spec);
        Assert.Equal(11, wrong.Code);
        Assert.Contains("row 8, column \"people\": the sum is larger than its parts together", wrong.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("48", wrong.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("threshold: 5", "threshold: 4", "t.yaml, line 2: \"threshold\" is below 5; smaller counts are never published")]
    [InlineData("caseload: false", "caseload: true", "t.yaml, line 3: a caseload needs \"organisation\"")]
    [InlineData("[place, total], sex", "[plaace, total], sex", "t.yaml, line 9: \"plaace\" is no level of place")]
    [InlineData("count: people", "counts: people", "t.yaml, line 4: unknown key \"counts\"")]
    public void A_bad_spec_ends_with_10_and_its_line(string given, string instead, string fault)
    {
        var output = Protect(Table, Spec.Replace(given, instead, StringComparison.Ordinal));
        Assert.Equal(10, output.Code);
        Assert.Contains(fault, output.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("B,m,12", "B,m,9000000000000000000", "row 5, column \"people\": more than there are people on earth")]
    [InlineData("B,m,12", "B,m,twelve", "row 5, column \"people\": neither a whole number")]
    [InlineData("B,m,12", "B,m,-12", "row 5, column \"people\": a count cannot be negative")]
    [InlineData("B,m,12", ",m,12", "row 5, column \"place\": the code is missing")]
    [InlineData("B,m,12", "B,f,12", "stands again in row 5, column \"people\"")]
    [InlineData("place,sex,people", "place,gender,people", "row 1: there is no column \"sex\"")]
    public void A_bad_table_ends_with_11_and_row_and_column(string given, string instead, string fault)
    {
        var output = Protect(Table.Replace(given, instead, StringComparison.Ordinal), Spec);
        Assert.Equal(11, output.Code);
        Assert.Contains(fault, output.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("twelve", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_could_be_published_it_ends_with_12_and_says_so()
    {
        var output = Protect(Table, Spec.Replace("threshold: 5", "threshold: 50", StringComparison.Ordinal).Replace("[sex, total]", "[sex]", StringComparison.Ordinal).Replace("[place, total]", "[place]", StringComparison.Ordinal));
        Assert.Equal(12, output.Code);
        Assert.Contains("nothing can be published", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_of_few_organisations_are_withheld_and_rounding_refuses_them()
    {
        const string withProviders = "place,sex,agency,people\nA,f,x,30\nA,m,x,20\nB,f,x,10\nB,f,y,12\nB,f,z,14\nB,m,x,9\nB,m,y,12\nB,m,z,11\n";
        var spec = Spec.Replace("caseload: false", "caseload: true\norganisation: agency", StringComparison.Ordinal);
        var cells = Cells(Protect(withProviders, spec).Text);
        Assert.Equal(("*", "*", "*"), (cells["A f"], cells["A m"], cells["A total"]));
        Assert.Equal(12, Protect(withProviders, spec, "--option", "rounding").Code);
    }

    [Fact]
    public void Rounded_no_count_is_small_but_none()
    {
        var output = Protect(Table, Spec, "--option", "rounding");
        Assert.Equal(0, output.Code);
        Assert.All(Cells(output.Text).Values, count => Assert.False(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) is > 0 and < 5));
        Assert.Contains("0 does not mean none", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_structural_zero_is_printed_as_what_cannot_be()
    {
        var output = Protect(Table.Replace("A,f,3", "A,f,0", StringComparison.Ordinal), Spec + "\nstructural_zeros:\n  - {place: A, sex: f}\n");
        Assert.Equal(0, output.Code);
        Assert.Equal(("n/a", "20"), (Cells(output.Text)["A f"], Cells(output.Text)["A m"]));
    }

    [Fact]
    public void The_protected_table_goes_into_a_file_and_everything_into_one_document()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("tip-test-").FullName, "out.csv");
        var output = Protect(Table, Spec, "--out", file, "--json");
        Assert.Equal(0, output.Code);
        using var document = JsonDocument.Parse(output.Text);
        Assert.Equal(12, document.RootElement.GetProperty("cells").GetInt32());
        Assert.Equal(12, Cells(File.ReadAllText(file)).Count);
        Assert.Equal(13, Protect(Table, Spec, "--out", file + ".xlsx").Code);
    }

    [Fact]
    public void A_plan_that_costs_much_comes_with_what_a_coarser_one_would_keep()
    {
        var rows = string.Join('\n', Enumerable.Range(0, 8).SelectMany(place => new[] { $"P{place},f,{place % 4}", $"P{place},m,{4 + place}" }));
        var output = Protect("place,sex,people\n" + rows + "\n", Spec.Replace("[A, B]", "[P0, P1, P2, P3]", StringComparison.Ordinal));
        Assert.Equal(0, output.Code);
        Assert.Matches("That costs a lot. (Show|Leave) .* would keep [0-9]+ % of cells", output.Error);
    }
}
