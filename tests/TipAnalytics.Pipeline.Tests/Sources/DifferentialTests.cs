using System.Globalization;
using System.Text;
using CsCheck;
using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Definitions;
using static TipAnalytics.Pipeline.Tests.Sources.ExportFolder;

namespace TipAnalytics.Pipeline.Tests.Sources;

/// <summary>Our reader against DuckDB's <c>read_csv</c> with its rejects kept: two ways to the same accepted and the same rejected rows.</summary>
public sealed class DifferentialTests : IDisposable
{
    private const string Header = "id;month;place;weight;note\n";

    // Letters behind a closing quote and empty lines are among what both see alike.
    private static readonly string[] Records =
    [
        "{0};2025-03-01;LR01;1.5;\n", "\"{0}\";\"2025-03-01\";\"LR0101\";\"2\";\"said \"\"no\"\"; twice\"\n", "{0};2025-03-01;LR0102;1;\"two\nlines\"\n",
        "{0};2025-03-01T10:00:00.000+01:00;LR;0.25;\"\"\n", "\"{0}\";2025-12-31;LR01;\"3\";é ع\n",
        "{0};2025-03-01;LR01\n", "{0};2025-03-01;LR01;1;x;y\n", "\"{0}\";\"2025-03-01\"\n", "{0}\n", "{0};\"2025-03-01\"x;LR01;1;\n",
        "{0};2025-02-30;LR01;1;\n", "{0};;LR01;1;\n", "{0};yesterday;LR01;1;\n", "{0};2022-12-31;LR01;1;\n",
        "{0};2025-03-01;XX99;1;\n", "{0};2025-03-01;;1;\n", "{0};2025-03-01;LR01;0;\n", "{0};2025-03-01;LR01;-1;\n", "{0};2025-03-01;LR01;heavy;\n", "{0};2025-03-01;LR01;;\n",
        ";2025-03-01;LR01;1;\n", "\"\";2025-03-01;LR01;1;\n",
    ];

    private readonly ExportFolder folder = new();
    private readonly SourceDefinition source = Source(weight: "weight");
    private readonly string path = Path.GetTempFileName();
    private readonly DuckDBConnection engine = new("DataSource=:memory:;threads=1");

    public DifferentialTests() => engine.Open();

    public void Dispose()
    {
        engine.Dispose();
        File.Delete(path);
        folder.Dispose();
    }

    [Fact]
    public void Both_accept_and_reject_the_same_rows_of_well_formed_files_wrong_field_counts_and_wrong_values() =>
        Gen.Select(Gen.Int[0, Records.Length - 1].Array[1, 60], Gen.Bool.Select(isUnix => isUnix ? "\n" : "\r\n")).Sample((kinds, end) =>
        {
            var lines = kinds.Select((kind, row) => string.Format(CultureInfo.InvariantCulture, Records[kind], $"r{row}")).Prepend(Header).Select(line => line[..^1] + end);
            var bytes = Encoding.UTF8.GetBytes(string.Concat(lines));
            var (ours, theirs) = (Ours(bytes), Theirs(bytes));
            Assert.Equal(theirs, ours);
            Assert.Equal(kinds.Length, ours.Accepted.Count + ours.Broken + ours.Refused);
        }, iter: 150, threads: 1);

