using System.Globalization;
using System.IO.Compression;
using System.Text;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Docx;
using TipAnalytics.Reports.Texts;
using TipAnalytics.Reports.Xlsx;

namespace TipAnalytics.Reports.Forms;

/// <summary>The context register as a file to be filled in: a Word document with content controls, or a workbook with one row an entry.</summary>
public static class RegisterFormFile
{
    private static readonly string[] Guide = ["empty", "copy", "unknown", "dates", "sensitive", "names", "back"];

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
        var entries = Path.GetExtension(path).Equals(".docx", StringComparison.OrdinalIgnoreCase) ? DocxFormReader.Read(path, Labels(languages)) : RegisterDesk.ReadWorkbook(path);
        var codes = Codes(languages);
        return [.. entries.Select(entry => entry with
        {
            Fields = entry.Fields.ToDictionary(field => field.Key, field => Value(field.Key, Bare(field.Value), codes), StringComparer.Ordinal),
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

    /// <summary>Field and word, in any language → code.</summary>
    private static Dictionary<(string Field, string Word), string> Codes(List<ReportTexts> languages)
    {
        var codes = new Dictionary<(string, string), string>();
        foreach (var texts in languages)
        {
            foreach (var (field, code) in RegisterFields.Choices.SelectMany(choice => choice.Value.Select(code => (choice.Key, code))))
                codes.TryAdd((field, Folded(texts[$"{field}.{code}"])), code);
        }

        return codes;
    }

    /// <summary>Label, in any language → field.</summary>
    private static Dictionary<string, string> Labels(List<ReportTexts> languages) =>
        languages.SelectMany(texts => RegisterFields.All.Select(field => (Label: Bare(texts[$"field.{field}"]), field))).DistinctBy(label => label.Label).ToDictionary(label => label.Label, label => label.field, StringComparer.Ordinal);

    private static string Value(string field, string text, Dictionary<(string Field, string Word), string> codes) =>
        codes.GetValueOrDefault((field, Folded(text)), text);

    /// <summary>Without case, accents and vowel marks, which are often left out: «جزئيا» is «جزئيًا».</summary>
    private static string Folded(string text) => string.Concat(Bare(text).Normalize(NormalizationForm.FormD).Where(sign => CharUnicodeInfo.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark)).ToUpperInvariant();

    /// <summary>Without marks of direction; digits of any script as 0 to 9.</summary>
    internal static string Bare(string text) => string.Concat(text.Where(sign => sign is not ('\u200e' or '\u200f' or (>= '\u2066' and <= '\u2069')))
        .Select(sign => char.IsDigit(sign) ? (char)('0' + (int)char.GetNumericValue(sign)) : sign)).Trim();

    private static byte[] Book(RegisterForm form, ReportTexts texts)
    {
        var fields = RegisterFields.All.ToList();
        List<string> tags = [fields[0], "words", RegisterFields.Geo, .. fields.Skip(1).Where(field => field != RegisterFields.Geo), "note"];
        List<IReadOnlyList<object?>> rows = [.. form.Parts.SelectMany(part => part.Questions).SelectMany(question => question.Entries.Select(entry =>
            (IReadOnlyList<object?>)[.. tags.Select(tag => Cell(tag, question, entry, texts))]))];
        return Workbook.Write(Title(form, texts), texts["form.subtitle"], texts.Language, texts.Words.IsRightToLeft,
        [
            new("register", [.. tags.Select(tag => tag == "note" ? texts["form.note"] : texts[$"field.{tag}"])], tags, rows)
            {
                Choices = RegisterFields.Choices.ToDictionary(choice => tags.IndexOf(choice.Key), choice => (IReadOnlyList<string>)[.. choice.Value.Select(code => texts[$"{choice.Key}.{code}"])]),
            },
            new(texts["form.how"], [texts["form.how"]], null, [.. Guide.Select(line => (IReadOnlyList<object?>)[texts[$"form.{line}"]])]),
        ]);
    }

    private static object? Cell(string tag, RegisterQuestion question, RegisterEntry entry, ReportTexts texts) => tag switch
    {
        "words" => question.Text,
        "note" => Notes(question, entry, texts) is { Length: > 0 } notes ? notes : null,
        _ when entry[tag].Length == 0 => null,
        _ when RegisterFields.Dates.Contains(tag) => DateOnly.ParseExact(entry[tag], "yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => Printed(tag, entry, texts),
    };

    private static Document Document(RegisterForm form, ReportTexts texts)
    {
        var page = texts.Say("page", ("page", "\u0001"), ("pages", "\u0001")).Split('\u0001');
        return new(
            "context-form", texts.Language, Title(form, texts), texts["form.subtitle"], Title(form, texts), texts["form.back"], (page[0], page[1], page[2]), texts["word.table"], texts["word.figure"],
            [
                new Heading(1, texts["form.how"], "how"), new Bullets([.. Guide.Select(line => ("", texts[$"form.{line}"]))]),
                .. form.Parts.SelectMany((part, at) => part.Questions.SelectMany(question => Blocks(question, texts)).Prepend(new Heading(1, part.Title, string.Create(CultureInfo.InvariantCulture, $"part-{at + 1}")))),
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
                Row(RegisterFields.Question, RegisterFields.Geo), Row("answer", "confidence"), Row("detail"), .. question.AsksProvision ? [Row("provision")] : (IReadOnlyList<EntryField>[])[],
                Row("as_of", "review_due"), Row("source_class", "source_ref"), Row("sensitivity", "entered_by_role"),
            ]);
        }
    }

    private static EntryField Field(string tag, RegisterEntry entry, ReportTexts texts) => new(tag, texts[$"field.{tag}"], Printed(tag, entry, texts),
        tag == RegisterFields.Question ? FieldKind.Fixed : RegisterFields.Choices.ContainsKey(tag) ? FieldKind.Choice : RegisterFields.Dates.Contains(tag) ? FieldKind.Date : FieldKind.Text)
    {
        Choices = [.. RegisterFields.Choices.GetValueOrDefault(tag, []).Select(code => (code, texts[$"{tag}.{code}"]))],
    };

    private static string Printed(string tag, RegisterEntry entry, ReportTexts texts) =>
        entry[tag].Length > 0 && RegisterFields.Choices.ContainsKey(tag) ? texts[$"{tag}.{entry[tag]}"] : entry[tag];

    private static string Notes(RegisterQuestion question, RegisterEntry entry, ReportTexts texts) => string.Join(' ',
        new[]
        {
            question.IsSensitive ? texts["form.is_sensitive"] : "",
            entry.Kept is { } kept ? texts.Say("form.kept", ("date", texts.Words.Date(kept.On)), ("place", kept.Place)) : "",
        }.Where(note => note.Length > 0));

    private static string Title(RegisterForm form, ReportTexts texts) => texts.Say("form.title", ("operation", form.OperationName));
}
