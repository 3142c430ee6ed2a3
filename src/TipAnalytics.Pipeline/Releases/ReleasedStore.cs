using System.Globalization;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Releases;

/// <summary>Writes <c>indicators.duckdb</c>: released cells and findings with their documentation, for any DuckDB client.</summary>
internal static class ReleasedStore
{
    public const string ParquetFolder = "parquet";

    public static readonly StoreSchema Schema = new(typeof(ReleasedStore), "indicators");

    /// <summary>Writes a new file beside <paramref name="path"/> and swaps it in: a reader sees the old release or the new one, never half of one.</summary>
    /// <exception cref="MachineException">The file cannot be written (disk, rights, or open elsewhere).</exception>
    public static void Write(ReleaseContent content, string path)
    {
        var temporary = path + ".tmp";
        try
        {
            File.Delete(temporary);
            using (var connection = new DuckDBConnection(
                $"DataSource={temporary};autoinstall_known_extensions=false;autoload_known_extensions=false;threads=1"))
            {
                connection.Open();
                Schema.Bring(connection);
                Fill(connection, content);
                Execute(connection, "checkpoint");
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception failure) when (failure is DuckDBException or IOException or UnauthorizedAccessException)
        {
            throw new MachineException($"{path}: could not be written ({failure.GetType().Name}). Check free space and rights, close programs that have it open, and run again.");
        }
        finally
        {
            if (File.Exists(temporary))
                File.Delete(temporary);
        }
    }

    /// <summary>Writes the tables that others read across operations as Parquet, into <c>parquet/</c> of a release folder.</summary>
    /// <returns>Files written, relative to the release folder.</returns>
    /// <exception cref="MachineException">They cannot be written.</exception>
    public static IReadOnlyList<string> WriteParquet(ReleaseContent content, string releaseFolder)
    {
        var folder = Path.Combine(releaseFolder, ParquetFolder);
        try
        {
            Directory.CreateDirectory(folder);
            using var connection = new DuckDBConnection("DataSource=:memory:;autoinstall_known_extensions=false;autoload_known_extensions=false;threads=1");
            connection.Open();
            Schema.Bring(connection);
            Fill(connection, content);
            Execute(connection, EmbeddedSql.Read(typeof(ReleasedStore), "parquet.sql").Replace("{folder}", folder.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal));
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{folder}: could not be written: {StorageFailure.Reason(failure)}. Check free space and rights, and run again.");
        }

        return [.. Directory.EnumerateFiles(folder).Select(path => $"{ParquetFolder}/{Path.GetFileName(path)}").Order(StringComparer.Ordinal)];
    }

    private static void Fill(DuckDBConnection connection, ReleaseContent content)
    {
        var head = content.Header;
        Append(connection, "release", [head], row => [
            row.Id, row.OperationId, row.OperationName, row.CountryCode, row.AreaVersion, row.Audience, row.AsOf, row.FirstPeriod.ToString(),
            row.LastPeriod.ToString(), row.Onset, row.OnsetTitle, row.OnsetSource, row.DefinitionsHash, row.CodeVersion, content.Revision?.Reason]);
        Append(connection, "caveat", content.StandingCaveats.OrderBy(pair => pair.Key, StringComparer.Ordinal), row => [row.Key, row.Value]);
        Append(connection, "area", content.Areas, row => [row.Code, row.Name, row.Level, row.Parent]);
        Append(connection, "indicator", content.Indicators, row => [
            row.Id, row.Title, row.Definition, row.Family, row.Kind, row.Stream, row.Unit, row.UnitNoun, row.Direction, row.Why, row.Caveat,
            row.StandingCaveats, row.ProtectionRisks, row.CanAct, row.LowMeans, row.ElevatedFrom, row.MinimumBase, row.DefinitionHash, row.HasSource]);
        Append(connection, "cell", content.Tables.SelectMany(table => table.Cells, (table, cell) => (table.IndicatorId, Cell: cell)), row => CellRow(row.IndicatorId, row.Cell));
        Append(connection, "finding", content.Findings, row => [
            row.FigureId, row.IndicatorId, row.AreaCode, row.AreaLevel, Snake(row.Grain), Snake(row.Status), row.Grade.ToString(),
            row.Reason == default ? null : Snake(row.Reason), row.Before?.Share.Value, row.After?.Share.Value, row.Difference?.Points, row.Difference?.Low,
            row.Difference?.High, row.SmallestVisibleRise, Snake(row.Direction), Snake(row.Effort), row.PanelDifference?.Points, row.BreakFrom?.ToString(), Snake(row.Flags),
            row.LargestShift?.ToString()]);
        Append(connection, "convergence", content.Convergence, row => [
            row.AreaCode, row.AreaLevel, row.Period.ToString(), row.Elevated, row.Known, row.RisingFamilies, row.SeveralFamiliesRise, row.MostFamiliesRise,
            row.IsMixed, row.Grade.ToString()]);
        Append(connection, "month_notice", content.Notices, row => [row.IndicatorId, row.AreaCode, row.Month.ToString(), Snake(row.Level)]);
        Append(connection, "smoothed_share", content.Smoothed, row => [row.IndicatorId, row.AreaCode, row.Period.ToString(), row.Percent, row.Low, row.High]);
        Append(connection, "series_break", content.Breaks, row => [row.IndicatorId, row.SourceTitle, row.From.ToString(), row.Reason, Snake(row.Kind), row.AreaCode]);
        Append(connection, "area_onset", head.AreaOnsets, row => [row.AreaCode, row.Onset, row.Title, row.Source]);
        Append(connection, "coverage", content.Coverage, row => [row.Stream, row.AreaCode, row.AreaLevel, row.Period.ToString(), row.State]);
        Append(connection, "quality_grade", content.Grades, row => [row.IndicatorId, row.AreaCode, row.AreaLevel, Snake(row.Letter), row.Reasons == GradeReasons.None ? "" : Snake(row.Reasons)]);
        Append(connection, "source", content.Sources, row => [
            row.Id, row.Title, row.Provider, row.Stream, row.Purpose, row.LowestLevel, row.ProtocolAgreedOn, row.ProtocolExpiresOn,
            row.FirstMonth?.ToString(), row.LastMonth?.ToString()]);
        Append(connection, "restatement", content.Revision?.Restatements ?? [], row => [
            row.FigureId, row.IndicatorId, row.AreaCode, row.AreaLevel, row.Period.ToString(), row.Split, row.Category, .. Printed(row.Before), .. Printed(row.After), row.Why]);
        Append(connection, "information_gap", content.Gaps, row => [row.Kind, row.Subject, row.Text]);
    }

    private static string State(Cell value) => value switch
    {
        Cell.Shown => "shown",
        Cell.Level => "level",
        Cell.NotAssessed => "not_assessed",
        Cell.NoData => "no_data",
        _ => "hidden",
    };

    private static object?[] Printed(Cell value)
    {
        var (shown, level) = (value as Cell.Shown, value as Cell.Level);
        return [
            State(value), shown?.Share.Value, shown?.Low?.Value, shown?.High?.Value, shown is null or { Bound: ShareBound.Exact } ? null : Snake(shown.Bound),
            shown?.Base.Low, shown?.Base.High, level?.Value];
    }

    private static object?[] CellRow(string indicatorId, ReleasedCell cell)
    {
        var (shown, level) = (cell.Value as Cell.Shown, cell.Value as Cell.Level);
        return [
            cell.FigureId, indicatorId, cell.AreaCode, cell.AreaLevel, cell.Period.ToString(), cell.Period.Start, cell.Period.End, cell.Split, cell.Category,
            State(cell.Value), shown?.Share.Value, shown?.Low?.Value, shown?.High?.Value, shown is null or { Bound: ShareBound.Exact } ? null : Snake(shown.Bound),
            shown?.Base.Low, shown?.Base.High, shown?.IsWeighted, level?.Value, level?.Known, level?.OutOf,
            shown?.Missing.NotAsked, shown?.Missing.NotApplicable, shown?.Missing.DontKnow, shown?.Missing.Refused];
    }

    /// <summary>RisingClear → rising_clear, Under5 → under_5, «A, B» → a,b.</summary>
    internal static string Snake(Enum value)
    {
        var text = new System.Text.StringBuilder();
        var name = value.ToString().Replace(", ", ",", StringComparison.Ordinal);
        for (var i = 0; i < name.Length; i++)
        {
            var starts = char.IsUpper(name[i]) || (char.IsDigit(name[i]) && !char.IsDigit(name[Math.Max(i - 1, 0)]));
            if (starts && i > 0 && name[i - 1] != ',')
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    internal static void Append<T>(DuckDBConnection connection, string table, IEnumerable<T> rows, Func<T, object?[]> values)
    {
        using var appender = connection.CreateAppender(table);
        foreach (var row in rows)
        {
            var target = appender.CreateRow();
            foreach (var value in values(row))
            {
                _ = value switch
                {
                    null => target.AppendNullValue(),
                    string text => target.AppendValue(text),
                    int number => target.AppendValue(number),
                    long number => target.AppendValue(number),
                    double number => target.AppendValue(number),
                    DateTime time => target.AppendValue(time),
                    bool flag => target.AppendValue(flag),
                    decimal number => target.AppendValue(number),
                    DateOnly date => target.AppendValue(date),
                    IReadOnlyList<string> list => target.AppendValue(list.AsEnumerable()),
                    _ => throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"No column type for {value.GetType().Name} in {table}.")),
                };
            }

            target.EndRow();
        }
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
