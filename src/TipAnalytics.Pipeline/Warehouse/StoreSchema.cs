using System.Globalization;
using DuckDB.NET.Data;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>The tables of a store and their version, which stands in the store itself: brought forward when it is opened, refused when it is of a later
/// program.</summary>
/// <remarks><c>NAME.sql</c> makes the tables that are missing, as they are now; the steps <c>NAME-1.sql</c>, <c>NAME-2.sql</c> … change those that were
/// there. Version n is what step n leads to; 0 is a store from before versions were noted. A step meets tables that <c>NAME.sql</c> has just made as well,
/// and finds nothing to do in them.</remarks>
/// <param name="beside">A type in the folder of the files.</param>
internal sealed class StoreSchema(Type beside, string name)
{
    /// <summary>Version of the tables as this program knows them.</summary>
    public int Current { get; } = Enumerable.Range(1, int.MaxValue - 1).TakeWhile(version => EmbeddedSql.Has(beside, Step(name, version))).Count();

    /// <returns>0 for a store from before versions were noted, and for an empty one.</returns>
    public static int VersionOf(DuckDBConnection connection) => Noted(connection).Version;

    /// <param name="path">For the message.</param>
    /// <exception cref="MachineException">A later program wrote the store.</exception>
    public void RefuseLater(DuckDBConnection connection, string path)
    {
        var (version, program) = Noted(connection);
        if (version > Current)
        {
            throw new MachineException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path}: written by tip {program} (tables of version {version}); this is tip {ProgramVersion.Text}, which knows version {Current}. Use tip {program} or later. Nothing was changed."));
        }
    }

    /// <summary>Makes what is missing and changes what is of an earlier version; again, it changes nothing.</summary>
    public void Bring(DuckDBConnection connection)
    {
        var isNew = !HasTables(connection);
        var version = VersionOf(connection);
        Execute(connection, EmbeddedSql.Read(beside, $"{name}.sql"));
        if (version == Current)
            return;
        if (!isNew)
        {
            for (var step = version + 1; step <= Current; step++)
                Execute(connection, EmbeddedSql.Read(beside, Step(name, step)));
        }

        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"delete from schema_version; insert into schema_version values ({Current}, '{ProgramVersion.Text}')"));
    }

    private static string Step(string name, int version) => string.Create(CultureInfo.InvariantCulture, $"{name}-{version}.sql");

    private static (int Version, string Program) Noted(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from duckdb_tables() where table_name = 'schema_version'";
        if ((long)command.ExecuteScalar()! == 0)
            return (0, "");
        command.CommandText = "select version, program from schema_version";
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt32(0), reader.GetString(1)) : (0, "");
    }

    private static bool HasTables(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from duckdb_tables()";
        return (long)command.ExecuteScalar()! > 0;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
