using System.IO.Compression;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>Rows of a repeat group are records that take period and place from their parent, in every form in which tools export them.</summary>
public sealed class RepeatGroupTests : IDisposable
{
    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Sheets_of_a_kobo_workbook_are_joined_by_their_index() =>
        Check(folder.Read(Children(["_submission__uuid"]), Workbook.Of(
            ("main", ["month;place;consent;name;_index;_uuid", "2025-03-01;LR0101;yes;Planted;1;u1", "2025-04-01;LR0102;no;Planted;2;u2"]),
            ("children", ["sex;_index;_parent_table_name;_parent_index;_submission__uuid", "female;1;main;1;u1", "male;2;main;1;u1", "male;3;main;2;u2", "male;4;main;9;u9"])), "f.xlsx"), "KoboToolbox, workbook, sheet \"children\", joined with its parent");

    [Fact]
    public void A_group_inside_a_group_is_joined_with_its_form_by_the_submission()
    {
        var rows = folder.Read(Children(["_submission__uuid"]), Workbook.Of(
            ("main", ["month;place;consent;_index;_uuid", "2025-03-01;LR0101;yes;1;u1", "2025-04-01;LR0102;yes;2;u2"]),
            ("rooms", ["_index;_parent_table_name;_parent_index;_submission__uuid", "1;main;2;u2"]),
            ("children", ["sex;_index;_parent_table_name;_parent_index;_submission__uuid", "female;1;rooms;1;u2"])), "f.xlsx").Rows;
        Assert.Equal(("LR0102", new DateOnly(2025, 4, 1)), (Assert.Single(rows).AreaCode, rows[0].PeriodStart));
    }

    /// <summary>Children of rooms of households: the room says the place, the household the month and the consent.</summary>
    [Fact]
    public void A_group_inside_a_group_takes_columns_of_both()
    {
        var source = Children(["_submission__uuid"]) with { Parent = "rooms" };
        var (file, rows) = folder.Read(source, Workbook.Of(
            ("main", ["month;consent;_index;_uuid", "2025-03-01;yes;1;u1", "2025-04-01;no;2;u2"]),
            ("rooms", ["place;_index;_parent_table_name;_parent_index;_submission__uuid", "LR0102;1;main;2;u2", "LR0101;2;main;1;u1", "LR0102;3;main;9;u9"]),
            ("children", ["sex;_index;_parent_table_name;_parent_index;_submission__uuid", "female;1;rooms;2;u1", "male;2;rooms;2;u1", "male;3;rooms;1;u2", "male;4;rooms;3;u9"])), "f.xlsx");
        Check((file, rows), "KoboToolbox, workbook, sheet \"children\", joined with its parent");
        Check(folder.Read(Children(["KEY"]) with { Parent = "rooms", Sheet = "rooms-children" }, Zip(
            ("survey.csv", "SubmissionDate,month,consent,KEY\n2025-05-01,2025-03-01,yes,uuid:u1\n2025-05-01,2025-04-01,no,uuid:u2\n"),
            ("survey-rooms.csv", "place,PARENT_KEY,KEY\nLR0101,uuid:u1,uuid:u1/rooms[1]\nLR0102,uuid:u2,uuid:u2/rooms[1]\n"),
            ("survey-rooms-children.csv", "sex,PARENT_KEY,KEY\nfemale,uuid:u1/rooms[1],uuid:u1/rooms[1]/children[1]\nmale,uuid:u1/rooms[1],uuid:u1/rooms[1]/children[2]\nmale,uuid:u2/rooms[1],uuid:u2/rooms[1]/children[1]\nmale,uuid:u9/rooms[1],uuid:u9/rooms[1]/children[1]\n")), "survey.csv.zip"),
            "ODK Central, CSV, separator ,, UTF-8, joined with its parent");
    }

    [Fact]
    public void Files_of_an_odk_archive_are_joined_by_their_keys()
    {
        var zip = Zip(
            ("survey.csv", "SubmissionDate,month,place,consent,KEY\n2025-05-01,2025-03-01,LR0101,yes,uuid:u1\n2025-05-01,2025-04-01,LR0102,no,uuid:u2\n"),
            ("survey-children.csv", "sex,PARENT_KEY,KEY\nfemale,uuid:u1,uuid:u1/children[1]\nmale,uuid:u1,uuid:u1/children[2]\nmale,uuid:u2,uuid:u2/children[1]\nmale,uuid:u9,uuid:u9/children[1]\n"),
            ("media/photo.jpg", "Planted"));
        var read = folder.Read(Children(["KEY"]), zip, "survey.csv.zip");
        Check(read, "ODK Central, CSV, separator ,, UTF-8, joined with its parent");
        Assert.Equal(Keys.Record("source", "u1/children[1]"), read.Rows[0].Key);
    }

