namespace TipAnalytics.Pipeline.Runs;

/// <summary>What a run works on.</summary>
/// <param name="Folder">Folder of the operation.</param>
public sealed record RunOptions(string Folder)
{
    /// <summary>The catalogue of definitions; null: the one shipped with the program.</summary>
    public string? Catalogue { get; init; }

    /// <summary>Report as of this day; null: the operation's <c>as_of</c>, else today by <see cref="Clock"/>.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Languages of the products; null: the operation's. Its first one stays that of the released store and of file names without a language.</summary>
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>Files of inboxes to take; null: all that wait.</summary>
    public IReadOnlySet<string>? Whole { get; init; }

    /// <summary>The run began a first time at this moment and was stopped: a complete release as of the same day that was made since is its release. Null: it begins now.</summary>
    public DateTimeOffset? BegunBefore { get; init; }

    /// <summary>Writes what became of the files of an ingest as a page, which goes into the operation's <c>data</c> folder; null: no page.</summary>
    public Func<IngestSummary, byte[]>? Account { get; init; }

    /// <summary>Who signs for a draft that is made; null: nobody.</summary>
    public Signer? Signer { get; init; }

    /// <summary>Audits a release before it can be seen, and throws <see cref="ReleaseBlockedException"/> where anything is wrong; null: no audit, so the draft cannot be approved before
    /// «tip audit» has passed it.</summary>
    public ReleaseAuditor? Audit { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public IProgress<RunProgress>? Progress { get; init; }

    public CancellationToken Cancel { get; init; }

    internal void Say(string stage, string message, double fraction = double.NaN)
    {
        Cancel.ThrowIfCancellationRequested();
        Progress?.Report(new RunProgress(stage, message, fraction));
    }
}

/// <summary>Writes the products of a release into a folder.</summary>
/// <returns>Files written, relative to <paramref name="folder"/>.</returns>
public delegate IReadOnlyList<string> ReportRenderer(Releases.ReleaseContent content, string folder, IReadOnlyList<string> products);

/// <summary>Who found nothing in a release.</summary>
/// <param name="ReportSha256">Of the audit's own file, which stays inside.</param>
public sealed record AuditDetail(string Auditor, string ReportSha256);

/// <summary>Looks through a release that is made and not yet visible.</summary>
/// <exception cref="ReleaseBlockedException">The first thing that is wrong.</exception>
public delegate AuditDetail ReleaseAuditor(ReleaseDraft draft);

/// <summary>A release whose files and facts are written and that nobody has seen. Only the auditor can look inside.</summary>
public sealed class ReleaseDraft
{
    internal ReleaseDraft(RunOptions options, Definitions.OperationSetup setup, Warehouse.Vault vault, OperationFolder folder, string id, string files, string store) =>
        (Options, Setup, Vault, Folder, Id, Files, Store) = (options, setup, vault, folder, id, files, store);

    internal RunOptions Options { get; }

    internal Definitions.OperationSetup Setup { get; }

    /// <summary>With the facts of the release; not committed.</summary>
    internal Warehouse.Vault Vault { get; }

    internal OperationFolder Folder { get; }

    internal string Id { get; }

    /// <summary>Folder of its files.</summary>
    internal string Files { get; }

    /// <summary>Its released store.</summary>
    internal string Store { get; }
}
