using System.Globalization;

namespace TipAnalytics.Pipeline.Definitions;

/// <summary>One thing wrong in a definition file.</summary>
/// <param name="File">Path below the catalogue or operation folder, with <c>/</c>.</param>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record DefinitionFault(string File, int Line, string Message)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}, line {Line}: {Message}");
}

/// <summary>Faults of a whole load. One faulty file hides no fault of another: loading goes on and ends with <see cref="ThrowIfAny"/>.</summary>
internal sealed class DefinitionFaults
{
    private readonly HashSet<DefinitionFault> faults = [];

    /// <summary>By file (ordinal), line and message.</summary>
    public IReadOnlyList<DefinitionFault> All =>
        [.. faults.OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line).ThenBy(fault => fault.Message, StringComparer.Ordinal)];

    public void Add(string file, int line, string message) => faults.Add(new(file, line, message));

    /// <summary>Throws one exception with every fault on a line of its own; does nothing without faults.</summary>
    public void ThrowIfAny()
    {
        if (faults.Count > 0)
            throw new DefinitionException(string.Join('\n', All));
    }
}
