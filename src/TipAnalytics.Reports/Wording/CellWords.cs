using System.Globalization;
using TipAnalytics.Pipeline.Disclosure;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Reports.Documents;
using TableCell = TipAnalytics.Reports.Documents.TableCell;

namespace TipAnalytics.Reports.Wording;

/// <summary>What a cell says and how it looks: shown, hidden, not assessed and no data never share a word or a look.</summary>
internal sealed class CellWords(ReleaseView view)
{
    /// <summary>Value with interval: «31% (26–36)», «under 5%», or the words of its state.</summary>
    public TableCell Value(Cell? cell) => cell switch
    {
        Cell.Shown shown => new(Share(shown), CellLook.Number),
        Cell.Level level => new(Level(level), CellLook.Number),
        Cell.Hidden => new(view.Standing("CAV-5"), CellLook.Hidden),
        Cell.NotAssessed => new(view.Standing("CAV-6"), CellLook.NotAssessed),
        Cell.NoData => new(view.Texts["cell.no_data"], CellLook.NoData),
        _ => new(view.Texts["cell.not_planned"], CellLook.Unknown),
    };

    public string Share(Cell.Shown shown) => shown.Bound switch
    {
        ShareBound.Under5 => view.Texts["cell.under5"],
        ShareBound.Over95 => view.Texts["cell.over95"],
        _ when shown is { Low: { } low, High: { } high } => view.Texts.Say("number.interval", ("value", view.Percent(shown.Share.Value)), ("low", ReleaseView.Number(low.Value)), ("high", ReleaseView.Number(high.Value))),
        _ => view.Percent(shown.Share.Value),
    };

    /// <summary>Level of a period group without its interval; a bound where it is one.</summary>
    public string Share(PrintedLevel level) => level.Bound switch
    {
        ShareBound.Under5 => view.Texts["cell.under5"],
        ShareBound.Over95 => view.Texts["cell.over95"],
        _ => view.Percent(level.Share.Value),
    };

    public string Base(BaseBand band) => band.High is { } high
        ? view.Texts.Say("number.range", ("low", ReleaseView.Number(band.Low)), ("high", ReleaseView.Number(high)))
        : view.Texts.Say("number.open_range", ("low", ReleaseView.Number(band.Low)));

    /// <summary>One cell of a table of changes: symbol, word, levels. «No clear change» is a sign in a legend where levels stand beside it: the table would be half as long again.</summary>
    /// <param name="hasWords">False leaves the signs of rises and falls to the legend too.</param>
    public TableCell Change(Finding? finding, bool hasWords = true)
    {
        if (finding is null)
            return new(view.Texts["cell.not_tested"], CellLook.Unknown);
        var status = FindingWords.Key(finding.Status);
        var symbol = view.Texts[$"status.{status}.symbol"];
        var word = finding.Status == TrendStatus.InsufficientData
            ? ReasonWords.Short(view, finding)
            : view.Texts[$"status.{status}.short"];
        var parts = new List<string>();
        if ((hasWords && finding.Status != TrendStatus.NoClearChange) || finding.Before is null || finding.After is null || Look(finding.Status) is not (CellLook.Rise or CellLook.Fall or CellLook.Plain) || finding.Status == TrendStatus.Constant)
            parts.Add(word);
        if (finding is { Before: { } before, After: { } after } && finding.Status is not (TrendStatus.NotComparable or TrendStatus.Withheld or TrendStatus.InsufficientData))
            parts.Add(before.Bound == ShareBound.Exact && after.Bound == ShareBound.Exact
                ? view.Texts.Say("number.change", ("before", ReleaseView.Number(before.Share.Value)), ("after", ReleaseView.Number(after.Share.Value)))
                : view.Texts.Say("number.change_words", ("before", Share(before)), ("after", Share(after))));
        if (finding is { Status: TrendStatus.NoClearChange, SmallestVisibleRise: { } smallest })
            parts.Add(view.Texts.Say(hasWords ? "status.no_clear_change.visible" : "sheet.visible", ("smallest", ReleaseView.Number(smallest))));
        return new($"{symbol} {string.Join(' ', parts)}".TrimEnd(), Look(finding.Status));
    }

    public static CellLook Look(TrendStatus status) => status switch
    {
        TrendStatus.RisingClear or TrendStatus.RisingProbable => CellLook.Rise,
        TrendStatus.FallingClear or TrendStatus.FallingProbable => CellLook.Fall,
        TrendStatus.ReportingArtefactPossible or TrendStatus.NotComparable => CellLook.Warning,
        TrendStatus.Withheld => CellLook.Hidden,
        TrendStatus.InsufficientData => CellLook.Unknown,
        _ => CellLook.Plain,
    };

    private string Level(Cell.Level level)
    {
        var value = view.Decimal(level.Value.ToString("0.###", CultureInfo.InvariantCulture));
        return level is { Known: { } known, OutOf: { } outOf }
            ? view.Texts.Say("cell.level_of", ("value", value), ("known", ReleaseView.Number(known)), ("out_of", ReleaseView.Number(outOf)))
            : value;
    }
}
