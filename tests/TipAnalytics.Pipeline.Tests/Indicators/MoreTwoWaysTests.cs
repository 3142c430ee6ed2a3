using TipAnalytics.Pipeline.Indicators;

namespace TipAnalytics.Pipeline.Tests.Indicators;

/// <summary>The models of monitoring, communities, incidents, cases and needs assessments against a few lines of LINQ on random records.</summary>
public class MoreTwoWaysTests
{
    private readonly Random random = new(20200901);

    [Fact]
    public void Debt_and_work_of_households()
    {
        var rows = Rows(300, () => new
        {
            Debt = Pick("yes", "yes", "no", "refused", ""), Lender = Several("relatives", "shop", "employer", "armed_actor", "dont_know"), Repay = Several("money", "by_work", "refused"),
            Paid = Pick("yes", "no", "dont_know", ""), Offered = Pick("yes", "no", ""), Promised = Pick("yes", "no", "refused", ""), Work = Pick("yes", "yes", "no"), Id = Pick("yes", "no", "dont_know"),
        });

        bool? Debt(string debt, string lender, string repay) =>
            debt == "no" ? false : debt != "yes" ? null
            : Has(lender, "employer", "armed_actor") || Has(repay, "by_work") ? true
            : lender.Length == 0 || repay.Length == 0 || Has(lender, "dont_know") || Has(repay, "refused") ? null : false;
        bool? Work(string paid, string offered, string promised) => paid == "no" || promised == "no" ? true : paid == "yes" && (promised == "yes" || offered == "no") ? false : null;
        var derived = Derived("pm_hh", "debt_current | debt_lender | debt_repay | work_paid_as_agreed | offered_job_taken | work_as_promised | member_in_paid_work | member_without_id", rows.Select(row => string.Join(" | ", row.Debt, row.Lender, row.Repay, row.Paid, row.Offered, row.Promised, row.Work, row.Id)));

        var debts = rows.Select(row => Debt(row.Debt, row.Lender, row.Repay)).ToList();
        Assert.Equal((debts.Count(debt => debt == true), debts.Count(debt => debt is not null)), derived["EC-05"]);
        var together = rows.Where(row => row.Work == "yes" && row.Id != "dont_know").Select(row => (Debt: Debt(row.Debt, row.Lender, row.Repay), Id: row.Id == "yes", Work: Work(row.Paid, row.Offered, row.Promised)))
            .Where(row => row.Debt is not null && row.Work is not null).ToList();
        Assert.Equal((together.Count(row => new[] { row.Debt == true, row.Id, row.Work == true }.Count(part => part) >= 2), together.Count), derived["CO-03"]);
    }

    [Fact]
    public void Communities_and_sites()
    {
        string Answer() => Pick("yes_often", "yes_sometimes", "no", "no", "dont_know", "");
        var rows = Rows(300, () => new { Beg = Answer(), Street = Answer(), Gang = Answer(), Papers = Answer(), Wages = Answer(), Recruiters = Answer(), Youth = Answer(), Sectors = Several("agriculture", "fisheries", "transport", "none", "dont_know") });

        bool? Any(params string[] answers) => answers.Any(answer => answer.StartsWith("yes", StringComparison.Ordinal)) ? true : answers.All(answer => answer == "no") ? false : null;
        int? Sectors(string text) => text.Length == 0 || Has(text, "dont_know") ? null : text.Split(' ').Count(sector => sector != "none");
        bool? Yes(string answer) => answer.StartsWith("yes", StringComparison.Ordinal) ? true : answer == "no" ? false : null;
        (int, int) Count(IEnumerable<bool?> values) => (values.Count(value => value == true), values.Count(value => value is not null));
        var three = rows.Select(row => Yes(row.Recruiters) is { } recruiters && Sectors(row.Sectors) is { } sectors && Yes(row.Youth) is { } youth ? recruiters && sectors > 0 && youth : (bool?)null).ToList();
        var several = rows.Select(row => Sectors(row.Sectors) is { } sectors ? sectors >= 3 : (bool?)null).ToList();

        var communities = Derived("pm_ki", "ki_children_begging | ki_children_street | ki_children_gang | ki_papers_held | ki_wages_held | ki_recruiters_active | ki_youth_leaving_for_work | ki_sectors_in_reach", rows.Select(row => string.Join(" | ", row.Beg, row.Street, row.Gang, row.Papers, row.Wages, row.Recruiters, row.Youth, row.Sectors)));
        Assert.Equal(Count(rows.Select(row => Any(row.Beg, row.Street, row.Gang))), communities["CH-10"]);
        Assert.Equal(Count(rows.Select(row => Any(row.Papers, row.Wages))), communities["LB-03"]);
        Assert.Equal(Count(three), communities["CO-04"]);
        Assert.Equal(Count(several), communities["CX-02k"]);
        var sites = Derived("site", "ki_recruiters_active | ki_youth_leaving_for_work | ki_sectors_in_reach", rows.Select(row => string.Join(" | ", row.Recruiters, row.Youth, row.Sectors)));
        Assert.Equal(Count(three), sites["CO-04s"]);
        Assert.Equal(Count(several), sites["CX-02s"]);
    }

