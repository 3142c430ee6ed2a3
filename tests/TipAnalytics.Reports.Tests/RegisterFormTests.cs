using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports.Forms;
using S = DocumentFormat.OpenXml.Spreadsheet;

namespace TipAnalytics.Reports.Tests;

/// <summary>The context register as a document and a workbook that people fill in, and back.</summary>
public sealed class RegisterFormTests : IDisposable
{
    private static readonly Dictionary<string, string> Filled = new()
    {
        ["geo"] = "LR02", ["answer"] = "partly", ["detail"] = "Two ministries: labour, and social affairs", ["as_of"] = "2026-07-10", ["source_class"] = "expert_interview", ["source_ref"] = "Round table of July 2026",
        ["confidence"] = "medium", ["sensitivity"] = "internal", ["review_due"] = "2027-01-31", ["entered_by_role"] = "Legal adviser",
    };

    private readonly string root = Directory.CreateTempSubdirectory("register-").FullName;

    public RegisterFormTests()
    {
        var shipped = Path.Combine(CatalogueFolder.Default, "operations", "lake-region");
        foreach (var file in Directory.EnumerateFiles(shipped, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(Folder, Path.GetRelativePath(shipped, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private string Folder => Path.Combine(root, "operation");

    private RunOptions Options => new(Folder) { Clock = new Noon(new(2026, 8, 15)) };

    private string Register => Path.Combine(Folder, "context-analysis.yaml");

    public void Dispose() => Directory.Delete(root, true);

    [Theory]
    [InlineData(".docx", "en")]
    [InlineData(".docx", "ar")]
    [InlineData(".xlsx", "en")]
    [InlineData(".xlsx", "ar")]
    public void What_is_filled_in_comes_back_into_the_register_once_and_the_rest_stays_as_it_is(string type, string language)
    {
        var before = File.ReadAllText(Register);
        var file = Form(type, language);
        Fill(file, "QH5", Filled);

        var read = RegisterDesk.Read(Options, RegisterFormFile.Read(file));

        var added = Assert.Single(read.Added);
        Assert.Equal(("QH5", "LR02"), (added.Question, added.Geo));
        Assert.Empty(read.Changed);
        var after = File.ReadAllText(Register);
        Assert.Equal(before, after.Replace("""
              - question: QH5
                answer: partly
                detail: "Two ministries: labour, and social affairs"
                geo: LR02
                as_of: 2026-07-10
                source_class: expert_interview
                source_ref: Round table of July 2026
                confidence: medium
                sensitivity: internal
                review_due: 2027-01-31
                entered_by_role: Legal adviser

            """.ReplaceLineEndings("\n"), "", StringComparison.Ordinal));
        Assert.NotEqual(before, after);

        var again = RegisterDesk.Read(Options, RegisterFormFile.Read(file));
        Assert.Empty(again.Added.Concat(again.Changed));
        Assert.Equal(after, File.ReadAllText(Register));
    }

    [Theory]
    [InlineData(".docx")]
    [InlineData(".xlsx")]
    public void Restricted_answers_are_not_printed_and_stay_when_their_entry_is_left_empty(string type)
    {
        var before = File.ReadAllText(Register);
        var file = Form(type, "en");
        using (var package = ZipFile.OpenRead(file))
        {
            foreach (var part in package.Entries)
            {
                using var reader = new StreamReader(part.Open());
                var text = reader.ReadToEnd();
                Assert.DoesNotContain("local brokers", text, StringComparison.Ordinal);
                Assert.DoesNotContain("round table of case workers", text, StringComparison.Ordinal);
            }
        }

        var read = RegisterDesk.Read(Options, RegisterFormFile.Read(file));

        Assert.Empty(read.Added.Concat(read.Changed));
        Assert.True(read.Unchanged > 40, $"{read.Unchanged}");
        Assert.True(read.Empty >= 7, $"{read.Empty}");
        Assert.Equal(before, File.ReadAllText(Register));
    }

    [Theory]
    [InlineData(".docx", "table")]
    [InlineData(".xlsx", "sheet \"register\", row")]
    public void Wrong_entries_are_all_named_with_their_place_and_nothing_is_written(string type, string place)
    {
        var before = File.ReadAllText(Register);
        var file = Form(type, "en");
        Fill(file, "QH5", new(Filled) { ["geo"] = "LR99", ["as_of"] = "10/07/2026", ["detail"] = "The number of trafficking victims rose" });
        Fill(file, "QB2", new(Filled) { ["answer"] = "Perhaps so", ["detail"] = "A phrase of its own: trafficking cases rose", ["sensitivity"] = "restricted", ["source_ref"] = "" });

        var fault = Assert.Throws<DefinitionException>(() => RegisterDesk.Read(Options, RegisterFormFile.Read(file))).Message;

        Assert.Contains(place, fault, StringComparison.Ordinal);
        Assert.Contains("QH5, geo: \"LR99\" is no P-code of the boundaries.", fault, StringComparison.Ordinal);
        Assert.Contains("QH5, as_of: is not a date of the form yyyy-MM-dd", fault, StringComparison.Ordinal);
        Assert.Contains("QH5, detail: \"detail\" reads as", fault, StringComparison.Ordinal);
        Assert.Contains("QB2, source_ref: is empty", fault, StringComparison.Ordinal);
        Assert.Contains("QB2, answer: cannot stand so", fault, StringComparison.Ordinal);
        Assert.Contains("QB2, detail: cannot stand so", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("Perhaps so", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("of its own", fault, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Register));
    }

    [Fact]
    public void A_sensitive_question_is_answered_for_an_admin_1_and_restricted()
    {
        var file = Form(".docx", "en");
        Fill(file, "QB2", new(Filled) { ["geo"] = "LR0201", ["sensitivity"] = "internal" });
        var fault = Assert.Throws<DefinitionException>(() => RegisterDesk.Read(Options, RegisterFormFile.Read(file))).Message;
        Assert.Contains("QB2, geo: QB2 is sensitive: answer it for the country or an admin 1", fault, StringComparison.Ordinal);
        Assert.Contains("QB2, sensitivity: QB2 is sensitive: set sensitivity: restricted", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copied_table_answers_for_another_place_and_a_second_one_for_the_same_place_is_refused()
    {
        var file = Form(".docx", "en");
        Copy(file, "QE1", new() { ["geo"] = "LR03", ["answer"] = "no" });
        var read = RegisterDesk.Read(Options, RegisterFormFile.Read(file));
        Assert.Equal(("QE1", "LR03"), (Assert.Single(read.Added).Question, read.Added[0].Geo));

        Copy(file, "QE1", new() { ["answer"] = "partly" });
        Assert.Contains("is filled in for the same place in", Assert.Throws<DefinitionException>(() => RegisterDesk.Read(Options, RegisterFormFile.Read(file))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public void A_document_whose_editor_dropped_the_tags_is_read_by_its_labels(string language)
    {
        var file = Form(".docx", language);
        Fill(file, "QH5", Filled);
        using (var document = WordprocessingDocument.Open(file, true))
        {
            foreach (var tag in document.MainDocumentPart!.Document!.Body!.Descendants<Tag>().ToList())
                tag.Remove();
        }

        var read = RegisterDesk.Read(Options, RegisterFormFile.Read(file));
        Assert.Equal(Filled.Keys.Except(["geo"]).Order(StringComparer.Ordinal), Assert.Single(read.Added).Fields.Order(StringComparer.Ordinal));
        Assert.Empty(read.Changed);
    }

    [Fact]
    public void A_changed_entry_is_said_by_its_fields()
    {
        var file = Form(".xlsx", "fr");
        Fill(file, "QH1", new() { ["answer"] = "Non", ["detail"] = "The plan has ended" });
        var changed = Assert.Single(RegisterDesk.Read(Options, RegisterFormFile.Read(file)).Changed);
        Assert.Equal(["answer", "detail"], changed.Fields);
        Assert.Contains("The plan has ended", File.ReadAllText(Register), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public void Both_files_keep_to_the_schema_of_their_format(string language)
    {
        using var document = WordprocessingDocument.Open(Form(".docx", language), false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document).Select(error => $"{error.Path?.XPath}: {error.Description}"));
        using var book = SpreadsheetDocument.Open(Form(".xlsx", language), false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2019).Validate(book).Select(error => $"{error.Path?.XPath}: {error.Description}"));
    }

    [Theory]
    [InlineData(".docx")]
    [InlineData(".xlsx")]
    public void A_file_that_is_no_form_is_refused_in_our_own_words(string type)
    {
        var file = Path.Combine(root, $"other{type}");
        File.WriteAllText(file, "Amina, 0791234567");
        var message = Assert.Throws<SourceDataException>(() => RegisterFormFile.Read(file)).Message;
        Assert.StartsWith($"other{type}: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Amina", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".docx", ".xlsx", "is a Word document, whatever its name ends with. Let its name end with .docx, and read it again.")]
    [InlineData(".xlsx", ".docx", "is a workbook, whatever its name ends with. Let its name end with .xlsx, and read it again.")]
    public void A_file_under_the_ending_of_the_other_type_is_said_to_be_so(string type, string ending, string told)
    {
        var file = Path.ChangeExtension(Form(type, "en"), $".renamed{ending}");
        File.Move(Directory.GetFiles(root, $"form-*{type}").Single(), file);
        Assert.Equal($"{Path.GetFileName(file)}: {told}", Assert.Throws<SourceDataException>(() => RegisterFormFile.Read(file)).Message);
    }

    [Theory]
    [InlineData("جزئيا")]
    [InlineData("جزئيًا")]
    [InlineData("جزئياً")]
    public void A_choice_is_read_without_regard_to_marks_that_are_often_left_out(string written)
    {
        var file = Form(".xlsx", "ar");
        Fill(file, "QH5", new(Filled) { ["answer"] = written });
        Assert.Equal("QH5", Assert.Single(RegisterDesk.Read(Options, RegisterFormFile.Read(file)).Added).Question);
        Assert.Contains("question: QH5\n    answer: partly", File.ReadAllText(Register).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-08-16", true)]
    [InlineData("2026-08-17", false)]
    public void Nothing_is_known_as_of_a_day_that_has_not_begun_anywhere(string day, bool isTaken)
    {
        var file = Form(".xlsx", "en");
        Fill(file, "QH5", new(Filled) { ["as_of"] = day });
        if (isTaken)
            Assert.Single(RegisterDesk.Read(Options, RegisterFormFile.Read(file)).Added);
        else
            Assert.Contains("QH5, as_of: has not come yet; give the day as of which this was known", Assert.Throws<DefinitionException>(() => RegisterDesk.Read(Options, RegisterFormFile.Read(file))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("victims_of_trafficking_count.xlsx", false)]
    [InlineData("Nombre de victimes de traite.docx", false)]
    [InlineData("context-analysis-2026.xlsx", true)]
    public void The_file_of_a_form_is_not_called_like_a_count(string name, bool may) => Assert.Equal(may, RegisterDesk.RefusedName($"somewhere/{name}") is null);

    [Fact]
    public void A_single_case_and_a_name_are_refused_in_every_answer_without_being_repeated()
    {
        var file = Form(".xlsx", "en");
        Fill(file, "QB2", new(Filled) { ["geo"] = "LR", ["sensitivity"] = "restricted", ["detail"] = "A 14-year-old girl was taken from block C on 3 March by her uncle", ["source_ref"] = "Interview with Mr Hamid" });
        var told = Assert.Throws<DefinitionException>(() => RegisterDesk.Read(Options, RegisterFormFile.Read(file))).Message;
        Assert.Contains("QB2, detail: ", told, StringComparison.Ordinal);
        Assert.Contains("QB2, source_ref: ", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Hamid", told, StringComparison.Ordinal);
        Assert.DoesNotContain("block C", told, StringComparison.Ordinal);
    }

    /// <summary>Noon of one day.</summary>
    private sealed class Noon(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day, new(12, 0), TimeSpan.Zero);
    }

    private string Form(string type, string language)
    {
        var file = Path.Combine(root, $"form-{language}-{Guid.NewGuid():n}{type}");
        File.WriteAllBytes(file, RegisterFormFile.Write(RegisterDesk.Form(new(Folder), language), type));
        return file;
    }

    private static void Fill(string file, string question, Dictionary<string, string> values)
    {
        if (file.EndsWith(".docx", StringComparison.Ordinal))
        {
            using var document = WordprocessingDocument.Open(file, true);
            Set(Entry(document, question), values);
            return;
        }

        using var book = SpreadsheetDocument.Open(file, true);
        var rows = book.WorkbookPart!.WorksheetParts.Select(part => part.Worksheet!.GetFirstChild<S.SheetData>()!.Elements<S.Row>().ToList()).First(rows => rows.Count > 10);
        var tags = rows[1].Elements<S.Cell>().Select(cell => cell.InnerText).ToList();
        var cells = rows.First(row => row.Elements<S.Cell>().First().InnerText == question).Elements<S.Cell>().ToList();
        foreach (var (tag, value) in values)
        {
            var cell = cells[tags.IndexOf(tag)];
            cell.RemoveAllChildren();
            (cell.DataType, cell.StyleIndex) = (S.CellValues.InlineString, 0);
            cell.Append(new S.InlineString(new S.Text(value)));
        }
    }

    private static void Copy(string file, string question, Dictionary<string, string> values)
    {
        using var document = WordprocessingDocument.Open(file, true);
        var table = Entry(document, question);
        var copy = (Table)table.CloneNode(true);
        table.InsertAfterSelf(copy);
        Set(copy, values);
    }

    private static Table Entry(WordprocessingDocument document, string question) => document.MainDocumentPart!.Document!.Body!.Descendants<Table>()
        .First(table => table.Descendants<SdtRun>().Any(control => control.SdtProperties!.GetFirstChild<Tag>()!.Val == "question" && control.InnerText.Contains(question, StringComparison.Ordinal)));

    private static void Set(Table table, Dictionary<string, string> values)
    {
        foreach (var (tag, value) in values)
        {
            var control = table.Descendants<SdtRun>().First(control => control.SdtProperties!.GetFirstChild<Tag>()!.Val == tag);
            control.SdtProperties!.RemoveAllChildren<ShowingPlaceholder>();
            control.SdtContentRun!.RemoveAllChildren();
            control.SdtContentRun.Append(new Run(new Text(value)));
        }
    }
}
