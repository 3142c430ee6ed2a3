using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Definitions;

public sealed class BoundariesTests : IDisposable
{
    private readonly ExampleOperation example = new();

    public void Dispose() => example.Dispose();

    [Fact]
    public void Areas_come_from_new_and_older_column_names_and_other_columns_are_ignored() =>
        Assert.Equal(
            [
                new("LR", "Lake Region", 0, null),
                new("LR01", "Shore", 1, "LR"),
                new("LR0101", "North Shore", 2, "LR01"),
                new("LR0102", "South Shore", 2, "LR01"),
            ],
            example.Load().Areas.All);

    [Fact]
    public void Geometry_text_is_kept_as_written_for_the_areas_that_have_one()
    {
        var geometries = Boundaries.Load(Path.Combine(example.OperationFolderPath, "areas.geojson"));

        Assert.Equal("""{ "type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1.50], [0, 0]]] }""", Assert.Single(geometries).Value);
        Assert.True(geometries.ContainsKey("LR0101"));
    }

    [Fact]
    public void A_file_of_admin_1_alone_works_and_takes_a_name_in_another_language_when_there_is_no_other()
    {
        example.Write("operation/adm1.geojson", """
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "ADM1_PCODE": "LR01", "ADM1_FR": "Rive", "ADM0_PCODE": "LR", "ADM0_FR": "Région du Lac" }, "geometry": { "type": "Point", "coordinates": [0, 0] } }
            ] }
            """);

        Assert.Equal(
            [new("LR", "Région du Lac", 0, null), new("LR01", "Rive", 1, "LR")],
            Boundaries.Areas(example.OperationFolderPath, "adm1.geojson", new()).All);
        Assert.Equal(["LR01"], Boundaries.Load(Path.Combine(example.OperationFolderPath, "adm1.geojson")).Keys);
    }

    [Fact]
    public void A_file_that_is_no_GeoJSON_is_named() =>
        Assert.Equal(
            "areas.geojson, line 1: cannot be read as GeoJSON from here on",
            Assert.Throws<DefinitionException>(() =>
                Boundaries.Load(Path.Combine(example.Write("operation/areas.geojson", "<xml/>").OperationFolderPath, "areas.geojson"))).Message);
}
