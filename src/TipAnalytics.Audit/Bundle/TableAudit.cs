using System.Globalization;
using TipAnalytics.Audit.Ledger;
using TipAnalytics.Pipeline;

namespace TipAnalytics.Audit.Bundle;

/// <summary>Holds tables of data against the facts, figure by figure. Columns that no rule knows are read as text, with their row beside them.</summary>
internal sealed class TableAudit(ReleaseValues values)
{
    private static readonly string[] Naming = ["indicator_id", "area_code", "latest_period", "period", "source_id", "stream"];
    private static readonly string[] Before = ["before", "after"];
    private static readonly string[] Restatable = ["share_percent", "low_percent", "high_percent", "base_low", "base_high", "level_value", "share", "low", "high", "level"];
    private static readonly string[] Bands = ["not_asked_band", "not_applicable_band", "dont_know_band", "refused_band"];

    /// <summary>Numbers looked at and explained.</summary>
    public int Numbers { get; private set; }

    /// <summary>First pass: what later texts may repeat.</summary>
    public void Learn(DataTable table)
    {
        foreach (var row in table.Rows.Select(cells => new DataRow(table, cells)))
        {
            if (IsCells(table) && table.Place.EndsWith(".csv", StringComparison.Ordinal))
                values.Cells = (values.Cells.Planned + 1, values.Cells.Published + (row["state"] is "shown" or "level" ? 1 : 0));
            else if (IsFindings(table))
                values.AddFinding(row);
            else if (IsConvergence(table))
                values.Convergence[row["area_code"]] = ((int)(row.Number("elevated_families") ?? row.Number("elevated_count") ?? -1), (int)(row.Number("known_families") ?? row.Number("known_count") ?? -1));
            else if (table.Column("letter") >= 0 && row["indicator_id"].Length > 0)
                values.Grades[(table.Place, row["indicator_id"])] = values.Grades.GetValueOrDefault((table.Place, row["indicator_id"])) is var (graded, all) ? (graded + (row["letter"] == "not_graded" ? 0 : 1), all + 1) : default;
            else if (table.Column("source_id") >= 0 && table.Column("protocol_expires_on") >= 0)
                values.Sources.Add(row["source_id"]);
            else if (table.Column("stream") >= 0 && table.Column("state") >= 0)
                values.Coverage[(table.Place, row["stream"], row["period"])] = values.Coverage.GetValueOrDefault((table.Place, row["stream"], row["period"])) is var (received, expected) ? (received + (row["state"] == "received" ? 1 : 0), expected + 1) : default;
        }
    }

    /// <returns>What is wrong with the table, by figure or row; and the texts in it that are still to be read.</returns>
    public (string? Wrong, IReadOnlyList<Piece> Texts) Check(DataTable table)
    {
        var texts = new List<Piece>();
        texts.AddRange(table.Columns.Select(column => new Piece($"column of {table.Place}", column)));
        for (var at = 0; at < table.Rows.Count; at++)
        {
            var row = new DataRow(table, table.Rows[at]);
            var (wrong, told) = Row(row);
            if (wrong is not null)
                return ($"{table.Place}, row {(at + 2).ToString(CultureInfo.InvariantCulture)}{(row["figure_id"].Length > 0 ? $", {row["figure_id"]}" : "")}: {wrong}", texts);
            Numbers += told.Count(column => row[column].Any(char.IsDigit));
            for (var column = 0; column < table.Columns.Count; column++)
            {
                if (told.Contains(table.Columns[column]) || !row.Cells[column].Any(char.IsDigit))
                    continue;
                var own = column;
                texts.Add(new($"{table.Place}, row {(at + 2).ToString(CultureInfo.InvariantCulture)}, column {table.Columns[column]}", row.Cells[column], [table.Columns[column], .. Names(row).Where((_, other) => other != own)]));
            }
        }

        return (null, texts);
    }

    /// <summary>What the row is about: its codes, not its sentences.</summary>
    private static IEnumerable<string> Names(DataRow row) =>
        Naming.Select(column => row[column]).Where(cell => cell.Length > 0);

    private static bool IsCells(DataTable table) => table.Column("share_percent") >= 0 && table.Column("figure_id") >= 0;

