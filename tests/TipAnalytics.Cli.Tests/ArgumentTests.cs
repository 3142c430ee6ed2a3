namespace TipAnalytics.Cli.Tests;

public class ArgumentTests
{
    [Theory]
    [InlineData("")]
    [InlineData("frobnicate")]
    [InlineData("run")]
    [InlineData("report --as-of 15.08.2026 somewhere")]
    [InlineData("query somewhere --from 2026-13")]
    [InlineData("query somewhere --format parquet")]
    [InlineData("report somewhere --product novel")]
    public void Wrong_arguments_exit_with_2_and_say_what_is_wrong(string arguments)
    {
        var output = Tip.Run(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, output.Code);
        Assert.NotEmpty(output.Error);
        Assert.Empty(output.Text);
    }

    [Fact]
    public void Help_lists_the_commands()
    {
        var output = Tip.Run("--help");
        Assert.Equal(0, output.Code);
        Assert.All(new[] { "demo", "new", "check", "ingest", "derive", "report", "run", "query", "key" }, command => Assert.Contains($"  {command} ", output.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_folder_that_is_no_operation_is_said_with_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("tip-test-").FullName;
        var output = Tip.Run("check", folder);
        Assert.Equal((10, $"{folder}: no operation.yaml here. Give the folder of an operation, or make one with «tip new {folder}».\n"), (output.Code, output.Error));
    }

    [Fact]
    public void Nothing_is_overwritten_by_a_demo_or_a_new_operation()
    {
        var folder = Directory.CreateTempSubdirectory("tip-test-").FullName;
        File.WriteAllText(Path.Combine(folder, "mine.txt"), "mine");
        Assert.Equal(13, Tip.Run("demo", folder).Code);
        Assert.Equal(13, Tip.Run("new", folder).Code);
        Assert.Equal("mine.txt", Path.GetFileName(Assert.Single(Directory.EnumerateFileSystemEntries(folder))));
    }

    [Theory]
    [InlineData("backtest nowhere --by week", "--by: give one of ingest, month.")]
    [InlineData("backtest nowhere --by 1", "--by: give one of ingest, month.")]
    [InlineData("runs nowhere --last all", "--last: give a number from 1 to 2147483647.")]
    [InlineData("map nowhere --header-rows two", "--header-rows: give a number from 1 to 100.")]
    [InlineData("calibrate nowhere --seed x", "--seed: give a number from -2147483648 to 2147483647.")]
    public void A_value_that_an_option_does_not_know_is_answered_with_those_it_does_and_no_type_of_the_program(string arguments, string message)
    {
        var output = Tip.Run(arguments.Split(' '));
        Assert.Equal(2, output.Code);
        Assert.StartsWith(message, output.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", output.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("TipAnalytics.", output.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("5.5")]
    [InlineData("99999999999")]
    [InlineData("5")]
    public void A_number_of_histories_that_is_none_is_a_wrong_argument(string histories)
    {
        var output = Tip.Run("calibrate", "nowhere", "--histories", histories);
        Assert.Equal(2, output.Code);
        Assert.Contains("--histories: give a number from 20 to 10000.", output.Error, StringComparison.Ordinal);
    }
}
