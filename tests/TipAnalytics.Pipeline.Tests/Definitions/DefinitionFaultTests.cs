namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>Every kind of fault with its whole message: one place of a sound operation is spoiled at a time.</summary>
public sealed class DefinitionFaultTests : IDisposable
{
    private const string Stream = "catalogue/streams/pm_hh.yaml";
    private const string Incidents = "catalogue/streams/gbv_ir.yaml";
    private const string Indicator = "catalogue/indicators/CH-05.yaml";
    private const string Level = "catalogue/indicators/CX-05.yaml";
    private const string Sex = "catalogue/codelists/sex.csv";
    private const string Ages = "catalogue/codelists/age_group.csv";
    private const string Model = "catalogue/models/pm_household.sql";
    private const string Operation = "operation/operation.yaml";
    private const string Source = "operation/sources/monitoring.yaml";
    private const string Context = "operation/context-analysis.yaml";
    private const string Areas = "operation/areas.geojson";
    private const string Prevalence = "nothing here counts, rates or estimates trafficked persons; describe the condition that is measured instead";

    private const string SingleCase = "tells of a single case, and who was there knows whom it means; say what kind of thing is reported, for whom in general and where at the level of provinces";

    private readonly ExampleOperation example = new();

    public void Dispose() => example.Dispose();

    [Theory]
    [InlineData(Indicator, "unit: share", "unti: share", "indicators/CH-05.yaml, line 1: missing key \"unit\"\nindicators/CH-05.yaml, line 9: unknown key \"unti\". Did you mean \"unit\"?")]
    [InlineData(Operation, "country: LR", "country: LR\nweather: fine", "operation.yaml, line 4: unknown key \"weather\". Keys here: id, name, country, area_version, boundaries, as_of, crisis_onset, first_month, close_after_days, languages, indicators, approvals, products, thresholds, threshold_decisions, audience, persons_needed, consultations, schedules.")]
    [InlineData(Operation, "country: LR", "country: LR\ncountry: LR", "operation.yaml, line 4: the key \"country\" stands twice (first in line 3)")]
    [InlineData(Operation, "  source: Declaration of the authorities\n", "", "operation.yaml, line 8: missing key \"source\" in \"crisis_onset\"")]
    [InlineData(Operation, "country: LR", "country:", "operation.yaml, line 3: \"country\" has no value")]
    [InlineData(Operation, "as_of: 2026-08-15", "as_of: 15/08/2026", "operation.yaml, line 6: \"as_of\" is \"15/08/2026\", which is not a date of the form yyyy-MM-dd")]
    [InlineData(Indicator, "disaggregate_by: [head_sex]", "disaggregate_by: [head_sex]\nminimum_base: many", "indicators/CH-05.yaml, line 12: \"minimum_base\" is \"many\", which is not a whole number")]
    [InlineData(Level, "elevated_from: 2", "elevated_from: two", "indicators/CX-05.yaml, line 11: \"elevated_from\" is \"two\", which is not a number")]
    [InlineData(Source, "dialect: kobo", "dialect: kobo\nkeep: maybe", "sources/monitoring.yaml, line 6: \"keep\" is \"maybe\", which is neither true nor false")]
    [InlineData(Stream, "kind: interviews", "kind: interview", "streams/pm_hh.yaml, line 3: \"kind\" is \"interview\", which is none of survey, interviews, key_informants, incidents, cases, reference. Did you mean \"interviews\"?")]
    [InlineData(Indicator, "can_act: [PRO-CPN]", "can_act: PRO-CPN", "indicators/CH-05.yaml, line 16: \"can_act\" has to be a list, [a, b] or one item a line after a dash")]
    [InlineData(Indicator, "unit: share of households", "unit: [share]", "indicators/CH-05.yaml, line 9: \"unit\" has to be a single value")]
    [InlineData(Source, "  id: [meta/rootUuid, _uuid]", "  id: [meta/rootUuid, _uuid]\n  refuse: { unknown_area: { column: admin2, values: [Total] } }", "sources/monitoring.yaml, line 18: the name \"unknown_area\" is taken by a rule of the program")]
    [InlineData(Source, "period: { column: today }", "period: today", "sources/monitoring.yaml, line 19: \"period\" has to be keys with values")]
    [InlineData(Operation, "name: Lake Region", "name: \"Lake Region", "operation.yaml, line 2: cannot be read as YAML from here on; check indentation, colons, quotes and brackets")]
    [InlineData(Operation, "name: Lake Region", "name: &n Lake Region", "operation.yaml, line 2: anchors and aliases (& and *) are not used in definitions; write the value out, or put the text in quotes")]
    [InlineData(Operation, "name: Lake Region", "name: !text Lake Region", "operation.yaml, line 2: tags (!) are not used in definitions; put the text in quotes")]
    [InlineData(Operation, "id: lake-region", "id: Lake Region", "operation.yaml, line 1: the operation id \"Lake Region\" has to be lower-case letters, digits, - and _")]

