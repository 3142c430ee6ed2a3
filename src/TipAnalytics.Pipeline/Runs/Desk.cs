using System.Globalization;
using TipAnalytics.Pipeline.Definitions;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>An operation open for a step on its releases: definitions, vault, verified chain.</summary>
internal sealed class Desk : IDisposable
{
    private readonly RunOptions options;

    private Desk(RunOptions options, OperationFolder folder, OperationSetup setup, Vault vault, ReleaseChain chain) =>
        (this.options, Folder, Setup, Vault, Chain) = (options, folder, setup, vault, chain);

    public OperationFolder Folder { get; }
    public OperationSetup Setup { get; }
    public Vault Vault { get; }
    public ReleaseChain Chain { get; }

    public DateTimeOffset Now => options.Clock.GetUtcNow();

    /// <summary>The operation's own day, against which agreements and keys are held.</summary>
    public DateOnly Day => OperationRun.AsOf(options, Setup);

    public static Desk Open(RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var folder = OperationFolder.At(options.Folder);
        var setup = OperationRun.Load(options, folder);
        var vault = OperationRun.OpenVault(folder, setup);
        try
        {
            var chain = ReleaseFiles.Chain(folder, setup, vault);
            // What a step that was killed left undone.
            ReleaseFiles.Write(folder, setup, chain);
            return new Desk(options, folder, setup, vault, chain);
        }
        catch
        {
            vault.Dispose();
            throw;
        }
    }

    public void Dispose() => Vault.Dispose();

    /// <param name="id">Null: the latest that is not withdrawn.</param>
    public ReleaseStanding Find(string? id)
    {
        var known = Chain.ReleaseIds.ToList();
        if (known.Count == 0)
            throw new ReleaseBlockedException($"{Folder.Root}: there is no release yet. «tip report» makes a draft.");
        if (id is not null)
            return Chain.Find(id) ?? throw new ReleaseBlockedException($"There is no release {id} here.{Suggestion.For(id, known)} «tip release DIR list» names them.");
        return known.Select(each => Chain.Find(each)!).LastOrDefault(standing => standing.Withdrawal is null)
            ?? throw new ReleaseBlockedException("All releases are withdrawn. «tip report» makes a draft, once what led to that is corrected.");
    }

    public static void RequireOpen(ReleaseStanding standing, string step)
    {
        if (standing is { Withdrawal: { } withdrawal, WhyWithdrawn: { } why })
            throw new ReleaseBlockedException($"Release {standing.Id} was withdrawn on {withdrawal.At[..10]} by the {withdrawal.Role} ({why.Reason.TrimEnd('.')}); it is not {step} any more.");
    }

    /// <returns>What in the release folder is not as it was drafted, one sentence each.</returns>
    public IReadOnlyList<string> FileFaults(ReleaseStanding standing) => standing.Draft is not { } draft
        ? []
        : Bundle.Read(ReleaseFiles.Folder(Folder, standing.Id)) is { } bundle ? bundle.DifferencesFrom(draft) : ["the folder or its manifest.json is missing"];

    public static string Changed(ReleaseStanding standing, IReadOnlyList<string> faults) =>
        $"the files of release {standing.Id} are not those that were drafted ({string.Join("; ", faults)}). Keep edited copies elsewhere; delete the changed files here and run «tip report» as before, which puts the originals back.";

    public static string NotAudited(ReleaseStanding standing) => $"release {standing.Id} has not passed its audit. Run «tip audit», or make the draft again with «tip report».";

    /// <returns>Source by source, where the protocol asks the provider for an agreement for this audience.</returns>
    public IReadOnlyList<ProviderAgreement> Agreements(ReleaseStanding standing)
    {
        if (standing is not { Draft: { } draft, Made: { } made })
            return [];
        return [.. from id in made.Sources
            join source in Setup.Sources on id equals source.Id
            where source.Protocol.AgreementFor.Contains(draft.Audience)
            let holding = Setup.Agreements.GetValueOrDefault(id, []).Where(agreement => agreement.Holds(draft.Audience, standing.Id, Day)).ToList()
            select new ProviderAgreement(id, source.Provider, holding.Count > 0, holding.Count > 0 && holding.TrueForAll(agreement => agreement.Until is not null) ? holding.Max(agreement => agreement.Until) : null)];
    }

