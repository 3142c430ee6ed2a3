using CsCheck;

namespace TipAnalytics.Pipeline.Tests.Definitions;

public class SpoiledFileTests
{
    [Fact]
    public void However_a_file_is_spoiled_loading_ends_well_or_with_faults_that_name_a_file_and_line()
    {
        using var example = new ExampleOperation();
        var files = new[] { "operation/operation.yaml", "operation/sources/monitoring.yaml", "operation/context-analysis.yaml", "operation/areas.geojson", "catalogue/streams/pm_hh.yaml", "catalogue/indicators/CH-05.yaml", "catalogue/codelists/age_group.csv", "catalogue/models/pm_household.sql" };
        var root = Path.GetDirectoryName(example.OperationFolderPath)!;

        Gen.Select(Gen.Int[0, files.Length - 1], Gen.Int[0, 10_000], Gen.Int[0, 40], Gen.Int[0, 5]).Sample(
            (file, at, length, insert) =>
            {
                var sound = File.ReadAllText(Path.Combine(root, files[file]));
                var start = at % sound.Length;
                var spoiled = sound.Remove(start, Math.Min(length, sound.Length - start)).Insert(start, new[] { "", ":", "- ", "\"", "\n", "{ [" }[insert]);
                try
                {
                    example.Write(files[file], spoiled).Load();
                }
                catch (DefinitionException error)
                {
                    Assert.All(error.Message.Split('\n'), line => Assert.Matches("^[A-Za-z0-9_./-]+, line [1-9][0-9]*: .", line));
                }
                finally
                {
                    example.Write(files[file], sound);
                }
            }, iter: 200, threads: 1);
    }
}