    [InlineData(Sex, "code,label,missing", "code;label", "codelists/sex.csv, line 1: the header has to be code,label,missing or code,label,missing,from,to or code,label,missing,element\nsources/monitoring.yaml, line 30: \"female\" is no code of the code list \"sex\".\nsources/monitoring.yaml, line 30: \"male\" is no code of the code list \"sex\".")]
    [InlineData(Sex, "male,Male,\n", "male,Male\n", "codelists/sex.csv, line 3: has 2 fields, the header 3; put text with commas in quotes")]
    [InlineData(Sex, "male,Male,\n", "male,\"Male\" x,\n", "codelists/sex.csv, line 3: a quote stands where none can; put the whole field in quotes and double those inside\nsources/monitoring.yaml, line 30: \"male\" is no code of the code list \"sex\".")]
    [InlineData(Sex, "male,Male,\n", "male,Male,\nmale,Again,\n", "codelists/sex.csv, line 4: the code \"male\" stands twice (first in line 3)")]
    [InlineData(Sex, "male,Male,\n", "male,Male,\nnot known,Unknown,\n", "codelists/sex.csv, line 4: the code \"not known\" is empty or has a space or colon in it")]
    [InlineData(Sex, "male,Male,\n", "male,Male,\nx,,\n", "codelists/sex.csv, line 4: the code \"x\" has no label")]
    [InlineData(Sex, "male,Male,\n", "male,Male,\nx,X,dontknow\n", "codelists/sex.csv, line 4: \"missing\" is \"dontknow\", which is none of not_asked, not_applicable, dont_know, refused. Did you mean \"dont_know\"?")]
    [InlineData(Sex, "male,Male,\n", "male,Male,\ntrafficked,Other,\n", "codelists/sex.csv, line 4: the code \"trafficked\" reads as trafficked: a stand-alone trafficking option is rarely ticked and is no measure; use the typed signals instead")]
    [InlineData(Ages, "child,Under 18,,0,17", "child,Under 18,,0,18", "codelists/age_group.csv, line 3: the bands \"child\" and \"adult\" overlap; a value has to fall in one")]
    [InlineData(Ages, "child,Under 18,,0,17", "child,Under 18,,17,0", "codelists/age_group.csv, line 2: the band \"child\" runs from 17 to 0; \"from\" has to be the smaller")]
    [InlineData(Ages, "child,Under 18,,0,17", "child,Under 18,,0,x", "codelists/age_group.csv, line 2: \"to\" is \"x\", which is not a whole number\ncodelists/age_group.csv, line 3: the bands \"child\" and \"adult\" overlap; a value has to fall in one")]

    [InlineData(Model, "-- pm_household: one row per interview.\n", "", "models/pm_household.sql, line 1: the first line has to be a comment that says what one row is, e.g. -- fs_household: one row per surveyed household and round.")]
    [InlineData(Model, "child_away_reason", "child_away_reason as tip_count", "models/pm_household.sql, line 2: the SQL name \"tip_count\" reads as tip_count: " + Prevalence)]

    [InlineData(Stream, "id: pm_hh", "id: pm_hx", "streams/pm_hh.yaml, line 1: the id \"pm_hx\" and the file name \"pm_hh\" have to be the same")]
    [InlineData(Stream, "threshold: 5\n", "", "streams/pm_hh.yaml, line 3: missing key \"threshold\": the smallest count a released cell may rest on, 5 or more")]
    [InlineData(Stream, "threshold: 5\n", "threshold: 4\n", "streams/pm_hh.yaml, line 5: \"threshold\" is never below 5")]
    [InlineData(Stream, "threshold: 5\n", "threshold: 5\napproval_by: X\n", "streams/pm_hh.yaml, line 6: \"approval_by\" is for streams with on_by_default: false")]
    [InlineData(Stream, "threshold: 5\n", "threshold: 5\nlowest_level: 3\n", "streams/pm_hh.yaml, line 6: \"lowest_level\" has to be 0 (country), 1 or 2")]
    [InlineData(Stream, "level: 1, grain", "level: 3, grain", "streams/pm_hh.yaml, line 7: a table at level 3 cannot be made; records carry level 0 to 2")]
    [InlineData(Stream, "splits: [head_sex]", "splits: [hed_sex]", "streams/pm_hh.yaml, line 7: \"hed_sex\" is no field of pm_hh with one code. Did you mean \"head_sex\"?")]
    [InlineData(Stream, "codes: sex", "codes: sx", "streams/pm_hh.yaml, line 9: there is no code list \"sx\" for \"head_sex\". Did you mean \"sex\"?")]
    [InlineData(Stream, "codes: sex, label", "label", "streams/pm_hh.yaml, line 9: \"head_sex\" needs \"codes\", the name of a code list")]
    [InlineData(Stream, "type: integer, minimum: 0", "type: integer, codes: sex, minimum: 0", "streams/pm_hh.yaml, line 13: \"meals\" takes no \"codes\"; only fields of codes do")]
    [InlineData(Stream, "minimum: 0", "minimum: 8", "streams/pm_hh.yaml, line 13: the minimum of \"meals\" is above its maximum")]
    [InlineData(Stream, "type: month, label", "type: month, maximum: 3, label", "streams/pm_hh.yaml, line 14: \"seen_month\" is no number and takes no minimum or maximum")]
    [InlineData(Stream, "label: Month seen, sensitivity: low", "label: Month seen, sensitivity: lo", "streams/pm_hh.yaml, line 14: \"lo\" is none of low, medium, high, very_high. Did you mean \"low\"?")]
    [InlineData(Stream, "label: Why, sensitivity: high, element: vulnerability, indicators: [CH-05]", "label: Why, sensitivity: high, element: vulnerability, indicators: [CH-50]", "streams/pm_hh.yaml, line 11: \"child_away_reason\" names the indicator \"CH-50\", which does not exist. Did you mean \"CH-05\"?")]
    [InlineData(Incidents, "name: age_group", "name: area_code", "streams/gbv_ir.yaml, line 10: the field name \"area_code\" is taken by a column every record has")]
    [InlineData(Incidents, "name: age_group", "name: trafficked", "streams/gbv_ir.yaml, line 10: the field \"trafficked\" reads as trafficked: a stand-alone trafficking option is rarely ticked and is no measure; use the typed signals instead")]
    [InlineData(Incidents, "name: age_group", "name: Age-Group", "streams/gbv_ir.yaml, line 10: the field \"Age-Group\" has to be lower-case letters, digits and _")]
    [InlineData(Incidents, "on_by_default: false\napproval_by: GBV AoR", "on_by_default: true", "streams/gbv_ir.yaml, line 5: streams of incidents or cases are off by default; set on_by_default: false and name who approves in approval_by")]
    [InlineData(Incidents, "approval_by: GBV AoR\n", "", "streams/gbv_ir.yaml, line 5: a stream that is off by default has to name who approves a source of it in approval_by")]

