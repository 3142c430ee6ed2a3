using System.Text;
using CsCheck;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Warehouse;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>One dataset gives the same records, whatever the order of its rows and columns, its encoding, separator and quoting.</summary>
public sealed class EncodingTests : IDisposable
{
    private static readonly string[] Header = ["id", "month", "place", "sexe / جنس", "âge", "why", "note"];
    private static readonly string[][] Rows =
    [
        ["1", "2025-03-01", "Nord", "féminin", "17", "work married", "l'été"], ["2", "2025-04-01", "شمال", "ذكر", "44", "", "a, b; c | d"], ["3", "2025-04-01", "Nord", "ذكر", "", "work", "two\nlines"],
        ["4", "2025-05-01", "Nowhere", "féminin", "3", "", "\"said\""], ["5", "", "Nord", "féminin", "3", "", ""],
    ];

    private static readonly System.Buffers.SearchValues<char> Quoted = System.Buffers.SearchValues.Create(",;\t|\"\n");
    private readonly ExportFolder folder = new();
    private readonly SourceDefinition source = Source(null, area: new() { Column = "place", Codes = new() { ["Nord"] = "LR0101", ["شمال"] = "LR0102" } }, fields: new()
    {
        ["sex"] = new() { Column = "sexe / جنس", Codes = new() { ["féminin"] = "female", ["ذكر"] = "male" } }, ["age"] = new() { Column = "âge", Band = true }, ["reasons"] = new() { Column = "why" },
    });

    static EncodingTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Any_order_encoding_separator_and_quoting_give_the_same_records()
    {
        Encoding[] encodings = [new UTF8Encoding(false), new UTF8Encoding(true), new UnicodeEncoding(false, true), new UnicodeEncoding(true, true), new UnicodeEncoding(false, false), new UnicodeEncoding(true, false)];
        var expected = Records(Header, Rows, new UTF8Encoding(false), ',', false);
        Assert.Equal(5, expected.Count);
        Gen.Select(Gen.Shuffle(Header), Gen.Shuffle(Rows), Gen.Int[0, encodings.Length - 1], Gen.Int[0, 3], Gen.Bool).Sample(
            (header, rows, encoding, separator, isQuoted) => Assert.Equal(expected, Records(header, rows, encodings[encoding], ",;\t|"[separator], isQuoted)), iter: 200, threads: 1, seed: "0000KdZwQOx1");
    }

