using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Jobs.Tests;

/// <summary>An operation with one source of key informants and one indicator, whose month takes a second or two; in a folder of its own.</summary>
internal sealed class TinyOperation : IDisposable
{
    public const string Source = "pm-key-informants";

    private static readonly string Sample = Path.Combine(CatalogueFolder.Default, "operations", "lake-region");

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("tip-jobs-");

    /// <param name="schedules">The lines below «schedules:»; empty: none.</param>
    public TinyOperation(string schedules = "", string id = "tiny")
    {
        Id = id;
        Write("operation.yaml", Definition(schedules));
        Write("context-analysis.yaml", """
            answers:
              - { question: QA6, answer: "no", detail: Nothing is known of any, geo: LR, as_of: 2026-06-30, source_class: expert_interview, source_ref: Round table, confidence: low, sensitivity: public, review_due: 2027-06-30, entered_by_role: Officer }
            scores: []

            """);
        Write("boundaries/lake-region-adm2.geojson", File.ReadAllText(Path.Combine(Sample, "boundaries", "lake-region-adm2.geojson")));
        Write($"sources/{Source}.yaml", File.ReadAllText(Path.Combine(Sample, "sources", $"{Source}.yaml")));
        Directory.CreateDirectory(Inbox);
    }

    public string Id { get; }
    public string Folder => root.FullName;
    public string Inbox => Path.Combine(Folder, "inbox", Source);
    public RunLedger Ledger => new(Folder, TimeProvider.System);

    /// <summary>Folders in the releases folder, hidden ones too.</summary>
    public IReadOnlyList<string> Releases => Directory.Exists(Path.Combine(Folder, "releases"))
        ? [.. Directory.EnumerateDirectories(Path.Combine(Folder, "releases")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
        : [];

    [ModuleInitializer]
    internal static void GiveKey() => Environment.SetEnvironmentVariable("TIP_KEY", Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(number => (byte)number)]));

    public TinyOperation Schedule(string schedules) => Write("operation.yaml", Definition(schedules));

    public TinyOperation Write(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    /// <summary>The schedule is known since a moment: however slowly a host starts, what is due after it is done.</summary>
    public void KnownSince(DateTimeOffset moment)
    {
        var plan = OperationPlan.Read(Folder);
        foreach (var job in plan.Jobs)
            Ledger.Append(new RunLine(moment, "", RunEvent.Scheduled, job.Name) { Table = $"{job.Cron} {plan.Zone.Id}" });
    }

    /// <summary>Puts a file into the inbox, whole at once.</summary>
    public string Drop(string name, string text)
    {
        var path = Path.Combine(Inbox, name);
        File.WriteAllText(path + ".tmp", text);
        File.Move(path + ".tmp", path);
        return path;
    }

    /// <summary>An export of 40 interviews a month, January 2024 to June 2026.</summary>
    /// <param name="number">Tells the interviews of files apart.</param>
    public static string Export(int number, string remark = "")
    {
        var text = new StringBuilder("today,consent,location/admin1,location/admin2,location/community,location/setting,ki/recruiters_active,ki/strangers_offer_children,");
        string[] sectors = ["agriculture", "fisheries", "construction", "hospitality", "extractive", "textiles", "domestic_work", "transport", "none", "dnk", "pnta"];
        text.Append("ki/sectors_in_reach,").AppendJoin(',', sectors.Select(sector => $"ki/sectors_in_reach/{sector}"));
        text.Append(",ki/remarks,_uuid,_submission_time,_validation_status,__version__,meta/rootUuid\n");
        for (var month = 0; month < 30; month++)
        {
            var day = new DateOnly(2024, 1, 15).AddMonths(month);
            for (var i = 0; i < 4; i++)
            {
                var answer = (month + i + number) % 3 == 0 ? "yes_often" : "no";
                text.Append(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd},yes,LR01,LR010{1 + i % 2},Place {i},camp,{answer},no,none,{string.Join(',', sectors.Select(sector => sector == "none" ? "1" : "0"))},{remark},{number}-{month}-{i},{day:yyyy-MM-dd}T10:00:00,Approved,ki-2023-01,\n");
            }
        }

        return text.ToString();
    }

    /// <summary>What the vault holds: sources and hashes of its batches, and the number of records.</summary>
    public string Content()
    {
        var setup = OperationLoader.Load(Folder, CatalogueFolder.Default, Pipeline.Sources.PlaceTables.Read);
        using var vault = Vault.Open(Path.Combine(Folder, "data"), VaultKey.Find(Folder), setup.Catalogue.Streams.Values);
        using var command = vault.Connection.CreateCommand();
        command.CommandText = "select count(*)::bigint from rec_pm_ki";
        return $"{vault.ContentHash} {command.ExecuteScalar()}";
    }

    public void Dispose() => root.Delete(recursive: true);

    private string Definition(string schedules) => $"""
        id: {Id}
        name: Tiny {Id}
        country: LR
        area_version: v01
        boundaries: boundaries/lake-region-adm2.geojson
        crisis_onset: {"{"} date: 2025-01-01, title: Closing of the crossings, source: Invented {"}"}
        first_month: 2024-01
        indicators: [LB-04]
        products: [trend-report]
        {(schedules.Length == 0 ? "" : "schedules:\n" + string.Join('\n', schedules.Split('\n').Select(line => "  " + line)))}
        """;
}
