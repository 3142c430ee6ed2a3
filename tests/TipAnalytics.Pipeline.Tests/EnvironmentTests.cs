namespace TipAnalytics.Pipeline.Tests;

public class EnvironmentTests
{
    [Fact]
    public void The_machine_offers_the_encryption_the_vault_needs() =>
        Assert.True(System.Security.Cryptography.AesGcm.IsSupported);
}
