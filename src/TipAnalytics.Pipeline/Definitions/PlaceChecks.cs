namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks where a record's period, area, organisation and reporting point come from.</summary>
internal static class PlaceChecks
{
    private static readonly string[] Origins = ["column", "columns", "constant"];
    private static readonly string[] Ways = ["format", "codes"];

    public static void Check(DefinitionFile<SourceDefinition> file, StreamDefinition stream, AreaTree areas, Identifiers identifiers)
    {
        var source = file.Value;
        Origin(file, source.Period, "period", ["format"], identifiers);
        Origin(file, source.Area, "area", ["codes"], identifiers);
        Origin(file, source.Organisation, "organisation", [], identifiers);
        Origin(file, source.ReportingPoint, "reporting_point", [], identifiers);
        if (source.Period.Constant is { Length: > 0 } period)
        {
            if (!Period.TryParse(period, out var given))
                file.Fault($"\"{period}\" is not a period of the form 2026-09, 2026-Q3, 2026-H2 or 2026", "period", "constant");
            else if (given.Grain != PeriodGrain.Month && stream.Kind is StreamKind.Incidents or StreamKind.Cases)
                file.Fault($"incidents and cases are counted by month, and all those of \"{period}\" would stand in its first: name a month, 2026-09, or the column with the day", "period", "constant");
        }

        if (areas.All.Count == 0)
            return;
        Area(file, source.Area.Constant ?? "", areas, "area", "constant");
        foreach (var (written, code) in source.Area.Codes)
            Area(file, code, areas, "area", "codes", written);
    }

    private static void Area(DefinitionFile<SourceDefinition> file, string code, AreaTree areas, params string[] keys) =>
        DefinitionChecks.Existing(file, code, "P-code of the boundaries", areas.All.Select(area => area.Code), keys);

    private static void Origin(DefinitionFile<SourceDefinition> file, PlaceOrTime? origin, string key, string[] allowed, Identifiers identifiers)
    {
        if (origin is null || !file.Has(key))
            return;
        if (Origins.Count(part => file.Has(key, part)) != 1)
            file.Fault($"\"{key}\" needs exactly one of column, columns and constant", key);
        foreach (var part in Ways.Where(part => file.Has(key, part) && !allowed.Contains(part)))
            file.Fault($"\"{part}\" has no meaning for \"{key}\"; leave it out", key, part);
        foreach (var column in origin.Columns.Append(origin.Column ?? ""))
            GuardRule.Column(column, identifiers, message => file.Fault(message, key, origin.Column is null ? "columns" : "column"));
    }
}
