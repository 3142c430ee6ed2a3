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
        var commands = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "README.md")).Where(line => line.StartsWith("    tip ", StringComparison.Ordinal)).ToList();
        Assert.True(commands.Count >= 8);
        Assert.All(commands, command =>
        {
            var arguments = Split(command.Trim()).Skip(1).Select(word => word is "my-demo" or "my-operation" ? Path.Combine(work, word) : word.StartsWith("sample-data/", StringComparison.Ordinal) ? Path.Combine(TestFolders.Repository, word) : word);
            var output = Tip.Run([.. arguments]);
            Assert.True(output.Code == 0, $"{command}: {output.All}");
        });
    }

    private static IEnumerable<string> Split(string command) =>
        command.Split('"').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
