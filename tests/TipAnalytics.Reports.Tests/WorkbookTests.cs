using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Reports.Tests.Fixture;
using Workbook = TipAnalytics.Reports.Xlsx.Workbook;

namespace TipAnalytics.Reports.Tests;

public class WorkbookTests
{
    private static readonly byte[] File = Products.Files["hno-pack.xlsx"];

    /// <summary>Texts and numbers of a sheet as they stand in the file.</summary>
    private static List<List<string>> Rows(byte[] file, string sheet)
    {
        using var package = SpreadsheetDocument.Open(new MemoryStream(file), false);
        var book = package.WorkbookPart!;
        var relation = book.Workbook!.Sheets!.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>().Single(one => one.Name == sheet).Id!.Value!;
        return [.. ((WorksheetPart)book.GetPartById(relation)).Worksheet!.Descendants<Row>().Select(row => row.Elements<Cell>().Select(cell => cell.InnerText).ToList())];
    }

    [Fact]
    public void The_workbook_is_valid_and_hides_nothing()
    {
        using var package = SpreadsheetDocument.Open(new MemoryStream(File), false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(package).Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}"));
        var sheets = package.WorkbookPart!.Workbook!.Sheets!.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>().ToList();
        Assert.Equal(["about", "evidence", "findings", "convergence", "indicators", "gaps", "codebook", "caveats"], sheets.Select(sheet => sheet.Name!.Value));
        Assert.All(sheets, sheet => Assert.Null(sheet.State));
        Assert.Null(package.WorkbookPart.Workbook.DefinedNames);
        Assert.Empty(package.WorkbookPart.WorksheetParts.SelectMany(part => part.Worksheet!.Descendants<CellFormula>()));
    }

    [Fact]
    public void The_release_its_period_audience_and_every_caveat_are_inside()
    {
        var about = Rows(File, "about").ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);
        var header = LakeRegion.Content.Header;
        Assert.Equal((header.Id, header.Audience, header.CodeVersion, "2023-01 – 2026-06"), (about["release_id"], about["audience"], about["program_version"], about["period"]));
        Assert.Equal(LakeRegion.Content.StandingCaveats["CAV-0"], about["how_to_read"]);
        Assert.Equal(LakeRegion.Content.StandingCaveats.Keys.Order(StringComparer.Ordinal), Rows(File, "caveats").Skip(1).Select(row => row[0]));
    }

    [Fact]
    public void The_evidence_is_that_of_the_csv_with_a_row_of_tags_under_the_head()
    {
        var rows = Rows(File, "evidence");
        Assert.Equal(Encoding.UTF8.GetString(Products.Files["tables/evidence.csv"]).TrimStart('\uFEFF').Split('\n')[0], string.Join(',', rows[0]));
        Assert.All(rows[1], tag => Assert.StartsWith("#", tag, StringComparison.Ordinal));
        Assert.Equal(rows[1].Count, rows[1].Distinct().Count());
        Assert.Equal(Encoding.UTF8.GetString(Products.Files["tables/evidence.csv"]).TrimEnd('\n').Split('\n').Length + 1, rows.Count);
    }

    [Fact]
    public void A_text_that_looks_like_a_formula_is_a_quoted_text_and_a_number_stays_a_number()
    {
        var file = Workbook.Write("Title", "Subject", "en", isRightToLeft: false, [new("one", ["text", "number", "day", "truth", "empty"], null, [["=1+1", -4, new DateOnly(2026, 3, 1), true, null], ["+1", 0.5m, null, false, ""], ["-x", 1, null, null, null], ["@x", 1, null, null, null], ["plain", 1, null, null, null]])]);
        Assert.Equal([["text", "number", "day", "truth", "empty"], ["=1+1", "-4", "46082", "1", ""], ["+1", "0.5", "", "0", ""], ["-x", "1", "", "", ""], ["@x", "1", "", "", ""], ["plain", "1", "", "", ""]], Rows(file, "one"));
        using var package = SpreadsheetDocument.Open(new MemoryStream(file), false);
        var formats = package.WorkbookPart!.WorkbookStylesPart!.Stylesheet!.CellFormats!.Elements<CellFormat>().ToList();
        var texts = package.WorkbookPart.WorksheetParts.Single().Worksheet!.Descendants<Row>().Skip(1).Select(row => row.Elements<Cell>().First()).ToList();
        Assert.All(texts, cell => Assert.Equal(CellValues.InlineString, cell.DataType!.Value));
        Assert.Equal([true, true, true, true, false], texts.Select(cell => formats[(int)cell.StyleIndex!.Value].QuotePrefix?.Value == true));
    }

    [Fact]
    public void An_arabic_workbook_runs_from_right_to_left_without_marks_of_direction()
    {
        using var package = SpreadsheetDocument.Open(new MemoryStream(Products.Files["hno-pack.ar.xlsx"]), false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Microsoft365).Validate(package).Select(fault => $"{fault.Part?.Uri} {fault.Path?.XPath}: {fault.Description}"));
        Assert.All(package.WorkbookPart!.WorksheetParts, part => Assert.True(part.Worksheet!.Descendants<SheetView>().Single().RightToLeft!.Value));
        Assert.All(package.WorkbookPart.WorksheetParts, part => Assert.DoesNotMatch("[\u2066\u2069]", part.Worksheet!.InnerText));
        using var english = SpreadsheetDocument.Open(new MemoryStream(File), false);
        Assert.All(english.WorkbookPart!.WorksheetParts, part => Assert.Null(part.Worksheet!.Descendants<SheetView>().Single().RightToLeft));
    }

    [Fact]
    public void No_column_holds_people_and_no_cell_counts_or_rates_trafficked_persons()
    {
        foreach (var sheet in new[] { "about", "evidence", "findings", "convergence", "indicators", "gaps", "codebook", "caveats" })
        {
            var rows = Rows(File, sheet);
            Assert.All(rows[0], column => Assert.Null(PrevalenceGuard.Identifier(column)));
            Assert.DoesNotContain(rows[0], column => column is "population" or "in_need" or "targeted" or "count");
            Assert.Empty(rows.SelectMany(row => row).SelectMany(text => PrevalenceGuard.Prose(text).Select(reason => $"{text}: {reason}")));
        }
    }
}