    [InlineData(Indicator, "stream: pm_hh", "stream: pm_h", "indicators/CH-05.yaml, line 5: there is no stream \"pm_h\". Did you mean \"pm_hh\"?")]
    [InlineData(Indicator, "model: pm_household", "model: pm_houshold", "indicators/CH-05.yaml, line 6: there is no model \"pm_houshold\" (models/pm_houshold.sql). Did you mean \"pm_household\"?")]
    [InlineData(Indicator, "direction: higher_is_more_concern", "direction: up", "indicators/CH-05.yaml, line 10: \"up\" is none of higher_is_more_concern, lower_is_more_concern, none.")]
    [InlineData(Indicator, "[PR03, PR14]", "[PR03, PR16]", "indicators/CH-05.yaml, line 15: \"PR16\" is none of PR01, PR02, PR03, PR04, PR05, PR06, PR07, PR08, PR09, PR10, PR11, PR12, PR13, PR14, PR15. Did you mean \"PR06\"?")]
    [InlineData(Indicator, "[PR03, PR14]", "[PR03, PR03]", "indicators/CH-05.yaml, line 15: \"PR03\" stands twice in \"protection_risks\"")]
    [InlineData(Indicator, "[prot, prev]", "[prot, prevent]", "indicators/CH-05.yaml, line 17: \"prevent\" is none of prev, prot, pros, part.")]
    [InlineData(Indicator, "[CAV-3b]", "[CAV-11]", "indicators/CH-05.yaml, line 14: \"CAV-11\" is none of CAV-1, CAV-2, CAV-3, CAV-3b, CAV-4, CAV-5, CAV-6, CAV-7, CAV-8, CAV-9. Did you mean \"CAV-1\"?")]
    [InlineData(Indicator, "can_act: [PRO-CPN]", "can_act: [PRO-CNP]", "indicators/CH-05.yaml, line 16: \"PRO-CNP\" is none of PRO, PRO-CPN, PRO-GBV, PRO-HLP, PRO-MIN, PRO-HTS, EDU, FSC, HEA, NUT, SHL, WSH, CCM, ERY, MPC, LOG, JUS, DEV. Did you mean \"PRO-CPN\"?")]
    [InlineData(Indicator, "disaggregate_by: [head_sex]", "disaggregate_by: [setting]", "indicators/CH-05.yaml, line 11: \"setting\" is no field of pm_hh with one code.")]
    [InlineData(Indicator, "disaggregate_by: [head_sex]", "elevated_from: 101", "indicators/CH-05.yaml, line 11: \"elevated_from\" is a share from 0 to 100 or a level from 0")]
    [InlineData(Indicator, "disaggregate_by: [head_sex]", "minimum_base: 4", "indicators/CH-05.yaml, line 11: \"minimum_base\" is never below 5")]
    [InlineData(Indicator, "disaggregate_by: [head_sex]", "value: x", "indicators/CH-05.yaml, line 11: \"value\" has no meaning for an indicator of the kind share; leave it out")]
    [InlineData(Indicator, "stream: pm_hh", "stream: ctx", "indicators/CH-05.yaml, line 5: the context register is no stream: a level indicator on it leaves \"stream\" out")]
    [InlineData(Indicator, "title: Children living away", "title: Number of trafficked children living away", "indicators/CH-05.yaml, line 2: \"title\" reads as «number of trafficked persons»: " + Prevalence)]
    [InlineData(Indicator, "PRO-CPN: Family tracing", "EDU: Trafficking rates. Family tracing", "indicators/CH-05.yaml, line 20: \"EDU\" reads as «trafficking rate»: " + Prevalence)]
    [InlineData(Level, "value: score", "value: score\nsignal: x", "indicators/CX-05.yaml, line 9: \"signal\" has no meaning for an indicator of the kind level; leave it out")]
    [InlineData(Level, "value: score\n", "", "indicators/CX-05.yaml, line 5: missing key \"value\"; an indicator of the kind level needs model, value, missing_rules, examples")]
    [InlineData(Level, "kind: level", "kind: convergence", "context-analysis.yaml, line 14: CX-05 is of the kind convergence; only level indicators take scores\ncontext-analysis.yaml, line 15: CX-05 is of the kind convergence; only level indicators take scores\nindicators/CX-05.yaml, line 6: \"model\" has no meaning for an indicator of the kind convergence; leave it out\nindicators/CX-05.yaml, line 7: \"universe\" has no meaning for an indicator of the kind convergence; leave it out\nindicators/CX-05.yaml, line 8: \"value\" has no meaning for an indicator of the kind convergence; leave it out\nindicators/CX-05.yaml, line 11: \"elevated_from\" has no meaning for an indicator of the kind convergence; leave it out\nindicators/CX-05.yaml, line 15: \"missing_rules\" has no meaning for an indicator of the kind convergence; leave it out\nindicators/CX-05.yaml, line 18: the columns of an example of the kind convergence are indicator | value")]

