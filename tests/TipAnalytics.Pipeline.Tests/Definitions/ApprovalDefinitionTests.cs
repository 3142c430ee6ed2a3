using System.Security.Cryptography;
using TipAnalytics.Pipeline.Definitions;

namespace TipAnalytics.Pipeline.Tests.Definitions;

/// <summary>Audiences, approvers and agreements as definitions, each fault with its whole message.</summary>
public sealed class ApprovalDefinitionTests : IDisposable
{
    private const string Operation = "operation/operation.yaml";
    private const string Source = "operation/sources/monitoring.yaml";
    private const string Known = "they are cluster (Protection Cluster members), partners (Protection Cluster and partners), hct (Humanitarian Country Team), donors (Donors), public (Public). Law enforcement, security forces and parties to the conflict are none.";

    private readonly ExampleOperation given = new();
    private readonly ApproverKey key;

    public ApprovalDefinitionTests()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        key = ApproverKey.Of(made);
    }

    public void Dispose() => given.Dispose();

    [Theory]
    [InlineData("police", "\"police\" is no audience; " + Known)]
    [InlineData("partner", "\"partner\" is no audience; " + Known + " Did you mean \"partners\"?")]
    [InlineData("Protection Cluster and partners", "\"Protection Cluster and partners\" is no audience; " + Known + " Did you mean \"partners\"?")]
    public void An_audience_is_one_of_the_classes_and_none_is_of_law_enforcement(string audience, string fault)
    {
        Assert.Equal($"operation.yaml, line 3: {fault}", given.Replace(Operation, "country: LR", $"audience: {audience}\ncountry: LR").Faults());
        given.Replace(Operation, $"audience: {audience}\n", "");
        Assert.Equal($"sources/monitoring.yaml, line 12: {fault}", given.Replace(Source, "audiences: [cluster]", $"audiences: [{audience}]").Faults());
    }

    [Theory]
    [InlineData("{ partners: 0 }", "\"persons_needed\" is a number of different persons from 1 to 5")]
    [InlineData("{ hct: 6 }", "\"persons_needed\" is a number of different persons from 1 to 5")]
    [InlineData("{ public: 1 }", "what becomes public is approved by a second person always; \"public\" cannot be below 2")]
    public void Numbers_of_persons_have_a_floor(string persons, string fault) =>
        Assert.Equal($"operation.yaml, line 3: {fault}", given.Replace(Operation, "country: LR", $"persons_needed: {persons}\ncountry: LR").Faults());

    [Fact]
    public void What_leaves_the_cluster_needs_two_persons_where_nothing_is_said()
    {
        var operation = given.Replace(Operation, "country: LR", "persons_needed: { hct: 1 }\ncountry: LR").Load().Operation;
        Assert.Equal([1, 2, 1, 2, 2], Audiences.Titles.Keys.Select(operation.Persons));
    }

    [Fact]
    public void An_agreement_is_asked_for_an_audience_that_the_protocol_names_and_recorded_for_a_source_that_is_there()
    {
        Assert.Equal(
            "sources/monitoring.yaml, line 13: \"partners\" is no audience that the protocol names.",
            given.Replace(Source, "audiences: [cluster]", "audiences: [cluster]\n  agreement_for: [partners]").Faults());
        given.Replace(Source, "agreement_for: [partners]", "agreement_for: [cluster]").Write("operation/agreements/monitoring.yaml", "agreements:\n  - { audience: police, by: R, on: 2026-01-01, until: 2025-01-01, reference: M }\n");
        Assert.Equal($"agreements/monitoring.yaml, line 2: \"police\" is no audience; {Known}\nagreements/monitoring.yaml, line 2: an agreement ends on the day it begins or later", given.Faults());
        given.Remove("operation/agreements/monitoring.yaml").Write("operation/agreements/monitorin.yaml", "agreements: []\n");
        Assert.Equal("agreements/monitorin.yaml, line 1: \"monitorin\" is no source of this operation. Did you mean \"monitoring\"?", given.Faults());
    }

    [Fact]
    public void An_approver_is_a_role_with_the_key_that_its_file_names()
    {
        Write($"role: Coordinator\nadded_on: 2026-01-01\nreviewed: {{ by: Officer, on: 2026-01-02 }}\n", key.Pem);
        Assert.Equal((key.Id, "Coordinator"), (given.Load().Approvers.Single().Key.Id, given.Load().Approvers.Single().Role));

        Write("role: Coordinator\nadded_on: 2026-01-01\nreviewed: { by: coordinator, on: 2026-01-02 }\nended: { on: 2025-01-01, by: Officer, reason: Left }\n", key.Pem);
        Assert.Equal(
            $"approvers/{key.Id}.yaml, line 4: a key is reviewed by another role than its own: who looks has to have seen whose key it is\napprovers/{key.Id}.yaml, line 5: a key ends on the day it was added or later",
            given.Faults());
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var stranger = ApproverKey.Of(other);
        Write("role: Coordinator\nadded_on: 2026-01-01\n", stranger.Pem);
        Assert.Equal($"approvers/{key.Id}.pem, line 1: this is the key {stranger.Id}, not the one its name says; a key cannot take another's place", given.Faults());
        Write("role: Coordinator\nadded_on: 2026-01-01\n", other.ExportPkcs8PrivateKeyPem());
        Assert.StartsWith($"approvers/{key.Id}.pem, line 1: a private key stands here. It belongs to one person alone", given.Faults(), StringComparison.Ordinal);
        using var longer = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Write("role: Coordinator\nadded_on: 2026-01-01\n", longer.ExportSubjectPublicKeyInfoPem());
        Assert.Equal($"approvers/{key.Id}.pem, line 1: this is no public key on P-256; make one with «tip release DIR key new»", given.Faults());
        given.Remove($"operation/approvers/{key.Id}.yaml").Write($"operation/approvers/{key.Id}.pem", key.Pem);
        Assert.Equal($"approvers/{key.Id}.pem, line 1: a public key without the file that says whose it is; make both with «tip release DIR key new»", given.Faults());
    }

    [Fact]
    public void Who_approves_and_who_agrees_changes_no_hash_of_the_definitions()
    {
        var before = given.Load().Hash;
        Write("role: Coordinator\nadded_on: 2026-01-01\n", key.Pem);
        given.Write("operation/agreements/monitoring.yaml", "agreements: []\n");
        Assert.Equal(before, given.Load().Hash);
    }

    private void Write(string yaml, string pem) => given.Write($"operation/approvers/{key.Id}.yaml", $"id: \"{key.Id}\"\n{yaml}").Write($"operation/approvers/{key.Id}.pem", pem);
}
