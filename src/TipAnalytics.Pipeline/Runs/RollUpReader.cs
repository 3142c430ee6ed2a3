using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;
using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Takes the Parquet files of releases into tables with the operation in them, and judges what can be compared.</summary>
internal sealed class RollUpReader : IDisposable
{
    private readonly DuckDBConnection connection = new("DataSource=:memory:;autoinstall_known_extensions=false;autoload_known_extensions=false;threads=1");

    public RollUpReader()
    {
        connection.Open();
        Sql.Run(connection, Text("rollup.sql"));
    }

    public void Dispose() => connection.Dispose();

    /// <param name="folder">An operation's folder, or a release's.</param>
    public void Take(string folder)
    {
        var release = ReleaseFolder(folder);
        RequireUnchanged(release);
        var parquet = Path.Combine(release, ReleasedStore.ParquetFolder).Replace("'", "''", StringComparison.Ordinal);
        try
        {
            Sql.Run(connection, $"create or replace table schema_version as select * from read_parquet('{parquet}/schema_version.parquet')");
            ReleasedStore.Schema.RefuseLater(connection, release);
            var operation = Sql.Read(connection, $"select operation_id from read_parquet('{parquet}/release.parquet')", row => row.GetString(0))[0];
            if (Sql.Read(connection, "select operation_id from release order by operation_id", row => row.GetString(0)).Contains(operation))
                throw new DefinitionException($"{folder}: the operation «{operation}» is there twice. Name each operation once.");
            foreach (var statement in Text("rollup_take.sql").Replace("{folder}", parquet, StringComparison.Ordinal).Split(";\n"))
                Sql.Run(connection, statement, statement.Contains("$operation", StringComparison.Ordinal) ? [("operation", operation)] : []);
        }
        catch (DuckDBException failure)
        {
            throw new MachineException($"{release}: its released tables cannot be read: {StorageFailure.Reason(failure)}. «tip report» of this version writes them anew.");
        }
    }

    public RollUp ToRollUp()
    {
        var audiences = Sql.Read(connection, Text("rollup_audiences.sql"), row => (Audience: row.GetString(0), Operations: row.GetString(1)));
        if (audiences.Count > 1)
        {
            throw new ReleaseBlockedException(
                $"Nothing written: the releases are for different audiences ({string.Join("; ", audiences.Select(row => $"«{row.Audience}»: {row.Operations}"))}), and who may read one may not read another. Put together releases for one audience.");
        }

        var (indicators, findings) = (Table("rollup_indicators.sql"), Table("rollup_findings.sql"));
        var words = Words(indicators);
        var operations = Operations();
        Guard(operations, words, findings);
        return new RollUp(
            audiences[0].Audience, operations, Compared(words), [.. words.Where(word => word.Comparison != "comparable").Select(word => new NotCompared(word.Id, word.Title, word.Operation, word.Comparison))],
            Table("rollup_cells.sql"), findings, indicators, StandingCaveats.Load(CatalogueFolder.Default),
            LanguageFile.Load(CatalogueFolder.Default, LanguageWords.Original));
    }

    private static string ReleaseFolder(string folder)
    {
        folder = Path.GetFullPath(folder);
        if (File.Exists(Path.Combine(folder, Manifest.FileName)))
            return folder;
        var operation = OperationFolder.At(folder);
        using var store = IndicatorStore.Open(operation.Indicators);
        return Path.Combine(operation.Releases, (string)store.Query("select release_id from release").Rows[0][0]!);
    }

    private static void RequireUnchanged(string release)
    {
        var start = ReleasedStore.ParquetFolder + "/";
        var files = Manifest.FilesOf(release).Where(file => file.Name.StartsWith(start, StringComparison.Ordinal)).ToList();
        if (files.Count == 0)
            throw new SourceDataException($"{release}: no Parquet files, as an earlier version of the program made it. «tip report» makes a release with them.");
        foreach (var file in files.Where(file => !File.Exists(Path.Combine(release, file.Name)) || FileHash.Of(Path.Combine(release, file.Name)) != file.Sha256))
            throw new SourceDataException($"{release}: {file.Name} is not as it was released. Take the release from where it was published.");
    }

