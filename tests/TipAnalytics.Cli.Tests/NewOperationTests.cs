namespace TipAnalytics.Cli.Tests;

public class NewOperationTests
{
    [Fact]
    public void A_new_operation_passes_the_check_as_it_stands_and_has_a_key_only_its_owner_reads()
    {
        var folder = TestFolders.Fresh();
        var made = Tip.Run("new", folder);
        Assert.Equal(0, made.Code);
        Assert.Contains("A lost key is final", made.Text, StringComparison.Ordinal);

        var check = Tip.Run("check", folder);
        Assert.True(check.Code == 0, check.All);
        Assert.Contains("No faults.", check.Text, StringComparison.Ordinal);
        Assert.Contains("Note: CH-01", check.Text, StringComparison.Ordinal);

        var key = Path.Combine(TestFolders.Keys, "tipanalytics", "keys", File.ReadAllText(Path.Combine(folder, "data", "key-id")).Trim() + ".key");
        Assert.True(File.Exists(key), key);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
    }

    [Fact]
    public void Every_fault_of_the_definitions_is_said_with_its_line()
    {
        var folder = TestFolders.Fresh();
        Tip.Run("new", folder);
        var source = Path.Combine(folder, "sources", "household-interviews.yaml");
        File.WriteAllText(source, File.ReadAllText(source).Replace("child_away_reason: {", "child_away_raeson: {", StringComparison.Ordinal).Replace("stream: pm_hh", "stream: pm_hh\nsingal: x", StringComparison.Ordinal));

        var output = Tip.Run("check", folder);

        Assert.Equal(10, output.Code);
        Assert.Contains("sources/household-interviews.yaml, line 6: unknown key \"singal\"", output.Error, StringComparison.Ordinal);
        Assert.Contains("child_away_raeson", output.Error, StringComparison.Ordinal);
        Assert.Contains("Did you mean \"child_away_reason\"?", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_one_question_of_the_register_is_answered_nothing_is_released_and_the_message_says_what_to_do()
    {
        var folder = TestFolders.Fresh();
        Tip.Run("new", folder);
        Assert.Equal(0, Tip.Run("ingest", folder).Code);
        Assert.Equal(0, Tip.Run("derive", folder, "--as-of", "2026-08-15").Code);

        foreach (var command in new[] { "run", "report" })
        {
            var output = Tip.Run(command, folder, "--as-of", "2026-08-15");
            Assert.True(output.Code == 12, output.All);
            Assert.Contains("context-analysis.yaml answers none of the 50 questions", output.Error, StringComparison.Ordinal);
            Assert.Contains("tip register DIR form FILE.xlsx", output.Error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(Path.Combine(folder, "releases")) && Directory.EnumerateFileSystemEntries(Path.Combine(folder, "releases")).Any());
    }

    [Fact]
    public void The_register_goes_out_as_a_form_and_comes_back()
    {
        var folder = TestFolders.Fresh();
        Tip.Run("new", folder);
        var form = Path.Combine(Path.GetDirectoryName(folder)!, "form.xlsx");
        Assert.Equal(0, Tip.Run("register", folder, "form", form, "--lang", "es").Code);
        Assert.Equal(2, Tip.Run("register", folder, "form", form).Code);
        Assert.Equal(2, Tip.Run("register", folder, "form", Path.Combine(folder, "victims_of_trafficking_count.xlsx")).Code);
        var read = Tip.Run("register", folder, "read", form);
        Assert.True(read.Code == 0, read.All);
        Assert.Contains("context-analysis.yaml: 0 added, 0 changed, 2 as before, ", read.Text, StringComparison.Ordinal);
        Assert.Equal(2, Tip.Run("register", folder, "read", "form.pdf").Code);
        Assert.Equal(2, Tip.Run("register", folder).Code);
        Assert.Equal(11, Tip.Run("register", folder, "read", "nothing.xlsx").Code);
    }

    [Fact]
    public void A_new_operation_without_data_gives_a_report_that_says_so()
    {
        var folder = TestFolders.Fresh();
        Tip.Run("new", folder);
        var register = Path.Combine(folder, "context-analysis.yaml");
        File.WriteAllText(register, File.ReadAllText(register).Replace("answer: unknown ", "answer: \"yes\" ", StringComparison.Ordinal));
        var output = Tip.Run("run", folder, "--as-of", "2026-08-15");
        Assert.True(output.Code == 0, output.All);
        Assert.Contains("trend-report.docx", output.Text, StringComparison.Ordinal);
    }
}
