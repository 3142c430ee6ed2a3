using System.Text.Json;
using TipAnalytics.Pipeline.Releases;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Pipeline.Tests.Releases;

/// <summary>From draft to published: who signs, what stands in the way, what is seen from outside.</summary>
[Collection("Environment")]
public sealed class ReleaseDeskTests : IDisposable
{
    private const string Officer = SmallOperation.Officer;
    private const string Coordinator = SmallOperation.Coordinator;

    private readonly SmallOperation given = new();

    public void Dispose() => given.Dispose();

    [Fact]
    public void A_draft_says_so_inside_and_beside_its_folder_and_no_byte_that_is_signed_changes_on_the_way()
    {
        var id = given.Draft();
        var (folder, state) = (Path.Combine(given.Releases, id), Path.Combine(given.Releases, $"{id}.state.json"));
        Assert.Equal("audited", given.State(id));
        Assert.Contains("A draft: not published, not to be handed on.", File.ReadAllText(state), StringComparison.Ordinal);
        Assert.Equal("DRAFT. These files are not published. Do not hand them on, and do not quote them.\n", File.ReadAllText(Path.Combine(folder, "DRAFT.txt")));
        var bytes = Bytes(folder);
        Assert.DoesNotContain("DRAFT.txt", bytes["manifest.json"], StringComparison.Ordinal);

        given.Key(Officer);
        given.Key(Coordinator);
        ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer));
        Assert.Equal("audited", given.State(id));
        ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Coordinator));
        Assert.Equal("approved", given.State(id));
        Assert.True(File.Exists(Path.Combine(folder, "DRAFT.txt")));
        ReleaseDesk.Publish(given.Options);

        Assert.Equal("published", given.State(id));
        Assert.Contains("\"state\": \"published\"", File.ReadAllText(state), StringComparison.Ordinal);
        bytes.Remove("DRAFT.txt");
        Assert.Equal(bytes, Bytes(folder));
        Assert.False(ReleaseDesk.Publish(given.Options, id).IsNew);
    }

    [Fact]
    public void Two_persons_of_different_roles_sign_what_leaves_the_cluster()
    {
        var id = given.Draft();
        Assert.Equal(
            $"Release {id} is not published:\n2 different persons have to sign what is for «Protection Cluster and partners»; nobody has. Each signs with «tip release DIR approve {id} --as ROLE».",
            given.Blocked(() => ReleaseDesk.Publish(given.Options)));

        var first = given.Key(Officer);
        Assert.True(ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer)).IsNew);
        Assert.False(ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer)).IsNew);
        Assert.Contains($"so far: {Officer}.", given.Blocked(() => ReleaseDesk.Publish(given.Options)), StringComparison.Ordinal);

        var second = given.Key(Officer);
        Assert.Equal(
            $"Nothing approved: the {Officer} has signed release {id} already, with the key {first}. Names are kept nowhere, so two keys of one role are one person here: somebody of another role has to sign.",
            given.Blocked(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer(second))));
        given.Key(Coordinator);
        Assert.Equal([Officer, Coordinator], ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Coordinator)).Release.SignedBy);
        Assert.True(ReleaseDesk.Publish(given.Options).IsNew);
    }

    [Fact]
    public void Who_signs_for_the_draft_is_one_of_the_two_and_cannot_be_the_second()
    {
        given.Key(Officer);
        var id = given.Draft(by: Officer);
        Assert.Equal([Officer], ReleaseDesk.Show(given.Options).Release.SignedBy);
        Assert.False(ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer)).IsNew);
        Assert.Contains(", as who made it.", given.Blocked(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer(given.Key(Officer)))), StringComparison.Ordinal);
        given.Key(Coordinator);
        ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Coordinator));
        ReleaseDesk.Publish(given.Options);
        Assert.Equal("published", given.State(id));
    }

    [Fact]
    public void Inside_the_cluster_whoever_makes_a_release_publishes_it()
    {
        given.Definitions.Replace(SmallOperation.Operation, "audience: partners", "audience: cluster");
        var id = given.Draft();
        Assert.Equal(1, ReleaseDesk.Publish(given.Options).Release.PersonsNeeded);
        Assert.False(File.Exists(Path.Combine(given.Releases, $"{id}.approval.json")));
    }

    [Fact]
    public void Fewer_persons_asked_for_later_hold_for_later_drafts_and_more_hold_at_once()
    {
        given.Draft();
        given.Definitions.Replace(SmallOperation.Operation, "audience: partners", "audience: partners\npersons_needed: { partners: 1 }");
        Assert.StartsWith("2 different persons", ReleaseDesk.Show(given.Options).Missing.Single(), StringComparison.Ordinal);
        given.Definitions.Replace(SmallOperation.Operation, "partners: 1", "partners: 3");
        Assert.StartsWith("3 different persons", ReleaseDesk.Show(given.Options).Missing.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "none is recorded")]
    [InlineData("audience: partners, until: 2026-08-14", "its agreement ended on 2026-08-14")]
    [InlineData("audience: cluster, until: 2026-12-31", "none is recorded")]
    [InlineData("audience: partners, release: another", "its agreement is for another release or a later day")]
    [InlineData("audience: partners, until: 2026-08-15", null)]
    [InlineData("audience: partners", null)]
    public void A_provider_agrees_for_each_class_of_recipients_where_its_protocol_asks_for_it(string agreement, string? missing)
    {
        given.Definitions.Replace(SmallOperation.Source, "agreement_for: []", "agreement_for: [partners]");
        given.Definitions.Replace(SmallOperation.Operation, "audience: partners", "audience: partners\npersons_needed: { partners: 1 }");
        if (agreement.Length > 0)
            given.Definitions.Write("operation/agreements/monitoring.yaml", $"agreements:\n  - {{ {agreement}, by: Head of programme, on: 2026-01-01, reference: Mail of January }}\n");
        var id = given.Draft();
        if (missing is null)
        {
            Assert.True(ReleaseDesk.Publish(given.Options).IsNew);
            return;
        }

        Assert.Equal(
            $"Release {id} is not published:\nmonitoring: the protocol asks Partner A to agree before a release goes to «Protection Cluster and partners», and {missing}. Ask, and record the answer in agreements/monitoring.yaml (audience: partners, by, on, until, reference).",
            given.Blocked(() => ReleaseDesk.Publish(given.Options)));
        Assert.False(ReleaseDesk.Show(given.Options).Agreements.Single().Holds);
    }

    [Fact]
    public void A_check_says_before_any_release_whose_key_and_whose_agreement_is_missing()
    {
        given.Definitions.Replace(SmallOperation.Source, "agreement_for: []", "agreement_for: [partners]");
        var key = ApproverKeys.Create(given.Options, Officer, () => SmallOperation.Passphrase).Id;
        var notes = OperationRun.Check(given.Options).Notes;
        Assert.Contains($"approvers/{key}.yaml: nobody has reviewed the key of the {Officer} yet, so it signs nothing.", notes);
        Assert.Contains("Household interviews of the monitoring partner: Partner A has to agree before a release goes to «Protection Cluster and partners», and agreements/monitoring.yaml records nothing that holds on this day: nothing is published until it does.", notes);
        ApproverKeys.Review(given.Options, key, Coordinator);
        given.Definitions.Write("operation/agreements/monitoring.yaml", "agreements:\n  - { audience: partners, by: Head of programme, on: 2026-01-01, reference: Mail of January }\n");
        Assert.DoesNotContain(OperationRun.Check(given.Options).Notes, note => note.Contains("has to agree", StringComparison.Ordinal) || note.Contains("reviewed the key", StringComparison.Ordinal));
    }

    [Fact]
    public void A_provider_that_takes_its_data_back_after_the_draft_keeps_it_from_being_published()
    {
        given.Definitions.Replace(SmallOperation.Operation, "audience: partners", "audience: partners\npersons_needed: { partners: 1 }");
        given.Draft();
        var source = File.ReadAllText(Path.Combine(given.Folder, "sources", "monitoring.yaml"));
        given.Definitions.Write(SmallOperation.Source, source + "\nwithdrawn: { on: 2026-08-15, by: Head of programme, reason: New data policy }\n");
        Assert.Contains("Partner A took its data back on 2026-08-15, after this draft. Make a new one", given.Blocked(() => ReleaseDesk.Publish(given.Options)), StringComparison.Ordinal);
        given.Definitions.Write(SmallOperation.Source, source.Replace("[cluster, partners]", "[cluster]", StringComparison.Ordinal));
        Assert.Contains("does not name «Protection Cluster and partners» any more", given.Blocked(() => ReleaseDesk.Publish(given.Options)), StringComparison.Ordinal);
        given.Definitions.Remove(SmallOperation.Source);
        Assert.Contains("sources/monitoring.yaml is gone, so nobody can say what its provider permits", given.Blocked(() => ReleaseDesk.Publish(given.Options)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_that_changes_between_releases_is_an_event_with_from_and_to_and_a_threshold_is_not_lowered()
    {
        given.Draft();
        Assert.All(ReleaseDesk.Show(given.Options).PolicyChanges, change => Assert.Null(change.From));
        given.Draft(asOf: "2026-08-16");
        Assert.Empty(ReleaseDesk.Show(given.Options).PolicyChanges);

        given.Definitions.Replace(SmallOperation.Operation, "pm_hh: 6", "pm_hh: 9").Replace("catalogue/streams/pm_hh.yaml", "splits: [head_sex]", "splits: []");
        given.Draft(asOf: "2026-08-17");
        Assert.Equal(
            [new("plan pm_hh", "admin 1 quarter all; admin 1 quarter head_sex", "admin 1 quarter all", false), new PolicyChange("threshold pm_hh", "6", "9", false)],
            ReleaseDesk.Show(given.Options).PolicyChanges);

        given.Definitions.Replace(SmallOperation.Operation, "pm_hh: 9", "pm_hh: 7").Replace("catalogue/streams/pm_hh.yaml", "splits: []", "splits: [head_age]").Replace(SmallOperation.Operation, "audience: partners", "audience: partners\npersons_needed: { hct: 1 }");
        var lowered = given.Draft(asOf: "2026-08-18");
        Assert.Contains("The threshold of pm_hh stays at 9, not 7", File.ReadAllText(Path.Combine(given.Folder, "data", "audits", $"{lowered}.md")), StringComparison.Ordinal);
        Assert.Equal(
            [new("persons hct", "2", "1", true), new PolicyChange("plan pm_hh", "admin 1 quarter all", "admin 1 quarter all; admin 1 quarter head_age", true)],
            ReleaseDesk.Show(given.Options).PolicyChanges);
    }

    [Theory]
    [InlineData("audited")]
    [InlineData("published")]
    public void A_release_is_withdrawn_from_any_state_and_what_was_seen_stays_seen(string from)
    {
        var id = from == "published" ? given.Published() : given.Draft();
        var (facts, folder) = (Facts(), Path.Combine(given.Releases, id));
        var step = ReleaseDesk.Withdraw(given.Options, id, Coordinator, "A provider reported\na mistake");
        Assert.Equal("withdrawn", step.Release.State);
        Assert.Equal(facts, Facts());
        Assert.Equal(from == "published", !File.ReadAllText(Path.Combine(given.Releases, $"{id}.withdrawal-notice.txt")).Contains("It was not published", StringComparison.Ordinal));
        Assert.Contains($"Release {id}\n", File.ReadAllText(Path.Combine(given.Releases, $"{id}.withdrawal-notice.txt")), StringComparison.Ordinal);
        Assert.Contains($"Withdrawn by: {Coordinator}\nWhy: A provider reported a mistake\n", File.ReadAllText(Path.Combine(given.Releases, $"{id}.withdrawal-notice.txt")), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "WITHDRAWN.txt")));
        Assert.False(File.Exists(Path.Combine(folder, "DRAFT.txt")));

        Assert.False(ReleaseDesk.Withdraw(given.Options, id, Officer, "Again").IsNew);
        Assert.StartsWith($"Release {id} was withdrawn on 2026-09-01 by the {Coordinator} (A provider reported a mistake)", given.Blocked(() => ReleaseDesk.Publish(given.Options, id)), StringComparison.Ordinal);
        Assert.StartsWith($"Release {id} was withdrawn", given.Blocked(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer(null), id)), StringComparison.Ordinal);
        Assert.StartsWith($"Nothing released: the same data and definitions give release {id} again, which was withdrawn", given.Blocked(() => given.Draft()), StringComparison.Ordinal);
        Assert.StartsWith("All releases are withdrawn.", given.Blocked(() => ReleaseDesk.Show(given.Options)), StringComparison.Ordinal);

        var next = given.Draft(asOf: "2026-08-16");
        Assert.Equal(next, ReleaseDesk.Show(given.Options).Release.Id);
    }

    [Fact]
    public void The_notice_names_what_takes_its_place()
    {
        var (old, next) = (given.Draft(), given.Draft(asOf: "2026-08-16"));
        ReleaseDesk.Withdraw(given.Options, old, Coordinator, "Corrected", next);
        Assert.Contains($"Release {next} takes its place once it is published.", File.ReadAllText(Path.Combine(given.Releases, $"{old}.withdrawal-notice.txt")), StringComparison.Ordinal);
        Assert.Contains("cannot take the place", given.Blocked(() => ReleaseDesk.Withdraw(given.Options, next, Coordinator, "Wrong", old)), StringComparison.Ordinal);
        Assert.All(
            new[] { "Call +4915112345678", "3 boys in one district can be recognised", "Three boys can be recognised", "On peut reconnaître trois filles" },
            reason => Assert.Throws<DefinitionException>(() => ReleaseDesk.Withdraw(given.Options, next, Coordinator, reason)));
    }

    [Fact]
    public void Whatever_a_killed_step_left_out_beside_a_release_the_next_command_writes()
    {
        var id = given.Published();
        var whole = Bytes(given.Releases);
        File.Delete(Path.Combine(given.Releases, $"{id}.state.json"));
        File.Delete(Path.Combine(given.Releases, $"{id}.approval.json"));
        File.WriteAllText(Path.Combine(given.Releases, id, "DRAFT.txt"), "DRAFT");
        ReleaseDesk.List(given.Options);
        Assert.Equal(whole, Bytes(given.Releases));
    }

    [Fact]
    public void A_step_leaves_a_run_with_nothing_new_nothing_to_do()
    {
        OperationRun.Run(given.Options, (_, folder, _) =>
        {
            File.WriteAllText(Path.Combine(folder, "report.html"), "x");
            return ["report.html"];
        });
        ReleaseDesk.Withdraw(given.Options, ReleaseDesk.Show(given.Options).Release.Id, Coordinator, "Trial");
        Assert.True(OperationRun.Run(given.Options, (_, _, _) => throw new InvalidOperationException("Nothing was due.")).UpToDate);
    }

    [Fact]
    public void An_audit_counts_for_the_files_it_looked_at_only()
    {
        var id = given.Draft(isAudited: false);
        Assert.Equal("draft", given.State(id));
        given.Key(Officer);
        Assert.Contains("has not passed its audit", given.Blocked(() => ReleaseDesk.Approve(given.Options, SmallOperation.Signer(Officer))), StringComparison.Ordinal);
        Assert.Contains("has not passed its audit", given.Blocked(() => ReleaseDesk.Publish(given.Options)), StringComparison.Ordinal);
        Assert.Contains("The audit is not of release", given.Blocked(() => ReleaseDesk.NoteAudit(given.Options, id, new string('a', 64), "auditor", "")), StringComparison.Ordinal);
        var bundle = ReleaseDesk.Show(given.Options).BundleSha256;
        Assert.Equal("audited", ReleaseDesk.NoteAudit(given.Options, id, bundle, "auditor", "").Release.State);
        Assert.False(ReleaseDesk.NoteAudit(given.Options, id, bundle, "auditor", "").IsNew);
    }

    [Fact]
    public void A_release_of_a_version_that_kept_no_state_is_named_as_such()
    {
        var id = given.Draft();
        given.Forge(_ => [], withHashes: true);
        File.Delete(Path.Combine(given.Releases, $"{id}.state.json"));
        var list = ReleaseDesk.List(given.Options);
        Assert.Empty(list.Releases);
        Assert.Equal([id], list.Unrecorded);
        Assert.Contains("there is no release yet", given.Blocked(() => ReleaseDesk.Show(given.Options)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_given_to_recipients_holds_roles_hashes_and_times_and_nothing_else()
    {
        var id = given.Published();
        using var approval = JsonDocument.Parse(File.ReadAllText(Path.Combine(given.Releases, $"{id}.approval.json")));
        Assert.Equal(["release_id", "audience", "bundle_sha256", "manifest_sha256", "signatures"], approval.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.All(approval.RootElement.GetProperty("signatures").EnumerateArray(), signature =>
            Assert.Equal(["kind", "role", "key_id", "at", "previous_sha256", "signature"], signature.EnumerateObject().Select(property => property.Name)));
    }

    private List<string> Facts()
    {
        using var vault = given.Open();
        using var command = vault.Connection.CreateCommand();
        command.CommandText = "select release::varchar from release union all select fact::varchar from fact union all select frozen_month::varchar from frozen_month order by 1";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(reader.GetString(0));
        Assert.NotEmpty(rows);
        return rows;
    }

    private static SortedDictionary<string, string> Bytes(string folder) => new(
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(path => Path.GetRelativePath(folder, path), File.ReadAllText), StringComparer.Ordinal);
}
