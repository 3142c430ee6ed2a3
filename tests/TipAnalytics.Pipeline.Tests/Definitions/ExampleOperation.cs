using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;

namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>A small catalogue and operation without a fault, in a directory of its own; tests spoil one place and look at the message.</summary>
internal sealed class ExampleOperation : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("definitions-").FullName;

    public ExampleOperation()
    {
        foreach (var (file, text) in Files)
            Write(file, text);
        foreach (var file in new[] { "standing-caveats.yaml", "context/checklist.csv", "dialects.yaml", "questions.yaml" })
            Write("catalogue/" + file, File.ReadAllText(Path.Combine(CatalogueFolder.Default, file)));
        Write("catalogue/rules.csv", "id,rule,kept_by,where,note\n" + string.Concat(Enumerable.Range(1, 54).Select(number => FormattableString.Invariant($"R-{number:00},In short,text,CAV-0,\n"))));
    }

    public string CatalogueFolderPath => Path.Combine(root, "catalogue");
    public string OperationFolderPath => Path.Combine(root, "operation");

    public OperationSetup Load() => OperationLoader.Load(OperationFolderPath, CatalogueFolderPath, PlaceTables.Read);

    /// <summary>Message of the load; fails when it succeeds.</summary>
    public string Faults() => Assert.Throws<DefinitionException>(Load).Message;

    public ExampleOperation Write(string file, string text)
    {
        var full = Path.Combine(root, file);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return this;
    }

    public ExampleOperation Remove(string file)
    {
        File.Delete(Path.Combine(root, file));
        return this;
    }

    public ExampleOperation Replace(string file, string old, string now)
    {
        var text = File.ReadAllText(Path.Combine(root, file));
        Assert.Contains(old, text, StringComparison.Ordinal);
        return Write(file, text.Replace(old, now, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(root, true);

    private static readonly Dictionary<string, string> Files = new()
    {
        ["catalogue/codelists/sex.csv"] = "code,label,missing\nfemale,Female,\nmale,Male,\n",
        ["catalogue/codelists/age_group.csv"] = "code,label,missing,from,to\nchild,Under 18,,0,17\nadult,18 and older,,18,\n",
        ["catalogue/codelists/yes_no_answer.csv"] = "code,label,missing\nyes,Yes,\nno,No,\ndont_know,Do not know,dont_know\n",
        ["catalogue/codelists/reason.csv"] = "code,label,missing\nleft_employment,Left for work,\nleft_study,Left to study,\n",
        ["catalogue/codelists/strategy.csv"] = "code,label,missing\nem.begged,Begged,\n",
        ["catalogue/streams/pm_hh.yaml"] = """
            id: pm_hh
            title: Protection monitoring, household interviews
            kind: interviews
            unit: household
            threshold: 5
            tables:
              - { level: 1, grain: quarter, splits: [head_sex] }
            fields:
              - { name: head_sex, type: code, codes: sex, label: Sex of the head of household, sensitivity: low }
              - { name: child_away, type: code, codes: yes_no_answer, label: A child lives elsewhere, sensitivity: high, element: vulnerability, indicators: [CH-05] }
              - { name: child_away_reason, type: codes, codes: reason, label: Why, sensitivity: high, element: vulnerability, indicators: [CH-05] }
              - { name: coping, type: answers, items: strategy, codes: yes_no_answer, label: Coping, sensitivity: low }
              - { name: meals, type: integer, minimum: 0, maximum: 7, label: Meals, sensitivity: low }
              - { name: seen_month, type: month, label: Month seen, sensitivity: low }
              - { name: head_age, type: code, codes: age_group, label: Age of the head, sensitivity: low }
            """,
        ["catalogue/streams/gbv_ir.yaml"] = """
            id: gbv_ir
            title: GBV incidents reported to participating services
            kind: incidents
            unit: incident
            on_by_default: false
            approval_by: GBV AoR
            threshold: 10
            lowest_level: 1
            fields:
              - { name: age_group, type: code, codes: age_group, label: Age, sensitivity: high, element: context }
            """,
        ["catalogue/models/pm_household.sql"] = "-- pm_household: one row per interview.\nselect record_id, child_away, child_away_reason\nfrom stg_pm_hh\n",
        ["catalogue/indicators/CH-05.yaml"] = """
            id: CH-05
            title: Children living away for work or without news
            definition: Share of interviewed households with a child living elsewhere for work or without news.
            family: children
            stream: pm_hh
            model: pm_household
            base: child_away in ('yes', 'no')
            signal: child_away_reason like '%left_employment%'
            unit: share of households
            direction: higher_is_more_concern
            disaggregate_by: [head_sex]
            why: Families entrust children to others, or adolescents leave to earn.
            caveat: Only the two reasons together.
            standing_caveats: [CAV-3b]
            protection_risks: [PR03, PR14]
            can_act: [PRO-CPN]
            response: [prot, prev]
            low_means: Few households said so.
            response_options:
              PRO-CPN: Family tracing by mandated actors.
            examples:
              - says: Left for work.
                rows: |
                  child_away | child_away_reason | result
                  yes        | left_employment   | signal
                  no         | -                 | no signal
                figure: 1 of 2
            missing_rules: Refused answers are left out.
            """,
        ["catalogue/indicators/CX-05.yaml"] = """
            id: CX-05
            title: Rule of law weakened
            definition: Score of the context register.
            family: context
            kind: level
            model: context_score
            universe: indicator_id = 'CX-05'
            value: score
            unit: score
            direction: higher_is_more_concern
            elevated_from: 2
            why: Impunity.
            caveat: Reporting to authorities may itself be risky.
            low_means: None known.
            missing_rules: No score is unknown.
            examples:
              - says: A score.
                rows: |
                  score
                  2
                figure: 2
            """,
        ["catalogue/models/context_score.sql"] = "-- context_score: one row per indicator, area and quarter.\nselect indicator_id, area_code, period_start, score from stg_ctx\n",
        ["operation/operation.yaml"] = """
            id: lake-region
            name: Lake Region
            country: LR
            area_version: v01
            boundaries: areas.geojson
            as_of: 2026-08-15
            crisis_onset:
              date: 2025-01-01
              title: Flooding of the lake shore
              source: Declaration of the authorities
            first_month: 2023-01
            indicators: [CH-05, CX-05]
            thresholds:
              pm_hh: 6
            """,
        ["operation/areas.geojson"] = """
            { "type": "FeatureCollection", "features": [
              { "type": "Feature", "properties": { "adm2_pcode": "LR0101", "adm2_name": "North Shore", "adm1_pcode": "LR01", "adm1_name": "Shore", "adm0_pcode": "LR", "adm0_name": "Lake Region", "area_sqkm": 12.5 },
                "geometry": { "type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1.50], [0, 0]]] } },
              { "type": "Feature", "properties": { "ADM2_PCODE": "LR0102", "ADM2_EN": "South Shore", "ADM1_PCODE": "LR01", "ADM1_EN": "Shore", "ADM0_PCODE": "LR", "ADM0_EN": "Lake Region", "validTo": null },
                "geometry": null }
            ] }
            """,
        ["operation/sources/monitoring.yaml"] = """
            id: monitoring
            title: Household interviews of the monitoring partner
            stream: pm_hh
            provider: Partner A
            dialect: kobo
            protocol:
              parties: [Partner A, Protection Cluster]
              purpose: Needs overview
              agreed_on: 2024-01-01
              expires_on: 2027-01-01
              lowest_level: 2
              audiences: [cluster]
              minimum_cell: 5
              retention_months: 24
              fields: [head_sex, child_away, child_away_reason, coping, meals, seen_month, head_age]
            record:
              id: [meta/rootUuid, _uuid]
              consent: { column: consent, values: [yes] }
            period: { column: today }
            area: { columns: [admin2, admin1], codes: { North Shore: LR0101 } }
            forms:
              column: __version__
              versions:
                - { id: v1, from: 2023-01-01 }
                - id: v2
                  from: 2024-06-01
                  changes:
                    child_away: The question now asks for children under 18.
            fields:
              head_sex: { column: hoh_sex, codes: { f: female, m: male } }
              child_away: { column: prot_child_sep }
              child_away_reason:
                column: prot_child_sep_reason
                columns:
                  prot_child_sep_reason/work: left_employment
              coping:
                items: { Lcs_em_Begged: em.begged }
                codes: { "30": yes, "10": no }
              meals: { column: meals }
              seen_month: { column: seen, format: dd-MMM-yyyy }
              head_age: { column: hoh_age, band: true }
            """,
        ["operation/context-analysis.yaml"] = """
            answers:
              - question: QH6
                answer: partly
                detail: Two courts are closed.
                geo: LR01
                as_of: 2026-01-01
                source_class: ngo_report
                source_ref: Legal aid network, January 2026
                confidence: medium
                sensitivity: internal
                review_due: 2026-12-31
                entered_by_role: Information management officer
            scores:
              - { indicator: CX-05, area: LR01, period: 2025-Q1, score: 2, source_ref: Legal aid network, reason: Courts closed }
              - { indicator: CX-05, area: LR01, period: 2025-Q2, score: ~, source_ref: none, reason: Not reviewed }
            """,
    };
}
