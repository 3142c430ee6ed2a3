namespace TipAnalytics.Pipeline.Definitions;

/// <summary>One table of a gazetteer file: a CSV, or a sheet of a workbook. Cells are trimmed text.</summary>
/// <param name="Sheet">Null for a CSV.</param>
internal sealed record PlaceTable(string? Sheet, IReadOnlyList<string> Headers, IReadOnlyList<(int Row, string[] Cells)> Rows);

/// <summary>Reads the tables of a file. How a workbook is read is known to a later stage, which gives this.</summary>
/// <exception cref="SourceDataException">The file cannot be read.</exception>
internal delegate IReadOnlyList<PlaceTable> PlaceTableReader(string path);
