namespace TipAnalytics.Pipeline.Definitions;

/// <summary>The rows of a worked example: cells parted by |, the header first. An empty cell is a missing value; «-» in a field of several codes is «answered, none of them».</summary>
internal sealed record ExampleTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Last column of a share: what becomes of the row.</summary>
    public const string Result = "result";

    /// <summary>Text of «answered, none» in a field of several codes.</summary>
    public const string None = "-";

    /// <summary>In the base with the signal, in the base without, no usable answer, not concerned by the question.</summary>
    public static readonly string[] Results = ["signal", "no signal", "undetermined", "outside"];

    // Columns every record has → their name in the table.
    private static readonly Dictionary<string, string> RecordColumns = new(StringComparer.Ordinal)
    {
        ["period"] = "period_start", ["weight"] = "survey_weight", ["stratum"] = "stratum", ["cluster"] = "cluster",
    };

    private static readonly Dictionary<IndicatorKind, string[]> OtherColumns = new()
    {
        [IndicatorKind.Convergence] = ["indicator", "value"],
        [IndicatorKind.Coverage] = ["quarter", "received"],
        [IndicatorKind.AreaState] = ["indicator", "before", "now"],
    };

    public static ExampleTable Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (IReadOnlyList<string>)[.. line.Split('|', StringSplitOptions.TrimEntries)]).ToList();
        return new(lines.Count == 0 ? [] : lines[0], [.. lines.Skip(1)]);
    }

    /// <summary>Columns that are values of a record.</summary>
    public IEnumerable<string> Values => Columns.Where(column => column != Result);

    /// <summary>Name of a column in the record's table.</summary>
    public static string Stored(string column) => RecordColumns.GetValueOrDefault(column, column);

    /// <summary>What is wrong with its form, one sentence a fault.</summary>
    public IEnumerable<string> Faults(IndicatorDefinition indicator, Catalogue catalogue)
    {
        if (Rows.Count == 0)
            yield return "an example has a header and one row or more, cells parted by |";
        foreach (var row in Rows.Where(row => row.Count != Columns.Count))
            yield return FormattableString.Invariant($"the row «{string.Join(" | ", row)}» has {row.Count} cells, the header {Columns.Count}");
        var expected = OtherColumns.GetValueOrDefault(indicator.Kind) ?? (indicator.Stream is null ? ["score"] : null);
        if (expected is not null && !Columns.SequenceEqual(expected))
            yield return $"the columns of an example of the kind {YamlBinder.Word(indicator.Kind)} are {string.Join(" | ", expected)}";
        if (expected is null && catalogue.Streams.GetValueOrDefault(indicator.Stream ?? "") is { } stream)
        {
            foreach (var fault in RecordFaults(indicator, stream, catalogue))
                yield return fault;
        }
    }

    private IEnumerable<string> RecordFaults(IndicatorDefinition indicator, StreamDefinition stream, Catalogue catalogue)
    {
        var isShare = indicator.Kind == IndicatorKind.Share;
        if (isShare != ((Columns.Count > 0 && Columns[^1] == Result)))
            yield return isShare ? $"the last column of an example is \"{Result}\": {string.Join(", ", Results)}" : $"only shares have a \"{Result}\" for each row";
        for (var at = 0; at < Columns.Count; at++)
        {
            var column = Columns[at];
            var cells = Rows.Where(row => row.Count > at).Select(row => row[at]).Distinct(StringComparer.Ordinal);
            if (column == Result)
            {
                foreach (var cell in cells.Where(cell => !Results.Contains(cell)))
                    yield return $"\"{cell}\" is none of {string.Join(", ", Results)}.{Suggestion.For(cell, Results)}";
            }
            else if (stream.Fields.Find(field => field.Name == column) is { } field)
            {
                foreach (var cell in cells.Where(cell => cell.Length > 0 && !(cell == None && field.Type == FieldType.Codes)))
                {
                    CanonicalValues.OfField(field, cell, catalogue, out var fault);
                    if (fault is not null)
                        yield return fault;
                }
            }
            else if (!RecordColumns.ContainsKey(column))
            {
                yield return $"\"{column}\" is neither a field of {stream.Id} nor one of {string.Join(", ", RecordColumns.Keys)}.{Suggestion.For(column, stream.Fields.Select(known => known.Name))}";
            }
        }
    }
}
