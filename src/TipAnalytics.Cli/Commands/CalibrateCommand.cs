using System.CommandLine;
using System.Globalization;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Trends;

namespace TipAnalytics.Cli.Commands;

/// <summary><c>tip calibrate DIR</c>: what the tests would say on this operation's own layout if nothing had changed.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        var directory = Arguments.Operation();
        var asOf = Arguments.AsOf();
        var histories = Arguments.Number("--histories", "Simulated histories of the whole operation (20–10000)", 200, least: 20, most: 10_000);
        var seed = Arguments.Number("--seed", "Seed of the simulation; the same seed gives the same figures", 20200901, int.MinValue, int.MaxValue);
        var command = new Command("calibrate", "Simulates histories without a change on this operation's areas, periods, bases and carry-over; prints how often a false rise would be shown") { directory, asOf, histories, seed };
        command.SetAction((parsed, cancel) =>
        {
            var terminal = CommandLine.Current;
            var result = terminal.Progress(progress => OperationRun.Calibrate(
                new RunOptions(parsed.GetRequiredValue(directory)) { AsOf = parsed.GetValue(asOf), Progress = progress, Cancel = cancel },
                parsed.GetValue(histories), parsed.GetValue(seed)));
            if (result.Series == 0)
            {
                terminal.Line("No series can be tested yet (six periods before and six since the onset are needed), so there is nothing to calibrate.");
            }
            else
            {
                terminal.Line($"{Terminal.Number(result.Series)} series that can be tested, {Terminal.Number(result.Histories)} simulated histories each, seed {result.Seed.ToString(CultureInfo.InvariantCulture)}.");
                terminal.Line();
                terminal.Table(["if", "share", "95% interval"],
                [
                    ["nothing changed: series that would show a rise", Percent(result.FalseRise), Interval(result.FalseRiseLow, result.FalseRiseHigh)],
                    ["nothing changed: histories with one false rise or more", Percent(result.AnyFalseRise), Interval(result.AnyFalseRiseLow, result.AnyFalseRiseHigh)],
                    ["one series in five rises by 10 points: false among the rises claimed", Percent(result.FalseAmongClaims), Interval(result.FalseAmongClaimsLow, result.FalseAmongClaimsHigh)],
                    ["one series in five rises by 10 points: true rises that are claimed", Percent(result.Power), Interval(result.PowerLow, result.PowerHigh)],
                ]);
                if (result.Histories < Calibration.EnoughHistories)
                    terminal.Line($"{Terminal.Number(result.Histories)} histories are too few to tell rates of a few per cent; give {Terminal.Number(Calibration.EnoughHistories)} or more with --histories.");
                terminal.Line();
                terminal.Line("Written to data/calibration.json; the methodology annex of the next release names it with its date.");
            }

            terminal.Document(result);
            return Task.FromResult(0);
        });
        return command;
    }

    /// <summary>Limits rounded outward.</summary>
    private static string Interval(double low, double high) => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1000 * low) / 10:0.#} to {Math.Ceiling(1000 * high) / 10:0.#}%");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0#}%");
}
