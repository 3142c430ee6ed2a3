using System.Text;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Words;
using TipAnalytics.Reports.Tests.Fixture;
using TipAnalytics.Reports.Texts;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports.Tests;

/// <summary>Reports in every language: nothing left in English, terms of the field, numbers and directions as they are written there.</summary>
public partial class LanguageTests
{
    public static TheoryData<string> Languages => [.. LanguageFile.Languages];

    public static TheoryData<string> Translated => [.. Products.Documents.Where(name => name.Contains('.', StringComparison.Ordinal))];

    private static ReleaseView View(string language) =>
        new(LakeRegion.InAllLanguages.Translations.FirstOrDefault(content => content.Words.Language == language) ?? LakeRegion.Content, ReportTexts.Shipped(LanguageFile.Load(CatalogueFolder.Default, language)));

    [Theory, MemberData(nameof(Languages))]
    public void Every_sector_of_the_english_texts_has_a_name(string language)
    {
        var texts = View(language).Texts;
        Assert.All(Sectors(), sector => Assert.NotNull(texts.Find(sector)));
    }

    [Fact]
    public void A_missing_text_a_left_over_one_a_wrong_slot_and_a_missing_plural_form_are_faults()
    {
        var written = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "reports", "texts", "uk.yaml"));
        var changed = written.Replace("contents: Зміст\n", "", StringComparison.Ordinal).Replace("\nnone: немає\n", "\nnone: немає\nleft: зайве\n", StringComparison.Ordinal)
            .Replace("\"Сторінка {page} з {pages}\"", "\"Сторінка {page} з {whole}\"", StringComparison.Ordinal).Replace(", many: \"{count} кварталів\"", "", StringComparison.Ordinal);
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.yaml");
        File.WriteAllText(file, changed);
        try
        {
            var faults = Assert.Throws<Pipeline.DefinitionException>(() => ReportTexts.Load(file, LanguageFile.Load(CatalogueFolder.Default, "uk"))).Message.Split('\n');
            Assert.Equal(4, faults.Length);
            Assert.Contains(faults, fault => fault.EndsWith("key \"contents\" is missing", StringComparison.Ordinal));
            Assert.Contains(faults, fault => fault.EndsWith("unknown key \"left\". Remove it, or correct its name.", StringComparison.Ordinal));
            Assert.Contains(faults, fault => fault.EndsWith("\"page\" has the slots {page}, {whole}, expected {page}, {pages}", StringComparison.Ordinal));
            Assert.Contains(faults, fault => fault.EndsWith("\"count.quarter\" has the plural forms one, few, other; this language has one, few, many, other", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("en", "1 quarter", "2 quarters", "5 quarters", "21 quarters")]
    [InlineData("fr", "1 trimestre", "2 trimestres", "5 trimestres", "21 trimestres")]
    [InlineData("es", "1 trimestre", "2 trimestres", "5 trimestres", "21 trimestres")]
    [InlineData("uk", "1 квартал", "2 квартали", "5 кварталів", "21 квартал")]
    [InlineData("ar", "ربع سنوي واحد", "ربعان سنويان", "5 أرباع سنوية", "21 ربعاً سنوياً")]
    public void Periods_are_counted_in_the_plural_of_the_language(string language, params string[] expected)
    {
        var words = new FindingWords(View(language));
        Assert.Equal(expected, new[] { 1, 2, 5, 21 }.Select(count => Bidirectional.Plain(words.Count(count, Pipeline.PeriodGrain.Quarter))));
    }

    [Theory]
    [InlineData("en", "1 March 2026", "15 August 2026", "March 2026", "Q2 2026", "31%", "Northshore, Harbour and Stonebank")]
    [InlineData("fr", "1er mars 2026", "15 août 2026", "mars 2026", "T2 2026", "31 %", "Northshore, Harbour et Stonebank")]
    [InlineData("es", "1 de marzo de 2026", "15 de agosto de 2026", "marzo de 2026", "T2 2026", "31 %", "Northshore, Harbour y Stonebank")]
    [InlineData("uk", "1 березня 2026 р.", "15 серпня 2026 р.", "березень 2026 р.", "2 кв. 2026 р.", "31 %", "Northshore, Harbour та Stonebank")]
    [InlineData("ar", "1 مارس 2026", "15 أغسطس 2026", "مارس 2026", "الربع 2 من عام 2026", "31%", "Northshore، Harbour وStonebank")]
    public void Days_months_shares_and_lists_are_written_as_the_language_writes_them(string language, string first, string day, string month, string quarter, string share, string list)
    {
        var view = View(language);
        string[] written = [view.Date(new(2026, 3, 1)), view.Date(new(2026, 8, 15)), view.PeriodWords(LakeRegion.Parse("2026-03")), view.PeriodWords(LakeRegion.Parse("2026-Q2")), view.Percent(31), view.Join(["Northshore", "Harbour", "Stonebank"])];
        Assert.Equal([first, day, month, quarter, share, list], written.Select(text => Bidirectional.Plain(text).Replace('\u00a0', ' ')));
    }

    [Theory, MemberData(nameof(Translated))]
    public void No_english_word_and_no_key_is_left_in_a_translated_document(string document)
    {
        // Names and reasons of the operation itself are in the language of the operation.
        var own = Own().OrderByDescending(text => text.Length).ToList();
        var left = new[] { Products.DocxText(document), Products.HtmlText(document), Encoding.UTF8.GetString(Products.Files[$"tables/{document.Split('.')[1]}/gaps.csv"]).Split('\n', 2)[1] }
            .SelectMany(text => own.Aggregate(Bidirectional.Plain(text).Replace('\u00a0', ' '), (rest, name) => rest.Replace(name, " ", StringComparison.Ordinal)).Split('\n'))
            .Where(line => English().IsMatch(line) || Key().IsMatch(line)).Distinct().ToList();
        Assert.Empty(left);
    }

    [Theory]
    [InlineData("fr", "traite des personnes", "trafic illicite de migrants", "trafic(?! illicite de migrants)")]
    [InlineData("es", "trata de personas", "tráfico ilícito de migrantes", "tráfico(?! ilícito de migrantes)")]
    [InlineData("ar", "الاتجار بالأشخاص", "تهريب المهاجرين", "تهريب(?! (لل)?المهاجرين| للمهاجرين)|الاتجار بالبشر")]
    [InlineData("uk", "торгівля людьми|торгівлі людьми|торгівлю людьми", "незаконне ввезення мігрантів", "контрабанд|нелегальн")]
    public void Trafficking_in_persons_and_smuggling_of_migrants_are_two_terms_and_never_their_false_friends(string language, string trafficking, string smuggling, string refused)
    {
        var texts = new[] { Path.Combine("reports", "texts"), Path.Combine("catalogue", "texts") }.Select(folder => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, folder, $"{language}.yaml"))).ToList();
        Assert.All(texts, text => Assert.Matches($"(?i){trafficking}", text));
        Assert.All(texts, text => Assert.Matches($"(?i){smuggling}", text));
        Assert.All(texts, text => Assert.DoesNotMatch($"(?i){refused}", text));
    }

    [Theory]
    [InlineData("fr", "victimes? présumée|prostituée|esclaves? sexuel|clandestin|migrants? illéga|épidémie|vague de|point chaud|cas de traite|réseau de traite|hausse de la traite|baisse de la traite|démontre que|significati")]
    [InlineData("es", "presunta|prostituta|esclavas? sexual|clandestin|migrantes? ilegal|epidemia|oleada|punto caliente|casos? de trata|red de trata|aumento de la trata|descenso de la trata|demuestra que|significativ")]
    [InlineData("ar", "ضحايا الاتجار|حالات الاتجار|عاهرات|مومس|مهاجر(ين|ون)? غير (شرعي|قانوني)|وباء|موجة|بؤرة|شبكة اتجار|ارتفاع الاتجار|انخفاض الاتجار|يثبت أن")]
    [InlineData("uk", "жертв|повій|рабин|нелегал|епідемі|хвил[яі] |осередок торгівлі|випадк[иів]+ торгівлі|мереж[аі] торгівлі|зростання торгівлі людьми|зниження торгівлі людьми|доводить, що")]
    public void Words_that_are_not_to_be_written_stand_in_no_product_but_for_the_standing_caveats(string language, string refused)
    {
        foreach (var document in Products.Names.Select(name => $"{name}.{language}"))
            foreach (var text in new[] { Products.HtmlText(document), Products.DocxText(document) })
            {
                var prose = View(language).Content.StandingCaveats.Values.Aggregate(text, (left, caveat) => left.Replace(caveat, "", StringComparison.Ordinal));
                Assert.DoesNotMatch($"(?i){refused}", prose);
            }
    }

    [Theory, MemberData(nameof(Translated))]
    public void Cav_0_stands_word_for_word_in_every_translated_product(string document) =>
        Assert.Contains(View(document.Split('.')[1]).Standing("CAV-0"), Products.DocxText(document), StringComparison.Ordinal);

    [Theory, MemberData(nameof(Translated))]
    public void Every_number_of_a_translated_document_stands_in_the_english_one_too(string document)
    {
        // Numbers are those of the release, of its dates and of the fixed texts; the same in every language but for words of number («one», «two»).
        string Numbers(string name) => Digits().Replace(Bidirectional.Plain(Products.DocxText(name)), " $0 ");
        var english = Digits().Matches(Numbers(document.Split('.')[0])).Select(match => match.Value).ToHashSet();
        string[] fixedTexts = ["0", "1", "2", "3", "4", "5", "6", "8", "10", "12", "17", "18", "30", "35", "40", "90", "120", "2000"];
        Assert.Equal("", string.Join(' ', Digits().Matches(Numbers(document)).Select(match => match.Value).Distinct().Except(english).Except(fixedTexts)));
    }

    [Theory]
    [InlineData("hno-pack.ar")]
    [InlineData("trend-report.ar")]
    public void An_arabic_word_document_runs_from_right_to_left(string name)
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(Products.Files[$"{name}.docx"]), false);
        var body = document.MainDocumentPart!.Document!.Body!;
        Assert.All(body.Descendants<Paragraph>(), paragraph => Assert.NotNull(paragraph.ParagraphProperties?.BiDi));
        Assert.All(body.Descendants<TableProperties>(), table => Assert.NotNull(table.BiDiVisual));
        Assert.NotNull(body.Elements<SectionProperties>().Single().GetFirstChild<BiDi>());
        foreach (var run in body.Descendants<Run>().Where(run => run.Elements<Text>().Any()))
        {
            var text = string.Concat(run.Elements<Text>().Select(part => part.Text));
            Assert.Equal(text.Any(Bidirectional.IsRightToLeft) || text.Contains('\u200f', StringComparison.Ordinal), run.RunProperties?.RightToLeftText is not null);
            Assert.False(text.Any(Bidirectional.IsRightToLeft) && text.Any(char.IsAsciiLetterOrDigit), text);
            Assert.DoesNotMatch("[\u2066\u2069]", text);
        }
    }

    [Fact]
    public void Digits_and_latin_words_in_an_arabic_page_are_isolated()
    {
        var html = Products.Html("trend-report.ar");
        Assert.Contains("<bdi dir=\"ltr\">", html, StringComparison.Ordinal);
        Assert.Equal(Regex.Count(html, "<bdi"), Regex.Count(html, "</bdi>"));
        Assert.DoesNotMatch("<bdi[^>]*>[^<]*<bdi", html);
        Assert.DoesNotContain("\u2066", html[html.IndexOf("<main>", StringComparison.Ordinal)..].Replace("alt=\"", "\0", StringComparison.Ordinal).Split('\0').Aggregate((whole, part) => whole + part[part.IndexOf('"', StringComparison.Ordinal)..]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_release_in_one_language_writes_no_other_and_the_own_language_carries_no_suffix()
    {
        var files = ReportWriter.Make(LakeRegion.InAllLanguages with { Languages = ["fr", "en"] }, ["hno-pack"]).Select(file => file.Name).ToList();
        Assert.Contains("hno-pack.docx", files);
        Assert.Contains("hno-pack.fr.html", files);
        Assert.Contains("tables/fr/gaps.csv", files);
        Assert.Contains("charts/fr/map-convergence.png", files);
        Assert.DoesNotContain("tables/fr/cells-CH-01.csv", files);
        Assert.DoesNotContain(files, file => file.Contains(".es.", StringComparison.Ordinal) || file.Contains("/ar/", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Sectors() => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "reports", "texts", "en.yaml"))
        .SkipWhile(line => line != "sector:").Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal)).Select(line => $"sector.{line.Trim().Split(':')[0]}");

    private static IEnumerable<string> Own()
    {
        var content = LakeRegion.Content;
        return content.Areas.Select(area => area.Name)
            .Concat(content.Sources.SelectMany(source => new[] { source.Title, source.Provider, source.Purpose, source.Parties }))
            .Concat(content.Context.SelectMany(item => new[] { item.Detail, item.Provision, item.Source }).OfType<string>()).Concat(content.Breaks.SelectMany(change => new[] { change.Reason, change.SourceTitle }))
            .Concat([content.Header.OperationName, content.Header.Audience, content.Header.OnsetTitle, content.Header.OnsetSource]);
    }

    [GeneratedRegex(@"(?i)\b(the|of|and|or|is|are|not|share|household|households|since|onset|before|areas?|shown|no data|indicator|report|with|this|that|rise|fall)\b")]
    private static partial Regex English();

    [GeneratedRegex(@"\b(status|told|brief|grade|unit|family|cell|chart|column|hno|gap|method)\.[a-z_]+|\{[a-z_]+\}")]
    private static partial Regex Key();

    // Digits of P-codes and ids are no numbers.
    [GeneratedRegex("(?<![A-Z0-9-])[0-9]+")]
    private static partial Regex Digits();
}
