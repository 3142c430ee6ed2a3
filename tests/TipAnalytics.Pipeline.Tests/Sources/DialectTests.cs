using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>One tiny export of every dialect.</summary>
public sealed class DialectTests : IDisposable
{
    private static readonly FieldMapping Why = new() { Column = "why", Columns = new() { ["why/left_married"] = "married", ["why/left_work"] = "work" } };
    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_kobo_csv_is_mapped_and_coarsened_and_its_other_columns_are_dropped_by_name()
    {
        var (file, rows) = folder.Read(Kobo(), "\uFEFF\"_uuid\";\"meta/rootUuid\";\"_submission_time\";\"today\";\"g/admin2\";\"g/hoh_gender\";\"why\";\"why/left_married\";\"why/left_work\";\"g/name\";\"g/name\"\r\n"
            + "\"#id\";\"\";\"\";\"#date\";\"#adm2\";\"\";\"\";\"\";\"\";\"\";\"\"\r\n"
            + "\"u9\";\"uuid:u1\";\"2025-03-17T20:30:00\";\"2025-03-17T23:30:00.000+03:00\";\"LR0101\";\"F\";\"left_work\";\"0\";\"1\";\"A\";\"B\"\r\n");
        var row = Assert.Single(rows);
        Assert.Equal((null, 3, "LR01", new DateOnly(2025, 3, 1), "2025-03-17T20:30:00.0000000"), (row.Ended, row.Row, row.AreaCode, row.PeriodStart, row.Version));
        Assert.Equal(Keys.Record("source", "u1"), row.Key);
        Assert.Equal(("female", "work"), (Value(row, "sex"), Value(row, "reasons")));
        Assert.Equal("KoboToolbox, CSV, separator ;, UTF-8 with byte-order mark, names with /, HXL row skipped", file.Dialect);
        Assert.Equal(["g/name", "g/name (2)"], file.UnmappedColumns);
        Assert.Equal(["g/name"], file.DuplicateColumns);
    }

    [Fact]
    public void A_kobo_workbook_gives_what_the_csv_gives()
    {
        const string Header = "_uuid;meta/rootUuid;_submission_time;today;g/admin2;g/hoh_gender;why;why/left_married;why/left_work";
        var row = folder.Row(Kobo(), $"{Header}\r\nu9;u1;2025-03-17T20:30:00;2025-03-17;LR0101;F;left_work;0;1\r\n");
        var (file, rows) = folder.Read(Kobo(), Workbook.Of(("Data", [Header, "", "u9;shared:u1;day:45733.8541666667;day:45733;shared:LR0101;F;left_work;0;1"])), "export.xlsx");
        Assert.Equal(3, Assert.Single(rows).Row);
        Assert.Equivalent(row, new SourceRow { Row = 2, Key = rows[0].Key, Version = rows[0].Version, PeriodStart = rows[0].PeriodStart, AreaCode = rows[0].AreaCode, Values = rows[0].Values });
        Assert.Equal("KoboToolbox, workbook, names with /", file.Dialect);
    }

    [Fact]
    public void A_wfp_999_is_emptied_and_counted_once_and_the_row_stays()
    {
        var source = Source("wfp", weight: "WeightHH", fields: new()
        {
            ["sex"] = new() { Column = "HHHSex", Codes = new() { ["0"] = "female", ["1"] = "male" } },
            ["coping"] = new() { Items = new() { ["Lcs_em_Begged"] = "em.begged", ["Lcs_crisis_Work"] = "crisis.work" }, Codes = new() { ["10"] = "no_need", ["20"] = "exhausted", ["30"] = "used", ["9999"] = "not_applicable" } },
            ["size"] = new() { Column = "HHSize" }, ["meals"] = new() { Column = "rCSIMealNb" }, ["age"] = new() { Column = "HHHAge", Band = true },
        });
        var (file, rows) = folder.Read(source, """
            id,month,place,WeightHH,HHHSex,Lcs_em_Begged,Lcs_crisis_Work,HHSize,rCSIMealNb,HHHAge
            1,2025-03-02,LR0101,0.75,0,999,30,999,8,888
            2,2025-03-02,LR0101,1.25,N/A,9999,10,4,n/a,16
            """);
        Assert.Equal([null, null], rows.Select(row => row.Ended));
        Assert.Equal(["female", null, null, null, "crisis.work:used", null, null, null, null], rows[0].Values);
        Assert.Equal([null, "child", null, null, "crisis.work:no_need em.begged:not_applicable", null, 4L, null, null], rows[1].Values);
        Assert.Equal([0.75m, 1.25m], rows.Select(row => row.Weight));
        Assert.Equal("age 1, coping 1, meals 1, size 1", string.Join(", ", file.Emptied.Select(pair => $"{pair.Key} {pair.Value}")));
    }

    [Fact]
    public void A_wfp_999_that_the_mapping_names_has_its_meaning()
    {
        var source = Source("wfp", fields: new() { ["sex"] = new() { Column = "s", Codes = new() { ["999"] = "male" } } });
        Assert.Equal("male", Value(folder.Row(source, "id,month,place,s\n1,2025-03-02,LR0101,999\n"), "sex"));
    }

