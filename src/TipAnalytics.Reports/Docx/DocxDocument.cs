using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using TipAnalytics.Reports.Documents;
using Paragraph = DocumentFormat.OpenXml.Wordprocessing.Paragraph;

namespace TipAnalytics.Reports.Docx;

/// <summary>Writes a document as Word (A4, own styles, captions with SEQ fields, contents list with links).</summary>
internal sealed class DocxDocument
{
    private readonly Documents.Document document;
    private readonly MainDocumentPart main;
    private int tables;
    private int figures;
    private int bookmarks;

    private DocxDocument(Documents.Document document, MainDocumentPart main)
    {
        this.document = document;
        this.main = main;
    }

    /// <returns>The bytes of the package, the same for the same document.</returns>
    public static byte[] Write(Documents.Document document)
    {
        using var stream = new MemoryStream();
        using (var package = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = package.AddMainDocumentPart();
            package.ChangeIdOfPart(main, "rMain");
            // PackageProperties would give its part a random name.
            var core = package.AddCoreFilePropertiesPart();
            package.ChangeIdOfPart(core, "rCore");
            using (var properties = new MemoryStream(Encoding.UTF8.GetBytes(DocxPackage.CoreProperties(document.Title, document.FooterLine, document.Language))))
                core.FeedData(properties);
            new DocxDocument(document, main).Build();
        }
        return DocxPackage.Rewrite(stream.ToArray());
    }

    private void Build()
    {
        main.AddNewPart<StyleDefinitionsPart>("rStyles").Styles = DocxStyles.Make(document.Language, document.IsRightToLeft);
        main.AddNewPart<NumberingDefinitionsPart>("rNumbering").Numbering = DocxStyles.Bullets();
        main.AddNewPart<DocumentSettingsPart>("rSettings").Settings = new Settings(
            new Compatibility(new CompatibilitySetting { Name = CompatSettingNameValues.CompatibilityMode, Uri = "http://schemas.microsoft.com/office/word", Val = "15" }),
            document.IsRightToLeft ? new ThemeFontLanguages { Bidi = document.Language } : new ThemeFontLanguages { Val = document.Language });
        main.AddNewPart<HeaderPart>("rHeader").Header = new Header(DocxRuns.Plain(document.HeaderLine, "Header"));
        main.AddNewPart<FooterPart>("rFooter").Footer = new Footer(DocxRuns.PageLine(document));
        var body = new Body(DocxRuns.Plain(document.Title, "Title"), DocxRuns.Plain(document.Subtitle, "Subtitle"));
        foreach (var block in document.Blocks)
            body.Append(Elements(block));
        body.Append(new SectionProperties(
            new HeaderReference { Type = HeaderFooterValues.Default, Id = "rHeader" }, new FooterReference { Type = HeaderFooterValues.Default, Id = "rFooter" },
            new PageSize { Width = 11906, Height = 16838 },
            new PageMargin { Top = 964, Right = 1134, Bottom = 907, Left = 1134, Header = 454, Footer = 454, Gutter = 0 }));
        main.Document = new DocumentFormat.OpenXml.Wordprocessing.Document(body);
        if (document.IsRightToLeft)
            foreach (var root in new OpenXmlElement[] { body, main.HeaderParts.Single().Header!, main.FooterParts.Single().Footer! })
                DocxDirection.RightToLeft(root, document.Language);
    }

    private IEnumerable<OpenXmlElement> Elements(Block block) => block switch
    {
        Heading heading => [Heading(heading)],
        Documents.Paragraph paragraph => [DocxRuns.WithStart(paragraph.Start, paragraph.Text, Style(paragraph.Look))],
        Bullets bullets => bullets.Items.Select(item => DocxRuns.WithStart(item.Start, item.Text, "ListBullet")),
        // An empty paragraph after a box keeps two tables from growing together.
        Box box => [DocxTables.Box([DocxRuns.WithStart(box.Title, "", "Normal"), .. box.Content.SelectMany(Elements)]), DocxRuns.Plain("", "Small")],
        Figure figure => Figure(figure),
        DataTable table => [DocxRuns.Caption(document.TableWord, ++tables, table.Caption, keepNext: true), DocxTables.Make(table), DocxRuns.Plain(table.Note, "Small")],
        // An empty paragraph between two entries keeps them from growing together.
        FormTable form => [DocxForm.Make(form), DocxRuns.Plain("", "Small")],
        FormRows form => [DocxForm.Make(form), DocxRuns.Plain("", "Small")],
        ContentsList contents => [DocxRuns.Contents(contents.Title, document.Blocks.OfType<Heading>().Where(heading => heading.Level == 1))],
        _ => [],
    };

    private Paragraph Heading(Heading heading)
    {
        var id = (++bookmarks).ToString(CultureInfo.InvariantCulture);
        return new Paragraph(
            new ParagraphProperties(new ParagraphStyleId { Val = $"Heading{heading.Level}" }),
            new BookmarkStart { Id = id, Name = heading.Anchor }, DocxRuns.Text(heading.Text), new BookmarkEnd { Id = id });
    }

    private Paragraph[] Figure(Figure figure)
    {
        var number = ++figures;
        var relation = $"rPicture{number}";
        using (var picture = new MemoryStream(figure.Png))
            main.AddNewPart<ImagePart>("image/png", relation).FeedData(picture);
        return
        [
            new Paragraph(new ParagraphProperties(new KeepNext(), new SpacingBetweenLines { Before = "120", After = "0" }), new Run(DocxPicture.Make(figure, relation, (uint)number))),
            DocxRuns.Caption(document.FigureWord, number, figure.Caption, keepNext: false),
        ];
    }

    private static string Style(ParagraphLook look) => look switch
    {
        ParagraphLook.Lead => "Lead",
        ParagraphLook.Caveat => "Caveat",
        ParagraphLook.Small => "Small",
        _ => "Normal",
    };
}
