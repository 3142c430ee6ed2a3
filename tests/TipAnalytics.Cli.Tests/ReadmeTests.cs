namespace TipAnalytics.Cli.Tests;

/// <summary>The commands a reader finds in the README are the commands that work.</summary>
[Collection(DemoRun.Name)]
public class ReadmeTests(DemoFixture demo)
{
    [Fact]
    public void Every_tip_command_of_the_readme_runs()
    {
        var work = Directory.CreateTempSubdirectory("tip-test-").FullName;
        TestFolders.Copy(demo.Folder, Path.Combine(work, "my-demo"));
        TestFolders.Copy(SmallFixture.River, Path.Combine(work, "my-river"));
        var commands = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md")).Where(line => line.StartsWith("    tip ", StringComparison.Ordinal)).ToList();
        Assert.True(commands.Count >= 8);
        // What a person types when asked.
        Environment.SetEnvironmentVariable(Commands.PassphrasePrompt.Variable, "four quiet words here");
        try
        {
            Assert.All(commands, command => Succeeds(command, work));
        }
        finally
        {
            Environment.SetEnvironmentVariable(Commands.PassphrasePrompt.Variable, null);
        }
    }

    private static void Succeeds(string command, string work)
    {
        var arguments = Split(command.Trim()).Skip(1).Select(word => word.StartsWith("my-", StringComparison.Ordinal) ? Path.Combine(work, word) : word);
        var output = Tip.Run([.. arguments]);
        Assert.True(output.Code == 0, $"{command}: {output.All}");
    }

    private static IEnumerable<string> Split(string command) =>
        command.Split('"').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