    [Fact]
    public void An_incident_recorder_workbook_gives_age_at_the_incident_and_only_incidents_that_count()
    {
        var source = Source("incident_recorder", sheet: "Incident Data", level: 1, record: new()
        {
            Id = ["INCIDENT ID"], Consent = new() { Column = "CONSENT GIVEN", Values = ["Yes"] },
            Refuse = new() { ["reported_elsewhere"] = new() { Column = "PREVIOUSLY REPORTED THIS INCIDENT?", Values = ["Yes-GBVIMS Org / Agency"] } },
        },
        period: new() { Column = "DATE OF INTERVIEW" }, area: new() { Column = "INCIDENT COUNTY", Codes = new() { ["North  mere"] = "LR01" } },
        fields: new() { ["age"] = new() { Age = new() { From = "DATE OF BIRTH", To = "DATE OF INCIDENT" } }, ["delay"] = new() { Days = new() { From = "DATE OF INCIDENT", To = "DATE OF INTERVIEW" } }, ["sex"] = new() { Column = "SEX", Codes = new() { ["F"] = "female" } } });
        const string Header = "shared:INCIDENT ID;DATE OF INTERVIEW; Date of  incident ;DATE OF BIRTH;SEX;INCIDENT COUNTY;PREVIOUSLY REPORTED THIS INCIDENT?;CONSENT GIVEN";
        var (file, rows) = folder.Read(source, Workbook.Of(("Menu Data", ["x"]), ("Incident Data",
        [
            Header,
            "1;05-Mar-2025;01-Mar-2025;02-Mar-2007;F;north mere;No;Yes",
            "2;05-Mar-2025;02-Mar-2025;02-Mar-2007;f;NORTH MERE;No;yes",
            "3;05-Mar-2025;01-Mar-2025;;F;North mere;No;No",
            "4;05-Mar-2025;01-Mar-2025;;F;North mere;Yes-GBVIMS Org / Agency;Yes",
            "5;05-Mar-2025;09-Mar-2025;;F;North mere;No;Yes",
            "6;05-Mär-2025;01-Mar-2025;;F;North mere;No;Yes",
        ])), "incidents.xlsx");
        Assert.Equal([null, null, "without consent", "reported_elsewhere", null, "invalid_period"], rows.Select(row => row.Ended == RowOutcome.WithoutConsent ? "without consent" : row.Rule));
        Assert.Equal([("child", "late"), ("adult", "soon"), (null, null)], new[] { rows[0], rows[1], rows[4] }.Select(row => ((string?)Value(row, "age"), (string?)Value(row, "delay"))));
        Assert.Equal(("LR01", "female"), (rows[0].AreaCode, Value(rows[1], "sex")));
        Assert.Equal(1, Assert.Single(file.Emptied).Value);
    }

    [Fact]
    public void A_primero_csv_loses_its_apostrophes_and_its_ruby_lists_become_codes()
    {
        var source = Source("primero", fields: new() { ["reasons"] = new() { Column = "concerns" }, ["closed"] = new() { Column = "date_closure" }, ["sex"] = new() { Column = "sex" } });
        var (file, rows) = folder.Read(source, "id,month,place,concerns,date_closure,sex\n'-1,2025-03-02,LR0101,\"[\"\"work\"\", \"\"married\"\", \"\"orphan\"\"]\",2025-06-30,'female\n'-2,2025-03-02,LR0101,[],,\n");
        Assert.Equal(Keys.Record("source", "-1"), rows[0].Key);
        Assert.Equal(("married work", new DateOnly(2025, 6, 1), "female"), (Value(rows[0], "reasons"), Value(rows[0], "closed"), Value(rows[0], "sex")));
        Assert.Equal(("", null), (Value(rows[1], "reasons"), Value(rows[1], "closed")));
        Assert.Equal(1, file.Emptied["reasons"]);
    }

    [Fact]
    public void A_plain_table_without_id_period_and_place_takes_file_and_row_and_the_constants()
    {
        var source = Source(record: new(), period: new() { Constant = "2025-Q2" }, area: new() { Constant = "LR" }, fields: new() { ["score"] = new() { Column = "score" }, ["size"] = new() { Constant = "3" }, ["reasons"] = new() { Constant = "work married" } });
        var (file, rows) = folder.Read(source, "score\n1.5\n-2\n");
        Assert.Equal([(new DateOnly(2025, 4, 1), "LR"), (new DateOnly(2025, 4, 1), "LR")], rows.Select(row => (row.PeriodStart, row.AreaCode)));
        Assert.Equal([(1.5m, 3L, "married work"), (-2m, 3L, "married work")], rows.Select(row => ((decimal)Value(row, "score")!, (long)Value(row, "size")!, (string)Value(row, "reasons")!)));
        Assert.Equal(Keys.Record("source", $"{file.FileHash} 3"), rows[1].Key);
    }

    private static SourceDefinition Kobo() => Source("kobo", level: 1,
        record: new() { Id = ["meta/rootUuid", "_uuid"], Version = "_submission_time" }, period: new() { Column = "today" }, area: new() { Columns = ["g/admin2", "g/admin1"] },
        fields: new() { ["sex"] = new() { Column = "g/hoh_gender", Codes = new() { [" f "] = "female" } }, ["reasons"] = Why });
}
