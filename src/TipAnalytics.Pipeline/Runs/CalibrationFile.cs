using System.Text.Json;
using TipAnalytics.Pipeline.Trends;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>The last calibration (<c>data/calibration.json</c>): shares of simulated series only, nothing of the data. The next release prints it.</summary>
internal static class CalibrationFile
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <returns>Null when there was none, it cannot be read (an earlier program wrote none of the intervals), or the definitions are others now: error rates of another
    /// layout say nothing here.</returns>
    public static Calibration? Read(OperationFolder folder, string definitionsHash)
    {
        try
        {
            var last = File.Exists(folder.Calibration) ? JsonSerializer.Deserialize<Calibration>(File.ReadAllBytes(folder.Calibration), Format) : null;
            return last?.DefinitionsHash == definitionsHash ? last : null;
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="MachineException">It cannot be written.</exception>
    public static void Write(OperationFolder folder, Calibration calibration)
    {
        try
        {
            Directory.CreateDirectory(folder.Data);
            DurableFile.WriteText(folder.Calibration, JsonSerializer.Serialize(calibration, Format));
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            throw new MachineException($"{folder.Calibration}: could not be written: {StorageFailure.Reason(failure)}. Run again when that is mended.");
        }
    }
}
