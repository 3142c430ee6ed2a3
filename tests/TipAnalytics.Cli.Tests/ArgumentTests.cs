namespace TipAnalytics.Cli.Tests;

public class ArgumentTests
{
    [Fact]
    public void A_call_without_a_command_is_a_wrong_argument() => Assert.Equal(2, CommandLine.Run([]));
}
