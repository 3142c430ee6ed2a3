using System.Data;
using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using Microsoft.Data.Analysis;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>Released cells and findings for analysts: opens <c>indicators.duckdb</c> read-only, and nothing else.</summary>
/// <example><code>
/// using var store = IndicatorStore.Open("lake-region/data/indicators.duckdb");
/// DataFrame cells = store.Cells();          // one row a released cell
/// DataFrame rises = store.Query("select * from finding where status like 'rising%' order by figure_id").ToDataFrame();
/// </code></example>
public sealed class IndicatorStore : IDisposable
{
    // A finished file that nobody else in the process has open: then these settings hold (a second connection would share the first one's).
    private const string Sandbox =
        "ACCESS_MODE=READ_ONLY;enable_external_access=false;autoload_known_extensions=false;autoinstall_known_extensions=false;memory_limit=256MB;threads=1;lock_configuration=true";

    // Of a statement as the engine reads it: deeper than any written by hand.
    private const int MostNested = 1000;

    private readonly DuckDBConnection connection;

    private IndicatorStore(DuckDBConnection connection, string releaseId) => (this.connection, ReleaseId) = (connection, releaseId);

    /// <summary>The release whose figures these are.</summary>
    public string ReleaseId { get; }

    /// <summary>Opens the released store of an operation.</summary>
    /// <param name="path"><c>data/indicators.duckdb</c> of an operation.</param>
    /// <exception cref="MachineException">The file is missing, is no released store or one of a later program, or a program is writing it.</exception>
    /// <remarks>A store of an earlier program is brought forward in memory; its file stays as it is until the next release.</remarks>
    public static IndicatorStore Open(string path)
    {
        if (!File.Exists(path))
            throw new MachineException($"{path}: nothing has been released yet. Run «tip run» on the operation first.");
        var connection = new DuckDBConnection($"DataSource={path};{Sandbox}");
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "select release_id from release";
            var releaseId = (string)command.ExecuteScalar()!;
            ReleasedStore.Schema.RefuseLater(connection, path);
            if (StoreSchema.VersionOf(connection) < ReleasedStore.Schema.Current)
            {
                connection.Dispose();
                connection = Forward(path);
            }

            return new IndicatorStore(connection, releaseId);
        }
        catch (MachineException)
        {
            connection.Dispose();
            throw;
        }
        catch (DuckDBException)
        {
            connection.Dispose();
            throw new MachineException($"{path}: cannot be opened as a released store. It may be open for writing elsewhere, or damaged; «tip report» writes it anew.");
        }
    }

    /// <summary>Released cells, one row each, ordered by indicator, area, period, split, category.</summary>
    /// <returns>Columns as table <c>cell</c>: text, whole numbers, decimals and dates, nullable throughout; <c>share_percent</c> is in whole per
    /// cent and null unless <c>state</c> is <c>shown</c>; <c>level_value</c> is null unless <c>state</c> is <c>level</c>.</returns>
    public DataFrame Cells() => Query("select * from cell order by indicator_id, area_level, area_code, period_start, period, split, category").ToDataFrame();

    /// <summary>What is said of each series since the onset, ordered by indicator and area.</summary>
    /// <returns>Columns as table <c>finding</c>; percentages and points are whole numbers, null where nothing is printed.</returns>
    public DataFrame Findings() => Query("select * from finding order by indicator_id, area_level, area_code").ToDataFrame();

    /// <summary>Documentation of the indicators, ordered by id.</summary>
    /// <returns>Columns as table <c>indicator</c>; lists are joined with one space.</returns>
    public DataFrame Indicators() => Query("select * from indicator order by indicator_id").ToDataFrame();

    /// <summary>Released cells that fit a filter, with the columns a person reads first; ordered by indicator, area, period, category.</summary>
    public QueryResult Select(CellFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return Query(
            EmbeddedSql.Read(typeof(IndicatorStore), "cells.sql"),
            string.Join(' ', filter.Indicators), string.Join(' ', filter.Areas),
            filter.From?.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), filter.To?.End.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            filter.By ?? "all");
    }

    /// <summary>Says what of a filter the release does not have, and what may have been meant; null: it has all of it.</summary>
    public string? Unknown(CellFilter filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var known = Query(EmbeddedSql.Read(typeof(IndicatorStore), "known.sql")).Rows
            .ToLookup(row => (string)row[0]!, row => (Code: (string)row[1]!, Name: (string)row[2]!), StringComparer.Ordinal);
        List<string> Codes(string kind) => [.. known[kind].Select(each => each.Code)];
        var (indicators, areas, splits) = (Codes("indicator"), Codes("area"), Codes("split"));
        var wrong = filter.Indicators.Distinct(StringComparer.Ordinal).Where(id => !indicators.Contains(id))
            .Select(id => $"\"{id}\" is no indicator of release {ReleaseId}.{Suggestion.For(id, indicators)} It has {string.Join(", ", indicators)}.")
            .Concat(filter.Areas.Distinct(StringComparer.Ordinal).Where(code => !areas.Contains(code)).Select(code =>
            {
                // A name in place of the code is meant as that area.
                var meant = Suggestion.For(code, areas) is { Length: > 0 } near ? near
                    : Suggestion.Nearest(code, known["area"].Select(area => area.Name)) is { } name ? $" Did you mean \"{known["area"].First(area => area.Name == name).Code}\" ({name})?" : "";
                return $"\"{code}\" is no area of release {ReleaseId}.{meant} «select area_code, name from area» lists them.";
            }))
            .Concat(filter.By is { } by && !splits.Contains(by) ? [$"\"{by}\" is no disaggregation of release {ReleaseId}.{Suggestion.For(by, splits)} It has {string.Join(", ", splits)}."] : [])
            .ToList();
        return wrong.Count == 0 ? null : string.Join('\n', wrong);
    }

    /// <summary>Runs one SELECT.</summary>
    /// <param name="sql">A single SELECT over the tables of the store.</param>
    /// <param name="parameters">Values for <c>$1</c>, <c>$2</c> …</param>
    /// <exception cref="DefinitionException">Not one SELECT, an SQL error, or a column name that the prevalence guard refuses.</exception>
    public QueryResult Query(string sql, params object?[] parameters)
    {
        ArgumentNullException.ThrowIfNull(sql);
        ArgumentNullException.ThrowIfNull(parameters);
        try
        {
            RequireOneSelect(sql);
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var value in parameters)
                command.Parameters.Add(new DuckDBParameter(value ?? DBNull.Value));
            command.UseStreamingMode = true;
            using var reader = command.ExecuteReader();
            return QueryResult.Read(reader);
        }
        catch (DuckDBException failure)
        {
            // The store holds released figures only, so the engine's own words can be shown.
            throw new DefinitionException($"The query cannot be run: {failure.Message}");
        }
        catch (JsonException)
        {
            throw new DefinitionException("The query is nested too deeply to be looked at. Write it with fewer brackets or subqueries inside each other.");
        }
    }

    public void Dispose() => connection.Dispose();

    private static DuckDBConnection Forward(string path)
    {
        var connection = new DuckDBConnection("DataSource=:memory:;autoload_known_extensions=false;autoinstall_known_extensions=false;threads=1");
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = EmbeddedSql.Read(typeof(IndicatorStore), "forward.sql").Replace("{path}", path.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal);
            command.ExecuteNonQuery();
            ReleasedStore.Schema.Bring(connection);
            command.CommandText = "set enable_external_access = false; set lock_configuration = true";
            command.ExecuteNonQuery();
            return connection;
        }
        catch (DuckDBException)
        {
            connection.Dispose();
            throw;
        }
    }

    private void RequireOneSelect(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select json_serialize_sql($1::varchar)::varchar";
        command.Parameters.Add(new DuckDBParameter(sql));
        using var reader = command.ExecuteReader();
        reader.Read();
        using var plan = JsonDocument.Parse(reader.GetString(0), new() { MaxDepth = MostNested });
        if (plan.RootElement.GetProperty("error").GetBoolean() || plan.RootElement.GetProperty("statements").GetArrayLength() != 1)
            throw new DefinitionException("The query is not one SELECT. The released store is read-only: give a single SELECT over its tables (cell, finding, indicator, area, release, caveat …).");
        if (QueryRules.Refusal(plan.RootElement.GetProperty("statements")[0]) is { } refusal)
            throw new DefinitionException(refusal);
    }
}