    private IReadOnlyList<RolledOperation> Operations() => Sql.Read(connection, Text("rollup_operations.sql"), row => new RolledOperation(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetFieldValue<DateOnly>(4), row.GetString(5), row.GetString(6),
        row.GetFieldValue<DateOnly>(7), row.GetString(8), row.GetString(9), (int)row.GetInt64(10), (int)row.GetInt64(11), row.GetFieldValue<List<string>>(12)));

    private List<ComparedIndicator> Compared(IReadOnlyList<IndicatorWords> words) =>
        [.. Sql.Read(connection, Text("rollup_side_by_side.sql"), row => (
                Id: row.GetString(0),
                Series: new ComparedSeries(
                    row.GetString(1), Optional(row, 2), row.GetString(3), Optional(row, 4), row.IsDBNull(5) ? null : new(row.GetInt32(5), row.IsDBNull(6) ? null : row.GetInt32(6)),
                    Optional(row, 8), Optional(row, 9)),
                IsWeighted: row.IsDBNull(7) ? (bool?)null : row.GetBoolean(7)))
            .GroupBy(row => row.Id).Select(rows =>
            {
                var word = words.First(word => word.Id == rows.Key && word.Comparison == "comparable");
                return new ComparedIndicator(
                    word.Id, word.Title, word.Definition, word.Unit, word.Caveat, word.LowMeans, [.. rows.Select(row => row.Series)],
                    rows.Select(row => row.IsWeighted).OfType<bool>().Distinct().Count() > 1);
            })];

    private static List<IndicatorWords> Words(QueryResult indicators)
    {
        string Of(object?[] row, string column) => (string)row[indicators.Columns.Select(found => found.Name).ToList().IndexOf(column)]!;
        return [.. indicators.Rows.Select(row => new IndicatorWords(
            Of(row, "operation_id"), Of(row, "indicator_id"), Of(row, "title"), Of(row, "definition"), Of(row, "unit"), Of(row, "caveat"), Of(row, "low_means"), Of(row, "comparison")))];
    }

    /// <summary>Operations write indicators of their own; what is printed here passes the guard here too.</summary>
    private static void Guard(IReadOnlyList<RolledOperation> operations, IReadOnlyList<IndicatorWords> words, QueryResult findings)
    {
        var place = findings.Columns.Select(column => column.Name).ToList().IndexOf("area_name");
        var printed = operations.SelectMany(operation => operation.OwnOnsets.Concat([operation.Name, operation.OnsetTitle]).Select(text => (Where: operation.Id, Text: text)))
            .Concat(words.SelectMany(word => new[] { word.Title, word.Definition, word.Unit, word.Caveat, word.LowMeans }.Select(text => (Where: $"{word.Operation}, {word.Id}", Text: text))))
            .Concat(findings.Rows.Select(row => (Where: $"{row[0]}, name of a place", Text: row[place] as string ?? "")));
        List<string> refused =
        [
            .. printed.Distinct().SelectMany(text => PrevalenceGuard.Prose(text.Text).Select(reason => $"{text.Where}: {reason}")),
            .. words.Where(word => PrevalenceGuard.Identifier(word.Id) is not null).Select(word => $"{word.Operation}: {PrevalenceGuard.Identifier(word.Id)}"),
        ];
        if (refused.Count > 0)
            throw new DefinitionException(string.Join('\n', refused.Distinct()));
    }

    private QueryResult Table(string file)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Text(file);
        using var reader = command.ExecuteReader();
        return QueryResult.Read(reader);
    }

    private static string Text(string file) => EmbeddedSql.Read(typeof(RollUpReader), file);

    private static string? Optional(DuckDBDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    private sealed record IndicatorWords(string Operation, string Id, string Title, string Definition, string Unit, string Caveat, string LowMeans, string Comparison);
}