    private static bool IsFindings(DataTable table) => table.Column("difference_points") >= 0 && table.Column("figure_id") >= 0;

    private static bool IsConvergence(DataTable table) => table.Column("known_families") >= 0 || table.Column("known_count") >= 0;

    private (string? Wrong, IReadOnlyList<string> Told) Row(DataRow row)
    {
        var told = new List<string>();
        if (row.Has("area_level"))
        {
            told.Add("area_level");
            if (values.Setup.Areas.Find(row["area_code"]) is not { } area || row.Number("area_level") != area.Level)
                return ("the level of the area is not its own", told);
        }

        if (IsCells(row.Table))
            return Told(told, Cell(row, ""), "figure_id", "indicator_id", "area_code", "area_name", "period", "period_start", "period_end", "split", "category", "share_percent", "low_percent", "high_percent", "base_low", "base_high", "level_value", "level_known", "level_out_of", "not_asked_band", "not_applicable_band", "dont_know_band", "refused_band");
        if (row.Has("share_percent"))
            return Told(told, Smoothed(row), "share_percent", "low_percent", "high_percent");
        if (row.Has("state_after") && row.Has("figure_id"))
            return Told(told, Cell(row, "_after") ?? EarlierCell(row), [.. Before.SelectMany(when => Restatable.Select(column => $"{column}_{when}"))]);
        if (IsFindings(row.Table))
            return Told(told, new FindingRules(values).Broken(row), FindingRules.Columns);
        if (IsConvergence(row.Table))
            return Told(told, Families(row), "elevated_families", "known_families", "elevated_count", "known_count");
        if (row.Has("minimum_base") && values.Setup.Catalogue.Indicators.GetValueOrDefault(row["indicator_id"]) is { } indicator)
            return Told(told, row.Number("minimum_base") == indicator.MinimumBase && row.Number("elevated_from") == indicator.ElevatedFrom ? null : "the base or band is not the one of its definition", "minimum_base", "elevated_from");
        if (row.Has("lowest_level") && values.Setup.Sources.FirstOrDefault(source => source.Id == row["source_id"]) is { } source)
            return Told(told, row.Number("lowest_level") <= source.Protocol.LowestLevel ? null : "the level is lower than its protocol permits", "lowest_level");
        // One row that says how the tables are laid out; the program beside it is read as text.
        if (row.Has("version") && row.Has("program") && row.Table.Rows.Count == 1)
            return Told(told, row.Number("version") is >= 1 and < 100 ? null : "it is no version of a layout", "version");
        if (row.Has("level") && row.Has("parent_code"))
            return Told(told, row.Number("level") == values.Setup.Areas.Find(row["area_code"])?.Level ? null : "the level of the area is not its own", "level");
        return (null, told);
    }

    private static (string?, IReadOnlyList<string>) Told(List<string> told, string? wrong, params IReadOnlyList<string> columns) => (wrong, [.. told, .. columns]);

    private string? Cell(DataRow row, string suffix)
    {
        if (!values.Figures.TryGetValue(row["figure_id"], out var figure))
            return "the figure is in no release: it has no fact";
        if (figure.Split == "panel")
            return "cells of the panel are never printed";
        if ((row.Has("period") && row["period"] != figure.Period.ToString()) || (row.Has("area_code") && row["area_code"] != figure.AreaCode) || (row.Has("indicator_id") && row["indicator_id"] != figure.IndicatorId))
            return "its id belongs to another indicator, place or period";
        if ((row.Has("split") && row["split"] != figure.Split) || (row.Has("category") && row["category"] != figure.Category) || (row.Has("area_name") && row["area_name"] != values.Setup.Areas.Find(figure.AreaCode)?.Name))
            return "its id belongs to another split or category, or its area has another name";
        if ((row.Has("period_start") && Day(row["period_start"]) != figure.Period.Start) || (row.Has("period_end") && Day(row["period_end"]) != figure.Period.End))
            return "its days are not those of its period";
        if (row.Has("is_weighted") && row["is_weighted"].Length > 0 && bool.Parse(row["is_weighted"]) != (figure.Of("weighted_share") is not null))
            return "it says of its weights what no fact says";
        if (row[$"state{suffix}"] == "no_data" && figure.State != "no_data" && values.IsGone(figure))
            return Given(row, suffix).Any() ? "it says «no data» and gives a number" : null;
        return Printed(row, figure, suffix) ?? Missing(row, figure);
    }