    [InlineData(Level, "examples:", "example:", "indicators/CX-05.yaml, line 5: missing key \"examples\"; an indicator of the kind level needs model, value, missing_rules, examples\nindicators/CX-05.yaml, line 16: unknown key \"example\". Did you mean \"examples\"?")]
    [InlineData(Indicator, "| result\n", "| outcome\n", "indicators/CH-05.yaml, line 23: \"outcome\" is neither a field of pm_hh nor one of period, weight, stratum, cluster.\nindicators/CH-05.yaml, line 23: the last column of an example is \"result\": signal, no signal, undetermined, outside")]
    [InlineData(Indicator, "| no signal", "| no sign", "indicators/CH-05.yaml, line 23: \"no sign\" is none of signal, no signal, undetermined, outside. Did you mean \"no signal\"?")]
    [InlineData(Indicator, "  yes        | left_employment ", "  yes        | left_employmen ", "indicators/CH-05.yaml, line 23: \"left_employmen\" is no code of the code list \"reason\". Did you mean \"left_employment\"?")]
    [InlineData(Indicator, "family: children", "family: co_occurrence", "indicators/CH-05.yaml, line 4: a combination declares its \"parts\", each with element and about, and how many have to hold in \"at_least\"")]
    [InlineData(Indicator, "family: children", "family: children\nvariant_of: CX-05", "indicators/CH-05.yaml, line 5: CX-05 is itself a variant, or of another family: a variant names the indicator it is another form of")]
    [InlineData(Indicator, "family: children", "family: children\napproval_by: CP AoR", "operation.yaml, line 12: CH-05 is used with the recorded approval of CP AoR only: enter it under \"approvals\" with by, on and reference, or take the indicator out")]
    [InlineData(Stream, "sensitivity: high, element: vulnerability, indicators: [CH-05] }\n  - { name: child_away_reason", "sensitivity: high, indicators: [CH-05] }\n  - { name: child_away_reason", "streams/pm_hh.yaml, line 10: \"child_away\" needs \"element\": what it tells of, one of act, means, purpose, vulnerability, context, or by_code")]
    [InlineData(Incidents, "element: context", "element: by_code", "streams/gbv_ir.yaml, line 10: the code list of \"age_group\" has no column \"element\"")]

    [InlineData(Operation, "country: LR", "country: LR01", "operation.yaml, line 3: the country \"LR01\" is not the adm0_pcode of the boundaries.")]
    [InlineData(Operation, "first_month: 2023-01", "first_month: January 2023", "operation.yaml, line 11: \"January 2023\" is not a month of the form 2026-09")]
    [InlineData(Operation, "first_month: 2023-01", "first_month: 2025-01", "operation.yaml, line 8: the onset of the crisis has to lie after the first month of the series, else there is nothing to compare with")]
    [InlineData(Operation, "[CH-05, CX-05]", "[CH-05, CX-06]", "operation.yaml, line 12: \"CX-06\" is no indicator. Did you mean \"CX-05\"?")]
    [InlineData(Operation, "[CH-05, CX-05]", "[CH-05, CH-05]", "operation.yaml, line 12: \"CH-05\" stands twice in \"indicators\"")]
    [InlineData(Operation, "  pm_hh: 6", "  pm_hh: 4", "operation.yaml, line 14: a threshold is never below 5")]
    [InlineData(Operation, "  pm_hh: 6", "  gbv_ir: 9", "operation.yaml, line 14: lowering the threshold of gbv_ir below 10 needs a recorded decision: enter it under \"threshold_decisions\" with by, on and reason")]
    [InlineData(Operation, "  pm_hh: 6", "  pm_kk: 9", "operation.yaml, line 14: \"pm_kk\" is no stream.")]
    [InlineData(Operation, "thresholds:", "products: [hno]\nthresholds:", "operation.yaml, line 13: \"hno\" is none of context-annex, hct-note, hno-pack, key-messages, pau-brief, trend-report, trend-sheet.")]
    [InlineData(Operation, "thresholds:", "languages: [english]\nthresholds:", "operation.yaml, line 13: \"english\" is no language code of two letters")]
    [InlineData(Operation, "thresholds:", "close_after_days: -1\nthresholds:", "operation.yaml, line 13: \"close_after_days\" cannot be negative")]
    [InlineData(Operation, "boundaries: areas.geojson", "boundaries: area.geojson", "operation.yaml, line 5: there is no file \"area.geojson\" in the operation's folder")]

