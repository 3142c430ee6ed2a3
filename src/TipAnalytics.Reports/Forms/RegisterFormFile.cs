using System.Globalization;
using System.IO.Compression;
using System.Text;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Docx;
using TipAnalytics.Reports.Sections;
using TipAnalytics.Reports.Texts;
using TipAnalytics.Reports.Xlsx;
using TableCell = TipAnalytics.Reports.Documents.TableCell;

namespace TipAnalytics.Reports.Forms;

/// <summary>The context register as a file to be filled in: a Word document with content controls, or a workbook with one row an entry. The workbook holds all scores, the document the latest.</summary>
public static class RegisterFormFile
{
    private static readonly string[] Guide = ["empty", "copy", "unknown", "dates", "sensitive", "how_scores", "how_events", "how_statements", "names", "back"];

    // Empty rows for events and empty tables for statements in a document.
    private const int NewEvents = 6;
    private const int NewStatements = 2;

    /// <summary>Types of file, as file names end.</summary>
    public static readonly IReadOnlyList<string> Types = [".docx", ".xlsx"];

    /// <param name="type">One of <see cref="Types"/>.</param>
    /// <returns>The bytes of the file, the same for the same form.</returns>
    public static byte[] Write(RegisterForm form, string type)
    {
        ArgumentNullException.ThrowIfNull(form);
        var texts = ReportTexts.Shipped(form.Words);
        return type == ".docx" ? DocxDocument.Write(Document(form, texts)) : Book(form, texts);
    }

