namespace TipAnalytics.Pipeline.Runs;

/// <summary>What a run works on.</summary>
/// <param name="Folder">Folder of the operation.</param>
public sealed record RunOptions(string Folder)
{
    /// <summary>The catalogue of definitions; null: the one shipped with the program.</summary>
    public string? Catalogue { get; init; }

    /// <summary>Report as of this day; null: the operation's <c>as_of</c>, else today by <see cref="Clock"/>.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Writes what became of the files of an ingest as a page, which goes into the operation's <c>data</c> folder; null: no page.</summary>
    public Func<IngestSummary, byte[]>? Account { get; init; }

    /// <summary>Who signs for a draft that is made; null: nobody.</summary>
    public Signer? Signer { get; init; }

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
