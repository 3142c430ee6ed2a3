using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace TipAnalytics.Jobs.Tests;

[CollectionDefinition(nameof(PrivatePostgres))]
public sealed class UsesPostgres : ICollectionFixture<PrivatePostgres>;

/// <summary>A PostgreSQL of the tests' own: its own folder, a free port, this machine only, gone with the tests. Each test takes a database of its own.</summary>
public sealed class PrivatePostgres : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("tip-postgres-").FullName;
    private readonly string programs = Programs();
    private readonly int port = FreePort();

    public PrivatePostgres()
    {
        // PostgreSQL refuses to run as root; its own user has to reach the folder.
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            Run("chown", "postgres", folder);
        }

        Program("initdb", "-D", Data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C");
        Start();
    }

    private string Data => Path.Combine(folder, "data");

    /// <summary>A new, empty database.</summary>
    public string Database()
    {
        var name = "tip_" + Guid.NewGuid().ToString("N");
        using var connection = new NpgsqlConnection(Connection("postgres"));
        connection.Open();
        using var command = new NpgsqlCommand($"create database {name}", connection);
        command.ExecuteNonQuery();
        return Connection(name);
    }

    public string Connection(string database, string password = "") =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Database={database};Username=postgres{(password.Length > 0 ? $";Password={password}" : "")}");

    public void Start() => Program(
        "pg_ctl", "-D", Data, "-l", Path.Combine(folder, "log"), "-w", "-t", "60", "-o",
        string.Create(CultureInfo.InvariantCulture, $"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"), "start");

    /// <summary>Stops it at once, as a power cut would.</summary>
    public void Stop() => Program("pg_ctl", "-D", Data, "-m", "immediate", "-w", "-t", "60", "stop");

    public void Dispose()
    {
        Stop();
        Directory.Delete(folder, recursive: true);
    }

    private void Program(string name, params string[] arguments)
    {
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
            Run("runuser", ["-u", "postgres", "--", Path.Combine(programs, name), .. arguments]);
        else
            Run(Path.Combine(programs, name), arguments);
    }

    private void Run(string program, params string[] arguments)
    {
        // Not redirected for the server that goes on: it would keep the pipe open.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "out=\"$0\"; \"$@\" >\"$out\" 2>&1 </dev/null", Path.Combine(Path.GetTempPath(), Path.GetFileName(folder) + ".out"), program, .. arguments]) { WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {File.ReadAllText(start.ArgumentList[2])}");
        File.Delete(start.ArgumentList[2]);
    }

    private static string Programs()
    {
        var installed = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderByDescending(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var version) ? version : 0).Select(path => Path.Combine(path, "bin"))
            : [];
        return installed.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)).FirstOrDefault(path => File.Exists(Path.Combine(path, "initdb")) && File.Exists(Path.Combine(path, "pg_ctl")))
            ?? throw new InvalidOperationException("PostgreSQL is missing: install it (Debian: postgresql), or run tests/run as root, which does.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