    [Fact]
    public void An_archive_of_several_exports_is_not_taken_as_one_of_them()
    {
        const string Month = "SubmissionDate,month,place,consent,KEY\n2025-05-01,2025-03-01,LR0101,yes,uuid:u1\n";
        Assert.Equal(
            "f.zip: the archive holds several exports (1 files are not named after the main one). Nothing of it was taken. Bring each export as a file of its own, or name the file that is meant under «sheet» in sources/source.yaml.",
            Assert.Throws<SourceDataException>(() => folder.Read(Source(null, record: new() { Id = ["KEY"] }), Zip(("jan.csv", Month), ("feb.csv", Month)), "f.zip")).Message);
        var (file, rows) = folder.Read(Source(null, record: new() { Id = ["KEY"] }), Zip(("survey.csv", Month), ("survey-children.csv", "sex,PARENT_KEY,KEY\n")), "f.zip");
        Assert.Single(rows);
        Assert.EndsWith("; 1 other table of the file not read", file.Dialect, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_group_is_joined_with_the_file_of_its_parent_beside_it()
    {
        folder.Write("export.csv", "month,place,consent,_index,_uuid\n2025-03-01,LR0101,yes,1,u1\n2025-04-01,LR0102,no,2,u2\n");
        const string Group = "sex,_index,_parent_table_name,_parent_index\nfemale,1,export,1\nmale,2,export,1\nmale,3,export,2\nmale,4,export,9\n";
        Check(folder.Read(Children(["_parent_index"]), System.Text.Encoding.UTF8.GetBytes(Group), "export-children.csv"), "KoboToolbox, CSV, separator ,, UTF-8, joined with its parent");
        var fault = Assert.Throws<SourceDataException>(() => folder.Read(Children(["_parent_index"]), System.Text.Encoding.UTF8.GetBytes(Group), "other-children.csv"));
        Assert.Equal("other-children.csv: the file of its parent is not beside it. Put other-main.csv or other.csv or other_main.csv or other main.csv into the same folder, and bring both again.", fault.Message);
    }

    [Fact]
    public void Sheets_of_a_needs_assessment_are_joined_by_uuid() =>
        Check(folder.Read(Children(["person_id"]), Workbook.Of(
            ("main", ["uuid;month;place;consent", "u1;2025-03-01;LR0101;yes", "u2;2025-04-01;LR0102;no"]),
            ("children", ["uuid;person_id;sex;fsl_x", "u1;p1;female;", "u1;p2;male;", "u2;p3;male;", "u9;p4;male;"])), "f.xlsx"), "MSNA, workbook, sheet \"children\", joined with its parent");

    [Fact]
    public void A_group_that_was_flattened_into_columns_has_a_row_for_each_repetition_with_content()
    {
        var (file, rows) = folder.Read(Children(["meta/instanceID"], "children/sex"), """
            meta/instanceID,month,place,consent,children[1]/sex,children[1]/name,children[2]/sex,children[2]/name
            uuid:u1,2025-03-01,LR0101,yes,female,Planted,male,Planted
            uuid:u2,2025-04-01,LR0102,no,male,Planted,n/a,n/a
            uuid:u3,2025-04-01,LR0102,yes,n/a,n/a,n/a,n/a
            """);
        Assert.Equal([(2, null, "female"), (2, null, "male"), (3, RowOutcome.WithoutConsent, null)], rows.Select(row => (row.Row, row.Ended, row.Values.Length > 0 ? Value(row, "sex") : null)));
        Assert.Equal(2, rows.Take(2).Select(row => Convert.ToHexString(row.Key)).Distinct().Count());
        Assert.Equal(["children/name"], file.UnmappedColumns);
    }

    [Fact]
    public void Tags_of_a_group_that_was_flattened_into_columns_stay_with_their_columns()
    {
        var source = Children(["#id"], "#sex") with { Period = new() { Column = "#date" }, Area = new() { Column = "#adm2+code" } };
        var (_, rows) = folder.Read(source, """
            key,day,admin,consent,name,children[1]/sex,children[2]/sex
            #id,#date,#adm2+code,#consent,#contact+name,#sex,#sex
            u1,2025-03-01,LR0101,yes,Planted,female,male
            """);
        Assert.Equal(["LR0101 female", "LR0101 male"], rows.Select(row => $"{row.AreaCode} {Value(row, "sex")}"));
    }

    [Theory]
    [InlineData("month,place,consent\n", "sex\nfemale\n")]                                     // nothing joins them
    [InlineData("month,place,_index\n", "sex,_parent_index,_parent_table_name\nfemale,1,x\n")]  // no column «consent»
    public void Of_a_refused_file_nothing_stays_open(string parent, string children)
    {
        folder.Write("export.csv", parent);
        Assert.Throws<SourceDataException>(() => folder.Read(Children(["_parent_index"]), System.Text.Encoding.UTF8.GetBytes(children), "export-children.csv"));
        foreach (var name in new[] { "export.csv", "export-children.csv" })
            folder.OpenAlone(name).Dispose();
    }

    [Fact]
    public void Tables_that_nothing_joins_are_refused()
    {
        var fault = Assert.Throws<SourceDataException>(() => folder.Read(Children(["sex"]), Workbook.Of(("main", ["month;place;consent"]), ("children", ["sex"])), "f.xlsx"));
        Assert.StartsWith("f.xlsx: nothing joins the rows with their parents. One of these pairs is needed: \"PARENT_KEY\" with \"KEY\"", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_is_locked_or_holds_no_csv_is_refused_with_the_way_out()
    {
        var zip = Zip(("a.csv", "id,month,place\n"));
        // The first bit of the flags, in the local header and in the directory at the end, says that a file is encrypted.
        zip[6] |= 1;
        zip[zip.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        Assert.Equal("f.zip: the archive is locked with a password. Unpack it where it is safe to do so, and bring the file that is inside.", Refusal(zip));
        Assert.Equal("f.zip: there is no CSV in the archive. Unpack it, and bring the file that is inside.", Refusal(Zip(("notes.txt", "x"))));
    }

    [Fact]
    public void The_file_of_the_parents_is_taken_with_the_file_of_the_group()
    {
        using var operation = new Api.PulledOperation(null);
        operation.Replace("protocol:", "sheet: children\nparent: main\nprotocol:");
        operation.Drop("march.csv", "_uuid,_index,consent,today,admin2,admin1,__version__\nu1,1,yes,2024-09-02,LR0101,,v2\n");
        const string Group = "hoh_sex,prot_child_sep,prot_child_sep_reason/work,Lcs_em_Begged,meals,seen,hoh_age,_parent_index\nf,yes,1,30,2,05-Mar-2024,34,1\nm,no,0,10,2,05-Mar-2024,17,1\n";
        operation.Drop("march-children.csv", Group);
        operation.Drop("april-children.csv", Group);
        var summary = operation.Ingest(new DateOnly(2025, 3, 31));
        Assert.Equal(("march-children.csv", 2), (Assert.Single(summary.Batches).FileName, summary.Batches[0].Outcomes["accepted"]));
        Assert.Equal(["april-children.csv: the file of its parent is not beside it. Put april-main.csv or april.csv or april_main.csv or april main.csv into the same folder, and bring both again."], summary.Refused);
        Assert.Equal(["april-children.csv"], Directory.EnumerateFiles(Path.Combine(operation.Folder, "inbox", "monitoring")).Select(Path.GetFileName));
    }

    private string Refusal(byte[] zip) => Assert.Throws<SourceDataException>(() => folder.Read(Source(), zip, "f.zip")).Message;

    /// <summary>Two children of the first interview, one of an interview without consent, one without an interview.</summary>
    private static void Check((SourceFile File, List<SourceRow> Rows) read, string dialect)
    {
        Assert.Equal(dialect, read.File.Dialect);
        Assert.Equal([null, null, "without consent", "no_parent"], read.Rows.Select(row => row.Ended == RowOutcome.WithoutConsent ? "without consent" : row.Rule));
        Assert.Equal([("LR0101", "female"), ("LR0101", "male")], read.Rows.Take(2).Select(row => (row.AreaCode, (string?)Value(row, "sex"))));
        Assert.Equal(2, read.Rows.Take(2).Select(row => Convert.ToHexString(row.Key)).Distinct().Count());
    }

    private static SourceDefinition Children(List<string> id, string column = "sex") => Source(
        null, sheet: "children", parent: "main", record: new() { Id = id, Consent = new() { Column = "consent", Values = ["yes"] } }, fields: new() { ["sex"] = new() { Column = column } });

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var writer = new StreamWriter(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return memory.ToArray();
    }
}
