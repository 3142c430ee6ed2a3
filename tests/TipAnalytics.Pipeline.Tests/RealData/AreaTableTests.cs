using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.RealData;

/// <summary>Public tables about areas give the figures their publishers give, and never a sum of what must not be added.</summary>
public sealed class AreaTableTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tip-real-");
    private readonly OperationSetup setup = OperationLoader.Load(Path.Combine(AppContext.BaseDirectory, "RealData", "afghanistan"), CatalogueFolder.Default, PlaceTables.Read);

    public void Dispose() => folder.Delete(recursive: true);

    [RealDataFact]
    public void Rows_of_the_country_fold_into_sixteen_rounds()
    {
        using var vault = Ingested("dtm-admin0", "dtm/afg-admin0.json", 133);
        Assert.Equal("16 rounds: 246362 on 2017-03 … 6557855 on 2022-12", Text(vault, """
            select count(*) || ' rounds: ' || min_by(displaced, round) || ' on ' || strftime(min_by(period_start, round), '%Y-%m') || ' … '
                || max_by(displaced, round) || ' on ' || strftime(max_by(period_start, round), '%Y-%m')
            from disp_round
            """));
    }

    [RealDataFact]
    public void Rows_of_the_provinces_fold_into_the_same_rounds_and_add_up_to_the_country()
    {
        using var country = Ingested("dtm-admin0", "dtm/afg-admin0.json", 133);
        using var provinces = Ingested("dtm-admin1", "dtm/afg-admin1.json", 1395);
        const string Rounds = "select string_agg(round || ':' || displaced, ' ' order by round) from (select round, sum(displaced) as displaced from disp_round group by round)";
        Assert.Equal(Text(country, Rounds), Text(provinces, Rounds));
        Assert.Equal("34", Text(provinces, "select count(distinct area_code) from disp_round"));
    }

    [RealDataFact]
    public void Protection_keeps_its_own_figure_beside_those_of_its_areas_of_responsibility()
    {
        using var vault = Ingested("hno", "hno/hno-2024-afg.csv", 932, batch => Assert.Equal(890, batch.RejectedByRule["breakdown"]));
        Assert.Equal("AF 20806009 5962816, AF01 3349286, AF0101 2293151", Text(vault, """
            select string_agg(area_code || ' ' || in_need || coalesce(' ' || case area_code when 'AF' then targeted end, ''), ', ' order by area_code)
            from hno_area where hpc_cluster = 'PRO'
            """));
        Assert.Equal("PRO-CPN 9213752, PRO-GBV 13253951, PRO-HLP 6296804, PRO-MIN 4182879", Text(vault, """
            select string_agg(hpc_cluster || ' ' || in_need, ', ' order by hpc_cluster) from hno_area where within = 'PRO' and hpc_cluster <> 'PRO' and area_code = 'AF'
            """));
    }

    private Vault Ingested(string sourceId, string file, int rows, Action<BatchSummary>? look = null)
    {
        var key = Path.Combine(folder.FullName, $"{sourceId}.key");
        VaultKey.CreateFile(key);
        var vault = Vault.Open(Path.Combine(folder.FullName, sourceId), VaultKey.Read(key), setup.Catalogue.Streams.Values);
        var source = setup.Sources.Single(candidate => candidate.Id == sourceId);
        var stream = setup.Catalogue.Streams[source.Stream];
        var opened = SourceFileReader.Open(Path.Combine(RealDataFactAttribute.Folder!, file), source, stream, setup, vault.RecordKeys);
        var batch = BatchLoader.Load(vault, source, stream, opened, new DateOnly(2025, 3, 31));
        Assert.Null(batch.Held);
        Assert.Equal(rows, batch.Rows);
        look?.Invoke(batch);
        Derivation.Run(vault.Connection, setup, new DateOnly(2025, 3, 31));
        return vault;
    }

    private static string Text(Vault vault, string sql)
    {
        using var command = vault.Connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }
}
