using System.Globalization;
using System.Text.Json;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>Receipts of erased records, one file each in <c>data/receipts</c>.</summary>
internal static class Receipts
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the receipts that are not there, also of an earlier run that ended between vault and receipt. Call after the vault is committed: a
    /// receipt never stands for records that are still there.</summary>
    /// <returns>Receipts of <paramref name="erased"/>.</returns>
    /// <exception cref="MachineException">They cannot be written; the records are erased and the next purge writes them.</exception>
    public static IReadOnlyList<Receipt> Write(OperationFolder folder, Vault vault, IReadOnlyList<ErasedRecords> erased)
    {
        try
        {
            foreach (var records in Erasures.Read(vault.Connection))
            {
                var path = Path.Combine(folder.Receipts, string.Create(CultureInfo.InvariantCulture, $"{records.ErasedOn:yyyy-MM-dd}-{records.Number:0000}-{records.SourceId}-{records.Reason}.json"));
                if (File.Exists(path))
                    continue;
                Directory.CreateDirectory(folder.Receipts);
                DurableFile.WriteText(path, JsonSerializer.Serialize(Content(Of(records)), Format) + "\n");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MachineException($"{folder.Receipts}: a receipt could not be written: {StorageFailure.Reason(failure)}. The records are erased; «tip purge» writes the receipt when that is mended.");
        }

        return [.. erased.Select(Of)];
    }

    private static Receipt Of(ErasedRecords erased) => new(
        erased.Number, erased.SourceId, erased.Stream, erased.Provider, erased.Reason, erased.Rule, erased.ErasedOn,
        Period.Containing(erased.FirstMonth, PeriodGrain.Month), Period.Containing(erased.LastMonth, PeriodGrain.Month), Magnitude.Of(erased.RecordCount));

    private static object Content(Receipt receipt) => new
    {
        Receipt = receipt.Number,
        receipt.SourceId,
        receipt.Stream,
        receipt.Provider,
        receipt.Reason,
        receipt.Rule,
        receipt.ErasedOn,
        FirstMonth = receipt.FirstMonth.ToString(),
        LastMonth = receipt.LastMonth.ToString(),
        receipt.Records,
    };
}
