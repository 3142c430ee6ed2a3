using DuckDB.NET.Data;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Tests.Definitions;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Releases;

/// <summary>A small operation without data, whose releases hold two files; with places of its own for all keys. Its protocol and audience are «partners».</summary>
internal sealed class SmallOperation : IDisposable
{
    public const string Passphrase = "four quiet words here";
    public const string Officer = "Information management officer";
    public const string Coordinator = "Protection Cluster coordinator";
    public const string Operation = "operation/operation.yaml";
    public const string Source = "operation/sources/monitoring.yaml";

    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("desk-");
    private readonly Dictionary<string, string?> before = new[] { "XDG_DATA_HOME", VaultKey.KeyVariable, VaultKey.FileVariable, VaultKey.PassphraseVariable }
        .ToDictionary(name => name, Environment.GetEnvironmentVariable);

    public SmallOperation()
    {
        foreach (var name in before.Keys)
            Environment.SetEnvironmentVariable(name, null);
        Environment.SetEnvironmentVariable("XDG_DATA_HOME", home.FullName);
        Definitions.Replace(Source, "audiences: [cluster]", "audiences: [cluster, partners]\n  agreement_for: []");
        // The example's own models hold no more than its definitions need.
        Definitions.Write("catalogue/models/pm_household.sql", "-- pm_household: one row per interview.\nselect * from stg_pm_hh\n");
        Definitions.Write("catalogue/models/context_score.sql", "-- context_score: one row per indicator, area and quarter.\nselect *, null::varchar as record_id, null::varchar as source_id, 1.0 as survey_weight, null::varchar as stratum, null::varchar as cluster, null::varchar as organisation, null::varchar as reporting_point from stg_ctx\n");
        Definitions.Replace(Operation, "first_month", "audience: partners\nfirst_month");
        OperationKey.Create(Folder);
    }

    public ExampleOperation Definitions { get; } = new();

    public string Folder => Definitions.OperationFolderPath;

    public string Releases => Path.Combine(Folder, "releases");

    public string VaultFile => Path.Combine(Folder, "data", Vault.FileName);

    /// <summary>Moves on by a minute with each look.</summary>
    public TimeProvider Clock { get; } = new Minutes();

    public RunOptions Options => new(Folder) { Catalogue = Definitions.CatalogueFolderPath, Clock = Clock, Audit = _ => new("auditor", "") };

    /// <summary>Makes a draft of what there is.</summary>
    /// <returns>Its id.</returns>
    public string Draft(string? by = null, string asOf = "2026-08-15", bool isAudited = true) => OperationRun.Report(
        Options with { Audit = isAudited ? Options.Audit : null, AsOf = DateOnly.ParseExact(asOf, "yyyy-MM-dd", null), Signer = by is null ? null : Signer(by) }, Render).ReleaseId!;

    /// <summary>A reviewed key of a role, with its private part in the user's folder.</summary>
    /// <returns>Its id.</returns>
    public string Key(string role)
    {
        var key = ApproverKeys.Create(Options, role, () => Passphrase);
        ApproverKeys.Review(Options, key.Id, "Somebody else who knows");
        return key.Id;
    }

    public static Signer Signer(string? who, string passphrase = Passphrase) => new(who, _ => passphrase);

    /// <summary>Signed by two persons and published.</summary>
    public string Published()
    {
        var id = Draft();
        Key(Officer);
        Key(Coordinator);
        ReleaseDesk.Approve(Options, Signer(Officer), id);
        ReleaseDesk.Approve(Options, Signer(Coordinator), id);
        ReleaseDesk.Publish(Options, id);
        return id;
    }

    public string State(string id) => ReleaseDesk.List(Options).Releases.Single(line => line.Id == id).State;

    public string Blocked(Action step) => Assert.Throws<ReleaseBlockedException>(step).Message;

    public Vault Open()
    {
        var setup = Definitions.Load();
        return Vault.Open(Path.Combine(Folder, "data"), VaultKey.Find(Folder), setup.Catalogue.Streams.Values);
    }

    public IReadOnlyList<ReleaseEvent> Events()
    {
        using var vault = Open();
        return ReleaseChain.Read(vault.Connection, []).Events;
    }

    /// <summary>What somebody could do who has the key of the vault: writes other events, with hashes that fit if asked for.</summary>
    public void Forge(Func<List<ReleaseEvent>, IEnumerable<ReleaseEvent>> change, bool withHashes)
    {
        using var vault = Open();
        var forged = change([.. ReleaseChain.Read(vault.Connection, []).Events]).ToList();
        using (var command = vault.Connection.CreateCommand())
        {
            command.CommandText = "delete from release_event";
            command.ExecuteNonQuery();
        }

        var previous = new string('0', 64);
        for (var at = 0; at < forged.Count; at++)
        {
            if (withHashes)
            {
                forged[at] = forged[at] with { Seq = at + 1, PreviousSha256 = previous };
                forged[at] = forged[at] with { Sha256 = forged[at].Hash() };
            }

            previous = forged[at].Sha256;
            var line = forged[at];
            using var command = vault.Connection.CreateCommand();
            command.CommandText = "insert into release_event values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
            foreach (var value in new object[] { line.Seq, line.ReleaseId, line.Kind, line.At, line.Role, line.KeyId, line.Audience, line.BundleSha256, line.ManifestSha256, line.Detail, line.Signature, line.PreviousSha256, line.Sha256 })
                command.Parameters.Add(new DuckDBParameter(value));
            command.ExecuteNonQuery();
        }

        vault.Commit();
    }

    public void Dispose()
    {
        Definitions.Dispose();
        foreach (var (name, value) in before)
            Environment.SetEnvironmentVariable(name, value);
        home.Delete(recursive: true);
    }

    private static IReadOnlyList<string> Render(ReleaseContent content, string folder, IReadOnlyList<string> products)
    {
        Directory.CreateDirectory(Path.Combine(folder, "tables"));
        File.WriteAllText(Path.Combine(folder, "report.html"), $"<p>{content.Header.OperationName}, {content.Header.Id}</p>");
        File.WriteAllText(Path.Combine(folder, "tables", "cell.csv"), "figure_id\n");
        return ["report.html", "tables/cell.csv"];
    }

    private sealed class Minutes : TimeProvider
    {
        private DateTimeOffset now = new(2026, 9, 1, 8, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => now = now.AddMinutes(1);
    }
}
