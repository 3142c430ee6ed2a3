namespace TipAnalytics.Cli.Tests;

public class ServeTests
{
    [Theory]
    [InlineData("serve")]
    [InlineData("worker")]
    public void A_password_on_the_command_line_is_refused_and_not_repeated(string command)
    {
        var output = Tip.Run(command, "anywhere", "--jobs", "Host=db.example.org;Username=tip;Password=zz-secret");
        Assert.Equal(2, output.Code);
        Assert.StartsWith("--jobs holds a password, which every user of this machine can read in the list of processes.", output.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("zz-secret", output.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zz-secret", "--jobs: this is no connection string of PostgreSQL. Write Host=…;Database=…;Username=…;Password=… in one line.")]
    [InlineData("Host=a;Port=zz-secret", "--jobs: this is no connection string of PostgreSQL. Write Host=…;Database=…;Username=…;Password=… in one line.")]
    public void What_is_no_connection_string_is_refused_and_not_repeated(string connection, string expected)
    {
        var output = Tip.Run("serve", "anywhere", "--jobs", connection);
        Assert.Equal((2, expected), (output.Code, output.Error.Split('\n')[0]));
    }

    [Fact]
    public void A_database_that_does_not_answer_ends_the_host_with_13_in_seconds()
    {
        var folder = TestFolders.Fresh();
        Tip.Run("new", folder);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var output = Tip.Run("serve", folder, "--jobs", "Host=127.0.0.1;Port=1;Database=tip;Username=zz-user");
        Assert.Equal(13, output.Code);
        Assert.StartsWith("The database of jobs cannot be used: «tip» at 127.0.0.1:1, nothing answers there", output.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("zz-user", output.All, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void A_file_with_the_connection_has_to_be_its_owners_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        var (folder, file) = (TestFolders.Fresh(), Path.GetTempFileName());
        Tip.Run("new", folder);
        File.WriteAllText(file, "Host=127.0.0.1;Port=1;Password=zz-secret");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var output = Tip.Run("serve", folder, "--jobs-file", file);
        Assert.Equal((13, $"{file}: others can read this file with a password. Run: chmod 600 {file}\n"), (output.Code, output.Error));
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        output = Tip.Run("serve", folder, "--jobs-file", file);
        Assert.Equal(13, output.Code);
        Assert.DoesNotContain("zz-secret", output.All, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_without_a_database_is_told_what_it_needs()
    {
        var output = Tip.Run("worker", "anywhere");
        Assert.Equal(13, output.Code);
        Assert.StartsWith("A worker shares the queue of other hosts, so it needs their PostgreSQL: set TIP_JOBS", output.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_done_by_hand_is_listed_with_why_and_how_it_ended()
    {
        var folder = TestFolders.Fresh();
        Tip.Run("new", folder);
        Assert.Equal("Nothing has been done with this operation yet.\n", Tip.Run("runs", folder).Text);
        Assert.Equal(0, Tip.Run("derive", folder, "--as-of", "2026-08-15").Code);
        Assert.Equal(12, Tip.Run("run", folder, "--as-of", "2024-08-15").Code);
        var output = Tip.Run("runs", folder);
        Assert.Equal(0, output.Code);
        var rows = output.Text.Split('\n');
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d  run     by hand  needs a person  \d", rows[2]);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d  derive  by hand  done            \d", rows[3]);
        Assert.Contains("Nothing released: as of 2024-08-15 the last closed month is 2024-06", output.Text, StringComparison.Ordinal);
        Assert.Contains("\"outcome\": \"person\"", Tip.Run("runs", folder, "--json").Text, StringComparison.Ordinal);
    }
}
