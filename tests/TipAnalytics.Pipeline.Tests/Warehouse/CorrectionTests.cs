using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>Corrections on the way in and on records that are here; what the vault held before comes back when they are withdrawn.</summary>
public sealed class CorrectionTests : IDisposable
{
    private readonly TestVault given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void A_record_that_is_here_is_corrected_once_and_given_back_when_the_correction_is_withdrawn()
    {
        using var vault = given.Open();
        Load(vault, "file", ["yes", "no"]);
        var correction = Field("file", 3, "answer", "yes");

        Assert.Equal([1, 0], [Apply(vault, correction), Apply(vault, correction)]);
        Assert.Equal(["yes", "yes"], Answers(vault));
        Assert.Equal(1, Apply(vault, Field("file", 3, "answer", "maybe")));
        Assert.Equal(["yes", "maybe"], Answers(vault));
        Assert.Equal([1, 0], [Apply(vault), Apply(vault)]);
        Assert.Equal(["yes", "no"], Answers(vault));
        Assert.Empty(TestVault.Rows(vault, "select 1 from correction"));
    }

    [Fact]
    public void Month_and_area_of_a_record_can_be_corrected()
    {
        using var vault = given.Open();
        Load(vault, "file", ["yes"]);
        Apply(vault, new("monitoring", "file", 2, Correction.Period, new DateOnly(2025, 7, 1), "", 0), Field("file", 2, Correction.Area, "LR02"));
        Assert.Equal(["07/01/2025 00:00:00 | LR02"], TestVault.Rows(vault, "select period_start::timestamp, area_code from stg_visit"));
        Apply(vault);
        Assert.Equal(["01/01/2026 00:00:00 | LR0101"], TestVault.Rows(vault, "select period_start::timestamp, area_code from stg_visit"));
    }

    [Fact]
    public void A_dropped_record_leaves_the_account_true_and_comes_back_with_its_file_after_the_correction_is_withdrawn()
    {
        using var vault = given.Open();
        Load(vault, "file", ["yes", "no"]);
        var drop = new Correction("monitoring", "file", 2, "", null, "", 0);

        Assert.Equal([1, 0], [Apply(vault, drop), Apply(vault, drop)]);
        Assert.Equal(["no"], Answers(vault));
        Assert.Equal(["2 | 1 | 1"], TestVault.Rows(vault, "select row_count, accepted, rejected from batch"));
        Assert.Equal(["2 | correction"], TestVault.Rows(vault, "select row_number, rule from rejection"));
        Assert.True(Load(vault, "file", ["yes", "no"]).AlreadyTaken);

        Assert.Equal([1, 0], [Apply(vault), Apply(vault)]);
        var again = Load(vault, "file", ["yes", "no"]);
        Assert.Equal((1, 1), (again.Outcomes["accepted"], again.Outcomes["duplicate"]));
        Assert.Equal(["no", "yes"], Answers(vault));
        Assert.True(Load(vault, "file", ["yes", "no"]).AlreadyTaken);
    }

    [Fact]
    public void The_same_row_in_a_later_export_does_not_undo_a_correction_and_a_newer_version_replaces_it()
    {
        using var vault = given.Open();
        var correction = Field("file", 2, "answer", "yes");
        var row = TestVault.Row(vault, 2, "0", "no");
        var corrected = row with { Values = ["yes"], AsWritten = row, Corrected = [new(correction, "no", WasUnreadable: false)] };
        TestVault.Load(vault, "file", [corrected]);
        Assert.Equal(0, Apply(vault, correction));

        Assert.Equal(1, Load(vault, "later", ["no"]).Outcomes["duplicate"]);
        Assert.Equal(["yes"], Answers(vault));
        Load(vault, "newer", ["maybe"]);
        Assert.Equal(["maybe"], Answers(vault));
        Assert.Empty(VaultCorrections.Apply(vault, Setup(correction)).Unmatched);
        Apply(vault);
        Assert.Equal(["maybe"], Answers(vault));
    }

    [Fact]
    public void A_correction_that_matches_nothing_says_why_with_file_and_line()
    {
        using var vault = given.Open();
        TestVault.Load(vault, "file", [TestVault.Row(vault, 2, "a", "yes"), TestVault.Ended(3, RowOutcome.Rejected, "unknown_area", "admin2")], TestVault.Source(rejectLimit: 1));
        Correction[] wrong = [Field("other", 2, "answer", "no"), Field("file", 3, "answer", "no"), Field("file", 9, "answer", "no")];
        Assert.Equal(
            [
                "corrections/monitoring.yaml, line 7: the source monitoring has taken no file with this hash, so the correction matches nothing. Correct \"file\", or take the file first.",
                "corrections/monitoring.yaml, line 7: row 3 of the file was rejected (unknown_area), so the correction matches no record. Correct period or area if that is what was wrong, or take the correction out.",
                "corrections/monitoring.yaml, line 7: row 9 of the file stands behind no record: there is no such row, it was without consent or a duplicate, or a later file brought a newer version. The source was probably corrected: set \"status: withdrawn\", or point at the file and row that hold.",
            ],
            VaultCorrections.Apply(vault, Setup(wrong)).Unmatched.Select(correction => VaultCorrections.Unmatched(vault, correction).ToString()));
    }

