using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Tests.RealData;
using TipAnalytics.Pipeline.Tests.SampleData;
using Xunit.Abstractions;

namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>All numbers and names are invented.</summary>
public class IdentifierValueTests(ITestOutputHelper output)
{
    private const string Number = "number as long as those of documents, accounts and telephones";

    /// <summary>Kind | text; after a tilde those that no pattern can tell from harmless text, and that column names and other tests have to catch.</summary>
    private const string Table = """
        e-mail address | amina.example@example.org
        e-mail address | write to оксана@приклад.укр please
        telephone number | +380 44 999 99 99
        telephone number | +254700000000
        telephone number | 00964 750 000 0000
        telephone number | 0700 000 000
        telephone number | 0700000000
        telephone number | (044) 999-99-99
        telephone number | tel 06 99 99 99 99
        telephone number | call my aunt on 0999-999-999 after noon
        telephone number | ٠٧٩٠٠٠٠٠٠٠٠
        telephone number | +٩٦٤ ٧٥٠ ٠٠٠ ٠٠٠٠
        telephone number | ۰۷۰۰ ۰۰۰ ۰۰۰
        telephone number | https://wa.me/254700000000
        number | 254700000000
        number | 700 000 000
        number | 199901019999
        number | 2.547E+11
        number | 7.0E08
        position | 9.0820 8.6753 0 0
        position | 50.45012, 30.52340
        position | -1.2921,36.8219
        position | 33° 30' N 36° 17' E
        position | POINT (36.2765 33.5138)
        position | 6GCRMQPX+9G
        position | 33.513807
        bank account | UA693223130000026007233566010
        bank account | FR14 2004 1010 0505 0001 3M02 606
        bank account | iban ES91 2100 0418 4502 0005 1332 thanks
        bank card | 4000 0099 9999 9991
        identity document | 61101-9999999-9
        identity document | 1399-0199-99999
        identity document | 999-12C99999
        identity document | 219-99-9999
        identity document | XEXX010101MNEXXXA4
        identity document | 99999990S
        identity document | X9999990G
        identity document | 2 99 01 99 000 999 26
        identity document | АА 999999
        identity document | 19990101-99999
        identity document | AB1234567
        identity document | P 9999999
        device or network id | 0d3f7c1e-8a52-4c1b-9d77-1f2a3b4c5d6e
        device or network id | collect:Zx81kQ77Lm2pT9aB
        device or network id | 00:1A:2B:3C:4D:5E
        device or network id | 9774d56d682e549c
        device or network id | 192.0.2.17
        picture, recording or signature | 1699999999999.jpg
        picture, recording or signature | interview_3.m4a
        name of a person | Mme Awa Exemple
        name of a person | Mr. John Example
        name of a person | السيدة مثال مثال
        name of a person | пані Оксана
        account on a social network | @amina_example
        account on a social network | facebook.com/amina.example
        ~ | Amina Example
        ~ | 7000000
        ~ | the third house behind the mill
        """;

    [Fact]
    public void Every_pattern_that_the_program_ships_is_a_regular_expression()
    {
        using var file = new StreamReader(typeof(IdentifierValues).Assembly.GetManifestResourceStream(IdentifierValues.FileName)!);
        var faults = new DefinitionFaults();
        IdentifierValues.Parse(file.ReadToEnd(), faults);
        faults.ThrowIfAny();
    }

    [Fact]
    public void Invented_identifiers_are_found_but_for_those_without_a_form_of_their_own()
    {
        var rows = Table.Split('\n').Select(line => line.Split(" | ")).Select(row => (Kind: row[0].Replace("number", row[0] == "number" ? Number : "number", StringComparison.Ordinal), Text: row[1])).ToList();
        var found = rows.Select(row => (row.Kind, row.Text, Found: Identifiers.BuiltIn.Value(row.Text, ValuePlace.Answers))).ToList();
        foreach (var kind in found.GroupBy(row => row.Kind))
            output.WriteLine($"{kind.Key}: {kind.Count(row => row.Found is not null)} of {kind.Count()}");
        output.WriteLine($"recall: {found.Count(row => row.Found is not null)} of {found.Count}");
        Assert.Equal(rows.Select(row => $"{row.Text}: {row.Kind}"), found.Select(row => $"{row.Text}: {row.Found ?? "~"}"));
    }

    [Theory]
    [InlineData("yes", "used", "Other", "no_exhausted", "12", "1.5", "2024-03-01", "01-03-2024 10", "2024-03-01T10:15:00.000+03:00", "10:15", "45717", "9999", "8888", "20240301")]
    [InlineData("Denial of Resources, Opportunities or Services", "12-17", "18 and older", "more than 3 days", "Yes-GBVIMS Org / Agency", "msna_2024 v1.2", "50 000 - 100 000", "+5", "-3.25", "3/4")]
    [InlineData("نعم", "لا ينطبق", "١٢", "так", "не знаю", "ні", "Mst", "Mrs", "missing", "drop", "facade")]
    public void Harmless_answers_are_left_alone(params string[] texts) => Assert.All(texts, text => Assert.Null(Identifiers.BuiltIn.Value(text, ValuePlace.Answers)));

