using System.Text;
using CsCheck;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
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

    private List<string> Records(string[] header, string[][] rows, Encoding encoding, char separator, bool isQuoted)
    {
        var order = header.Select(name => Array.IndexOf(Header, name)).ToArray();
        string Cell(string text) => isQuoted || text.AsSpan().ContainsAny(Quoted) ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
        var text = string.Concat(rows.Prepend(Header).Select(row => string.Join(separator, order.Select(column => Cell(row[column]))) + "\r\n"));
        return [.. folder.Read(source, [.. encoding.Preamble, .. encoding.GetBytes(text)]).Rows.Select(Text).Order(StringComparer.Ordinal)];
    }

    private static string Text(SourceRow row) => $"{row.Rule} {row.Column} {Convert.ToHexString(row.Key)} {row.PeriodStart:O} {row.AreaCode} {string.Join('|', row.Values)}";
}