    /// <summary>Any rows and columns, in any encoding that has the letters, with any separator and digits, in one file or in parts, some of them twice: the same records in the vault.</summary>
    [Fact]
    public void In_the_vault_any_arrangement_of_a_dataset_is_the_same()
    {
        string[] header = ["id", "month", "place", "sexe / جنس", "âge", "why", "note", "changed"];
        string[][] rows = [.. Rows.Take(3).SelectMany(row => new[] { (string[])[.. row, "2025-06-01T10:00:00Z"], [.. row.Take(4), "5", row[5], row[6], "2025-05-01T10:00:00Z"] }), [.. Rows[3], ""], [.. Rows[4], ""]];
        (Encoding Encoding, string? Declared)[] encodings =
        [
            (new UTF8Encoding(false), null), (new UTF8Encoding(true), null), (new UnicodeEncoding(false, true), null), (new UnicodeEncoding(true, true), null),
            (new UnicodeEncoding(false, false), null), (new UnicodeEncoding(true, false), null), (Encoding.GetEncoding("windows-1256"), "windows-1256"),
        ];
        using var test = new Warehouse.TestVault();
        using var vault = test.Open(People);
        var (sample, expected) = (0, (IReadOnlyList<string>?)null);
        Gen.Select(Gen.Shuffle(header), Gen.Shuffle(rows), Gen.Int[0, encodings.Length - 1], Gen.Int[0, 3], Gen.Int[0, 2], Gen.Select(Gen.Int[1, rows.Length], Gen.Bool, Gen.Bool)).Sample(
            (columns, order, encoding, separator, digits, rest) =>
            {
                var (size, isQuoted, isTwice) = rest;
                var own = source with
                {
                    Id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"s{sample++}"), Stream = "people", Encoding = encodings[encoding].Declared, RejectLimit = 1,
                    Record = new() { Id = ["id"], Version = "changed" },
                };
                var zero = encodings[encoding].Declared is null ? "0٠۰"[digits] : '0';
                string Digits(string text) => string.Concat(text.Select(letter => char.IsAsciiDigit(letter) ? (char)(zero + letter - '0') : letter));
                var parts = order.Chunk(size).ToList();
                foreach (var part in isTwice ? parts.Concat(parts) : parts)
                {
                    string[][] written = [.. part.Select(row => row.Select((cell, at) => at is 1 or 4 ? Digits(cell) : cell).ToArray())];
                    var bytes = Bytes(header, columns, written, encodings[encoding].Encoding, ",;\t|"[separator], isQuoted);
                    var (file, read) = folder.Read(own, bytes);
                    Assert.Null(BatchLoader.Load(vault, own, People, file with { Rows = read }, new DateOnly(2026, 1, 1)).Held);
                }

                var state = Warehouse.TestVault.Rows(vault, $"select version, strftime(period_start, '%Y-%m'), area_code, sex, age, reasons from rec_people where source_id = '{own.Id}' order by all");
                Assert.Equal(expected ??= state, state);
            }, iter: int.TryParse(Environment.GetEnvironmentVariable("TIP_FUZZ"), out var asked) ? asked / 100 : 50, threads: 1, seed: "0000KdZwQOx1");
        Assert.Equal(3, expected!.Count);
        Assert.All(expected, record => Assert.StartsWith("2025-06-01", record, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("windows-1252", "féminin", "Évêché", "windows-1252 by its bytes")]
    [InlineData("latin1", "féminin", "créée à côté", "windows-1252 by its bytes")]
    [InlineData("windows-1256", "أنثى", "شمال المنطقة", "windows-1256 by its bytes")]
    public void A_code_page_is_recognised_by_its_bytes(string page, string sex, string note, string title)
    {
        var own = Source(fields: new() { ["sex"] = new() { Column = "sex", Codes = new() { [sex] = "female" } } });
        var (file, rows) = folder.Read(own, Encoding.GetEncoding(page).GetBytes($"id;month;place;sex;note\n1;2025-03-01;LR01;{sex};{note}\n"));
        Assert.Equal(($"table, CSV, separator ;, {title}", "female"), (file.Dialect, Value(Assert.Single(rows), "sex")));
    }

    [Fact]
    public void A_declared_encoding_is_used_and_one_that_the_mark_contradicts_is_refused()
    {
        var own = Source(encoding: "windows-1256", fields: new() { ["sex"] = new() { Column = "sex", Codes = new() { ["é"] = "female" } } });
        var (file, rows) = folder.Read(own, Encoding.GetEncoding("windows-1256").GetBytes("id;month;place;sex\n1;2025-03-01;LR01;é\n"));
        Assert.Equal(("table, CSV, separator ;, windows-1256 as declared", "female"), (file.Dialect, Value(Assert.Single(rows), "sex")));
        var fault = Assert.Throws<SourceDataException>(() => folder.Read(own, "\uFEFFid;month;place;sex\n"));
        Assert.Equal("export.csv: the file begins with the mark of UTF-8, and the source definition declares the encoding windows-1256. Nothing of it was taken. Take \"encoding\" out of the definition, or ask whether this is the right file.", fault.Message);
    }

    [Fact]
    public void Letters_across_the_pieces_in_which_a_file_is_read_are_whole()
    {
        var text = new StringBuilder("id;month;place;note\n");
        for (var i = 0; i < 30_000; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i};2025-03-01;LR01;شمال😀{new string('x', i % 7)}\n");
        Assert.Equal("table, CSV, separator ;, UTF-8", folder.Read(Source(), text.ToString()).File.Dialect);
        text.Append("1;2025-03-01;LR01;");
        Assert.Equal("table, CSV, separator ;, UTF-8 with damaged letters", folder.Read(Source(), [.. Encoding.UTF8.GetBytes(text.ToString()), 0xD8]).File.Dialect);
    }

    [Theory]
    [InlineData("٢٠٢٥-٠٣-١٧", "١٬٢٣٤", "٠٫٥")]
    [InlineData("۲۰۲۵-۰۳-۱۷", "۱۲۳۴", "۰٫۵")]
    public void Arabic_and_persian_digits_are_digits_in_days_and_numbers(string day, string size, string score)
    {
        var own = Source(weight: "w", fields: new() { ["size"] = new() { Column = "size" }, ["score"] = new() { Column = "score" }, ["age"] = new() { Column = "size", Band = true }, ["closed"] = new() { Column = "month" } });
        var row = folder.Row(own, $"id;month;place;w;size;score\n1;{day};LR01;{score};{size};{score}\n");
        Assert.Equal((null, new DateOnly(2025, 3, 1), 0.5m), (row.Rule, row.PeriodStart, row.Weight));
        Assert.Equal((1234L, 0.5m, "adult", new DateOnly(2025, 3, 1)), (Value(row, "size"), Value(row, "score"), Value(row, "age"), Value(row, "closed")));
    }

    private List<string> Records(string[] header, string[][] rows, Encoding encoding, char separator, bool isQuoted) =>
        [.. folder.Read(source, Bytes(Header, header, rows, encoding, separator, isQuoted)).Rows.Select(Text).Order(StringComparer.Ordinal)];

    /// <param name="names">Columns of the rows.</param>
    /// <param name="header">The same in the order of the file.</param>
    private static byte[] Bytes(string[] names, string[] header, string[][] rows, Encoding encoding, char separator, bool isQuoted)
    {
        var order = header.Select(name => Array.IndexOf(names, name)).ToArray();
        string Cell(string text) => isQuoted || text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
        var text = string.Concat(rows.Prepend(names).Select(row => string.Join(separator, order.Select(column => Cell(row[column]))) + "\r\n"));
        return [.. encoding.Preamble, .. encoding.GetBytes(text)];
    }

    private static string Text(SourceRow row) => $"{row.Rule} {row.Column} {Convert.ToHexString(row.Key)} {row.PeriodStart:O} {row.AreaCode} {string.Join('|', row.Values)}";
}
