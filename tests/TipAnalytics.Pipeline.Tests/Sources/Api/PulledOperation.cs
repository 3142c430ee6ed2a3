using TipAnalytics.Pipeline.Runs;
using TipAnalytics.Pipeline.Tests.Definitions;
using TipAnalytics.Pipeline.Tests.Warehouse;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Sources.Api;

/// <summary>An operation whose source is pulled from a loopback server, with its vault.</summary>
internal sealed class PulledOperation : IDisposable
{
    private const string Source = "operation/sources/monitoring.yaml";
    private readonly ExampleOperation example = new();
    private readonly VaultKey key;

    /// <param name="url">Null: the source has no server.</param>
    public PulledOperation(string? url, string api = "kind: kobo, asset: aBc123, page_size: 2, token_file: token", string token = KoboServer.Token)
    {
        key = VaultKey.CreateFile(Path.Combine(example.OperationFolderPath, "test.key"));
        example.Replace(Source, "record:", "reviewed: { by: Test reviewer, on: 2024-01-02 }\nrecord:");
        if (url is not null)
            example.Replace(Source, "record:", $"api: {{ url: \"{url}\", {api} }}\nrecord:");
        WriteToken(token);
    }

    public string Folder => example.OperationFolderPath;

    public string TokenFile => Path.Combine(Folder, "token");

    /// <summary>Waits of the pull; none takes time.</summary>
    public ImmediateClock Clock { get; } = new();

    /// <summary>What was said to a progress bar.</summary>
    public List<string> Said { get; } = [];

    /// <summary>Happens as it is said.</summary>
    public Action<string> OnSaid { get; set; } = _ => { };

    public void Replace(string old, string now) => example.Replace(Source, old, now);

    public void WriteToken(string token)
    {
        File.WriteAllText(TokenFile, token + "\n");
        Protect(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Rights of the token file.</summary>
    public void Protect(UnixFileMode rights)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(TokenFile, rights);
    }

    public void Drop(string name, string text)
    {
        var inbox = Directory.CreateDirectory(Path.Combine(Folder, "inbox", "monitoring")).FullName;
        File.WriteAllText(Path.Combine(inbox, name), text);
    }

    public IngestSummary Ingest(DateOnly? asOf = null, CancellationToken cancel = default) => With(vault =>
    {
        var setup = example.Load();
        var options = new RunOptions(Folder) { Clock = Clock, Progress = new Listener(Say), Cancel = cancel };
        var ingest = new Ingest(options, setup, OperationFolder.At(Folder), vault, asOf ?? new DateOnly(2026, 8, 15));
        var summary = ingest.Take(null, []);
        if (ingest.HasChanged)
            vault.Commit();
        ingest.ClearInbox();
        return summary;
    });

    /// <summary>What is in the vault.</summary>
    public IReadOnlyList<string> Rows(string sql) => With(vault => TestVault.Rows(vault, sql));

    public void Dispose() => example.Dispose();

    private T With<T>(Func<Vault, T> work)
    {
        using var vault = Vault.Open(Path.Combine(Folder, "data"), key, example.Load().Catalogue.Streams.Values);
        return work(vault);
    }

    private void Say(string said)
    {
        lock (Said)
            Said.Add(said);
        OnSaid(said);
    }

    private sealed class Listener(Action<string> say) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => say(value.Message);
    }
}

/// <summary>A clock whose waits are over at once, and noted.</summary>
internal sealed class ImmediateClock : TimeProvider
{
    public List<double> Seconds { get; } = [];

    /// <summary>The day the operation reports as of.</summary>
    public override DateTimeOffset GetUtcNow() => new(2026, 8, 15, 12, 0, 0, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Seconds.Add(dueTime.TotalSeconds);
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Done();
    }

    private sealed class Done : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