    [InlineData(Areas, "\"FeatureCollection\", \"features\"", "\"FeatureCollection\", \"feature\"", "areas.geojson, line 1: is no GeoJSON FeatureCollection")]
    [InlineData(Areas, "null }\n] }", "null ]\n] }", "areas.geojson, line 5: cannot be read as GeoJSON from here on")]
    [InlineData(Areas, "\"adm1_pcode\": \"LR01\", ", "", "areas.geojson, line 1: feature 1: needs the P-codes of its own and all higher levels (adm0_pcode, adm1_pcode, adm2_pcode) as text\nsources/monitoring.yaml, line 20: \"LR0101\" is no P-code of the boundaries. Did you mean \"LR0102\"?")]
    [InlineData(Areas, "\"ADM1_EN\": \"Shore\"", "\"ADM1_EN\": \"Coast\"", "areas.geojson, line 1: feature 2: LR01 has another name, level or parent than before")]

    [InlineData(Source, "stream: pm_hh", "stream: pm_h", "sources/monitoring.yaml, line 3: \"pm_h\" is no stream. Did you mean \"pm_hh\"?")]
    [InlineData(Source, "dialect: kobo", "dialect: kobbo", "sources/monitoring.yaml, line 5: \"kobbo\" is none of incident_recorder, odk, primero, kobo_legacy, kobo, wfp, msna, table. Did you mean \"kobo\"?")]
    [InlineData(Source, "id: monitoring", "id: tip_rate", "sources/monitoring.yaml, line 1: the id \"tip_rate\" and the file name \"monitoring\" have to be the same\nsources/monitoring.yaml, line 1: the source id \"tip_rate\" reads as tip_rate: " + Prevalence)]
    [InlineData(Source, "title: Household interviews", "title: Trafficking cases", "sources/monitoring.yaml, line 2: \"title\" reads as «trafficking cases»: " + Prevalence)]
    [InlineData(Source, "minimum_cell: 5", "minimum_cell: 3", "sources/monitoring.yaml, line 13: \"minimum_cell\" is never below 5")]
    [InlineData(Source, "lowest_level: 2", "lowest_level: 3", "sources/monitoring.yaml, line 11: \"lowest_level\" has to be 0 (country), 1 or 2")]
    [InlineData(Source, "expires_on: 2027-01-01", "expires_on: 2023-01-01", "sources/monitoring.yaml, line 10: a protocol expires after the day it was agreed on")]
    [InlineData(Source, "parties: [Partner A, Protection Cluster]", "parties: [Partner A]", "sources/monitoring.yaml, line 7: a protocol has two parties or more")]
    [InlineData(Source, "audiences: [cluster]", "audiences: []", "sources/monitoring.yaml, line 12: a protocol names who may read what rests on the data")]
    [InlineData(Source, "retention_months: 24", "retention_months: 0", "sources/monitoring.yaml, line 14: \"retention_months\" has to be 1 or more")]
    [InlineData(Source, "fields: [head_sex, child_away, child_away_reason, coping, meals, seen_month, head_age]", "fields: [head_sex, child_away, child_away_reason, coping, meal, seen_month, head_age]", "sources/monitoring.yaml, line 15: \"meal\" is no field of pm_hh. Did you mean \"meals\"?\nsources/monitoring.yaml, line 39: the protocol does not permit \"meals\"; take the mapping out, or have the protocol changed and add it to protocol.fields")]
    [InlineData(Source, "values: [yes]", "values: []", "sources/monitoring.yaml, line 18: \"record.consent\" names no value that counts as consent")]
    [InlineData(Source, "period: { column: today }", "period: { column: today, constant: 2024-01 }", "sources/monitoring.yaml, line 19: \"period\" needs exactly one of column, columns and constant")]
    [InlineData(Source, "period: { column: today }", "period: { constant: spring }", "sources/monitoring.yaml, line 19: \"spring\" is not a period of the form 2026-09, 2026-Q3, 2026-H2 or 2026")]
    [InlineData(Source, "period: { column: today }", "period: { column: today, codes: { a: b } }", "sources/monitoring.yaml, line 19: \"codes\" has no meaning for \"period\"; leave it out")]
    [InlineData(Source, "{ North Shore: LR0101 }", "{ North Shore: LR0110 }", "sources/monitoring.yaml, line 20: \"LR0110\" is no P-code of the boundaries. Did you mean \"LR0101\"?")]
    [InlineData(Source, "area: { columns: [admin2, admin1], codes: { North Shore: LR0101 } }", "area: { constant: XX }", "sources/monitoring.yaml, line 20: \"XX\" is no P-code of the boundaries.")]
    [InlineData(Source, "dialect: kobo", "dialect: kobo\nreject_limit: 10", "sources/monitoring.yaml, line 6: \"reject_limit\" is a share from 0 to 1")]
    [InlineData(Source, "dialect: kobo", "dialect: kobo\nexpected_every_months: 0", "sources/monitoring.yaml, line 6: \"expected_every_months\" has to be 1 or more")]
    [InlineData(Source, "dialect: kobo", "dialect: kobo\nreporting_point: { column: survivor_code }", "sources/monitoring.yaml, line 6: the column \"survivor_code\" reads as survivor_code: it identifies a person or a case; it may serve as record id only, which is hashed at the door")]
    [InlineData(Source, "from: 2024-06-01", "from: 2022-06-01", "sources/monitoring.yaml, line 26: form versions have to stand in the order of their first day")]
    [InlineData(Source, "- id: v2", "- id: v1", "sources/monitoring.yaml, line 25: the form version \"v1\" stands twice")]
    [InlineData(Source, "        child_away: The question", "        child_awey: The question", "sources/monitoring.yaml, line 28: \"child_awey\" is no field of pm_hh. Did you mean \"child_away\"?")]
    [InlineData(Source, "  meals: { column: meals }", "  meels: { column: meals }", "sources/monitoring.yaml, line 39: \"meels\" is no field of pm_hh. Did you mean \"meals\"?")]
    [InlineData(Source, "{ f: female, m: male }", "{ f: femal, m: male }", "sources/monitoring.yaml, line 30: \"femal\" is no code of the code list \"sex\". Did you mean \"female\"?")]
    [InlineData(Source, "em.begged }", "em.beged }", "sources/monitoring.yaml, line 37: \"em.beged\" is no code of the code list \"strategy\". Did you mean \"em.begged\"?")]
    [InlineData(Source, "work: left_employment", "work: left_employmnt", "sources/monitoring.yaml, line 35: \"left_employmnt\" is no code of the code list \"reason\". Did you mean \"left_employment\"?")]
    [InlineData(Source, "  child_away: { column: prot_child_sep }", "  child_away: { column: a, constant: no }", "sources/monitoring.yaml, line 31: \"child_away\" needs exactly one of column, age, days, constant")]
    [InlineData(Source, "  child_away: { column: prot_child_sep }", "  child_away: { constant: maybe }", "sources/monitoring.yaml, line 31: \"maybe\" is no code of the code list \"yes_no_answer\".")]
    [InlineData(Source, "  child_away: { column: prot_child_sep }", "  child_away: { items: { a: yes } }", "sources/monitoring.yaml, line 31: \"items\" does not go with \"child_away\", a field of the type code; it takes column, codes, band, age, days, format, constant")]
    [InlineData(Source, "  child_away: { column: prot_child_sep }", "  child_away: { column: was_sold }", "sources/monitoring.yaml, line 31: the column \"was_sold\" reads as was_sold: a stand-alone trafficking option is rarely ticked and is no measure; use the typed signals instead; never map it")]
    [InlineData(Source, "{ column: hoh_age, band: true }", "{ age: { from: born, to: today }, band: true }", "sources/monitoring.yaml, line 41: \"band\" needs \"column\", the column with the number")]
    [InlineData(Source, "{ column: hoh_sex, codes: { f: female, m: male } }", "{ column: hoh_sex, band: true }", "sources/monitoring.yaml, line 30: the code list \"sex\" of \"head_sex\" has no bands (from, to)")]
    [InlineData(Source, "{ column: hoh_sex, codes: { f: female, m: male } }", "{ column: hoh_sex, format: dd }", "sources/monitoring.yaml, line 30: \"format\" is for dates: with age, days or a field of the type month")]
    [InlineData(Source, "meals: { column: meals }", "meals: { constant: 8 }", "sources/monitoring.yaml, line 39: \"8\" is not a number within the limits of \"meals\"")]
    [InlineData(Source, "seen_month: { column: seen, format: dd-MMM-yyyy }", "seen_month: { constant: 2024 }", "sources/monitoring.yaml, line 40: \"2024\" is not a month of the form 2026-09")]

