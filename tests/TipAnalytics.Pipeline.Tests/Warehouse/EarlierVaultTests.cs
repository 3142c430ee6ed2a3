using System.Text;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>Vaults of earlier versions of the program go on.</summary>
public sealed class EarlierVaultTests : IDisposable
{
    // The tables of version 0.1 as its vault.sql and its stream tables made them.
    private const string FirstVersion = """
        create table vault_secret (record_key varchar not null, tie_key varchar not null);
        create table batch (
            batch_id bigint primary key, source_id varchar not null, stream varchar not null, file_name varchar not null, file_hash varchar not null,
            form_versions varchar not null, ingested_on date not null, row_count bigint not null, accepted bigint not null, duplicate bigint not null,
            superseded bigint not null, without_consent bigint not null, rejected bigint not null, replaced bigint not null, first_month date, last_month date
        );
        create table rejection (batch_id bigint not null, row_number bigint not null, column_name varchar, rule varchar not null);
        create table emptied (batch_id bigint not null, field varchar not null, count bigint not null);
        create table rec_visit (
            record_key blob, version varchar, content blob, record_id bigint, source_id varchar, batch_id bigint, form_version varchar, period_start date,
            area_code varchar, survey_weight decimal(18, 6), stratum varchar, cluster varchar, organisation varchar, reporting_point varchar, answer varchar
        );
        create view stg_visit as select record_id, source_id, answer from rec_visit;
        insert into vault_secret values (repeat('ab', 32), repeat('cd', 32));
        insert into batch values (1, 'monitoring', 'visit', 'export of QZ-NAME-81C4.csv', 'first', '', date '2026-01-01', 1, 1, 0, 0, 0, 0, 0, date '2026-01-01', date '2026-01-01');
        insert into rec_visit (record_key, version, record_id, source_id, batch_id, period_start, area_code, survey_weight, answer)
        values ('\xAA'::blob, '', 1, 'monitoring', 1, date '2026-01-01', 'LR0101', 1, 'yes');
        """;

    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void A_vault_of_the_first_version_opens_keeps_its_records_and_takes_files()
    {
        Make();
        using var vault = given.Open();
        Assert.Equal(["Names of export files are no longer kept; those that were there are dropped."], vault.Adapted);
        Assert.True(TestVault.Load(vault, "first", [TestVault.Row(vault, 2, "b", "no")]).AlreadyTaken);
        Assert.Equal(1, TestVault.Load(vault, "second", [TestVault.Row(vault, 2, "b", "no")]).Outcomes["accepted"]);
        Assert.Equal(["yes", "no"], TestVault.Rows(vault, "select answer from stg_visit order by record_id"));
        vault.Commit();
        Assert.Equal(["first | ", "second | 0"], TestVault.Rows(vault, "select file_hash, removed from batch order by batch_id"));
    }

    [Fact]
    public void A_vault_of_the_first_version_has_the_tables_of_a_new_one_afterwards_and_says_so()
    {
        using var fresh = new TestVault();
        using var empty = fresh.Open();
        var tables = StoreSchemaTests.Columns(empty.Connection);
        Make();
        using (var vault = given.Open())
        {
            Assert.Equal(tables, StoreSchemaTests.Columns(vault.Connection));
            vault.Commit();
        }

        using (var vault = given.Open())
            Assert.Equal([$"{Vault.Schema.Current} | {ProgramVersion.Text}"], TestVault.Rows(vault, "select version, program from schema_version"));
    }

    [Fact]
    public void The_names_of_files_that_were_kept_are_in_no_byte_of_the_vault_afterwards()
    {
        Make();
        Assert.True(HoldsName());
        using (var vault = given.Open())
            vault.Commit();
        Assert.False(HoldsName());
        using (var vault = given.Open())
            Assert.Empty(vault.Adapted);
    }

    private void Make()
    {
        Directory.CreateDirectory(given.Data);
        var plain = Path.Combine(given.Root, "plain.duckdb");
        using (var connection = new DuckDBConnection($"DataSource={plain}"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = FirstVersion;
            command.ExecuteNonQuery();
        }

        VaultFile.Write(plain, given.File, VaultKey.Read(given.KeyFile));
        File.Delete(plain);
    }

    private bool HoldsName()
    {
        var plain = Path.Combine(given.Root, "look.duckdb");
        VaultFile.Read(given.File, plain, VaultKey.Read(given.KeyFile));
        var holds = File.ReadAllBytes(plain).AsSpan().IndexOf(Encoding.UTF8.GetBytes("QZ-NAME-81C4")) >= 0;
        File.Delete(plain);
        return holds;
    }
}
