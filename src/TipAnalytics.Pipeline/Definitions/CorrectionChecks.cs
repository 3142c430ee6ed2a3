using System.Globalization;
using System.Text.RegularExpressions;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks corrections against source, stream, code lists and areas. Whether file and row are there is asked at ingest.</summary>
internal static partial class CorrectionChecks
{
    /// <returns>Those that are agreed, in file order; empty when the source is unknown.</returns>
    public static IReadOnlyList<Correction> Check(DefinitionFile<CorrectionsDefinition> file, IReadOnlyList<SourceDefinition> sources, OperationDefinition operation, Catalogue catalogue, AreaTree areas)
    {
        var id = Path.GetFileNameWithoutExtension(file.Path);
        if (sources.FirstOrDefault(source => source.Id == id) is not { } source || !catalogue.Streams.TryGetValue(source.Stream, out var stream))
        {
            if (sources.All(known => known.Id != id))
                file.Fault($"there is no source \"{id}\"; the file is named after the source it corrects.{Suggestion.For(id, sources.Select(known => known.Id))}");
            return [];
        }

        if (source.Record.Count is not null)
            file.Fault($"{source.File} reads a table of counts, whose records cannot be told apart; have the table corrected and take it again", "corrections");
        var values = new CanonicalValues(source, stream, operation, catalogue, areas);
        var seen = new Dictionary<(string, int, string), int>();
        var agreed = new List<Correction>();
        for (var i = 0; i < file.Value.Corrections.Count; i++)
        {
            var (given, at) = (file.Value.Corrections[i], FormattableString.Invariant($"{i}"));
            Texts(file, given, at);
            var value = Value(file, given, at, source, values);
            var line = file.Line("corrections", at);
            if (given.Status == CorrectionStatus.Agreed && !seen.TryAdd((given.File, given.Row, given.Drop ? "" : given.Field ?? ""), line))
                file.Fault(string.Create(CultureInfo.InvariantCulture, $"the same row and field are corrected in line {seen[(given.File, given.Row, given.Drop ? "" : given.Field ?? "")]} already; only one of them can hold"), "corrections", at);
            if (given.Status == CorrectionStatus.Agreed)
                agreed.Add(new(source.Id, given.File, given.Row, given.Drop ? "" : given.Field ?? "", value, file.Path, line));
        }

        return agreed;
    }

    private static void Texts(DefinitionFile<CorrectionsDefinition> file, CorrectionDefinition given, string at)
    {
        if (given.File.Length > 0 && !Hash().IsMatch(given.File))
            file.Fault("\"file\" is the SHA-256 of the export, 64 digits of 0-9 and a-f; the ingest gives it, and so does sha256sum", "corrections", at, "file");
        if (given.Row < 1)
            file.Fault("\"row\" is the row as the ingest gives it: of a spreadsheet or CSV its own, with the header as row 1; of JSON, SPSS and records that are pulled the first is row 1", "corrections", at, "row");
        DefinitionChecks.Text(file, given.Reason, "corrections", at, "reason");
        DefinitionChecks.Text(file, given.Told, "corrections", at, "told");
    }

    private static object? Value(DefinitionFile<CorrectionsDefinition> file, CorrectionDefinition given, string at, SourceDefinition source, CanonicalValues values)
    {
        var hasValue = file.Has("corrections", at, "value");
        if (given.Drop ? given.Field is not null || hasValue || given.Empty : given.Field is null || hasValue == given.Empty)
        {
            file.Fault("a correction has \"field\" with \"value\", \"field\" with \"empty: true\", or \"drop: true\"", "corrections", at);
            return null;
        }

        if (given.Drop)
            return null;
        if (!values.Knows(given.Field!))
        {
            file.Fault($"\"{given.Field}\" is neither a field that {source.File} maps, nor period or area.{Suggestion.For(given.Field!, values.Names)}", "corrections", at, "field");
            return null;
        }

        var value = values.Read(given.Field!, given.Value, out var fault);
        if (fault is not null)
            file.Fault(fault, "corrections", at, "value");
        return value;
    }

    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex Hash();
}