    [InlineData(Context, "question: QH6", "question: QH66", "context-analysis.yaml, line 2: \"QH66\" is no question of the checklist. Did you mean \"QH6\"?")]
    [InlineData(Context, "answer: partly", "answer: part", "context-analysis.yaml, line 3: \"part\" is none of yes, no, partly, unknown, not_applicable.")]
    [InlineData(Context, "confidence: medium", "confidence: middle", "context-analysis.yaml, line 9: \"middle\" is none of high, medium, low.")]
    [InlineData(Context, "sensitivity: internal", "sensitivity: secret", "context-analysis.yaml, line 10: \"secret\" is none of public, internal, restricted.")]
    [InlineData(Context, "geo: LR01", "geo: LR09", "context-analysis.yaml, line 5: \"LR09\" is no P-code of the boundaries. Did you mean \"LR01\"?")]
    [InlineData(Context, "detail: Two courts are closed.", "detail: Two trafficking cases.", "context-analysis.yaml, line 4: \"detail\" reads as «trafficking cases»: " + Prevalence)]
    [InlineData(Context, "detail: Two courts are closed.", "provision: Article 4", "context-analysis.yaml, line 4: QH6 asks for no provision of law; write it under \"detail\"")]
    [InlineData(Context, "entered_by_role: Information management officer", "entered_by_role: amina@example.org", "context-analysis.yaml, line 12: \"entered_by_role\" holds what reads like an identifier (e-mail address): name a role, never a person")]
    [InlineData(Context, "    entered_by_role: Information management officer\n", "", "context-analysis.yaml, line 2: missing key \"entered_by_role\" in \"answers.0\"")]
    [InlineData(Context, "scores:", "statements:\n  - { text: Three of them came by boat in 2024, approved_by: Coordinator, on: 2026-01-01, reference: Minutes, audiences: [press] }\nscores:", "context-analysis.yaml, line 14: \"press\" is no audience; they are cluster (Protection Cluster members), partners (Protection Cluster and partners), hct (Humanitarian Country Team), donors (Donors), public (Public). Law enforcement, security forces and parties to the conflict are none.\ncontext-analysis.yaml, line 14: a statement from verified cases is words alone: no digits")]
    [InlineData(Operation, "country: LR", "country: LR\nconsultations:\n  - { on: 2026-01-01, with: Women of two sites, about: [CH-55], changed: Nothing }", "operation.yaml, line 5: \"CH-55\" is no indicator. Did you mean \"CH-05\"?")]
    [InlineData(Context, "detail: Two courts are closed.", "detail: A girl was taken by her uncle.", "context-analysis.yaml, line 4: \"detail\" " + SingleCase)]
    [InlineData(Context, "detail: Two courts are closed.", "detail: Dozens of girls were taken.", "context-analysis.yaml, line 4: \"detail\" counts persons to whom something was done; say that it is reported, not how often")]
    [InlineData(Context, "detail: Two courts are closed.", "detail: Sheikh Hamid decides.", "context-analysis.yaml, line 4: \"detail\" holds what reads like an identifier (name of a person); it is printed: name roles and organisations, never persons")]
    [InlineData(Context, "source_ref: Legal aid network, January 2026", "source_ref: Interview with Mr Hamid", "context-analysis.yaml, line 8: \"source_ref\" holds what reads like an identifier (name of a person); it is printed: name roles and organisations, never persons")]
    [InlineData(Context, "scores:", "statements:\n  - { text: A woman was sold., approved_by: Coordinator, on: 2026-01-01, reference: Minutes, audiences: [public] }\nscores:", "context-analysis.yaml, line 14: \"text\" " + SingleCase)]
    [InlineData(Context, "scores:", "events:\n  - { date: 2026-01-01, geo: LR01, kind: other, title: A boy was abducted, source: Reports }\nscores:", "context-analysis.yaml, line 14: \"title\" " + SingleCase)]
    [InlineData(Operation, "  source: Declaration of the authorities", "  source: Colonel Hamid", "operation.yaml, line 10: \"source\" holds what reads like an identifier (name of a person); it is printed: name roles and organisations, never persons")]
    [InlineData(Context, "question: QH6", "question: QB1", "context-analysis.yaml, line 10: QB1 is sensitive: set sensitivity: restricted")]
    [InlineData(Context, "indicator: CX-05, area: LR01, period: 2025-Q1", "indicator: CH-05, area: LR01, period: 2025-Q1", "context-analysis.yaml, line 14: CH-05 is of the kind share; only level indicators take scores")]
    [InlineData(Context, "indicator: CX-05, area: LR01, period: 2025-Q1", "indicator: CX-50, area: LR01, period: 2025-Q1", "context-analysis.yaml, line 14: \"CX-50\" is no indicator. Did you mean \"CX-05\"?")]
    [InlineData(Context, "period: 2025-Q1", "period: 2025-01", "context-analysis.yaml, line 14: \"2025-01\" is not a quarter of the form 2025-Q1")]
    [InlineData(Context, "period: 2025-Q2", "period: 2025-Q1", "context-analysis.yaml, line 15: CX-05 for LR01 and 2025-Q1 is scored twice")]
    [InlineData(Context, "score: 2", "score: 3", "context-analysis.yaml, line 14: \"score\" has to be 0 (none known), 1 (some), 2 (strong) or empty (unknown)")]
    [InlineData(Context, "area: LR01, period: 2025-Q1", "area: LR77, period: 2025-Q1", "context-analysis.yaml, line 14: \"LR77\" is no P-code of the boundaries.")]
    public void A_fault_is_named_with_file_line_and_remedy(string file, string sound, string spoiled, string message) =>
        Assert.Equal(message, example.Replace(file, sound, spoiled).Faults());

