using System.Text.Json;
using System.Text.RegularExpressions;
using TipAnalytics.Audit.Ledger;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Audit.Bundle;

/// <summary>A0 and A8: every number in every file of a bundle maps to a fact, or to a formula over facts.</summary>
internal sealed partial class CoverageAudit(OperationSetup setup, string catalogue, LedgerRelease release, IReadOnlyDictionary<string, LedgerFigure> figures, KnownTexts known)
{
    public const string ManifestName = "manifest.json";

    private readonly Dictionary<string, IReadOnlyList<IReadOnlyList<string>>> pagesOf = new(StringComparer.Ordinal);

    // What a chart may draw: the shares of one series as they are printed.
    private readonly IReadOnlyList<IReadOnlyList<double>> series =
    [
        .. figures.Values.Where(figure => figure.Share is not null).GroupBy(figure => (figure.IndicatorId, figure.AreaCode, figure.Split, figure.Category, figure.Period.Grain))
            .Select(line => (IReadOnlyList<double>)[.. line.OrderBy(figure => figure.Period).Select(figure => figure.Share!.Low == 0 ? figure.Share.High!.Value : figure.Share.Low!.Value)]),
    ];

    // Files that say that a folder is not to be handed on: no part of a bundle.
    private static readonly string[] Marks = ["DRAFT.txt", "WITHDRAWN.txt"];

    /// <summary>Figures as they stood before a revision; empty where the release is none.</summary>
    public IReadOnlyDictionary<string, LedgerFigure> Earlier { get; init; } = new Dictionary<string, LedgerFigure>();

    /// <summary>Whether the records behind a figure of an earlier release are gone: the release says «no data» of it then.</summary>
    public Func<LedgerFigure, bool> IsGone { get; init; } = _ => false;

    /// <summary>Sources may reach to this day, later than the release's own where one before it was made as of a later day.</summary>
    public DateOnly LastDay { get; init; } = release.AsOf;

    /// <summary>Source id → mean number of reporting points a period before and since the onset.</summary>
    public IReadOnlyDictionary<string, (int Before, int Since)> Points { get; init; } = new Dictionary<string, (int, int)>();

    /// <summary>Ids with digits that may be named: caveats, questions of the register.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Days of earlier releases and their onsets.</summary>
    public IReadOnlyList<DateOnly> DaysBefore { get; init; } = [];

    /// <summary>Numbers of the last calibration as they are printed.</summary>
    public IReadOnlySet<decimal> Calibrated { get; init; } = new HashSet<decimal>();

    /// <param name="folder">Bundle.</param>
    /// <param name="store">Released store of this release; null: it is of another.</param>
    /// <returns>The first file that is wrong; null when all is mapped.</returns>
    public AuditFailure? Check(string folder, string? store, AuditReport report)
    {
        List<string> names = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(name => !Marks.Contains(name)).Order(StringComparer.Ordinal)];
        var files = names.ConvertAll(name => Read(name, Path.Combine(folder, name)));
        if (store is not null)
            files.Add(DuckDbFile.ReadDatabase("indicators.duckdb", store));
        var forms = LanguageForms.Read(setup, catalogue, LanguageForms.LanguagesOf(names), LastDay);
        var values = new ReleaseValues(setup, release, figures, forms) { Calibrated = Calibrated, Earlier = Earlier, IsGone = IsGone, LastDay = LastDay };
        foreach (var (source, points) in Points)
            values.Points[source] = points;
        var tables = new TableAudit(values);
        foreach (var table in files.SelectMany(file => file.Tables))
            tables.Learn(table);
        var text = new TextAudit(values, known, names.Concat(names.Select(name => Path.GetFileName(name))).Concat(Words), DaysBefore);
        foreach (var (name, pages) in pagesOf)
        {
            if (files.Find(file => file.Name == Path.ChangeExtension(name, ".html") || file.Name == Path.ChangeExtension(name, ".docx")) is not { } sister)
                return new("A0", name, "a PDF without the HTML or DOCX of the same name, by which its numbers are told.", "Release it with its page.");
            if (PdfNumbers.Beyond(pages, sister, forms.Texts("page")) is { Count: > 0 } beyond)
                return Failure(name, $"beside {sister.Name}, which does not have them", beyond);
        }

        foreach (var file in files)
        {
            report.FilesRead++;
            if (Wrong(file, tables, text) is { } failure)
                return failure;
        }