    /// <returns>What stands in the way of publication, one sentence each.</returns>
    public IEnumerable<string> Missing(ReleaseStanding standing, IReadOnlyList<string> faults)
    {
        if (standing is not { Draft: { } draft, Made: { } made })
        {
            yield return "There is no draft of it: make it again with «tip report».";
            yield break;
        }

        if (faults.Count > 0)
            yield return Sentence(Changed(standing, faults));
        if (!standing.IsAudited)
            yield return Sentence(NotAudited(standing));
        var needed = standing.Needed(Setup.Operation.Persons(draft.Audience));
        if (needed > 1 && standing.Persons.Count < needed)
            yield return Signatures(standing, draft, needed);
        foreach (var id in made.Sources)
        {
            if (Refusal(id, draft.Audience) is { } refusal)
                yield return refusal;
        }

        foreach (var agreement in Agreements(standing).Where(agreement => !agreement.Holds))
            yield return NoAgreement(agreement, standing.Id, draft.Audience);
    }

    /// <summary>Notes what was added, for good, and writes the files that follow from it.</summary>
    public ReleaseStep Decide(string id)
    {
        var before = FileHash.Of(Folder.Vault);
        Vault.Commit();
        RunState.Follow(Folder, before);
        ReleaseFiles.Write(Folder, Setup, Chain);
        return Done(Chain.Find(id)!, isNew: true);
    }

    public ReleaseStep Done(ReleaseStanding standing, bool isNew) => new(
        ReleaseLine.Of(standing, Setup), isNew,
        [.. new[] { ReleaseFiles.State(Folder, standing.Id), ReleaseFiles.Approval(Folder, standing.Id), ReleaseFiles.Notice(Folder, standing.Id) }.Where(File.Exists)]);

    private static string Signatures(ReleaseStanding standing, ReleaseEvent draft, int needed)
    {
        var roles = standing.Persons.Select(line => line.Role).ToList();
        var lost = standing.Events.Where(line => line.IsSigned && !standing.Signatures.Contains(line)).Select(line => $"{line.Role} ({line.KeyId})").ToList();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{needed} different persons have to sign what is for «{Audiences.Titles[draft.Audience]}»; {(roles.Count == 0 ? "nobody has" : $"so far: {string.Join(", ", roles)}")}. Each signs with «tip release DIR approve {standing.Id} --as ROLE».")
            + (lost.Count > 0 ? $" Not counted, as the key is not in {Approvers.Folder}/, is not reviewed or was no longer used: {string.Join(", ", lost)}." : "");
    }

    /// <returns>Why a release for an audience may not rest on a source any more; null: it may.</returns>
    private string? Refusal(string id, string audience)
    {
        if (Setup.Sources.FirstOrDefault(source => source.Id == id) is not { } source)
            return $"{id}: the release may rest on this source, and sources/{id}.yaml is gone, so nobody can say what its provider permits. Put the file back.";
        if (SourcePermissions.IsWithdrawn(source, Day))
            return $"{source.Title}: {source.Provider} took its data back on {source.Withdrawn!.On:yyyy-MM-dd}, after this draft. Make a new one with «tip report»: it does without.";
        return SourcePermissions.Names(source, audience)
            ? null
            : $"{source.Title}: the protocol with {source.Provider} does not name «{Audiences.Titles[audience]}» any more. Make a new draft with «tip report»: it does without.";
    }

    private string NoAgreement(ProviderAgreement missing, string releaseId, string audience)
    {
        var title = Audiences.Titles[audience];
        var own = Setup.Agreements.GetValueOrDefault(missing.SourceId, []).Where(agreement => agreement.Audience == audience).ToList();
        var why = own.Where(agreement => agreement.Release is null || agreement.Release == releaseId).Select(agreement => agreement.Until).Where(until => until < Day).DefaultIfEmpty().Max() is { } until
            ? string.Create(CultureInfo.InvariantCulture, $"its agreement ended on {until:yyyy-MM-dd}")
            : own.Count > 0 ? "its agreement is for another release or a later day" : "none is recorded";
        return $"{missing.SourceId}: the protocol asks {missing.Provider} to agree before a release goes to «{title}», and {why}. Ask, and record the answer in {Definitions.Agreements.Folder}/{missing.SourceId}.yaml (audience: {audience}, by, on, until, reference).";
    }

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