    [Fact]
    public void A_score_of_a_factor_that_is_worked_out_from_records_is_a_fault_on_each_of_its_lines() =>
        Assert.StartsWith(
            "context-analysis.yaml, line 14: CX-05 is worked out from the records of pm_hh; a score beside them would do nothing\ncontext-analysis.yaml, line 15: CX-05 is worked out from the records of pm_hh; a score beside them would do nothing\n",
            example.Replace(Level, "model: context_score", "stream: pm_hh\nmodel: context_score").Faults(), StringComparison.Ordinal);

    [Fact]
    public void A_source_of_a_stream_that_is_off_by_default_needs_the_approval_of_the_body_named_by_the_stream()
    {
        const string source = """
            id: incidents
            title: GBV incidents
            stream: gbv_ir
            provider: Partner B
            dialect: incident_recorder
            protocol: { parties: [B, Cluster], purpose: P, agreed_on: 2024-01-01, expires_on: 2027-01-01, lowest_level: 1, audiences: [cluster], minimum_cell: 10, retention_months: 24, fields: [age_group] }
            record: { id: [case_id] }
            period: { column: report_month }
            area: { column: county }
            fields:
              age_group: { column: age_group }
            """;
        example.Write("operation/sources/incidents.yaml", source);
        Assert.Equal("sources/incidents.yaml, line 3: the stream gbv_ir is off by default: record the approval of the GBV AoR under \"approval\" (by, on, reference)", example.Faults());

        example.Write("operation/sources/incidents.yaml", source + "\napproval: { by: GBV AoR coordinator, on: 2024-02-01, reference: Minutes 7 }\n");
        Assert.Equal("case_id", Assert.Single(example.Load().Sources[0].Record.Id));
    }

