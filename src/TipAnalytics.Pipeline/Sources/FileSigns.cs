namespace TipAnalytics.Pipeline.Sources;

/// <summary>What a file shows of the tool that wrote it.</summary>
/// <param name="Kind">csv, workbook, json or spss.</param>
/// <param name="Separator">Of a CSV.</param>
/// <param name="Sections">Sheets of a workbook, files of an archive.</param>
/// <param name="FirstRows">Of the table, the header among them; null for a row that cannot be read.</param>
internal sealed record FileSigns(
    string FileName, string Kind, char? Separator, IReadOnlyList<string> Sections, IReadOnlyList<string> Headers, IReadOnlyList<string[]?> FirstRows);
