using CsvHelper;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>A definition kept as CSV (code lists, the context checklist): comma, header row, exact columns.</summary>
internal static class DefinitionTable
{
    /// <summary>Rows with their line, in file order; a row with a stray quote is a fault and left out.</summary>
    /// <param name="headers">Accepted header rows, the usual one first.</param>
    public static List<(int Line, string[] Fields)> Read(string folder, string path, DefinitionFaults faults, params string[][] headers) =>
        DefinitionFile.Text(folder, path, faults) is { } text ? Parse(text, path, faults, headers) : [];

    /// <summary>The same of a text that is read already.</summary>
    /// <param name="path">Path for messages.</param>
    public static List<(int Line, string[] Fields)> Parse(string text, string path, DefinitionFaults faults, params string[][] headers)
    {
        var rows = new List<(int, string[])>();
        using var reader = CsvReader.FromText(text, CsvReaderOptions.Default with
        {
            HasHeader = false,
            Separator = ',',
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Skip,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = record => faults.Add(path, (int)record.LineNumber, "a quote stands where none can; put the whole field in quotes and double those inside"),
        });
        string[]? header = null;
        while (reader.Read())
        {
            var line = (int)reader.LineNumber;
            var fields = Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetString(i).Trim()).ToArray();
            if (header is null)
            {
                header = headers.FirstOrDefault(expected => expected.SequenceEqual(fields));
                if (header is null)
                {
                    faults.Add(path, line, $"the header has to be {string.Join(" or ", headers.Select(expected => string.Join(',', expected)))}");
                    return rows;
                }
            }
            else
            {
                if (fields.Length != header.Length)
                    faults.Add(path, line, FormattableString.Invariant($"has {fields.Length} fields, the header {header.Length}; put text with commas in quotes"));
                // Filled up, so that a comma too few does not make every mention of the code a fault as well.
                rows.Add((line, [.. fields.Concat(header.Select(_ => "")).Take(header.Length)]));
            }
        }
        if (header is null)
            faults.Add(path, 1, "the file is empty");
        return rows;
    }
}
