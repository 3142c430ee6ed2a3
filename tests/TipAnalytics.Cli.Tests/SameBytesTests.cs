namespace TipAnalytics.Cli.Tests;

public class SameBytesTests
{
    [Fact]
    public void The_same_inputs_under_the_same_key_give_the_same_release_byte_for_byte()
    {
        Environment.SetEnvironmentVariable("TIP_KEY", Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));
        try
        {
            var (one, two) = (SmallFixture.Make(), SmallFixture.Make());
            Assert.Equal((0, 0), (Tip.Run("run", one).Code, Tip.Run("run", two).Code));
            var first = TestFolders.Hashes(Path.Combine(one, "releases"));
            Assert.True(first.Count > 30);
            Assert.Equal(first, TestFolders.Hashes(Path.Combine(two, "releases")));
        }
        finally
        {
            Environment.SetEnvironmentVariable("TIP_KEY", null);
        }
    }
}
