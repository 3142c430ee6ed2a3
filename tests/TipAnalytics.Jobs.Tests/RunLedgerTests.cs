using Microsoft.Extensions.Time.Testing;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs.Tests;

public sealed class RunLedgerTests : IDisposable
{
    private readonly TinyOperation operation = new();
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 9, 16, 3, 0, 0, TimeSpan.Zero));

    private string File => Path.Combine(operation.Folder, "data", "runs.jsonl");

    public void Dispose() => operation.Dispose();

    [Fact]
    public void What_was_written_is_read_again_and_nothing_else_is_in_the_file()
    {
        var ledger = new RunLedger(operation.Folder, clock);
        ledger.Append(ledger.Line("a", RunEvent.Ended, "release") with
        {
            Due = clock.GetUtcNow(), Cause = RunCause.Schedule, Outcome = RunOutcome.Person, ExitCode = 11, Seconds = 1.5,
            Inputs = [new RunInput("pm", "abcd", "taken")], Messages = ["Do it."],
        });
        Assert.Equal(
            """{"at":"2026-09-16T03:00:00+00:00","run":"a","event":"ended","job":"release","due":"2026-09-16T03:00:00+00:00","cause":"schedule","outcome":"person","exit_code":11,"seconds":1.5,"inputs":[{"source":"pm","sha256":"abcd","ended":"taken"}],"messages":["Do it."]}""" + "\n",
            System.IO.File.ReadAllText(File));
        var line = Assert.Single(new RunLedger(operation.Folder, clock).Read());
        Assert.Equal((RunOutcome.Person, "Do it.", "abcd"), (line.Outcome, line.Messages![0], line.Inputs![0].Sha256));
    }

    [Fact]
    public void A_line_that_a_power_cut_left_half_is_passed_over_and_the_next_one_is_whole()
    {
        var ledger = new RunLedger(operation.Folder, clock);
        ledger.Append(ledger.Line("a", RunEvent.Started, "derive"));
        System.IO.File.AppendAllText(File, "{\"at\":\"2026-09-1");
        ledger.Append(ledger.Line("b", RunEvent.Started, "derive"));
        Assert.Equal(["a", "b"], ledger.Read().Select(line => line.Run));
    }

    [Fact]
    public async Task Lines_written_at_the_same_time_do_not_mix()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            var ledger = new RunLedger(operation.Folder, TimeProvider.System);
            for (var i = 0; i < 25; i++)
                ledger.Append(ledger.Line($"{writer} {i}", RunEvent.Started, "derive") with { Messages = [new string('x', 500)] });
        })));
        Assert.Equal(100, new RunLedger(operation.Folder, clock).Read().Select(line => line.Run).Distinct().Count());
    }

    [Fact]
    public void Work_by_hand_is_written_down_with_how_it_ended()
    {
        Assert.Equal(3, RunLedger.ByHand(operation.Folder, "derive", clock, () => 3, _ => new RunResult(RunOutcome.Done, 0)));
        Assert.Throws<Pipeline.SourceDataException>(() => RunLedger.ByHand<int>(operation.Folder, "ingest", clock, () => throw new Pipeline.SourceDataException("Not taken."), _ => new RunResult(RunOutcome.Done, 0)));
        Assert.Equal(
            ["ingest Person 11 Not taken.", "derive Done 0 "],
            RunHistory.Of(new RunLedger(operation.Folder, clock).Read()).Select(run => $"{run.Job} {run.Outcome} {run.ExitCode} {string.Join(' ', run.Messages)}"));
    }

    [Fact]
    public void A_run_that_was_killed_and_begun_again_is_not_shown_as_running()
    {
        var ledger = new RunLedger(operation.Folder, clock);
        foreach (var run in new[] { "a", "b" })
            ledger.Append(ledger.Line(run, RunEvent.Started, "derive"));
        Assert.Equal(["not ended (it runs, or was stopped)", "stopped before its end"], RunHistory.Of(ledger.Read()).Select(RunWords.Outcome));
    }

    [Fact]
    public void A_bug_leaves_no_word_of_its_message_in_the_ledger()
    {
        Assert.Throws<FormatException>(() => RunLedger.ByHand<int>(operation.Folder, "derive", clock, () => throw new FormatException("ZZMARKNAME"), _ => new RunResult(RunOutcome.Done, 0)));
        Assert.Contains("\"failed\"", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        Assert.DoesNotContain("ZZMARK", System.IO.File.ReadAllText(File), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_files_in_the_inbox_do_not_get_into_the_ledger()
    {
        operation.Drop("Amina Otieno.csv", "");
        Assert.Throws<Pipeline.MachineException>(() => RunLedger.ByHand<int>(operation.Folder, "ingest", clock, () => throw new Pipeline.MachineException("Could not remove inbox/Amina Otieno.csv."), _ => new RunResult(RunOutcome.Done, 0)));
        Assert.Equal("Could not remove inbox/a file.", new RunLedger(operation.Folder, clock).Read()[^1].Messages![0]);
    }
}