    [Theory]
    [InlineData(ValuePlace.Places, "NG008012", "NG08", "SO110101", "IQ-G01", "110101", "1.0E+05", "05001", "010010001", "Camp 4", "Abu Example", "Block B 12")]
    [InlineData(ValuePlace.Names, "AGA", "Aid Example", "LR01 AGA 2023Q1", "CCCM-0012345", "100245310012", "4000 1199 9999 9992", "0d3f7c1e-8a52-4c1b-9d77-1f2a3b4c5d6e")]
    internal void Codes_of_areas_and_clusters_are_no_documents(ValuePlace place, params string[] texts) => Assert.All(texts, text => Assert.Null(Identifiers.BuiltIn.Value(text, place)));

    [Theory]
    [InlineData(ValuePlace.Places, "9.0820 8.6753", "+254 700 000 000", "amina@example.org")]
    [InlineData(ValuePlace.Names, "0700000000", "Mme Awa Exemple", "FR14 2004 1010 0505 0001 3M02 606", "33.5138;36.2765")]
    internal void Telephones_and_positions_are_found_wherever_they_stand(ValuePlace place, params string[] texts) => Assert.All(texts, text => Assert.NotNull(Identifiers.BuiltIn.Value(text, place)));

    [Fact]
    public void No_value_of_a_mapped_column_of_the_sample_files_is_taken_for_an_identifier()
    {
        var setup = OperationLoader.Load(SampleFiles.Operation, CatalogueFolder.Default, PlaceTables.Read);
        AssertNoHit(setup.Sources.SelectMany(source => Directory.EnumerateFiles(Path.Combine(SampleFiles.Inbox, source.Id)).SelectMany(file => Looks(source, file))), atLeast: 100_000);
    }

    [RealDataFact]
    public void No_value_of_a_mapped_column_of_the_public_files_is_taken_for_an_identifier()
    {
        var setup = OperationLoader.Load(Path.Combine(AppContext.BaseDirectory, "RealData", "operation"), CatalogueFolder.Default, PlaceTables.Read);
        AssertNoHit(setup.Sources.SelectMany(source => Looks(source, Path.Combine(RealDataFactAttribute.Folder!, Files[source.Id]))), atLeast: 5_000);
    }

    private static readonly Dictionary<string, string> Files = new()
    {
        ["wfp-rcsi"] = "wfp/rcsi.csv", ["wfp-lcs-fs"] = "wfp/lcs-fs.csv", ["wfp-fcs"] = "wfp/fcs.csv", ["wfp-eig"] = "wfp/eig.csv",
        ["wfp-perceived-needs"] = "wfp/perceived-needs.csv", ["msna-2024"] = "msna/msna-2024-synthetic.xlsx",
    };

    private static void AssertNoHit(IEnumerable<(string Where, string? Kind)> looks, int atLeast)
    {
        var all = looks.ToList();
        Assert.All(all, look => Assert.Null(look.Kind));
        Assert.InRange(all.Count, atLeast, int.MaxValue);
    }

    /// <summary>At every mapped cell, whether a list knows it or not: what is looked at in earnest is a part of them.</summary>
    private static IEnumerable<(string Where, string? Kind)> Looks(SourceDefinition source, string file)
    {
        var columns = source.Fields.Values.SelectMany(field => field.Columns.Keys.Concat(field.Items.Keys).Append(field.Column)).Select(column => (Name: column, Place: ValuePlace.Answers))
            .Concat(new[] { source.Organisation?.Column, source.ReportingPoint?.Column, source.Stratum, source.Cluster }.Select(column => (Name: column, Place: ValuePlace.Names)))
            .Concat(source.Area.Columns.Append(source.Area.Column).Select(column => (Name: column, Place: ValuePlace.Places)));
        using var container = SourceContainers.Open(file, null);
        using var table = container.OpenData(container.Section(source.Sheet)).Table;
        var names = new ColumnNames(table.Headers);
        var found = columns.Select(column => (Position: names.Find(column.Name ?? ""), column.Place)).Where(column => column.Position is not null).ToList();
        while (table.Read())
        {
            foreach (var (position, place) in table.Broken is not null ? [] : found)
                yield return ($"{Path.GetFileName(file)} row {table.Row} {table.Headers[position!.Value]}", Identifiers.BuiltIn.Value(table.Cell(position.Value).ToString(), place));
        }
    }
}