/// <summary>Which released cells.</summary>
/// <param name="Indicators">Indicator ids; empty: all.</param>
/// <param name="Areas">P-codes; empty: all.</param>
/// <param name="From">First period, included; null: from the start.</param>
/// <param name="To">Last period, included; null: to the end.</param>
/// <param name="By">Disaggregation; null: none.</param>
public sealed record CellFilter(IReadOnlyList<string> Indicators, IReadOnlyList<string> Areas, Period? From, Period? To, string? By);

/// <summary>A column of a query's result.</summary>
/// <param name="Type">long, double, decimal, bool, DateTime or string.</param>
public sealed record QueryColumn(string Name, Type Type);

/// <summary>Rows of a query; null is SQL null.</summary>
public sealed record QueryResult(IReadOnlyList<QueryColumn> Columns, IReadOnlyList<object?[]> Rows)
{
    // A result is held in memory; no release comes near this.
    private const int MostRows = 1_000_000;

    /// <exception cref="DefinitionException">A column name that the prevalence guard refuses, or too many rows.</exception>
    internal static QueryResult Read(DuckDBDataReader reader)
    {
        var columns = Enumerable.Range(0, reader.FieldCount).Select(i => new QueryColumn(reader.GetName(i), Plain(reader.GetFieldType(i)))).ToList();
        foreach (var column in columns)
        {
            // No record is in the store, so «name» is that of an area.
            if (Definitions.PrevalenceGuard.Measure(column.Name) is { } reason)
                throw new DefinitionException($"Column \"{column.Name}\" of the query: {reason}");
        }

        var rows = new List<object?[]>();
        while (reader.Read())
        {
            if (rows.Count == MostRows)
                throw new DefinitionException(string.Create(CultureInfo.InvariantCulture, $"The query gives more than {MostRows} rows, more than a release holds. Narrow it, or open the file with a DuckDB client."));
            rows.Add([.. Enumerable.Range(0, columns.Count).Select(i => reader.IsDBNull(i) ? null : Value(reader.GetValue(i)))]);
        }

        return new QueryResult(columns, rows);
    }