    /// <summary>Where the two cannot agree. Ours holds the damage to the line it stands on; the engine gives up the file, or reads on over it.</summary>
    [Theory]
    [InlineData("a quote that is opened and not closed", "r1;\"2025-03-01;LR01;1;\nr2;2025-03-01;LR01;1;\n", "r2 | 1 broken", "none | 1 broken")]
    [InlineData("a quote inside a plain cell", "r1;2025-03-01;LR01;1;5\" pipe\nr2;2025-03-01;LR01;1;\n", "r2 | 1 broken", "r1 r2")]
    [InlineData("a line of blanks", "r1;2025-03-01;LR01;1;\n  \nr2;2025-03-01;LR01;1;\n", "r1 r2", "r1 r2 | 1 broken")]
    [InlineData("blanks around a value", "r1; 2025-03-01 ; LR01 ;1;\n", "r1", "none | 1 refused")]
    [InlineData("another code page", "r1;2025-03-01;LR01;1;caf\u00e9\nr2;2025-03-01;LR01;1;\n", "r1 r2", "r2 | 1 broken")]
    [InlineData("line ends of two kinds, one behind a quote", "r1;2025-03-01;LR01;1;\n\"r2\";\"2025-03-01\";\"LR01\";\"3\";x\r\nr3;2025-03-01;LR01;1;\n", "r1 r2 r3", "no row of the file")]
    public void Where_they_cannot_agree_the_difference_is_known(string what, string text, string ours, string theirs)
    {
        var bytes = (what == "another code page" ? Encoding.Latin1 : Encoding.UTF8).GetBytes(Header + text);
        Assert.Equal(ours, Ours(bytes).ToString());
        Assert.Equal(theirs, Theirs(bytes).ToString());
    }

    private Account Ours(byte[] bytes)
    {
        var (_, rows) = folder.Read(source, bytes);
        var keys = Enumerable.Range(0, 100).Select(row => string.Create(CultureInfo.InvariantCulture, $"r{row}")).ToDictionary(id => Convert.ToHexString(Keys.Record("source", id)));
        return new(
            [.. rows.Where(row => row.Ended is null).Select(row => keys[Convert.ToHexString(row.Key)])], rows.Count(row => row.Rule == "malformed"),
            rows.Count(row => row.Ended is not null && row.Rule != "malformed"));
    }

    private Account Theirs(byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        try
        {
            Ask($$"""
                create or replace temp table read as select * from read_csv('{{path}}', delim = ';', header = true, quote = '"', escape = '"', auto_detect = false, store_rejects = true,
                    rejects_table = 'broken_rows', rejects_scan = 'broken_files', columns = {'id': 'varchar', 'month': 'varchar', 'place': 'varchar', 'weight': 'varchar', 'note': 'varchar'})
                """);
            const string IsGood = """
                coalesce(id <> '' and try_strptime(left(month, 10), '%Y-%m-%d') between date '2023-01-01' and date '2026-08-15'
                    and place in ('LR', 'LR01', 'LR0101', 'LR0102') and try_cast(weight as decimal(18, 6)) >= 0.000001, false)
                """;
            return new(
                Ask($"select id from read where {IsGood} order by rowid"), int.Parse(Ask("select count(distinct line)::varchar from broken_rows")[0], CultureInfo.InvariantCulture),
                int.Parse(Ask($"select count(*)::varchar from read where not {IsGood}")[0], CultureInfo.InvariantCulture));
        }
        catch (DuckDBException)
        {
            return Account.GivenUp;
        }
        finally
        {
            Ask("drop table if exists broken_rows");
            Ask("drop table if exists broken_files");
        }
    }

    private List<string> Ask(string sql)
    {
        using var command = engine.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var values = new List<string>();
        while (reader.FieldCount > 0 && reader.Read())
            values.Add(Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture) ?? "");
        return values;
    }

    /// <param name="Accepted">Ids, in the order of the file.</param>
    /// <param name="Broken">Rows that cannot be read.</param>
    /// <param name="Refused">Rows with a value that ends them.</param>
    private sealed record Account(IReadOnlyList<string> Accepted, int Broken, int Refused)
    {
        public static Account GivenUp { get; } = new([], -1, 0);

        public bool Equals(Account? other) => other is not null && Accepted.SequenceEqual(other.Accepted) && (Broken, Refused) == (other.Broken, other.Refused);

        public override int GetHashCode() => HashCode.Combine(Accepted.Count, Broken, Refused);

        public override string ToString() => Broken < 0 ? "no row of the file" : string.Create(
            CultureInfo.InvariantCulture, $"{(Accepted.Count > 0 ? string.Join(' ', Accepted) : "none")}{(Broken > 0 ? $" | {Broken} broken" : "")}{(Refused > 0 ? $" | {Refused} refused" : "")}");
    }
}
