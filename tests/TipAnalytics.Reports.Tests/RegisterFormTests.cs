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
        Assert.Equal(("answers", "QH5", "LR02"), (added.Section, added.What, added.Geo));
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
        Assert.Equal(("QE1", "LR03"), (Assert.Single(read.Added).What, read.Added[0].Geo));

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
        Assert.Equal("QH5", Assert.Single(RegisterDesk.Read(Options, RegisterFormFile.Read(file)).Added).What);
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
            Assert.Contains("QH5, as_of: \"as_of\" has not come yet; give the day as of which this was known", Assert.Throws<DefinitionException>(() => RegisterDesk.Read(Options, RegisterFormFile.Read(file))).Message, StringComparison.Ordinal);
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

    [Theory]
    [InlineData(".docx", "en")]
    [InlineData(".docx", "ar")]
    [InlineData(".xlsx", "en")]
    [InlineData(".xlsx", "ar")]
    public void Scores_events_and_statements_that_are_filled_in_come_back_once_and_the_rest_stays_as_it_is(string type, string language)
    {
        File.AppendAllText(Register, Events);
        var before = File.ReadAllText(Register);
        var file = Form(type, language);
        FillNew(file, "score", Score);
        FillNew(file, "title", Event);
        FillNew(file, "text", Statement);

        var read = RegisterDesk.Read(Options, RegisterFormFile.Read(file));

        Assert.Equal(["scores CX-05 2026-Q3 LR01", "events 2026-03-01 LR02", "statements 2026-07-01 "], read.Added.Select(added => $"{added.Section} {added.What} {added.Geo}"));
        Assert.Empty(read.Changed);
        var after = File.ReadAllText(Register);
        Assert.Equal(before, after.Replace("""
              - indicator: CX-05
                area: LR01
                period: 2026-Q3
                score: 2
                source_ref: Legal aid network
                reason: Courts closed since July

            """.ReplaceLineEndings("\n"), "", StringComparison.Ordinal).Replace("""
              - date: 2026-03-01
                geo: LR02
                kind: access
                title: Crossing opened again
                source: Access working group

            """.ReplaceLineEndings("\n"), "", StringComparison.Ordinal).Replace("""
            statements:
              - text: Offers of work were described as the way in
                approved_by: Protection Cluster coordinator
                on: 2026-07-01
                reference: Minutes of July 2026
                audiences: [cluster, hct]

            """.ReplaceLineEndings("\n"), "", StringComparison.Ordinal));

        var again = RegisterDesk.Read(Options, RegisterFormFile.Read(file));
        Assert.Empty(again.Added.Concat(again.Changed));
        Assert.Equal(after, File.ReadAllText(Register));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ar")]
    public void A_workbook_read_into_a_register_without_answers_and_scores_brings_them_back_but_for_what_is_not_printed(string language)
    {
        File.AppendAllText(Register, Events);
        var before = OperationRun.Load(Options, OperationFolder.At(Folder)).Context;
        var file = Form(".xlsx", language);
        File.WriteAllText(Register, $"answers: []\nscores: []\n{Events}");

        var read = RegisterDesk.Read(Options, RegisterFormFile.Read(file));

        var after = OperationRun.Load(Options, OperationFolder.At(Folder)).Context;
        foreach (var kind in RegisterKind.All)
        {
            var printed = RegisterRecords.Of(kind, before).Where(fields => !fields.Contains(("sensitivity", "restricted"))).Select(fields => string.Join('|', fields)).Order(StringComparer.Ordinal);
            Assert.Equal(printed, RegisterRecords.Of(kind, after).Select(fields => string.Join('|', fields)).Order(StringComparer.Ordinal));
        }

        Assert.True(after.Scores.Exists(score => score.Score is null));
        Assert.True(read.Added.Count > 280, $"{read.Added.Count}");
    }

    [Theory]
    [InlineData(".docx")]
    [InlineData(".xlsx")]
    public void An_event_is_found_by_its_mark_and_corrected_where_it_stands(string type)
    {
        File.AppendAllText(Register, Events);
        var file = Form(type, "en");
        Fill(file, "title", new() { ["title"] = "Southern road closed to trucks", ["date"] = "2025-06-02" }, "Southern road closed");

        var changed = Assert.Single(RegisterDesk.Read(Options, RegisterFormFile.Read(file)).Changed);

        Assert.Equal(["date", "title"], changed.Fields);
        var events = OperationRun.Load(Options, OperationFolder.At(Folder)).Context.Events;
        Assert.Equal(["Southern road closed to trucks", "New labour code in force"], events.Select(item => item.Title));
        Assert.Empty(RegisterDesk.Read(Options, RegisterFormFile.Read(file)).Changed);
    }

    [Fact]
    public void An_event_that_was_changed_in_the_file_since_the_form_was_written_is_not_changed_by_the_form()
    {
        File.AppendAllText(Register, Events);
        var file = Form(".xlsx", "en");
        Fill(file, "title", new() { ["title"] = "Southern road closed to trucks" }, "Southern road closed");
        File.WriteAllText(Register, File.ReadAllText(Register).Replace("Southern road closed", "Southern road closed at night", StringComparison.Ordinal));
        var told = Assert.Throws<DefinitionException>(() => RegisterDesk.Read(Options, RegisterFormFile.Read(file))).Message;
        Assert.Contains("sheet \"Events\", row 3, mark: is that of no entry of the register: it reads otherwise there by now. Write the form anew, or leave the mark empty for a new entry", told, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_of_the_form_that_nobody_touched_is_not_put_back_where_the_file_says_otherwise_by_now()
    {
        File.AppendAllText(Register, Events);
        var file = Form(".xlsx", "en");
        File.WriteAllText(Register, File.ReadAllText(Register).Replace("Southern road closed", "Southern road closed at night", StringComparison.Ordinal));
        var read = RegisterDesk.Read(Options, RegisterFormFile.Read(file));
        Assert.Empty(read.Added.Concat(read.Changed));
    }

    [Theory]
    [InlineData(".docx", "row")]
    [InlineData(".xlsx", "sheet \"Scores\", row")]
    public void Wrong_scores_events_and_statements_are_named_with_their_place_and_no_words_of_theirs(string type, string place)
    {
        File.AppendAllText(Register, Events);
        var before = File.ReadAllText(Register);
        var file = Form(type, "en");
        FillNew(file, "score", new(Score) { ["period"] = "2026/3", ["score"] = "3", ["source_ref"] = "", ["reason"] = "A 14-year-old girl was taken by her uncle" });
        FillNew(file, "title", new(Event) { ["geo"] = "Amina Hamid", ["title"] = "Commander Hamid closed the crossing", ["source"] = "Mr Hamid" });
        FillNew(file, "text", new(Statement) { ["text"] = "Three women were sold in block 7", ["approved_by"] = "Dr Hamid", ["audience_hct"] = "perhaps", ["audience_cluster"] = "" });

        var told = Assert.Throws<DefinitionException>(() => RegisterDesk.Read(Options, RegisterFormFile.Read(file))).Message;

        Assert.Contains(place, told, StringComparison.Ordinal);
        Assert.Contains("CX-05, period: the value (not shown) is not a quarter of the form 2025-Q1", told, StringComparison.Ordinal);
        Assert.Contains("CX-05, score: \"score\" has to be 0 (none known), 1 (some), 2 (strong) or empty (unknown)", told, StringComparison.Ordinal);
        Assert.Contains("CX-05, source_ref: is empty", told, StringComparison.Ordinal);
        Assert.Contains("CX-05, reason: \"reason\" tells of a single case", told, StringComparison.Ordinal);
        Assert.Contains(", geo: the value (not shown) is no P-code of the boundaries.", told, StringComparison.Ordinal);
        Assert.Contains(", title: \"title\" holds what reads like an identifier", told, StringComparison.Ordinal);
        Assert.Contains(", source: \"source\" holds what reads like an identifier", told, StringComparison.Ordinal);
        Assert.Contains(", text: a statement from verified cases is words alone: no digits", told, StringComparison.Ordinal);
        Assert.Contains(", approved_by: \"approved_by\" holds what reads like an identifier", told, StringComparison.Ordinal);
        Assert.Contains(", audience_hct: is none of yes, no", told, StringComparison.Ordinal);
        Assert.Contains(", audiences: is «yes» for no class of readers", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Hamid", told, StringComparison.Ordinal);
        Assert.DoesNotContain("block 7", told, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Register));
    }

    [Fact]
    public void Statements_are_not_printed_in_a_form_which_goes_to_readers_they_were_not_approved_for()
    {
        File.AppendAllText(Register, "statements:\n  - { text: Words for few readers, approved_by: Coordinator, on: 2026-06-30, reference: Minutes, audiences: [cluster] }\n");
        var before = File.ReadAllText(Register);
        foreach (var type in RegisterFormFile.Types)
        {
            var file = Form(type, "en");
            using var package = ZipFile.OpenRead(file);
            foreach (var part in package.Entries)
            {
                using var reader = new StreamReader(part.Open());
                Assert.DoesNotContain("few readers", reader.ReadToEnd(), StringComparison.Ordinal);
            }

            Assert.Empty(RegisterDesk.Read(Options, RegisterFormFile.Read(file)).Changed);
            Assert.Equal(before, File.ReadAllText(Register));
        }
    }

    [Theory]
    [InlineData(".docx")]
    [InlineData(".xlsx")]
    public void A_score_that_is_not_known_is_written_by_leaving_it_out(string type)
    {
        var file = Form(type, "uk");
        FillNew(file, "score", new(Score) { ["score"] = "невідомо" });
        Assert.Single(RegisterDesk.Read(Options, RegisterFormFile.Read(file)).Added);
        Assert.Contains("    period: 2026-Q3\n    source_ref: Legal aid network\n", File.ReadAllText(Register).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_whose_editor_dropped_the_tags_brings_scores_events_and_statements_by_their_labels()
    {
        var file = Form(".docx", "ar");
        FillNew(file, "score", Score);
        FillNew(file, "title", Event);
        FillNew(file, "text", Statement);
        using (var document = WordprocessingDocument.Open(file, true))
        {
            foreach (var tag in document.MainDocumentPart!.Document!.Body!.Descendants<Tag>().ToList())
                tag.Remove();
        }

        Assert.Equal(["scores", "events", "statements"], RegisterDesk.Read(Options, RegisterFormFile.Read(file)).Added.Select(added => added.Section));
    }

    [Theory]
    [InlineData("answers", "as_of: 2026-08-17", "\"as_of\" has not come yet")]
    [InlineData("scores", "period: 2026-Q4", "\"period\" has not begun yet")]
    [InlineData("events", "date: 2026-08-17", "\"date\" has not come yet; an event is what happened.")]
    [InlineData("statements", "on: 2026-08-17", "\"on\" has not come yet")]
    public void What_the_register_dates_after_the_day_of_the_check_is_refused_with_its_line(string section, string dated, string told)
    {
        var entries = new Dictionary<string, string>
        {
            ["answers"] = "{ question: QH5, answer: yes, geo: LR, as_of: 2026-08-16, source_class: press, source_ref: Gazette, confidence: low, sensitivity: public, review_due: 2027-12-31, entered_by_role: Adviser }",
            ["scores"] = "{ indicator: CX-05, area: LR01, period: 2026-Q3, source_ref: Gazette, reason: Courts closed }",
            ["events"] = "{ date: 2026-08-16, geo: LR, kind: other, title: Law in force, source: Gazette }",
            ["statements"] = "{ text: Work was offered, approved_by: Adviser, on: 2026-08-16, reference: Minutes, audiences: [cluster] }",
        };
        File.WriteAllLines(Register, entries.Select(entry => $"{entry.Key}:\n  - {entry.Value}"));
        OperationRun.Load(Options, OperationFolder.At(Folder));

        entries[section] = System.Text.RegularExpressions.Regex.Replace(entries[section], $"{dated.Split(' ')[0]} [^,]*", dated);
        File.WriteAllLines(Register, entries.Select(entry => $"{entry.Key}:\n  - {entry.Value}"));
        var fault = Assert.Throws<DefinitionException>(() => OperationRun.Load(Options, OperationFolder.At(Folder))).Message;
        Assert.StartsWith($"context-analysis.yaml, line {2 * (entries.Keys.ToList().IndexOf(section) + 1)}: {told}", fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault);
    }

    [Theory]
    [InlineData("2026-02-09", 1)]
    [InlineData("2026-02-10", 2)]
    public void A_release_of_an_earlier_day_has_no_event_of_a_later_one(string day, int events)
    {
        File.AppendAllText(Register, Events);
        var setup = OperationRun.Load(Options, OperationFolder.At(Folder));
        Assert.Equal(events, Pipeline.Releases.ContextItems.Events(setup, Publication.Texts(Options, setup, ["en"])[0], DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)).Count);
    }

    private const string Events = """
        events:
          - { date: 2025-06-01, geo: LR03, kind: access, title: Southern road closed, source: Access working group }
          - { date: 2026-02-10, geo: LR, kind: other, title: New labour code in force, source: Official journal }

        """;

    private static readonly Dictionary<string, string> Score = new()
    {
        ["indicator"] = "CX-05", ["area"] = "LR01", ["period"] = "2026-Q3", ["score"] = "2", ["source_ref"] = "Legal aid network", ["reason"] = "Courts closed since July",
    };

    private static readonly Dictionary<string, string> Event = new()
    {
        ["date"] = "2026-03-01", ["geo"] = "LR02", ["kind"] = "access", ["title"] = "Crossing opened again", ["source"] = "Access working group",
    };

    private static readonly Dictionary<string, string> Statement = new()
    {
        ["text"] = "Offers of work were described as the way in", ["approved_by"] = "Protection Cluster coordinator", ["on"] = "2026-07-01", ["reference"] = "Minutes of July 2026",
        ["audience_cluster"] = "yes", ["audience_hct"] = "yes", ["audience_public"] = "no",
    };

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

    private static void Fill(string file, string question, Dictionary<string, string> values) => Fill(file, "question", values, question);

    private static void FillNew(string file, string sign, Dictionary<string, string> values) => Fill(file, sign, values, null);

    /// <summary>Fills in the entry whose field reads so; without words the first empty one, of scores that of the factor and place.</summary>
    private static void Fill(string file, string sign, Dictionary<string, string> values, string? words)
    {
        Func<Func<string, string>, bool> isIt = field =>
            words is not null ? field(sign) == words : field(sign).Length == 0 && (sign != "score" || (field("indicator") == values["indicator"] && field("area") == values["area"]));
        if (file.EndsWith(".docx", StringComparison.Ordinal))
        {
            using var document = WordprocessingDocument.Open(file, true);
            OpenXmlElement entry = document.MainDocumentPart!.Document!.Body!.Descendants<Table>().Where(table => Controls(table, sign).Any())
                .SelectMany(table => Controls(table, sign).Count() > 1 ? table.Elements<TableRow>().Skip(1) : (IEnumerable<OpenXmlElement>)[table])
                .First(entry => isIt(tag => Controls(entry, tag).First().InnerText.Replace("…", "", StringComparison.Ordinal).Trim('\u200e', '\u200f', ' ')));
            Set(entry, values);
            return;
        }

        using var book = SpreadsheetDocument.Open(file, true);
        var rows = book.WorkbookPart!.WorksheetParts.Select(part => part.Worksheet!.GetFirstChild<S.SheetData>()!).First(sheet => sheet.Elements<S.Row>().ElementAtOrDefault(1)?.Elements<S.Cell>().Any(cell => cell.InnerText == sign) == true);
        var tags = rows.Elements<S.Row>().ElementAt(1).Elements<S.Cell>().Select(cell => cell.InnerText).ToList();
        if (rows.Elements<S.Row>().Skip(2).FirstOrDefault(row => isIt(tag => row.Elements<S.Cell>().ElementAt(tags.IndexOf(tag)).InnerText)) is not { } found)
            rows.Append(found = new S.Row(tags.Select(_ => new S.Cell())));
        var cells = found.Elements<S.Cell>().ToList();
        foreach (var (tag, value) in values)
        {
            var cell = cells[tags.IndexOf(tag)];
            cell.RemoveAllChildren();
            (cell.DataType, cell.StyleIndex) = (S.CellValues.InlineString, 0);
            cell.Append(new S.InlineString(new S.Text(value)));
        }
    }

    private static IEnumerable<SdtRun> Controls(OpenXmlElement part, string tag) => part.Descendants<SdtRun>().Where(control => control.SdtProperties!.GetFirstChild<Tag>()?.Val == tag);

    private static void Copy(string file, string question, Dictionary<string, string> values)
    {
        using var document = WordprocessingDocument.Open(file, true);
        var table = Entry(document, question);
        var copy = (Table)table.CloneNode(true);
        table.InsertAfterSelf(copy);
        Set(copy, values);
    }

    private static Table Entry(WordprocessingDocument document, string question) => document.MainDocumentPart!.Document!.Body!.Descendants<Table>()
        .First(table => Controls(table, "question").Any(control => control.InnerText.Contains(question, StringComparison.Ordinal)));

    private static void Set(OpenXmlElement entry, Dictionary<string, string> values)
    {
        foreach (var (tag, value) in values)
        {
            var control = Controls(entry, tag).First();
            control.SdtProperties!.RemoveAllChildren<ShowingPlaceholder>();
            control.SdtContentRun!.RemoveAllChildren();
            control.SdtContentRun.Append(new Run(new Text(value)));
        }
    }
}
