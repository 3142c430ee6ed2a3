using System.Globalization;
using System.Text;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>One file into the vault, whole or not at all; every row ends in exactly one outcome.</summary>
internal static class BatchLoader
{
    private const int PrintedRejections = 20;
    private const char Separator = '\u001f';

    private static readonly string[] PlaceRules = [PlaceMatch.Unknown, PlaceMatch.Damaged, PlaceMatch.NotValid, PlaceMatch.Ambiguous];

    /// <param name="ingestedOn">Day of the run's as-of, so that the same inputs give the same vault.</param>
    /// <param name="rules">Logic rules of the stream; null: none.</param>
    /// <returns>What became of the rows. With <see cref="BatchSummary.Held"/> set, nothing was stored.</returns>
    /// <exception cref="SourceDataException">The file cannot be read to its end; nothing was stored.</exception>
    /// <exception cref="MachineException">The working copy cannot be written.</exception>
    public static BatchSummary Load(Vault vault, SourceDefinition source, StreamDefinition stream, SourceFile file, DateOnly ingestedOn, IReadOnlyList<QualityRule>? rules = null, RowCorrections? corrections = null)
    {
        try
        {
            if (IsTaken(vault.Connection, source.Id, file, corrections ?? new RowCorrections([])))
                return BatchSummary.TakenBefore(source.Id, file.FileName, file.Dialect, file.FileHash);
            return new BatchLoad(vault, source, stream, file, ingestedOn, rules ?? []).Run();
        }
        catch (DuckDBException failure)
        {
            throw new MachineException($"{file.FileName}: could not be written into the vault's working copy: {StorageFailure.Reason(failure)}. Nothing of the file was taken; run again when that is mended.");
        }
    }

    private static bool IsTaken(DuckDBConnection connection, string sourceId, SourceFile file, RowCorrections corrections)
    {
        using var command = connection.CreateCommand();
        command.CommandText = EmbeddedSql.Read(typeof(BatchLoader), "is_taken.sql");
        command.Parameters.Add(new DuckDBParameter("source", sourceId));
        command.Parameters.Add(new DuckDBParameter("hash", file.FileHash));
        command.Parameters.Add(new DuckDBParameter("is_state", file.Complete is not null));
        command.Parameters.Add(new DuckDBParameter("rows", string.Join(' ', corrections.Placed.Select(row => row.ToString(CultureInfo.InvariantCulture)))));
        command.Parameters.Add(new DuckDBParameter("places", file.Places?.Hash ?? ""));
        return (bool)command.ExecuteScalar()!;
    }