    [Fact]
    public void A_threshold_of_incidents_is_lowered_by_a_recorded_decision_and_that_of_interviews_never()
    {
        const string decision = "threshold_decisions: { gbv_ir: { by: GBV AoR, on: 2026-01-15, reason: Few services are left } }\n";
        example.Replace("operation/operation.yaml", "  pm_hh: 6", "  gbv_ir: 5").Replace("operation/operation.yaml", "thresholds:", decision + "thresholds:");
        Assert.Equal(5, example.Load().Operation.Thresholds["gbv_ir"]);

        example.Replace("operation/operation.yaml", "  gbv_ir: 5", "  gbv_ir: 4");
        Assert.Equal("operation.yaml, line 15: a threshold is never below 5", example.Faults());

        example.Replace("operation/operation.yaml", "  gbv_ir: 4", "  pm_hh: 6");
        Assert.Equal("operation.yaml, line 13: there is no threshold of gbv_ir under \"thresholds\" that this decision lowers", example.Faults());
    }

    [Fact]
    public void Sensitive_questions_are_answered_for_the_country_or_an_admin_1()
    {
        example.Replace(Context, "question: QH6", "question: QA3").Replace(Context, "geo: LR01", "geo: LR0101").Replace(Context, "sensitivity: internal", "sensitivity: restricted");

        Assert.Equal("context-analysis.yaml, line 5: QA3 is sensitive: answer it for the country or an admin 1", example.Faults());
    }

    [Theory]
    [InlineData("operation/operation.yaml", "operation.yaml, line 1: the file is missing")]
    [InlineData("operation/context-analysis.yaml", "context-analysis.yaml, line 1: the file is missing")]
    [InlineData("catalogue/context/checklist.csv", "context-analysis.yaml, line 2: \"QH6\" is no question of the checklist.\ncontext/checklist.csv, line 1: the file is missing")]
    [InlineData("catalogue/standing-caveats.yaml", "standing-caveats.yaml, line 1: the file is missing")]
    public void A_missing_file_is_named(string file, string message) => Assert.Equal(message, example.Remove(file).Faults());

    [Fact]
    public void A_standing_caveat_cannot_be_reworded_in_a_folder() =>
        Assert.Equal(
            "standing-caveats.yaml, line 1: CAV-6 is missing or not the agreed text; the standing caveats are changed in the program, not in an operation",
            example.Replace("catalogue/standing-caveats.yaml", "Not assessed.", "Nothing found.").Faults());

    [Fact]
    public void An_empty_file_a_list_and_a_second_document_are_named()
    {
        example.Write("operation/sources/a.yaml", "").Write("operation/sources/b.yaml", "- x\n").Replace(Context, "scores:", "---\nscores:");

        Assert.Equal(
            """
            context-analysis.yaml, line 1: missing key "scores"
            context-analysis.yaml, line 13: a second document starts here; one file holds one definition
            sources/a.yaml, line 1: the file is empty
            sources/b.yaml, line 1: has to be keys with values
            """, example.Faults());
    }
}
