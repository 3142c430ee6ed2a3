using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Tests.Warehouse;

/// <summary>Where the plain copy lies on machines of every kind.</summary>
public sealed class WorkingPlacesTests
{
    private const long MiB = 1L << 20;

    [Theory]
    [InlineData(null, "/dev/shm", 465, "/dev/shm")]
    [InlineData(null, "/dev/shm", 464, "/tmp")] // 64 MiB, as containers have: no room for four times 100 MiB and a reserve
    [InlineData(null, "/dev/shm", 0, "/tmp")]
    [InlineData(null, null, 0, "/tmp")] // Windows, macOS
    [InlineData("/ram", "/dev/shm", 465, "/ram")]
    [InlineData("/ram", null, 0, "/ram")]
    public void Memory_is_taken_where_it_has_room_and_a_named_place_always(string? named, string? memory, long freeMiB, string expected) =>
        Assert.Equal(expected, new WorkingPlaces(named, memory, "/tmp", _ => freeMiB * MiB).For(100 * MiB));

    [Fact]
    public void Copies_of_killed_processes_are_looked_for_in_every_place()
    {
        Assert.Equal(["/ram", "/dev/shm", "/tmp"], new WorkingPlaces("/ram", "/dev/shm", "/tmp", _ => 0).All);
        Assert.Equal(["/tmp"], new WorkingPlaces(null, null, "/tmp", _ => 0).All);
    }

    [Fact]
    public void What_only_its_owner_may_read_is_told_from_what_others_may_and_how_to_mend_it()
    {
        using var given = new TestVault();
        var (folder, file) = (Path.Combine(given.Root, "private"), Path.Combine(given.Root, "private", "file"));
        OwnerOnly.CreateFolder(folder);
        OwnerOnly.CreateFile(file).Dispose();
        Assert.False(OwnerOnly.IsReadByOthers(file));
        Assert.Throws<IOException>(() => OwnerOnly.CreateFile(file));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.GroupRead);
            Assert.True(OwnerOnly.IsReadByOthers(file));
        }

        Assert.Equal(("chmod 600 a.key", "icacls \"a.key\" /inheritance:r /grant:r \"%USERNAME%:F\""), (OwnerOnly.Remedy("a.key", isWindows: false), OwnerOnly.Remedy("a.key", isWindows: true)));
    }
}
