using Microsoft.Extensions.Time.Testing;
using TipAnalytics.Pipeline.Runs;

namespace TipAnalytics.Jobs.Tests;

public sealed class InboxWatchTests : IDisposable
{
    private readonly TinyOperation operation = new();
    private readonly FakeTimeProvider clock = new();

    public void Dispose() => operation.Dispose();

    [Fact]
    public void A_file_counts_as_whole_once_it_has_stood_still_for_the_time_given()
    {
        var watch = Watch();
        var file = operation.Drop("export.csv", "a");
        Assert.Null(watch.Whole(TinyOperation.Source));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(watch.Whole(TinyOperation.Source));
        File.AppendAllText(file, "b");
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(watch.Whole(TinyOperation.Source));
        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Null(watch.Whole(TinyOperation.Source));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([file], watch.Whole(TinyOperation.Source));
    }

    [Fact]
    public void An_old_or_future_time_of_a_file_tells_nothing()
    {
        var watch = Watch();
        File.SetLastWriteTimeUtc(operation.Drop("old.csv", "a"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(operation.Drop("future.csv", "a"), new DateTime(2099, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Null(watch.Whole(TinyOperation.Source));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, watch.Whole(TinyOperation.Source)!.Count);
    }

    [Fact]
    public void While_one_file_of_a_source_moves_none_of_it_is_taken()
    {
        var watch = Watch();
        operation.Drop("first.csv", "a");
        Assert.Null(watch.Whole(TinyOperation.Source));
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Single(watch.Whole(TinyOperation.Source)!);
        operation.Drop("second.csv", "a");
        Assert.Null(watch.Whole(TinyOperation.Source));
    }

    [Theory]
    [InlineData("export.csv.part")]
    [InlineData("export.csv.crdownload")]
    [InlineData("export.csv.TMP")]
    [InlineData("~$export.xlsx")]
    [InlineData(".export.csv.x7Yz")]
    public void Names_that_programs_give_to_unfinished_files_are_left_alone(string name)
    {
        File.WriteAllText(Path.Combine(operation.Inbox, name), "a");
        Assert.Empty(Watch().Whole(TinyOperation.Source)!);
    }

    [Fact]
    public void The_mark_changes_with_a_file_and_with_a_definition_and_is_empty_without_files()
    {
        var watch = Watch();
        Assert.Equal("", watch.Mark(TinyOperation.Source));
        var file = operation.Drop("export.csv", "a");
        var first = watch.Mark(TinyOperation.Source);
        Assert.Equal(first, watch.Mark(TinyOperation.Source));
        operation.Write($"sources/accepted/{TinyOperation.Source}.yaml", "drifts: []\n");
        var second = watch.Mark(TinyOperation.Source);
        Assert.NotEqual(first, second);
        operation.Drop("late.csv", "a");
        Assert.NotEqual(second, watch.Mark(TinyOperation.Source));
        Assert.Equal(second, watch.Mark(TinyOperation.Source, new HashSet<string> { file }));
    }

    private InboxWatch Watch() => new(operation.Folder, TimeSpan.FromMinutes(1), clock);
}
