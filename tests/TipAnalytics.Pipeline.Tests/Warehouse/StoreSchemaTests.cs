using System.Security.Cryptography;
using System.Text;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>Stores say of which version their tables are: an earlier one goes forward, a later one is refused.</summary>
public sealed class StoreSchemaTests : IDisposable
{
    // Tables and columns of the stores that this program writes. Where this fails, a table was changed: give the change a step NAME-N.sql of its own,
    // so that stores out there follow, and write down what the tables are now.
    private const string VaultTables = "2 3c66";
    private const string ReleasedTables = "1 6c8d";

    // indicators.duckdb as the first version of the program wrote it, as far as it has changed since.
    private const string FirstReleased = """
        create table release (
            release_id varchar primary key, operation_id varchar not null, operation_name varchar not null, country_code varchar not null, area_version varchar not null,
            audience varchar not null, as_of_on date not null, first_period varchar not null, last_period varchar not null, onset_on date not null, onset_title varchar not null,
            onset_source varchar not null, definitions_hash varchar not null, program_version varchar not null
        );
        create table finding (
            figure_id varchar primary key, indicator_id varchar not null, area_code varchar not null, area_level integer not null, grain varchar not null, status varchar not null,
            grade varchar not null, reason varchar, before_percent integer, after_percent integer, difference_points integer, difference_low integer, difference_high integer,
            smallest_visible_rise integer, direction varchar not null, effort varchar not null, break_from varchar, cautions varchar not null
        );
        create table series_break (indicator_id varchar not null, source_title varchar not null, from_period varchar not null, reason varchar not null);
        insert into release values ('2026-01-15-abcdef01', 'x', 'X', 'XX', 'v1', 'all', date '2026-01-15', '2023-01', '2025-12', date '2024-01-01', 'Onset', 'Source', 'hash', '0.1.0');
        insert into series_break values ('CH-01', 'Survey', '2024-07', 'New form');
        """;

    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void Whoever_changes_a_table_of_a_store_gives_it_a_new_version()
    {
        Assert.Equal((VaultTables, ReleasedTables), (Fingerprint(Vault.Schema), Fingerprint(ReleasedStore.Schema)));
        Assert.DoesNotContain("alter table", EmbeddedSql.Read(typeof(Vault), "vault.sql") + EmbeddedSql.Read(typeof(ReleasedStore), "indicators.sql"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_vault_says_its_version_and_the_program_that_brought_it_there()
    {
        using var vault = given.Open();
        Assert.Equal([$"{Vault.Schema.Current} | {ProgramVersion.Text}"], TestVault.Rows(vault, "select version, program from schema_version"));
    }

    [Fact]
    public void A_vault_of_a_later_program_is_refused_with_the_program_it_needs_and_stays_as_it_is()
    {
        using (var vault = given.Open())
        {
            using var command = vault.Connection.CreateCommand();
            command.CommandText = "update schema_version set version = 7, program = '0.9.2'";
            command.ExecuteNonQuery();
            vault.Commit();
        }

        var bytes = File.ReadAllBytes(given.File);
        var refused = Assert.Throws<MachineException>(() => given.Open());
        Assert.Equal(
            $"{given.File}: written by tip 0.9.2 (tables of version 7); this is tip {ProgramVersion.Text}, which knows version {Vault.Schema.Current}. Use tip 0.9.2 or later. Nothing was changed.",
            refused.Message);
        Assert.Equal(13, refused.ExitCode);
        Assert.Equal(bytes, File.ReadAllBytes(given.File));
    }

    [Fact]
    public void A_vault_file_of_a_later_format_is_refused_as_such()
    {
        using (var vault = given.Open())
            vault.Commit();
        var bytes = File.ReadAllBytes(given.File);
        bytes[8] = 2;
        File.WriteAllBytes(given.File, bytes);
        Assert.Equal(
            $"{given.File}: a vault of a later program (file format 2; tip {ProgramVersion.Text} knows 1), or it is damaged at its start. Update the program, or restore a back-up.",
            Assert.Throws<MachineException>(() => given.Open()).Message);
    }

    [Fact]
    public void A_released_store_of_the_first_version_is_read_with_the_tables_of_today_and_its_file_stays()
    {
        var path = Store(FirstReleased);
        var bytes = File.ReadAllBytes(path);
        using (var store = IndicatorStore.Open(path))
        {
            Assert.Equal(["2026-01-15-abcdef01", null], store.Query("select release_id, revision_reason from release").Rows.Single());
            Assert.Equal(["CH-01", "form", null], store.Query("select indicator_id, kind, area_code from series_break").Rows.Single());
            Assert.Empty(store.Query("select * from restatement").Rows);
            Assert.Empty(store.Findings().Rows);
            Assert.Throws<DefinitionException>(() => store.Query($"select * from read_text('{given.KeyFile}')"));
        }

        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_released_store_of_a_later_program_is_refused()
    {
        var path = Store(FirstReleased + "create table schema_version (version integer, program varchar); insert into schema_version values (9, '2.0.0')");
        Assert.Equal(
            $"{path}: written by tip 2.0.0 (tables of version 9); this is tip {ProgramVersion.Text}, which knows version {ReleasedStore.Schema.Current}. Use tip 2.0.0 or later. Nothing was changed.",
            Assert.Throws<MachineException>(() => IndicatorStore.Open(path)).Message);
    }

    private string Store(string sql)
    {
        var path = Path.Combine(given.Root, "indicators.duckdb");
        using var connection = new DuckDBConnection($"DataSource={path}");
        connection.Open();
        Execute(connection, sql);
        return path;
    }

    /// <summary>Version, and the start of a hash over tables, columns and types.</summary>
    private static string Fingerprint(StoreSchema schema)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        schema.Bring(connection);
        return FormattableString.Invariant($"{StoreSchema.VersionOf(connection)} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Columns(connection)))))[..4]}");
    }

    internal static IReadOnlyList<string> Columns(DuckDBConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select table_name || ' ' || column_name || ' ' || data_type from duckdb_columns() where not internal order by all";
        using var reader = command.ExecuteReader();
        var columns = new List<string>();
        while (reader.Read())
            columns.Add(reader.GetString(0));
        return columns;
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
