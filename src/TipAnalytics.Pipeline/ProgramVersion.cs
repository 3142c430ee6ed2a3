using System.Reflection;

namespace TipAnalytics.Pipeline;

/// <summary>Version of the program, as releases and stores name it.</summary>
public static class ProgramVersion
{
    /// <summary>e.g. <c>0.1.0</c>, without the commit.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
