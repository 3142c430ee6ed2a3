using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Sources;

/// <summary>Puts the table of a file into the shape its mapping is written for: English, subforms opened, categories as rows.</summary>
internal static class TableShape
{
    /// <exception cref="SourceDataException">A category of a wide table is no column of the file.</exception>
    public static SourceTable Of(SourceTable table, string file, SourceDefinition source, Catalogue catalogue, bool areMonthsLate)
    {
        var used = source.AllColumns.ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (IncidentRecorderWords.Recognise(catalogue.IncidentRecorder, table.Headers) is { } words)
            table = new IncidentRecorderTable(table, words, used.Contains, areMonthsLate);
        // Named like a field of a subform, a 0/1 column of a choice is none.
        used.ExceptWith(source.Mappings.SelectMany(mapping => mapping.Fields.Values).SelectMany(field => field.Columns.Keys));
        if (source.Dialect is null or "primero" && SubformTable.Has(table, used))
            table = new SubformTable(table, used);
        return source.Unpivot is { } unpivot ? new UnpivotedTable(table, unpivot, file, source.File) : table;
    }
}
