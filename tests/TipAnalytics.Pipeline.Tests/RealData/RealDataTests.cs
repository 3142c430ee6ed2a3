using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.RealData;

/// <summary>Public sample files go through mapping, vault and models with the figures that their publishers' own scripts give.</summary>
public sealed class RealDataTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tip-real-");
    private readonly OperationSetup setup = OperationLoader.Load(Path.Combine(AppContext.BaseDirectory, "RealData", "operation"), CatalogueFolder.Default, PlaceTables.Read);

    public void Dispose() => folder.Delete(recursive: true);

    [RealDataFact]
    public void The_food_coping_index_of_62_households_has_mean_10_516_and_falls_into_the_published_bands()
    {
        using var vault = Ingested("wfp-rcsi", "wfp/rcsi.csv");
        Assert.Equal("62 652 10.516 26 | 16 37 9 0", Text(vault, """
            select count(*) || ' ' || sum(rcsi) || ' ' || round(avg(rcsi), 3) || ' ' || max(rcsi) || ' | '
                || count(*) filter (rcsi <= 3) || ' ' || count(*) filter (rcsi between 4 and 18) || ' '
                || count(*) filter (rcsi between 19 and 42) || ' ' || count(*) filter (rcsi >= 43)
            from fs_household where source_id = 'wfp-rcsi'
            """));
    }

    [RealDataFact]
    public void The_mean_food_coping_index_by_enumerator_is_the_published_one_on_the_rows_as_read()
    {
        var source = setup.Sources.Single(candidate => candidate.Id == "wfp-rcsi");
        var stream = setup.Catalogue.Streams[source.Stream];
        var file = SourceFileReader.Open(Path.Combine(RealDataFactAttribute.Folder!, "wfp/rcsi.csv"), source, stream, setup, new RecordKeys(new byte[32]));
        Assert.Equal(62, file.Rows.Count());
        (string Field, int Weight)[] parts = [("rcsi_less_quality", 1), ("rcsi_borrow", 2), ("rcsi_meal_size", 1), ("rcsi_meal_adult", 3), ("rcsi_meal_number", 1)];
        Assert.Equal(
            [7.857, 11.333, 12.45],
            file.Enumerators!.Means.Select(means => Math.Round(parts.Sum(part => part.Weight * means[stream.Fields.FindIndex(field => field.Name == part.Field)]), 3)));
        Assert.Equal(new(3, 3, 0, 0, 0), file.Enumerators.Counts());
    }

    [RealDataFact]
    public void Livelihood_coping_counts_used_or_exhausted_and_empties_the_one_invalid_code()
    {
        using var vault = Ingested("wfp-lcs-fs", "wfp/lcs-fs.csv", batch => Assert.Equal(1, batch.Emptied["coping"]));
        Assert.Equal("18 17 16", Text(vault, """
            select count(distinct record_id) filter (tier = 'stress') || ' ' || count(distinct record_id) filter (tier = 'crisis') || ' '
                || count(distinct record_id) filter (tier = 'em')
            from fs_coping_answer where answer in ('used', 'exhausted')
            """));
        Assert.Equal("1:2 2:1 3:1 4:16", Text(vault, """
            select string_agg(lcs_max || ':' || households, ' ' order by lcs_max)
            from (select lcs_max, count(*) as households from fs_household where source_id = 'wfp-lcs-fs' group by lcs_max)
            """));
    }

    [RealDataFact]
    public void The_food_consumption_score_has_the_published_mean_and_bands()
    {
        using var vault = Ingested("wfp-fcs", "wfp/fcs.csv");
        Assert.Equal("49.558 | 2 4 20 | 2 7 17", Text(vault, """
            select round(avg(fcs), 3) || ' | ' || count(*) filter (fcs <= 21) || ' ' || count(*) filter (fcs > 21 and fcs <= 35) || ' ' || count(*) filter (fcs > 35)
                || ' | ' || count(*) filter (fcs <= 28) || ' ' || count(*) filter (fcs > 28 and fcs <= 42) || ' ' || count(*) filter (fcs > 42)
            from fs_household where source_id = 'wfp-fcs'
            """));
    }

    [RealDataFact]
    public void A_file_with_a_byte_order_mark_and_n_a_values_is_read_without_a_rejected_row()
    {
        using var vault = Ingested("wfp-perceived-needs", "wfp/perceived-needs.csv", batch =>
        {
            Assert.Equal(0, batch.Outcomes.GetValueOrDefault("rejected"));
            Assert.Equal(batch.Rows, batch.Outcomes["accepted"]);
        });
    }

    [RealDataFact]
    public void Column_names_that_occur_twice_are_reported()
    {
        using var vault = Ingested("wfp-eig", "wfp/eig.csv", batch => Assert.Contains("PEmplTypeFirst", batch.DuplicateColumns));
    }

    [RealDataFact]
    public void The_needs_assessment_gives_its_weighted_and_unweighted_figures()
    {
        using var vault = Ingested("msna-2024", "msna/msna-2024-synthetic.xlsx", batch => Assert.Equal(241, batch.Rows));
        Assert.Equal("241 27.714 27.608 | 0 31 200 10", Text(vault, """
            select count(*) || ' ' || round(avg(rcsi), 3) || ' ' || round(sum(rcsi * survey_weight) / sum(survey_weight), 3) || ' | '
                || count(*) filter (rcsi <= 3) || ' ' || count(*) filter (rcsi between 4 and 18) || ' '
                || count(*) filter (rcsi between 19 and 42) || ' ' || count(*) filter (rcsi >= 43)
            from msna_household
            """));
        Assert.Equal("2:1 3:24 4:216", Text(vault, """
            select string_agg(lcs_max || ':' || households, ' ' order by lcs_max) from (select lcs_max, count(*) as households from msna_household group by lcs_max)
            """));
        Assert.Equal("59.63", Text(vault, """
            select round(100 * sum(survey_weight) filter (child_away = 'yes') / sum(survey_weight) filter (child_away in ('yes', 'no')), 2)::varchar from msna_household
            """));
        Assert.Equal("49.80", Text(vault, """
            select format('{:.2f}', (100 * sum(survey_weight) filter (abduction_concern in ('several_times', 'always'))
                / sum(survey_weight) filter (abduction_concern not in ('dont_know', 'refused')))::double) from msna_household
            """));
        Assert.Equal("0.4329 81; 0.8453 87; 1.7212 73", Text(vault, """
            select string_agg(format('{:.4f}', weight::double) || ' ' || households, '; ' order by weight)
            from (select survey_weight as weight, count(*) as households from msna_household group by survey_weight)
            """));
    }

    [RealDataFact]
    public void The_traps_of_the_needs_assessment_are_flagged_and_their_rows_stay()
    {
        using var vault = Ingested("msna-2024", "msna/msna-2024-synthetic.xlsx", batch =>
        {
            var flags = batch.Quality.Flags.ToDictionary(flag => flag.Rule, StringComparer.Ordinal);
            Assert.Equal((115, 241), (flags["end_before_start"].Records, flags["end_before_start"].Checked));
            Assert.True(flags["no_answer_beside_answers"].Records > 0);
            Assert.Equal(241, batch.Outcomes["accepted"]);
        });
        Assert.Equal("115", Text(vault, "select count(*) from rec_msna_hh where list_contains(string_split(flags, ' '), 'end_before_start')"));
    }

    [RealDataFact]
    public void A_row_of_hashtags_under_two_rows_of_headers_is_paired_with_the_nearer_one()
    {
        using var file = SourceContainers.Open(Path.Combine(RealDataFactAttribute.Folder!, "hxl", "input-valid.csv"), null);
        using var table = file.OpenData(file.Section(null)).Table;
        Assert.Equal(["Registro", "Sector/Cluster", "Subsector", "Organización", "Hombres", "Mujeres", "País", "Departamento/Provincia/Estado", ""], table.Headers);
        Assert.Equal(["", "#sector+es", "#subsector+es", "#org+es", "#targeted+f", "#targeted+m", "#country", "#adm1", "#date+reported"], table.Tags);
        var columns = new ColumnNames(table.Headers, table.Tags);
        var rows = new List<string>();
        while (table.Read())
            rows.Add($"{table.Row} {table.Broken}{table.Cell(columns.Find("#sector")!.Value)} {table.Cell(columns.Find("#targeted+m")!.Value)} {table.Cell(columns.Find("#date")!.Value)}".TrimEnd());
        Assert.Equal(["4 WASH 100 1 March 2015", "5 Salud", "6 Educación 300", "7 WASH 95"], rows);
    }

    private Vault Ingested(string sourceId, string file, Action<BatchSummary>? look = null)
    {
        var key = Path.Combine(folder.FullName, "test.key");
        VaultKey.CreateFile(key);
        var vault = Vault.Open(Path.Combine(folder.FullName, "data"), VaultKey.Read(key), setup.Catalogue.Streams.Values);
        var source = setup.Sources.Single(candidate => candidate.Id == sourceId);
        var stream = setup.Catalogue.Streams[source.Stream];
        var opened = SourceFileReader.Open(Path.Combine(RealDataFactAttribute.Folder!, file), source, stream, setup, vault.RecordKeys);
        var batch = BatchLoader.Load(vault, source, stream, opened, new DateOnly(2025, 3, 31), setup.Catalogue.RulesOf(stream.Id));
        Assert.Null(batch.Held);
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
