using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TipAnalytics.Cli.Tests;

/// <summary>What the files for servers and the reference of variables say is what the program does.</summary>
public class DeploymentTests
{
    // Commands that the units of a host call.
    private static readonly string[] OfHosts = ["serve", "worker"];

    private static readonly string Root = Path.GetFullPath(Path.Combine(Here(), "..", ".."));
    private static readonly string Deploy = Path.Combine(Root, "src", "TipAnalytics.Web", "deploy");
    private static readonly string Readme = File.ReadAllText(Path.Combine(Root, "README.md"));

    [Fact]
    public void Every_variable_that_the_program_reads_stands_in_the_reference_and_no_other()
    {
        var read = Sources("src").SelectMany(text => Regex.Matches(text, @"""((?:TIP|OTEL)_[A-Z_]+|NO_COLOR)""").Select(match => match.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);
        var told = Regex.Matches(Readme, @"(?m)^\| `([A-Z_]+)` \|").Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        Assert.True(read.Count >= 5);
        Assert.Equal(read.Append("XDG_DATA_HOME").Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_variable_is_read_under_a_name_that_the_reference_cannot_see()
    {
        // A literal, a constant of such a name, or the name that a definition gives (token_env).
        var calls = Sources("src").SelectMany(text => Regex.Matches(text, @"GetEnvironmentVariable\((""?)(\w+)").Select(match => (IsLiteral: match.Groups[1].Length > 0, Name: match.Groups[2].Value))).Distinct();
        Assert.All(calls, call => Assert.True(call.IsLiteral ? Readme.Contains($"`{call.Name}`", StringComparison.Ordinal) : call.Name.EndsWith("ariable", StringComparison.Ordinal) || call.Name is "VaultKey" or "WorkingPlaces", call.Name));
    }

    [Fact]
    public void Variables_of_the_tests_are_told_too()
    {
        var read = Sources("tests").Where(text => !text.Contains(nameof(Variables_of_the_tests_are_told_too), StringComparison.Ordinal))
            .SelectMany(text => Regex.Matches(text, """(?:GetEnvironmentVariable|Setting)\("(TIP_[A-Z_]+)""").Select(match => match.Groups[1].Value)).Distinct();
        Assert.All(read, variable => Assert.Contains(variable, Readme, StringComparison.Ordinal));
    }

    [Fact]
    public void The_units_call_commands_that_exist_keep_copies_off_disks_and_name_variables_that_are_told()
    {
        var units = Directory.EnumerateFiles(Deploy, "*.service").ToDictionary(path => Path.GetFileName(path), File.ReadAllText);
        Assert.True(units.Count >= 4);
        Assert.All(units, unit =>
        {
            var command = Regex.Match(unit.Value, @"(?m)^ExecStart=.*?/opt/tip/tip (\w+)").Groups[1].Value;
            Assert.True(OfHosts.Contains(command) || Tip.Run(command, "--help").Code == 0, $"{unit.Key}: tip {command}");
            foreach (var setting in new[] { "LimitCORE=0", "MemorySwapMax=0", "UMask=0077", "NoNewPrivileges=yes", "ProtectSystem=strict", "User=tip" })
                Assert.Contains($"\n{setting}\n", unit.Value, StringComparison.Ordinal);
        });
        Assert.All(Directory.EnumerateFiles(Deploy, "*.timer"), timer => Assert.True(units.ContainsKey(Path.ChangeExtension(Path.GetFileName(timer), ".service"))));
    }

    [Fact]
    public void Systemd_finds_no_fault_in_the_units()
    {
        if (!File.Exists("/usr/bin/systemd-analyze"))
            return;
        var start = new ProcessStartInfo("/usr/bin/systemd-analyze") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("verify");
        foreach (var unit in Directory.EnumerateFiles(Deploy, "tip-*").Order(StringComparer.Ordinal))
            start.ArgumentList.Add(unit);
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd() + process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        // The program is not installed here, nor need systemd itself run.
        Assert.DoesNotContain(said.Split('\n'), line => line.Contains("tip-", StringComparison.Ordinal) && !line.Contains("is not executable", StringComparison.Ordinal));
    }

    [Fact]
    public void The_image_is_built_by_the_command_of_the_readme_and_runs_as_nobody_special()
    {
        var docker = File.ReadAllLines(Path.Combine(Deploy, "Dockerfile"));
        var publish = Regex.Match(Readme, @"(?m)^    (dotnet publish .*) -o .*$").Groups[1].Value;
        Assert.Contains(docker, line => line.StartsWith($"RUN {publish} -o ", StringComparison.Ordinal));
        Assert.Contains("USER $APP_UID", docker);
        Assert.True(Array.IndexOf(docker, "USER $APP_UID") < Array.IndexOf(docker, "ENTRYPOINT [\"/app/tip\"]"));
        Assert.All(docker.Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)), line => Assert.Matches(@":10\.0( AS \w+)?$", line));
        // What the publish command names is declared, so that lock files stay as they are.
        var declared = Regex.Match(File.ReadAllText(Path.Combine(Root, "Directory.Build.props")), "<RuntimeIdentifiers>(.*)</RuntimeIdentifiers>").Groups[1].Value.Split(';');
        Assert.All(new[] { "linux-x64", "win-x64", "osx-arm64" }, system => Assert.Contains(system, declared));
    }

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
