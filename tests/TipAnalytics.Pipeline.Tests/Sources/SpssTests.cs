using TipAnalytics.Pipeline.Definitions;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>SPSS files, a normal delivery format of food-security surveys: codes in the cells, their labels beside them.</summary>
public sealed class SpssTests : IDisposable
{
    private const string Columns = "id:A12,SvyDate:DATE,ADMIN2Code:A6,HHHSex:F:0=Féminin 1=Masculin,HHSize:F,score:F,Lcs_em_Begged:F:10=No 30=Yes,name:A40";

    private static readonly string[] Rows =
    [
        $"h1;{Day(2025, 3, 2)};LR0101;0;5;-1.25;30;Planted text of more than eight bytes",
        $"h2;{Day(2025, 4, 30) + 3600};LR0102;1;;160;10;",
        $"h3;{Day(2025, 4, 30)};LR0102;7;999;;999;",
    ];

    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(0, false, "UTF-8")]
    [InlineData(1, false, "UTF-8")]
    [InlineData(2, false, "windows-1252")]
    [InlineData(1, true, "windows-1252")]
    public void Whole_coded_and_deflated_files_in_either_byte_order_give_the_same_records(int compression, bool isBigEndian, string encoding)
    {
        var (file, rows) = folder.Read(Survey(), SpssFile.Of(compression, Columns, Rows, isBigEndian, encoding), "survey.sav");
        Assert.Equal("WFP survey, SPSS", file.Dialect);
        Assert.Equal(["name"], file.UnmappedColumns);
        Assert.Equal(
            ["1 2025-03-01 LR0101 female 5 -1.25 em.begged:used", "2 2025-04-01 LR0102 male  160 em.begged:no_need", "3 2025-04-01 LR0102    "],
            rows.Select(row => FormattableString.Invariant($"{row.Row} {row.PeriodStart:yyyy-MM-dd} {row.AreaCode} {Value(row, "sex")} {Value(row, "size")} {Value(row, "score")} {Value(row, "coping")}")));
        Assert.Equal("coping 1, sex 1, size 1", string.Join(", ", file.Emptied.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.Equal(Keys.Record("source", "h1"), rows[0].Key);
    }

    [Theory]
    [InlineData("V0=0")]
    [InlineData("V0=40000")]
    public void A_text_without_a_width_that_a_text_can_have_is_damage_and_ends_the_reading(string veryLong) => Assert.Equal(
        "survey.sav: cannot be read (InvalidDataException). It may be cut off, locked with a password or not what its name says; ask the provider to export it again.",
        Assert.Throws<SourceDataException>(() => folder.Read(Survey(), SpssFile.Of(1, Columns, Rows, veryLong: veryLong), "survey.sav")).Message);

    [Fact]
    public void Labels_of_values_are_read_of_a_wide_table_too()
    {
        var source = Source(
            record: new() { Id = ["id"] }, fields: new() { ["sex"] = new() { Column = "head", Codes = new() { ["Féminin"] = "female" } }, ["size"] = new() { Column = "number" } },
            unpivot: new() { Value = "number", Columns = new() { ["girls"] = new() { ["kind"] = "girls" }, ["boys"] = new() { ["kind"] = "boys" } } });
        var rows = folder.Read(source, SpssFile.Of(1, "id:A12,month:A12,place:A6,head:F:0=Féminin 1=Masculin,girls:F,boys:F", ["h1;2025-03-01;LR0101;0;2;3"]), "survey.sav").Rows;
        Assert.Equal(["female 2", "female 3"], rows.Select(row => $"{Value(row, "sex")} {Value(row, "size")}"));
    }

    /// <summary>The same three households, written by PSPP 1.6.2 and by ReadStat (haven 2.5.1): with labels, a missing value that the file declares, a long name and a text of 300 letters.</summary>
    [Theory]
    [InlineData("pspp-plain.sav")]
    [InlineData("pspp-coded.sav")]
    [InlineData("pspp-deflated.zsav")]
    [InlineData("pspp-windows-1252.sav")]
    [InlineData("haven-plain.sav")]
    [InlineData("haven-coded.sav")]
    [InlineData("haven-deflated.zsav")]
    public void Files_that_others_wrote_are_read(string name)
    {
        var (file, rows) = folder.Read(Survey(), ExportFolder.Foreign(name), name);
        Assert.Equal("WFP survey, SPSS", file.Dialect);
        Assert.Equal(["a_rather_long_variable_name_of_a_question", "name"], file.UnmappedColumns);
        Assert.Equal(
            ["1 2025-03-01 LR0101 female 5 -1.25 em.begged:used", "2 2025-04-01 LR0102 male  160 em.begged:no_need", "3 2025-04-01 LR0102    "],
            rows.Select(row => FormattableString.Invariant($"{row.Row} {row.PeriodStart:yyyy-MM-dd} {row.AreaCode} {Value(row, "sex")} {Value(row, "size")} {Value(row, "score")} {Value(row, "coping")}")));
        Assert.Equal("coping 1, sex 1, size 1", string.Join(", ", file.Emptied.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.Equal(Keys.Record("source", "h1"), rows[0].Key);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_file_that_is_cut_off_is_said_without_its_words(int compression)
    {
        var bytes = SpssFile.Of(compression, Columns, Rows);
        foreach (var length in new[] { 3, 100, 200, 700, bytes.Length - 30, bytes.Length - 3 })
        {
            var failure = Record.Exception(() => folder.Read(Survey(), bytes[..length], "survey.sav"));
            Assert.IsType<SourceDataException>(failure);
            Assert.DoesNotContain("Planted", failure.Message, StringComparison.Ordinal);
        }
    }

    private static double Day(int year, int month, int day) => (new DateTime(year, month, day) - new DateTime(1582, 10, 14)).TotalSeconds;

    /// <summary>Sex is mapped by its label, coping by its codes.</summary>
    private static SourceDefinition Survey() => Source("wfp", record: new() { Id = ["id"] }, period: new() { Column = "SvyDate" }, area: new() { Column = "ADMIN2Code" }, fields: new()
    {
        ["sex"] = new() { Column = "HHHSex", Codes = new() { ["Féminin"] = "female", ["Masculin"] = "male" } },
        ["size"] = new() { Column = "HHSize" },
        ["score"] = new() { Column = "score" },
        ["coping"] = new() { Items = new() { ["Lcs_em_Begged"] = "em.begged" }, Codes = new() { ["10"] = "no_need", ["30"] = "used" } },
    });
}