    [Fact]
    public void Monitored_incidents_and_open_cases()
    {
        string[] acts = ["abduction", "forced_recruitment", "taken_elsewhere", "kept_by_others"], means = ["threats", "detention", "false_offer", "papers_taken", "debt_pressure", "movement_blocked", "physical_violence"];
        string[] purposes = ["forced_labour", "sexual_exploitation", "forced_begging", "forced_criminality", "domestic_servitude", "withheld_pay_by_force"];
        var incidents = Rows(300, () => new { Age = Pick("child", "adult", ""), Violations = Several([.. acts, .. means, .. purposes, "forced_marriage", "extortion"]), Status = Pick("separated", "unaccompanied", "neither", ""), Alone = Pick("yes", "no", "not_applicable", "dont_know") });
        var derived = Derived("pm_inc", "age_group | violations | protection_status | travelling_alone", incidents.Select(row => string.Join(" | ", row.Age, row.Violations, row.Status, row.Alone)));

        var recorded = incidents.Where(row => row.Violations.Length > 0).ToList();
        Assert.Equal((recorded.Count(row => Has(row.Violations, purposes)), recorded.Count), derived["VI-06"]);
        var adults = recorded.Where(row => row.Age == "adult").ToList();
        Assert.Equal((adults.Count(row => Has(row.Violations, acts) && Has(row.Violations, means)), adults.Count), derived["CO-05"]);
        bool? Care(string status, string alone) => status is "separated" or "unaccompanied" || alone == "yes" ? true : status == "neither" && alone is "no" or "not_applicable" && status == "neither" ? false : null;
        var children = recorded.Where(row => row.Age == "child").Select(row => (Purpose: Has(row.Violations, [.. purposes, "forced_marriage"]), Care: Care(row.Status, row.Alone))).Where(row => row.Care is not null).ToList();
        Assert.Equal((children.Count(row => row.Purpose && row.Care == true), children.Count), derived["CO-06"]);

        var cases = Rows(200, () => new { Concern = Several("sexually_exploited", "worst_forms_of_labour", "armed_association", "child_marriage", "child_labour", "neglect"), Status = Pick("separated", "neither", ""), Care = Pick("kinship", "unrelated_adult", "no_care_arrangement", "") });
        var open = Derived("cp_cm", "period | closed_month | cp_concern | protection_status | cp_care", cases.Select(row => string.Join(" | ", "2024-01", "2024-02", row.Concern, row.Status, row.Care)));
        var determined = cases.Where(row => row.Concern.Length > 0)
            .Select(row => (Purpose: Has(row.Concern, "sexually_exploited", "worst_forms_of_labour", "armed_association", "child_marriage"), Care: row.Status == "separated" || row.Care is "unrelated_adult" or "no_care_arrangement" ? true : row.Status == "neither" && row.Care.Length > 0 ? false : (bool?)null))
            .Where(row => row.Care is not null).ToList();
        Assert.Equal((determined.Count(row => row.Purpose && row.Care == true), determined.Count), open["CO-06c"]);
    }

