namespace TipAnalytics.Pipeline.Definitions;

/// <summary>Checks a source against its stream, protocol, areas and code lists. Whether the protocol has expired is asked at ingest.</summary>
internal static class SourceChecks
{
    public static void Check(DefinitionFile<SourceDefinition> file, Catalogue catalogue, AreaTree areas)
    {
        var source = file.Value;
        DefinitionChecks.FileName(file, source.Id);
        DefinitionChecks.Name(file, source.Id, "source id", Vocabulary.FolderName(), "lower-case letters, digits, - and _", "id");
        DefinitionChecks.Text(file, source.Title, "title");
        DefinitionChecks.Existing(file, source.Stream, "stream", catalogue.Streams.Keys, "stream");
        DefinitionChecks.OneOf(file, source.Dialect ?? "", [.. catalogue.Dialects.Select(dialect => dialect.Id)], "dialect");
        DefinitionChecks.OneOf(file, source.Encoding ?? "", Vocabulary.Encodings, "encoding");
        if (source.Parent is not null && source.Sheet is null)
            file.Fault("\"parent\" needs \"sheet\", the section whose rows are records", "parent");
        if (source.HeaderRows is < 1 or > 25)
            file.Fault("\"header_rows\" is a number of rows from 1 to 25", "header_rows");
        if (source.ExpectedEveryMonths < 1)
            file.Fault("\"expected_every_months\" has to be 1 or more", "expected_every_months");
        if (source.RejectLimit is < 0 or > 1)
            file.Fault("\"reject_limit\" is a share from 0 to 1", "reject_limit");
        if (source.EmptiedLimit is < 0 or > 1)
            file.Fault("\"emptied_limit\" is a share from 0 to 1", "emptied_limit");

        if (source.Approval is { Until: { } until } approval && until < approval.On)
            file.Fault("an approval ends on the day it begins or later", "approval", "until");
        DefinitionChecks.Text(file, source.Withdrawn?.Reason, "withdrawn", "reason");
        ApiChecks.Check(file);
        GuardRule.Column(source.Forms?.Column, catalogue.Identifiers, message => file.Fault(message, "forms", "column"));
        foreach (var column in source.Unpivot?.Columns.Keys ?? Enumerable.Empty<string>())
            GuardRule.Column(column, catalogue.Identifiers, message => file.Fault(message, "unpivot", "columns", column));
        Protocol(file, source.Protocol);
        if (!catalogue.Streams.TryGetValue(source.Stream, out var stream))
            return;
        if (!stream.OnByDefault && source.Approval is null)
            file.Fault($"the stream {stream.Id} is off by default: record the approval of the {stream.ApprovalBy} under \"approval\" (by, on, reference)", "stream");
        ProtocolFields(file, source.Protocol, stream);
        ProtocolIndicators(file, source.Protocol, stream);
        Forms(file, source.Forms, stream);
        Mapping(file, stream, catalogue, areas, hasProtocol: file.Has("protocol", "fields"));
    }

    /// <summary>All that a mapping says of columns, the source's own or that of a form version.</summary>
    /// <param name="hasProtocol">The protocol names fields.</param>
    public static void Mapping(DefinitionFile<SourceDefinition> file, StreamDefinition stream, Catalogue catalogue, AreaTree areas, bool hasProtocol)
    {
        var source = file.Value;
        Labels(file, source, catalogue.Identifiers);
        DefinitionChecks.Text(file, source.Reviewed?.By, "reviewed", "by");
        PlaceChecks.Check(file, stream, areas, catalogue.Identifiers);
        Columns(file, source, catalogue.Identifiers);
        Counts(file, source, stream);
        MappingChecks.Check(file, stream, catalogue, hasProtocol);
    }

