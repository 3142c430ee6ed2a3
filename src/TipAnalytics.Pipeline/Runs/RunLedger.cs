using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using TipAnalytics.Pipeline.Warehouse;

namespace TipAnalytics.Pipeline.Runs;

/// <summary>What was done with an operation, when, why and how it ended: <c>data/runs.jsonl</c>, a line a happening, only ever appended to. Kept with the
/// operation, so that it outlives every queue of jobs, and read by whoever plans: what stands here as ended is not done again.</summary>
/// <param name="folder">Folder of the operation.</param>
public sealed class RunLedger(string folder, TimeProvider clock)
{
    // Appending takes milliseconds; a host that is stopped in it gives the lock up with its process.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly string path = Path.Combine(Path.GetFullPath(folder), "data", "runs.jsonl");
    private readonly Lock reading = new();
    private (long Length, IReadOnlyList<RunLine> Lines) known = (0, []);

    /// <summary>All lines, oldest first. One that a power cut left unfinished is passed over.</summary>
    /// <exception cref="MachineException">The file is there and cannot be read.</exception>
    public IReadOnlyList<RunLine> Read()
    {
        if (!File.Exists(path))
            return [];
        lock (reading)
        {
            if (new FileInfo(path).Length == known.Length)
                return known.Lines;
            var text = WithFile(FileMode.Open, FileAccess.Read, file =>
            {
                using var reader = new StreamReader(file, Encoding.UTF8, leaveOpen: true);
                return (file.Length, Text: reader.ReadToEnd());
            });
            known = (text.Length, [.. text.Text.Split('\n').Select(Line).OfType<RunLine>()]);
            return known.Lines;
        }
    }

    /// <exception cref="MachineException">It cannot be written.</exception>
    public void Append(RunLine line)
    {
        var text = JsonSerializer.Serialize(line, Format) + "\n";
        WithFile(FileMode.OpenOrCreate, FileAccess.ReadWrite, file =>
        {
            // After a power cut in the middle of a line the next one begins anew.
            if (file.Length > 0)
            {
                file.Seek(-1, SeekOrigin.End);
                if (file.ReadByte() != '\n')
                    file.WriteByte((byte)'\n');
            }

            file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
            return true;
        });
    }

    /// <summary>A line of now.</summary>
    public RunLine Line(string run, RunEvent happening, string job) => new(Now(), run, happening, job);

    /// <summary>A name for a run that no other has.</summary>
    public string NewRun() => string.Create(CultureInfo.InvariantCulture, $"{Now():yyyyMMdd-HHmmss}-{Guid.NewGuid().ToString("N")[..8]}");

    /// <summary>This machine and process.</summary>
    public static string Here => string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName} {Environment.ProcessId}");

    /// <summary>Does work that a person started, and writes down that and how it ended.</summary>
    /// <param name="result">What came of it: outcome, exit code, inputs, release, messages; its other parts are filled in here.</param>
    public static T ByHand<T>(string folder, string job, TimeProvider clock, Func<T> work, Func<T, RunResult> result)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(result);
        // A folder that is none is the work's own message.
        if (!File.Exists(new OperationFolder(Path.GetFullPath(folder)).Definition))
            return work();
        var ledger = new RunLedger(folder, clock);
        var (run, began) = (ledger.NewRun(), clock.GetTimestamp());
        ledger.Append(ledger.Line(run, RunEvent.Started, job) with { Cause = RunCause.Hand, Where = Here });
        T done;
        try
        {
            done = work();
        }
        catch (Exception failure)
        {
            var ended = failure switch
            {
                TipException own => RunResult.Of(folder, own),
                OperationCanceledException => new RunResult(RunOutcome.Cancelled, 13),
                _ => new RunResult(RunOutcome.Failed, 1),
            };
            TryEnd(ended);
            throw;
        }

        End(result(done));
        return done;

        // The disk that failed the work may fail its line too: the first failure is the one to tell.
        void TryEnd(RunResult ended)
        {
            try
            {
                End(ended);
            }
            catch (MachineException)
            {
                return;
            }
        }

        void End(RunResult ended) =>
            ledger.Append(ended.On(ledger.Line(run, RunEvent.Ended, job)) with { Cause = RunCause.Hand, Seconds = Math.Round(clock.GetElapsedTime(began).TotalSeconds, 1) });
    }

    private DateTimeOffset Now()
    {
        var now = clock.GetUtcNow();
        return new(now.Ticks - now.Ticks % TimeSpan.TicksPerMillisecond, now.Offset);
    }

    private static RunLine? Line(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonSerializer.Deserialize<RunLine>(text, Format);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>With the file to oneself: lines of two processes do not mix.</summary>
    private T WithFile<T>(FileMode mode, FileAccess access, Func<FileStream, T> use)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                // Made by a look at a moment at which a restoration has moved the operation away, it would stand in the way of its return.
                if (!Directory.Exists(Path.GetFullPath(folder)))
                    throw new DirectoryNotFoundException();
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using var file = new FileStream(path, mode, access, FileShare.None);
                return use(file);
            }
            catch (IOException failure) when (VaultLock.IsHeld(failure) && waited.Elapsed < LongestWait)
            {
                Thread.Sleep(5);
            }
            catch (Exception failure) when (StorageFailure.Is(failure))
            {
                throw new MachineException($"{path}: the run ledger cannot be used: {StorageFailure.Reason(failure)}. Check rights and free space of the operation's folder.");
            }
        }
    }
}
