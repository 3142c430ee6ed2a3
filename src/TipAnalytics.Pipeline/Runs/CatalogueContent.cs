using TipAnalytics.Pipeline.Words;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>What is computed and of what, for people who read no code: made from the definition files, so that nothing is described twice. Holds no data.</summary>
/// <param name="Operation">Name of the operation whose catalogue it is; null: the one shipped with the program.</param>
/// <param name="Rules">Where each rule of the Guide is kept, by rule; a rule has one line or more.</param>
/// <param name="Asked">Fields that a source of the operation brings already, by stream; null without an operation.</param>
/// <param name="Indicators">By family in the order of the vocabulary, then by id.</param>
public sealed record CatalogueContent(
    string? Operation, IReadOnlyList<CatalogueIndicator> Indicators, IReadOnlyList<CatalogueSource> Streams, IReadOnlyList<CatalogueCodeList> CodeLists,
    IReadOnlyList<CatalogueModel> Models, IReadOnlyDictionary<string, string> StandingCaveats, IReadOnlyList<CatalogueRule> Rules, IReadOnlyList<CatalogueAsked>? Asked)
{
    /// <summary>The language of the catalogue.</summary>
    public required LanguageWords Words { get; init; }
}

/// <param name="Kind">share, level, coverage, convergence, area_state.</param>
/// <param name="Stream">Id of its stream; null for what is made from the register or from other indicators.</param>
/// <param name="Base">SQL filter; of a combination made from its parts.</param>
/// <param name="Plan">Published by: «admin 1 by quarter», …</param>
/// <param name="Splits">Label and categories of each permitted disaggregation.</param>
/// <param name="ProtectionRisks">Code and name.</param>
/// <param name="Fields">Fields it cannot do without, with the columns of field tools that are known to feed them.</param>
/// <param name="Variants">Other forms of the same indicator, never joined with it.</param>
/// <param name="IsSwitchedOn">Null without an operation.</param>
public sealed record CatalogueIndicator(
    string Id, string Title, string Definition, string Family, string Kind, string? Stream, string? StreamTitle, string? Model, string? Grain,
    string? Universe, string? Base, string? Signal, string? Value, IReadOnlyList<CataloguePart> Parts, int? AtLeast, string? MissingRules,
    string Unit, string Direction, IReadOnlyList<string> Plan, IReadOnlyList<string> Splits, int? MinimumBase, decimal? ElevatedFrom, string Why, string Caveat,
    IReadOnlyList<string> StandingCaveats, IReadOnlyList<(string Code, string Name)> ProtectionRisks, IReadOnlyList<string> CanAct, IReadOnlyList<string> Response,
    IReadOnlyDictionary<string, string> ResponseOptions, string LowMeans, IReadOnlyList<CatalogueField> Fields, string? VariantOf, IReadOnlyList<string> Variants,
    string? ApprovalBy, IReadOnlyList<(string From, string What)> Changes, bool? IsSwitchedOn, IReadOnlyList<CatalogueExample> Examples, string Hash);

/// <param name="Element">act, means, purpose, vulnerability, context.</param>
/// <param name="Determined">SQL filter for the rows in which it is known, or in words.</param>
/// <param name="Condition">SQL filter, or the condition on other indicators in words.</param>
public sealed record CataloguePart(string Says, string Element, string About, string Determined, string Condition);

/// <param name="Columns">«tool: column» of field tools that are known to feed it.</param>
public sealed record CatalogueField(string Name, string Label, IReadOnlyList<string> Columns);

/// <param name="Figure">«2 of 3», a value or a state.</param>
/// <param name="Weighted">Weighted share in whole per cent; null where there are no weights.</param>
public sealed record CatalogueExample(string Says, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string Figure, int? Weighted);

/// <param name="Admission">«on by default», or who approves a source of it.</param>
public sealed record CatalogueSource(string Id, string Title, string Kind, string Unit, string Admission, int? Threshold, int LowestLevel, IReadOnlyList<string> Plan, IReadOnlyList<CatalogueEntry> Fields);

/// <param name="Values">Code list, or limits of a number.</param>
/// <param name="Indicators">Purpose binding; empty: splits and models of the stream.</param>
public sealed record CatalogueEntry(string Name, string Label, string Type, string Values, string Sensitivity, string? Element, IReadOnlyList<string> Indicators);

public sealed record CatalogueCodeList(string Id, IReadOnlyList<CatalogueCode> Codes);

/// <param name="Missing">Kind of missing answer; null for a real one.</param>
/// <param name="Band">Limits of a band; null for none.</param>
public sealed record CatalogueCode(string Code, string Label, string? Missing, string? Band, string? Element);

public sealed record CatalogueModel(string Name, string Sql);

/// <param name="KeptBy">test, rule, text, design or not_yet.</param>
/// <param name="Where">A test (<c>Class.Method_name</c>), file, caveat, guard rule, command or text of the reports; empty for what is not there yet.</param>
/// <param name="Note">How it keeps the rule, or what is missing; may be empty.</param>
public sealed record CatalogueRule(string Id, string Rule, string KeptBy, string Where, string Note);

/// <param name="Sources">Ids of the sources that bring it.</param>
public sealed record CatalogueAsked(string Stream, string StreamTitle, string Field, string Label, IReadOnlyList<string> Sources);