    /// <summary>A label is what the column is called in the export, whatever name it is given here.</summary>
    private static void Labels(DefinitionFile<SourceDefinition> file, SourceDefinition source, Identifiers identifiers)
    {
        var hashed = source.Record.Id.Concat(source.Record.IdentifiedBy).Append(source.Quality?.Enumerator).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var days = source.Fields.Values.SelectMany(field => new[] { field.Age?.From, field.Age?.To }).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        // A 0/1 column is named after an answer and takes nothing but yes and no.
        var choices = source.Fields.Values.SelectMany(field => field.Columns.Keys).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (label, name) in source.Labels)
        {
            GuardRule.Name(name, "column", message => file.Fault(message, "labels", label));
            if (!hashed.Contains(name) && !choices.Contains(name))
                GuardRule.Column(label, identifiers, message => file.Fault(message, "labels", label), days.Contains(name) ? Identifiers.DateOfBirth : null);
        }
    }

    /// <summary>Columns beside the fields. The record id may be a refused name, as it is hashed at the door, and so may the enumerator's, of which nothing is kept.</summary>
    private static void Columns(DefinitionFile<SourceDefinition> file, SourceDefinition source, Identifiers identifiers)
    {
        foreach (var (column, keys) in new (string?, string[])[]
        {
            (source.Weight, ["weight"]), (source.Stratum, ["stratum"]), (source.Cluster, ["cluster"]),
            (source.Quality?.Start, ["quality", "start"]), (source.Quality?.End, ["quality", "end"]),
            (source.Record.Version, ["record", "version"]), (source.Record.Consent?.Column, ["record", "consent", "column"]),
        })
        {
            GuardRule.Column(column, identifiers, message => file.Fault(message, keys));
        }
        if (source.Quality is { } quality && quality.Start is null != quality.End is null)
            file.Fault("\"quality\" needs both \"start\" and \"end\", or neither", "quality");
        if (source.Record.Consent is { Values.Count: 0 })
            file.Fault("\"record.consent\" names no value that counts as consent", "record", "consent", "values");
        if (source.Record.Consent is { Except.Count: > 0 })
            file.Fault("consent is given, never left over: name its values, not the others", "record", "consent", "except");
        if (source.Record is { VersionFormat: not null, Version: null })
            file.Fault("\"version_format\" needs \"version\", the column it is the format of", "record", "version_format");
        if (source.Record is { Id.Count: > 0, IdentifiedBy.Count: > 0 })
            file.Fault("a record has either an id, or columns that identify it together", "record", "identified_by");
        foreach (var (rule, refused) in source.Record.Refuse)
        {
            if (!Vocabulary.SqlName().IsMatch(rule))
                file.Fault($"the rule \"{rule}\" has to be lower-case letters, digits and _", "record", "refuse", rule);
            // Rows refused on purpose do not count as broken: under such a name neither would those that are.
            if (RowRules.Find(rule) is { OnPurpose: false })
                file.Fault($"the name \"{rule}\" is taken by a rule of the program", "record", "refuse", rule);
            if ((refused.Values.Count == 0) == (refused.Except.Count == 0))
                file.Fault($"the rule \"{rule}\" needs either values, those that are refused, or except, those that are not", "record", "refuse", rule);
        }
    }

    /// <summary>A table of counts has no records to identify, and counts what is reported.</summary>
    private static void Counts(DefinitionFile<SourceDefinition> file, SourceDefinition source, StreamDefinition stream)
    {
        if (source.Record.Count is not { } count)
            return;
        GuardRule.Name(count, "column", message => file.Fault(message, "record", "count"));
        if (stream.Kind is not (StreamKind.Incidents or StreamKind.Cases))
            file.Fault($"tables of counts are for incidents and cases; the records of {stream.Id} are of the kind {YamlBinder.Word(stream.Kind)}", "record", "count");
        if (source.Record.Id.Count + source.Record.IdentifiedBy.Count > 0 || source.Record.Version is not null)
            file.Fault("a row of a table of counts is no record: it takes no id and no version", "record", "count");
        if (source.Weight is not null)
            file.Fault("a table of counts has no survey weights", "weight");
    }

    /// <summary>A provider's table of counts and its records, or two of its tables, count the same incidents twice.</summary>
    public static void CountedTwice(IReadOnlyList<DefinitionFile<SourceDefinition>> sources)
    {
        foreach (var file in sources.Where(file => file.Value.Record.Count is not null))
        {
            var others = sources.Where(other => other != file && other.Value.Stream == file.Value.Stream && string.Equals(other.Value.Provider, file.Value.Provider, StringComparison.OrdinalIgnoreCase));
            foreach (var other in others)
                file.Fault($"{other.Path} brings {file.Value.Stream} of the same provider: its incidents would count twice. Keep one of the two, or name the providers apart if they are", "record", "count");
        }
    }

    private static void Protocol(DefinitionFile<SourceDefinition> file, ProtocolDefinition protocol)
    {
        void Check(bool wrong, string key, string message)
        {
            if (wrong && file.Has("protocol", key))
                file.Fault(message, "protocol", key);
        }

        Check(protocol.Parties.Count < 2, "parties", "a protocol has two parties or more");
        Check(protocol.Audiences.Count == 0, "audiences", "a protocol names who may read what rests on the data");
        for (var i = 0; i < protocol.Audiences.Count; i++)
            Audiences.Check(file, protocol.Audiences[i], "protocol", "audiences", FormattableString.Invariant($"{i}"));
        for (var i = 0; i < protocol.AgreementFor.Count; i++)
            DefinitionChecks.Existing(file, protocol.AgreementFor[i], "audience that the protocol names", protocol.Audiences, "protocol", "agreement_for", FormattableString.Invariant($"{i}"));
        Check(protocol.ExpiresOn <= protocol.AgreedOn && file.Has("protocol", "agreed_on"), "expires_on", "a protocol expires after the day it was agreed on");
        Check(protocol.LowestLevel is < 0 or > 2, "lowest_level", "\"lowest_level\" has to be 0 (country), 1 or 2");
        Check(protocol.MinimumCell < 5, "minimum_cell", "\"minimum_cell\" is never below 5");
        Check(protocol.RetentionMonths < 1, "retention_months", "\"retention_months\" has to be 1 or more");
    }

    private static void ProtocolFields(DefinitionFile<SourceDefinition> file, ProtocolDefinition protocol, StreamDefinition stream)
    {
        for (var i = 0; i < protocol.Fields.Count; i++)
            DefinitionChecks.Existing(file, protocol.Fields[i], $"field of {stream.Id}", stream.Fields.Select(field => field.Name), "protocol", "fields", FormattableString.Invariant($"{i}"));
    }

    /// <summary>A field is narrowed to some of the indicators its stream binds it to; one that the stream binds to none serves splits and models, which cannot be told apart.</summary>
    private static void ProtocolIndicators(DefinitionFile<SourceDefinition> file, ProtocolDefinition protocol, StreamDefinition stream)
    {
        foreach (var (name, permitted) in protocol.Indicators)
        {
            if (!protocol.Fields.Contains(name))
            {
                file.Fault($"\"{name}\" is not among protocol.fields, so it is not permitted for any indicator", "protocol", "indicators", name);
                continue;
            }
            if (stream.Fields.Find(field => field.Name == name) is not { } field)
                continue;
            if (field.Indicators.Count == 0)
                file.Fault($"the stream {stream.Id} binds \"{name}\" to no indicator, so it cannot be narrowed here; take it out of protocol.fields, or bind it in {stream.File}", "protocol", "indicators", name);
            else
                for (var i = 0; i < permitted.Count; i++)
                    DefinitionChecks.Existing(file, permitted[i], $"indicator that {stream.Id} permits for \"{name}\"", field.Indicators, "protocol", "indicators", name, FormattableString.Invariant($"{i}"));
        }
    }

    private static void Forms(DefinitionFile<SourceDefinition> file, FormsDefinition? forms, StreamDefinition stream)
    {
        for (var i = 0; i < (forms?.Versions.Count ?? 0); i++)
        {
            var (version, at) = (forms!.Versions[i], FormattableString.Invariant($"{i}"));
            if (i > 0 && version.From <= forms.Versions[i - 1].From && version.From != default)
                file.Fault("form versions have to stand in the order of their first day", "forms", "versions", at, "from");
            if (version.Id.Length > 0 && forms.Versions.FindIndex(other => other.Id == version.Id) < i)
                file.Fault($"the form version \"{version.Id}\" stands twice", "forms", "versions", at, "id");
            foreach (var (field, change) in version.Changes)
            {
                DefinitionChecks.Existing(file, field, $"field of {stream.Id}", stream.Fields.Select(known => known.Name), "forms", "versions", at, "changes", field);
                DefinitionChecks.Text(file, change, "forms", "versions", at, "changes", field);
            }
        }
    }
}