    /// <summary>Entries of a file that was filled in, in any language.</summary>
    /// <exception cref="SourceDataException">It cannot be read, or is no such form.</exception>
    public static IReadOnlyList<RegisterEntry> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        RequireContent(path);
        List<ReportTexts> languages = [.. RegisterDesk.Languages.Select(ReportTexts.Shipped)];
        var entries = Path.GetExtension(path).Equals(".docx", StringComparison.OrdinalIgnoreCase) ? DocxFormReader.Read(path, RegisterKind.All.ToDictionary(kind => kind, kind => (IReadOnlyDictionary<string, string>)Labels(kind, languages))) : RegisterDesk.ReadWorkbook(path);
        var codes = Codes(languages);
        return [.. entries.Select(entry => entry with
        {
            Fields = entry.Fields.ToDictionary(field => field.Key, field => Value(entry.Kind, field.Key, Bare(field.Value), codes), StringComparer.Ordinal),
        })];
    }

    /// <exception cref="SourceDataException">A document is called a workbook, or the other way round.</exception>
    private static void RequireContent(string path)
    {
        var (type, what) = Content(path);
        if (type is not null && !Path.GetExtension(path).Equals(type, StringComparison.OrdinalIgnoreCase))
            throw new SourceDataException($"{Path.GetFileName(path)}: is {what}, whatever its name ends with. Let its name end with {type}, and read it again.");
    }

    private static (string? Type, string What) Content(string path)
    {
        try
        {
            using var package = ZipFile.OpenRead(path);
            return package.GetEntry("word/document.xml") is not null ? (".docx", "a Word document")
                : package.GetEntry("xl/workbook.xml") is not null ? (".xlsx", "a workbook")
                : (null, "");
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return (null, "");  // the reader says what is wrong with it
        }
    }

    /// <summary>Kind, field and word, in any language → code.</summary>
    private static Dictionary<(RegisterKind Kind, string Field, string Word), string> Codes(List<ReportTexts> languages)
    {
        var codes = new Dictionary<(RegisterKind, string, string), string>();
        foreach (var texts in languages)
        {
            foreach (var kind in RegisterKind.All)
            {
                foreach (var (field, code) in kind.Choices.SelectMany(choice => choice.Value.Select(code => (choice.Key, code))))
                    codes.TryAdd((kind, field, Folded(Word(kind, field, code, texts))), code);
            }
        }

        return codes;
    }

    /// <summary>Label, in any language → field.</summary>
    private static Dictionary<string, string> Labels(RegisterKind kind, List<ReportTexts> languages) =>
        languages.SelectMany(texts => kind.FormFields.Select(field => (Label: Bare(Label(field, texts)), field))).DistinctBy(label => label.Label).ToDictionary(label => label.Label, label => label.field, StringComparer.Ordinal);

    private static string Label(string field, ReportTexts texts) => texts[$"field.{field switch { "area" => "geo", "source" => "source_ref", _ => field }}"];

    /// <summary>How a choice is printed.</summary>
    private static string Word(RegisterKind kind, string field, string code, ReportTexts texts) =>
        kind == RegisterKind.Scores ? code == RegisterKind.UnknownScore ? texts["answer.unknown"] : code
        : kind == RegisterKind.Events ? texts[$"event.{code}"]
        : kind == RegisterKind.Statements ? texts[$"answer.{code}"]
        : texts[$"{field}.{code}"];

    private static string Value(RegisterKind kind, string field, string text, Dictionary<(RegisterKind Kind, string Field, string Word), string> codes) =>
        codes.GetValueOrDefault((kind, field, Folded(text)), text);

    /// <summary>Without case, accents and vowel marks, which are often left out: «جزئيا» is «جزئيًا».</summary>
    private static string Folded(string text) => string.Concat(Bare(text).Normalize(NormalizationForm.FormD).Where(sign => CharUnicodeInfo.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark)).ToUpperInvariant();

    /// <summary>Without marks of direction; digits of any script as 0 to 9.</summary>
    internal static string Bare(string text) => string.Concat(text.Where(sign => sign is not ('\u200e' or '\u200f' or (>= '\u2066' and <= '\u2069')))
        .Select(sign => char.IsDigit(sign) ? (char)('0' + (int)char.GetNumericValue(sign)) : sign)).Trim();

    private static byte[] Book(RegisterForm form, ReportTexts texts)
    {
        var names = form.Areas.ToDictionary(area => area.Code, area => area.Name, StringComparer.Ordinal);
        return Workbook.Write(Title(form, texts), texts["form.subtitle"], texts.Language, texts.Words.IsRightToLeft,
        [
            Entries("register", RegisterKind.Answers, ["question", "words", "geo", .. RegisterKind.Answers.Fields.Except(["question", "geo"]), "note"], texts,
                form.Parts.SelectMany(part => part.Questions).SelectMany(question => question.Entries.Select(entry => (entry, Words: (string?)question.Text, Note: Notes(question, entry, texts))))),
            Entries(texts["form.scores"], RegisterKind.Scores, ["indicator", "words", "area", "place", "period", "score", "source_ref", "reason"], texts,
                // What is due stands above what there is.
                form.Factors.SelectMany(factor => factor.Areas.SelectMany(area => area).Select(entry => (entry, Words: (string?)factor.Title, Note: names.GetValueOrDefault(entry["area"], "")))).OrderBy(row => row.entry["score"].Length > 0)) with { Wide = new HashSet<int> { 6, 7 } },
            Entries(texts["register.events"], RegisterKind.Events, ["mark", "date", "geo", "kind", "title", "source"], texts, form.Events.Select(entry => (entry, Words: (string?)null, Note: ""))) with { Wide = new HashSet<int> { 4, 5 } },
            Entries(texts["form.statements"], RegisterKind.Statements, RegisterKind.Statements.FormFields, texts, []) with { Wide = new HashSet<int> { 0, 1, 3 } },
            new(texts["register.factors"], [texts["column.factor"], texts["column.indicator"], texts["column.definition"]], null, [.. Conditions(form, texts).Select(row => (IReadOnlyList<object?>)[.. row])]),
            new(texts["form.places"], [texts["field.geo"], texts["field.words"]], null, [.. form.Areas.OrderBy(area => area.Code, StringComparer.Ordinal).Select(area => (IReadOnlyList<object?>)[area.Code, area.Name])]),
            new(texts["form.how"], [texts["form.how"]], null, [.. Guide.Select(line => (IReadOnlyList<object?>)[texts[$"form.{line}"]])]),
        ]);
    }

    /// <summary>A sheet of entries; its words and notes are for the reader.</summary>
    private static Sheet Entries(string name, RegisterKind kind, IReadOnlyList<string> tags, ReportTexts texts, IEnumerable<(RegisterEntry Entry, string? Words, string Note)> entries) => new(
        name,
        [.. tags.Select(tag => tag switch { "note" => texts["form.note"], "place" => texts["field.words"], _ => Label(tag, texts) })],
        tags,
        [.. entries.Select(entry => (IReadOnlyList<object?>)[.. tags.Select(tag => Cell(kind, tag, entry.Entry, entry.Words, entry.Note, texts))])])
    {
        Choices = kind.Choices.ToDictionary(choice => tags.ToList().IndexOf(choice.Key), choice => (IReadOnlyList<string>)[.. choice.Value.Select(code => Word(kind, choice.Key, code, texts))]),
    };

    private static object? Cell(RegisterKind kind, string tag, RegisterEntry entry, string? words, string note, ReportTexts texts) => tag switch
    {
        "words" => words,
        "note" or "place" => note.Length > 0 ? note : null,
        _ when entry[tag].Length == 0 => null,
        _ when kind.Dates.Contains(tag) => DateOnly.ParseExact(entry[tag], "yyyy-MM-dd", CultureInfo.InvariantCulture),
        "score" when int.TryParse(entry[tag], NumberStyles.None, CultureInfo.InvariantCulture, out var score) => score,
        _ => Printed(tag, entry, texts),
    };

    /// <summary>The conditions of the Guide, each with the indicator that speaks of it and what its scores mean.</summary>
    private static IEnumerable<string[]> Conditions(RegisterForm form, ReportTexts texts) => RegisterSection.GuideFactors.Select(condition => new[]
    {
        texts[$"factor.{condition.Id}"], condition.Indicator, form.Factors.FirstOrDefault(factor => factor.Id == condition.Indicator)?.Definition ?? texts["form.asked"],
    });

    private static Document Document(RegisterForm form, ReportTexts texts)
    {
        var page = texts.Say("page", ("page", "\u0001"), ("pages", "\u0001")).Split('\u0001');
        return new(
            "context-form", texts.Language, Title(form, texts), texts["form.subtitle"], Title(form, texts), texts["form.back"], (page[0], page[1], page[2]), texts["word.table"], texts["word.figure"],
            [
                new Heading(1, texts["form.how"], "how"), new Bullets([.. Guide.Select(line => ("", texts[$"form.{line}"]))]),
                .. form.Parts.SelectMany((part, at) => part.Questions.SelectMany(question => Blocks(question, texts)).Prepend(new Heading(1, part.Title, string.Create(CultureInfo.InvariantCulture, $"part-{at + 1}")))),
                .. Scores(form, texts), .. Events(form, texts), .. Statements(form, texts), .. Places(form, texts),
            ])
        {
            IsRightToLeft = texts.Words.IsRightToLeft,
        };
    }

    private static IEnumerable<Block> Blocks(RegisterQuestion question, ReportTexts texts)
    {
        yield return new Heading(3, $"{question.Id} {question.Text}", $"question-{question.Id}");
        foreach (var entry in question.Entries)
        {
            if (Notes(question, entry, texts) is { Length: > 0 } notes)
                yield return new Paragraph(notes, ParagraphLook.Small);
            IReadOnlyList<EntryField> Row(params string[] tags) => [.. tags.Select(tag => Field(tag, entry, texts))];
            yield return new FormTable(
            [
                Row("question", "geo"), Row("answer", "confidence"), Row("detail"), .. question.AsksProvision ? [Row("provision")] : (IReadOnlyList<EntryField>[])[],
                Row("as_of", "review_due"), Row("source_class", "source_ref"), Row("sensitivity", "entered_by_role"),
            ]);
        }
    }

    /// <summary>Of each factor and place the latest score, and rows for the quarters that are due.</summary>
    private static IEnumerable<Block> Scores(RegisterForm form, ReportTexts texts)
    {
        var names = form.Areas.ToDictionary(area => area.Code, area => area.Name, StringComparer.Ordinal);
        yield return new Heading(1, texts["register.factors"], "scores");
        yield return new Paragraph(texts["form.how_scores"]);
        yield return new DataTable(
            texts["form.conditions"], [new(texts["column.factor"], 2.6), new(texts["column.indicator"], 0.8), new(texts["column.definition"], 5)],
            [.. Conditions(form, texts).Select(row => (IReadOnlyList<TableCell>)[.. row.Select(text => new TableCell(text))])]);
        yield return new Paragraph(texts["form.latest"]);
        foreach (var factor in form.Factors)
        {
            yield return new Heading(3, $"{factor.Id} {factor.Title}", $"factor-{factor.Id}");
            yield return new Paragraph(
                $"{texts.Say("form.conditions_of", ("conditions", texts.Words.Semicolon(RegisterSection.GuideFactors.Where(condition => condition.Indicator == factor.Id).Select(condition => texts[$"factor.{condition.Id}"]))))}{(factor.IsUsed ? "" : $" {texts["form.not_used"]}")}",
                ParagraphLook.Small);
            yield return new FormRows(
                [Column("indicator", 0.8, texts), Column("area", 1.4, texts), new("", 1.2), Column("period", 0.9, texts), Column("score", 1, texts), Column("source_ref", 2.1, texts), Column("reason", 2.4, texts)],
                [.. factor.Areas.SelectMany(area => area.SkipLast(1).Where((entry, at) => area[at + 1]["score"].Length == 0).Concat(area.TakeLast(1))).Select(entry => (IReadOnlyList<EntryField>)
                [
                    Field("indicator", entry, texts), Field("area", entry, texts), new("", "", names.GetValueOrDefault(entry["area"], ""), FieldKind.Words),
                    Field("period", entry, texts), Field("score", entry, texts), Field("source_ref", entry, texts), Field("reason", entry, texts),
                ])]);
        }
    }

    private static IEnumerable<Block> Events(RegisterForm form, ReportTexts texts)
    {
        yield return new Heading(1, texts["register.events"], "events");
        yield return new Paragraph(texts["form.how_events"]);
        yield return new FormRows(
            [Column("mark", 0.9, texts), Column("date", 1, texts), Column("geo", 1.4, texts), Column("kind", 1, texts), Column("title", 3, texts), Column("source", 2.1, texts)],
            [.. form.Events.Concat(Enumerable.Repeat(Blank(RegisterKind.Events), NewEvents)).Select(entry => (IReadOnlyList<EntryField>)[.. RegisterKind.Events.FormFields.Select(tag => Field(tag, entry, texts))])]);
    }

    private static IEnumerable<Block> Statements(RegisterForm form, ReportTexts texts)
    {
        yield return new Heading(1, texts["statement.title"], "statements");
        yield return new Paragraph(texts["form.how_statements"]);
        if (form.HasStatements)
            yield return new Paragraph(texts["form.kept_statements"], ParagraphLook.Small);
        for (var i = 0; i < NewStatements; i++)
        {
            List<EntryField> fields = [.. RegisterKind.Statements.FormFields.Select(tag => Field(tag, Blank(RegisterKind.Statements), texts))];
            yield return new FormTable([[fields[0]], .. fields.Skip(1).Chunk(2).Select(row => (IReadOnlyList<EntryField>)row)]);
        }
    }

    /// <summary>P-codes: the country and admin 1, each with the areas within.</summary>
    private static IEnumerable<Block> Places(RegisterForm form, ReportTexts texts)
    {
        yield return new Heading(1, texts["form.places"], "places");
        yield return new DataTable(
            texts["form.places"], [new(texts["field.geo"], 1), new(texts["field.words"], 1.6), new(texts["form.within"], 6)],
            [.. form.Areas.Where(area => area.Level < 2).Select(area => (IReadOnlyList<TableCell>)
            [
                new(area.Code), new(area.Name), new(area.Level == 0 ? "" : texts.Words.Comma(form.Areas.Where(inner => inner.Parent == area.Code).Select(inner => $"{inner.Code} {inner.Name}"))),
            ])]);
    }

    private static Column Column(string tag, double share, ReportTexts texts) => new(Label(tag, texts), share);

    private static RegisterEntry Blank(RegisterKind kind) => new(kind, "", new Dictionary<string, string>());

    private static EntryField Field(string tag, RegisterEntry entry, ReportTexts texts) => new(tag, Label(tag, texts), Printed(tag, entry, texts),
        tag is "question" or "indicator" or RegisterKind.Mark ? FieldKind.Fixed : entry.Kind.Choices.ContainsKey(tag) ? FieldKind.Choice : entry.Kind.Dates.Contains(tag) ? FieldKind.Date : FieldKind.Text)
    {
        Choices = [.. entry.Kind.Choices.GetValueOrDefault(tag, []).Select(code => (code, Word(entry.Kind, tag, code, texts)))],
    };

    private static string Printed(string tag, RegisterEntry entry, ReportTexts texts) =>
        entry[tag].Length > 0 && entry.Kind.Choices.ContainsKey(tag) ? Word(entry.Kind, tag, entry[tag], texts) : entry[tag];

    private static string Notes(RegisterQuestion question, RegisterEntry entry, ReportTexts texts) => string.Join(' ',
        new[]
        {
            question.IsSensitive ? texts["form.is_sensitive"] : "",
            entry.Kept is { } kept ? texts.Say("form.kept", ("date", texts.Words.Date(kept.On)), ("place", kept.Place)) : "",
        }.Where(note => note.Length > 0));

    private static string Title(RegisterForm form, ReportTexts texts) => texts.Say("form.title", ("operation", form.OperationName));
}