    /// <summary>The file was taken before, and others of its source since: what it does not hold may have come with them.</summary>
    private static bool IsOvertaken(DuckDBConnection connection, string sourceId, string fileHash)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from batch where source_id = $source and batch_id > (select max(batch_id) from batch where source_id = $source and file_hash = $hash)";
        command.Parameters.Add(new DuckDBParameter("source", sourceId));
        command.Parameters.Add(new DuckDBParameter("hash", fileHash));
        return (long)command.ExecuteScalar()! > 0;
    }

    private sealed class BatchLoad(Vault vault, SourceDefinition source, StreamDefinition stream, SourceFile file, DateOnly ingestedOn, IReadOnlyList<QualityRule> rulesOfStream)
    {
        private readonly DuckDBConnection connection = vault.Connection;
        private readonly Completeness complete = file.Complete ?? (IsOvertaken(vault.Connection, source.Id, file.FileHash) ? Completeness.None : source.Record.Complete);
        private readonly SortedDictionary<string, int> rules = new(StringComparer.Ordinal);
        private readonly SortedSet<string> formVersions = new(StringComparer.Ordinal);
        private readonly List<(int Row, string? Column, string Rule, byte[] Key)> rejections = [];
        private readonly List<(int Row, CorrectedValue Value)> corrected = [];
        private readonly List<(SourceRow Row, int Position, bool IsRefused, bool IsNoted)> ended = [];
        private readonly StringBuilder content = new();
        private readonly bool hasStratum = source.Mappings.Any(mapping => mapping.Stratum is not null);
        private readonly bool hasCluster = source.Mappings.Any(mapping => mapping.Cluster is not null);
        private readonly bool hasOrganisation = source.Mappings.Any(mapping => mapping.Organisation is not null);
        private readonly bool hasPoint = source.Mappings.Any(mapping => mapping.ReportingPoint is not null);
        private int rows;
        private int withoutConsent;
        private DateOnly? firstMonth;
        private DateOnly? lastMonth;

        public BatchSummary Run()
        {
            var batchId = Number("select coalesce(max(batch_id), 0) + 1 from batch");
            ReadRows(batchId);
            NoteEnded();
            foreach (var (row, key, rule) in BatchQuality.Refused(connection, rulesOfStream))
                Reject(row, null, rule, key);
            Decide();
            var decided = Decided();
            if (rows != decided.Values.Sum() + withoutConsent + rejections.Count)
                throw new InvalidOperationException("Rows of a batch were lost between reading and storing.");
            var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal)
            {
                ["accepted"] = decided.GetValueOrDefault("accepted"),
                ["duplicate"] = decided.GetValueOrDefault("duplicate"),
                ["superseded"] = decided.GetValueOrDefault("superseded"),
                ["without_consent"] = withoutConsent,
                ["rejected"] = rejections.Count,
            };
            Leave();
            var (cause, held) = (HoldCause.RowsRejected, HeldBecause());
            var retyped = held is null ? RetypedFields.Find(connection, source, stream, file) : [];
            if (retyped.Count > 0)
                (cause, held) = (HoldCause.ValuesEmptied, RetypedFields.Message(source, file.FileName, retyped));
            var (added, gone) = KnownHeader.Difference(vault, source.Id, file);
            var (replaced, removed) = held is null ? Store(batchId, outcomes) : (0, 0);
            Execute("drop table incoming; drop table ended; drop table decision; drop table leaving", false);
            var flags = held is null ? BatchQuality.Count(connection, stream, rulesOfStream, batchId) : [];
            // A held file may have lost the end of its header: then cells of its first row stand among the names.
            var (unmapped, duplicate) = held is null ? (Shown(file.UnmappedColumns), Shown(file.DuplicateColumns)) : ([], []);
            return new BatchSummary(
                source.Id, file.FileName, file.Dialect, rows, outcomes, replaced, removed, rules,
                [.. rejections.Where(rejection => !IsOnPurpose(rejection.Rule)).Take(PrintedRejections).Select(rejection => new RejectedRow(file.FileName, file.Sheet, rejection.Row, rejection.Column, rejection.Rule))],
                new SortedDictionary<string, int>(file.Emptied.ToDictionary(), StringComparer.Ordinal), unmapped, duplicate, AlreadyTaken: false, held)
            {
                FileHash = file.FileHash,
                Sheet = file.Sheet,
                HiddenColumns = held is null ? file.UnmappedColumns.Count - unmapped.Count : 0,
                Quality = new QualitySummary(flags) { Enumerators = held is null ? BatchQuality.Enumerators(file.Enumerators) : null },
                Places = UnmatchedPlaces.Summary(file),
                AddedColumns = added,
                GoneColumns = gone,
                HeldCause = held is null ? null : cause,
                HeldSubjects = [.. retyped.Select(field => field.Name)],
            };
        }

        /// <summary>Names of columns without those that read like a value: part of a header may be lost, and cells stand in its place.</summary>
        private static IReadOnlyList<string> Shown(IReadOnlyList<string> names) => [.. names.Where(name => !HeaderName.ReadsLikeValue(name))];

        /// <summary>Rows that ended on purpose do not count towards the limit. A complete file without a record would empty the source: that is more often a
        /// failed export than the truth.</summary>
        private string? HeldBecause()
        {
            if (complete == Completeness.All && Number("select count(*) from incoming") == 0 && Number("select count(*) from leaving") > 0)
                return $"{file.FileName}: held back, nothing of it was taken. No row of it can be a record, and as a file that is complete it would take out every record of «{source.Title}». Export it again; a provider that takes its data back is noted under «withdrawn» in {source.File}.";
            var broken = rejections.Count(rejection => !IsOnPurpose(rejection.Rule));
            if (rows == 0 || broken <= source.RejectLimit * rows)
                return null;
            var worst = rules.Where(rule => !IsOnPurpose(rule.Key)).OrderByDescending(rule => rule.Value).ThenBy(rule => rule.Key, StringComparer.Ordinal)
                .Select(rule => string.Create(CultureInfo.InvariantCulture, $"{rule.Key} {rule.Value}"));
            var first = rejections.First(rejection => !IsOnPurpose(rejection.Rule));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{file.FileName}: held back, nothing of it was taken. {broken} of {rows} rows were rejected ({string.Join(", ", worst)}), more than the limit of {source.RejectLimit:P0}; the first is row {first.Row}{(first.Column is null ? "" : $", column \"{first.Column}\"")}. Correct the export, or the mapping in {source.File}.");
        }

        /// <summary>A person refused the row (reported elsewhere, not approved), or a rule of ours does: no sign of a broken file.</summary>
        private bool IsOnPurpose(string rule) => RowRules.Find(rule) is { OnPurpose: true } || source.Mappings.Any(mapping => mapping.Record.Refuse.ContainsKey(rule));

        private void ReadRows(long batchId)
        {
            var same = SameInEveryRow(batchId);
            var columns = StreamTables.Common.Skip(1).Concat(stream.Fields.Select(field => (field.Name, Type: StreamTables.TypeOf(field.Type))))
                .Select(column => $"{StreamTables.Quote(column.Name)} {column.Type}{(same.TryGetValue(column.Name, out var value) ? $" generated always as ({value}) virtual" : "")}");
            Execute($"create or replace temp table incoming (file_position bigint, row_number bigint, record_key blob, version varchar, content blob, {QualityRule.DoorColumn} bigint, {string.Join(", ", columns)})", false);
            using var appender = connection.CreateAppender("incoming");
            var oldest = Retention.OldestMonth(source.Protocol, ingestedOn);
            foreach (var row in file.Rows)
            {
                rows++;
                if (row.Ended == RowOutcome.WithoutConsent)
                    EndWithoutConsent(row);
                else if (row.Ended is not null)
                    Reject(row, row.Column, row.Rule ?? "malformed");
                else if (row.PeriodStart < oldest)
                    Reject(row, source.For(row.FormVersion).Period.AllColumns.FirstOrDefault(), RowRules.PastRetention);
                else if (TooLarge(row) is { } column)
                    Reject(row, column, "number_too_large");
                else
                    Append(appender, row);
            }
        }

        /// <summary>Columns with one value in the whole file: the table says it, so that a large file does not bring it row by row.</summary>
        private Dictionary<string, string> SameInEveryRow(long batchId)
        {
            var same = new Dictionary<string, string>(StringComparer.Ordinal) { ["source_id"] = $"'{source.Id}'", ["batch_id"] = batchId.ToString(CultureInfo.InvariantCulture) };
            foreach (var (column, isThere) in new[]
            {
                ("form_version", source.Forms is not null), ("stratum", hasStratum), ("cluster", hasCluster), ("organisation", hasOrganisation), ("reporting_point", hasPoint),
            })
            {
                if (!isThere)
                    same[column] = "''";
            }

            return same;
        }

        private void Reject(SourceRow row, string? column, string rule)
        {
            Reject(row.Row, column, rule, row.Key);
            // What is past its retention is not remembered either.
            End(row, IsOnPurpose(rule), isNoted: rule != RowRules.PastRetention);
        }

        private void Reject(int row, string? column, string rule, byte[] key)
        {
            rules[rule] = rules.GetValueOrDefault(rule) + 1;
            rejections.Add((row, column, rule, key));
        }

        private void EndWithoutConsent(SourceRow row)
        {
            withoutConsent++;
            End(row, isRefused: true, isNoted: true);
        }

        private void End(SourceRow row, bool isRefused, bool isNoted)
        {
            if (row.Key.Length > 0)
                ended.Add((row, rows, isRefused, isRefused && isNoted));
        }

        private void NoteEnded()
        {
            Execute(Text("ended.sql"), false);
            using var appender = connection.CreateAppender("ended");
            foreach (var (row, position, isRefused, isNoted) in ended)
            {
                appender.CreateRow().AppendValue((long)position).AppendValue((long)row.Row).AppendValue(row.Key).AppendValue(row.Version).AppendValue(isRefused).AppendValue(isNoted)
                    .AppendValue(row.Ended == RowOutcome.WithoutConsent).AppendValue(row.PeriodStart == default ? null : row.PeriodStart).AppendValue(row.AreaCode)
                    .AppendValue(CountedRecords.IsUnreadable(row.Rule)).EndRow();
            }
        }

        /// <summary>Works out which records of the vault the file takes out. Most files can take none, and are spared the look through the vault.</summary>
        private void Leave()
        {
            if (complete == Completeness.None && !ended.Exists(row => row.IsRefused))
            {
                Execute("create or replace temp table leaving (record_key blob)", false);
                return;
            }

            using var command = connection.CreateCommand();
            command.CommandText = Text("leave.sql");
            command.Parameters.Add(new DuckDBParameter("source", source.Id));
            command.Parameters.Add(new DuckDBParameter("complete", complete.ToString()));
            command.ExecuteNonQuery();
        }

        /// <summary>Field, or weight column, with a number that its DECIMAL(18,6) cannot hold: the appender's failure would quote it.</summary>
        private string? TooLarge(SourceRow row)
        {
            if (row.Weight >= CanonicalValues.Largest)
                return source.For(row.FormVersion).Weight ?? "survey_weight";
            for (var i = 0; i < row.Values.Length; i++)
            {
                if (row.Values[i] is decimal number && Math.Abs(number) >= CanonicalValues.Largest)
                    return stream.Fields[i].Name;
            }

            return null;
        }

        private void Append(DuckDBAppender appender, SourceRow row)
        {
            firstMonth = firstMonth is null || row.PeriodStart < firstMonth ? row.PeriodStart : firstMonth;
            lastMonth = lastMonth is null || row.PeriodStart > lastMonth ? row.PeriodStart : lastMonth;
            if (row.FormVersion.Length > 0)
                formVersions.Add(row.FormVersion);
            var target = appender.CreateRow()
                .AppendValue((long)rows).AppendValue((long)row.Row).AppendValue(row.Key).AppendValue(row.Version).AppendValue(vault.RecordKeys.Content(Content(row.AsWritten ?? row))).AppendValue(row.Minutes);
            target = (source.Forms is null ? target : target.AppendValue(row.FormVersion)).AppendValue(row.PeriodStart).AppendValue(row.AreaCode).AppendValue(row.Weight);
            target = hasStratum ? target.AppendValue(row.Stratum) : target;
            target = hasCluster ? target.AppendValue(row.Cluster) : target;
            target = hasOrganisation ? target.AppendValue(row.Organisation) : target;
            target = hasPoint ? target.AppendValue(row.ReportingPoint) : target;
            foreach (var value in row.Values)
            {
                target = value switch
                {
                    null => target.AppendNullValue(),
                    string text => target.AppendValue(text),
                    long number => target.AppendValue(number),
                    decimal number => target.AppendValue(number),
                    DateOnly month => target.AppendValue(month),
                    _ => throw new InvalidOperationException($"A mapped value of type {value.GetType().Name} has no column type."),
                };
            }

            target.EndRow();
            corrected.AddRange(row.Corrected.Select(value => (row.Row, value)));
        }

        /// <summary>All that two versions of a record may differ in, in one text. Built by hand: it runs once a row.</summary>
        private string Content(SourceRow row)
        {
            content.Clear().Append(row.FormVersion).Append(Separator);
            Plain(row.PeriodStart);
            content.Append(row.AreaCode).Append(Separator);
            Plain(row.Weight);
            content.Append(row.Stratum).Append(Separator).Append(row.Cluster).Append(Separator).Append(row.Organisation).Append(Separator).Append(row.ReportingPoint).Append(Separator);
            foreach (var value in row.Values)
            {
                switch (value)
                {
                    case null: content.Append('\0').Append(Separator); break;
                    case string text: content.Append(text).Append(Separator); break;
                    case long number: content.Append(CultureInfo.InvariantCulture, $"{number}").Append(Separator); break;
                    case decimal number: Plain(number); break;
                    case DateOnly day: Plain(day); break;
                    default: throw new InvalidOperationException($"A mapped value of type {value.GetType().Name} has no text.");
                }
            }

            return content.ToString();
        }

        // 1.5 and 1.50 are one value, whatever the export of the day writes: the division takes zeros at the end away, and costs less than a format.
        private void Plain(decimal number) => content.Append(CultureInfo.InvariantCulture, $"{number / 1.0000000000000000000000000000m}").Append(Separator);

        private void Plain(DateOnly day) => content.Append(CultureInfo.InvariantCulture, $"{day:O}").Append(Separator);

        private void Decide()
        {
            using var command = connection.CreateCommand();
            command.CommandText = Text("decide.sql");
            command.Parameters.Add(new DuckDBParameter("source", source.Id));
            command.Parameters.Add(new DuckDBParameter("hash", file.Complete is null ? file.FileHash : ""));
            command.ExecuteNonQuery();
        }

        private Dictionary<string, int> Decided()
        {
            using var command = connection.CreateCommand();
            command.CommandText = "select outcome, count(*) from decision group by outcome order by outcome";
            using var reader = command.ExecuteReader();
            var counts = new Dictionary<string, int>();
            while (reader.Read())
                counts[reader.GetString(0)] = (int)reader.GetInt64(1);
            return counts;
        }

        private (int Replaced, int Removed) Store(long batchId, SortedDictionary<string, int> outcomes)
        {
            using var transaction = connection.BeginTransaction();
            var removed = (int)Number("select count(*) from leaving");
            var replaced = (int)Number("select count(*) from decision where outcome = 'accepted' and is_known");
            var names = StreamTables.Common.Skip(1).Select(column => column.Name).Concat(stream.Fields.Select(field => field.Name)).Select(StreamTables.Quote).ToList();
            var isReleased = FrozenMonths.Has(connection, stream);
            if (isReleased)
                FrozenMonths.Keep(connection, stream, source.Id);
            // Each looks through all records of the stream: not for nothing.
            if (replaced > 0)
                Execute(Text("replace.sql"), true);
            if (removed > 0)
                Execute(Text("remove.sql"), true);
            Execute(
                Text("store.sql")
                    .Replace("{on}", ingestedOn.ToString("O", CultureInfo.InvariantCulture), StringComparison.Ordinal)
                    .Replace("{names}", string.Join(", ", names), StringComparison.Ordinal)
                    .Replace("{flags}", RuleSql.Flags(rulesOfStream), StringComparison.Ordinal)
                    .Replace("{columns}", string.Join(", ", names.Select(name => $"incoming.{name}")), StringComparison.Ordinal),
                false);
            using (var batch = connection.CreateAppender("batch"))
            {
                var row = batch.CreateRow()
                    .AppendValue(batchId).AppendValue(source.Id).AppendValue(stream.Id).AppendValue(file.FileHash)
                    .AppendValue(string.Join(' ', formVersions)).AppendValue(ingestedOn).AppendValue((long)rows);
                foreach (var outcome in new[] { "accepted", "duplicate", "superseded", "without_consent", "rejected" })
                    row = row.AppendValue((long)outcomes[outcome]);
                row.AppendValue((long)replaced).AppendValue(firstMonth).AppendValue(lastMonth).AppendValue((long)removed);
                (PlaceRules.Any(rules.ContainsKey) ? row.AppendValue(file.Places?.Hash) : row.AppendNullValue()).EndRow();
            }

            if (isReleased)
                FrozenMonths.Settle(connection, stream);

            using (var appender = connection.CreateAppender("rejection"))
            {
                foreach (var (number, column, rule, key) in rejections)
                {
                    var isOpen = !IsOnPurpose(rule);
                    var row = appender.CreateRow().AppendValue(batchId).AppendValue((long)number).AppendValue(column).AppendValue(rule).AppendValue(isOpen);
                    (isOpen && key.Length > 0 ? row.AppendValue(key) : row.AppendNullValue()).EndRow();
                }
            }

            CloseRows(batchId);
            using (var appender = connection.CreateAppender("emptied"))
            {
                foreach (var (field, count) in file.Emptied.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    appender.CreateRow().AppendValue(batchId).AppendValue(field).AppendValue((long)count).EndRow();
            }

            if (ended.Exists(row => row.IsNoted))
                NoteRefused();
            CorrectionNotes.Store(connection, source.Id, file.FileHash, batchId, stream, corrected, hasDropped: rules.ContainsKey(RowRules.Correction));
            KnownHeader.Remember(vault, source.Id, file);
            transaction.Commit();
            return (replaced, removed);
        }

        private void CloseRows(long batchId)
        {
            using var command = connection.CreateCommand();
            command.CommandText = EmbeddedSql.Read(typeof(BatchLoader), "close_rows.sql");
            command.Parameters.Add(new DuckDBParameter("source", source.Id));
            command.Parameters.Add(new DuckDBParameter("batch", batchId));
            command.Parameters.Add(new DuckDBParameter("is_all", complete == Completeness.All));
            command.Parameters.Add(new DuckDBParameter("first", firstMonth));
            command.Parameters.Add(new DuckDBParameter("last", lastMonth));
            command.ExecuteNonQuery();
        }

        private void NoteRefused()
        {
            using var command = connection.CreateCommand();
            command.CommandText = Text("note_refused.sql");
            command.Parameters.Add(new DuckDBParameter("source", source.Id));
            command.Parameters.Add(new DuckDBParameter("on", ingestedOn));
            command.ExecuteNonQuery();
        }

        private string Text(string name) => EmbeddedSql.Read(typeof(BatchLoader), name).Replace("{stream}", stream.Id, StringComparison.Ordinal);

        private long Number(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            return (long)command.ExecuteScalar()!;
        }

        private void Execute(string sql, bool bySource)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            if (bySource)
                command.Parameters.Add(new DuckDBParameter("source", source.Id));
            command.ExecuteNonQuery();
        }
    }
}
