using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Disclosure;

/// <summary>The only maker of <see cref="ReleasedTable"/>: hides, certifies, prints.</summary>
internal static class DisclosureControl
{
    /// <summary>Protects one indicator together with everything released of it before: rules on single cells, then further cells hidden until no group of atoms below the
    /// threshold can be deduced from all that is and was published, with verified whole-number tables for every bound; only then printing.</summary>
    /// <returns>The same result for the same cells in any order. Cells that earlier releases stated come out as they were stated.</returns>
    /// <exception cref="InvalidOperationException">The counts do not add up.</exception>
    /// <exception cref="ReleaseBlockedException">Released periods cannot be brought together with the areas of today.</exception>
    /// <remarks>Of changes since an earlier release the net one is protected, of each atom, of each cell and of every group whose atoms all grew or all shrank; it may be
    /// known to be none. The limits of intervals of weighted shares are taken to say no more than the shares.</remarks>
    public static DisclosureResult Release(IndicatorTable table, ReleaseProfile profile)
    {
        var release = new IndicatorRelease(table, profile, [.. table.Cells
            .OrderBy(cell => cell.Level).ThenBy(cell => cell.AreaCode, StringComparer.Ordinal).ThenBy(cell => cell.Period)
            .ThenBy(cell => cell.Split, StringComparer.Ordinal).ThenBy(cell => cell.Category, StringComparer.Ordinal)]);
        return release.Protect();
    }

    /// <summary>Releases scores and fractions of functions: no people behind them. An unknown score is «not assessed», functions of which none is
    /// known are «no data».</summary>
    public static ReleasedTable ReleaseLevels(IndicatorDefinition indicator, PeriodGrain grain, IReadOnlyList<LevelCell> cells) =>
        new(indicator.Id, indicator.Hash, grain,
            [.. cells
                .OrderBy(cell => cell.Level).ThenBy(cell => cell.AreaCode, StringComparer.Ordinal).ThenBy(cell => cell.Period)
                .Select(cell => new ReleasedCell(
                    FigureId(indicator.Id, cell.AreaCode, cell.Period.ToString(), IndicatorCell.All, IndicatorCell.All),
                    cell.AreaCode, cell.Level, cell.Period, IndicatorCell.All, IndicatorCell.All,
                    cell.Value is { } value ? new Cell.Level(value, cell.Known, cell.OutOf)
                    : cell.OutOf is null ? new Cell.NotAssessed()
                    : new Cell.NoData()))]);

    /// <summary>An indicator no source feeds: a table without cells.</summary>
    public static ReleasedTable NotAssessed(IndicatorDefinition indicator) => new(indicator.Id, indicator.Hash, PeriodGrain.Quarter, []);

    /// <summary>Stable id of a figure.</summary>
    internal static string FigureId(string indicator, string area, string period, string split, string category) =>
        split == IndicatorCell.All ? $"{indicator}:{area}:{period}:{split}" : $"{indicator}:{area}:{period}:{split}={category}";

    internal static string FigureId(string indicator, IndicatorCell cell) => FigureId(indicator, cell.AreaCode, cell.Period.ToString(), cell.Split, cell.Category);

    /// <summary>Loss of hiding a cell: its place in the plan (country «all» 50, smallest detail 1, panel least) times the logarithm of its base;
    /// ties by a keyed hash.</summary>
    internal static double Weight(IndicatorCell cell, string id, byte[] tieKey)
    {
        var place = cell.Level switch { 0 => 25.0, 1 => 6.0, _ => 1.0 };
        var split = cell.Split switch { IndicatorCell.All => 2.0, IndicatorCell.Panel => 0.1, _ => 1.0 };
        var tie = BinaryPrimitives.ReadUInt32BigEndian(HMACSHA256.HashData(tieKey, Encoding.UTF8.GetBytes(id))) / (double)uint.MaxValue;
        return place * split * (1 + Math.Log(1 + cell.Base)) * (1 + tie / 1000);
    }
}
