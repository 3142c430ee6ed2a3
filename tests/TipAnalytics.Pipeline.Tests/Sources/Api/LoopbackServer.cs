using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Web;

namespace TipAnalytics.Pipeline.Tests.Sources.Api;

/// <summary>An HTTP server on this machine, one answer a connection, so that a test can also answer late, half or not at all.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<Request, Reply> answer;
    private readonly ConcurrentQueue<Request> requests = new();
    private readonly CancellationTokenSource stop = new();

    public LoopbackServer(Func<Request, Reply> answer)
    {
        this.answer = answer;
        listener.Start();
        _ = AcceptAsync();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>Answered instead of the data, in this order; null: the data.</summary>
    public Queue<Reply?> Next { get; } = new();

    public IReadOnlyList<Request> Requests => [.. requests];

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var lines = new List<string>();
        while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line)
            lines.Add(line);
        if (lines.Count == 0)
            return;
        var uri = new Uri("http://server" + lines[0].Split(' ')[1]);
        var request = new Request(uri.AbsolutePath, HttpUtility.ParseQueryString(uri.Query), lines.Find(line => line.StartsWith("Authorization: ", StringComparison.OrdinalIgnoreCase))?[15..] ?? "");
        requests.Enqueue(request);
        var reply = (Next.TryDequeue(out var next) ? next : null) ?? answer(request);
        try
        {
            await Task.Delay(reply.Late, stop.Token);
            var body = Encoding.UTF8.GetBytes(reply.Body);
            var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {reply.Status} Status\r\nContent-Type: {reply.Type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{(reply.Header is null ? "" : reply.Header + "\r\n")}\r\n");
            await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop.Token);
            await stream.WriteAsync(body.AsMemory(0, reply.IsCut ? body.Length / 2 : body.Length), stop.Token);
        }
        catch (IOException)
        {
            // The client has given up waiting.
        }
    }

    internal sealed record Request(string Path, System.Collections.Specialized.NameValueCollection Query, string Authorization);

    /// <param name="Header">One more header.</param>
    /// <param name="IsCut">The connection ends in the middle of the body.</param>
    internal sealed record Reply(int Status, string Body, string Type = "application/json", string? Header = null, bool IsCut = false, TimeSpan Late = default);
}
