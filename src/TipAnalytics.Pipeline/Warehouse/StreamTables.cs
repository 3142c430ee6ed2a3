using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Tables <c>rec_STREAM</c> and views <c>stg_STREAM</c> of the vault.</summary>
internal static class StreamTables
{
    private const string Common =
        "record_id bigint, source_id varchar, batch_id bigint, form_version varchar, period_start date, area_code varchar, survey_weight decimal(18,6), "
        + "stratum varchar, cluster varchar, organisation varchar, reporting_point varchar";

    public static void Create(DuckDBConnection connection, IEnumerable<StreamDefinition> streams)
    {
        foreach (var stream in streams.OrderBy(stream => stream.Id, StringComparer.Ordinal))
        {
            var columns = new StringBuilder(Common);
            foreach (var field in stream.Fields)
                columns.Append(CultureInfo.InvariantCulture, $", {field.Name} {TypeOf(field.Type)}");
            using var command = connection.CreateCommand();
            command.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"create table if not exists rec_{stream.Id} ({columns}); create view if not exists stg_{stream.Id} as select * from rec_{stream.Id}");
            command.ExecuteNonQuery();
        }
    }

    private static string TypeOf(FieldType type) => type switch
    {
        FieldType.Integer => "bigint",
        FieldType.Decimal => "decimal(18,6)",
        FieldType.Month => "date",
        _ => "varchar",
    };
}
