namespace TipAnalytics.Pipeline.Tests.Definitions;

public sealed class ApiCheckTests : IDisposable
{
    private readonly ExampleOperation operation = new();

    public void Dispose() => operation.Dispose();

    [Theory]
    [InlineData("kind: kobo, url: https://kobo.example.org, asset: aXy12, token_env: KOBO_TOKEN")]
    [InlineData("kind: kobo, url: https://kobo.example.org/k, asset: aXy12, token_file: /etc/tip/kobo-token, page_size: 1000, login: basic")]
    [InlineData("kind: primero, url: http://localhost:3000, record_type: incidents, token_env: PRIMERO_TOKEN, login: basic, timeout_seconds: 300")]
    public void A_server_that_is_described_whole_is_without_fault(string api) => With(api).Load();

    [Theory]
    [InlineData("kind: kobo, url: http://kobo.example.org, asset: aXy12, token_env: T", "\"api.url\" has to be https://")]
    [InlineData("kind: kobo, url: \"https://me:ZZMARK@kobo.example.org\", asset: aXy12, token_env: T", "\"api.url\" has to be https://")]
    [InlineData("kind: kobo, url: \"https://kobo.example.org/?token=ZZMARK\", asset: aXy12, token_env: T", "\"api.url\" has to be https://")]
    [InlineData("kind: kobo, url: https://kobo.example.org, token_env: T", "\"api.asset\" has to be the uid")]
    [InlineData("kind: kobo, url: https://kobo.example.org, asset: ../x, token_env: T", "\"api.asset\" has to be the uid")]
    [InlineData("kind: kobo, url: https://kobo.example.org, asset: aXy12, record_type: cases, token_env: T", "\"api.record_type\" belongs to Primero")]
    [InlineData("kind: primero, url: https://cp.example.org, token_env: T", "\"api.record_type\" is missing: cases or incidents")]
    [InlineData("kind: primero, url: https://cp.example.org, record_type: cases, login: token, token_env: T", "\"api.login\" of Primero is bearer or basic")]
    [InlineData("kind: kobo, url: https://kobo.example.org, asset: aXy12", "the token comes from exactly one of")]
    [InlineData("kind: kobo, url: https://kobo.example.org, asset: aXy12, token_env: T, token_file: t", "the token comes from exactly one of")]
    [InlineData("kind: kobo, url: https://kobo.example.org, asset: aXy12, token_env: ZZMARKabc123", "\"api.token_env\" has to be the name of an environment variable")]
    [InlineData("kind: kobo, url: https://kobo.example.org, asset: aXy12, token_env: T, token: ZZMARK", "unknown key \"token\"")]
    [InlineData("kind: kobo, url: https://kobo.example.org, asset: aXy12, token_env: T, page_size: 1001", "\"api.page_size\" is 1 to 1000")]
    public void A_fault_is_said_with_its_line_and_without_a_secret(string api, string fault)
    {
        var faults = With(api).Faults();
        Assert.Contains(fault, faults, StringComparison.Ordinal);
        Assert.Contains("sources/monitoring.yaml, line 16", faults, StringComparison.Ordinal);
        Assert.DoesNotContain("ZZMARK", faults, StringComparison.Ordinal);
    }

    [Fact]
    public void Records_of_a_server_need_an_id()
    {
        var faults = With("kind: kobo, url: https://kobo.example.org, asset: aXy12, token_env: T").Replace("operation/sources/monitoring.yaml", "  id: [meta/rootUuid, _uuid]\n", "").Faults();
        Assert.Contains("a source with \"api\" needs \"record.id\"", faults, StringComparison.Ordinal);
    }

    private ExampleOperation With(string api) => operation.Replace("operation/sources/monitoring.yaml", "record:", $"api: {{ {api} }}\nrecord:");
}
