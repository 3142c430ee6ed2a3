using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Tests.Indicators;

/// <summary>The SQL models against a few lines of LINQ on random records.</summary>
public class TwoWaysTests
{
    private static readonly string[] Answers = ["used", "exhausted", "no_need", "not_applicable", ""];

    private static readonly string[] Strategies =
        ["stress.saving", "stress.borrow_cash", "crisis.child_work", "crisis.out_school", "em.begged", "em.child_migration", "em.marriage"];

    [Fact]
    public void Households_as_the_model_sees_them()
    {
        var random = new Random(20250101);
        var households = Enumerable.Range(1, 200).Select(id => (
            Id: id,
            Child: random.Next(3) > 0,
            Coping: Strategies.Select(strategy => (Strategy: strategy, Answer: Answers[random.Next(random.Next(2) == 0 ? 5 : 2)])).Where(item => item.Answer.Length > 0).ToList())).ToList();
        var rows = string.Join('\n', households.Select(one => $"{(one.Child ? "yes" : "no")} | {string.Join(' ', one.Coping.Select(item => $"{item.Strategy}:{item.Answer}"))}"));

        var derived = Given.Stream("fs_hh", "has_school_age_child | coping\n" + rows)
            .Derived((vault, _) => Sql.Read(vault, "select indicator_id, sum(signal_count)::bigint, sum(base_count)::bigint from observation where split = 'all' and base_count > 0 group by indicator_id", row => (row.GetString(0), (row.GetInt64(1), row.GetInt64(2)))))
            .ToDictionary();

        int Severity((string Strategy, string Answer) item) => item.Answer is "used" or "exhausted" ? item.Strategy[0] switch { 's' => 2, 'c' => 3, _ => 4 } : 1;
        string? Answer(List<(string Strategy, string Answer)> coping, string strategy) => coping.Find(item => item.Strategy == strategy).Answer;
        var answered = households.Where(one => one.Coping.Count > 0).ToList();
        Assert.Equal((answered.Count(one => one.Coping.Max(Severity) == 4), answered.Count), derived["EC-01"]);
        var begging = households.Select(one => Answer(one.Coping, "em.begged")).Where(answer => answer is "used" or "no_need").ToList();
        Assert.Equal((begging.Count(answer => answer == "used"), begging.Count), derived["EC-02"]);
        var pupils = households.Where(one => one.Child).Select(one => (
            Work: Answer(one.Coping, "crisis.child_work"), School: Answer(one.Coping, "crisis.out_school"),
            Emergency: one.Coping.Exists(item => item.Strategy == "em.begged" && Severity(item) == 4)))
            .Where(one => one.Work is not (null or "not_applicable") && one.School is not (null or "not_applicable")).ToList();
        Assert.Equal(
            (pupils.Count(one => new[] { one.Work != "no_need", one.School != "no_need", one.Emergency }.Count(part => part) >= 2), pupils.Count), derived["CO-01"]);
    }

    [Fact]
    public void Incidents_as_the_model_sees_them()
    {
        var random = new Random(8);
        string Pick(params string[] values) => values[random.Next(values.Length)];
        var incidents = Enumerable.Range(0, 200).Select(_ => (
            Type: Pick("rape", "sexual_assault", "forced_marriage", "physical_assault", ""), Exchange: Pick("yes", "no", "dont_know", ""), Abduction: Pick("none", "present", ""))).ToList();
        var rows = string.Join('\n', incidents.Select(one => $"{one.Type} | {one.Exchange} | {one.Abduction}"));

        var derived = Given.Stream("gbv_ir", "gbv_type | gbv_exchange | gbv_abduction\n" + rows)
            .Derived((vault, _) => Sql.Read(vault, "select indicator_id, sum(signal_count)::bigint, sum(base_count)::bigint from observation where split = 'all' and base_count > 0 group by indicator_id", row => (row.GetString(0), (row.GetInt64(1), row.GetInt64(2)))))
            .ToDictionary();

        var sexual = incidents.Where(one => one.Type is "rape" or "sexual_assault").ToList();
        Assert.Equal((sexual.Count(one => one.Exchange == "yes"), sexual.Count(one => one.Exchange is "yes" or "no")), derived["VI-03"]);
        Assert.Equal((sexual.Count(one => one.Abduction == "present"), sexual.Count(one => one.Abduction.Length > 0)), derived["VI-04"]);
        Assert.Equal((incidents.Count(one => one.Type == "forced_marriage"), incidents.Count(one => one.Type.Length > 0)), derived["VI-05"]);
    }
}
