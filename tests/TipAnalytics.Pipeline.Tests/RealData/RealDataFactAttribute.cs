namespace TipAnalytics.Pipeline.Tests.RealData;

/// <summary>A test on public sample files of real tools. They are not part of the project: the folder is named by TIP_REAL_DATA
/// (subfolders <c>wfp</c> and <c>msna</c>); without it the test is shown as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    public RealDataFactAttribute()
    {
        if (Folder is null)
            Skip = "TIP_REAL_DATA names no folder with the public sample files (wfp/, msna/).";
    }

    internal static string? Folder =>
        Environment.GetEnvironmentVariable("TIP_REAL_DATA") is { Length: > 0 } folder && File.Exists(Path.Combine(folder, "wfp", "rcsi.csv")) ? folder : null;
}
