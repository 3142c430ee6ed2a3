using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Indicators;

/// <summary>What an indicator really rests on, and that it may.</summary>
public class FieldLineageTests
{
    [Theory]
    [InlineData("VI-03", "gbv_ir age_group, gbv_ir gbv_type, gbv_ir gbv_exchange")]
    [InlineData("CH-05", "pm_hh head_sex, pm_hh displacement_status, pm_hh has_own_child, pm_hh child_away, pm_hh child_away_reason")]
    [InlineData("CX-07", "srv service_function, srv functioning, srv updated_month")]
    public void Fields_are_found_through_the_models(string indicator, string fields)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        var setup = TestCatalogue.Operation();
        FieldLineage.Prepare(connection);
        StreamTables.Create(connection, setup.Catalogue.Streams.Values);
        ModelViews.CreateInputs(connection, setup, TestCatalogue.AsOf);
        ModelViews.CreateAll(connection, setup.Catalogue);
        Assert.Equal(fields, string.Join(", ", FieldLineage.Of(connection, setup.Catalogue, setup.Catalogue.Indicators[indicator]).Select(used => $"{used.Stream.Id} {used.Field.Name}")));
    }

    [Fact]
    public void An_indicator_on_a_field_that_is_bound_to_others_is_a_fault()
    {
        var shipped = TestCatalogue.Shipped;
        var stream = shipped.Streams["gbv_ir"];
        var bound = new StreamDefinition
        {
            Id = stream.Id, Title = stream.Title, Kind = stream.Kind, Unit = stream.Unit, OnByDefault = false, ApprovalBy = stream.ApprovalBy, Threshold = stream.Threshold,
            LowestLevel = stream.LowestLevel, Tables = stream.Tables, File = "streams/gbv_ir.yaml",
            Fields = [.. stream.Fields.Select(field => field.Name != "gbv_exchange" ? field : new FieldDefinition
            {
                Name = field.Name, Type = field.Type, Label = field.Label, Codes = field.Codes, Sensitivity = field.Sensitivity, Element = field.Element, Indicators = ["CO-07"],
            })],
        };
        var catalogue = shipped with { Streams = shipped.Streams.Values.Where(other => other.Id != stream.Id).Append(bound).ToDictionary(each => each.Id) };
        Assert.Equal(
            ["VI-03 rests on \"gbv_exchange\" of gbv_ir, which is bound to CO-07. Take it out of the indicator or its model, or have the purpose agreed and add VI-03 to the field's indicators in streams/gbv_ir.yaml."],
            ModelBinder.Bind(TestCatalogue.Operation(catalogue)).Select(fault => fault.Message));
    }
}
