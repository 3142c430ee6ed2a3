using Npgsql;
using TipAnalytics.Pipeline;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Jobs;

/// <summary>How the PostgreSQL that keeps the queue is reached.</summary>
public static class JobsConnection
{
    public const string Variable = "TIP_JOBS";
    public const string FileVariable = "TIP_JOBS_FILE";

    private const int SecondsToConnect = 5;

    /// <summary>From the command line, a file, or the environment, in this order.</summary>
    /// <param name="given">A connection string as typed: without a password, since everybody on the machine can read the arguments of a process.</param>
    /// <returns>Null: nothing is given, and the queue is kept in memory.</returns>
    /// <exception cref="MachineException">It cannot be read, is no connection string, or shows a password to everybody.</exception>
    public static string? Find(string? given, string? file, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (given is not null)
            return Complete(given, "--jobs");
        if ((file ?? environment(FileVariable)) is { Length: > 0 } path)
            return Complete(PrivateFile.Read(path, "file with a password").Trim(), path);
        return environment(Variable) is { Length: > 0 } text ? Complete(text, Variable) : null;
    }

    /// <returns>What is wrong with a connection string that stands on the command line; null: nothing.</returns>
    public static string? Fault(string given)
    {
        try
        {
            return Parse(given, "--jobs").Password is { Length: > 0 }
                ? $"--jobs holds a password, which every user of this machine can read in the list of processes. Put the connection string into a file that only you can read and give --jobs-file, or set {Variable}. Change the password: it was shown."
                : null;
        }
        catch (MachineException failure)
        {
            return failure.Message;
        }
    }

    /// <summary>Opens a connection and closes it.</summary>
    /// <exception cref="MachineException">The database cannot be reached; says which, without user and password.</exception>
    public static void Check(string connection)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection) { Timeout = SecondsToConnect, CommandTimeout = SecondsToConnect, Pooling = false };
        try
        {
            using var opened = new NpgsqlConnection(builder.ConnectionString);
            opened.Open();
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or ArgumentException)
        {
            throw new MachineException($"The database of jobs cannot be used: {Name(builder)}, {Reason(failure)}. Start it or correct the connection ({Variable}, --jobs or --jobs-file); without one the queue is kept in memory.");
        }
    }

    /// <summary>Server and database, nothing else.</summary>
    public static string Name(string connection) => Name(new NpgsqlConnectionStringBuilder(connection));

    private static string Name(NpgsqlConnectionStringBuilder builder) => FormattableString.Invariant($"«{builder.Database}» at {builder.Host}:{builder.Port}");

    private static string Reason(Exception failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => "it does not accept the user or password",
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => "there is no such database",
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => "it has no connection left",
        PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow } => "it is starting or stopping",
        _ => FormattableString.Invariant($"nothing answers there within {SecondsToConnect} seconds"),
    };

    private static string Complete(string text, string where)
    {
        var builder = Parse(text, where);
        builder.ApplicationName ??= "TipAnalytics";
        builder.PersistSecurityInfo = false;
        return builder.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder Parse(string text, string where)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text.Trim());
            return builder.Host is { Length: > 0 } ? builder : throw new ArgumentException("Host");
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            // The text may hold a password, and the library's message may repeat it.
            throw new MachineException($"{where}: this is no connection string of PostgreSQL. Write Host=…;Database=…;Username=…;Password=… in one line.");
        }
    }
}
