using System.Globalization;
using System.IO.Compression;
using System.Text;
using TipAnalytics.Pipeline.Sources;
using TipAnalytics.Pipeline.Tests.Definitions;
using TipAnalytics.Pipeline.Tests.Warehouse;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>Spoiled exports: every one ends in outcomes that add up to its rows, or in one message; none crashes, hangs, or lets a value of a personal column out.</summary>
/// <remarks>A few hundred each time. A long run: <c>TIP_FUZZ=20000 dotnet test tests/TipAnalytics.Pipeline.Tests --filter FuzzTests</c>; a failure names the seed.</remarks>
public sealed class FuzzTests : IDisposable
{
    private const string Mark = "ZZMARK";
    private const int Rows = 12;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly string[] Columns = ["_uuid", "consent", "today", "admin2", "admin1", "__version__", "hoh_sex", "prot_child_sep", "prot_child_sep_reason", "Lcs_em_Begged", "meals", "seen", "hoh_age", "name", "phone", "notes"];
    private static readonly byte[][] Pieces = [.. new[] { "\"", ";", ",", "\n", "\r\n", "\0", "\"\"", "{", "}", "[", "]", ":", "<", ">", "&", "\\", "9999999999999999999999", "\uFEFF", "nul", "true" }.Select(Encoding.UTF8.GetBytes), [0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80]];

    private readonly ExampleOperation operation = new();
    private readonly TestVault given = new();

    public void Dispose()
    {
        given.Dispose();
        operation.Dispose();
    }

    [Fact]
    public async Task A_spoiled_export_ends_in_an_account_or_one_message()
    {
        var setup = operation.Load();
        var (source, stream) = (setup.Sources[0], setup.Catalogue.Streams["pm_hh"]);
        using var vault = given.Open([.. setup.Catalogue.Streams.Values]);
        (string Name, byte[] Bytes)[] seeds = [("f.csv", Csv()), ("f.json", Json()), ("f.xlsx", Book())];
        var mutants = int.TryParse(Environment.GetEnvironmentVariable("TIP_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 300;
        var read = 0;
        for (var seed = 0; seed < mutants; seed++)
        {
            var (name, bytes) = seeds[seed % seeds.Length];
            var path = Path.Combine(given.Root, name);
            File.WriteAllBytes(path, name == "f.xlsx" && seed % 2 == 0 ? Rezipped(bytes, new Random(seed)) : Spoiled(bytes, new Random(seed)));
            var work = Task.Run(() => BatchLoader.Load(vault, source, stream, SourceFileReader.Open(path, source, stream, setup, vault.RecordKeys), new DateOnly(2026, 8, 15)));
            var place = string.Create(CultureInfo.InvariantCulture, $"{name}, seed {seed}");
            try
            {
                var batch = await work.WaitAsync(Longest);
                Assert.True(batch.AlreadyTaken || batch.Rows == batch.Outcomes.Values.Sum(), $"{place}: rows are lost");
                read += batch.Outcomes.GetValueOrDefault("accepted") + batch.Outcomes.GetValueOrDefault("duplicate");
                Silent(place, [batch.Held ?? "", batch.Dialect, .. batch.UnmappedColumns, .. batch.DuplicateColumns, .. batch.Emptied.Keys, .. batch.RejectedByRule.Keys, .. batch.FirstRejections.Select(row => row.ToString())]);
            }
            catch (SourceDataException failure)
            {
                Silent(place, [failure.ToString()]);
                Assert.Null(failure.InnerException);
            }
            catch (Exception crash) when (crash is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{place}: {crash}");
            }
        }

        Assert.True(read > mutants, "Nearly nothing was read: the seeds do not fit the source.");
        Assert.All(TestVault.Rows(vault, "select * from rec_pm_hh"), row => Assert.DoesNotContain(Mark, row, StringComparison.OrdinalIgnoreCase));
    }

    private static void Silent(string place, string[] said) =>
        Assert.All(said, text => Assert.False(text.Contains(Mark, StringComparison.OrdinalIgnoreCase), $"{place}: {text}"));

    private static byte[] Spoiled(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var change = random.Next(1, 5); change > 0 && bytes.Count > 2; change--)
        {
            var (at, length) = (random.Next(bytes.Count), random.Next(1, 40));
            length = Math.Min(length, bytes.Count - at);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, length); break;
                case 2: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length)); break;
                case 3: bytes.InsertRange(at, Pieces[random.Next(Pieces.Length)]); break;
                case 4: bytes.Reverse(at, length); break;
                default:
                    if (random.Next(4) == 0)
                        bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>A workbook whose archive is whole and whose parts are spoiled: what lies behind the checksums is reached.</summary>
    private static byte[] Rezipped(byte[] book, Random random)
    {
        using var memory = new MemoryStream();
        using (var target = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        using (var from = new ZipArchive(new MemoryStream(book)))
        {
            var spoiled = random.Next(from.Entries.Count);
            foreach (var (entry, at) in from.Entries.Select((entry, at) => (entry, at)))
            {
                using var part = new MemoryStream();
                using (var packed = entry.Open())
                    packed.CopyTo(part);
                using var written = target.CreateEntry(entry.FullName).Open();
                written.Write(at == spoiled ? Spoiled(part.ToArray(), random) : part.ToArray());
            }
        }

        return memory.ToArray();
    }

    private static string[] Cells(int row) =>
    [
        FormattableString.Invariant($"{Mark}id{row}"), row == 3 ? "no" : "yes", "2026-03-17", "LR0101", "", "v2", "f", "yes", "work left_study", "30", "5", "17-Mar-2026", "34",
        $"{Mark} Name", $"{Mark}0700", $"{Mark} said; \"no\"\n",
    ];

    private static byte[] Csv() => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, Rows).Select(Cells).Prepend(Columns).Select(cells =>
        string.Join(';', cells.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\r\n")));

    private static byte[] Json() => System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(0, Rows).Select(row => Columns.Zip(Cells(row)).ToDictionary(cell => cell.First, cell => cell.Second)));

    private static byte[] Book() => Workbook.Of(("S", [string.Join(';', Columns), .. Enumerable.Range(0, Rows).Select(row => string.Join(';', Cells(row).Select(cell => cell.Replace(';', ' ').Trim())))]));
}
