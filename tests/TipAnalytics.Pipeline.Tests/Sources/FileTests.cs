using System.IO.Compression;
using System.Text;
using CsCheck;
using TipAnalytics.Pipeline.Definitions;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>Whole files: encodings, accounts, damage.</summary>
public sealed class FileTests : IDisposable
{
    private const string Header = "id;month;place;sex\n";
    private const string Good = "u1;2025-03-01;LR01;female\n";
    private readonly ExportFolder folder = new();
    private readonly SourceDefinition source = Source(fields: new() { ["sex"] = new() { Column = "sex" } });

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("id;month;place;sex\r\nu1;2025-03-01;LR01;female\r\n", "CSV, separator ;, UTF-8")]
    [InlineData("id,month,place,sex\ru1,2025-03-01,LR01,female", "CSV, separator ,, UTF-8")]
    [InlineData("\"id\"\t\"month\"\t\"place\"\t\"a;b;c;d;e\"\tsex\n\"u1\"\t2025-03-01\tLR01\t\t\"female\"\n\n  \n", "CSV, separator tab, UTF-8")]
    [InlineData("sep=|\r\nid|month|place|sex\r\nu1|2025-03-01|LR01|female\r\n", "CSV, separator |, UTF-8")]
    [InlineData("\uFEFFsep=;\nid;month;place;sex\nu1;2025-03-01;LR01;female\n", "CSV, separator ;, UTF-8 with byte-order mark")]
    public void Separator_mark_and_line_ends_are_recognised(string text, string format)
    {
        var (file, rows) = folder.Read(source, text);
        Assert.Equal($"table, {format}", file.Dialect);
        Assert.Equal((2, null, "female"), (Assert.Single(rows).Row, rows[0].Ended, Value(rows[0], "sex")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_in_utf_16_is_read(bool isBigEndian)
    {
        var encoding = new UnicodeEncoding(isBigEndian, true);
        var (file, rows) = folder.Read(source, [.. encoding.Preamble, .. encoding.GetBytes(Header + Good)]);
        Assert.Equal(("table, CSV, separator ;, UTF-16", "female"), (file.Dialect, Value(Assert.Single(rows), "sex")));
    }

    [Fact]
    public void All_missing_columns_are_said_at_once_with_near_names_and_where_to_change_them()
    {
        var fault = Assert.Throws<SourceDataException>(() => folder.Read(source, "id;month;plce;gender\nPlanted;Planted;Planted;Planted\n"));
        Assert.Equal("export.csv: columns that are needed are missing: \"place\" (the file has \"plce\"), \"sex\". Nothing of the file was taken. Export with these columns, or change the names in sources/source.yaml.", fault.Message);
        Assert.Null(fault.InnerException);
    }

    [Theory]
    [InlineData("", "export.csv: the file is empty. Export it again.")]
    [InlineData("\n\n", "export.csv: the file is empty. Export it again.")]
    [InlineData("id;\"month;place\nu1;x\n", "export.csv, row 1: the header cannot be read (a quotation mark is opened and not closed, or stands inside a name). Export it again.")]
    public void A_csv_without_a_header_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SourceDataException>(() => folder.Read(source, text)).Message);

    [Fact]
    public void A_workbook_that_is_cut_off_or_none_or_lacks_the_sheet_is_refused()
    {
        var whole = Workbook.Of(("Data", [.. Header.Split('\n'), Good.Trim()]), ("Notes", [""]));
        Assert.Single(folder.Read(source, whole, "f.xlsx").Rows);
        Assert.StartsWith("f.xlsx: cannot be read (", Refusal(whole[..(whole.Length / 2)], source), StringComparison.Ordinal);
        Assert.StartsWith("f.xlsx: cannot be read (", Refusal([.. "This is no workbook."u8], source), StringComparison.Ordinal);
        Assert.StartsWith("f.xlsx: cannot be read (", Refusal([], source), StringComparison.Ordinal);
        Assert.Equal("f.xlsx: there is no sheet \"Incidents\" among its 2. Correct «sheet» in the source definition, or export again.", Refusal(whole, Source(sheet: "Incidents")));
        Assert.Equal("f.xlsx, sheet \"Notes\": the sheet is empty. Export it again.", Refusal(whole, Source(sheet: "notes")));
    }

    [Fact]
    public void The_name_of_a_sheet_is_shown_only_where_the_definition_or_a_tool_has_it()
    {
        string[] rows = [Header.Trim(), "u1;2025-03-01;XX;male"];
        var bytes = Workbook.Of(("Amina", rows), ("Bela", ["other"]));
        var named = folder.Read(Source(sheet: "Amina"), bytes, "f.xlsx").File;
        var found = folder.Read(source, bytes, "f.xlsx").File;
        Assert.Equal(("table, workbook, sheet \"Amina\"", "Amina"), (named.Dialect, named.Sheet));
        Assert.Equal(("table, workbook, sheet 1 of 2; 1 other table of the file not read", "1 of 2"), (found.Dialect, found.Sheet));
    }

    [Fact]
    public void Parts_of_one_table_on_several_sheets_are_not_taken_as_the_whole_of_it()
    {
        string[] rows = [Header.Trim(), Good.Trim()];
        var bytes = Workbook.Of(("Jan", rows), ("Feb", rows), ("Notes", ["note"]));
        Assert.Equal(
            "f.xlsx: 1 other sheet has the columns of the one that is read, so they are parts of one table. Nothing of the file was taken. Put them on one sheet or bring each as a file of its own; where one of them is all, name it under «sheet» in sources/source.yaml.",
            Refusal(bytes, source));
        Assert.Single(folder.Read(Source(sheet: "Feb"), bytes, "f.xlsx").Rows);
    }

    /// <summary>Written by SheetJS 0.18.5 and LibreOffice 7.4: notes on the first sheet; a number and a text as id, days as date cells, Arabic and French labels, an empty row end.</summary>
    [Theory]
    [InlineData("sheetjs.xls")]
    [InlineData("libreoffice.xls")]
    public void Older_workbooks_are_read(string name)
    {
        var survey = Source(sheet: "Survey", fields: new()
        {
            ["sex"] = new() { Column = "sex", Codes = new() { ["ذكر"] = "male", ["féminin"] = "female" } }, ["size"] = new() { Column = "size" }, ["score"] = new() { Column = "score" },
        });
        var (file, rows) = folder.Read(survey, ExportFolder.Foreign(name), name);
        Assert.Equal("table, workbook, sheet \"Survey\"", file.Dialect);
        Assert.Equal(
            ["2 2025-03-01 LR0101 female 4 0.5", "3 2025-04-01 LR0102 male 12 1.25", "4 missing_period"],
            rows.Select(row => row.Rule is { } rule ? FormattableString.Invariant($"{row.Row} {rule}")
                : FormattableString.Invariant($"{row.Row} {row.PeriodStart:yyyy-MM-dd} {row.AreaCode} {ExportFolder.Value(row, "sex")} {ExportFolder.Value(row, "size")} {ExportFolder.Value(row, "score")}")));
        Assert.Equal([Keys.Record("source", "1"), Keys.Record("source", "007")], rows.Take(2).Select(row => row.Key));
    }

    [Theory]
    [InlineData("sheetjs.xls")]
    [InlineData("libreoffice.xls")]
    public void An_older_workbook_that_is_cut_off_or_damaged_is_refused_or_read_and_harms_nobody(string name)
    {
        var whole = ExportFolder.Foreign(name);
        for (var length = 10; length < whole.Length; length += whole.Length / 40)
        {
            Assert.True(Record.Exception(() => folder.Read(Source(sheet: "Survey"), whole[..length], name)) is null or SourceDataException);
            var damaged = (byte[])whole.Clone();
            damaged[length] ^= 0xFF;
            Assert.True(Record.Exception(() => folder.Read(Source(sheet: "Survey"), damaged, name)) is null or SourceDataException);
        }
    }

    [Fact]
    public void A_binary_workbook_is_refused_with_the_way_out() =>
        Assert.Equal("f.xlsx: binary workbooks (XLSB) are not read. Open it, save it as an Excel workbook (XLSX) where it is safe to do so, and bring that.", Refusal(ExportFolder.Foreign("sheetjs.xlsb"), source));

    [Fact]
    public void A_workbook_that_is_locked_with_a_password_says_so() =>
        Assert.Equal("f.xlsx: the workbook is locked with a password. Open it, save it without one where it is safe to do so, and bring it again.", Refusal(ExportFolder.Foreign("locked.xlsx"), source));

    [Fact]
    public void A_csv_is_a_csv_and_a_workbook_a_workbook_whatever_the_name() =>
        Assert.Single(folder.Read(source, Workbook.Of(("Data", [Header.Trim(), Good.Trim()])), "renamed.csv").Rows);

    /// <summary>Each kind of record with how its row ends; an unclosed quote stands before every other kind somewhere.</summary>
    [Fact]
    public void Every_record_of_a_file_is_one_row_that_ends_in_its_own_way()
    {
        (string Text, string? Rule)[] kinds =
        [
            (Good, null), ("\"u\";\"2025-03-01\";\"LR01\";\"male\"\n", null), ("u;2025-03-01;LR01;\"two\nlines, and \"\"marks\"\"\r\n\n;\"\n", null),
            ("\"u\";\"2025-03-01\";\"LR01\";\"\"\n", null), ("\"u\";\"2025-03-01\";\"x\"\";\"\n", "malformed"), ("\"u\";\"2025-03-01\";\"LR01\";\"a\"\";\"\n", null),
            ("u;\"2025-03-01;LR01;male\n", "malformed"), ("u;2025-03-01\r\n", "malformed"), ("u;2025-03-01;LR01;ma\"le\n", "malformed"),
            ("\"u\";\"2025-03-01\";\"LR01\";\"male\";\"\"\n", "malformed"), (";2025-03-01;LR01;male\n", "missing_id"), ("u;2025-03-01;XX;male\n", "unknown_area"),
        ];
        Gen.Int[0, kinds.Length - 1].Array[0, 40].Sample(chosen =>
        {
            var (_, rows) = folder.Read(source, Header + string.Concat(chosen.Select(kind => kinds[kind].Text)));
            Assert.Equal(chosen.Select(kind => kinds[kind].Rule), rows.Select(row => row.Rule));
            Assert.Equal(Enumerable.Range(2, chosen.Length), rows.Select(row => row.Row));
        }, iter: 500, threads: 1);
    }

    [Fact]
    public void Records_are_whole_across_the_pieces_in_which_a_big_file_is_read()
    {
        var text = new StringBuilder("u;\"open;LR01;x\n").Append('u', 300_000).Append(";x\n");
        for (var i = 0; i < 20_000; i++)
            text.Append(FormattableString.Invariant($"u{i};2025-03-01;LR01;\"{new string('x', i % 31)}\n\"\n"));
        var (file, rows) = folder.Read(source, Header + text);
        Assert.Equal(["malformed", "malformed"], rows.Where(row => row.Ended is not null).Select(row => row.Rule));
        Assert.Equal(20_002, rows.Count);
        Assert.Equal(20_000, rows.Skip(2).Select(row => Convert.ToHexString(row.Key)).Distinct().Count());
        Assert.Equal(Keys.Record("source", "u19999"), rows[^1].Key);
        Assert.Equal(20_000, file.Emptied["sex"] + 20_000 / 31 + 1);
    }

    [Fact]
    public void A_damaged_file_gives_rows_or_a_fault_of_the_source_and_nothing_else()
    {
        var random = new Random(7);
        string[] lines = [Header.Trim(), .. Enumerable.Repeat(Good.Trim(), 20), "shared:u2;day:45717;LR01;shared:male"];
        var originals = new[] { (Encoding.UTF8.GetBytes(string.Join('\n', lines)), "f.csv"), (Workbook.Of(CompressionLevel.NoCompression, false, ("S", lines)), "f.xlsx"), (Workbook.Of(("S", lines)), "g.xlsx") };
        foreach (var (bytes, name) in originals)
        {
            var (read, refused) = (0, 0);
            for (var round = 0; round < 400; round++)
            {
                var damaged = bytes.ToArray();
                for (var change = 0; change < 1 + round % 5; change++)
                    damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                switch (Record.Exception(() => folder.Read(source, damaged, name)))
                {
                    case null: read++; break;
                    case SourceDataException fault: refused++; Assert.Null(fault.InnerException); break;
                    case var other: Assert.Fail($"{name}, round {round}: {other}"); break;
                }
            }

            Assert.True(read > 0 && refused > 0, $"{name}: {read} read, {refused} refused");
        }
    }

    private string Refusal(byte[] bytes, SourceDefinition from) => Assert.Throws<SourceDataException>(() => folder.Read(from, bytes, "f.xlsx")).Message;
}
