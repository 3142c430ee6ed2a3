using System.IO.Enumeration;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Finds a file's dialect from its own signs: container, separator, names of columns and sheets, values of the first rows.</summary>
internal sealed class DialectRecognition
{
    private readonly FileSigns file;
    private readonly DialectDefinition? tool;
    private readonly DialectDefinition? names;
    private readonly DialectDefinition table;

    /// <param name="dialects">In the order in which they are asked; the last is any table.</param>
    public DialectRecognition(IReadOnlyList<DialectDefinition> dialects, FileSigns file)
    {
        (this.file, table) = (file, dialects[^1]);
        var shown = dialects.Where(dialect => dialect.Signs.Exists(Shows)).ToList();
        tool = shown.Find(dialect => !dialect.Names);
        names = shown.Find(dialect => dialect.Names);
    }

    /// <summary>The dialect of the file; with names of questions that are known, their conventions and those of the tool together.</summary>
    /// <param name="declared">Dialect that the source definition names; null: as recognised.</param>
    /// <exception cref="SourceDataException">The file shows the signs of another tool than the declared one.</exception>
    public Dialect Of(DialectDefinition? declared, string sourceFile)
    {
        if (declared is null)
            return new Dialect([.. new[] { names, tool }.OfType<DialectDefinition>().DefaultIfEmpty(table)]);
        if (declared.Names)
            return new Dialect([.. new[] { declared, tool }.OfType<DialectDefinition>()]);
        if (tool is not null && tool != declared && declared != table && !(IsKobo(tool) && IsKobo(declared)))
            throw new SourceDataException($"{file.FileName}: the file has the signs of {tool.Title}, and {sourceFile} declares the dialect {declared.Id} ({declared.Title}). Nothing of it was taken. Take \"dialect\" out of the definition to have it recognised, or ask whether this is the right file.");
        return new Dialect([declared]);
    }

    /// <summary>The tool is known; names of questions as declared, or as their signs show.</summary>
    public Dialect With(DialectDefinition? declared, DialectDefinition known) => new([.. new[] { declared ?? names, known }.OfType<DialectDefinition>()]);

    // The same tool at two ages: a file of one is no mistake in place of the other.
    private static bool IsKobo(DialectDefinition dialect) => dialect.Id.StartsWith("kobo", StringComparison.Ordinal);

    private bool Shows(DialectSign sign) =>
        (sign.File is null || sign.File == file.Kind)
        && (sign.Separator is null || (file.Separator is { } separator && sign.Separator[0] == separator))
        && (sign.FirstColumn is null || (file.Headers.Count > 0 && Fits(sign.FirstColumn, file.Headers[0])))
        && sign.Columns.TrueForAll(wanted => file.Headers.Any(header => Fits(wanted, header)))
        && sign.Sheets.TrueForAll(wanted => file.Sections.Any(section => Fits(wanted, section)))
        && (sign.Values.Count == 0 || file.FirstRows.Any(row => row is not null && row.Any(cell => sign.Values.Exists(value => Fits(value, cell)))));

    private static bool Fits(string pattern, string text) => FileSystemName.MatchesSimpleExpression(pattern, text.Trim(), ignoreCase: true);
}
