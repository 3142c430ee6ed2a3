namespace TipAnalytics.Jobs;

/// <summary>What a process of the host does.</summary>
/// <param name="Folders">Folders of operations it can reach, and so the only ones whose jobs it takes.</param>
/// <param name="Connection">PostgreSQL that keeps the queue; null: the queue is kept in memory, and this process is alone.</param>
public sealed record JobsOptions(IReadOnlyList<string> Folders, string? Connection = null)
{
    /// <summary>Jobs side by side.</summary>
    public int Workers { get; init; } = DefaultWorkers;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How often schedules and inboxes are looked at.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A job that its process no longer keeps alive is given to another one after this time. It is kept alive while it runs, however long that is.</summary>
    public TimeSpan Invisible { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Wait before the first further attempt; each next one is four times as long.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Catalogue of definitions; null: the one shipped.</summary>
    public string? Catalogue { get; init; }

    public OperationSteps Steps { get; init; } = new();

    /// <summary>Environment variables; the process's own, but for tests.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    // A vault takes up to 4 GiB while it is open.
    private static int DefaultWorkers => (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 32, 1, System.Environment.ProcessorCount);
}
