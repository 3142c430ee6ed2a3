using DuckDB.NET.Data;

namespace TipAnalytics.Pipeline.Warehouse;

/// <summary>Why the disk or the engine gave up, in our own words: an engine's text quotes values and statements, a library's the path of a private folder.</summary>
internal static class StorageFailure
{
    // ENOSPC of Linux and macOS; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows, which stand in the low half of an HRESULT.
    private const int NoSpaceUnix = 28;
    private const int HandleDiskFull = 39;
    private const int DiskFull = 112;

    /// <summary>True for what <see cref="Reason"/> puts into words; anything else is a fault of the program and is let through.</summary>
    public static bool Is(Exception failure) => failure is IOException or UnauthorizedAccessException or DuckDBException;

    /// <returns>A clause for a message: «no space is left there».</returns>
    public static string Reason(Exception failure) => failure switch
    {
        UnauthorizedAccessException => "its rights do not allow it",
        IOException io when IsFull(io) => "no space is left there",
        IOException => $"the system reports an input or output error, {failure.GetType().Name}",
        _ when Says(failure, "no space left") || Says(failure, "not enough space") || Says(failure, "disk full") => "no space is left there",
        _ when Says(failure, "out of memory") || Says(failure, "failed to allocate") || Says(failure, "could not allocate") => "memory ran out",
        _ when Says(failure, "permission denied") => "its rights do not allow it",
        _ => "the database engine refused it",
    };

    private static bool IsFull(IOException failure) =>
        OperatingSystem.IsWindows() ? (failure.HResult & 0xFFFF) is HandleDiskFull or DiskFull : failure.HResult == NoSpaceUnix;

    private static bool Says(Exception failure, string words) => failure.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
