using System.Globalization;
using CsCheck;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>January is released: what comes for it later waits. Seen is what reports rest on, held what the files say.</summary>
public sealed class FrozenMonthTests : IDisposable
{
    private static readonly DateOnly January = new(2026, 1, 1);
    private static readonly DateOnly February = new(2026, 2, 1);

    private readonly TestVault given = new();
    private readonly StreamDefinition stream = TestVault.Stream(fields: [("answer", FieldType.Code), ("closed", FieldType.Month)]);
    private readonly Vault vault;
    private int row = 1;

    public FrozenMonthTests() => vault = given.Open(stream);

    public void Dispose()
    {
        vault.Dispose();
        given.Dispose();
    }

    [Fact]
    public void A_late_a_newer_and_a_missing_record_wait_until_the_revision_and_open_months_do_not()
    {
        Load("first", Row("a", "yes"), Row("b", "yes"), Row("c", "yes"));
        Release();
        Load("second", Completeness.Months, Row("a", "no"), Row("c", "yes"), Row("d", "yes"), Row("e", "yes", February));
        Assert.Equal("a yes 01, b yes 01, c yes 01, e yes 02", Seen());
        Assert.Equal("a no 01, c yes 01, d yes 01, e yes 02", Held());
        Assert.Equal("corrected, late, removed", Waiting());
        Load("third", Row("e", "no", February));
        Assert.Equal("a yes 01, b yes 01, c yes 01, e no 02", Seen());

        FrozenMonths.LetIn(vault.Connection, new(2026, 6, 1));
        Assert.Equal("a no 01, c yes 01, d yes 01, e no 02", Seen());
        Assert.Equal("", Waiting());
        Load("fourth", Row("a", "yes"));
        Assert.Equal("a no 01, c yes 01, d yes 01, e no 02", Seen());
    }

    [Theory]
    [InlineData(1, 2, "a yes 01")]
    [InlineData(2, 1, "a yes 02")]
    [InlineData(2, 3, "a no 03")]
    public void A_record_that_moves_into_a_released_month_or_out_of_one_waits(int from, int to, string seen)
    {
        Load("first", Row("a", "yes", new(2026, from, 1)));
        Release();
        Load("second", Row("a", "no", new(2026, to, 1)));
        Assert.Equal(seen, Seen());
        Assert.Equal(seen.EndsWith("03", StringComparison.Ordinal) ? "" : "corrected", Waiting());
    }

    [Fact]
    public void A_record_that_says_again_what_was_released_does_not_wait()
    {
        Load("first", Row("a", "yes"), Row("b", "yes", February));
        Release();
        Load("second", Row("a", "no"));
        Load("third", Row("b", "yes"));
        Load("fourth", Row("a", "yes"), Row("b", "maybe", February));
        Assert.Equal(("a yes 01, b maybe 02", ""), (Seen(), Waiting()));
        Load("fifth", Completeness.Months, Row("c", "yes"));
        Assert.Equal("late, removed", Waiting());
        Load("sixth", Completeness.Months, Row("a", "yes"));
        Assert.Equal(("a yes 01, b maybe 02", ""), (Seen(), Waiting()));
    }

    [Fact]
    public void That_a_case_was_closed_in_a_month_not_yet_released_changes_no_released_month_and_does_not_wait()
    {
        Load("first", Row("a", "yes"), Row("b", "yes"));
        Release();
        Load("second", Row("a", "yes", closed: February), Row("b", "yes", closed: January));
        Assert.Equal(["2", ""], TestVault.Rows(vault, "select month(closed) from stg_visit order by closed nulls last"));
        Assert.Equal("corrected", Waiting());
    }

    [Fact]
    public void Consent_taken_back_is_never_late()
    {
        Load("first", Row("a", "yes"), Row("b", "yes"), Row("c", "yes"));
        Release();
        Load("second", Row("a", "no"), Row("d", "yes"));
        Load("third", NoConsent("a"), NoConsent("b"), NoConsent("d"), Refused("c"));
        Assert.Equal(("c yes 01", "", "removed"), (Seen(), Held(), Waiting()));
        Load("fourth", NoConsent("c"));
        Assert.Equal(("", ""), (Seen(), Waiting()));
        Assert.Equal(["0"], TestVault.Rows(vault, "select count(*) from past_visit"));
    }