    [Fact]
    public void A_file_whose_row_was_rejected_is_read_again_once_its_month_or_area_is_corrected()
    {
        using var vault = given.Open();
        var rejected = TestVault.Ended(3, RowOutcome.Rejected, "unknown_area", "admin2");
        TestVault.Load(vault, "file", [TestVault.Row(vault, 2, "a", "yes"), rejected], TestVault.Source(rejectLimit: 1));
        var correction = Field("file", 3, Correction.Area, "LR02");
        Assert.Equal(
            "corrections/monitoring.yaml, line 7: row 3 of the file was rejected (unknown_area) before the correction was there. Put the file into inbox/monitoring again: it is then read with the correction.",
            VaultCorrections.Unmatched(vault, Assert.Single(VaultCorrections.Apply(vault, Setup(correction)).Unmatched)).ToString());

        var row = TestVault.Row(vault, 3, "b", "no") with { AreaCode = "LR02", Corrected = [new(correction, null, WasUnreadable: true)] };
        var again = Load(vault, [TestVault.Row(vault, 2, "a", "yes"), row with { AsWritten = row }], correction);
        Assert.Equal((1, 1), (again.Outcomes["duplicate"], again.Outcomes["accepted"]));
        Assert.Equal(0, Apply(vault, correction));
        Assert.Empty(VaultCorrections.Apply(vault, Setup(correction)).Unmatched);
        Assert.True(Load(vault, [], correction).AlreadyTaken);
    }

    [Fact]
    public void A_correction_outlives_a_provider_that_withdraws_and_comes_back()
    {
        using var vault = given.Open();
        var correction = Field("file", 2, "answer", "yes");
        var row = TestVault.Row(vault, 2, "a", "no");
        SourceRow[] rows = [row with { Values = ["yes"], AsWritten = row, Corrected = [new(correction, "no", WasUnreadable: false)] }];
        TestVault.Load(vault, "file", rows);
        Erasures.Run(vault, [Withdrawn], new(2026, 1, 1));
        Assert.Empty(Answers(vault));

        Assert.Equal(1, TestVault.Load(vault, "file", rows).Outcomes["accepted"]);
        Assert.Equal(0, Apply(vault, correction));
        Assert.Equal(["yes"], Answers(vault));
    }

    private static Correction Field(string file, int row, string field, string value) => new("monitoring", file, row, field, value, "corrections/monitoring.yaml", 7);

    private static BatchSummary Load(Vault vault, string file, string[] answers) =>
        TestVault.Load(vault, file, answers.Select((answer, at) => TestVault.Row(vault, at + 2, FormattableString.Invariant($"{at}"), answer)));

    private static BatchSummary Load(Vault vault, IReadOnlyList<SourceRow> rows, params Correction[] corrections) => BatchLoader.Load(
        vault, TestVault.Source(rejectLimit: 1), TestVault.Stream(), new SourceFile("file", "file", "table", [], [], rows, new Dictionary<string, int>()), new DateOnly(2026, 1, 2),
        corrections: new RowCorrections(corrections));

    private static SourceDefinition Withdrawn
    {
        get
        {
            var source = TestVault.Source();
            return new()
            {
                Id = source.Id, Title = source.Title, Stream = source.Stream, Provider = source.Provider, Protocol = source.Protocol, Record = source.Record, Period = source.Period,
                Area = source.Area, Fields = source.Fields, Withdrawn = new() { On = new(2026, 1, 1), By = "Head of programme", Reason = "New data policy" },
            };
        }
    }

    private static int Apply(Vault vault, params Correction[] corrections) => VaultCorrections.Apply(vault, Setup(corrections)).Changes;

    private static IReadOnlyList<string> Answers(Vault vault) => TestVault.Rows(vault, "select answer from stg_visit order by record_id");

    private static OperationSetup Setup(params Correction[] corrections) => new(
        null!, new(new Dictionary<string, StreamDefinition> { ["visit"] = TestVault.Stream() }, new Dictionary<string, CodeList>(), new Dictionary<string, ModelDefinition>(), new Dictionary<string, IndicatorDefinition>()),
        [TestVault.Source()], null!, new([]), "") { Corrections = corrections };
}
