namespace TipAnalytics.Pipeline;

/// <summary>A failure a person can act on; printed without a stack trace. Never holds a value from a personal column, nor an inner exception of a library.</summary>
public abstract class TipException(string message, int exitCode) : Exception(message)
{
    /// <summary>Exit code of the command line (10, 11, 12 or 13).</summary>
    public int ExitCode { get; } = exitCode;
}

/// <summary>A definition file is wrong: unknown key, unbound column, unknown P-code, a guard rule. All faults of a load are in one message, one a line.</summary>
public sealed class DefinitionException(string message) : TipException(message, 10);

/// <summary>A file or batch was not taken, or a protocol has expired. Nothing of it is in the vault.</summary>
public sealed class SourceDataException(string message) : TipException(message, 11)
{
    /// <summary>Columns that are needed and missing, as the source definition names them; empty for another failure.</summary>
    internal IReadOnlyList<string> MissingColumns { get; init; } = [];

    /// <summary>With <see cref="MissingColumns"/>: SHA-256 (hex) of the file.</summary>
    internal string FileHash { get; init; } = "";

    /// <summary>True: a server could not be reached or is busy; the same may go well later.</summary>
    internal bool MayPass { get; init; }
}

/// <summary>Nothing was released.</summary>
public sealed class ReleaseBlockedException(string message) : TipException(message, 12);

/// <summary>The machine: key, disk, lock, database.</summary>
public sealed class MachineException(string message) : TipException(message, 13);