    /// <summary>The rows as a data frame with typed, nullable columns.</summary>
    public DataFrame ToDataFrame() => new([.. Columns.Select(Column)]);

    private DataFrameColumn Column(QueryColumn column, int index)
    {
        var values = Rows.Select(row => row[index]);
        return Type.GetTypeCode(column.Type) switch
        {
            TypeCode.Int64 => new Int64DataFrameColumn(column.Name, values.Select(value => (long?)value)),
            TypeCode.Double => new DoubleDataFrameColumn(column.Name, values.Select(value => (double?)value)),
            TypeCode.Decimal => new DecimalDataFrameColumn(column.Name, values.Select(value => (decimal?)value)),
            TypeCode.Boolean => new BooleanDataFrameColumn(column.Name, values.Select(value => (bool?)value)),
            TypeCode.DateTime => new DateTimeDataFrameColumn(column.Name, values.Select(value => (DateTime?)value)),
            _ => new StringDataFrameColumn(column.Name, values.Select(value => (string?)value)),
        };
    }

    private static Type Plain(Type type) =>
        type == typeof(int) || type == typeof(long) || type == typeof(short) || type == typeof(System.Numerics.BigInteger) ? typeof(long)
        : type == typeof(double) || type == typeof(float) ? typeof(double)
        : type == typeof(decimal) || type == typeof(bool) ? type
        : type == typeof(DateOnly) || type == typeof(DateTime) ? typeof(DateTime)
        : typeof(string);

    private static object Value(object value) => value switch
    {
        int number => (long)number,
        short number => (long)number,
        System.Numerics.BigInteger number => (long)number,
        float number => (double)number,
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        long or double or decimal or bool or DateTime or string => value,
        IEnumerable<string> list => string.Join(' ', list),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