    [Fact]
    public void Records_that_wait_and_those_they_would_replace_are_erased_with_their_source_or_their_time()
    {
        Load("first", Row("a", "yes"), Row("b", "yes", February));
        Release();
        Load("second", Row("a", "no"), Row("b", "no"));
        Load("third", Row("c", "yes"));
        FrozenMonths.LetIn(vault.Connection, new(2026, 3, 1));
        Load("fourth", Row("a", "maybe"), Row("b", "yes", February));
        var erased = Assert.Single(Erasures.Run(vault, [Source(Completeness.None)], new(2026, 3, 1)));
        Assert.Equal((January, 3), (erased.FirstMonth, erased.RecordCount));
        Assert.Equal(("b yes 02", ""), (Seen(), Waiting()));
        Assert.Equal(["0"], TestVault.Rows(vault, "select count(*) from past_visit where period_start < date '2026-02-01'"));
    }

    [Fact]
    public void A_correction_of_a_released_record_waits_and_none_remains_when_it_is_withdrawn()
    {
        Load("first", Row("a", "yes"), Row("b", "yes"), Row("c", "yes"));
        Release();
        Correct(new("monitoring", "first", 2, "answer", "no", "", 0), new("monitoring", "first", 2, Correction.Period, February, "", 0), new("monitoring", "first", 3, "", null, "", 0));
        Assert.Equal(("a yes 01, b yes 01, c yes 01", "a no 02, c yes 01"), (Seen(), Held()));
        Assert.Equal("corrected, removed", Waiting());
        Correct(new Correction("monitoring", "first", 3, "", null, "", 0));
        Assert.Equal(("a yes 01, b yes 01, c yes 01", "removed"), (Seen(), Waiting()));
    }

    [Fact]
    public void A_past_day_sees_what_its_reports_rested_on()
    {
        Load("first", Row("a", "yes"));
        Release();
        Load("second", Row("a", "no"), Row("b", "yes"));
        FrozenMonths.LetIn(vault.Connection, new(2026, 6, 1));
        Assert.Equal(["", "yes", "no yes"], new[] { new DateOnly(2025, 12, 31), new(2026, 5, 31), new(2026, 6, 1) }.Select(day =>
        {
            StreamTables.Limit(vault.Connection, stream, ["monitoring"], day);
            return string.Join(' ', TestVault.Rows(vault, "select answer from temp.stg_visit order by answer"));
        }));
    }

