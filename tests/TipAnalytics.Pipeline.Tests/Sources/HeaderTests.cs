using TipAnalytics.Pipeline.Definitions;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>One mapping reads the headers of every export setting, and never takes one column for another.</summary>
public sealed class HeaderTests : IDisposable
{
    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("hh/sex", "hh/why/work;hh/why/married", ", names with /")]
    [InlineData("hh.sex", "hh.why.work;hh.why.married", ", names with .")]
    [InlineData("hh_sex", "hh_why_work;hh_why_married", ", names with _")]
    [InlineData("hh-sex", "hh-why/work;hh-why/married", ", names with -")]
    [InlineData("HH / SEX", "x", null)]
    [InlineData("sex", "why/work;why/married", ", names without groups")]
    [InlineData("form/hh/sex", "form/hh/why/work;form/hh/why/married", ", groups before names")]
    public void Groups_and_separators_of_the_header_are_the_exports(string sex, string choices, string? way)
    {
        var text = $"id;month;place;{sex};{choices}\n1;2025-03-01;LR01;female;1;0\n";
        if (way is null)
        {
            Assert.Throws<SourceDataException>(() => folder.Read(Grouped(), text));
            return;
        }

        var (file, rows) = folder.Read(Grouped(), text);
        Assert.Equal(("female", "work"), (Value(Assert.Single(rows), "sex"), Value(rows[0], "reasons")));
        Assert.Equal($"table, CSV, separator ;, UTF-8{way}", file.Dialect);
    }

    [Theory]
    [InlineData("a/sex;b/sex", "sex", "\"sex\" (the file has \"a/sex\" and \"b/sex\", which does not say which is meant)")]
    [InlineData("sex;sex", "hh/sex", "\"hh/sex\" (the file has \"sex\" and \"sex\", which does not say which is meant)")]
    [InlineData("hh.sex;hh_sex", "hh/sex", "\"hh/sex\" (the file has \"hh.sex\" and \"hh_sex\", which does not say which is meant)")]
    [InlineData("head_sex", "sex", "missing: \"sex\".")]
    [InlineData("hh;sex", "hh/sex", "missing: \"hh/sex\"")]
    public void A_name_that_could_mean_two_columns_or_another_one_means_none(string header, string name, string message)
    {
        var source = Source(fields: new() { ["sex"] = new() { Column = name } });
        var fault = Assert.Throws<SourceDataException>(() => folder.Read(source, $"id;month;place;{header}\n1;2025-03-01;LR01;{string.Join(';', header.Split(';').Select(_ => "male"))}\n"));
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_names_that_are_not_the_files_cannot_mean_one_column_of_it()
    {
        var source = Source(fields: new() { ["sex"] = new() { Column = "head/sex" }, ["reasons"] = new() { Column = "child/sex" } });
        Assert.Contains("\"child/sex\" (the file has sex for \"head/sex\", which does not say which is meant)", Assert.Throws<SourceDataException>(() => folder.Read(source, "id;month;place;sex\n1;2025-03-01;LR01;male\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_is_nothing_without_its_question()
    {
        var source = Source(fields: new() { ["reasons"] = new() { Columns = new() { ["why/kidnapped"] = "married" } } });
        Assert.Throws<SourceDataException>(() => folder.Read(source, "id;month;place;kidnapped\n1;2025-03-01;LR01;1\n"));
    }

    [Fact]
    public void Labels_stand_for_names_where_the_source_says_so()
    {
        var source = Grouped(new() { ["Number of the interview"] = "id", ["Sex of the head?"] = "hh/sex", ["Why did they leave?/To work"] = "hh/why/work", ["Why did they leave?/To marry"] = "hh/why/married" });
        var (file, rows) = folder.Read(source, "Number of the interview;month;place;Sex of the  head?;Why did they leave?;Why did they leave?/To work;Why did they leave?/To marry\n1;2025-03-01;LR01;female;To work;1;0\n");
        Assert.Equal(("female", "work"), (Value(Assert.Single(rows), "sex"), Value(rows[0], "reasons")));
        Assert.Equal("table, CSV, separator ;, UTF-8, labels", file.Dialect);
    }

    [Theory]
    [InlineData("Who;When;Where;Sex\nid;month;place;sex\n1;2025-03-01;LR01;female\n")]
    [InlineData("id;month;place;sex\nWho;When;Where;Sex of the head\n1;2025-03-01;LR01;female\n")]
    public void Of_two_header_rows_that_with_the_names_of_the_mapping_counts(string text)
    {
        var source = Source(fields: new() { ["sex"] = new() { Column = "sex" } }) with { HeaderRows = 2 };
        var row = folder.Row(source, text);
        Assert.Equal((3, null, "female"), (row.Row, row.Rule, Value(row, "sex")));
    }

    [Fact]
    public void Names_in_a_lower_row_are_pointed_at()
    {
        var fault = Assert.Throws<SourceDataException>(() => folder.Read(Source(), "Who;When;Where\nid;month;place\n1;2025-03-01;LR01\n"));
        Assert.EndsWith("in sources/source.yaml. Row 2 has these names: where the header has that many rows, write «header_rows: 2» in sources/source.yaml.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_hashtags_is_found_under_titles_and_its_tags_are_names_too()
    {
        var source = Source(record: new() { Id = ["#id"] }, period: new() { Column = "#date +reported" }, area: new() { Column = "#adm2+code" }, fields: new() { ["sex"] = new() { Column = "Sexe" } });
        var (file, rows) = folder.Read(source, """
            Interviews of March
            ,,Où ?,,Qui ?
            Numéro,Jour,Code,District,Sexe
            #id,#date+reported,#adm2 +v_pcode +code,#adm2+name,#gender
            1,2025-03-01,LR0101,Planted,female
            """);
        Assert.Equal((5, "LR0101", "female"), (Assert.Single(rows).Row, rows[0].AreaCode, Value(rows[0], "sex")));
        Assert.Equal("table, CSV, separator ,, UTF-8, HXL tags, HXL row skipped", file.Dialect);
    }

    [Fact]
    public void A_file_without_a_header_shows_nothing_of_its_first_row_and_one_with_a_misspelt_name_does()
    {
        var source = Source(area: new() { Column = "admin2" }, fields: new() { ["sex"] = new() { Column = "sex" } });
        Assert.Equal(
            "export.csv: columns that are needed are missing: \"id\", \"month\", \"admin2\", \"sex\". Nothing of the file was taken. Export with these columns, or change the names in sources/source.yaml.",
            Assert.Throws<SourceDataException>(() => folder.Read(source, "u7,2025-03-02,Amina,female\nu8,2025-03-02,LR0101,male\n")).Message);
        Assert.Contains("\"admin2\" (the file has \"admn2\")", Assert.Throws<SourceDataException>(() => folder.Read(source, "id,month,admn2,sex\n")).Message, StringComparison.Ordinal);
    }

    private static SourceDefinition Grouped(Dictionary<string, string>? labels = null) => Source(labels: labels, fields: new()
    {
        ["sex"] = new() { Column = "hh/sex" }, ["reasons"] = new() { Columns = new() { ["hh/why/work"] = "work", ["hh/why/married"] = "married" } },
    });
}
