using System.Globalization;
using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>A person's word that a change of a source's files is known and wanted, written as a definition that can be reviewed and taken back.</summary>
internal static class Acceptance
{
    /// <exception cref="SourceDataException">Nothing that is held fits, or it is nothing a person can accept.</exception>
    public static AcceptSummary Write(
        OperationSetup setup, OperationFolder folder, IReadOnlyList<HeldFile> held, string sourceId, string? file, string? subject, string by, string reason, DateOnly on)
    {
        var source = setup.Sources.FirstOrDefault(candidate => candidate.Id == sourceId)
            ?? throw new DefinitionException($"No source \"{sourceId}\" in this operation. It has: {string.Join(", ", setup.Sources.Select(candidate => candidate.Id))}.");
        WrittenReason.Check(by, "--by");
        WrittenReason.Check(reason, "--reason");
        var path = $"{AcceptedDrifts.Folder}/{source.Id}.yaml";
        var accepted = New(source, Chosen(held, source, file), subject, by, reason, on)
            .Where(drift => !source.Accepted.Any(known => (known.Column, known.Field, known.File ?? drift.File) == (drift.Column, drift.Field, drift.File)))
            .ToList();
        try
        {
            Directory.CreateDirectory(Path.Combine(folder.Root, AcceptedDrifts.Folder));
            DurableFile.WriteText(Path.Combine(folder.Root, path), Text([.. source.Accepted, .. accepted]));
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{path}: could not be written: {StorageFailure.Reason(failure)}. Nothing was accepted.");
        }

        return new AcceptSummary(path, [.. accepted.Select(drift => drift.Column ?? drift.Field!)]);
    }

    private static List<HeldFile> Chosen(IReadOnlyList<HeldFile> held, SourceDefinition source, string? file)
    {
        var own = held.Where(candidate => candidate.SourceId == source.Id).ToList();
        if (own.Count == 0)
            throw new SourceDataException($"{source.Id}: no file of this source is held, so there is nothing to accept.");
        var hash = file is not null && File.Exists(file) ? SourceFileReader.HashOf(file, source) : file;
        var chosen = own.Where(candidate => hash is null || candidate.FileHash.StartsWith(hash, StringComparison.OrdinalIgnoreCase)).ToList();
        if (chosen.Count == 0)
            throw new SourceDataException($"{Path.GetFileName(file)}: is not held. Held of {source.Id}: {string.Join(", ", own.Select(candidate => candidate.Label))}.");
        var able = chosen.Where(candidate => candidate.Cause != HoldCause.RowsRejected).ToList();
        return able.Count > 0
            ? able
            : throw new SourceDataException($"{chosen[0].Label}: is held because too many of its rows were rejected; that is no change to accept. Correct the export, the mapping, or reject_limit in {source.File}.");
    }

    private static IEnumerable<AcceptedDrift> New(SourceDefinition source, List<HeldFile> chosen, string? subject, string by, string reason, DateOnly on)
    {
        var subjects = chosen.SelectMany(held => held.Subjects, (held, name) => (Held: held, Name: name)).Where(pair => subject is null || pair.Name == subject).ToList();
        if (subjects.Count == 0)
            throw new SourceDataException($"\"{subject}\": no file of {source.Id} is held for this column or field. They are held for: {string.Join(", ", chosen.SelectMany(held => held.Subjects).Distinct())}.");
        foreach (var (held, name) in subjects.DistinctBy(pair => (pair.Name, pair.Held.Cause, pair.Held.FileHash)))
        {
            if (held.Cause == HoldCause.ValuesEmptied)
            {
                // A field named by hand stays as it is; what one file spoiled is accepted for that file.
                yield return new AcceptedDrift { Field = name, File = subject is null ? held.FileHash : null, By = by, On = on, Reason = reason };
            }
            else
            {
                if (AcceptedDrifts.Refusal(source, name) is { } refusal)
                    throw new SourceDataException($"{held.Label}: cannot be accepted: {refusal}.");
                yield return new AcceptedDrift { Column = name, By = by, On = on, Reason = reason };
            }
        }
    }

    private static string Text(IReadOnlyList<AcceptedDrift> accepted)
    {
        var text = new StringBuilder("# Changes of this source's files that a person accepted. Take an entry out to have such files held again.\naccepted:\n");
        foreach (var drift in accepted.DistinctBy(drift => (drift.Column, drift.Field, drift.File)))
        {
            text.Append(drift.Column is null ? "  - field: " : "  - column: ").Append(YamlText.Scalar(drift.Column ?? drift.Field!)).Append('\n');
            if (drift.File is { } file)
                text.Append("    file: ").Append(YamlText.Scalar(file)).Append('\n');
            text.Append(CultureInfo.InvariantCulture, $"    by: {YamlText.Scalar(drift.By)}\n    on: {drift.On:yyyy-MM-dd}\n    reason: {YamlText.Scalar(drift.Reason)}\n");
        }

        return text.ToString();
    }
}
