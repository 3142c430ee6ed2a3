using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>The page about the last ingest that looked at a file (<c>data/account.html</c>).</summary>
internal static class AccountFile
{
    /// <summary>Call after the vault is committed: the page tells what is in it.</summary>
    /// <exception cref="MachineException">It cannot be written; what the files held is in the vault.</exception>
    public static void Write(RunOptions options, OperationFolder folder, IngestSummary summary)
    {
        if (options.Account is null || (summary.Batches.Count == 0 && summary.Refused.Count == 0))
            return;
        try
        {
            Directory.CreateDirectory(folder.Data);
            DurableFile.WriteBytes(folder.Account, options.Account(summary));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MachineException($"{folder.Account}: the account of the files could not be written: {StorageFailure.Reason(failure)}. What was taken is in the vault; run again when that is mended.");
        }
    }
}
