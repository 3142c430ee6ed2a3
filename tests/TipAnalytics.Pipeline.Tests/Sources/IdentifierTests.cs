using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>Identifiers in columns that a source maps. All are invented.</summary>
public sealed class IdentifierTests : IDisposable
{
    private const string Header = "id,month,place,sex,reasons,lcs,size,org,site,unit\n";
    private const string Good = ",2025-03-01,LR01,female,work,used,4,Aid,North,c1\n";
    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("x,2025-03-01,LR01,0700 000 000,work,used,4,Aid,North,c1", "sex", "telephone number")]
    [InlineData("x,2025-03-01,LR01,female,work ask amina@example.org,used,4,Aid,North,c1", "reasons", "e-mail address")]
    [InlineData("x,2025-03-01,LR01,female,work,AB1234567,4,Aid,North,c1", "lcs", "identity document")]
    [InlineData("x,2025-03-01,LR01,female,work,used,254700000000,Aid,North,c1", "size", "number as long as those of documents, accounts and telephones")]
    [InlineData("x,2025-03-01,9.0820 8.6753,female,work,used,4,Aid,North,c1", "place", "position")]
    [InlineData("x,2025-03-01,LR01,female,work,used,4,Mme Awa Exemple,North,c1", "org", "name of a person")]
    [InlineData("x,2025-03-01,LR01,female,work,used,4,Aid,+254 700 000 000,c1", "site", "telephone number")]
    [InlineData("x,2025-03-01,LR01,female,work,used,4,Aid,North,0700000000", "unit", "telephone number")]
    public void Among_the_first_rows_one_refuses_the_file_and_later_its_row(string hit, string column, string kind)
    {
        var early = Rows(100).Append(hit + "\n");
        var late = Rows(IdentifierWatch.FirstRows).Append(hit + "\n").Concat(Rows(3));
        Assert.Equal(
            $"export.csv: not taken. Row 102, column \"{column}\": what stands there looks like an identifier ({kind}; value not shown). Take the column out of sources/source.yaml, or have it corrected or removed in the export.",
            Assert.Throws<SourceDataException>(() => folder.Read(Everything(), Header + string.Concat(early))).Message);
        var (_, rows) = folder.Read(Everything(), Header + string.Concat(late));
        var ended = Assert.Single(rows, row => row.Ended is not null);
        Assert.Equal((202, "identifier_found", column), (ended.Row, ended.Rule, ended.Column));
        Assert.Empty(ended.Key);
        Assert.Empty(ended.Values);
    }

    [Fact]
    public void Met_again_it_ends_its_row_again()
    {
        var (_, rows) = folder.Read(Everything(), Header + string.Concat(Rows(200).Append("x,2025-03-01,LR01,female,work,used,4,Aid,0700000000,c\n").Append("y,2025-03-01,LR01,female,work,used,4,Aid,0700000000,c\n")));
        Assert.Equal(["identifier_found", "identifier_found"], rows.Skip(200).Select(row => row.Rule));
    }

    [Theory]
    [InlineData("a plain story of row {0}", 11)]
    [InlineData("Example{0}", 41)]
    public void A_column_of_free_text_or_names_refuses_the_file(string text, int different)
    {
        var rows = Enumerable.Range(0, 60).Select(i => $"{i},2025-03-01,LR01,{string.Format(CultureInfo.InvariantCulture, text, i)},work,used,4,Aid,North,c1\n");
        Assert.Equal(
            $"export.csv: not taken. Column \"sex\" holds free text, names or numbers instead of the answers of a list: among the first rows there are {different} different values that neither the mapping nor the code list knows (not shown). Give the labels under \"codes\" in sources/source.yaml, or take the column out of it.",
            Assert.Throws<SourceDataException>(() => folder.Read(Everything(), Header + string.Concat(rows))).Message);
    }

    [Fact]
    public void A_column_of_organisations_that_never_repeat_refuses_the_file_and_one_of_reporting_points_does_not()
    {
        var rows = Enumerable.Range(0, 200).Select(i => $"{i},2025-03-01,LR01,female,work,used,4,Aid {(i < 20 ? 0 : i)},Point {i},c{i}\n").ToList();
        Assert.Equal(
            "export.csv: not taken. Column \"org\" has another value in nearly every row: it names persons or records instead of organisations or strata. Take it out of sources/source.yaml.",
            Assert.Throws<SourceDataException>(() => folder.Read(Everything(), Header + string.Concat(rows.Skip(15)))).Message);
        Assert.Equal(200, folder.Read(Everything(), Header + string.Concat(rows)).Rows.Count);
    }

    [Fact]
    public void A_value_that_the_list_knows_is_never_looked_at() =>
        Assert.Equal("female", Value(folder.Row(
            Source(fields: new() { ["sex"] = new() { Column = "sex", Codes = new() { ["0700000000"] = "female" } } }), "id,month,place,sex\n1,2025-03-01,LR01,0700000000\n"), "sex"));

    [Theory]
    [InlineData("254700000000", "5", "weight")]
    [InlineData("1.5", "254700000000", "changed")]
    [InlineData("1.5", "5", null)]
    public void A_number_as_long_as_that_of_a_telephone_is_neither_a_weight_nor_a_version(string weight, string version, string? column)
    {
        var text = $"id,month,place,weight,changed\n1,2025-03-01,LR01,{weight},{version}\n";
        var source = Source(record: new() { Id = ["id"], Version = "changed" }, weight: "weight");
        if (column is null)
            Assert.Equal("00000000000000000005", folder.Row(source, text).Version);
        else
            Assert.StartsWith($"export.csv: not taken. Row 2, column \"{column}\": what stands there looks like an identifier", Assert.Throws<SourceDataException>(() => folder.Read(source, text)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_without_consent_leaves_no_such_number_behind_as_its_version() => Assert.Equal("", folder.Read(
        Source(record: new() { Id = ["id"], Version = "changed", Consent = new() { Column = "consent", Values = ["yes"] } }),
        "id,month,place,consent,changed\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i},2025-03-01,LR01,yes,{i}\n")) + "x,2025-03-01,LR01,no,254700000000\n").Rows[^1].Version);

    [Theory]
    [InlineData("phone/value", "groups before")]
    [InlineData("phone_number", "another separator")]
    public void A_column_that_is_not_called_as_the_mapping_names_it_may_not_be_called_like_an_identifier(string header, string mapped)
    {
        var source = Source(fields: new() { ["size"] = new() { Column = mapped == "groups before" ? "value" : "phone/number" } });
        Assert.StartsWith(
            $"export.csv: not taken. what sources/source.yaml calls \"{(mapped == "groups before" ? "value" : "phone/number")}\" is \"{header}\" in the file, which reads as {(mapped == "groups before" ? "phone" : "phone_number")} (telephone number)",
            Assert.Throws<SourceDataException>(() => folder.Read(source, $"id,month,place,{header}\n1,2025-03-01,LR01,4\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_identifies_the_record_may_be_called_like_an_identifier() =>
        Assert.Single(folder.Read(Source(record: new() { Id = ["phone/number"] }), "phone_number,month,place\n1,2025-03-01,LR01\n").Rows);

    private static IEnumerable<string> Rows(int count) => Enumerable.Range(0, count).Select(i => $"{i}{Good}");

    private static SourceDefinition Everything() => Source(
        organisation: new() { Column = "org" }, point: new() { Column = "site" }, cluster: "unit",
        fields: new()
        {
            ["sex"] = new() { Column = "sex" }, ["reasons"] = new() { Column = "reasons" }, ["coping"] = new() { Items = new() { ["lcs"] = "em.begged" } }, ["size"] = new() { Column = "size" },
        });
}
