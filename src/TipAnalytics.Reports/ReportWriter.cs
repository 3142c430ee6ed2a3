using System.Text;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Reports.Documents;
using TipAnalytics.Reports.Docx;
using TipAnalytics.Reports.Html;
using TipAnalytics.Reports.Pdf;
using TipAnalytics.Reports.Sections;
using TipAnalytics.Reports.Tables;
using TipAnalytics.Reports.Texts;
using TipAnalytics.Reports.Wording;

namespace TipAnalytics.Reports;

/// <summary>Writes the products of a release in each of its languages: DOCX, PDF and HTML for each, the charts as PNG, the tables as CSV. Files in another language
/// than the release's own carry its code: <c>hno-pack.fr.docx</c>, <c>charts/fr/…</c>, <c>tables/fr/…</c> (tables with words only).</summary>
public static class ReportWriter
{
    /// <summary>Names of the products that ship with the program, in alphabetical order.</summary>
    public static IReadOnlyList<string> Products => ProductDefinition.Names(Path.Combine(AppContext.BaseDirectory, "reports", "products"));

    /// <summary>Languages in which products can be written, in alphabetical order.</summary>
    public static IReadOnlyList<string> Languages => ProductDefinition.Names(Path.Combine(AppContext.BaseDirectory, "reports", "texts"));

    /// <param name="content">The release; the same content gives the same bytes.</param>
    /// <param name="outputFolder">Made when missing; files of the same name are replaced.</param>
    /// <param name="products">Names of files in <c>reports/products/</c>: <c>hno-pack</c>, <c>trend-report</c> and others.</param>
    /// <returns>Files written, relative to <paramref name="outputFolder"/>, with forward slashes.</returns>
    /// <exception cref="Pipeline.DefinitionException">A report text or product definition is wrong, or a standing caveat is missing.</exception>
    public static IReadOnlyList<string> Write(ReleaseContent content, string outputFolder, IReadOnlyList<string> products)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(products);
        var files = Make(content, products).ToList();
        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(outputFolder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, bytes);
        }
        return [.. files.Select(file => file.Name)];
    }

    internal static IEnumerable<(string Name, byte[] Bytes)> Make(ReleaseContent content, IReadOnlyList<string> products) =>
        content.Languages.SelectMany(language => language == content.Words.Language
            ? Make(content, products, "", "", isWhole: true)
            : Make(content.Translations.First(translation => translation.Words.Language == language), products, $".{language}", $"{language}/", isWhole: false));

    /// <param name="suffix">Between name and type of a document; charts and tables of the language stand in the folder <paramref name="folder"/> of theirs.</param>
    /// <param name="isWhole">Tables without words too, which are the same in every language.</param>
    private static IEnumerable<(string Name, byte[] Bytes)> Make(ReleaseContent content, IReadOnlyList<string> products, string suffix, string folder, bool isWhole)
    {
        var view = new ReleaseView(content, ReportTexts.Shipped(content.Words));
        var figures = new Figures(view);
        // Tables are written and charts drawn on other cores while the documents are composed; the order of the files stays the same.
        var tables = Task.Run(() => TableFiles.Make(view, isWhole).ToList());
        var made = products.Select(name => ProductDefinition.Load(Path.Combine(AppContext.BaseDirectory, "reports", "products", $"{name}.yaml"), [.. SectionCatalogue.All.Keys]))
            .Select(product => (Product: product, Document: Compose(new SectionContext(view, product, figures)))).ToList();
        foreach (var (product, document) in made)
        {
            yield return ($"{document.FileName}{suffix}.docx", DocxDocument.Write(document));
            yield return ($"{document.FileName}{suffix}.pdf", PdfDocument.Write(document));
            if (product.Workbook)
                yield return ($"{document.FileName}{suffix}.xlsx", EvidenceWorkbook.Make(view, document, product.HxlRow));
            yield return ($"{document.FileName}{suffix}.html", Encoding.UTF8.GetBytes(HtmlDocument.Write(document)));
        }
        foreach (var figure in figures.All)
            yield return ($"charts/{folder}{figure.File}", figure.Png);
        foreach (var (file, bytes) in tables.GetAwaiter().GetResult())
            yield return ($"tables/{folder}{file}", bytes);
    }

    /// <summary>The document of a product, before it becomes a file.</summary>
    internal static Document Compose(SectionContext context)
    {
        var (view, texts, header) = (context.View, context.Texts, context.View.Content.Header);
        var page = texts.Say("page", ("page", "\u0001"), ("pages", "\u0001")).Split('\u0001');
        return new(
            context.Product.Id, texts.Language,
            texts.Say($"product.{context.Product.Id}.title", ("operation", header.OperationName)),
            texts.Say($"product.{context.Product.Id}.subtitle", ("span", view.Span), ("areas", view.Join(view.Admin1.Select(area => area.Name))), ("sources", ReleaseView.Number(view.Content.Sources.Count)), ("received", texts[context.Product.Sections.Contains("coverage") ? "coverage.title" : "hno.annex_41"])),
            $"{texts.Say("running.header", ("operation", header.OperationName), ("span", view.Span), ("audience", header.Audience))} · {texts.Say("running.areas", ("areas", Areas(view)))}",
            $"{texts.Say("running.footer", ("as_of", view.Date(header.AsOf)), ("release", header.Id))} · {texts.Say("running.version", ("version", header.CodeVersion))}",
            (page[0], page[1], page[2]), texts["word.table"], texts["word.figure"],
            Blocks(context))
        {
            IsRightToLeft = texts.Words.IsRightToLeft,
        };
    }

    private static List<Block> Blocks(SectionContext context)
    {
        var blocks = new List<Block>();
        foreach (var block in context.Product.Sections.SelectMany(section => SectionCatalogue.All[section](context)))
        {
            blocks.Add(block);
            if (block is Figure figure)
                context.Placed.Add(figure);
        }
        return blocks;
    }

    /// <summary>Names of the admin-1 areas as long as they fit into the head of a page, else how many they are.</summary>
    private static string Areas(ReleaseView view) => view.Admin1.Count <= MostNamed
        ? view.Join((view.Admin1.Count > 0 ? view.Admin1 : [view.Country]).Select(area => area.Name))
        : view.Texts.Say("coverage.level", ("count", ReleaseView.Number(view.Admin1.Count)), ("level", view.Texts["level.admin1"]));

    private const int MostNamed = 6;
}