    /// <summary>What a revision says a figure read before.</summary>
    private string? EarlierCell(DataRow row) => values.Earlier.TryGetValue(row["figure_id"], out var figure) ? Printed(row, figure, "_before") : "no earlier release tells the figure";

    private static IEnumerable<string> Given(DataRow row, string suffix) => Restatable.Append("bound").Select(column => row[$"{column}{suffix}"]).Where(cell => cell.Length > 0);

    /// <summary>State, share, interval, bound, base and level as the facts say.</summary>
    private static string? Printed(DataRow row, LedgerFigure figure, string suffix)
    {
        decimal? Of(string column, string shorter) => row.Number(column + suffix) ?? (suffix.Length > 0 ? row.Number(shorter + suffix) : null);
        var (share, interval, band, level, parts) = (figure.Share, figure.Of("interval"), figure.Of("base_band"), figure.Of("level"), figure.Of("level_parts"));
        var bound = share is null || share.Low == share.High ? "" : share.Low == 0 ? "under_5" : "over_95";
        if (row[$"state{suffix}"] != figure.State)
            return $"its state is not «{figure.State}», as the ledger says";
        if (row[$"bound{suffix}"] != bound)
            return "its bound is not that of the fact";
        if (Of("share_percent", "share") != (decimal?)(bound == "under_5" ? share!.High : share?.Low))
            return "its share is not that of the fact";
        if (Of("low_percent", "low") != (decimal?)interval?.Low || Of("high_percent", "high") != (decimal?)interval?.High)
            return "its interval is not that of the fact";
        if (row.Number($"base_low{suffix}") != (decimal?)band?.Low || row.Number($"base_high{suffix}") != (decimal?)band?.High)
            return "the band of its base is not that of the fact";
        if (!ReleaseValues.Is(level?.Low, Of("level_value", "level")))
            return "its level is not that of the fact";
        return row.Has("level_known") && (row.Number("level_known") != (decimal?)parts?.Low || row.Number("level_out_of") != (decimal?)parts?.High) ? "the parts of its level are not those of the fact" : null;
    }

    /// <summary>Bands of answers left out: 0–3, of shown cells only.</summary>
    private static string? Missing(DataRow row, LedgerFigure figure)
    {
        foreach (var band in Bands.Where(row.Has))
        {
            if (row[band].Length > 0 && (figure.State != "shown" || row[band] is not ("0" or "1" or "2" or "3")))
                return $"{band} is no band of a shown cell";
        }

        return null;
    }

    /// <summary>A smoothed share lies between the released shares of its indicator and period.</summary>
    private string? Smoothed(DataRow row)
    {
        if (!Period.TryParse(row["period"], out var period) || values.Setup.Areas.Find(row["area_code"]) is not { } area)
            return "its place or period is none of the operation";
        var shares = values.Figures.Values.Where(figure => figure.IndicatorId == row["indicator_id"] && figure.Period == period && figure.Split == "all" && figure.Share is not null && values.Setup.Areas.Find(figure.AreaCode)?.Level <= area.Level).ToList();
        if (shares.Count == 0)
            return "nothing is released that it could be drawn from";
        var (low, high) = (shares.Min(figure => figure.Share!.Low), shares.Max(figure => figure.Share!.High));
        return row.Number("share_percent") is { } share && (double)share >= low && (double)share <= high && (row.Number("low_percent") ?? share) <= share && (row.Number("high_percent") ?? share) >= share
            ? null : "it lies outside the released shares it is drawn from";
    }

    private static string? Families(DataRow row)
    {
        var states = row.Table.Columns.Where(column => column.StartsWith("family_", StringComparison.Ordinal)).Select(column => row[column]).ToList();
        var (elevated, known) = (row.Number("elevated_families") ?? row.Number("elevated_count"), row.Number("known_families") ?? row.Number("known_count"));
        if (states.Count > 0 && (elevated != states.Count(state => state == "elevated") || known != states.Count(state => state != "unknown")))
            return "the number of families is not that of its columns";
        return elevated <= known && known <= 6 ? null : "more families are elevated than known";
    }

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
