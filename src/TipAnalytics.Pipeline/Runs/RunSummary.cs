using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>What a run is doing; for a progress bar.</summary>
/// <param name="Stage">check, ingest, derive, protect, trends, report.</param>
/// <param name="Fraction">0–1 within the stage; NaN when unknown.</param>
public readonly record struct RunProgress(string Stage, string Message, double Fraction);

/// <summary>What an ingest did. Counts and names only.</summary>
/// <param name="Batches">One entry a file, in the order they were taken.</param>
/// <param name="Refused">Files or batches not taken, one message each; they stay in the inbox.</param>
public sealed record IngestSummary(IReadOnlyList<BatchSummary> Batches, IReadOnlyList<string> Refused)
{
    /// <summary>The same with files named by their hash: a provider may have written a person's name into the name of a file, and pages are kept.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> RefusedUnnamed { get; init; } = [];

    /// <summary>Sources whose server could not be reached or was busy, by id: asking again may help.</summary>
    public IReadOnlyList<string> Unreached { get; init; } = [];

    /// <summary>How far the records kept can be told from each other, of the streams that changed.</summary>
    public IReadOnlyList<KeptCombinations> Kept { get; init; } = [];

    /// <summary>Places of all files that were not found yet and stand in <c>data/unmatched-places.csv</c>.</summary>
    public int UnmatchedPlaces { get; init; }

    /// <summary>Sources that files were taken from, as a whole.</summary>
    public IReadOnlyList<SourceQuality> Quality { get; init; } = [];

    /// <summary>Rows of this and earlier files that somebody has to correct, of the sources looked at.</summary>
    public IReadOnlyList<OpenRow> Open { get; init; } = [];

    /// <summary>Rules under which rows ended or are open, by name.</summary>
    public IReadOnlyList<RuleWords> Rules { get; init; } = [];

    /// <summary>Sources that files were taken from and of which records wait for a revision, by id.</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    /// <summary>Columns of the files of a source that its mapping does not name.</summary>
    public int ColumnsNotTaken(string sourceId)
    {
        var batches = Batches.Where(batch => batch.SourceId == sourceId).ToList();
        return batches.SelectMany(batch => batch.UnmappedColumns).Distinct(StringComparer.Ordinal).Count() + batches.Select(batch => batch.HiddenColumns).DefaultIfEmpty().Max();
    }

    /// <summary>0, or 11 when something was not taken.</summary>
    public int ExitCode => Refused.Count > 0 ? 11 : 0;
}

/// <summary>What was accepted, and where that is written.</summary>
/// <param name="File">Relative to the operation's folder.</param>
/// <param name="Subjects">Columns and fields that had not been accepted before.</param>
public sealed record AcceptSummary(string File, IReadOnlyList<string> Subjects);

/// <summary>What a derivation found: which indicators have data where and when, no figures.</summary>
public sealed record DeriveSummary(IReadOnlyList<DerivedIndicator> Indicators);

/// <param name="FirstMonth">Null: no data.</param>
public sealed record DerivedIndicator(string Id, string Title, bool HasSource, Period? FirstMonth, Period? LastMonth);

/// <summary>What a whole run did.</summary>
/// <param name="ReleaseId">The release that stands after the run.</param>
/// <param name="UpToDate">True: nothing was due, nothing was changed.</param>
public sealed record RunSummary(IngestSummary Ingest, string? ReleaseId, bool UpToDate, IReadOnlyList<string> Files)
{
    /// <summary>Where the release stands, of one that was made.</summary>
    public ReleaseLine? Standing { get; init; }

    /// <summary>What was erased first, past its retention or withdrawn.</summary>
    public IReadOnlyList<Receipt> Erased { get; init; } = [];

    /// <summary>What the people who release should know of it before they sign, a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>What a purge did.</summary>
/// <param name="Erased">Now; empty when nothing was due.</param>
/// <param name="Notes">What a person should know besides.</param>
public sealed record PurgeSummary(DateOnly AsOf, IReadOnlyList<Receipt> Erased, IReadOnlyList<string> Notes);

/// <summary>That records were erased, for the provider and the file of the operation. A number of records may be small, and told together with the months
/// it would be a figure of its own: it is given by its order of magnitude only.</summary>
/// <param name="Number">1, 2, … in the order of erasing.</param>
/// <param name="Reason">retention or withdrawal.</param>
/// <param name="Rule">Why, in words.</param>
/// <param name="FirstMonth">First month with an erased record.</param>
/// <param name="Records">«fewer than 100», «100 to 999», «1,000 to 9,999», «10,000 or more».</param>
public sealed record Receipt(
    int Number, string SourceId, string Stream, string Provider, string Reason, string Rule, DateOnly ErasedOn, Period FirstMonth, Period LastMonth, string Records);

/// <summary>What a check found: nothing wrong, or a <see cref="DefinitionException"/> was thrown.</summary>
public sealed record CheckSummary(string OperationName, int Streams, int Models, int Indicators, int Sources, IReadOnlyList<string> Notes);
