using System.Collections;
using System.Globalization;
using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Sources;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>A value that identifies a person leaves the reader in no row, message or list, wherever in a file it stands.</summary>
public sealed class LeakTests : IDisposable
{
    private const string Mark = "ZZMARK";
    private const string Header = "id;month;place;consent;org;site;layer;unit;version;weight;form;sex;age;born;on;why;why/work;lcs;meals;closed;name;phone;gps;remarks";
    private readonly ExportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Marked_identifiers_in_every_column_reach_no_row_and_no_list()
    {
        var columns = Header.Split(';');
        var good = "i1;2025-03-01;LR01;yes;o;s;l;u;1;1;v1;female;12;2012-01-01;2025-03-01;work;1;used;1;2025-06;n;p;g;r".Split(';');
        var lines = new List<string> { Header };
        for (var column = 0; column < columns.Length; column++)
        {
            var row = good.ToArray();
            row[column] = $"{Mark}{column.ToString(CultureInfo.InvariantCulture)}";
            lines.Add(string.Join(';', row));
            lines.Add(string.Join(';', row[..^1]));
            lines.Add(string.Join(';', row).Replace(Mark, $"\"{Mark}", StringComparison.Ordinal));
        }

        lines.Add(string.Join(';', columns.Select(_ => Mark)));
        var (file, rows) = folder.Read(Everything(), string.Join('\n', lines));
        var (xlsx, same) = folder.Read(Everything(), Workbook.Of(("S", [.. lines.Where(line => !line.Contains('"', StringComparison.Ordinal))])), "f.xlsx");
        Assert.Equal(lines.Count - 1, rows.Count);
        Assert.Contains(rows, row => row.Ended is null);
        Assert.Contains(rows, row => row.Rule == "malformed");
        Assert.Contains("sex", file.Emptied.Keys);
        foreach (var text in Texts(new object[] { rows, same, file.Dialect, file.UnmappedColumns, file.DuplicateColumns, file.Emptied.Keys, xlsx.Dialect, xlsx.UnmappedColumns, xlsx.Emptied.Keys }))
            Assert.DoesNotContain(Mark, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void No_message_of_a_refused_file_quotes_it()
    {
        var row = string.Join(';', Header.Split(';').Select(_ => Mark));
        var book = Workbook.Of(("S", [.. Enumerable.Repeat(row, 200).Prepend(Header)]));
        (byte[] Bytes, string Name)[] refused =
        [
            (Encoding.UTF8.GetBytes($"{row}\n{row}\n"), "f.csv"), (Encoding.UTF8.GetBytes($"id;\"{Mark};month\n{row}\n"), "f.csv"), (Encoding.UTF8.GetBytes(row), "f.xlsx"),
            (book[..(book.Length / 2)], "f.xlsx"), (book[(book.Length / 3)..], "f.xlsx"), (Workbook.Of(("S", [row, row])), "f.xlsx"),
        ];
        foreach (var (bytes, name) in refused)
            Assert.DoesNotContain(Mark, Assert.Throws<SourceDataException>(() => folder.Read(Everything(), bytes, name)).ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static SourceDefinition Everything() => Source("kobo",
        record: new() { Id = ["id"], Version = "version", Consent = new() { Column = "consent", Values = ["yes"] } }, weight: "weight", stratum: "layer", cluster: "unit",
        organisation: new() { Column = "org" }, point: new() { Column = "site" }, forms: new() { Column = "form", Versions = [new() { Id = "v1", From = new(2023, 1, 1) }] },
        fields: new()
        {
            ["sex"] = new() { Column = "sex" }, ["age"] = new() { Column = "age", Band = true }, ["delay"] = new() { Days = new() { From = "born", To = "on" } },
            ["reasons"] = new() { Column = "why", Columns = new() { ["why/work"] = "work" } }, ["coping"] = new() { Items = new() { ["lcs"] = "em.begged" } },
            ["meals"] = new() { Column = "meals" }, ["closed"] = new() { Column = "closed" },
        });

    /// <summary>All texts in an object: strings, bytes read as text, and whatever its properties hold.</summary>
    private static IEnumerable<string> Texts(object? value) => value switch
    {
        null => [],
        string text => [text],
        byte[] bytes => [Encoding.UTF8.GetString(bytes), Convert.ToHexString(bytes)],
        IEnumerable many => many.Cast<object?>().SelectMany(Texts),
        SourceRow row => typeof(SourceRow).GetProperties().SelectMany(property => Texts(property.GetValue(row))),
        _ => [Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""],
    };
}