        report.NumbersInBundle += text.Numbers + tables.Numbers;
        report.NumbersMapped += text.Mapped + tables.Numbers;
        report.DerivedFormulas += text.Formulas;
        return null;
    }

    private AuditFailure? Wrong(BundleFile file, TableAudit tables, TextAudit text)
    {
        if (file.Unknown.Count > 0)
            return new("A0", file.Name, $"it holds {file.Unknown[0]}.", "Leave it out of the release, or print it in a form the audit reads (HTML, DOCX, PDF, XLSX, CSV, Parquet, PNG).");
        if (!PictureName().IsMatch(file.Name) && text.Unmapped(new("name of the file", NameWords(file.Name))) is { Count: > 0 } inName)
            return Failure(file.Name, "its own name", inName) with { Where = "name of a file" };
        foreach (var piece in file.Pieces)
        {
            if (text.Unmapped(piece) is { Count: > 0 } unmapped)
                return Failure(file.Name, piece.Place, unmapped);
        }

        foreach (var table in file.Tables)
        {
            var (wrong, texts) = tables.Check(table);
            if (wrong is not null)
                return new("A8", file.Name, $"{wrong}.", "Make the release again; a figure that was edited by hand has no fact behind it.");
            foreach (var piece in texts)
            {
                if (text.Unmapped(piece) is { Count: > 0 } unmapped)
                    return Failure(file.Name, piece.Place, unmapped);
            }
        }

        foreach (var (name, bytes) in file.Inside)
        {
            if (Wrong(Read($"{file.Name}, {name}", bytes, null), tables, text) is { } inside)
                return inside;
        }

        return null;
    }

    /// <summary>What is left of a name without the codes and periods it may hold: its words.</summary>
    private string NameWords(string name)
    {
        var words = setup.Indicators.Select(indicator => indicator.Id).Concat(setup.Areas.All.Select(area => area.Code)).Append(release.Id)
            .OrderByDescending(code => code.Length).Aggregate(name, (left, code) => left.Replace($"-{code}", "", StringComparison.Ordinal));
        return Separator().Replace(PeriodInName().Replace(words, ""), " ");
    }

    private static AuditFailure Failure(string file, string place, IReadOnlyList<string> unmapped) => new(
        "A0", file, FormattableString.Invariant($"{unmapped.Count} number{(unmapped.Count == 1 ? "" : "s")} without a fact or a formula behind {(unmapped.Count == 1 ? "it" : "them")}."),
        "Take the number out, or print it from a released figure.")
    {
        Inside = new(file, place, unmapped),
    };

    private BundleFile Read(string name, string path) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".duckdb" or ".db" => DuckDbFile.ReadDatabase(name, path),
        ".parquet" => DuckDbFile.ReadParquet(name, path),
        _ => Read(name, File.ReadAllBytes(path), path),
    };

    private BundleFile Read(string name, byte[] bytes, string? path)
    {
        switch (Path.GetExtension(name).ToLowerInvariant())
        {
            case ".html" or ".htm":
                return HtmlFile.Read(name, bytes);
            case ".docx":
                return DocxFile.Read(name, bytes);
            case ".csv":
                return CsvFile.Read(name, bytes);
            case ".png":
                return PngFile.Read(name, bytes);
            case ".xlsx":
                return XlsxFile.Read(name, bytes);
            case ".svg":
                return SvgFile.Read(name, bytes, series);
            case ".pdf":
                var (pdf, pages) = PdfFile.Read(name, bytes);
                pagesOf[name] = pages;
                return pdf;
            case ".json" when path is not null && Path.GetFileName(path) == ManifestName:
                return ManifestFile(name, bytes);
            default:
                var unknown = new BundleFile(name);
                unknown.Unknown.Add("a kind of file that no reader looks through");
                return unknown;
        }
    }

    /// <summary>The manifest is the bundle's own: hashes and names are of its files; the rest is read as text.</summary>
    private static BundleFile ManifestFile(string name, byte[] bytes)
    {
        var file = new BundleFile(name);
        try
        {
            using var manifest = JsonDocument.Parse(bytes);
            foreach (var property in manifest.RootElement.EnumerateObject())
            {
                if (property.Name is "files" || (IsHashName(property.Name) && Hash().IsMatch(property.Value.ToString())))
                    continue;
                file.Say(property.Name, property.Value.ToString(), property.Name);
            }
        }
        catch (JsonException)
        {
            file.Unknown.Add("JSON that cannot be read");
        }

        return file;
    }

    private static bool IsHashName(string name) => name.EndsWith("sha256", StringComparison.Ordinal) || name.EndsWith("hash", StringComparison.Ordinal);

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Hash();

    // Pictures inside a document are numbered in their order.
    [GeneratedRegex(@", (?:word/)?media/image\d*\.(?:png|svg)$|, picture\.(?:png|svg)$")]
    private static partial Regex PictureName();

    [GeneratedRegex("[-_./,]")]
    private static partial Regex Separator();

    [GeneratedRegex(@"-20\d\d(?:-(?:Q[1-4]|H[12]|0[1-9]|1[0-2]))?(?!\d)")]
    private static partial Regex PeriodInName();
}