    [Fact]
    public void Households_of_needs_assessments_and_of_coping_surveys()
    {
        string Strategy(string name) => Pick($"{name}:used", $"{name}:exhausted", $"{name}:no_need", $"{name}:not_applicable", "");
        var rows = Rows(300, () => new { Away = Pick("yes", "yes", "no", "not_applicable", "refused"), Reason = Several("left_employment", "missing", "left_study", "separated_displacement", "dont_know"), Adult = Pick("yes", "no", "not_applicable", "refused"), Split = Strategy("crisis.hh_separation"), Move = Strategy("crisis.migration"), Beg = Strategy("em.begged") });
        string Coping(params string[] answers) => string.Join(' ', answers.Where(answer => answer.Length > 0));

        bool? Reason(string away, string reason, params string[] wanted) => away is "no" or "not_applicable" ? false : away != "yes" || reason.Length == 0 ? null : Has(reason, wanted) ? true : Has(reason, "dont_know") ? null : false;
        bool? Or(bool? left, bool? right) => left == true || right == true ? true : left is null || right is null ? null : false;
        bool? Used(string answer) => answer.EndsWith(":used", StringComparison.Ordinal) || answer.EndsWith(":exhausted", StringComparison.Ordinal) ? true : answer.EndsWith(":no_need", StringComparison.Ordinal) ? false : null;
        (int, int) Count(IEnumerable<bool?> values) => (values.Count(value => value == true), values.Count(value => value is not null));
        var derived = Derived("msna_hh", "child_away | child_away_reason | adult_separated | coping", rows.Select(row => string.Join(" | ", row.Away, row.Reason, row.Adult, Coping(row.Split, row.Beg))));

        Assert.Equal(Count(rows.Where(row => row.Away != "not_applicable").Select(row => Reason(row.Away, row.Reason, "left_employment", "missing"))), derived["CH-05m"]);
        Assert.Equal(Count(rows.Select(row => Or(Reason(row.Away, row.Reason, "separated_displacement", "stayed_in_origin"), row.Adult == "yes" ? true : row.Adult is "no" or "not_applicable" ? false : null))), derived["MV-03m"]);
        Assert.Equal(
            Count(rows.Select(row => Coping(row.Split, row.Beg).Length > 0 && Or(Reason(row.Away, row.Reason, "left_employment", "missing"), Used(row.Split)) is { } apart ? apart && Used(row.Beg) == true : (bool?)null)),
            derived["CO-02"]);

        var coping = Derived("fs_hh", "coping", rows.Select(row => Coping(row.Split, row.Move, row.Beg)));
        int Rank(string answer) => answer.Split(':')[^1] switch { "used" => 1, "exhausted" => 2, "no_need" => 3, "not_applicable" => 4, _ => 5 };
        var left = rows.Select(row => Math.Min(Rank(row.Split), Rank(row.Move))).Where(rank => rank <= 3).ToList();
        Assert.Equal((left.Count(rank => rank <= 2), left.Count), coping["EC-06"]);
    }

    private static Dictionary<string, (int, int)> Derived(string stream, string header, IEnumerable<string> rows) =>
        Given.Stream(stream, header + "\n" + string.Join('\n', rows))
            .Derived((vault, _) => Sql.Read(
                vault, "select indicator_id, sum(signal_count)::int, sum(base_count)::int from observation where split = 'all' group by indicator_id", row => (row.GetString(0), (row.GetInt32(1), row.GetInt32(2)))))
            .ToDictionary();

    private static List<T> Rows<T>(int count, Func<T> row) => [.. Enumerable.Range(0, count).Select(_ => row())];

    private static bool Has(string several, params string[] codes) => several.Split(' ').Any(codes.Contains);

    private string Pick(params string[] values) => values[random.Next(values.Length)];

    private string Several(params string[] codes) => string.Join(' ', codes.Where(_ => random.Next(4) == 0).Order(StringComparer.Ordinal));
}