    /// <summary>Whatever comes in whatever order after the release: January reads as released, what the files say does not depend on the freeze, and a
    /// revision makes both one.</summary>
    [Fact]
    public void Nothing_that_comes_changes_a_released_month_and_a_revision_gives_what_the_files_say()
    {
        var sample = 0;
        var rows = Gen.Select(Gen.Int[0, 5], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 2]).Array[1, 6];
        Gen.Select(rows, rows.Array[1, 5], Gen.Bool.Array[5]).Sample((released, later, isComplete) =>
        {
            using var own = new TestVault();
            using var frozen = own.Open(stream);
            using var other = new TestVault();
            using var plain = other.Open(stream);
            Take(frozen, released, Completeness.None, sample);
            Take(plain, released, Completeness.None, sample);
            TestVault.Rows(frozen, "insert into frozen_month values ('visit', date '2026-01-01', 'r', date '2026-03-01')");
            const string ofJanuary = "select record_key, answer from seen_visit where shown_until is null and period_start = date '2026-01-01' order by all";
            var before = TestVault.Rows(frozen, ofJanuary);
            foreach (var (file, at) in later.Select((file, at) => (file, at)))
            {
                var complete = isComplete[at] ? Completeness.Months : Completeness.None;
                Take(frozen, file, complete, ++sample);
                Take(plain, file, complete, sample);
                Assert.Equal(before, TestVault.Rows(frozen, ofJanuary));
                Assert.Equal(["0"], TestVault.Rows(frozen, "select count(*) - count(distinct record_key) from seen_visit where shown_until is null"));
                Assert.Equal(["0"], TestVault.Rows(frozen, "select count(*) - count(distinct record_id) from stg_visit"));
            }

            const string held = "select answer, period_start::varchar, version from rec_visit order by all";
            Assert.Equal(TestVault.Rows(plain, held), TestVault.Rows(frozen, held));
            FrozenMonths.LetIn(frozen.Connection, new(2026, 6, 1));
            Assert.Equal(TestVault.Rows(plain, "select answer, period_start::varchar from stg_visit order by all"), TestVault.Rows(frozen, "select answer, period_start::varchar from stg_visit order by all"));
        }, iter: 25, threads: 1);
    }

    private static void Take(Vault vault, (int Id, int Version, int Month, int Answer)[] rows, Completeness complete, int name) => BatchLoader.Load(
        vault, Source(complete), TestVault.Stream(fields: [("answer", FieldType.Code), ("closed", FieldType.Month)]),
        new SourceFile(Text(name), Text(name), "table", [], [], rows.Select((row, at) => new SourceRow
        {
            Row = at + 2, Key = vault.RecordKeys.Record("monitoring", Text(row.Id)), Version = Text(row.Version), PeriodStart = new(2026, row.Month, 1), AreaCode = "LR0101",
            Weight = 1, Values = [$"{Text(row.Id)} {Text(row.Answer)}", null],
        }), new Dictionary<string, int>()), new DateOnly(2026, 1, 1));

    private void Release() => TestVault.Rows(vault, "insert into frozen_month values ('visit', date '2026-01-01', 'r', date '2026-02-20')");

    private BatchSummary Load(string name, params SourceRow[] rows) => Load(name, Completeness.None, rows);

    private BatchSummary Load(string name, Completeness complete, params SourceRow[] rows) => TestVault.Load(vault, name, rows, Source(complete), stream);

    private void Correct(params Correction[] corrections) => VaultCorrections.Apply(vault, new(
        null!, new(new Dictionary<string, StreamDefinition> { ["visit"] = stream }, new Dictionary<string, CodeList>(), new Dictionary<string, ModelDefinition>(), new Dictionary<string, IndicatorDefinition>()),
        [Source(Completeness.None)], null!, new([]), "") { Corrections = corrections });

    private static SourceDefinition Source(Completeness complete)
    {
        var plain = TestVault.Source(rejectLimit: 1);
        return new()
        {
            Id = plain.Id, Title = plain.Title, Stream = plain.Stream, Provider = plain.Provider, Dialect = plain.Dialect, Protocol = plain.Protocol, File = plain.File,
            Period = plain.Period, Area = plain.Area, Fields = plain.Fields, RejectLimit = plain.RejectLimit,
            Record = new() { Complete = complete, Refuse = new() { ["not_approved"] = new() { Column = "status", Values = [] } } },
        };
    }

    private SourceRow Row(string id, string answer, DateOnly? month = null, DateOnly? closed = null) => new()
    {
        Row = ++row, Key = vault.RecordKeys.Record("monitoring", id), Version = "", PeriodStart = month ?? January, AreaCode = "LR0101", Weight = 1, Values = [answer, closed],
    };

    private SourceRow NoConsent(string id) => new() { Row = ++row, Ended = RowOutcome.WithoutConsent, Key = vault.RecordKeys.Record("monitoring", id) };

    private SourceRow Refused(string id) => new() { Row = ++row, Ended = RowOutcome.Rejected, Rule = "not_approved", Key = vault.RecordKeys.Record("monitoring", id) };

    private string Seen() => Ids("select hex(record_key), answer, month(period_start) from seen_visit where shown_until is null");

    private string Held() => Ids("select hex(record_key), answer, month(period_start) from rec_visit");

    private string Ids(string sql)
    {
        var rows = TestVault.Rows(vault, sql).Select(line => line.Split(" | ")).ToList();
        return string.Join(", ", from id in "abcde"
                                 let key = Convert.ToHexString(vault.RecordKeys.Record("monitoring", $"{id}"))
                                 from line in rows
                                 where line[0] == key
                                 select $"{id} {line[1]} 0{line[2]}");
    }

    private string Waiting() => string.Join(", ", FrozenMonths.Waiting(vault.Connection).Select(rows => rows.Kind));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
